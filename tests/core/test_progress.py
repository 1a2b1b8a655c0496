"""How far a build has come: counted for whoever looks, silent elsewhere."""

from __future__ import annotations

import logging
import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

from plugins.core.progress import AUDIT, CHECKS, IMAGES, INDEX, LOGGER_NAME, PAGES, READING, Progress, advance
from tools import progress
from tools.build import ROOT

if TYPE_CHECKING:
    import pytest

    from tests.equipment.inline import Site
    from tests.equipment.real_site import RealSite


def test_nobody_is_told_when_nobody_looks(caplog: pytest.LogCaptureFixture) -> None:
    advance(CHECKS, 1, 2)
    assert not caplog.records


def test_who_listens_is_told_every_count_and_leaves_the_logger_as_it_was() -> None:
    logger = logging.getLogger(LOGGER_NAME)
    before = (logger.level, logger.propagate, list(logger.handlers), list(logger.filters))
    told: list[Progress] = []
    with progress.on_progress(told.append):
        advance(CHECKS, 1, 2)
        advance(CHECKS, 2, 2)
    advance(CHECKS, 3, 3)
    assert told == [Progress(CHECKS, 1, 2), Progress(CHECKS, 2, 2)]
    assert (logger.level, logger.propagate, list(logger.handlers), list(logger.filters)) == before


def test_a_build_counts_what_it_reads_and_writes_to_the_end(site: Site) -> None:
    told: list[Progress] = []
    with progress.on_progress(told.append), progress.counting_pelican(site.root / "content"):
        assert site.build().ok
    texts = len(list((site.root / "content").rglob("*.md")))
    assert [each for each in told if each.stage == READING][-1] == Progress(READING, texts, texts)
    pages = [each for each in told if each.stage == PAGES]
    assert len(pages) == pages[-1].done >= texts
    assert all(each.done <= each.total for each in told)


def test_every_stage_of_long_work_is_counted(real_site: RealSite) -> None:
    """Reading, images, pages, audit, index, checks: each is told, and never more than there is."""
    told = real_site.progress()
    assert {each.stage for each in told} == {READING, IMAGES, PAGES, AUDIT, INDEX, CHECKS}
    assert all(0 <= each.done <= each.total for each in told)


PROGRAM = """
import sys
from pathlib import Path
from plugins.core.progress import advance
from tools import progress
with progress.bars(Path("content")):
    for done in range(1, 4):
        advance("vérification", done, 3)
"""


def test_the_bars_are_for_a_terminal_alone() -> None:
    run = [sys.executable, "-c", PROGRAM]
    piped = subprocess.run(run, cwd=ROOT, capture_output=True, check=True)
    assert piped.stdout + piped.stderr == b""
    ours, its = pty.openpty()
    subprocess.run(run, cwd=ROOT, stderr=its, check=True, env={**os.environ, "TERM": "xterm"})
    os.close(its)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert "Vérification" in shown
    assert "3/3" in shown
