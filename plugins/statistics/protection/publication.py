"""From the register to what is published: totals, and each table of the programme recoded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.statistics.programme import DIMENSIONS, PROGRAMME, THRESHOLD
from plugins.statistics.protection.recoding import recode
from plugins.statistics.protection.tables import Cell, ProtectedTable, Publication, Total, margins

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.statistics.protection.tables import Margin
    from plugins.statistics.records.classification import Classifications, Node, Period
    from plugins.statistics.records.register import Register


def protect(
    register: Register,
    classifications: Classifications,
    *,
    threshold: int = THRESHOLD,
    within: Period | None = None,
) -> Publication:
    """Return the public totals and the protected tables of the register (or of the periods inside one)."""
    totals: list[Total] = []
    tables: list[ProtectedTable] = []
    for kind, period in register.blocks():
        if within is not None and not within.contains(period):
            continue
        counts = margins(register, kind, period)
        dimensions = [spec.dimension for spec in PROGRAMME if spec.kind == kind]
        trees = {dimension: classifications.tree(dimension, period) for dimension in dimensions}
        barred = frozenset(d for d in dimensions if classifications.is_linked(d, period))
        totals.append(Total(kind, period, sum(counts[DIMENSIONS[0]].values())))
        tables += protect_block(kind, period, counts, trees, barred, threshold)
    return Publication(tuple(totals), tuple(tables))


def protect_block(
    kind: str,
    period: Period,
    counts: Mapping[str, Margin],
    trees: Mapping[str, Node],
    barred: frozenset[str] = frozenset(),
    threshold: int = THRESHOLD,
) -> tuple[ProtectedTable, ...]:
    """Return the tables of one kind of activity in one closed period.

    Args:
        kind: the kind of activity.
        period: the closed period.
        counts: the count of each category, by column (confidential).
        trees: the tree of the categories, by column.
        barred: columns that structural zeros link to others: none of their tables is shown, since
            the one would bound the other. The vocabulary tells that, no count does.
        threshold: T.
    """
    tables: list[ProtectedTable] = []
    earlier: list[tuple[int, ...]] = []
    for spec in PROGRAMME:
        if spec.kind != kind:
            continue
        tree, margin = trees[spec.dimension], counts[spec.dimension]
        if spec.dimension in barred:
            cells: tuple[Cell, ...] = (Cell(tree.members, sum(margin.values())),)
        else:
            cells = recode(tree, margin, earlier, threshold)
        tables.append(ProtectedTable(spec.identifier, kind, period, spec.dimension, tree, cells))
        earlier.append(tables[-1].public_numbers)
    return tuple(tables)
