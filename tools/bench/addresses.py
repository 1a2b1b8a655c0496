"""What an old address costs Apache, a hit and a miss, with 20 of them and with thousands, beside a page.

The ratios compare servers asked in turn within one run: absolute times are a machine's.
"""

from __future__ import annotations

import contextlib
import statistics
import time
from typing import TYPE_CHECKING

from plugins.addresses.apache_rules import rules
from plugins.addresses.redirects import LOST, Redirects
from plugins.host.htaccess import Hosted, htaccess_files
from tests.equipment.apache import public_folder, serving
from tools.bench import table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.equipment.apache import Apache

SIZES = (20, 300, 2000, 10_000)
ROUNDS = 300
TARGETS = {
    "a page": "/contact/",
    "an old address, `/?Titre…`": "/?Un-titre-de-l-ancien-site-19",
    "an old document, `/IMG/…`": "/IMG/pdf/document-19.pdf",
    "an address that nobody claims": "/?Un-titre-que-personne-n-a-eu",
}


def run(sizes: Sequence[int] = SIZES) -> str:
    """Return the table: median time of a request ÷ the same with the smallest number of old addresses."""
    with contextlib.ExitStack() as stack:
        servers = []
        for size in sizes:
            root = stack.enter_context(public_folder())
            _write_site(root, size)
            servers.append(stack.enter_context(serving(root)))
        medians = {name: _medians(servers, target) for name, target in TARGETS.items()}
    rows = [
        (name, f"{times[0] * 1000:.2f} ms", *(f"{taken / times[0]:.2f}" for taken in times[1:]))
        for name, times in medians.items()
    ]
    first, *others = sizes
    return table(("asked for", f"{first} old addresses", *(f"{size:,} ÷ {first}" for size in others)), rows)


def _write_site(root: Path, size: int) -> None:
    moved = {}
    for number in range(size):
        moved[f"Un-titre-de-l-ancien-site-{number}"] = "/contact/"
        moved[f"IMG/pdf/document-{number}.pdf"] = "/contact/"
    pages = dict.fromkeys(("index.html", "contact/index.html"), "<!doctype html><title>Page</title>")
    pages["404.html"] = pages[f"{LOST.strip('/')}/index.html"] = pages["index.html"]
    hosted = htaccess_files(Hosted(frozenset(pages)))
    for name, text in {**pages, **hosted, **rules(Redirects(moved, ()), LOST)}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _medians(servers: Sequence[Apache], target: str) -> list[float]:
    """Return the median seconds of a request to each server, asked in turn."""
    taken: list[list[float]] = [[] for _ in servers]
    for _ in range(ROUNDS):
        for server, times in zip(servers, taken, strict=True):
            began = time.perf_counter()
            server.get(target)
            times.append(time.perf_counter() - began)
    return [statistics.median(times) for times in taken]
