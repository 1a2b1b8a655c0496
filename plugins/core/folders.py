"""Lists what stands below a folder, many times faster than `Path.rglob`: sites have thousands of files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path


def files_below(folder: Path) -> list[str]:
    """Return every file of a folder, sorted, as paths below it with forward slashes.

    No symbolic link is followed, nor counts as a file: it may lead out of the folder, or nowhere
    (an editor's lock). A folder that is not there has none.
    """
    entries = _entries_below(folder)
    return sorted(path for path, entry in entries if entry.is_file(follow_symlinks=False))


def links_below(folder: Path) -> list[str]:
    """Return every symbolic link of a folder that leads somewhere, sorted, as paths below it."""
    links = (path for path, entry in _entries_below(folder) if entry.is_symlink())
    return sorted(path for path in links if os.path.exists(f"{folder}/{path}"))  # noqa: PTH110


def _entries_below(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield what a folder holds, but for its folders, into which it looks; no link is followed."""
    waiting = [""]
    while waiting:
        below = waiting.pop()
        try:
            entries = list(os.scandir(f"{folder}/{below}"))
        except FileNotFoundError:
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                waiting.append(f"{below}{entry.name}/")
            else:
                yield f"{below}{entry.name}", entry
