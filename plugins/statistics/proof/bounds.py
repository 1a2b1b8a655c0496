"""What readers deduce of a block: the interval of each count.

Without structural zeros, bounds have a closed form. The records of a published cell may be of any of its
categories, so a set of categories of one column holds at least the cells inside it, and at most those that
it touches. Each column splits the same N records, and nothing says how two columns go together, so sets of
a, b, … records in k columns share at least a + b + … − (k−1)·N of them, and at most the smallest of a, b, …
(Fréchet bounds). Both are attained: each column may be filled without regard to the others.

A structural zero says how two columns go together: then `linked` solves programmes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.statistics.proof.counts import ContradictionError, Interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from plugins.statistics.proof.counts import Count
    from plugins.statistics.proof.model import Model
    from plugins.statistics.protection.tables import Cell


def intervals(model: Model, counts: Sequence[Count], enough: int) -> list[Interval | None]:
    """Return the interval of each count, None where structural zeros allow no record of it.

    Args:
        model: what readers know.
        counts: any.
        enough: a greatest value of this or more need not be exact.

    Raises:
        ContradictionError: the published numbers contradict each other.
    """
    if model.is_linked:
        # the solver is slow to load, and few vocabularies have structural zeros
        from plugins.statistics.proof.linked import solved_intervals  # noqa: PLC0415

        return solved_intervals(model, counts, enough)
    if any(sum(cell.number for cell in table.cells) != model.total for table in model.shown.values()):
        raise ContradictionError
    return [_interval(model, count) for count in counts]


def _interval(model: Model, count: Count) -> Interval:
    """Return the interval of a count, where nothing says how the columns go together."""
    sets = [one_way_interval(model.shown[column].cells, members) for column, members in count.members]
    shared = sum(part.low for part in sets) - (len(sets) - 1) * model.total
    return Interval(max(0, shared), min(part.high for part in sets))


def one_way_interval(cells: Iterable[Cell], members: frozenset[str]) -> Interval:
    """Return the interval of a set of categories of one column, split into these cells."""
    touched = [cell for cell in cells if not members.isdisjoint(cell.categories)]
    inside = [cell.number for cell in touched if members.issuperset(cell.categories)]
    return Interval(sum(inside), sum(cell.number for cell in touched))
