"""Measures what BENCHMARKS.md claims, and writes the figures into it.

In: the names of campaigns. Out: the section of each in BENCHMARKS.md, between
its two marks; with sizes of one's own, the same tables in the terminal only.

    weight      a first view fits into the first flight of a connection; a second visit costs one request
    speed       a build costs no more than stock Pelican's or Hugo's, at any size
    preview     an edit shows sooner than with Hugo
    search      a first search is light and quick
    statistics  the protection keeps what may be shown, in seconds
    files       no damaged image or document crashes, acts or fills the memory
    addresses   two thousand old addresses cost a visitor no more than twenty
    spip        a thousand articles of a SPIP site move in within a minute
    publish     a publication that is killed or cut never shows, and sends little

A campaign is a module with a `run()` that returns Markdown; those that measure
several sizes take them as an argument. Ratios are measured in one run, side by
side: absolute times are a machine's. The servers and the browser are those of
the tests (`tests/equipment`).
"""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.core.disk import write_whole
from tools.build import build

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.build import Report, Request

BENCHMARKS = Path(__file__).resolve().parent.parent.parent / "BENCHMARKS.md"
CAMPAIGNS = ("weight", "speed", "preview", "search", "statistics", "files", "addresses", "spip", "publish")
SIZED = ("speed", "preview", "search", "statistics", "addresses", "spip")
"""The campaigns that measure several sizes."""


def measure(names: Sequence[str]) -> None:
    """Run the campaigns and write their sections; all of them when none is named.

    Raises:
        KeyError: a campaign has no section in BENCHMARKS.md.
    """
    for name in names or CAMPAIGNS:
        print(f"Mesure : {name}…", flush=True)
        replace_section(BENCHMARKS, name, importlib.import_module(f"tools.bench.{name}").run())


def show(names: Sequence[str], sizes: Sequence[int]) -> None:
    """Run the campaigns at these sizes and print their tables; BENCHMARKS.md stays as it is."""
    for name in names or SIZED:
        print(importlib.import_module(f"tools.bench.{name}").run(sizes))


def build_to_measure(request: Request) -> Report:
    """Build a site that is to be measured.

    Raises:
        RuntimeError: it has problems: its figures would mean nothing.
    """
    report = build(request)
    if not report.ok:
        raise RuntimeError("\n".join(map(str, report.problems[:5])))
    return report


def replace_section(path: Path, name: str, text: str) -> None:
    """Replace what stands between `<!-- name -->` and `<!-- /name -->`."""
    whole = path.read_text(encoding="utf-8")
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    if not pattern.search(whole):
        raise KeyError(name)
    write_whole(path, pattern.sub(lambda match: f"{match[1]}{text.strip()}\n{match[2]}", whole).encode())


def table(header: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> str:
    """Return a Markdown table."""
    lines = [header, tuple("---" for _ in header), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)
