"""Recodes one split of a closed period: the finest groups that give nobody away.

Setting. The counts n_1…n_k of a column's categories sum to a public total N. The vocabulary
gives a public tree of them (`classification.Node`): a category is a leaf, a family a node. From the
root down, a node gives way to its children if each of them may be shown, else it stands
as one number (*top-down global recoding*; Samarati and Sweeney, 1998; LeFevre et al., "Mondrian", ICDE
2006). May be shown:

- a category of at least T records;
- a group of at least `GROUP_SIZE` categories and 2T−1 records together;
- any group of which each child may be shown: it gives way to them;
- and nothing that tells something of a crossing, see below.

Nothing else is published: no small count is ever marked as small, no number is hidden beside others.
A table whose root stands is not shown at all: its one number is the public total.

Why a reader learns nothing of a category i that is not shown by itself, although he knows this
program, and one more such count, n_j = x < T (he made the only request of a sector, say):

Let G be the group of i, of n records (the root: N). Whatever v in 0…T−1 we want n_i to be, give n_i = v
and all that remains of n to one third category m of G. The result has the published numbers,
and every node on the way from the root to G gives way as before, since it depends on published
numbers only. G itself still stands, because one of its two children is not shown:

- i and j are in one child: take m in the other; the first holds at most 2(T−1) records, too few for a
  group, and no category of it holds T;
- else take m beside one of them, in its child; the other child holds less than T records.

So i may have any count from 0 to T−1, and the rule never looks at one that it does not show. The same
goes for the sum of a family inside G, all of it in one category (if the family and j are all of G, the
sum is n − x ≥ T). `proof.method` builds these registers at every build and runs the protection on them.
A table that is not shown bounds its counts by the public total alone.

Crossings. One-way tables with one total always fit together, so they tell nothing about each other's
margins. But at least a + b − N records are in both of two categories or groups of a and b records of
two tables (Fréchet bounds; Dobra and Fienberg, "Bounds for cell entries in contingency tables", PNAS 2000).
A child is not shown where such a bound, for two tables or for three, would lie in 1…T−1.
The decision depends on numbers that are shown; a group that stands for this reason might as
well stand for the reason above.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from plugins.statistics.programme import GROUP_SIZE, THRESHOLD, group_minimum
from plugins.statistics.protection.tables import Cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plugins.statistics.protection.tables import Margin
    from plugins.statistics.records.classification import Node


def recode(
    root: Node, margin: Margin, earlier: Sequence[tuple[int, ...]] = (), threshold: int = THRESHOLD
) -> tuple[Cell, ...]:
    """Return the finest cells of one split that may be shown; a single one says no more than the total.

    Args:
        root: the tree of the column's categories.
        margin: the count of each category (confidential).
        earlier: the public numbers of each table before this one (`ProtectedTable.public_numbers`).
        threshold: T.
    """
    outside = _outside(earlier, sum(margin.get(category, 0) for category in root.members))

    def divide(node: Node) -> _Divided:
        if not node.children:
            number = sum(margin.get(category, 0) for category in node.members)
            may_stand = number >= threshold and not _tells_a_crossing(number, outside, threshold)
            return _Divided(number, (Cell(node.members, number),), may_stand)
        parts = [divide(child) for child in node.children]
        number = sum(part.number for part in parts)
        gives_way = all(part.may_be_shown for part in parts)
        may_stand = len(node.members) >= GROUP_SIZE and number >= group_minimum(threshold)
        # where a group gives way, readers know the number of a family, by its children, and no other
        may_be_shown = (gives_way and not node.name) or (
            (gives_way or may_stand) and not _tells_a_crossing(number, outside, threshold)
        )
        if not gives_way:
            return _Divided(number, (Cell(node.members, number),), may_be_shown)
        return _Divided(number, tuple(cell for part in parts for cell in part.cells), may_be_shown)

    return divide(root).cells


class _Divided(NamedTuple):
    """A node of the tree, its records counted."""

    number: int
    cells: tuple[Cell, ...]
    """The finest ones that may be shown, or the node as one number."""
    may_be_shown: bool


def _outside(earlier: Sequence[tuple[int, ...]], total: int) -> frozenset[int]:
    """Return how many records may lie outside one number of an earlier table, or of each of several."""
    shown = [numbers for numbers in earlier if numbers]
    sets = [(numbers,) for numbers in shown] + ([tuple(shown)] if len(shown) > 1 else [])
    return frozenset(sum(total - other for other in others) for tables in sets for others in product(*tables))


def _tells_a_crossing(number: int, outside: frozenset[int], threshold: int) -> bool:
    """Tell whether the number, with one of each of some earlier tables, bounds a crossing inside 1…T−1."""
    return any(number - crossing in outside for crossing in range(1, threshold))
