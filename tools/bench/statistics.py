"""Measure the protection: time, and share of the requests left visible, against two other rules.

Run with `python -m tools.bench.statistics`. The registers are synthetic (8 themes, 12 sectors, 3 regions,
category weights falling as rank**-0.7, fixed seeds). Two rules to compare with, both unsafe:
the *naive* rule hides 1–4 and shows the rest, zeros and total included; the *optimum* shows every
cell of at least the threshold, zeros hidden, and checks nothing. The share is the mean over the
tables by theme, by sector and by region.
"""

from __future__ import annotations

import csv
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import perf_counter

from plugins.statistics.audit import audit
from plugins.statistics.classification import Period, read_classifications
from plugins.statistics.programme import DIMENSIONS, PROGRAMME, THRESHOLD
from plugins.statistics.publication import protect
from plugins.statistics.register import COLUMNS, Register, read_register
from plugins.statistics.tables import Publication, block_counts, margin
from plugins.vocabulary import Term, Vocabulary

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
    naive: float
    naive_exposed: float
    """Share of the one-way tables of the naive rule in which a small count is exact or narrowed."""


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
        mean["naive"],
        mean["naive_exposed"],
    )


def _shares(sums: defaultdict[str, float], register: Register, publication: Publication) -> None:
    counts = block_counts(register, _KIND, _PERIOD)
    records = len(register)
    for dimension in DIMENSIONS:
        values = list(margin(counts, (dimension,)).values())
        (table,) = (table for table in publication.tables if table.dimensions == (dimension,))
        hidden = [value for value in values if value < THRESHOLD]
        weight = 1 / len(DIMENSIONS)
        sums["visible"] += weight * sum(cell.number or 0 for cell in table.cells) / records
        sums["optimum"] += weight * sum(value for value in values if value >= THRESHOLD) / records
        sums["naive"] += weight * sum(value for value in values if value >= THRESHOLD) / records
        low, high = len(hidden), (THRESHOLD - 1) * len(hidden)  # the naive rule says that they are 1…4
        open_low = low + THRESHOLD - 2 <= sum(hidden) <= high - THRESHOLD + 2
        sums["naive_exposed"] += weight * bool(hidden and not open_low)


def main() -> None:
    """Print the table of BENCHMARKS.md."""
    print(f"{len(PROGRAMME)} tables, seuil {THRESHOLD}")
    print("lignes | lecture s | protection s | audit s | visible | optimum | naïf | tableaux naïfs percés")
    for records in SIZES:
        m = measure(records, 20 if records < 1000 else 1)
        print(
            f"{m.records:>9} | {m.read:.2f} | {m.protect:.3f} | {m.audit:.2f} | {m.visible:.0%} | "
            f"{m.optimum:.0%} | {m.naive:.0%} | {m.naive_exposed:.0%}"
        )


if __name__ == "__main__":
    main()
