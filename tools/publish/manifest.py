"""The list of a release's files, with their hashes: what is compared, verified and kept on the host.

One line a file, sorted: `<sha256> <bytes> <age> <path>`. It depends on the
build alone (no clock), plus the assets carried over from earlier releases, so
that a page loaded just before a switch still finds what it asks for. Age 0 is
a file of this build; n, an asset that n releases ago was the last to have.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAME = "publication.txt"
"""At the root of each release, public: the check over the web fetches it."""

FINGERPRINT = re.compile(r"[.-][0-9a-f]{8,}[.-][^/]*$")
"""In the name of a file whose bytes never change: `site.0123456789.css`, `photo-01234567-720.webp`."""

_LINE = re.compile(r"([0-9a-f]{64}) (\d+) (\d+) (\S.*|\s.*\S.*)")


@dataclass(frozen=True)
class PublishedFile:
    """One published file."""

    sha256: str
    size: int
    age: int = 0


@dataclass(frozen=True)
class Manifest:
    """Every file of a release by its path, with forward slashes and without the first one."""

    files: Mapping[str, PublishedFile]

    @property
    def own(self) -> Mapping[str, PublishedFile]:
        """The files of the build itself, without what was carried over."""
        return {path: file for path, file in self.files.items() if file.age == 0}

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files.values())

    @property
    def hashes(self) -> Mapping[str, str]:
        """The sha256 of each file by its path, this list's own included."""
        listed = {path: file.sha256 for path, file in self.files.items()}
        return {**listed, NAME: hashlib.sha256(self.dump()).hexdigest()}

    @property
    def digest(self) -> str:
        """The sha256 of the build's own lines: two builds with the same digest are the same site."""
        return hashlib.sha256(Manifest(self.own).dump()).hexdigest()

    def dump(self) -> bytes:
        """Return the file's bytes."""
        lines = (
            f"{file.sha256} {file.size} {file.age} {path}\n" for path, file in sorted(self.files.items())
        )
        return "".join(lines).encode()


EMPTY = Manifest({})


def parse_manifest(data: bytes) -> Manifest:
    """Read a manifest.

    Raises:
        ValueError: it is not one, or a path would lead out of the release.
    """
    files = {}
    for line in data.decode("utf-8").split("\n"):
        if not line:
            continue
        match = _LINE.fullmatch(line)
        if not match or not _stays_inside(match[4]):
            raise ValueError(line)
        files[match[4]] = PublishedFile(match[1], int(match[2]), int(match[3]))
    return Manifest(files)


def _stays_inside(path: str) -> bool:
    return not path.startswith("/") and not {"", ".", ".."} & set(path.split("/"))


def read_folder(folder: Path) -> Manifest:
    """Hash every file of a finished site; links and special files are read as having size -1."""
    files = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            files[name] = PublishedFile("", -1)
        elif path.is_file():
            data = path.read_bytes()
            files[name] = PublishedFile(hashlib.sha256(data).hexdigest(), len(data))
    return Manifest(files)


def is_fingerprinted(path: str) -> bool:
    """Whether the name changes whenever the bytes do, so that several releases can share the file."""
    return bool(FINGERPRINT.search(path))
