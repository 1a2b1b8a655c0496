"""Measure the protection: time, and share of the requests left visible, against two other rules.

The registers are synthetic (8 themes, 12 sectors, 3 regions,
category weights falling as rank**-0.7, fixed seeds). Two rules to compare with, both unsafe:
the *naive* rule hides 1–4 and shows the rest, zeros, totals and the theme × sector table
included; the *optimum* shows every cell of at least the threshold, zeros hidden, and checks nothing.
The share is the mean over the tables by theme, by sector and by region.
"""

from __future__ import annotations

import csv
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import perf_counter
from typing import TYPE_CHECKING

from plugins.statistics.programme import DIMENSIONS, THRESHOLD
from plugins.statistics.proof.audit import audit
from plugins.statistics.protection.publication import protect
from plugins.statistics.protection.tables import Publication, block_counts, margin
from plugins.statistics.register.classification import Period, read_classifications
from plugins.statistics.register.records import COLUMNS, Register, read_register
from plugins.vocabulary import Term, Vocabulary
from tools.bench import table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.statistics.protection.tables import BaseCell

SIZES = (35, 175, 10_000, 100_000, 1_000_000)
_PERIOD = Period(2024, 2024)
_KIND = "demande-avis"


@dataclass(frozen=True)
class Measure:
    """One line of the table: seconds per step, shares between 0 and 1."""

    records: int
    read: float
    protect: float
    audit: float
    visible: float
    optimum: float
    naive_exposed: float
    """Share of the registers in which the naive rule lets at least one hidden count be computed exactly."""


def vocabularies() -> dict[str, Vocabulary]:
    """Return a vocabulary of 8 themes in 3 families, 12 sectors in 4, and 3 regions."""

    def terms(prefix: str, number: int, family: int) -> Vocabulary:
        return {
            f"{prefix}{i}": Term(
                f"{prefix}{i}", f"{prefix}{i}", {"famille": f"f{i // family}"} if family else {}
            )
            for i in range(number)
        }

    return {
        "activites": {_KIND: Term(_KIND, "Avis", {})},
        "themes": terms("t", 8, 3),
        "secteurs": terms("s", 12, 3),
        "regions": terms("r", 3, 0),
    }


def synthetic(records: int, seed: int) -> list[tuple[str, ...]]:
    """Return the register's lines, without header."""
    random = Random(seed)  # noqa: S311 -- a reproducible sample, no secret
    columns = []
    for names in ("themes", "secteurs", "regions"):
        identifiers = list(vocabularies()[names])
        random.shuffle(identifiers)
        weights = [(rank + 1) ** -0.7 for rank in range(len(identifiers))]
        columns.append(random.choices(identifiers, weights, k=records))
    return [(str(_PERIOD), _KIND, *cells) for cells in zip(*columns, strict=True)]


def measure(records: int, repeats: int) -> Measure:
    """Average over `repeats` registers of one size."""
    classifications, _ = read_classifications(vocabularies())
    sums: defaultdict[str, float] = defaultdict(float)
    for seed in range(repeats):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "registre.csv"
            with file.open("w", encoding="utf-8", newline="") as stream:
                csv.writer(stream).writerows([COLUMNS, *synthetic(records, seed)])
            start = perf_counter()
            register, _ = read_register(file, vocabularies())
        sums["read"] += perf_counter() - start
        start = perf_counter()
        publication = protect(register, classifications)
        sums["protect"] += perf_counter() - start
        sums["audit"] += audit(publication, classifications, truth=register, with_intervals=False).seconds
        _shares(sums, register, publication)
    mean = {name: value / repeats for name, value in sums.items()}
    return Measure(
        records,
        mean["read"],
        mean["protect"],
        mean["audit"],
        mean["visible"],
        mean["optimum"],
        mean["naive_exposed"],
    )


def _shares(sums: defaultdict[str, float], register: Register, publication: Publication) -> None:
    counts = block_counts(register, _KIND, _PERIOD)
    records = len(register)
    for dimension in DIMENSIONS:
        values = list(margin(counts, (dimension,)).values())
        (published,) = (item for item in publication.tables if item.dimensions == (dimension,))
        weight = 1 / len(DIMENSIONS)
        sums["visible"] += weight * sum(cell.number or 0 for cell in published.cells) / records
        sums["optimum"] += weight * sum(value for value in values if value >= THRESHOLD) / records
    sums["naive_exposed"] += _naive_rule_exposes(counts)


def _naive_rule_exposes(counts: Mapping[BaseCell, int]) -> bool:
    """Tell whether a row, a column or a one-way table of the naive rule hides exactly one count."""
    crossed = margin(counts, ("theme", "secteur"))
    lines: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for (theme, sector), number in crossed.items():
        lines["theme", theme].append(number)
        lines["secteur", sector].append(number)
    shown = [line for line in lines.values() if sum(line) >= THRESHOLD]  # else its total is hidden too
    shown += [list(margin(counts, (dimension,)).values()) for dimension in DIMENSIONS]
    return any(sum(0 < number < THRESHOLD for number in line) == 1 for line in shown)


def run() -> str:
    """Measure every size and return the table."""
    rows: list[tuple[object, ...]] = []
    for records in SIZES:
        m = measure(records, 20 if records < 1000 else 1)
        times = (f"{m.read:.2f}", f"{m.protect:.2f}", f"{m.audit:.1f}")
        rows.append(
            (f"{records:,}", *times, f"{m.visible:.0%}", f"{m.optimum:.0%}", f"{m.naive_exposed:.0%}")
        )
    header = (
        "records",
        "read (s)",
        "protect (s)",
        "audit (s)",
        "visible",
        "unsafe optimum",
        "naive rule exposes",
    )
    return table(header, rows)
