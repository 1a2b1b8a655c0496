"""A month is complete when the logs cover it from its first day to its last; its counts add up."""

from __future__ import annotations

import datetime as dt

import pytest

from plugins.visits.months import DIRECT, OTHER_ORIGINS
from tools.visits.months import count_months, span_of
from tools.visits.sessions import Visit


def days(*texts: str) -> set[int]:
    return {dt.date.fromisoformat(text).toordinal() for text in texts}


@pytest.mark.parametrize(
    ("traced", "span"),
    [
        (("2024-02-01", "2024-02-29"), ("2024-02-01", "2024-02-29")),
        (("2024-01-31", "2024-02-10", "2024-03-01"), ("2024-02-01", "2024-02-29")),
        (("2024-02-02", "2024-02-29"), ("2024-02-02", "2024-02-29")),
        (("2024-02-01", "2024-02-28"), ("2024-02-01", "2024-02-28")),
        (("2024-02-14",), ("2024-02-14", "2024-02-14")),
        # a line that a server's clock dated years away proves nothing
        (("1970-01-01", "2024-02-14", "2099-01-01"), ("2024-02-14", "2024-02-14")),
    ],
)
def test_the_logs_cover_a_month_as_far_as_their_lines_reach(
    traced: tuple[str, ...], span: tuple[str, str]
) -> None:
    found = span_of(2024, 2, days(*traced))
    assert tuple(dt.date.fromordinal(day).isoformat() for day in found) == span


def test_days_without_a_single_line_are_counted() -> None:
    (month,) = count_months([], days("2024-02-01", "2024-02-02", "2024-02-29"))
    assert (month.days, month.untraced, month.traced, month.complete) == (29, 26, 3, True)
    assert (month.visits, month.busiest, month.mean) == (0, 0, 0.0)


def test_domains_with_fewer_than_three_visits_are_merged() -> None:
    (day,) = days("2024-02-05")
    origins = [
        DIRECT,
        *["google.be"] * 3,
        *["a.example"] * 2,
        "b.example",
        OTHER_ORIGINS,
        *["facebook.com"] * 3,
    ]
    (month,) = count_months([Visit(day, origin, ("/",)) for origin in origins], {day})
    assert month.domains == (("facebook.com", 3), ("google.be", 3))
    assert (month.direct, month.others, month.visits) == (1, 4, 11)


@pytest.mark.parametrize(
    ("visits", "mean"), [(29, 1.0), (1, 0.0), (2, 0.1), (145, 5.0), (146, 5.0), (147, 5.1)]
)
def test_the_mean_is_per_covered_day_to_one_decimal(visits: int, mean: float) -> None:
    traced = days("2024-02-01", "2024-02-29")
    (month,) = count_months([Visit(min(traced), DIRECT, ("/",))] * visits, traced)
    assert month.mean == mean
