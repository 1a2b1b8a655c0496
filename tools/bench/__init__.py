"""Measures what BENCHMARKS.md claims, and writes the figures into it.

Each campaign is a module with a `run() -> str` that returns Markdown; its
section of BENCHMARKS.md lies between two marks and is replaced as a whole.
Ratios are measured in one run, side by side: absolute times are a machine's.
Each guards a promise:

    site        a first view fits into the first flight of a connection
    weight      so do the lists of a large site; a second visit costs one small request
    lighthouse  every kind of page is quick and accessible on a phone
    speed       a build costs no more than stock Pelican's or Hugo's, at any size
    preview     an edit shows sooner than with Hugo, and none is lost
    search      a first search is light and quick, and finds the wanted page
    statistics  the protection keeps what may be shown, in seconds
    publish     a publication that is killed or cut never shows, and sends little

The servers and the browser are those of the tests (`tests/equipment`).
"""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from tools.build import build

if TYPE_CHECKING:
    from tools.build import Report, Request

BENCHMARKS = Path(__file__).resolve().parent.parent.parent / "BENCHMARKS.md"
CAMPAIGNS = (
    "site",
    "weight",
    "lighthouse",
    "speed",
    "preview",
    "search",
    "statistics",
    "publish",
)


def measure(names: tuple[str, ...]) -> None:
    """Run the campaigns and write their sections; all of them when none is named.

    Raises:
        KeyError: a campaign has no section in BENCHMARKS.md.
    """
    for name in names or CAMPAIGNS:
        print(f"Mesure : {name}…", flush=True)
        replace_section(BENCHMARKS, name, importlib.import_module(f"tools.bench.{name}").run())


def built(request: Request) -> Report:
    """Build a site that is to be measured.

    Raises:
        RuntimeError: it has problems, so that its figures would say nothing.
    """
    made = build(request)
    if not made.ok:
        raise RuntimeError("\n".join(map(str, made.problems[:5])))
    return made


def replace_section(path: Path, name: str, text: str) -> None:
    """Replace what stands between `<!-- name -->` and `<!-- /name -->`."""
    whole = path.read_text(encoding="utf-8")
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    if not pattern.search(whole):
        raise KeyError(name)
    path.write_text(
        pattern.sub(lambda match: f"{match[1]}{text.strip()}\n{match[2]}", whole), encoding="utf-8"
    )


def table(header: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    """Return a Markdown table."""
    lines = [header, tuple("---" for _ in header), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)
