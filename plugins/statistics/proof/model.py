"""What readers know of a block: one kind of activity in one closed period."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

from plugins.statistics.programme import DIMENSIONS
from plugins.statistics.proof.counts import Count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from plugins.statistics.protection.tables import ProtectedTable
    from plugins.statistics.records.classification import Classifications

THEME = "theme"


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
