"""Lists what stands below a folder, many times faster than `Path.rglob`: sites have thousands of files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def files_below(folder: Path) -> list[str]:
    """Return every file of a folder, sorted, as paths below it with forward slashes.

    Links to folders are not followed, links that lead nowhere (an editor's lock) are no files;
    a folder that is not there has none.
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
            elif entry.is_file():
                found.append(f"{below}{entry.name}")
    return sorted(found)
