"""What readers know of a block, one kind of activity in one closed period, and what they deduce of it.

Without structural zeros, bounds have a closed form. The records of a published cell may be of any of its
categories, so a set of categories of one column holds at least the cells inside it, and at most those that
it touches. Each column splits the same N records, and nothing says how two columns go together, so sets of
a, b, … records in k columns share at least a + b + … − (k−1)·N of them, and at most the smallest of a, b, …
(Fréchet bounds). Both are attained: each column may be filled without regard to the others.

A structural zero says how two columns go together: then `linked` solves programmes.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING

from plugins.statistics.programme import DIMENSIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from plugins.statistics.protection.tables import Cell, ProtectedTable
    from plugins.statistics.records.classification import Classifications

THEME = "theme"


class ContradictionError(Exception):
    """No register has all the published numbers."""


@dataclass(frozen=True)
class Count:
    """A sum of records that a reader can form: its name, and the categories that it holds by column."""

    name: str
    members: tuple[tuple[str, frozenset[str]], ...]


@dataclass(frozen=True)
class Interval:
    """The least and the greatest value of a count, over every register that fits the published numbers."""

    low: int
    high: int


def one_way_interval(cells: Iterable[Cell], members: frozenset[str]) -> Interval:
    """Return the interval of a set of categories of one column, split into these cells."""
    touched = [cell for cell in cells if not members.isdisjoint(cell.categories)]
    inside = [cell.number for cell in touched if members.issuperset(cell.categories)]
    return Interval(sum(inside), sum(cell.number for cell in touched))


class Model:
    """What readers know of one kind of activity in one closed period."""

    def __init__(
        self, tables: Sequence[ProtectedTable], total: int, classifications: Classifications
    ) -> None:
        """Take a block's tables, its public total, and the structural zeros of the vocabulary."""
        self.total = total
        self.classifications = classifications
        self.trees = {table.dimension: table.tree for table in tables}
        self.shown = {table.dimension: table for table in tables if table.is_shown}
        linked = {d for d in self.trees if classifications.is_linked(d, tables[0].period)}
        self.is_linked = bool(self.shown and linked)
        self.dimensions = tuple(d for d in DIMENSIONS if d in self.shown or (self.shown and d in linked))

    def holds(self, margins: Mapping[str, Mapping[str, int]]) -> bool:
        """Tell whether counts by category give the published cells."""
        return all(
            sum(margins[dimension].get(name, 0) for name in cell.categories) == cell.number
            for dimension, table in self.shown.items()
            for cell in table.cells
        )

    def intervals(self, counts: Sequence[Count], enough: int) -> list[Interval | None]:
        """Return the interval of each count, None where structural zeros allow no record of it.

        Args:
            counts: any.
            enough: a greatest value of this or more need not be exact.

        Raises:
            ContradictionError: the published numbers contradict each other.
        """
        if self.is_linked:
            # the solver is slow to load, and few vocabularies have structural zeros
            from plugins.statistics.proof.linked import intervals  # noqa: PLC0415

            return intervals(self, counts, enough)
        if any(sum(cell.number for cell in table.cells) != self.total for table in self.shown.values()):
            raise ContradictionError
        return [self._interval(count) for count in counts]

    def _interval(self, count: Count) -> Interval:
        """Return the interval of a count, where nothing says how the columns go together."""
        sets = [one_way_interval(self.shown[column].cells, members) for column, members in count.members]
        shared = sum(part.low for part in sets) - (len(sets) - 1) * self.total
        return Interval(max(0, shared), min(part.high for part in sets))

    def natural(self, dimension: str) -> list[Count]:
        """Return the groups of one column that a reader would think of: categories, families, cells."""
        tree = self.trees[dimension]
        groups: dict[frozenset[str], str] = {}
        for node in tree.walk():
            if node.name or not node.children:
                groups.setdefault(frozenset(node.members), f"{dimension} {node.name or node.members[0]}")
        if dimension in self.shown:
            for cell in self.shown[dimension].cells:
                groups.setdefault(frozenset(cell.categories), f"{dimension} {' + '.join(cell.categories)}")
        groups.pop(frozenset(tree.members), None)
        return [Count(name, ((dimension, members),)) for members, name in groups.items()]

    def counts(self) -> list[Count]:
        """Return every count that a reader would think of: each column's groups, and all their crossings."""
        natural = [self.natural(dimension) for dimension in self.dimensions]
        return [
            Count(" × ".join(part.name for part in parts), tuple(m for part in parts for m in part.members))
            for size in range(1, len(natural) + 1)
            for columns in combinations(natural, size)
            for parts in product(*columns)
        ]

    def outside_each_theme(self) -> list[Count]:
        """Return, for each group of another column and each theme, the group's records of other themes."""
        if THEME not in self.dimensions:
            return []
        themes = frozenset(self.trees[THEME].members)
        return [
            Count(f"{group.name} hors {theme.name}", ((THEME, themes - theme.members[0][1]), *group.members))
            for dimension in self.dimensions
            if dimension != THEME
            for group in self.natural(dimension)
            for theme in self.natural(THEME)
        ]
