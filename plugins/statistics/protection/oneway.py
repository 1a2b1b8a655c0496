"""Protect one one-way table whose total is public: when may it be shown, and how much of it.

Setting. Counts n_1…n_k sum to a public total N. *Primary suppression* hides every
count below the threshold T, zeros included; a reader therefore knows that each of
the h hidden counts is in [0, T−1] and that together they make S = N − (visible).
The *feasibility interval* of a hidden count is then
[max(0, S−(h−1)(T−1)), min(T−1, S)]: it covers [0, T−1] if and only if
T−1 ≤ S ≤ (h−1)(T−1). We ask T ≤ S, because S itself is a sum that anyone can form.

The reader who knows this program (an *algorithm-aware* or *transparency* attack:
Kenthapadi, Mishra and Nissim, "Simulatable auditing", PODS 2005; Wong et al., "Minimality
attack", VLDB 2007) learns one thing more: every form that we prefer was refused.
So two rules hold for every decision here:

1. *simulatable*: whether a form is published is decided from what that form would show
   (the view and N), never from a hidden count, so all registers with the same view meet
   the same decision, and a view that is published first of all (`DETAIL`) reveals nothing more;
2. *witnesses*: a form that is published because a better one was refused is accepted only if,
   for every count it leaves open, registers with exactly 0 and exactly T−1 exist that show
   this very view and were refused the better one.

Everything here works on tuples of small integers in the order of the vocabulary.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, product

import numpy as np

from plugins.statistics.proof.solver import InfeasibleError, integer_programme

View = tuple[int | None, ...]
"""What a table shows: a number, or None for a hidden count."""


@dataclass(frozen=True)
class Shape:
    """What is public about a split: how many categories, and which of them form a family."""

    size: int
    families: tuple[tuple[int, ...], ...]
    """A partition of range(size)."""


def primary(values: tuple[int, ...], threshold: int) -> View:
    """Hide every count below the threshold, zeros included (primary suppression)."""
    return tuple(value if value >= threshold else None for value in values)


def family_values(values: tuple[int, ...], shape: Shape) -> tuple[int, ...]:
    """Sum the counts of each family."""
    return tuple(sum(values[place] for place in family) for family in shape.families)


def hidden_places(view: View) -> tuple[int, ...]:
    """Return the places of the hidden counts."""
    return tuple(place for place, number in enumerate(view) if number is None)


def hidden_sum(view: View, total: int) -> int:
    """Return the sum of the hidden counts, which every reader can form."""
    return total - sum(number for number in view if number is not None)


def interval(view: View, total: int, group: tuple[int, ...], threshold: int) -> tuple[int, int]:
    """Return the feasibility interval of the sum of some cells, after primary suppression only."""
    visible = sum(number for number in (view[place] for place in group) if number is not None)
    inside = sum(view[place] is None for place in group)
    outside = len(hidden_places(view)) - inside
    rest = hidden_sum(view, total)
    low = max(0, rest - outside * (threshold - 1))
    return visible + low, visible + min(inside * (threshold - 1), rest)


def open_interval(view: View, total: int, group: tuple[int, ...]) -> tuple[int, int]:
    """Return the feasibility interval of the sum of some cells when hidden cells may hold anything."""
    visible = sum(number for number in (view[place] for place in group) if number is not None)
    rest = hidden_sum(view, total)
    inside = sum(view[place] is None for place in group)
    everything = inside == len(hidden_places(view))
    return visible + (rest if everything else 0), visible + (rest if inside else 0)


def covers(bounds: tuple[int, int], threshold: int) -> bool:
    """Tell whether an interval gives no small count away: all of [0, T−1] open, or nothing small."""
    low, high = bounds
    return low >= threshold or (low == 0 and high >= threshold - 1)


def sound(view: View, total: int, groups: tuple[tuple[int, ...], ...], threshold: int) -> bool:
    """Tell whether primary suppression alone protects this view, for its cells and these groups of cells."""
    hidden = hidden_places(view)
    if len(view) < 2 or len(hidden) == len(view):
        return False  # nothing to show
    if not hidden:
        return True
    rest = hidden_sum(view, total)
    return threshold <= rest <= (len(hidden) - 1) * (threshold - 1) and all(
        covers(interval(view, total, group, threshold), threshold) for group in groups
    )


def detail_view(values: tuple[int, ...], shape: Shape, threshold: int) -> View | None:
    """Return the table by category if primary suppression protects it, else None."""
    view = primary(values, threshold)
    return view if sound(view, sum(values), shape.families, threshold) else None


def families_view(values: tuple[int, ...], shape: Shape, threshold: int) -> View | None:
    """Return the table by family if it protects although the reader knows that the detail was refused."""
    total = sum(values)
    view = primary(family_values(values, shape), threshold)
    if sound(view, total, (), threshold) and _detail_may_have_been_refused(view, total, shape, threshold):
        return view
    return None


def _detail_may_have_been_refused(view: View, total: int, shape: Shape, threshold: int) -> bool:
    """Tell whether every category can be exactly 0 and exactly T−1 behind this view with its detail refused.

    The detail is refused when the small counts (h of them, sum S) have S < T, or a deficit
    h(T−1) − S < T−1, or leave nothing visible. The least S, the least deficit and "all small"
    are sums of independent choices family by family, so the extremes are exact.
    Counts in a hidden family can be anything that its row of the view allows: S does not move.
    """
    top = threshold - 1
    shown = [
        (len(family), number)
        for family, number in zip(shape.families, view, strict=True)
        if number is not None
    ]
    inside = sum(len(shape.families[place]) for place in hidden_places(view))
    rest = hidden_sum(view, total)
    base_deficit = inside * top - rest

    def refused(families: list[tuple[int, int]], small: int, least: int, deficit: int) -> bool:
        """Try the three grounds of refusal; `small` counts summing to `least` are fixed already."""
        lows = [_least_sum(number, threshold) for _, number in families]
        gaps = [_least_deficit(size, number, threshold) for size, number in families]
        return (
            (small > 0 and sum(lows) + least < threshold)
            or (small > 0 and sum(gaps) + deficit < top)
            or all(number <= size * top for size, number in families)
        )

    if inside and not refused(shown, inside, rest, base_deficit):
        return False
    for place, (size, number) in enumerate(shown):
        if size == 1:
            continue  # its only category is the family, which is visible
        others = shown[:place] + shown[place + 1 :]
        for value in (0, top):
            split = [*others, (size - 1, number - value)]
            if not refused(split, inside + 1, rest + value, base_deficit + top - value):
                return False
    return True


def _least_sum(number: int, threshold: int) -> int:
    """Return the least sum of small counts when `number` is split over some categories."""
    return 0 if number >= threshold else number


def _least_deficit(size: int, number: int, threshold: int) -> int:
    """Return the least h(T−1) − S when `number` is split over `size` categories, h of them small."""
    top = threshold - 1
    best = size * top - number if number <= size * top else size * top
    for small in range(size):
        spare = number - threshold * (size - small)
        if spare >= 0:
            best = min(best, small * top - min(small * top, spare))
    return best


def secondary(values: tuple[int, ...], threshold: int) -> View | None:
    """Hide the least information that makes the hidden group safe (complementary suppression, exact).

    A 0–1 programme (HiGHS): hide every small count, two cells at least, and a sum of T at least;
    lose the fewest records; among equals, keep the earliest categories of the vocabulary. Readers
    are told only that the hidden cells are hidden, not which of them are small.
    """
    size = len(values)
    if size < 3 or sum(values) < threshold:
        return None
    small = np.array([value < threshold for value in values], dtype=float)
    weights = np.array(values, dtype=float)
    constraints = [(np.ones(size), 2, size - 1), (weights, threshold, np.inf)]
    try:
        first = integer_programme(weights, constraints, small, 1.0)
        lost = sum(value for value, hide in zip(values, first, strict=True) if hide)
        order = np.array([2.0 ** (size - place) for place in range(size)])
        second = integer_programme(order, [*constraints, (weights, 0, lost)], small, 1.0)
    except InfeasibleError:
        return None
    return tuple(None if hide else value for value, hide in zip(values, second, strict=True))


def secondary_view(values: tuple[int, ...], shape: Shape, threshold: int) -> View | None:
    """Return the complementary suppression of a table that was refused in detail and by family, or None.

    Its witnesses are searched among the ways to share the hidden sum over one or two other
    hidden cells, and each is checked by running the whole protection on it.
    """
    view = secondary(values, threshold)
    if view is None:
        return None
    total = sum(values)
    if not all(covers(open_interval(view, total, group), threshold) for group in shape.families):
        return None
    groups: set[tuple[int, ...]] = {(place,) for place in hidden_places(view)}
    groups |= {family for family in shape.families if all(view[place] is None for place in family)}
    wanted = ((group, value) for group in sorted(groups) for value in (0, threshold - 1))
    if all(_secondary_witness(view, shape, group, value, total, threshold) for group, value in wanted):
        return view
    return None


def _secondary_witness(
    view: View, shape: Shape, group: tuple[int, ...], value: int, total: int, threshold: int
) -> bool:
    """Look for counts behind the view where `group` sums to `value`, and check that they are shown so."""
    others = [place for place in hidden_places(view) if place not in group]
    if not others:
        return True  # the group is all that is hidden: its sum is public
    rest, top = hidden_sum(view, total) - value, threshold - 1
    shares = chain(
        ({one: rest} for one in others),
        ({one: rest - top, two: top} for one in others for two in others if one != two),
    )
    for share, holder in product(shares, group):
        if min(share.values()) < 0:
            continue
        filled = {**share, holder: value}
        values = tuple(filled.get(i, 0) if number is None else number for i, number in enumerate(view))
        if (
            detail_view(values, shape, threshold) is None
            and families_view(values, shape, threshold) is None
            and secondary(values, threshold) == view
        ):
            return True
    return False
