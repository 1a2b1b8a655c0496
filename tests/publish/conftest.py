"""Real servers for the tests of the publication, one set for each module and combination."""

from __future__ import annotations

import contextlib
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.equipment import faults, hosts
from tools.publish import lease, run
from tools.publish.manifest import read_folder
from tools.publish.run import PublicationRun, RunResult
from tools.publish.terminal import Terminal
from tools.publish.uploading import Build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Target:
    """A prepared target in front of Apache, and short ways to publish to it."""

    def __init__(self, made: faults.Stage, base: Path) -> None:
        self.stage = made
        self.settings = made.settings
        self.base = base
        """The target's folder, as the test sees it from this machine."""

    def publish(self, site: Path, *, force: bool = False) -> RunResult:
        """Publish a finished site as the command does."""
        return self.run(force=force).publish(Build(site, read_folder(site)))

    def next(self) -> RunResult:
        """Publish the next version."""
        return self.publish(self.stage.next_site())

    def run(self, *, force: bool = False) -> PublicationRun:
        """Return a run."""
        return PublicationRun(self.settings, faults.ROOT, Terminal(quiet=True), force)

    @property
    def live(self) -> Path:
        """The live release's folder."""
        if (self.base / "courant").exists():
            return (self.base / "courant").resolve()
        line = (self.base / ".htaccess").read_text().splitlines()[0]
        return self.base / "releases" / line.rpartition(" ")[2]

    @property
    def releases(self) -> list[str]:
        """The releases on the host, oldest first."""
        return sorted(
            path.name for path in (self.base / "releases").iterdir() if not path.name.startswith(".")
        )


@pytest.fixture(scope="module")
def lab() -> Iterator[hosts.Lab]:
    """Give a lab."""
    with hosts.lab() as made:
        yield made


ONE_EACH = (("local", "htaccess"), ("ssh", "symlink"), ("sftp", "symlink"), ("ftps", "htaccess"))
"""Every transport and both pointers; the campaign goes through all combinations."""


@pytest.fixture(params=ONE_EACH, ids="-".join, scope="module")
def stage(request: pytest.FixtureRequest, lab: hosts.Lab) -> Iterator[faults.Stage]:
    """Give one transport and pointer on real servers."""
    with faults.stage(lab, *request.param, pages=8) as made, faults.environment_of(made.environment):
        yield made


@pytest.fixture
def target(stage: faults.Stage, monkeypatch: pytest.MonkeyPatch) -> Target:
    """Give the same as a target, with the short waits of tests."""
    monkeypatch.setattr(lease, "BEAT", faults.QUICK_LEASE[0])
    monkeypatch.setattr(lease, "PATIENCE", faults.QUICK_LEASE[1])
    monkeypatch.setattr(run, "PAUSES", faults.QUICK_PAUSES)
    return Target(stage, stage.base)


@contextlib.contextmanager
def read_only(folder: Path, *inside: Path) -> Iterator[None]:
    """Root writes through permissions: for root, the folder becomes a read-only mount."""
    if os.geteuid() == 0:
        subprocess.run(["mount", "--bind", folder, folder], check=True)
        subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
    else:
        for path in (folder, *inside):
            path.chmod(0o555)
    try:
        yield
    finally:
        if os.geteuid() == 0:
            subprocess.run(["umount", "--lazy", folder], check=True)
        else:
            for path in (folder, *inside):
                path.chmod(0o755)
