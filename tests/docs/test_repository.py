"""What git holds of this project, besides what other tests read."""

from __future__ import annotations

import subprocess

from tools.build import ROOT


def test_git_tracks_no_link() -> None:
    """A link leads to a folder of the machine where it was made, and nowhere on another one."""
    command = ["git", "ls-files", "--stage"]
    tracked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [line for line in tracked.splitlines() if line.startswith("120000")] == []
