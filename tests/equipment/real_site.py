"""The real site, built once a run from nothing, for every test that only reads it or what it keeps."""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from plugins.core.progress import Progress
from tools.build import ROOT

if TYPE_CHECKING:
    from pathlib import Path

TODAY: Final = dt.date(2026, 1, 1)

PROGRAM = f"""
import datetime as dt, json, pathlib, sys
from tools import progress
from tools.build import Request, build
root = pathlib.Path(sys.argv[1])
request = Request(root / "site", dt.date.fromisoformat("{TODAY}"), settings={{"CACHE_FOLDER": str(root / "cache")}})
told = []
with progress.on_progress(told.append), progress.counting_pelican(request.content_folder):
    report = build(request)
if not report.ok:
    sys.exit("\\n".join(map(str, report.problems)))
(root / "told.json").write_text(json.dumps([(each.stage, each.done, each.total) for each in told]))
"""


@dataclass(frozen=True)
class RealSite:
    """The real content built with an empty cache; nobody may change it, who wants to copies it."""

    root: Path

    @property
    def output(self) -> Path:
        """Return the finished site's folder."""
        return self.root / "site"

    @property
    def cache(self) -> Path:
        """Return the folder of what the build has kept."""
        return self.root / "cache"

    def progress(self) -> list[Progress]:
        """Return what was told of the build while it ran."""
        told = json.loads((self.root / "told.json").read_text(encoding="utf-8"))
        return [Progress(*each) for each in told]

    def kept(self) -> frozenset[str]:
        """Return the keys of what the build has kept."""
        return frozenset(path.parent.name + path.name for path in self.cache.glob("??/*"))

    def copied_cache(self, folder: Path) -> str:
        """Copy the cache into a folder, for a build of nearly the same content; return the setting."""
        shutil.copytree(self.cache, folder / "cache")
        return str(folder / "cache")


def build_real_site(root: Path, **environment: str) -> RealSite:
    """Build it in a process of its own, with these environment variables.

    Raises:
        RuntimeError: it has problems, which the message lists.
    """
    root.mkdir(parents=True)
    made = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(root)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise RuntimeError(made.stderr)
    return RealSite(root)


def shared_real_site(base: Path) -> RealSite:
    """Return the real site of a run; the first process that asks builds it, others wait."""
    with (base / "real-site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        root = base / "real-site"
        if not (root / "told.json").exists():
            shutil.rmtree(root, ignore_errors=True)
            build_real_site(root, TZ="UTC", LC_ALL="C", LANG="C", PYTHONHASHSEED="1")
        return RealSite(root)
