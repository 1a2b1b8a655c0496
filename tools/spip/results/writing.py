"""Writes what an import made into its folder, and never over a file that somebody has edited since.

`.empreintes` keeps the hash of every file as it was written. A file that is another one now was edited: the
new version goes to `nouveau/`, under the same path, where no build reads it.
"""

from __future__ import annotations

import contextlib
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from plugins.core.disk import write_whole
from plugins.core.progress import advance

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CONTENT: Final = "content"
"""The folder of the pages, laid out as the site's own."""
KEPT: Final = ".empreintes"
BESIDE: Final = "nouveau"
STAGE: Final = "écriture"


@dataclass(frozen=True)
class Written:
    """What became of the files."""

    beside: tuple[str, ...] = ()
    """Edited since: the new version is below `nouveau/`."""
    kept: tuple[str, ...] = ()
    """Edited since, and no longer part of the import: they stay."""
    untouched: tuple[str, ...] = ()
    """Below `nouveau/`, edited too: nothing was written."""


def write_files(folder: Path, files: Mapping[str, bytes | Path]) -> Written:
    """Write the files of an import and take away those of an earlier one that nobody has edited.

    Args:
        folder: that of the import.
        files: the bytes of each, or the file to copy, by path with forward slashes.

    Raises:
        OSError: the disk refuses.
    """
    known = _read(folder)
    hashes: dict[str, str] = {}
    try:
        beside, untouched = _write_all(folder, files, known, hashes)
    except BaseException:
        # what was written before Ctrl-C or a full disk is ours, not an editor's, at the next run
        with contextlib.suppress(OSError):
            _keep(folder, {**known, **hashes})
        raise
    kept = _take_away(folder, {path: digest for path, digest in known.items() if path not in hashes})
    _keep(folder, {**hashes, **kept})
    return Written(tuple(beside), tuple(sorted(kept)), tuple(untouched))


def _write_all(
    folder: Path, files: Mapping[str, bytes | Path], known: Mapping[str, str], hashes: dict[str, str]
) -> tuple[list[str], list[str]]:
    """Write each file where nobody has edited it, and note it in `hashes`; return the others."""
    beside, untouched = list[str](), list[str]()
    for number, (path, given) in enumerate(sorted(files.items()), start=1):
        data = given if isinstance(given, bytes) else given.read_bytes()
        if _may_write(folder / path, data, known.get(path)):
            _write(folder / path, data)
            hashes[path] = _hash(data)
        else:
            beside.append(path)
            hashes[path] = known.get(path, "")
            other = f"{BESIDE}/{path}"
            if _may_write(folder / other, data, known.get(other)):
                _write(folder / other, data)
                hashes[other] = _hash(data)
            else:
                untouched.append(other)
                hashes[other] = known.get(other, "")
        advance(STAGE, number, len(files))
    return beside, untouched


def _keep(folder: Path, hashes: Mapping[str, str]) -> None:
    lines = "".join(f"{digest or '-'}  {path}\n" for path, digest in sorted(hashes.items()))
    _write(folder / KEPT, lines.encode())


def written_before(folder: Path, part: str) -> frozenset[str]:
    """Return what earlier runs wrote below one folder, by path below that folder."""
    start = f"{part}/"
    return frozenset(path.removeprefix(start) for path in _read(folder) if path.startswith(start))


def _may_write(path: Path, data: bytes, known: str | None) -> bool:
    """Tell whether nobody has edited a file since it was written, or it is as it shall be."""
    if not path.is_file():
        return True
    there = path.read_bytes()
    return there == data or _hash(there) == known


def _write(path: Path, data: bytes) -> None:
    if not path.is_file() or path.read_bytes() != data:
        write_whole(path, data)


def _take_away(folder: Path, former: Mapping[str, str]) -> dict[str, str]:
    """Delete what an earlier run wrote and this one did not; return those that were edited."""
    edited = {}
    for path, digest in former.items():
        file = folder / path
        if not file.is_file():
            continue
        if _hash(file.read_bytes()) == digest:
            file.unlink()
        else:
            edited[path] = digest
    return edited


def _read(folder: Path) -> dict[str, str]:
    try:
        lines = (folder / KEPT).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    return {path: digest for digest, _, path in (line.partition("  ") for line in lines) if path}


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
