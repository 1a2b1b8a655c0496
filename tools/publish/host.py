"""What a publication asks of a host: the interface of every transport, and what they share.

All paths are relative to the target's folder, with forward slashes. Every
method may raise `CutError` (the link), `FullError` (no room) or `HostError`
(refused), and nothing else; `lock` may raise `AlreadyPublishingError` too.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from tools.publish.errors import HostError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tools.publish.manifest import Manifest

RELEASES = "releases"
STAGING = f"{RELEASES}/.en-cours"
"""Where the next release is filled; the holder of the lock owns it, so one is enough."""
JOURNAL = ".cvts-journal"
"""What a killed publication may have touched in the staging folder."""
LOCK = ".cvts-verrou"


class EntryKind(Enum):
    """What a name of a folder stands for, links not followed."""

    FILE = "f"
    FOLDER = "d"
    LINK = "l"
    OTHER = "o"


@dataclass(frozen=True)
class FillJob:
    """One release to fill in the staging folder."""

    site: Path
    """The finished build on this machine; read only."""
    manifest: Manifest
    """All that the release must hold, carried assets included."""
    live: str | None
    """The id of the live release, where unchanged and carried files are taken from."""
    live_manifest: Manifest
    recyclable: str | None
    """The id of a release that is no longer kept, to start from where that saves work."""
    progress: Callable[[int], None]
    """Called with the bytes of each file that has travelled."""


class Host(Protocol):
    """A folder on some machine."""

    shares: bool
    """Whether one file can stand in two releases (hard links), so that many releases cost little."""

    def close(self) -> None:
        """Leave the host."""

    def lock(self) -> AbstractContextManager[None]:
        """Keep other publications away; the lock cannot outlive its holder."""

    def entries(self, folder: str) -> Mapping[str, EntryKind]:
        """Return the names in a folder ("" is the target's own); empty when there is none."""

    def read(self, path: str) -> bytes | None:
        """Return a file's bytes, or None when there is no such file."""

    def write(self, path: str, data: bytes) -> None:
        """Replace a small file at once: a reader sees the old or the new bytes, whole."""

    def read_link(self, path: str) -> str | None:
        """Return where a symbolic link leads, or None when there is none."""

    def replace_link(self, path: str, target: str) -> None:
        """Make a symbolic link lead elsewhere at once."""

    def rename(self, old: str, new: str) -> None:
        """Rename; `new` does not exist."""

    def make_folder(self, path: str) -> None:
        """Make a folder and its parents, unless it exists."""

    def remove_tree(self, path: str) -> None:
        """Remove a folder, a file or a link, never following a link; nothing to do when it is missing."""

    def free(self) -> int | None:
        """Return the free bytes, or None when the host does not say."""

    def modified(self, path: str) -> float | None:
        """Return when a file was last changed by the host's clock (seconds since 1970), if it says."""

    def copy(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Put each first file at its second path too, where nothing stands yet; folders are made."""

    def fill(self, job: FillJob) -> None:
        """Make the staging folder hold exactly the job's files."""

    def wrong_files(self, folder: str, manifest: Manifest) -> Sequence[str]:
        """Read a release on the far side, its list too; return the paths whose sha256 differs."""


def require_real_folders(host: Host, top: str, files: Iterable[str]) -> None:
    """Refuse to write below `top` through a symbolic link that someone placed there.

    Raises:
        HostError: a folder on the way to one of the files is a link or no folder.
    """
    folders = {top}
    for path in files:
        parts = path.split("/")[:-1]
        folders |= {"/".join((top, *parts[:end])) for end in range(1, len(parts) + 1)}
    by_parent: dict[str, set[str]] = {}
    for folder in folders:
        parent, _, name = folder.rpartition("/")
        by_parent.setdefault(parent, set()).add(name)
    for parent, names in sorted(by_parent.items()):
        present = host.entries(parent)
        if not present:
            continue
        for name in sorted(names & present.keys()):
            if present[name] is not EntryKind.FOLDER:
                place = f"{parent}/{name}".removeprefix("/")
                problem = f"« {place} », chez l’hébergeur, n’est pas un vrai dossier"
                raise HostError(f"{problem} → supprimez-le là-bas, puis relancez")


def parents(paths: Iterable[str]) -> list[str]:
    """Return every folder on the way to the files, outermost first."""
    found = set()
    for path in paths:
        parts = path.split("/")
        found |= {"/".join(parts[:end]) for end in range(1, len(parts))}
    return sorted(found)
