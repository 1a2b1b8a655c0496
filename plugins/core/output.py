"""Writes the files of one build, and links to those of the previous build that have not changed.

A hard link costs less than writing, and keeps what servers and browsers go by:
the date. An identity is a hash of everything that a file is made of, or of its
bytes; two files of one identity have the same bytes.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from plugins.core.folders import files_below


class Output:
    """The fresh folder of a build, and the finished one of the build before."""

    def __init__(self, folder: Path, previous: Path, records: Path) -> None:
        """Write into `folder`; `previous` and what `records` notes of it may be missing, or wrong."""
        self.folder = folder
        self._place = str(folder)
        self._previous = previous
        self._record = records / f"{hashlib.sha256(str(previous.resolve()).encode()).hexdigest()}.json"
        self._previous_record = _Record.read(self._record)
        self._identities: dict[str, str] = {}
        self._digests: dict[str, str] = {}
        self._folders: set[str] = set()
        self._linked: set[str] = set()

    def place(self, name: str, identity: str, make: Callable[[], bytes]) -> None:
        """Have a file at `name` below the folder; `make` is not asked if the previous build had it."""
        noted = self._previous_record.files.get(name, _NOTHING)
        if noted.identity != identity or not self._link(name, noted):
            self.write(name, make())
        self._identities[name] = identity

    def placed(self, name: str) -> str:
        """Return the hash of a file that was placed; empty when it was not."""
        return self._digests[name] if name in self._identities else ""

    def write(self, name: str, data: bytes) -> None:
        """Have these bytes at `name` below the folder."""
        noted, digest = self._previous_record.files.get(name, _NOTHING), _digest(data)
        if noted.digest != digest or not self._link(name, noted):
            path = self._path(name)
            if os.path.lexists(path):
                self._clear(name, path)
            with open(path, "wb") as stream:  # noqa: PTH123  thousands of them
                stream.write(data)
        self._digests[name] = digest

    def digest(self, name: str) -> str:
        """Return the hash of a file of this build, whoever has written it."""
        return self._digests.get(name) or _digest(_read(f"{self._place}/{name}"))

    def intact(self, made_from: str) -> dict[str, Any] | None:
        """Return the summary of the previous `finish`, if the output is made from the same and unchanged."""
        if self._previous_record.made_from != made_from:
            return None
        found = {name: _status(f"{self._previous}/{name}") for name in files_below(self._previous)}
        noted = {name: (file.size, file.moment) for name, file in self._previous_record.files.items()}
        return self._previous_record.summary if found == noted else None

    def finish(self, made_from: str, summary: dict[str, Any]) -> None:
        """Take over what was written by others, and note what the next build needs to know.

        Args:
            made_from: hash of everything that this output is made from.
            summary: handed back by `intact`; plain data, as JSON holds it.
        """
        files = {}
        for name in files_below(self.folder):
            path = f"{self._place}/{name}"
            if name in self._linked:
                files[name] = self._previous_record.files[name]._replace(
                    identity=self._identities.get(name, "")
                )
            else:
                self._keep_date(name, path)
                files[name] = _Noted(self._identities.get(name, ""), self.digest(name), *_status(path))
        _Record(made_from, summary, files).write(self._record)

    def _link(self, name: str, noted: _Noted) -> bool:
        """Link to the previous file, if it is what it was when it was noted; say whether it is there now."""
        source = f"{self._previous}/{name}"
        try:
            if _status(source) != (noted.size, noted.moment):
                return False
            path = self._path(name)
            try:
                os.link(source, path)
            except FileExistsError:
                self._clear(name, path)
                os.link(source, path)
        except OSError:  # gone, or on a file system without links
            return False
        self._digests[name] = noted.digest
        self._linked.add(name)
        return True

    def _keep_date(self, name: str, path: str) -> None:
        """Give a file that was written anew the date of the previous one, if its bytes are the same."""
        with contextlib.suppress(OSError):  # there was none
            size, moment = _status(f"{self._previous}/{name}")
            if size == _status(path)[0] and _read(f"{self._previous}/{name}") == _read(path):
                os.utime(path, ns=(moment, moment))

    def _path(self, name: str) -> str:
        """Return where a file goes, in a folder that is there."""
        parent = name.rpartition("/")[0]
        if parent not in self._folders:
            _make_folder(f"{self._place}/{parent}")
            self._folders.add(parent)
        return f"{self._place}/{name}"

    def _clear(self, name: str, path: str) -> None:
        """Take away what stands in a file's place: it may be the very file of the previous build."""
        os.unlink(path)  # noqa: PTH108
        self._linked.discard(name)


class _Noted(NamedTuple):
    """What is noted of a file: identity if it has one, hash, size in bytes and date in nanoseconds."""

    identity: str
    digest: str
    size: int
    moment: int


_NOTHING: Final = _Noted("", "", 0, 0)


@dataclass(frozen=True)
class _Record:
    """What is noted of a finished output."""

    made_from: str = ""
    summary: dict[str, Any] = field(default_factory=dict)
    files: dict[str, _Noted] = field(default_factory=dict)
    """By path below the folder."""

    @classmethod
    def read(cls, path: Path) -> _Record:
        """Read the file; empty when it is missing or damaged."""
        try:
            made_from, summary, files = json.loads(path.read_text(encoding="utf-8"))
            return cls(
                str(made_from),
                dict(summary),
                {
                    str(name): _Noted(str(identity), str(digest), int(size), int(moment))
                    for name, (identity, digest, size, moment) in files.items()
                },
            )
        except (OSError, ValueError, TypeError, LookupError, AttributeError):
            return cls()

    def write(self, path: Path) -> None:
        """Write the file at once or not at all; without it, the next build only takes longer."""
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_suffix(f".{os.getpid()}")
            fresh.write_text(
                json.dumps([self.made_from, self.summary, self.files]), encoding="utf-8", newline="\n"
            )
            fresh.replace(path)


def _make_folder(path: str) -> None:
    """Make a folder that may be there; nearly always, the one above it is."""
    try:
        os.mkdir(path)  # noqa: PTH102  thousands of them
    except FileExistsError:
        pass
    except FileNotFoundError:
        os.makedirs(path, exist_ok=True)  # noqa: PTH103


def _read(path: str) -> bytes:
    with open(path, "rb") as stream:  # noqa: PTH123  thousands of them
        return stream.read()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _status(path: str) -> tuple[int, int]:
    status = os.stat(path)  # noqa: PTH116  thousands of them
    return status.st_size, status.st_mtime_ns
