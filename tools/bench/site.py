"""First-flight bytes per kind of page, and what a page costs to build beside stock Pelican."""

from __future__ import annotations

import gzip
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from plugins.strict.front_matter import parse
from tools.bench import table
from tools.build import ROOT, Request, build, today

RUNS = 5
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
                "this project, built anew with a warm cache, checks included",
                f"{ours / pages * 1000:.1f}",
                f"{ours / stock:.2f}",
            ),
        ],
    )
    note = "On so small a site most of ours is a fixed cost: the plugins' libraries and the templates."
    return f"{weights}\n\nBuild of the {pages} pages, median of {RUNS} paired runs. {note}\n\n{costs}"


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


OURS = """
from pathlib import Path
from tools.build import Request, build, today
request = Request(output=Path(sys.argv[1]), today=today(), anew=True)
start = time.process_time()
assert build(request).ok
print(time.process_time() - start)
"""
STOCK = """
import contextlib, io
from pelican import Pelican
from pelican.settings import read_settings
options = {"PATH": sys.argv[2], "OUTPUT_PATH": sys.argv[1], "THEME": "simple", "PLUGINS": [], "LOCALE": ["C"]}
start = time.process_time()
with contextlib.redirect_stdout(io.StringIO()):
    Pelican(read_settings(None, options)).run()
print(time.process_time() - start)
"""


def _paired(folder: Path) -> tuple[float, float]:
    """Return the median CPU seconds of our build and of stock Pelican's, run in turn, imports aside."""
    content = _stock_content(folder)
    pairs = [(_cpu(OURS, folder / "site"), _cpu(STOCK, folder / "stock", content)) for _ in range(RUNS)]
    return statistics.median(ours for ours, _ in pairs), statistics.median(stock for _, stock in pairs)


def _cpu(program: str, *arguments: Path) -> float:
    """Run a program in a process of its own: plugins stay connected to Pelican as long as theirs lives."""
    command = [sys.executable, "-c", f"import sys, time\n{program}", *map(str, arguments)]
    return float(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


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
