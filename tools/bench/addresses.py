"""What an old address costs Apache and nginx, found or not: 20 of them, thousands, and beside a page.

The ratios compare servers asked in turn within one run: absolute times are a machine's.
"""

from __future__ import annotations

import contextlib
import functools
import statistics
import time
from typing import TYPE_CHECKING

from plugins.addresses.apache_rules import rules
from plugins.addresses.redirects import LOST, Redirects
from plugins.host.htaccess import Hosted, htaccess_files
from plugins.host.nginx import TO_COMPLETE, server_block
from tests.equipment.apache import Apache, public_folder, serving
from tests.equipment.nginx import nginx
from tools.bench import table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

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
    rows = []
    with contextlib.ExitStack() as stack:
        served: dict[str, list[Apache]] = {"Apache": [], "nginx": []}
        for size in sizes:
            root = stack.enter_context(public_folder())
            redirects = _write_site(root, size)
            served["Apache"].append(stack.enter_context(serving(root)))
            port = stack.enter_context(nginx(functools.partial(_block, redirects, root)))
            served["nginx"].append(Apache(root, port, root))
        for server, servers in served.items():
            for name, target in TARGETS.items():
                times = _medians(servers, target)
                ratios = (f"{taken / times[0]:.2f}" for taken in times[1:])
                rows.append((f"{server}: {name}", f"{times[0] * 1000:.2f} ms", *ratios))
    first, *others = sizes
    return table(("asked for", f"{first} old addresses", *(f"{size:,} ÷ {first}" for size in others)), rows)


def _write_site(root: Path, size: int) -> Redirects:
    moved = {}
    for number in range(size):
        moved[f"Un-titre-de-l-ancien-site-{number}"] = "/contact/"
        moved[f"IMG/pdf/document-{number}.pdf"] = "/contact/"
    redirects = Redirects(moved, ())
    pages = dict.fromkeys(("index.html", "contact/index.html"), "<!doctype html><title>Page</title>")
    pages["404.html"] = pages[f"{LOST.strip('/')}/index.html"] = pages["index.html"]
    hosted = htaccess_files(Hosted(frozenset(pages)))
    for name, text in {**pages, **hosted, **rules(redirects, LOST)}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return redirects


def _block(redirects: Redirects, root: Path, port: int) -> str:
    text = server_block(Hosted(frozenset(), https="non"), redirects, str(root))
    text = text.replace("  listen [::]:80;\n", "").replace("listen 80;", f"listen 127.0.0.1:{port};")
    return text.replace(TO_COMPLETE, "_")


def _medians(servers: Sequence[Apache], target: str) -> list[float]:
    """Return the median seconds of a request to each server, asked in turn."""
    taken: list[list[float]] = [[] for _ in servers]
    for _ in range(ROUNDS):
        for server, times in zip(servers, taken, strict=True):
            began = time.perf_counter()
            server.get(target)
            times.append(time.perf_counter() - began)
    return [statistics.median(times) for times in taken]
