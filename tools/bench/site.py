"""First-flight bytes per kind of page, and what a page costs to build beside stock Pelican."""

from __future__ import annotations

import contextlib
import gzip
import io
import re
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from pelican import Pelican
from pelican.settings import read_settings

from plugins.strict.front_matter import parse
from tools.bench import table
from tools.build import ROOT, Request, build, today

if TYPE_CHECKING:
    from collections.abc import Callable

RUNS = 5
KINDS = {
    "home": "index.html",
    "text page": "qui-sommes-nous/index.html",
    "article list": "actualites/index.html",
    "article": "actualites/*/index.html",
    "resource list": "ressources/index.html",
    "resource": "ressources/*/index.html",
    "bistrot list": "bistrots/index.html",
    "bistrot": "bistrots/*/index.html",
    "Manifeste": "manifeste/index.html",
    "report": "activites/*/index.html",
    "statistics": "chiffres/index.html",
    "not found": "404.html",
}
"""File pattern of each kind; where several match, the heaviest counts."""


def run() -> str:
    """Measure both and return the two tables."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "site"
        made = build(Request(output=output, today=today()))
        if not made.ok:
            raise RuntimeError("\n".join(map(str, made.problems)))
        weights = table(("Page", "HTML (B gz)", "CSS (B gz)", "first flight (B)"), _weights(output))
        ours, stock = _paired(Path(folder))
    pages = made.pages
    costs = table(
        ("Build", "CPU per page (ms)", "ratio to stock"),
        [
            ("stock Pelican, theme `simple`, the same texts", f"{stock / pages * 1000:.1f}", "1.00"),
            (
                "this project, warm image cache, checks included",
                f"{ours / pages * 1000:.1f}",
                f"{ours / stock:.2f}",
            ),
        ],
    )
    return f"{weights}\n\nBuild of the {pages} pages, median of {RUNS} paired runs:\n\n{costs}"


def _weights(output: Path) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for kind, pattern in KINDS.items():
        pages = [_weight(output, path) for path in output.glob(pattern)]
        page, sheets = max(pages, key=sum)
        rows.append((kind, page, sheets, page + sheets))
    return rows


def _weight(output: Path, path: Path) -> tuple[int, int]:
    """Return the gzipped bytes of a page and of the style sheets that it waits for."""
    text = path.read_text(encoding="utf-8")
    sheets = re.findall(r'<link rel="stylesheet" href="/([^"]+)"', text)
    return len(gzip.compress(text.encode(), 9)), sum(
        len(gzip.compress((output / sheet).read_bytes(), 9)) for sheet in sheets
    )


def _paired(folder: Path) -> tuple[float, float]:
    """Return the median CPU seconds of our build and of stock Pelican's, run in turn."""
    stock_content = _stock_content(folder)
    pairs = [
        (
            _cpu(lambda: build(Request(output=folder / "site", today=today()))),
            _cpu(lambda: _build_stock(stock_content, folder / "stock")),
        )
        for _ in range(RUNS)
    ]
    return statistics.median(ours for ours, _ in pairs), statistics.median(stock for _, stock in pairs)


def _cpu(action: Callable[[], object]) -> float:
    start = time.process_time()
    action()
    return time.process_time() - start


def _stock_content(folder: Path) -> Path:
    """Write our texts as stock Pelican reads them: its own metadata, every page an article."""
    content = folder / "stock-content"
    content.mkdir()
    for number, path in enumerate(sorted((ROOT / "content").rglob("*.md"))):
        text = path.read_text(encoding="utf-8")
        if not text.startswith("---"):
            continue
        header = f"Title: {path.stem} {number}\nDate: 2024-01-01\nSlug: page-{number}\n\n"
        body = re.sub(r"\{chiffre:[^}]*\}", "0", parse(text).body)
        (content / f"{number}.md").write_text(
            header + re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", body), encoding="utf-8"
        )
    return content


def _build_stock(content: Path, output: Path) -> None:
    shutil.rmtree(output, ignore_errors=True)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        settings = read_settings(
            None,
            {
                "PATH": str(content),
                "OUTPUT_PATH": str(output),
                "THEME": "simple",
                "PLUGINS": [],
                "LOCALE": ["C"],
            },
        )
        Pelican(settings).run()
