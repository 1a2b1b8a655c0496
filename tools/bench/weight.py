"""What a page weighs when the lists are long, and what a second visit costs, as a browser makes it.

Both with a site of 1,000 articles and 1,000 ressources, published as `invoke
publish` would and served by a real Apache that our `.htaccess` files rule. The
server's own log tells what the browser asked and what the answers weighed.
"""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING

from tests.equipment.apache import public_folder, serving
from tests.equipment.chromium import chromium
from tools.bench import built, large_site, site, table
from tools.build import ROOT, Request, today

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import BrowserContext

ITEMS = 1000
BUDGET = 14_000
"""Bytes that reach a browser before the first round trip of a connection ends."""
LISTS = {
    "home": "index.html",
    "article list": "actualites/index.html",
    "articles of a year": "actualites/[0-9]*/index.html",
    "resource list": "ressources/index.html",
    "site map": "plan-du-site/index.html",
    "feeds": "s-abonner/index.html",
}
"""The pages that grow with the site; where several match, the heaviest counts."""
LOG = 'LogFormat "%>s %O %U" visits\nCustomLog "{log}" visits\n'
"""One request a line: status, bytes sent with the headers, address."""


def run() -> str:
    """Build the site, weigh its lists, visit every kind of page twice; return the two tables."""
    with public_folder() as public:
        large = large_site.write("ours", public.with_name("large"), ITEMS, ITEMS)
        settings = {"CACHE_FOLDER": str(ROOT / ".cache" / "bench" / "weight")}
        request = Request(
            large.output, today(), content=large.root / "content", conf="publishconf.py", settings=settings
        )
        built(request)
        shutil.copytree(large.output, public, dirs_exist_ok=True)
        weights = table(("Page", "HTML (B gz)", "CSS (B gz)", "first flight (B)"), _lists(public))
        visits = table(("Page", "first visit", "visit after the home page", "second visit"), _visits(public))
    return (
        f"With {ITEMS:,} articles and {ITEMS:,} ressources, the pages that grow (budget {BUDGET:,} B):\n\n"
        f"{weights}\n\nWhat Apache sent, headers included, to a Chromium of its own for each "
        f"line: a first visit, the page after the home page, the same page again in another tab:\n\n{visits}"
    )


def _lists(public: Path) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for kind, pattern in LISTS.items():
        page, sheets = max((site.weight(public, path) for path in public.glob(pattern)), key=sum)
        total = page + sheets
        rows.append((kind, page, sheets, f"{total}{' (over)' if total > BUDGET else ''}"))
    return rows


def _visits(public: Path) -> list[tuple[object, ...]]:
    log = public.with_name("visits")
    log.touch()
    log.chmod(0o666)  # Apache has an account of its own
    rows: list[tuple[object, ...]] = []
    with serving(public, more=LOG.format(log=log)) as apache, chromium() as browser:
        for kind, pattern in site.KINDS.items():
            name = min(public.glob(pattern)).relative_to(public).as_posix().removesuffix("index.html")
            page = f"{apache.address}/{name}"
            alone, reader = browser.new_context(), browser.new_context()
            first = _visit(alone, page, log)
            _visit(reader, f"{apache.address}/", log)
            after_home = _visit(reader, page, log)
            rows.append((kind, first, after_home, _visit(alone, page, log)))
            alone.close()
            reader.close()
    return rows


def _visit(context: BrowserContext, address: str, log: Path) -> str:
    """Open a page in a tab of its own and say what that cost the server."""
    before = log.stat().st_size
    tab = context.new_page()
    tab.goto(address, wait_until="networkidle")
    tab.close()
    time.sleep(0.1)  # the server writes its log after the answer
    with log.open(encoding="utf-8") as lines:
        lines.seek(before)
        requests = [line.split(maxsplit=2) for line in lines]
    statuses = sorted({status for status, _, _ in requests} - {"200"})
    sent = sum(int(size) for _, size, _ in requests)
    word = "request" if len(requests) == 1 else "requests"
    return f"{len(requests)} {word}, {sent:,} B" + (f" ({', '.join(statuses)})" if statuses else "")
