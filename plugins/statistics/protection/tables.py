"""Counts of the register, and the shape of what may be published of them.

The first half is confidential (`block_counts`, `margin`), the second half is
the only form in which counts leave the protection: frozen tables whose cells
carry a status and, for a published one alone, a number.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from plugins.statistics.programme import DIMENSIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.statistics.register.classification import Period
    from plugins.statistics.register.records import Register

BaseCell = tuple[str, str, str]
"""(theme, sector, region): the finest cell of a block (one kind of activity in one period)."""


def block_counts(register: Register, kind: str, period: Period) -> dict[BaseCell, int]:
    """Count the records of one kind and period by base cell (confidential)."""
    counts: Counter[BaseCell] = Counter()
    for record, number in register.counts.items():
        if record.kind == kind and record.period == period:
            counts[record.theme, record.sector, record.region] += number
    return dict(counts)


def margin(counts: Mapping[BaseCell, int], dimensions: tuple[str, ...]) -> dict[tuple[str, ...], int]:
    """Sum base cells over every column that `dimensions` does not name (confidential)."""
    places = [DIMENSIONS.index(dimension) for dimension in dimensions]
    sums: Counter[tuple[str, ...]] = Counter()
    for cell, number in counts.items():
        sums[tuple(cell[place] for place in places)] += number
    return dict(sums)


class Status(StrEnum):
    """What a published cell says. The values are those of the downloads' column `statut`."""

    PUBLISHED = "publie"
    """A number, at least the threshold."""
    SMALL = "moins_de_5"
    """Below the threshold, zero included."""
    WITHHELD = "non_publie"
    """Nothing is said, not even whether the cell is small."""


class Level(StrEnum):
    """How much of a table is published."""

    DETAIL = "detail"
    """One cell per category."""
    FAMILIES = "familles"
    """One cell per family of categories: the cells' identifiers are families."""
    WITHHELD = "retenu"
    """No number at all: every category is `non_publie`."""


@dataclass(frozen=True)
class Cell:
    """One published cell: its categories (one per dimension of the table), status, number (or None)."""

    categories: tuple[str, ...]
    status: Status
    number: int | None = None


@dataclass(frozen=True)
class ProtectedTable:
    """One table as readers see it. The cells follow the order of the vocabulary."""

    identifier: str
    kind: str
    period: Period
    dimensions: tuple[str, ...]
    level: Level
    cells: tuple[Cell, ...]


@dataclass(frozen=True, order=True)
class Total:
    """The public number of activities of one kind in one closed period."""

    kind: str
    period: Period
    number: int


@dataclass(frozen=True)
class Publication:
    """All that readers get from the register: public totals and protected tables, sorted."""

    totals: tuple[Total, ...]
    tables: tuple[ProtectedTable, ...]


@dataclass(frozen=True)
class Figure:
    """A number printed elsewhere (a text, a series) that counts records of the register.

    `restriction` holds (column, category or family) pairs; empty for a public total.
    """

    kind: str
    period: Period
    number: int
    restriction: tuple[tuple[str, str], ...] = ()
