"""Debian's Chromium without windows, the browser of the tests and of the measurements.

Its own program for that takes half the processor time of `chromium --headless` for each page that a test
opens; where that one alone is installed, it does.
"""

from __future__ import annotations

import contextlib
import shutil
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tools.test_prerequisites import BROWSERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

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


@contextlib.contextmanager
def chromium(*flags: str) -> Iterator[Browser]:
    """Give a running browser, with these flags too, closed afterwards."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=[*FLAGS, *flags])
        yield browser
        browser.close()
