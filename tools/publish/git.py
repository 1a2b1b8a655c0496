"""Asks git whether the sources of the site are committed and pushed."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from tools.publish.guards import Sources

if TYPE_CHECKING:
    from pathlib import Path

SOURCES = ("content", "theme", "plugins", "tools", "pelicanconf.py", "publishconf.py")
"""What decides the bytes of the site."""


def read_sources(root: Path) -> Sources:
    """Return the state of the sources of a clone."""
    if _git(root, "rev-parse", "--verify", "--quiet", "HEAD") is None:
        return Sources(tracked=False)
    present = [name for name in SOURCES if (root / name).exists()]
    status = _git(root, "status", "--porcelain", "-z", "--no-renames", "--", *present) or ""
    remote = _git(root, "branch", "--remotes", "--contains", "HEAD")
    return Sources(
        tracked=True,
        changed=tuple(sorted(line[3:] for line in status.split("\0") if line)),
        pushed=bool(remote and remote.strip()),
    )


def _git(root: Path, *arguments: str) -> str | None:
    try:
        made = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        return None
    return made.stdout.decode("utf-8", "replace") if made.returncode == 0 else None
