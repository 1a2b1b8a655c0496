"""Measures what BENCHMARKS.md claims, and writes the figures into it.

Each campaign is a module with a `run() -> str` that returns Markdown; its
section of BENCHMARKS.md lies between two marks and is replaced as a whole.
Ratios are measured in one run, side by side: absolute times are a machine's.
"""

from __future__ import annotations

import importlib
import re
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parent.parent.parent / "BENCHMARKS.md"
CAMPAIGNS = ("site", "lighthouse", "statistics", "publish", "search")


def measure(names: tuple[str, ...]) -> None:
    """Run the campaigns and write their sections; all of them when none is named.

    Raises:
        KeyError: a campaign has no section in BENCHMARKS.md.
    """
    for name in names or CAMPAIGNS:
        print(f"Mesure : {name}…", flush=True)
        replace_section(BENCHMARKS, name, importlib.import_module(f"tools.bench.{name}").run())


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
