"""Thursdays outside the holidays, as far as they are known, and no promise beyond."""

from __future__ import annotations

import datetime as dt
import itertools
import tomllib

import pytest
from dateutil.easter import easter
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.agenda.facts import SchoolHoliday, read_holidays
from plugins.agenda.known_days import holiday_warning, known_until, permanence_days, public_holidays
from tools.build import ROOT

THURSDAY = 3
ASSOCIATION = tomllib.loads((ROOT / "tests" / "agenda" / "conges.toml").read_text(encoding="utf-8"))
HOLIDAYS, FINDINGS = read_holidays(ASSOCIATION)


def days_of(year: int) -> list[str]:
    return [f"{day:%d/%m}" for day in permanence_days(THURSDAY, HOLIDAYS) if day.year == year]


def test_the_holidays_of_the_federation_are_read_without_a_finding() -> None:
    assert len(HOLIDAYS) == 15
    assert FINDINGS == ()


def test_the_permanences_of_2024_counted_by_hand() -> None:
    """2024 has 52 Thursdays.

    Left out: 4 January (winter), 29 February and 7 March (détente), 2 and 9 May
    (spring; the 9th is also Ascension Day), the seven from 11 July to 22 August
    (summer; 15 August is also a legal holiday), 24 and 31 October (autumn), 26
    December (winter). 52 - 15 = 37: as many as the report counts for 2023, and
    between its 35 (2022) and 40 (2021).
    """
    assert days_of(2024) == [
        *("11/01", "18/01", "25/01", "01/02", "08/02", "15/02", "22/02"),
        *("14/03", "21/03", "28/03", "04/04", "11/04", "18/04", "25/04"),
        *("16/05", "23/05", "30/05", "06/06", "13/06", "20/06", "27/06", "04/07"),
        *("29/08", "05/09", "12/09", "19/09", "26/09", "03/10", "10/10", "17/10"),
        *("07/11", "14/11", "21/11", "28/11", "05/12", "12/12", "19/12"),
    ]
    assert len(days_of(2024)) == 37


def test_ascension_day_is_left_out_of_a_year_in_which_school_goes_on_around_it() -> None:
    """2025: 52 Thursdays, less 2 January, 27 February, 6 March, 1 and 8 May, seven in summer, 23 and 30 October, 25 December, and Ascension Day."""
    assert "22/05" in days_of(2025)
    assert "29/05" not in days_of(2025)
    assert "05/06" in days_of(2025)
    assert len(days_of(2025)) == 52 - 15 - 1


def test_the_rhythm_is_that_of_the_reports() -> None:
    """They count 40, 35 and 37 permanences (2021 to 2023)."""
    assert all(35 <= len(days_of(year)) <= 40 for year in (2024, 2025))


def test_nothing_is_promised_before_the_first_known_holiday_or_from_an_open_one_on() -> None:
    days = permanence_days(THURSDAY, HOLIDAYS)
    assert days[0] == dt.date(2023, 11, 9)
    assert days[-1] == dt.date(2026, 7, 2)
    assert known_until(HOLIDAYS) == dt.date(2026, 7, 3)


def test_nothing_is_promised_after_a_last_holiday_whose_end_is_known() -> None:
    closed = (*HOLIDAYS[:-1], SchoolHoliday(dt.date(2026, 7, 4), dt.date(2026, 8, 23), "Vacances d’été"))
    assert permanence_days(THURSDAY, closed) == permanence_days(THURSDAY, HOLIDAYS)
    assert known_until(closed) == dt.date(2026, 8, 23)


@pytest.mark.parametrize("holidays", [(), HOLIDAYS[:1], HOLIDAYS[-1:]], ids=["none", "one", "an open one"])
def test_without_two_holidays_nothing_is_promised(holidays: tuple[SchoolHoliday, ...]) -> None:
    assert permanence_days(THURSDAY, holidays) == ()


def legal_holidays(year: int) -> set[dt.date]:
    """Return the ten days of the royal decree of 18 April 1974, worked out without the library."""
    fixed = {(1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25)}
    moving = {easter(year) + dt.timedelta(days=days) for days in (1, 39, 50)}
    return {dt.date(year, month, day) for month, day in fixed} | moving


@pytest.mark.parametrize("year", range(2019, 2041))
def test_the_library_knows_the_ten_legal_holidays(year: int) -> None:
    """It also names Easter and Whit Sunday, on which nothing happens anyway."""
    known = public_holidays(dt.date(year, 1, 1), dt.date(year, 12, 31))
    assert {day for day in known if day.weekday() != 6} <= legal_holidays(year) <= known


@st.composite
def calendars(draw: st.DrawFn) -> tuple[SchoolHoliday, ...]:
    """Draw school holidays, also overlapping ones and ones without an end."""
    holidays = []
    for _ in range(draw(st.integers(0, 8))):
        start = draw(st.dates(dt.date(2023, 1, 1), dt.date(2026, 12, 31)))
        end = draw(
            st.none() | st.integers(0, 70).map(lambda days, start=start: start + dt.timedelta(days=days))
        )
        holidays.append(SchoolHoliday(start, end, "Un congé"))
    return tuple(sorted(holidays, key=lambda holiday: holiday.start))


@settings(deadline=None)  # the machine may be busy
@given(calendars(), st.integers(0, 6))
def test_a_permanence_is_on_its_weekday_never_on_a_holiday_and_always_between_two_known_ones(
    holidays: tuple[SchoolHoliday, ...], weekday: int
) -> None:
    days = permanence_days(weekday, holidays)
    assert list(days) == sorted(set(days))
    for day in days:
        assert day.weekday() == weekday
        assert day not in legal_holidays(day.year)
        assert not any(holiday.start <= day <= (holiday.end or holiday.start) for holiday in holidays)
        before = [holiday for holiday in holidays if holiday.start < day]
        assert before[-1].end, "nobody knows when school begins again"
        assert any(holiday.start > day for holiday in holidays)


@settings(deadline=None)  # the machine may be busy
@given(calendars())
def test_no_known_thursday_is_forgotten(holidays: tuple[SchoolHoliday, ...]) -> None:
    days = set(permanence_days(THURSDAY, holidays))
    for one, following in itertools.pairwise(holidays):
        day = one.end + dt.timedelta(days=1) if one.end else following.start
        while day < following.start:
            free = not any(holiday.covers(day) for holiday in holidays)
            if day.weekday() == THURSDAY and free and day not in legal_holidays(day.year):
                assert day in days
            day += dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("today", "warned"),
    [
        (dt.date(2024, 6, 1), False),
        (dt.date(2026, 1, 1), False),  # 183 days before 3 July
        (dt.date(2026, 1, 2), True),
        (dt.date(2026, 7, 3), True),
        (dt.date(2027, 1, 1), True),
    ],
)
def test_the_maintainers_are_warned_six_months_before_the_holidays_end(
    today: dt.date, *, warned: bool
) -> None:
    warning = holiday_warning(ASSOCIATION, today)
    assert bool(warning) is warned
    if warning:
        assert "3\u00a0juillet 2026" in warning
        assert "[[conges_scolaires]]" in warning


def test_the_maintainers_are_warned_when_no_holiday_is_known() -> None:
    assert "pas connus" in (holiday_warning({}, dt.date(2024, 6, 1)) or "")
