"""The folder that a build writes in: what killed builds leave is cleared, what living ones write in is not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from plugins.core import locks
from tests.equipment.inline import Site, page, snapshot
from tools.build import ROOT, scratch

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

KILLED_WHILE_WRITING = """
import os, pathlib, signal, sys
import plugins.host
from tests.equipment.inline import Site
plugins.host.read_assets = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
Site(pathlib.Path(sys.argv[1])).build()
"""
KILLED_WHILE_REPLACING = """
import os, pathlib, signal, sys
from tests.equipment.inline import Site, page
move = pathlib.Path.rename
def rename(self, target):
    if self.name == "site":  # the previous output is out of its place, the new one not yet in it
        os.kill(os.getpid(), signal.SIGKILL)
    return move(self, target)
pathlib.Path.rename = rename
site = Site(pathlib.Path(sys.argv[1]))
site.add({"pages/contact.md": page("Contact", "Un autre texte.")})
site.build()
"""


def kill_a_build(site: Site, program: str) -> None:
    made = subprocess.run([sys.executable, "-c", program, str(site.root)], cwd=ROOT, check=False)
    assert made.returncode == -signal.SIGKILL


def left(site: Site) -> list[str]:
    return [path.name for path in site.root.iterdir() if path.name.startswith(".output-")]


def test_what_a_killed_build_leaves_is_unknown_to_git_and_cleared_by_the_next(site: Site) -> None:
    kill_a_build(site, KILLED_WHILE_WRITING)
    (name,) = left(site)
    ignored = subprocess.run(["git", "check-ignore", f"{name}/"], cwd=ROOT, capture_output=True, check=False)
    assert ignored.returncode == 0
    site.add({"pages/contact.md": page("Contact", "Un [lien mort](/nulle-part/).")})
    assert not site.build().ok
    assert left(site) == []


def test_an_output_that_a_killed_build_had_moved_aside_is_put_back(site: Site) -> None:
    assert site.build().ok
    before = snapshot(site.output)
    kill_a_build(site, KILLED_WHILE_REPLACING)
    assert not site.output.exists()
    site.add({"pages/contact.md": page("Contact", "Un [lien mort](/nulle-part/).")})
    assert not site.build().ok
    assert snapshot(site.output) == before
    assert left(site) == []


def test_an_output_that_is_a_link_is_built_where_it_leads(site: Site) -> None:
    """Whatever serves the other folder goes on serving the site."""
    served = site.root / "served" / "site"
    served.mkdir(parents=True)
    site.output.symlink_to(served)
    for text in ("Un texte.", "Un autre."):
        site.add({"pages/contact.md": page("Contact", text)})
        assert site.build().ok
        assert site.output.is_symlink()
        assert text in (served / "contact" / "index.html").read_text(encoding="utf-8")
    assert [path.name for path in served.parent.iterdir()] == ["site"]


def test_a_build_leaves_the_folder_of_another_alone(tmp_path: Path) -> None:
    with scratch.scratch_folder(tmp_path / "output") as one:
        with scratch.scratch_folder(tmp_path / "output") as other:
            assert one.is_dir()
            assert other != one
        assert one.is_dir()
        assert not other.exists()
    assert list(tmp_path.iterdir()) == []


def test_without_locks_only_old_folders_are_cleared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_: int) -> bool:
        raise OSError

    monkeypatch.setattr(locks, "take", none)
    for name, age in (("fresh", 0), ("old", scratch.LONGEST_BUILD + 60)):
        folder = tmp_path / f"{scratch.PREFIX}{name}"
        folder.mkdir()
        moment = folder.stat().st_mtime - age
        os.utime(folder, (moment, moment))
    with scratch.scratch_folder(tmp_path / "output"):
        assert (tmp_path / f"{scratch.PREFIX}fresh").is_dir()
        assert not (tmp_path / f"{scratch.PREFIX}old").exists()
