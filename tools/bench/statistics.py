"""Measures the protection: time, exposures, and the share of the requests that stays visible.

The registers are synthetic: the site's own vocabulary, weights of the categories falling as rank**-0.7,
fixed seeds. The *naive* rule, which hides 1 to 4 and shows the rest, zeros and totals included, is there
to compare with: it protects nothing.
"""

from __future__ import annotations

import csv
import tempfile
from collections import Counter
from pathlib import Path
from random import Random
from statistics import mean
from time import perf_counter
from typing import TYPE_CHECKING

from plugins.core.vocabularies import read_vocabularies
from plugins.statistics.programme import DIMENSIONS, THRESHOLD
from plugins.statistics.proof.audit import audit
from plugins.statistics.proof.method import method_findings
from plugins.statistics.protection.publication import protect
from plugins.statistics.protection.tables import margins
from plugins.statistics.records.classification import Period, read_classifications
from plugins.statistics.records.register import (
    COLUMNS,
    Record,
    Register,
    RegisterSource,
    read_register_sources,
)
from tools.bench import table
from tools.build import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from plugins.statistics.protection.tables import Publication
    from plugins.statistics.records.classification import Classifications

SIZES = (35, 175, 10_000, 100_000, 1_000_000)
REGISTERS = 50
"""Of 35 to 175 requests, for the shares."""
_PERIOD = Period(2024, 2024)
_KIND = "demande-avis"


def run(sizes: Sequence[int] = SIZES) -> str:
    """Measure registers of each size (numbers of records), then the shares; return the two tables."""
    classifications, _ = read_classifications(read_vocabularies(ROOT / "content"))
    times = [(f"{records:,}", *_times(classifications, records)) for records in sizes]
    header = ("records", "read (s)", "protect (s)", "audit (s)", "method (s)")
    return f"{table(header, times)}\n\n{_shares(classifications)}"


def synthetic_register(classifications: Classifications, records: int, seed: int) -> Register:
    """Return a register of one year."""
    random = Random(seed)  # noqa: S311 -- a reproducible sample, no secret
    columns = []
    for dimension in DIMENSIONS:
        names = [category.identifier for category in classifications.valid(dimension, _PERIOD)]
        random.shuffle(names)
        weights = [(rank + 1) ** -0.7 for rank in range(len(names))]
        columns.append(random.choices(names, weights, k=records))
    return Register(Counter(Record(_PERIOD, _KIND, *cells) for cells in zip(*columns, strict=True)))


def _times(classifications: Classifications, records: int) -> tuple[str, ...]:
    """Return the seconds that each step takes on one register of a size."""
    register = synthetic_register(classifications, records, records)
    publication = protect(register, classifications)
    steps: list[Callable[[], object]] = [
        lambda: protect(register, classifications),
        lambda: audit(publication, classifications, truth=register),
        lambda: method_findings(publication, classifications),
    ]
    return (
        f"{_time_to_read(register):.2f}",
        *(f"{_seconds(step):.{digits}f}" for step, digits in zip(steps, (2, 1, 1), strict=True)),
    )


def _time_to_read(register: Register) -> float:
    vocabularies = read_vocabularies(ROOT / "content")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "registre.csv"
        with file.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(COLUMNS)
            for record, number in register.counts.items():
                writer.writerows([(str(record.period), *record[1:])] * number)
        return _seconds(
            lambda: read_register_sources([RegisterSource(file.name, file.read_bytes())], vocabularies)
        )


def _seconds(step: Callable[[], object]) -> float:
    start = perf_counter()
    step()
    return perf_counter() - start


def _shares(classifications: Classifications) -> str:
    visible = []
    exposed = naive = 0
    for seed in range(REGISTERS):
        records = 35 + seed * 29 % 141
        register = synthetic_register(classifications, records, seed)
        publication = protect(register, classifications)
        visible.append(_visible(publication, records))
        exposed += not audit(publication, classifications, truth=register).accepted
        exposed += bool(method_findings(publication, classifications)[1])
        naive += _naive_rule_exposes(register)
    rows = [
        ("this project", f"{mean(visible):.0%}", f"{exposed} of {REGISTERS}"),
        ("naive rule", "–", f"{naive} of {REGISTERS}"),
    ]
    return table(("rule", "visible", "registers with an exposed count"), rows)


def _visible(publication: Publication, records: int) -> float:
    return mean(
        sum(cell.number for cell in table.cells) / records if table.is_shown else 0
        for table in publication.tables
    )


def _naive_rule_exposes(register: Register) -> bool:
    """Tell whether a table of the naive rule hides exactly one count, which its total then gives away."""
    return any(
        sum(0 < number < THRESHOLD for number in counts.values()) == 1
        for counts in margins(register, _KIND, _PERIOD).values()
    )
