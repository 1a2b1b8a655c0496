"""Bytes of the first view per kind of page, and what the bistrots' map adds."""

from __future__ import annotations

import gzip
import re
import tempfile
from pathlib import Path

from tools.bench import built, table
from tools.build import Request, today

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
"""File pattern of each kind; where several match, the heaviest counts."""


MAP_FILES = {
    "`map.js`": "theme/js/map.*.js",
    "« Près de chez moi », loaded when used: `near.js`": "theme/js/near.*.js",
    "and the communes": "theme/communes.*.json",
}


def run() -> str:
    """Build the real site and return the two tables."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "site"
        built(Request(output=output, today=today()))
        weights = table(("Page", "HTML (B gz)", "CSS (B gz)", "first flight (B)"), _weights(output))
        parts = table(("What", "bytes", "gzipped"), _map_parts(output))
    return f"{weights}\n\nThe bistrots’ map:\n\n{parts}"


def _weights(output: Path) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for kind, pattern in KINDS.items():
        pages = [weight(output, path) for path in output.glob(pattern)]
        page, sheets = max(pages, key=sum)
        rows.append((kind, page, sheets, page + sheets))
    return rows


def weight(output: Path, path: Path) -> tuple[int, int]:
    """Return the gzipped bytes of a page and of the style sheets that it waits for."""
    text = path.read_text(encoding="utf-8")
    sheets = re.findall(r'<link rel="stylesheet" href="/([^"]+)"', text)
    return len(gzip.compress(text.encode(), 9)), sum(
        len(gzip.compress((output / sheet).read_bytes(), 9)) for sheet in sheets
    )


def _map_parts(output: Path) -> list[tuple[object, ...]]:
    def drawing(page: str, kind: str) -> bytes:
        html = (output / page).read_text(encoding="utf-8")
        (found,) = re.findall(rf'<svg class="{kind}".*?</svg>', html, re.DOTALL)
        return str(found).encode()

    parts = {
        "the map, with its links": drawing("bistrots/index.html", "map-drawing"),
        "the small map of a bistrot’s page": drawing("bistrots/mons/index.html", "map-drawing locator"),
    }
    for name, pattern in MAP_FILES.items():
        (path,) = output.glob(pattern)
        parts[name] = path.read_bytes()
    return [(name, len(data), len(gzip.compress(data, 9))) for name, data in parts.items()]
