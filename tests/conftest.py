"""What every test may ask for."""

from __future__ import annotations

import functools
import gc
import os
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

import tools.build
from tests.equipment.compiled import compile_once
from tests.equipment.inline import Site
from tests.equipment.real_site import RealSite, shared_real_site
from tests.equipment.waiting import PATIENCE

# No deadline and no judgement of slowness: the machine may be busy. The same examples each time, so that a red run can be
# repeated; a campaign (CVTS_CAMPAGNE) draws new ones.
settings.register_profile(
    "cvts",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CVTS_CAMPAGNE" not in os.environ,
)
settings.load_profile("cvts")

# Hundreds of processes of ours are started: what Python has compiled is kept, as where people build.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser


def pytest_collection_finish() -> None:
    """Set the collected tests apart: they live to the end, and to look through them takes half a second each time."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish() -> None:
    """Give back what builds have set apart: pytest looks in it for what nobody has closed."""
    gc.unfreeze()


@pytest.fixture(scope="session", autouse=True)
def _done_once() -> Iterator[None]:
    """Do once a process what hundreds of builds do alike: compile a template, hash our code."""
    with pytest.MonkeyPatch.context() as patch:
        compile_once(patch)
        patch.setattr(tools.build, "machinery", functools.cache(tools.build.machinery))
        yield


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> RealSite:
    """Give the real site, built once for all processes of a run; the tests of a broken one would say nothing."""
    base = tmp_path_factory.getbasetemp()
    return shared_real_site(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)


@pytest.fixture(scope="session")
def started_browser() -> Iterator[Browser]:
    """Start Debian's Chromium; a machine without it fails, and says what to install."""
    from playwright.sync_api import expect  # noqa: PLC0415  not for the quick tests

    from tests.equipment.chromium import chromium  # noqa: PLC0415  the same

    expect.set_options(timeout=1000 * PATIENCE)
    with chromium() as started:
        yield started


@pytest.fixture
def browser(started_browser: Browser) -> Iterator[Browser]:
    """Give the browser, and close the windows that a test has left open."""
    others = started_browser.contexts
    yield started_browser
    for context in started_browser.contexts:
        if context not in others:
            context.close()


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Give a valid tiny site that nothing has built yet."""
    return Site(tmp_path)
