"""Dates and times in Belgian French."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.french.dates import long_date, medium_date, month, time


@pytest.mark.parametrize(
    ("day", "long", "medium"),
    [
        (dt.date(2023, 11, 23), "jeudi 23\u00a0novembre 2023", "23\u00a0novembre 2023"),
        (dt.date(2022, 3, 1), "mardi 1er\u00a0mars 2022", "1er\u00a0mars 2022"),
        (dt.date(2021, 8, 31), "mardi 31\u00a0août 2021", "31\u00a0août 2021"),
        (
            dt.datetime(2019, 12, 11, 23, 59, tzinfo=dt.UTC),
            "mercredi 11\u00a0décembre 2019",
            "11\u00a0décembre 2019",
        ),
    ],
)
def test_days(day: dt.date, long: str, medium: str) -> None:
    assert long_date(day) == long
    assert medium_date(day) == medium


@given(st.dates())
def test_the_day_never_parts_from_its_month(day: dt.date) -> None:
    number, rest = medium_date(day).split("\u00a0")
    assert number == ("1er" if day.day == 1 else str(day.day))
    assert rest == month(day)
    assert long_date(day).endswith(f" {medium_date(day)}")


def test_months_have_no_day() -> None:
    assert month(dt.date(2023, 2, 1)) == "février 2023"


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (dt.time(14, 30), "14\u00a0h\u00a030"),
        (dt.time(14), "14\u00a0h"),
        (dt.time(9, 5), "9\u00a0h\u00a005"),
        (dt.time(0), "0\u00a0h"),
        (dt.datetime(2023, 11, 23, 13, 0, 59, tzinfo=dt.UTC), "13\u00a0h"),
    ],
)
def test_times_of_day(moment: dt.time | dt.datetime, written: str) -> None:
    assert time(moment) == written
