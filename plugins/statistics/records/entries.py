"""The sealed entries on disk: added all or none, replaced one by one, whole after any interruption.

Adding goes through two folders that git ignores: `.ajout` receives the files, and its renaming to
`.scelle` is the one moment at which all of them count. What an interruption leaves there,
`finish_interrupted` ends. Everything in both is sealed.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from plugins.core import locks

FOLDER = "activites/registre"
"""Below the content folder."""

SUFFIX = ".age"
_STAGE = ".ajout"
_DONE = ".scelle"


class BusyError(Exception):
    """Somebody else is adding to the register of this folder."""


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the register's folder for one command.

    Raises:
        BusyError: another command of this machine holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if not locks.take(descriptor):
            raise BusyError
        yield
    finally:
        os.close(descriptor)


def entries(folder: Path) -> tuple[Path, ...]:
    """Return the sealed entries, sorted, with those of an interrupted addition that already count."""
    return tuple(sorted([*folder.glob(f"*{SUFFIX}"), *(folder / _DONE).glob(f"*{SUFFIX}")]))


def finish_interrupted(folder: Path) -> bool:
    """Undo what an interruption left half done; complete an addition, and tell whether there was one."""
    shutil.rmtree(folder / _STAGE, ignore_errors=True)
    interrupted = (folder / _DONE).is_dir()
    if interrupted:
        _take_out(folder)
    return interrupted


@contextlib.contextmanager
def added(folder: Path, sealed: Sequence[bytes]) -> Iterator[None]:
    """Add entries, all or none; until the caller is done with telling, the addition counts as interrupted."""
    stage = folder / _STAGE
    stage.mkdir()
    for data in sealed:
        _write(stage / f"{secrets.token_hex(16)}{SUFFIX}", data)
    _sync(stage)
    stage.rename(folder / _DONE)
    _sync(folder)
    yield
    _take_out(folder)


def replace_entry(file: Path, data: bytes) -> None:
    """Replace one file; at any moment it is the former or the new one."""
    stage = file.parent / _STAGE
    stage.mkdir(exist_ok=True)
    _write(stage / file.name, data)
    (stage / file.name).replace(file)
    _sync(file.parent)
    stage.rmdir()


def _take_out(folder: Path) -> None:
    for file in sorted((folder / _DONE).iterdir()):
        file.rename(folder / file.name)
    _sync(folder)
    (folder / _DONE).rmdir()


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
