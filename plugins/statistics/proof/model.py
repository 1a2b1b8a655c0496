"""What readers know of a block: published cells as constraints on integer base cells.

A *base cell* is one combination of categories (theme x sector x region) of one kind of
activity in one period. A column that neither a table nor a structural zero touches
is summed over: it is free, so its counts can be anything that the others allow.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING

import numpy as np

from plugins.statistics.programme import DIMENSIONS
from plugins.statistics.proof.polytope import Polytope

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from plugins.statistics.protection.tables import ProtectedTable
    from plugins.statistics.records.classification import Classifications

THEME = "theme"


@dataclass(frozen=True)
class Count:
    """A sum of base cells that a reader can form: its name, and the categories it holds by column."""

    name: str
    members: tuple[tuple[str, frozenset[str]], ...]


class Model:
    """What readers know of one kind of activity in one closed period."""

    def __init__(
        self, tables: Sequence[ProtectedTable], total: int, classifications: Classifications
    ) -> None:
        """Write the constraints of a block's tables and of its public total."""
        trees = {table.dimension: table.tree for table in tables}
        self._shown = {table.dimension: table for table in tables if table.is_shown}
        linked = {d for d in trees if classifications.is_linked(d, tables[0].period)}
        self.dimensions = tuple(d for d in DIMENSIONS if d in self._shown or (self._shown and d in linked))
        self._trees = trees
        self.base_cells = [
            cell
            for cell in product(*(trees[d].members for d in self.dimensions))
            if classifications.possible(dict(zip(self.dimensions, cell, strict=True)))
        ]
        self._columns = {
            dimension: np.array([cell[place] for cell in self.base_cells], dtype=object)
            for place, dimension in enumerate(self.dimensions)
        }
        rows = [np.ones(len(self.base_cells))]
        numbers = [float(total)]
        for dimension, table in self._shown.items():
            for cell in table.cells:
                rows.append(self._mask(dimension, frozenset(cell.categories)))
                numbers.append(float(cell.number))
        self.polytope = Polytope(len(self.base_cells), rows, numbers, numbers)

    def holds(self, margins: Mapping[str, Mapping[str, int]]) -> bool:
        """Tell whether counts by category give the published cells."""
        return all(
            sum(margins[dimension].get(name, 0) for name in cell.categories) == cell.number
            for dimension, table in self._shown.items()
            for cell in table.cells
        )

    def vectors(self, counts: Sequence[Count]) -> NDArray[np.float64]:
        """Return the coefficients of each count, one row each."""
        found = np.ones((len(counts), len(self.base_cells)))
        for place, count in enumerate(counts):
            for dimension, members in count.members:
                found[place] *= self._mask(dimension, members)
        return found

    def _mask(self, dimension: str, members: frozenset[str]) -> NDArray[np.float64]:
        """Return 1 for every base cell in these categories of a column, else 0."""
        return np.array([name in members for name in self._columns[dimension]], dtype=float)

    def natural(self, dimension: str) -> list[Count]:
        """Return the groups of one column that a reader would think of: categories, families, cells."""
        tree = self._trees[dimension]
        groups: dict[frozenset[str], str] = {}
        for node in tree.walk():
            if node.name or not node.children:
                groups.setdefault(frozenset(node.members), f"{dimension} {node.name or node.members[0]}")
        if dimension in self._shown:
            for cell in self._shown[dimension].cells:
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
        themes = frozenset(self._trees[THEME].members)
        return [
            Count(f"{group.name} hors {theme.name}", ((THEME, themes - theme.members[0][1]), *group.members))
            for dimension in self.dimensions
            if dimension != THEME
            for group in self.natural(dimension)
            for theme in self.natural(THEME)
        ]
