"""From saving an article to seeing it in a browser, beside Hugo's server; and whether an edit is ever lost.

    python -m tools.bench.preview --sizes 200 --edits 10      # prints, and changes nothing
    python -m tools.bench.preview --interleavings 200

The same Chromium shows the edited article of both; a word of its text is
changed, and the clock runs from the moment before the file is written to the
frame in which the browser has the new word. Edits follow each other while the
whole site is being built again behind them, as when one works.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.equipment import interleavings
from tests.equipment.loopback import free_port
from tools.bench import built, hugo, large_site, table, texts
from tools.build import ROOT, Request, today

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Page

    from tools.bench.large_site import Site

SIZES = (200, 1000, 10_000)
EDITS = 50
INTERLEAVINGS = 200
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
SCRIPT = re.compile(rb'<script src="/__apercu__\.js" data-etag="[0-9a-f]+"></script>')


@dataclass(frozen=True)
class Times:
    """What was measured of one server at one size, in seconds."""

    start: float
    """From the command to an article that is served."""
    edits: tuple[float, ...]
    """From each save to the browser; infinite when it never showed."""

    @property
    def median(self) -> float:
        """Return the median of the edits."""
        return statistics.median(self.edits)

    @property
    def p95(self) -> float:
        """Return what 95 % of the edits do not exceed."""
        return sorted(self.edits)[max(0, round(0.95 * len(self.edits)) - 1)]


def run() -> str:
    """Measure every size, then play the interleavings."""
    return f"{measure(SIZES, EDITS)}\n\n{lost_edits(INTERLEAVINGS)}"


def measure(sizes: Sequence[int], edits: int) -> str:
    """Return the table of both servers at each size (numbers of articles), with that many edits of each."""
    rows: list[tuple[object, ...]] = []
    for articles in sizes:
        with tempfile.TemporaryDirectory(prefix="cvts-preview-") as folder:
            ours = edit_times(large_site.write("ours", Path(folder) / "ours", articles), edits)
            peer = edit_times(large_site.write("hugo", Path(folder) / "hugo", articles), edits)
        for name, times in (("this project", ours), ("Hugo", peer)):
            ratio = times.median / peer.median
            shown = (
                f"{times.start:.1f}",
                f"{times.median:.2f}",
                f"{times.p95:.2f}",
                f"{max(times.edits):.2f}",
            )
            rows.append((f"{articles:,}", name, *shown, f"{ratio:.2f}"))
    header = (
        "Articles",
        "Server",
        "first page (s)",
        "median (s)",
        "p95 (s)",
        "slowest (s)",
        "median, ratio to Hugo",
    )
    return (
        f"From the save to the browser, {edits} edits of articles drawn by lot, {PAUSE:.0f} s apart.\n\n"
        + table(header, rows)
    )


def edit_times(site: Site, edits: int) -> Times:
    """Measure the server of one written site."""
    from tests.equipment.chromium import chromium  # noqa: PLC0415  the interleavings need no browser

    chance = random.Random(site.articles)  # noqa: S311  repeatable on purpose
    found = []
    begun = time.perf_counter()
    with served(site) as address:
        _wait_for(f"{address}{_path(site, 0)}")
        start = time.perf_counter() - begun
        with chromium() as browser:
            tab = browser.new_page()
            for mark in range(edits):
                number = chance.randrange(site.articles)
                tab.goto(f"{address}{_path(site, number)}")
                time.sleep(PAUSE)  # the page has its connection to the server by now
                found.append(_edit(site, tab, number, mark))
    return Times(start, tuple(found))


def _edit(site: Site, tab: Page, number: int, mark: int) -> float:
    from playwright.sync_api import TimeoutError as NeverShownError  # noqa: PLC0415  a tool of the tests

    begun = time.perf_counter()
    word = site.edit(number, mark)
    try:
        tab.wait_for_function(
            "word => document.body?.textContent.includes(word)", arg=word, timeout=LOST * 1000, polling="raf"
        )
    except NeverShownError:
        return float("inf")
    return time.perf_counter() - begun


def _path(site: Site, number: int) -> str:
    return f"/{'actualites' if site.tool == 'ours' else 'articles'}/{texts.head(number).slug}/"


@contextlib.contextmanager
def served(site: Site) -> Iterator[str]:
    """Run the server that comes with the tool of a site, and give its address."""
    port = free_port()
    if site.tool == "ours":
        with_code(site.root)
        command = [sys.executable, "-c", OURS, str(site.root), str(port)]
    else:
        command = [
            str(hugo.binary()),
            "server",
            "--renderToMemory",
            "--bind",
            "127.0.0.1",
            "--port",
            str(port),
        ]
    with (site.root / "serve.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=site.root, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def with_code(root: Path) -> None:
    """Put the project's own code and theme beside a content folder."""
    for name in CODE:
        if not (root / name).exists():
            (root / name).symlink_to(ROOT / name)


def _wait_for(address: str) -> None:
    end = time.monotonic() + PATIENCE
    while _get(address) is None:
        if time.monotonic() > end:
            raise TimeoutError(address)
        time.sleep(0.05)


def _get(address: str) -> bytes | None:
    """Return what is served there, None when nothing is."""
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310  our own server
            data: bytes = answer.read()
            return data
    except (OSError, urllib.error.HTTPError):
        return None


def lost_edits(times: int) -> str:
    """Play random interleavings of edits with builds, each compared with a fresh build of what it left."""
    with tempfile.TemporaryDirectory(prefix="cvts-preview-") as folder:
        site = large_site.write("ours", Path(folder) / "ours", 0)
        with served(site) as address:
            _wait_for(f"{address}/contact/")
            lost = [seed for seed in range(times) if not _survives(site.root, address, seed)]
    return (
        f"{times} random interleavings of {interleavings.EDITS} edits with builds: after each, every file"
        " that the preview serves is compared, byte for byte, with a fresh build of the same sources. "
        f"Different: {len(lost)}{f' (seeds {lost})' if lost else ''}."
    )


def _survives(root: Path, address: str, seed: int) -> bool:
    interleavings.play(root / "content", random.Random(seed), time.sleep)  # noqa: S311  repeatable on purpose
    fresh = root / "fresh"
    settings = {"SHOW_DRAFTS": True, "CACHE_FOLDER": str(root / "fresh-cache")}  # not the preview's own
    built(Request(output=fresh, today=today(), root=root, settings=settings))
    left = {
        path.relative_to(fresh).as_posix(): path.read_bytes() for path in fresh.rglob("*") if path.is_file()
    }
    end = time.monotonic() + LOST
    while left and time.monotonic() < end:
        left = {name: data for name, data in left.items() if _served(f"{address}/{name}") != data}
    if left:
        print(f"interleaving {seed}: {', '.join(sorted(left)[:5])}", flush=True)
    return not left


def _served(address: str) -> bytes | None:
    data = _get(address)
    return None if data is None else SCRIPT.sub(b"", data)


def main() -> None:
    """Measure what the command line asks for, and print it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="")
    parser.add_argument("--edits", type=int, default=EDITS)
    parser.add_argument("--interleavings", type=int, default=0)
    chosen = parser.parse_args()
    if chosen.sizes:
        print(measure([int(size) for size in chosen.sizes.split(",")], chosen.edits))
    if chosen.interleavings:
        print(lost_edits(chosen.interleavings))


if __name__ == "__main__":
    main()
