"""The reader who knows this program: does the published form itself narrow a hidden count?

The intervals of `audit` take the published cells as given. Whoever reads the source also knows
that a table shows families because its detail was refused, and that a withheld table was
refused altogether. For every hidden category of every one-way table this check therefore looks
for two registers, one where it is exactly 0 and one where it is exactly T−1, that the *whole
protection* turns into byte-identical output. Candidates come from the published constraints alone
(every way to move the difference to another category, then the extreme points of the table's
polytope by integer programming), and are judged by running the protection on them: nothing is
believed, everything is re-run.
`oneway` and `disclosure` explain why such registers exist; this is the check that they do.
Its limits: one column at a time, families and crossings being left to `audit` and to the proofs
there; and a withheld table that structural zeros link to others is left to them too, because recoding
its column alone is often impossible (and zeros may well say that a category is never small).
"""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from plugins.statistics.programme import DIMENSIONS, THRESHOLD
from plugins.statistics.proof.polytope import InfeasibleError, Polytope
from plugins.statistics.proof.verdict import Finding
from plugins.statistics.protection.tables import Level, Status, block_counts, margin
from plugins.statistics.register.records import Record, Register

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from plugins.statistics.protection.tables import BaseCell, ProtectedTable, Publication
    from plugins.statistics.register.classification import Classifications, Period

_LIMIT = 400
"""Candidates tried for one count and value before the check gives up (and refuses)."""


def aware_findings(
    register: Register,
    classifications: Classifications,
    publish: Callable[[Register], Publication],
    threshold: int = THRESHOLD,
) -> tuple[int, list[Finding]]:
    """Return how many hidden counts were checked, and those without both registers.

    `publish` is the protection, from register to publication.
    """
    checked = 0
    linked = {dimension for zero in classifications.zeros for dimension, _ in zero}
    found: list[Finding] = []
    for kind, period in register.blocks():
        block = Register({r: n for r, n in register.counts.items() if (r.kind, r.period) == (kind, period)})
        wanted = publish(block)
        counts = block_counts(block, kind, period)
        top = min(threshold - 1, len(block))
        for table in wanted.tables:
            if len(table.dimensions) > 1 or (
                table.level is Level.WITHHELD and linked.intersection(table.dimensions)
            ):
                continue
            search = _Search(counts, table, classifications, threshold)
            for place in search.hidden:
                checked += 1
                for value in (0, top):
                    candidates = search.candidates(place, value)
                    if not any(
                        publish(_register(kind, period, candidate)) == wanted
                        for _, candidate in zip(range(_LIMIT), candidates, strict=False)
                    ):
                        name = f"{table.identifier} : {search.categories[place]}"
                        reason = f"aucun registre à {value} trouvé qui donne la même publication"
                        found.append(Finding(kind, str(period), name, reason))
    return checked, found


def _register(kind: str, period: Period, counts: dict[BaseCell, int]) -> Register:
    return Register({Record(period, kind, *cell): number for cell, number in counts.items() if number})


