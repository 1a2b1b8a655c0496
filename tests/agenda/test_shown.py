"""What the pages show: days by month, past ones apart, the horizon that the content itself sets."""

from __future__ import annotations

import datetime as dt

import pytest

from plugins.agenda import Agenda, shown
from plugins.agenda.entries import Entry, permanence_entries
from plugins.agenda.facts import Permanence
from plugins.texts.when import When

DAYS = [dt.date(2024, 1, 25), dt.date(2024, 2, 1), dt.date(2024, 2, 8)]
PERMANENCE = Permanence(3, "après-midi", dt.time(14), dt.time(17), cancelled=frozenset(DAYS[2:]))


def test_today_is_not_before_the_newest_published_date() -> None:
    assert shown.horizon(DAYS) == dt.date(2024, 2, 8)
    assert shown.horizon([]) == dt.date.min


def permanences(days: list[dt.date], since: dt.date = dt.date.min) -> tuple[shown.Month, ...]:
    entries = [*permanence_entries(PERMANENCE, days, "CVTS"), Entry("a", "Un colloque", When(DAYS[1]), "/")]
    coming = shown.coming(entries, since)
    return Agenda(PERMANENCE, dict.fromkeys(days, ""), None, since, coming).permanences


def test_permanences_come_by_month_from_the_horizon_on() -> None:
    (month,) = permanences(DAYS, DAYS[1])
    assert month.name == "février 2024"
    assert [(entry.when.day, entry.cancelled) for entry in month.entries] == [
        (DAYS[1], False),
        (DAYS[2], True),
    ]


def test_where_the_holidays_are_unknown_no_date_is_shown() -> None:
    assert permanences([]) == ()


def test_the_same_month_of_two_years_is_two_months() -> None:
    made = permanences([dt.date(2024, 2, 1), dt.date(2025, 2, 6)])
    assert [month.name for month in made] == ["février 2024", "février 2025"]


def test_a_bistrots_dates_are_parted_and_the_past_ones_newest_first() -> None:
    made = shown.evenings([Entry("a", "Mons", When(day), "/") for day in DAYS], DAYS[2], "")
    assert [entry.when.day for entry in made.coming] == [DAYS[2]]
    assert [entry.when.iso for entry in made.past] == ["2024-02-01", "2024-01-25"]


def test_an_evening_carries_its_hours_and_the_moment_from_which_it_is_past() -> None:
    evening = When(DAYS[1], dt.time(19), None, dt.time(22))
    assert (evening.hours, evening.over, evening.iso) == (
        "de 19\u00a0h à 22\u00a0h",
        "2024-02-01 22:00",
        "2024-02-01T19:00+01:00",
    )


@pytest.mark.parametrize(
    ("when", "iso"),
    [
        (When(dt.date(2024, 3, 21), dt.time(14)), "2024-03-21T14:00+01:00"),
        (When(dt.date(2024, 4, 4), dt.time(14)), "2024-04-04T14:00+02:00"),
        (When(dt.date(2024, 1, 24)), "2024-01-24"),
    ],
)
def test_an_events_hour_carries_the_offset_of_that_day(when: When, iso: str) -> None:
    assert when.iso == iso


@pytest.mark.parametrize(
    ("when", "past"),
    [
        (When(DAYS[0]), True),
        (When(DAYS[1]), False),
        (When(DAYS[0], None, DAYS[1]), False),  # goes on at the horizon
    ],
)
def test_what_goes_on_at_the_horizon_is_not_past(when: When, *, past: bool) -> None:
    assert shown.is_past(when, DAYS[1]) is past


def test_what_may_be_to_come_is_in_order_and_by_month() -> None:
    entries = [
        Entry(key, key, when, "/")
        for key, when in (
            ("d", When(dt.date(2025, 2, 1))),
            ("c", When(DAYS[2], dt.time(9))),
            ("b", When(DAYS[2])),
            ("a", When(DAYS[0])),
        )
    ]
    coming = shown.coming(entries, DAYS[1])
    assert [entry.key for entry in coming] == ["b", "c", "d"]
    assert [(month.name, len(month.entries)) for month in shown.by_month(coming)] == [
        ("février 2024", 2),
        ("février 2025", 1),
    ]
