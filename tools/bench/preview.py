"""From saving an article to seeing it in a browser, beside Hugo's server.

The same Chromium shows the edited article of both; a word of its text is
changed, and the clock runs from the moment before the file is written to the
frame in which the browser has the new word. Edits follow each other while the
whole site is being built again behind them, as when one works.
"""

from __future__ import annotations

import contextlib
import random
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import TimeoutError as NeverShownError

from tests.equipment.chromium import chromium
from tests.equipment.loopback import free_port
from tools.bench import hugo, large_site, table
from tools.build import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Page

    from tools.bench.large_site import LargeSite

SIZES = (200, 1000, 10_000)
EDITS = 50
PAUSE = 1.0
"""Seconds between two edits: to read what is there, and to go to the next article."""

PATIENCE = 900.0
"""Seconds for a server to build 10,000 articles for the first time."""

LOST = 60.0
"""Seconds after which an edit that does not show counts as lost."""

OURS = """
import sys
from pathlib import Path
from tools.preview import session
session.serve(Path(sys.argv[1]), int(sys.argv[2]))
"""
CODE = ("theme", "plugins", "tools", "pelicanconf.py")


def run(sizes: Sequence[int] = SIZES) -> str:
    """Return the table of both servers at each size (numbers of articles)."""
    rows = []
    for articles in sizes:
        with tempfile.TemporaryDirectory(prefix="cvts-preview-") as folder:
            sites = [large_site.write_site(name, Path(folder) / name, articles) for name in ("ours", "hugo")]
            measured = [_measure(site) for site in sites]
        reference = statistics.median(measured[1][1])
        for site, (start, edits) in zip(sites, measured, strict=True):
            median, p95 = statistics.median(edits), sorted(edits)[round(0.95 * len(edits)) - 1]
            seconds = (f"{start:.1f}", f"{median:.2f}", f"{p95:.2f}", f"{max(edits):.2f}")
            rows.append((f"{articles:,}", site.tool.label, *seconds, f"{median / reference:.2f}"))
    columns = ("first page (s)", "median (s)", "p95 (s)", "slowest (s)", "median, ratio to Hugo")
    return (
        f"From the save to the browser, {EDITS} edits of articles drawn by lot, {PAUSE:.0f} s apart.\n\n"
        + table(("Articles", "Server", *columns), rows)
    )


def _measure(site: LargeSite) -> tuple[float, list[float]]:
    """Return the seconds from the command to a served article, and from each save to the browser."""
    chance = random.Random(site.articles)  # noqa: S311  repeatable on purpose
    edits = []
    begun = time.perf_counter()
    with _served(site) as address:
        _wait_for(f"{address}/{site.address(0)}")
        start = time.perf_counter() - begun
        with chromium() as browser:
            tab = browser.new_page()
            for mark in range(EDITS):
                number = chance.randrange(site.articles)
                tab.goto(f"{address}/{site.address(number)}")
                time.sleep(PAUSE)  # the page has its connection to the server by now
                edits.append(_edit(site, tab, number, mark))
    return start, edits


def _edit(site: LargeSite, tab: Page, number: int, mark: int) -> float:
    """Change a word and return the seconds until the tab shows it; infinite when it never does."""
    begun = time.perf_counter()
    word = site.edit(number, mark)
    try:
        tab.wait_for_function(
            "word => document.body?.textContent.includes(word)", arg=word, timeout=LOST * 1000, polling="raf"
        )
    except NeverShownError:
        return float("inf")
    return time.perf_counter() - begun


@contextlib.contextmanager
def _served(site: LargeSite) -> Iterator[str]:
    """Run the server that comes with the tool of a site, and give its address."""
    port = str(free_port())
    if site.name == "ours":
        for name in CODE:
            (site.root / name).symlink_to(ROOT / name)
        command = [sys.executable, "-c", OURS, str(site.root), port]
    else:
        options = ["--renderToMemory", "--bind", "127.0.0.1", "--port", port]
        command = [str(hugo.binary()), "server", *options]
    with (site.root / "serve.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=site.root, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(address: str) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(address, timeout=60):  # noqa: S310  our own server
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
