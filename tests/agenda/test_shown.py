"""What the pages show: days by month, past ones apart, the horizon that the content itself sets."""

from __future__ import annotations

import datetime as dt

from plugins.agenda import shown
from plugins.agenda.facts import Permanence

DAYS = [dt.date(2024, 1, 25), dt.date(2024, 2, 1), dt.date(2024, 2, 8)]
PERMANENCE = Permanence(3, "après-midi", dt.time(14), dt.time(17), cancelled=frozenset(DAYS[2:]))


def test_today_is_not_before_the_newest_published_date() -> None:
    assert shown.horizon(DAYS) == dt.date(2024, 2, 8)
    assert shown.horizon([]) == dt.date.min


def test_permanences_come_by_month_from_the_horizon_on() -> None:
    made = shown.permanences(PERMANENCE, DAYS, dt.date(2024, 2, 1), "/agenda/permanence.ics")
    assert [(month.name, [day.number for day in month.days]) for month in made.months] == [
        ("février 2024", ["1er", "8"])
    ]
    assert [day.cancelled for day in made.months[0].days] == [False, True]
    assert (made.weekday, made.ends) == ("jeudi", "17:00")


def test_where_the_holidays_are_unknown_no_date_is_shown() -> None:
    assert shown.permanences(PERMANENCE, (), dt.date.min, "").months == ()
    assert shown.permanences(None, (), dt.date.min, "").months == ()


def test_the_same_month_of_two_years_is_two_months() -> None:
    days = [dt.date(2024, 2, 1), dt.date(2025, 2, 6)]
    assert [month.name for month in shown.permanences(PERMANENCE, days, dt.date.min, "").months] == [
        "février 2024",
        "février 2025",
    ]


def test_a_bistrots_dates_are_parted_sorted_and_each_there_once() -> None:
    made = shown.evenings([DAYS[2], DAYS[0], DAYS[1], DAYS[1]], [DAYS[2]], DAYS[2], "")
    assert [day.text for day in made.coming] == ["jeudi 8\u00a0février 2024"]
    assert made.coming[0].cancelled
    assert [day.iso for day in made.past] == ["2024-02-01", "2024-01-25"]


def test_an_events_hour_carries_the_offset_of_that_day() -> None:
    winter = shown.event(dt.datetime(2024, 3, 21, 14), cancelled=False, since=DAYS[0], address="")  # noqa: DTZ001
    summer = shown.event(dt.datetime(2024, 4, 4, 14), cancelled=False, since=DAYS[0], address="")  # noqa: DTZ001
    day = shown.event(dt.date(2024, 1, 24), cancelled=True, since=DAYS[0], address="")
    assert (winter.iso, summer.iso, day.iso) == (
        "2024-03-21T14:00+01:00",
        "2024-04-04T14:00+02:00",
        "2024-01-24",
    )
    assert (winter.past, day.past) == (False, True)
