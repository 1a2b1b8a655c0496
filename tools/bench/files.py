"""Damaged images, drawings and documents, by the hundred thousand: what the tests draw a sample of."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from tests.equipment import peak
from tools.bench import table

if TYPE_CHECKING:
    from collections.abc import Sequence

_CASES: Final = 500  # of one process: its peak is that of the hungriest


def run(minutes: Sequence[int] = (60,)) -> str:
    """Draw damaged files for as long on every core; return how many were published, and the largest peak."""
    header = ("minutes", "damaged files", "published, harmless", "crashes, or files that act", "peak (MB)")
    rows, wrong = [], []
    for time_given in minutes:
        drawn = _draw_everywhere(60 * time_given)
        cases, published = sum(part[0] for part in drawn), sum(part[1] for part in drawn)
        lines = [line for part in drawn for line in part[3]]
        peak_of_all = max(part[2] for part in drawn)
        rows.append((time_given, f"{cases:,}", f"{published:,}", len(lines), peak_of_all))
        wrong += lines
    return "\n\n".join([table(header, rows), *wrong])


def _draw_everywhere(seconds: int) -> list[tuple[int, int, int, list[str]]]:
    end, workers = time.monotonic() + seconds, os.cpu_count() or 1
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(lambda worker: _draw(1000 + worker * 1_000_000, end), range(workers)))


def _draw(seed: int, end: float) -> tuple[int, int, int, list[str]]:
    """Return the number of files, of published ones, the largest peak, and what went wrong."""
    cases = published = memory = 0
    wrong: list[str] = []
    while time.monotonic() < end:
        said, peak_here = peak.memory_of(f"report_campaign({seed}, {_CASES})")
        count, *lines = said.splitlines()
        cases, published, memory = cases + _CASES, published + int(count), max(memory, peak_here)
        wrong += lines
        seed += 1
    return cases, published, memory, wrong
