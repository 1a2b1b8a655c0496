"""Bytes of the first view per kind of page, and what the visits of a browser cost.

The lists and the visits are those of a site of 1,000 articles and 1,000 ressources, published as
`invoke publish` would and served by a real Apache that our `.htaccess` files rule. The server's own
log says what the browser asked for and how much was sent.
"""

from __future__ import annotations

import gzip
import re
import shutil
import time
from typing import TYPE_CHECKING

from tests.equipment.apache import public_folder, serving
from tests.equipment.chromium import chromium
from tools.bench import build_to_measure, large_site, table
from tools.build import ROOT, Request, today

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from playwright.sync_api import BrowserContext

ITEMS = 1000
KINDS = {
    "home": "index.html",
    "text page": "qui-sommes-nous/index.html",
    "article list": "actualites/index.html",
    "article": "actualites/*/index.html",
    "resource list": "ressources/index.html",
    "facet": "ressources/t*/*/index.html",
    "resource": "ressources/*/index.html",
    "bistrot list": "bistrots/index.html",
    "bistrot": "bistrots/*/index.html",
    "Manifeste": "manifeste/index.html",
    "report": "activites/*/index.html",
    "statistics": "chiffres/index.html",
    "not found": "404.html",
}
"""File pattern of each kind of page; where several match, the heaviest counts."""
LISTS = {
    "home": "index.html",
    "article list": "actualites/index.html",
    "articles of a year": "actualites/[0-9]*/index.html",
    "resource list": "ressources/index.html",
    "site map": "plan-du-site/index.html",
    "feeds": "s-abonner/index.html",
}
"""The pages that grow with the site."""
LOG = 'LogFormat "%>s %O %U" visits\nCustomLog "{log}" visits\n'
"""One request a line: status, bytes sent with the headers, address."""


def run() -> str:
    """Build both sites, weigh their pages, visit each kind of page twice; return the three tables."""
    with public_folder() as public:
        real = public.with_name("real")
        build_to_measure(Request(real, today()))
        pages = _weights(real, KINDS)
        large = large_site.write_site("ours", public.with_name("large"), ITEMS, ITEMS)
        settings = {"CACHE_FOLDER": str(ROOT / ".cache" / "bench" / "weight")}
        content = large.root / "content"
        build_to_measure(
            Request(large.output, today(), content=content, conf="publishconf.py", settings=settings)
        )
        shutil.copytree(large.output, public, dirs_exist_ok=True)
        lists = _weights(public, LISTS)
        visits = table(("Page", "first visit", "visit after the home page", "second visit"), _visits(public))
    return (
        f"{pages}\n\nWith {ITEMS:,} articles and {ITEMS:,} ressources, the pages that grow:\n\n{lists}\n\n"
        "What Apache sent, headers included, to a Chromium of its own for each line: a first visit, the "
        f"page after the home page, the same page again in another tab:\n\n{visits}"
    )


def _weights(site: Path, patterns: Mapping[str, str]) -> str:
    """Return the table of the heaviest page of each kind."""
    rows = []
    for kind, pattern in patterns.items():
        page, sheets = max((_weight(site, path) for path in site.glob(pattern)), key=sum)
        rows.append((kind, page, sheets, page + sheets))
    return table(("Page", "HTML (B gz)", "CSS (B gz)", "first flight (B)"), rows)


def _weight(site: Path, path: Path) -> tuple[int, int]:
    """Return the gzipped bytes of a page and of the style sheets that it waits for."""
    page = path.read_bytes()
    sheets = re.findall(r'<link rel="stylesheet" href="/([^"]+)"', page.decode())
    return len(gzip.compress(page, 9)), sum(
        len(gzip.compress((site / sheet).read_bytes(), 9)) for sheet in sheets
    )


def _visits(public: Path) -> list[tuple[object, ...]]:
    log = public.with_name("visits")
    log.touch()
    log.chmod(0o666)  # Apache has an account of its own
    rows: list[tuple[object, ...]] = []
    with serving(public, more=LOG.format(log=log)) as apache, chromium() as browser:
        for kind, pattern in KINDS.items():
            name = min(public.glob(pattern)).relative_to(public).as_posix().removesuffix("index.html")
            page = f"{apache.address}/{name}"
            alone, reader = browser.new_context(), browser.new_context()
            first = _visit(alone, page, log)
            _visit(reader, f"{apache.address}/", log)
            rows.append((kind, first, _visit(reader, page, log), _visit(alone, page, log)))
            alone.close()
            reader.close()
    return rows


def _visit(context: BrowserContext, address: str, log: Path) -> str:
    """Open a page in a tab of its own; return the requests and bytes that the server logged."""
    start = log.stat().st_size
    tab = context.new_page()
    tab.goto(address, wait_until="networkidle")
    tab.close()
    time.sleep(0.1)  # the server writes its log after the answer
    with log.open(encoding="utf-8") as lines:
        lines.seek(start)
        requests = [line.split(maxsplit=2) for line in lines]
    statuses = sorted({status for status, _, _ in requests} - {"200"})
    sent = sum(int(size) for _, size, _ in requests)
    word = "request" if len(requests) == 1 else "requests"
    return f"{len(requests)} {word}, {sent:,} B" + (f" ({', '.join(statuses)})" if statuses else "")
