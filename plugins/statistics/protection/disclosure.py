"""Disclosure control of one block: choose, for each table of the programme, what is published.

A block is one kind of activity in one closed period; its total N is public. Its
one-way tables (by theme, by sector, by region) are linked by N and by whatever
structural zeros the vocabulary declares; the two-way table links them cell by cell.

Order of repair: a table is shown in detail; else by the families of the vocabulary; else it is
withheld. Only when that leaves the block without any one-way table, complementary suppression
rescues those for which witnesses prove it harmless (`oneway`).

Without structural zeros, any two margins with the same total fit together (there is always a
transportation plan), so one-way tables reveal nothing about each other's *margins*. What two of
them reveal together is about their *cross-classification*: a count of records that are in a and
in b is at least a + b − N (Fréchet bounds; Dobra and Fienberg, "Bounds for cell entries in
contingency tables given marginal totals", PNAS 2000). `_clashes` withholds the later table when
such a bound would fall in 1…T−1 for some pair or triple of counts that the tables show.
A table withheld for whatever reason can always have had all its records in one category, or all
but T−1 of them, which every form refuses, and these margins fit those of all other tables: so
here a withheld table narrows no count.

With structural zeros that argument fails (two shown tables can bound the margin of a third), so
of the tables that zeros link, only the first of the programme may be shown: the others are
withheld whatever the register holds, and every margin of the first one is compatible with some
margin of theirs. Zeros (or printed figures about a protected split) may still narrow a crossing;
then `plans` offers ever smaller publications, and the caller takes the first that the audit
accepts, *from what it shows alone*. A smaller one is also what all registers with one category
publish, so that its choice tells no count either.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

from plugins.statistics.protection import oneway
from plugins.statistics.protection.tables import Cell, Level, ProtectedTable, Status, margin

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plugins.statistics.programme import TableSpec
    from plugins.statistics.protection.tables import BaseCell
    from plugins.statistics.register.classification import Classifications, Period


@dataclass(frozen=True)
class Block:
    """One kind of activity in one period: what is to be protected (confidential)."""

    kind: str
    period: Period
    counts: Mapping[BaseCell, int]

    @property
    def total(self) -> int:
        """The block's number of records, which is public."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class _OneWay:
    """A one-way table on its way to publication."""

    spec: TableSpec
    dimension: str
    categories: tuple[str, ...]
    families: tuple[str, ...]
    shape: oneway.Shape
    values: tuple[int, ...]
    level: Level
    view: oneway.View
    rescued: bool = False
    """Protected by complementary suppression: nothing tells which hidden cells are small."""

    def withheld(self) -> _OneWay:
        """Return the table without any number."""
        return replace(self, level=Level.WITHHELD, view=(None,) * len(self.categories), rescued=False)

    def lows(self, total: int, threshold: int) -> tuple[int, ...]:
        """Return the sure minimum of every count that the table shows: cells, families, the hidden rest."""
        if self.level is Level.WITHHELD:
            return ()
        groups: tuple[tuple[int, ...], ...] = tuple((place,) for place in range(len(self.view)))
        if self.level is Level.DETAIL:
            groups += self.shape.families
        if self.rescued:
            return tuple(oneway.open_interval(self.view, total, group)[0] for group in groups)
        return tuple(oneway.interval(self.view, total, group, threshold)[0] for group in groups)


def is_linked(block: Block, classifications: Classifications) -> bool:
    """Tell whether structural zeros link the block's tables (a public property)."""
    return bool(_linked_dimensions(block, classifications))


def plans(
    block: Block, classifications: Classifications, programme: tuple[TableSpec, ...], threshold: int
) -> Iterator[tuple[ProtectedTable, ...]]:
    """Yield the block's tables, protected, from the most to the least informative.

    The first plan is safe by itself unless the block is linked (`is_linked`) or touched by
    printed figures; then the caller goes on until the audit accepts. The last plan shows nothing.
    """
    specs = tuple(spec for spec in programme if spec.kind == block.kind)
    singles = tuple(
        _one_way(block, spec, classifications, threshold) for spec in specs if len(spec.dimensions) == 1
    )
    crossed = tuple(spec for spec in specs if len(spec.dimensions) > 1)
    linked = _linked_dimensions(block, classifications)

    def without(barred: frozenset[str]) -> tuple[ProtectedTable, ...]:
        """Withhold the tables of some columns, repair and cross the others; keep the programme's order."""
        tables = tuple(table.withheld() if table.dimension in barred else table for table in singles)
        if all(table.level is Level.WITHHELD for table in tables):
            tables = tuple(t if t.dimension in barred else _rescued(t, threshold) for t in tables)
        two_way = tuple(_two_way(block, spec, tables, classifications, threshold) for spec in crossed)
        kept = _without_clashes(block.total, tables, two_way, threshold)
        published = {table.spec.identifier: _publish(block, table) for table in kept}
        published |= {table.identifier: table for table in two_way}
        return tuple(published[spec.identifier] for spec in specs)

    held = [table.dimension for table in singles if table.dimension in linked]
    yield without(linked - set(held[:1]))
    if linked:
        yield without(linked)
    yield without(frozenset(table.dimension for table in singles))


