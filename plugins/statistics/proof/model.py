"""What readers know of a block: published cells and figures as constraints on integer base cells.

A *base cell* is one combination of categories (theme x sector x region) of one kind of
activity in one period. A column that neither a table, a figure nor a structural zero touches
is summed over: it is free, so its counts can be anything that the others allow.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING

import numpy as np

from plugins.statistics.programme import DIMENSIONS
from plugins.statistics.proof.polytope import Polytope
from plugins.statistics.protection.tables import Level, Status, block_counts, margin

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from plugins.statistics.protection.tables import Figure, ProtectedTable, Publication
    from plugins.statistics.register.classification import Classifications, Period
    from plugins.statistics.register.records import Register


@dataclass(frozen=True)
class Count:
    """A sum of base cells that a reader can form: its name, and the categories it holds by column."""

    name: str
    members: tuple[tuple[str, frozenset[str]], ...]


class Model:
    """What readers know of one kind of activity in periods that overlap (most often a single one)."""

    def __init__(
        self,
        publication: Publication,
        kind: str,
        periods: tuple[Period, ...],
        classifications: Classifications,
        figures: Sequence[Figure],
        threshold: int,
        dimensions: tuple[str, ...] | None = None,
    ) -> None:
        """Collect the tables, totals and figures of the periods, and write the constraints.

        `dimensions` are the columns not summed over, when more are wanted than the publication splits.
        """
        self._source = (publication, kind, periods, classifications, figures, threshold)
        self.kind = kind
        self.threshold = threshold
        self.classifications = classifications
        self.all_periods = periods
        self.periods = tuple(p for p in periods if not any(p != q and p.contains(q) for q in periods))
        self.tables = [t for t in publication.tables if t.kind == kind and t.period in periods]
        self.totals = {
            t.period: t.number for t in publication.totals if t.kind == kind and t.period in periods
        }
        self.figures = [f for f in figures if f.kind == kind and f.period in periods]
        self.dimensions = self._dimensions() if dimensions is None else dimensions
        self.index = {
            place: number
            for number, place in enumerate(
                (period, cell) for period in self.periods for cell in self._base_cells(period)
            )
        }
        self._columns = {
            dimension: np.array([cell[place] for _, cell in self.index], dtype=object)
            for place, dimension in enumerate(self.dimensions)
        }
        self._masks: dict[tuple[str, frozenset[str]], NDArray[np.float64]] = {}
        self.polytope = self._constraints()

    @property
    def is_split(self) -> bool:
        """Tell whether anything more than public totals is published."""
        return any(t.level is not Level.WITHHELD for t in self.tables) or any(
            f.restriction for f in self.figures
        )

    def widened(self, dimensions: tuple[str, ...]) -> Model:
        """Return the same knowledge over base cells of more columns."""
        return Model(*self._source, dimensions)

    def holds(self, truth: Register) -> bool:
        """Tell whether the register fits the constraints."""
        point = np.zeros(len(self.index))
        for period in self.periods:
            for cell, number in margin(block_counts(truth, self.kind, period), self.dimensions).items():
                place = self.index.get((period, cell))
                if place is None:
                    return False
                point[place] = number
        return self.polytope.contains(point)

    def vector(self, period: Period, count: Count) -> NDArray[np.float64]:
        """Return the coefficients of a count in a period (sums over the periods it contains)."""
        vector = np.array([period.contains(when) for when, _ in self.index], dtype=float)
        for dimension, members in count.members:
            vector = vector * self._mask(dimension, members)
        return vector

    def _mask(self, dimension: str, members: frozenset[str]) -> NDArray[np.float64]:
        """Return 1 for every base cell in these categories of a column, else 0."""
        mask = self._masks.get((dimension, members))
        if mask is None:
            mask = np.array([name in members for name in self._columns[dimension]], dtype=float)
            self._masks[dimension, members] = mask
        return mask

    def _dimensions(self) -> tuple[str, ...]:
        """Return the columns that are split by something published, or linked to one by structural zeros."""
        used = {d for t in self.tables if t.level is not Level.WITHHELD for d in t.dimensions}
        used |= {d for f in self.figures for d, _ in f.restriction}
        links = [{d for d, _ in zero} for zero in self.classifications.zeros]
        for _ in DIMENSIONS:
            used |= {d for link in links if link & used for d in link}
        return tuple(d for d in DIMENSIONS if d in used)

    def _base_cells(self, period: Period) -> Iterable[tuple[str, ...]]:
        axes = [[c.identifier for c in self.classifications.valid(d, period)] for d in self.dimensions]
        return (
            cell
            for cell in product(*axes)
            if self.classifications.possible(dict(zip(self.dimensions, cell, strict=True)))
        )

    def _constraints(self) -> Polytope:
        rows: list[NDArray[np.float64]] = []
        lower: list[float] = []
        upper: list[float] = []

        def add(vector: NDArray[np.float64], low: float, high: float) -> None:
            rows.append(vector)
            lower.append(low)
            upper.append(high)

        for period, number in self.totals.items():
            add(self.vector(period, Count("total", ())), number, number)
        for table in self.tables:
            if table.level is Level.WITHHELD:
                continue
            for cell in table.cells:
                vector = self.vector(table.period, self.cell_count(table, cell.categories))
                if cell.number is not None:
                    add(vector, cell.number, cell.number)
                elif cell.status is Status.SMALL:
                    add(vector, 0, self.threshold - 1)
        for figure in self.figures:
            members = tuple((d, self._named(d, name, figure.period)) for d, name in figure.restriction)
            add(self.vector(figure.period, Count("", members)), figure.number, figure.number)
        return Polytope(len(self.index), rows, lower, upper)

    def cell_count(self, table: ProtectedTable, categories: tuple[str, ...]) -> Count:
        """Return the count that a cell of a published table stands for."""
        members = tuple(
            (d, self._family(d, name, table.period) if table.level is Level.FAMILIES else frozenset({name}))
            for d, name in zip(table.dimensions, categories, strict=True)
        )
        return Count("/".join(categories), members)

    def _family(self, dimension: str, name: str, period: Period) -> frozenset[str]:
        """Return the categories of a family."""
        return frozenset(self.classifications.families(dimension, period)[name])

    def _named(self, dimension: str, name: str, period: Period) -> frozenset[str]:
        """Return the category that a printed figure names, or else its family's categories."""
        if any(category.identifier == name for category in self.classifications.categories[dimension]):
            return frozenset({name})
        return self._family(dimension, name, period)

    def natural(self, dimension: str, period: Period) -> list[Count]:
        """Return the groups of one column that a reader would think of."""
        categories = [c.identifier for c in self.classifications.valid(dimension, period)]
        groups = {frozenset({identifier}): f"{dimension} {identifier}" for identifier in categories}
        for family, members in self.classifications.families(dimension, period).items():
            groups.setdefault(frozenset(members), f"{dimension} {family} (famille)")
        groups.pop(frozenset(categories), None)
        return [Count(name, ((dimension, members),)) for members, name in groups.items()]

    def counts(self, period: Period) -> list[Count]:
        """Return every count that a reader would think of.

        Categories and families of each column, all their crossings, and what each table hides
        as a whole (the number that a chart draws as "the rest").
        """
        natural = [self.natural(dimension, period) for dimension in self.dimensions]
        crossings = [
            Count(" × ".join(part.name for part in parts), tuple(m for part in parts for m in part.members))
            for size in range(1, len(natural) + 1)
            for columns in combinations(natural, size)
            for parts in product(*columns)
        ]
        return crossings + self._rests(period)

    def _rests(self, period: Period) -> list[Count]:
        """Return, for each one-way table of a period, all that it hides together."""
        rests = []
        for table in self.tables:
            hidden = [
                self.cell_count(table, cell.categories).members[0][1]
                for cell in table.cells
                if cell.status is not Status.PUBLISHED
            ]
            if (
                hidden
                and table.period == period
                and len(table.dimensions) == 1
                and table.level is not Level.WITHHELD
            ):
                members = ((table.dimensions[0], frozenset[str]().union(*hidden)),)
                rests.append(Count(f"ce que {table.identifier} cache", members))
        return rests

    def group_disclosures(self, period: Period) -> list[Count]:
        """Return, for each group and theme, the group's records of all other themes."""
        if "theme" not in self.dimensions:
            return []
        themes = frozenset(c.identifier for c in self.classifications.valid("theme", period))
        return [
            Count(
                f"{group.name} hors {theme.name}", (("theme", themes - theme.members[0][1]), *group.members)
            )
            for dimension in self.dimensions
            if dimension != "theme"
            for group in self.natural(dimension, period)
            for theme in self.natural("theme", period)
        ]
