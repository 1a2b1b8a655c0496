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
from tools.publish.guards import megabytes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tools.publish.manifest import Manifest

RELEASES = "releases"
STAGING = f"{RELEASES}/.en-cours"
"""Where the next release is filled; the holder of the lock owns it, so one is enough."""
JOURNAL = ".cvts-journal"
"""What a killed publication may have touched in the staging folder."""
LOCK = ".cvts-verrou"


FOLDER_MODE, FILE_MODE = 0o755, 0o644
"""Permissions of all that is published: the web server has another account."""


REPLACING = {
    True: "renommage atomique",
    False: "sans renommage atomique : --init le refusera",
    None: "renommage atomique à essayer par --init",
}
DATING = {True: "dates réglables", False: "dates non réglables", None: "dates peut-être réglables"}


MOST_READ = 32_000_000
"""Bytes of one file that is read back from a host: a list of 100,000 published files has 12 million."""


class EntryKind(Enum):
    """What a name of a folder stands for, links not followed."""

    FILE = "f"
    FOLDER = "d"
    LINK = "l"
    OTHER = "o"


@dataclass(frozen=True)
class Entry:
    """One name of a folder."""

    kind: EntryKind
    mode: int | None
    """Its permissions, where the host says."""


@dataclass(frozen=True)
class Capabilities:
    """What a host can do, found at the first contact without writing anything."""

    protocol: str
    symlinks: bool = True
    """Whether it makes links; whether it also replaces one, only `--init` can try."""
    replaces: bool | None = True
    """Whether a rename replaces a file at once; None where only `--init` can try."""
    hard_links: bool = True
    modes: bool = True
    """Whether it sets permissions when asked."""
    dates: bool | None = True
    """Whether it sets a file's time of change (None: perhaps): else a copied page gets a new ETag."""
    free: int | None = None
    """Free bytes, where it says."""

    def __str__(self) -> str:
        """Return them in French."""
        return ", ".join(
            (
                self.protocol,
                "liens symboliques" if self.symlinks else "sans liens symboliques",
                REPLACING[self.replaces],
                "fichiers inchangés partagés" if self.hard_links else "fichiers inchangés renvoyés",
                "droits réglables" if self.modes else "droits non réglables",
                DATING[self.dates],
                "place libre inconnue" if self.free is None else f"{megabytes(self.free)} libres",
            )
        )


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

    def capabilities(self) -> Capabilities:
        """Return what the host can do."""

    def make_base(self) -> None:
        """Make the target's own folder, and those above it, unless it exists."""

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
        """Make a folder in one that exists."""

    def closed(self, paths: Collection[str]) -> Sequence[str]:
        """Return the paths that not every account may read (folders: enter), as far as the host says."""

    def set_modes(self, modes: Mapping[str, int]) -> None:
        """Give each path its permissions, as far as the host lets us."""

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


def make_folders(host: Host, top: str, files: Iterable[str] = ()) -> None:
    """Make `top` and the folders on the way to files below it, each listed once and none asked for in vain.

    Raises:
        HostError: somebody placed a symbolic link on the way: we do not write through it.
    """
    made: set[str] = set()
    listed: dict[str, Mapping[str, EntryKind]] = {}
    for folder in (top, *(f"{top}/{path}" for path in parents(files))):
        parent, _, name = folder.rpartition("/")
        if parent not in made and parent not in listed:
            listed[parent] = host.entries(parent)
        kind = None if parent in made else listed[parent].get(name)
        if kind is None:
            host.make_folder(folder)
            made.add(folder)
        elif kind is not EntryKind.FOLDER:
            problem = f"« {folder} », chez l’hébergeur, n’est pas un vrai dossier"
            raise HostError(f"{problem} → supprimez-le là-bas, puis relancez")


def open_to_visitors(host: Host, top: str, files: Iterable[str]) -> Sequence[str]:
    """Let everybody read `top` and files below it, whatever the account's umask; return what stays closed."""
    files = sorted(files)
    modes = dict.fromkeys((top, *(f"{top}/{path}" for path in parents(files))), FOLDER_MODE)
    modes |= dict.fromkeys((f"{top}/{path}" for path in files), FILE_MODE)
    closed = host.closed(modes)
    if not closed:
        return ()
    host.set_modes({path: modes[path] for path in closed})
    return host.closed(closed)


def is_closed(kind: EntryKind, mode: int | None) -> bool:
    """Tell whether permissions keep a web server with another account out."""
    needed = 0o005 if kind is EntryKind.FOLDER else 0o004
    return mode is not None and mode & needed != needed


def parents(paths: Iterable[str]) -> list[str]:
    """Return every folder on the way to the files, outermost first."""
    found = set()
    for path in paths:
        parts = path.split("/")
        found |= {"/".join(parts[:end]) for end in range(1, len(parts))}
    return sorted(found)


def require_our_size(path: str, size: int) -> None:
    """Refuse to hold more of a host's file than we ever write.

    Raises:
        HostError: it is longer.
    """
    if size > MOST_READ:
        problem = f"« {path} », chez l’hébergeur, est bien plus long que ce que nous y écrivons"
        raise HostError(f"{problem} → supprimez-le là-bas, puis relancez")