def _one_way(block: Block, spec: TableSpec, classifications: Classifications, threshold: int) -> _OneWay:
    """Count one split and publish it in detail, else by family, else not."""
    (dimension,) = spec.dimensions
    families = classifications.families(dimension, block.period)
    categories = tuple(category.identifier for category in classifications.valid(dimension, block.period))
    places = {identifier: place for place, identifier in enumerate(categories)}
    shape = oneway.Shape(
        len(categories), tuple(tuple(places[member] for member in members) for members in families.values())
    )
    counted = margin(block.counts, (dimension,))
    values = tuple(counted.get((identifier,), 0) for identifier in categories)
    level, view = Level.DETAIL, oneway.detail_view(values, shape, threshold)
    if view is None:
        level, view = Level.FAMILIES, oneway.families_view(values, shape, threshold)
    table = _OneWay(spec, dimension, categories, tuple(families), shape, values, level, view or ())
    return table if view is not None else table.withheld()


def _rescued(table: _OneWay, threshold: int) -> _OneWay:
    """Return a withheld table after complementary suppression, if that is harmless."""
    view = oneway.secondary_view(table.values, table.shape, threshold)
    return table if view is None else replace(table, level=Level.DETAIL, view=view, rescued=True)


def _two_way(
    block: Block,
    spec: TableSpec,
    tables: tuple[_OneWay, ...],
    classifications: Classifications,
    threshold: int,
) -> ProtectedTable:
    """Publish a cross-classification only when every possible cell reaches the threshold.

    With one hidden cell, row and column totals would call for complementary suppression in two
    directions, whose choice tells an algorithm-aware reader more than the table is worth; and a
    table with no hidden cell leaves nothing to compute. The refusal is harmless: a register
    with a small margin, or one with a small crossed count, is refused anyway.
    """
    axes = [
        tuple(category.identifier for category in classifications.valid(dimension, block.period))
        for dimension in spec.dimensions
    ]
    by_dimension = {table.dimension: table for table in tables}
    parents = [by_dimension.get(dimension) for dimension in spec.dimensions]
    possible = [
        cell
        for cell in product(*axes)
        if classifications.possible(dict(zip(spec.dimensions, cell, strict=True)))
    ]
    counted = margin(block.counts, spec.dimensions)
    shown = (
        len(possible) > 1
        and all(
            table is not None and table.level is Level.DETAIL and None not in table.view for table in parents
        )
        and all(counted.get(cell, 0) >= threshold for cell in possible)
    )
    cells = tuple(
        Cell(cell, Status.PUBLISHED, counted[cell]) if shown else Cell(cell, Status.WITHHELD)
        for cell in possible
    )
    level = Level.DETAIL if shown else Level.WITHHELD
    return ProtectedTable(spec.identifier, block.kind, block.period, spec.dimensions, level, cells)


def _without_clashes(
    total: int, tables: tuple[_OneWay, ...], two_way: tuple[ProtectedTable, ...], threshold: int
) -> tuple[_OneWay, ...]:
    """Withhold every table that, with those before it, would bound a crossed count inside 1…T−1."""
    kept: list[_OneWay] = []
    crossed = {frozenset(table.dimensions): table for table in two_way if table.level is not Level.WITHHELD}
    for table in tables:
        known = [(other.dimension, other.lows(total, threshold)) for other in kept]
        clash = any(
            frozenset({dimension, table.dimension}) not in crossed
            and _clashes((lows, table.lows(total, threshold)), total, threshold)
            for dimension, lows in known
        ) or any(
            _clashes((one, two, table.lows(total, threshold)), total, threshold)
            for place, (_, one) in enumerate(known)
            for _, two in known[place + 1 :]
        )
        clash = clash or any(
            _clashes((_crossed_lows(cross, tables), table.lows(total, threshold)), total, threshold)
            for dimensions, cross in crossed.items()
            if table.dimension not in dimensions
        )
        kept.append(table.withheld() if clash else table)
    return tuple(kept)


def _clashes(lows: tuple[tuple[int, ...], ...], total: int, threshold: int) -> bool:
    """Tell whether the Fréchet bound of some combination of sure minima lies in 1…T−1."""
    excess = (len(lows) - 1) * total
    return any(0 < sum(combination) - excess < threshold for combination in product(*map(set, lows)))


def _crossed_lows(cross: ProtectedTable, tables: tuple[_OneWay, ...]) -> tuple[int, ...]:
    """Return the counts of a published cross-classification: its cells and its blocks of families."""
    numbers = {cell.categories: cell.number or 0 for cell in cross.cells}
    groups: list[list[frozenset[str]]] = []
    for dimension in cross.dimensions:
        table = next(table for table in tables if table.dimension == dimension)
        alone = [frozenset({category}) for category in table.categories]
        groups.append(
            alone
            + [frozenset(table.categories[place] for place in family) for family in table.shape.families]
        )
    return tuple(
        sum(
            number
            for cell, number in numbers.items()
            if all(c in group for c, group in zip(cell, block, strict=True))
        )
        for block in product(*groups)
    )


def _publish(block: Block, table: _OneWay) -> ProtectedTable:
    """Turn a view into published cells; a rescued table says of no hidden cell that it is small."""
    names = table.families if table.level is Level.FAMILIES else table.categories
    small = Status.WITHHELD if table.rescued or table.level is Level.WITHHELD else Status.SMALL
    cells = tuple(
        Cell((name,), small) if number is None else Cell((name,), Status.PUBLISHED, number)
        for name, number in zip(names, table.view, strict=True)
    )
    return ProtectedTable(
        table.spec.identifier, block.kind, block.period, table.spec.dimensions, table.level, cells
    )


def _linked_dimensions(block: Block, classifications: Classifications) -> frozenset[str]:
    """Return the columns that a structural zero between two valid categories links to another one."""
    valid = {
        (dimension, category.identifier)
        for dimension in classifications.categories
        for category in classifications.valid(dimension, block.period)
    }
    return frozenset(dimension for zero in classifications.zeros if zero <= valid for dimension, _ in zero)
