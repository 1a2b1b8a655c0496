"""Where a build keeps what costs time, provided that nobody else may have written into it.

Whoever can write into the cache decides what is published.
"""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def trusted(folder: Path, instead: Path) -> Path:
    """Return the folder of the cache, closed to other accounts; or `instead`, where it cannot be believed.

    That is one that is a link, belongs to another account, or holds files that git tracks: they came
    with somebody's proposal.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.is_symlink() or (hasattr(os, "getuid") and folder.stat().st_uid != os.getuid()):
            return instead
        folder.chmod(0o700)
    except OSError:  # a disk that is full or only for reading: slower, not wrong
        return instead
    return instead if _is_tracked(folder) else folder


def _is_tracked(folder: Path) -> bool:
    """Tell whether git tracks a file below the folder; where there is no git, none is tracked."""
    command = ("git", "-C", str(folder), "ls-files", "-z")
    try:
        return bool(subprocess.run(command, capture_output=True, check=False).stdout)
    except FileNotFoundError:
        return False
