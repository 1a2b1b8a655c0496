"""What a build costs at 100 to 10,000 articles, beside stock Pelican and Hugo with the same texts.

Every tool is a process of its own, measured from its start to its end, imports
included. The tools take turns at each step, so that a busy moment of the
machine meets them all; ratios are taken within a turn, then their median.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from tools.bench import hugo, processes, table
from tools.bench.large_site import TOOLS, write_site
from tools.build import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.bench.large_site import LargeSite
    from tools.bench.processes import Cost

SIZES = (100, 1000, 5000, 10_000)
MEASURES = {"CPU": "cpu", "wall": "wall", "memory": "memory"}
"""Each with its field of `Cost`."""
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

Costs = dict[tuple[int, str, str], list["Cost"]]
"""Of one size, build and tool: one cost a turn."""


def run(sizes: Sequence[int] = SIZES) -> str:
    """Measure each number of articles, three turns up to 1,000 and one beyond; return the tables."""
    costs: Costs = defaultdict(list)
    for articles in sizes:
        with tempfile.TemporaryDirectory(prefix="cvts-speed-") as folder:
            sites = [write_site(tool, Path(folder) / tool, articles) for tool in TOOLS]
            for turn in range(3 if articles <= 1000 else 1):
                _turn(costs, sites, turn)
    keys = [(size, build) for size in sizes for build in BUILDS]
    return (
        "Ratios of this project to the peers, same turn (below 1: we are quicker):\n\n"
        f"{_ratios(costs, keys)}\n\nOn this machine:\n\n{_medians(costs, keys)}"
    )


def _turn(costs: Costs, sites: list[LargeSite], turn: int) -> None:
    for build in BUILDS:
        for site in sites:
            expected = _prepare(site, build, turn)
            cost = processes.cost(_command(site), site.root if site.name != "ours" else ROOT)
            _require_written(site, expected)
            costs[site.articles, build, site.name].append(cost)
            print(
                f"  {site.articles:6} {build:8} {site.name:8} {cost.wall:8.2f} s, CPU {cost.cpu:8.2f} s,"
                f" {cost.memory:5.0f} MiB",
                flush=True,
            )


def _prepare(site: LargeSite, build: str, turn: int) -> str:
    """Make a site ready for a kind of build; return the text that its edited page must contain."""
    middle = site.articles // 2  # on no first page of a list
    if build == "full":
        site.restore(middle)  # else the next changed word would bring the first title back as well
        site.clean()
    if build == "word":
        return site.edit(middle, turn)
    if build == "title":
        return site.rename(middle, turn)
    return ""


def _command(site: LargeSite) -> list[str]:
    if site.name == "ours":
        return [sys.executable, "-c", OURS, str(site.root)]
    if site.name == "pelican":
        return [sys.executable, "-m", "pelican", "--quiet", "--settings", "pelicanconf.py"]
    return [str(hugo.binary()), "--quiet"]


def _require_written(site: LargeSite, words: str) -> None:
    """Refuse to count a build that did not do its work."""
    for number in {0, site.articles // 2, site.articles - 1}:
        page = site.page(number).read_text(encoding="utf-8")
        if number == site.articles // 2 and words not in page:
            raise RuntimeError(f"{site.name}: {words}")


def _ratios(costs: Costs, keys: list[tuple[int, str]]) -> str:
    def ratio(size: int, build: str, peer: str, field: str) -> str:
        turns = zip(costs[size, build, "ours"], costs[size, build, peer], strict=True)
        return (
            f"{statistics.median(getattr(ours, field) / getattr(other, field) for ours, other in turns):.2f}"
        )

    columns = [(measure, peer) for measure in MEASURES for peer in ("pelican", "hugo")]
    return table(
        ("Articles", "Build", *(f"{measure} ÷ {TOOLS[peer].label}" for measure, peer in columns)),
        [
            (
                f"{size:,}",
                BUILDS[build],
                *(ratio(size, build, peer, MEASURES[name]) for name, peer in columns),
            )
            for size, build in keys
        ],
    )


def _medians(costs: Costs, keys: list[tuple[int, str]]) -> str:
    rows: list[tuple[object, ...]] = []
    for size, build in keys:
        for tool in TOOLS:
            turns = costs[size, build, tool]
            cpu, wall, memory = (
                statistics.median(getattr(cost, field) for cost in turns) for field in MEASURES.values()
            )
            row = (f"{size:,}", BUILDS[build], TOOLS[tool].label)
            rows.append((*row, f"{cpu:.2f}", f"{wall:.2f}", f"{memory:.0f}"))
    return table(("Articles", "Build", "Tool", "CPU (s)", "wall (s)", "memory (MiB)"), rows)
