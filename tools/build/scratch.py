"""The folder beside the output that a build writes in; what killed builds have left there is cleared.

    .output-XXXXXXXX/site        the site that is being written
    .output-XXXXXXXX/pages       the rendered pages that are not confirmed yet (`plugins.core.cache`)
    .output-XXXXXXXX/previous/   the previous output, while the new one takes its place

A build holds a lock on its folder. Whoever can take the lock knows that the build is dead.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.core import locks

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX = ".output-"
SITE = "site"
PREVIOUS = "previous"
LONGEST_BUILD = 24 * 3600
"""Seconds after which a folder is taken for a dead build's where the system or the disk has no locks."""


@contextlib.contextmanager
def scratch_folder(beside: Path) -> Iterator[Path]:
    """Give a folder on the disk of the output `beside`, which is gone afterwards."""
    parent = beside.parent
    parent.mkdir(parents=True, exist_ok=True)
    _clear_abandoned(parent)
    with contextlib.ExitStack() as stack:
        while True:
            folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
            if stack.enter_context(_hold(folder)) is not False and folder.exists():
                break  # else another build has just taken it for an abandoned one
        site = folder / SITE
        site.mkdir()
        site.chmod(0o755)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def replace_output(output: Path, folder: Path) -> None:
    """Put the finished site of a scratch folder in the place of the previous output."""
    if not output.exists():
        (folder / SITE).rename(output)
        return
    previous = folder / PREVIOUS / output.name
    previous.parent.mkdir()
    output.rename(previous)
    try:
        (folder / SITE).rename(output)
    except OSError:
        previous.rename(output)
        raise


def _clear_abandoned(parent: Path) -> None:
    """Delete what killed builds have left, but for an output that one was about to replace: put that back."""
    for folder in parent.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError), _hold(folder) as held:  # another build clears it too
            if held is False or (held is None and folder.stat().st_mtime > time.time() - LONGEST_BUILD):
                continue
            for previous in (folder / PREVIOUS).glob("*"):
                if not (parent / previous.name).exists():
                    previous.rename(parent / previous.name)
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _hold(folder: Path) -> Iterator[bool | None]:
    """Lock a folder for the block: False when a build has it, None where there are no locks."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows opens no folder; or it has just gone
        yield None
        return
    try:
        try:
            held: bool | None = locks.take(descriptor)
        except OSError:
            held = None
        yield held
    finally:
        os.close(descriptor)
