"""Checks what a reader can deduce who knows how the protection works, and perhaps one true count.

The intervals of `audit` take the published cells as given. Whoever reads the source also knows why a
group stands: finer ones could not be shown. For every category that is not shown by itself,
alone and beside every other such category with every small count, this check therefore looks for two sets
of counts, one where it is exactly 0 and one where it is exactly T−1 (or all that may remain), that the
*protection* turns into the very same tables; and likewise for every family inside a group. Candidates come
from the published numbers alone, and are judged by running the protection on them. `recoding` proves that
such sets exist; this module finds them, and does not rely on the proof.
"""

from __future__ import annotations

from collections import defaultdict, deque
from functools import reduce
from itertools import chain, combinations, cycle, product
from operator import and_
from typing import TYPE_CHECKING

from plugins.statistics.programme import GROUP_SIZE, THRESHOLD
from plugins.statistics.proof.verdict import Finding
from plugins.statistics.protection.publication import protect_block

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from plugins.statistics.protection.tables import Cell, Margin, ProtectedTable, Publication
    from plugins.statistics.records.classification import Classifications

_Fixed = dict[str, int]
"""Counts that the reader supposes or knows, by category."""


def method_findings(
    publication: Publication,
    classifications: Classifications,
    threshold: int = THRESHOLD,
    protection: Callable[..., tuple[ProtectedTable, ...]] = protect_block,
) -> tuple[int, list[Finding]]:
    """Return how many suppositions of a reader were tried, and those that the publication rules out."""
    tried = 0
    found: list[Finding] = []
    for total in publication.totals:
        tables = tuple(t for t in publication.tables if (t.kind, t.period) == (total.kind, total.period))
        barred = frozenset(
            table.dimension for table in tables if classifications.is_linked(table.dimension, total.period)
        )
        for table in tables:
            if table.dimension in barred:
                continue  # withheld whatever the register holds: the vocabulary says so
            search = _Search(tables, table, barred, threshold, protection)
            for name, fixed in _suppositions(table, threshold):
                tried += 1
                if not search.finds(fixed):
                    reason = "aucun autre registre ne donne la même publication"
                    found.append(
                        Finding(table.kind, str(table.period), f"{table.identifier} : {name}", reason)
                    )
    return tried, found


def _suppositions(table: ProtectedTable, threshold: int) -> Iterator[tuple[str, _Fixed]]:
    """Yield what a reader may suppose of one count, knowing another one or none: a name, and the counts."""
    top = threshold - 1
    groups = [cell for cell in table.cells if len(cell.categories) > 1]
    hidden = [(cell, name) for cell in groups for name in cell.categories]
    for cell, name in hidden:
        for value in {0, min(top, cell.number)}:
            yield name, {name: value}
    for (cell, name), (other_cell, other) in product(hidden, repeat=2):
        if name == other or len(cell.categories) < GROUP_SIZE:
            continue  # of two categories, the public total always tells the one by the other
        for known in range(min(top, other_cell.number) + 1):
            room = cell.number - known if cell is other_cell else cell.number
            yield from (
                (f"{name}, pour qui connaît {other}", {other: known, name: v}) for v in {0, min(top, room)}
            )
    yield from _families(table, groups, hidden, top)


def _families(
    table: ProtectedTable, groups: Sequence[Cell], hidden: Sequence[tuple[Cell, str]], top: int
) -> Iterator[tuple[str, _Fixed]]:
    """Yield the same of the families inside groups."""
    for cell, node in product(groups, table.tree.walk()):
        if not node.name or not set(node.members) < set(cell.categories):
            continue
        first, *rest = node.members
        for value in {0, min(top, cell.number)}:
            yield node.name, {first: value, **dict.fromkeys(rest, 0)}
        for other_cell, other in hidden:
            outside = set(cell.categories) - {*node.members, other}
            if other in node.members or not outside:
                continue  # a known part of it, or the public total less a known count
            for known in range(min(top, other_cell.number) + 1):
                room = cell.number - known if cell is other_cell else cell.number
                for value in {0, min(top, room)}:
                    fixed = {other: known, first: value, **dict.fromkeys(rest, 0)}
                    yield f"{node.name}, pour qui connaît {other}", fixed


class _Search:
    """Looks for counts behind the tables of a block, some of one table's supposed."""

    def __init__(
        self,
        tables: Sequence[ProtectedTable],
        table: ProtectedTable,
        barred: frozenset[str],
        threshold: int,
        protection: Callable[..., tuple[ProtectedTable, ...]],
    ) -> None:
        self._tables, self._table, self._barred, self._threshold = tuple(tables), table, barred, threshold
        self._protection = protection
        self._trees = {other.dimension: other.tree for other in tables}
        self._others = {other.dimension: next(_fillings(other.cells, {})) for other in tables}
        self._having: defaultdict[tuple[str, int], int] = defaultdict(int)
        """The counts found so far that give a category a number: one bit each."""
        self._found = 0

    def finds(self, fixed: _Fixed) -> bool:
        """Tell whether some counts with these values give the very same tables."""
        if reduce(and_, (self._having[supposed] for supposed in fixed.items())):
            return True  # those found for another supposition have these values too
        # those of `_spread` first: they may give other tables, but one that does not serves many suppositions
        spread = _spread(self._table.cells, fixed, self._threshold - 1, self._found)
        for margin in chain(spread, _fillings(self._table.cells, fixed)):
            if self._gives_the_tables(margin):
                for name in self._table.tree.members:
                    self._having[name, margin.get(name, 0)] |= 1 << self._found
                self._found += 1
                return True
        return False

    def _gives_the_tables(self, margin: Margin) -> bool:
        counts = {**self._others, self._table.dimension: margin}
        kind, period = self._table.kind, self._table.period
        return (
            self._protection(kind, period, counts, self._trees, self._barred, self._threshold) == self._tables
        )


def _fillings(cells: Sequence[Cell], fixed: Mapping[str, int]) -> Iterator[Margin]:
    """Yield counts that make up the cells: the fixed ones, and the rest of each cell in one or two others."""
    choices = []
    for cell in cells:
        free = [name for name in cell.categories if name not in fixed]
        rest = cell.number - sum(fixed.get(name, 0) for name in cell.categories)
        ways: list[_Fixed] = [{name: rest} for name in free] if rest else [{}]
        ways += [{one: rest // 2, two: rest - rest // 2} for one, two in combinations(free, 2)]
        if not any(name in fixed for name in cell.categories):
            ways = ways[:1]
        choices.append(ways if rest >= 0 else [])
    for parts in product(*choices):
        margin = dict(fixed)
        for part in parts:
            margin |= part
        yield margin


def _spread(cells: Sequence[Cell], fixed: Mapping[str, int], top: int, turn: int) -> Iterator[Margin]:
    """Yield counts that make up the cells and may fit many suppositions: small ones, others at each turn."""
    margin = dict(fixed)
    for cell in cells:
        free = deque(name for name in cell.categories if name not in fixed)
        rest = cell.number - sum(fixed.get(name, 0) for name in cell.categories)
        if rest < 0 or (rest and not free):
            return
        if free:
            free.rotate(turn)
            *others, last = free
            for name, small in zip(others, cycle(range(top, 0, -1)), strict=False):
                margin[name] = min(rest, small)
                rest -= margin[name]
            margin[last] = rest
    yield margin
