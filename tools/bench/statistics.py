"""Measure the protection: time, exposures, and the share of the requests that stays visible.

The registers are synthetic: the site's own vocabulary, weights of the categories falling as rank**-0.7, fixed
seeds. Three other rules to compare with. *Suppression alone* shows single categories only, and hides ever
larger ones until no hidden one can be narrowed; the *best release* also groups by family, and takes
whichever keeps most: both look at hidden counts to choose, so a reader who knows them learns more. The
*naive* rule hides 1–4 and shows the rest, zeros and totals included, and protects nothing.
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
from plugins.statistics.records.register import COLUMNS, Record, Register, read_register
from tools.bench import table
from tools.build.request import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plugins.statistics.protection.tables import Publication
    from plugins.statistics.records.classification import Classifications, Node

SIZES = (35, 175, 10_000, 100_000, 1_000_000)
REGISTERS = 50
"""Of 35 to 175 requests, for the shares."""
_PERIOD = Period(2024, 2024)
_KIND = "demande-avis"


def synthetic(classifications: Classifications, records: int, seed: int) -> Register:
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
    vocabularies = read_vocabularies(ROOT / "content")
    register = synthetic(classifications, records, records)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "registre.csv"
        with file.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(COLUMNS)
            for record, number in register.counts.items():
                writer.writerows([(str(record.period), *record[1:])] * number)
        start = perf_counter()
        read_register(file, vocabularies)
        read = perf_counter() - start
    start = perf_counter()
    publication = protect(register, classifications)
    protected = perf_counter() - start
    start = perf_counter()
    audit(publication, classifications, truth=register)
    audited = perf_counter() - start
    start = perf_counter()
    method_findings(publication, classifications)
    return (
        f"{read:.2f}",
        f"{protected:.2f}",
        f"{audited:.2f}",
        f"{perf_counter() - start:.2f}",
    )


def _visible(publication: Publication, records: int) -> float:
    shown = [sum(cell.number for cell in t.cells) if t.is_shown else 0 for t in publication.tables]
    return mean(number / records for number in shown)


def _suppressed(values: Sequence[int]) -> int:
    """Return what stands in visible cells when only suppression protects one split."""
    for bound in range(THRESHOLD, max(values, default=0) + 2):
        hidden = [value for value in values if value < bound]
        if len(hidden) == len(values):
            break
        if not hidden or THRESHOLD <= sum(hidden) <= (bound - 1) * (len(hidden) - 1):
            return sum(values) - sum(hidden)
    return 0


def _best(tree: Node, counts: dict[str, int]) -> int:
    """Return the most that single categories, families or suppression leave visible of one split."""
    values = [counts.get(name, 0) for name in tree.members]
    families = {node.members for node in tree.walk() if node.name and not _holds_families(node)}
    grouped = {name for members in families for name in members}
    sums = [sum(counts.get(name, 0) for name in members) for members in families]
    sums += [counts.get(name, 0) for name in tree.members if name not in grouped]
    return max(_suppressed(values), _suppressed(sums))


def _holds_families(node: Node) -> bool:
    return any(below.name for child in node.children for below in child.walk())


def _naive_rule_exposes(register: Register) -> bool:
    """Tell whether a table of the naive rule hides exactly one count, which its total then tells."""
    return any(
        sum(0 < number < THRESHOLD for number in counts.values()) == 1
        for counts in margins(register, _KIND, _PERIOD).values()
    )


def run() -> str:
    """Measure, and return the two tables."""
    classifications, _ = read_classifications(read_vocabularies(ROOT / "content"))
    times: list[tuple[object, ...]] = [
        (f"{records:,}", *_times(classifications, records)) for records in SIZES
    ]
    ours, alone, best = [], [], []
    exposed = naive = 0
    for seed in range(REGISTERS):
        records = 35 + seed * 29 % 141
        register = synthetic(classifications, records, seed)
        publication = protect(register, classifications)
        ours.append(_visible(publication, records))
        exposed += not audit(publication, classifications, truth=register).accepted
        exposed += bool(method_findings(publication, classifications)[1])
        naive += _naive_rule_exposes(register)
        splits = margins(register, _KIND, _PERIOD)
        trees = {dimension: classifications.tree(dimension, _PERIOD) for dimension in DIMENSIONS}
        filled = {d: [splits[d].get(name, 0) for name in trees[d].members] for d in DIMENSIONS}
        alone.append(mean(_suppressed(filled[d]) / records for d in DIMENSIONS))
        best.append(mean(_best(trees[d], splits[d]) / records for d in DIMENSIONS))
    shares: list[tuple[object, ...]] = [
        ("this project", f"{mean(ours):.0%}", f"{exposed} of {REGISTERS}"),
        ("suppression alone", f"{mean(alone):.0%}", "not proven"),
        ("best release", f"{mean(best):.0%}", "not proven"),
        ("naive rule", "–", f"{naive} of {REGISTERS}"),
    ]
    return "\n".join(
        (
            table(("records", "read (s)", "protect (s)", "audit (s)", "method (s)"), times),
            "",
            table(("rule", "visible", "registers with an exposed count"), shares),
        )
    )
