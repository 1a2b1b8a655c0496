"""Weight of the bistrots' map, and how its labels fare when the bistrots are many and anywhere."""

from __future__ import annotations

import gzip
import random
import re
import statistics
import tempfile
import time
from pathlib import Path

from plugins.belgium import gazetteer, outline
from plugins.bistrots.layout import Spot, arrange
from plugins.bistrots.map_svg import Marked, draw_map
from tools.bench import table
from tools.build import Request, build, today

COUNTS = (4, 10, 20, 30)
SETS = 200
SEED = 20220301
"""The month of the first bistrot: the same sets of communes on every run."""


def run() -> str:
    """Measure the real page, then the map alone with more and more bistrots."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "site"
        made = build(Request(output=output, today=today()))
        if not made.ok:
            raise RuntimeError("\n".join(map(str, made.problems)))
        real = table(("What", "bytes", "gzipped"), _real(output))
    head = (
        "Bistrots",
        "map (B gz)",
        "drawn in (ms)",
        "names beside their marker",
        "at the end of a line",
        "in rows below",
    )
    crowds = table(head, [_crowd(count) for count in COUNTS])
    text = f"The map alone, with {SETS} random sets of communes of each size; no name ever covers another."
    return f"{real}\n\n{text}\n\n{crowds}"


def _real(output: Path) -> list[tuple[object, ...]]:
    html = (output / "bistrots" / "index.html").read_text(encoding="utf-8")
    drawing = re.search(r'<svg class="map-drawing".*?</svg>', html, re.DOTALL)
    paths = re.findall(r'<path class="map-(?:side|front|borders)" d="([^"]*)"', drawing[0] if drawing else "")
    page = output / "bistrots" / "mons" / "index.html"
    locator = re.search(
        r'<svg class="map-drawing locator".*?</svg>', page.read_text(encoding="utf-8"), re.DOTALL
    )
    sheets = [output / name for name in re.findall(r'<link rel="stylesheet" href="/([^"]+)"', html)]
    parts = {
        "outline of the country on `/bistrots/`": "".join(paths).encode(),
        "the whole map, with its links": drawing[0].encode() if drawing else b"",
        "the small map of a bistrot’s page": locator[0].encode() if locator else b"",
        "`map.js`": _one(output, "theme/js/map.*.js"),
        "« Près de chez moi », loaded when used: `near.js`": _one(output, "theme/js/near.*.js"),
        "and the communes": _one(output, "theme/communes.*.json"),
    }
    rows: list[tuple[object, ...]] = [
        (name, len(data), len(gzip.compress(data, 9))) for name, data in parts.items()
    ]
    flight = [html.encode(), *(sheet.read_bytes() for sheet in sheets)]
    rows.append(
        (
            "first flight of `/bistrots/`",
            sum(map(len, flight)),
            sum(len(gzip.compress(part, 9)) for part in flight),
        )
    )
    return rows


def _one(output: Path, pattern: str) -> bytes:
    (path,) = output.glob(pattern)
    return path.read_bytes()


def _crowd(count: int) -> tuple[object, ...]:
    chance = random.Random(SEED)  # noqa: S311  a sample, no secret
    country = outline.belgium()
    weights, times, beside, apart, below = [], [], 0, 0, 0
    for _ in range(SETS):
        places = sorted(chance.sample(gazetteer.belgium().places, count), key=lambda place: place.name)
        marked = [
            Marked(
                place.name,
                place.name,
                place.name,
                "/bistrots/",
                "actif",
                *country.place(place.latitude, place.longitude),
            )
            for place in places
        ]
        start = time.perf_counter()
        drawn = draw_map(country, marked)
        times.append(time.perf_counter() - start)
        weights.append(len(gzip.compress(drawn.encode(), 9)))
        made = arrange([Spot(one.label, one.x, one.y) for one in marked], country.width, country.height)
        floor = country.height + 20
        rows = sum(placed.label.y >= floor for placed in made.placed)
        lines = sum(placed.apart for placed in made.placed) - rows
        beside, apart, below = beside + count - lines - rows, apart + lines, below + rows
    total = count * SETS
    return (
        count,
        round(statistics.median(weights)),
        f"{statistics.median(times) * 1000:.0f}",
        *(f"{share / total:.1%}" for share in (beside, apart, below)),
    )
