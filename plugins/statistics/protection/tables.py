"""Counts of the register (confidential), and the only form in which they leave the protection."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.statistics.programme import DIMENSIONS

if TYPE_CHECKING:
    from plugins.statistics.records.classification import Node, Period
    from plugins.statistics.records.register import Register

Margin = dict[str, int]
"""The number of records of each category of one column (confidential); one without any may be absent."""


def margins(register: Register, kind: str, period: Period) -> dict[str, Margin]:
    """Count the records of one kind and period by category, for each protected column (confidential)."""
    found: dict[str, Counter[str]] = {dimension: Counter() for dimension in DIMENSIONS}
    for record, number in register.counts.items():
        if record.kind == kind and record.period == period:
            for dimension, category in zip(
                DIMENSIONS, (record.theme, record.sector, record.region), strict=True
            ):
                found[dimension][category] += number
    return {dimension: dict(counts) for dimension, counts in found.items()}


@dataclass(frozen=True)
class Cell:
    """One published number: the categories that it counts together, in the vocabulary's order."""

    categories: tuple[str, ...]
    number: int


@dataclass(frozen=True)
class ProtectedTable:
    """One table as readers see it: each cell counts the categories of one node of a public tree."""

    identifier: str
    kind: str
    period: Period
    dimension: str
    tree: Node
    """The categories of the period, as they were grouped when it was frozen."""
    cells: tuple[Cell, ...]

    @property
    def is_shown(self) -> bool:
        """Whether the table says anything: a single cell of all categories is the public total."""
        return len(self.cells) > 1

    @property
    def public_numbers(self) -> tuple[int, ...]:
        """The numbers that readers know of the table: its cells, and the families that they make up."""
        if not self.is_shown:
            return ()
        numbers = {cell.number for cell in self.cells}
        for node in self.tree.walk():
            if not node.name:
                continue
            inside = [cell for cell in self.cells if set(cell.categories) <= set(node.members)]
            if sum(len(cell.categories) for cell in inside) == len(node.members):
                numbers.add(sum(cell.number for cell in inside))
        return tuple(sorted(numbers))


@dataclass(frozen=True, order=True)
class Total:
    """The public number of activities of one kind in one closed period."""

    kind: str
    period: Period
    number: int


@dataclass(frozen=True)
class Publication:
    """All that readers get from the register: public totals and protected tables, sorted."""

    totals: tuple[Total, ...] = ()
    tables: tuple[ProtectedTable, ...] = ()


NOTHING = Publication()
"""What an empty register publishes."""
