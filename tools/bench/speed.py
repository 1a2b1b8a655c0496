"""What a build costs at 100 to 10,000 articles, beside stock Pelican and Hugo with the same texts.

    python -m tools.bench.speed --sizes 100,1000 --runs 1       # prints, and changes nothing

Every tool is a process of its own, measured from its start to its end, imports
included. The tools take turns at each step, so that a busy moment of the
machine meets them all; ratios are taken within a turn, then their median.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from tools.bench import hugo, large_site, processes, table
from tools.build import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tools.bench.large_site import Site
    from tools.bench.processes import Cost

SIZES = (100, 1000, 5000, 10_000)
TOOLS = {"ours": "this project", "pelican": "stock Pelican", "hugo": "Hugo"}
BUILDS = {
    "full": "cold, everything",
    "nothing": "nothing changed",
    "word": "a word of one article",
    "title": "the title of one article",
}
OURS = """
import sys
from pathlib import Path
from tools.build import Request, build, today
root = Path(sys.argv[1])
settings = {"CACHE_FOLDER": str(root / ".cache")}
made = build(Request(output=root / "output", today=today(), content=root / "content", settings=settings))
print(*made.problems, sep="\\n")
sys.exit(not made.ok)
"""
BESIDES = """\
Ours is the build of `invoke build`: besides what the peers write (pages, lists, one feed), it checks every
source and every link and anchor of the written site, proves the statistics, sizes the images, draws a card
for each page, and writes feeds per section and theme, calendars, downloads and the PDF of the statistics; it
stands on the real content. The peers write lists per tag and category, which ours has not."""

Results = dict[tuple[int, str, str], list["Cost"]]
"""Of one size, build and tool: one cost a turn."""


def run() -> str:
    """Measure every size, three turns up to 1,000 articles and one beyond."""
    return measure(SIZES)


def measure(sizes: Sequence[int], runs: int = 0) -> str:
    """Measure and return the tables.

    Args:
        sizes: numbers of articles.
        runs: turns of each size; 0 for three up to 1,000 articles and one beyond.
    """
    results: Results = defaultdict(list)
    written: list[tuple[object, ...]] = []
    for articles in sizes:
        with tempfile.TemporaryDirectory(prefix="cvts-speed-") as folder:
            sites = [large_site.write(tool, Path(folder) / tool, articles) for tool in TOOLS]
            for turn in range(runs or (3 if articles <= 1000 else 1)):
                _turn(results, sites, turn)
            written.append((f"{articles:,}", *(_written(site) for site in sites)))
    return _tables(tuple(sizes), results, written)


def _turn(results: Results, sites: list[Site], turn: int) -> None:
    for build in BUILDS:
        for site in sites:
            expected = _prepare(site, build, turn)
            spent = processes.cost(_command(site), site.root if site.tool != "ours" else ROOT)
            _expect(site, expected)
            results[site.articles, build, site.tool].append(spent)
            print(
                f"  {site.articles:6} {build:8} {site.tool:8} {spent.wall:8.2f} s, CPU {spent.cpu:8.2f} s,"
                f" {spent.memory:5.0f} MiB",
                flush=True,
            )


def _prepare(site: Site, build: str, turn: int) -> str:
    """Make a site ready for a kind of build; return what its edited page must then say."""
    middle = site.articles // 2  # on no first page of a list
    if build == "full":
        site.restore(middle)  # else the next changed word would bring the first title back as well
        site.clean()
    if build == "word":
        return site.edit(middle, turn)
    if build == "title":
        return site.rename(middle, turn)
    return ""


def _command(site: Site) -> list[str]:
    if site.tool == "ours":
        return [sys.executable, "-c", OURS, str(site.root)]
    if site.tool == "pelican":
        return [sys.executable, "-m", "pelican", "--quiet", "--settings", "pelicanconf.py"]
    return [str(hugo.binary()), "--quiet"]


def _expect(site: Site, words: str) -> None:
    """Refuse to count a build that did not do its work."""
    for number in {0, site.articles // 2, site.articles - 1}:
        page = site.page(number).read_text(encoding="utf-8")
        if number == site.articles // 2 and words not in page:
            raise RuntimeError(f"{site.tool}: {words}")


def _written(site: Site) -> str:
    files = [path for path in site.output.rglob("*") if path.is_file()]
    pages = sum(path.suffix == ".html" for path in files)
    return f"{pages:,} pages, {len(files):,} files, {sum(path.stat().st_size for path in files) / 1e6:.1f} MB"


def _tables(sizes: tuple[int, ...], results: Results, written: list[tuple[object, ...]]) -> str:
    measures: dict[str, Callable[[Cost], float]] = {
        "CPU": lambda cost: cost.cpu,
        "wall": lambda cost: cost.wall,
        "memory": lambda cost: cost.memory,
    }

    def median(size: int, build: str, tool: str, measure: str) -> float:
        return statistics.median(measures[measure](cost) for cost in results[size, build, tool])

    def ratio(size: int, build: str, peer: str, measure: str) -> str:
        pairs = zip(results[size, build, "ours"], results[size, build, peer], strict=True)
        value = measures[measure]
        return f"{statistics.median(value(ours) / value(other) for ours, other in pairs):.2f}"

    compared = [(measure, peer) for measure in measures for peer in ("pelican", "hugo")]
    ratios = table(
        ("Articles", "Build", *(f"{measure} ÷ {TOOLS[peer]}" for measure, peer in compared)),
        [
            (f"{size:,}", BUILDS[build], *(ratio(size, build, peer, measure) for measure, peer in compared))
            for size in sizes
            for build in BUILDS
        ],
    )
    per_article = table(
        ("Tool", "Build", *(f"{size:,}" for size in sizes)),
        [
            (
                name,
                BUILDS[build],
                *(f"{median(size, build, tool, 'CPU') / size * 1000:.2f}" for size in sizes),
            )
            for build in BUILDS
            for tool, name in TOOLS.items()
        ],
    )
    absolute = table(
        ("Articles", "Build", "Tool", "CPU (s)", "wall (s)", "memory (MiB)"),
        [
            (
                *(f"{size:,}", BUILDS[build], name, f"{median(size, build, tool, 'CPU'):.2f}"),
                *(f"{median(size, build, tool, 'wall'):.2f}", f"{median(size, build, tool, 'memory'):.0f}"),
            )
            for size in sizes
            for build in BUILDS
            for tool, name in TOOLS.items()
        ],
    )
    return "\n\n".join(
        (
            f"Ratios of this project to the peers, same turn (below 1: we are quicker):\n\n{ratios}",
            f"CPU per article (ms), by number of articles:\n\n{per_article}",
            f"On this machine:\n\n{absolute}",
            f"What was written:\n\n{table(('Articles', *TOOLS.values()), written)}",
            BESIDES,
        )
    )


def main() -> None:
    """Measure what the command line asks for, and print it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of articles")
    parser.add_argument(
        "--runs", type=int, default=0, help="turns; 0: three up to 1,000 articles, one beyond"
    )
    options = parser.parse_args()
    print(measure([int(size) for size in options.sizes.split(",")], options.runs))


if __name__ == "__main__":
    main()
