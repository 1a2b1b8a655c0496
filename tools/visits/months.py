"""Adds visits up by month, and tells the months that the logs cover from those they do not."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from plugins.visits.months import (
    DIRECT,
    ORIGINS,
    PAGE_GROUPS,
    SMALL,
    VisitMonth,
    days_of_month,
    ranked,
)
from tools.visits.requests import page_group

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from tools.visits.sessions import Visit

NEIGHBOUR = 31
"""Days. A line this close to the month proves that the log ran on; one dated years away proves nothing."""


class Span(NamedTuple):
    """The part of a month that the logs cover, from a first day to a last one, both ordinals and included."""

    first: int
    last: int


def count_months(visits: Iterable[Visit], traced: AbstractSet[int]) -> tuple[VisitMonth, ...]:
    """Count the visits of every month of which the logs hold at least one line, in order.

    Args:
        visits: in any order.
        traced: the days (ordinals) of which the logs hold a line, whoever asked for whatever.
    """
    by_month: dict[tuple[int, int], list[Visit]] = {_month(day): [] for day in traced}
    for visit in visits:
        by_month[_month(visit.day)].append(visit)
    return tuple(
        _count(year, month, span_of(year, month, traced), visits, traced)
        for (year, month), visits in sorted(by_month.items())
    )


def span_of(year: int, month: int, traced: AbstractSet[int]) -> Span:
    """Return which part of a month the logs cover, from their lines' span.

    The month must have at least one line. Its first days count as covered, quiet
    as they may be, if the logs also hold a line of the weeks before; its last
    days, if they hold one of the weeks after.
    """
    first = dt.date(year, month, 1).toordinal()
    last = first + days_of_month(year, month) - 1
    inside = [day for day in range(first, last + 1) if day in traced]
    before = any(day in traced for day in range(first - NEIGHBOUR, first))
    after = any(day in traced for day in range(last + 1, last + NEIGHBOUR + 1))
    return Span(first if before else inside[0], last if after else inside[-1])


def _count(year: int, month: int, span: Span, visits: list[Visit], traced: AbstractSet[int]) -> VisitMonth:
    by_day = Counter(visit.day for visit in visits)
    groups = Counter(page_group(page) for visit in visits for page in visit.pages)
    origins = Counter(visit.origin for visit in visits)
    domains = {name: count for name, count in origins.items() if name not in ORIGINS and count >= SMALL}
    direct = origins[DIRECT]
    return VisitMonth(
        year,
        month,
        days=span.last - span.first + 1,
        untraced=sum(day not in traced for day in range(span.first, span.last + 1)),
        visits=len(visits),
        busiest=max(by_day.values(), default=0),
        pages=tuple((group, groups[group]) for group in PAGE_GROUPS),
        direct=direct,
        domains=ranked(domains),
        others=len(visits) - direct - sum(domains.values()),
    )


def _month(day: int) -> tuple[int, int]:
    date = dt.date.fromordinal(day)
    return date.year, date.month
