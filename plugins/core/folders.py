"""Lists what stands below a folder, many times faster than `Path.rglob`: sites have thousands of files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def files_below(folder: Path) -> list[str]:
    """Return every file of a folder, sorted, as paths below it with forward slashes.

    No symbolic link is followed, nor counts as a file: it may lead out of the folder, or nowhere
    (an editor's lock). A folder that is not there has none.
    """
    found, waiting = [], [""]
    while waiting:
        below = waiting.pop()
        try:
            entries = list(os.scandir(f"{folder}/{below}"))
        except FileNotFoundError:
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                waiting.append(f"{below}{entry.name}/")
            elif entry.is_file(follow_symlinks=False):
                found.append(f"{below}{entry.name}")
    return sorted(found)


def links_below(folder: Path) -> list[str]:
    """Return every symbolic link of a folder that leads somewhere, sorted, as paths below it."""
    found = []
    for place, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = os.path.join(place, name)  # noqa: PTH118  thousands of them
            if os.path.islink(path) and os.path.exists(path):  # noqa: PTH110, PTH114
                found.append(os.path.relpath(path, folder).replace(os.sep, "/"))
    return sorted(found)
