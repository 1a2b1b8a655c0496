"""Debian's Chromium without windows, the browser of the tests and of the measurements.

Its own program for that takes half the processor time of `chromium --headless` for each page that a test
opens; where that one alone is installed, it does.
"""

from __future__ import annotations

import contextlib
import shutil
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.equipment.waiting import PATIENCE
from tools.test_prerequisites import BROWSERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserType

FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)


def executable() -> str:
    """Return where it is.

    Raises:
        RuntimeError: it is not installed; the message says how to.
    """
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise RuntimeError(f"sudo apt-get install {BROWSERS[0]}")
    return found


def launch(kind: BrowserType, *flags: str, env: dict[str, str | float | bool] | None = None) -> Browser:
    """Start it with these flags too; it waits for anything as long as the busiest machine may take."""
    patience = 1000 * PATIENCE
    browser = kind.launch(executable_path=executable(), args=[*FLAGS, *flags], env=env, timeout=patience)
    browser.on("context", lambda context: context.set_default_timeout(patience))
    return browser


@contextlib.contextmanager
def chromium(*flags: str) -> Iterator[Browser]:
    """Give a running browser, with these flags too, closed afterwards."""
    with sync_playwright() as playwright:
        browser = launch(playwright.chromium, *flags)
        yield browser
        browser.close()