class _Search:
    """Registers that could stand behind one one-way table, one category fixed."""

    def __init__(
        self,
        counts: dict[BaseCell, int],
        table: ProtectedTable,
        classifications: Classifications,
        threshold: int,
    ) -> None:
        (self.dimension,) = table.dimensions
        self.column = DIMENSIONS.index(self.dimension)
        self.classifications = classifications
        self.counts = counts
        self.categories = [c.identifier for c in classifications.valid(self.dimension, table.period)]
        counted = margin(counts, (self.dimension,))
        self.values = [counted.get((name,), 0) for name in self.categories]
        families = classifications.families(self.dimension, table.period)
        rows: list[list[float]] = [[1.0] * len(self.categories)]
        lower, upper = [float(sum(self.values))], [float(sum(self.values))]
        seen: set[str] = set()
        for cell in table.cells:
            (name,) = cell.categories
            members = families[name] if table.level is Level.FAMILIES else (name,)
            rows.append([float(category in members) for category in self.categories])
            known = cell.status is Status.PUBLISHED
            lower.append(float(cell.number or 0))
            upper.append(float(cell.number or 0) if known else threshold - 1.0)
            if cell.status is Status.WITHHELD:
                upper[-1] = np.inf
            if known and len(members) == 1:
                seen.update(members)
        self.groups = [
            [place for place, name in enumerate(self.categories) if name in members]
            for members in families.values()
        ]
        self.small = threshold - 1
        self.polytope = Polytope(len(self.categories), [np.array(row) for row in rows], lower, upper)
        self.hidden = [
            place
            for place, name in enumerate(self.categories)
            if name not in seen and len(self.categories) > 1  # the only category is the public total
        ]

    def candidates(self, place: int, value: int) -> Iterator[dict[BaseCell, int]]:
        """Yield registers where the category at `place` has `value` records, nearest to the truth first."""
        for vector in self._vectors(place, value):
            counts = self._coupled(vector)
            if counts is not None:
                yield counts

    def _vectors(self, place: int, value: int) -> Iterator[list[int]]:
        size = len(self.categories)
        moved = self.values[place] - value
        others = [other for other in range(size) if other != place]
        for other in others:
            vector = list(self.values)
            vector[place], vector[other] = value, vector[other] + moved
            if vector[other] >= 0 and self.polytope.contains(np.array(vector, dtype=float)):
                yield vector
        yield from self._gathered(place, value)
        yield from self._filled(place, value)
        fixed = np.eye(size)[place]
        for one in others:
            for two in others:
                for sign in (-1.0, 1.0):
                    objective = sign * (np.eye(size)[one] + np.eye(size)[two] / 1024)
                    try:
                        point = self.polytope.integer_minimum(objective, (fixed, float(value), float(value)))
                    except InfeasibleError:
                        return
                    yield [round(number) for number in point]

    def _gathered(self, place: int, value: int) -> Iterator[list[int]]:
        """Put all other records in one category: what a withheld table may always have held."""
        for other in range(len(self.categories)):
            vector = [0] * len(self.categories)
            vector[other], vector[place] = sum(self.values) - value, value
            if other != place and self.polytope.contains(np.array(vector, dtype=float)):
                yield vector

    def _filled(self, place: int, value: int) -> Iterator[list[int]]:
        """Share each family's records otherwise: on one category, evenly, or as many T−1 as possible."""
        for own, others in product(("one", "even", "top"), repeat=2):
            vector = list(self.values)
            vector[place] = value
            for group in self.groups:
                rest = sum(self.values[i] for i in group) - (value if place in group else 0)
                places = [i for i in group if i != place]
                if rest < 0 or (rest and not places):
                    break
                style = own if place in group else others
                for i, share in zip(places, self._shares(rest, len(places), style), strict=True):
                    vector[i] = share
            else:
                if self.polytope.contains(np.array(vector, dtype=float)):
                    yield vector

    def _shares(self, number: int, places: int, style: str) -> list[int]:
        if style == "even":
            return [number // places + (i < number % places) for i in range(places)] if places else []
        shares = []
        for left in range(places, 0, -1):
            share = number if style == "one" or left == 1 else min(number, self.small)
            shares.append(share)
            number -= share
        return shares

    def _coupled(self, vector: list[int]) -> dict[BaseCell, int] | None:
        """Recode as few records as possible so that the column has these counts; None if zeros forbid it."""
        surplus = Counter(
            {
                name: self.values[i] - vector[i]
                for i, name in enumerate(self.categories)
                if self.values[i] > vector[i]
            }
        )
        missing = {
            name: vector[i] - self.values[i]
            for i, name in enumerate(self.categories)
            if vector[i] > self.values[i]
        }
        counts = Counter(self.counts)
        for cell in sorted(self.counts):
            for name in sorted(missing):
                target = (*cell[: self.column], name, *cell[self.column + 1 :])
                moved = min(counts[cell], surplus[cell[self.column]], missing[name])
                if moved and self.classifications.possible(dict(zip(DIMENSIONS, target, strict=True))):
                    counts[cell] -= moved
                    counts[target] += moved  # type: ignore[index]
                    surplus[cell[self.column]] -= moved
                    missing[name] -= moved
        return None if any(missing.values()) else {cell: number for cell, number in counts.items() if number}
