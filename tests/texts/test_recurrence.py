"""Rules are read as people write them, and their dates are those of a calendar."""

from __future__ import annotations

import calendar
import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.texts.recurrence import MONTHS, WEEKDAYS, Rule, RuleError, read_dates, read_rule

ORDINALS = {1: "premier", 2: "deuxième", 3: "troisième", 4: "quatrième", -1: "dernier"}
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1))


def days(text: str) -> list[str]:
    return [day.isoformat() for day in read_rule(text).days()]


@pytest.mark.parametrize(
    ("text", "words", "first"),
    [
        (
            "premier mardi du mois, depuis 2026-09-01",
            "le premier mardi du mois",
            ["2026-09-01", "2026-10-06"],
        ),
        (
            "Les deuxième et quatrième jeudis du mois jusqu'au 2027-06-30, sauf juillet, août",
            "les deuxième et quatrième jeudis du mois, sauf en juillet et août",
            ["2026-09-10", "2026-09-24"],
        ),
        ("tous les lundis du 2026-09-01 au 2026-10-30", "tous les lundis", ["2026-09-07", "2026-09-14"]),
        (
            "chaque lundi et mercredi depuis 2026-09-01",
            "tous les lundis et mercredis",
            ["2026-09-02", "2026-09-07"],
        ),
        ("un mardi sur deux, à partir du 2026-09-01", "un mardi sur deux", ["2026-09-01", "2026-09-15"]),
        (
            "DERNIER VENDREDI de chaque mois, dès le 2026-09-01",
            "le dernier vendredi du mois",
            ["2026-09-25", "2026-10-30"],
        ),
        ("2e mardi du mois depuis le 2026-09-01", "le deuxième mardi du mois", ["2026-09-08", "2026-10-13"]),
    ],
)
def test_rules_are_read_as_people_write_them(text: str, words: str, first: list[str]) -> None:
    assert read_rule(text).words() == words
    assert days(text)[:2] == first


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("premier mardi du mois", "quand elle commence"),
        ("premier mardi, depuis 2026-09-01", "ni une date ni une règle"),
        ("tous les jours depuis 2026-09-01", "ni une date ni une règle"),
        ("le mois prochain", "ni une date ni une règle"),
        ("premier mardi du mois, depuis 2026-02-31", "n’est pas une date"),
        ("premier mardi du mois, du 2026-09-01 au 2028-09-01", "plus d’un an"),
        ("premier mardi du mois, du 2026-09-01 au 2026-08-01", "avant de commencer"),
        ("premier mardi du mois, du 2026-09-02 au 2026-09-05", "aucune date"),
        ("premier mardi du mois depuis 2026-09-01 sauf la Toussaint", "liste de mois"),
        ("un mardi sur deux jusqu'au 2026-09-01", "une première date"),
        ("un mardi sur deux depuis 2026-09-02", "une première date"),
        ("tous les mardis depuis 9999-12-20", "hors du temps"),
        ("tous les mardis jusqu'au 0001-01-20", "hors du temps"),
    ],
)
def test_what_says_no_dates_is_refused(text: str, problem: str) -> None:
    with pytest.raises(RuleError, match=problem):
        read_rule(text)


@given(st.integers(0, 6), st.sampled_from(list(ORDINALS)), DAYS, st.sets(st.integers(1, 12), max_size=6))
def test_the_nth_weekday_is_that_of_a_calendar(
    weekday: int, ordinal: int, first: dt.date, spared: set[int]
) -> None:
    """Against the standard library's month tables; a year without the excluded months."""
    text = f"{ORDINALS[ordinal]} {WEEKDAYS[weekday]} du mois, depuis {first}"
    if spared:
        text += f", sauf {', '.join(MONTHS[month - 1] for month in sorted(spared))}"
    last = read_rule(f"tous les lundis, depuis {first}").last
    expected = []
    for year in range(first.year, last.year + 1):
        for month in range(1, 13):
            of_month = [week[weekday] for week in calendar.monthcalendar(year, month) if week[weekday]]
            day = dt.date(year, month, of_month[ordinal - 1 if ordinal > 0 else -1])
            if first <= day <= last and month not in spared:
                expected.append(day)
    assert list(read_rule(text).days()) == expected


@given(st.integers(0, 6), DAYS)
def test_what_a_rule_says_is_read_as_that_rule(weekday: int, first: dt.date) -> None:
    rule = Rule((weekday,), (2, -1), 1, (7, 8), first, first + dt.timedelta(days=300))
    said = f"{rule.words()} du {rule.first} au {rule.last}".replace(", sauf en juillet et août", "")
    assert read_rule(f"{said}, sauf en juillet et août") == rule


@given(
    st.one_of(st.text(), st.integers(), st.lists(st.one_of(st.text(), st.none(), st.dates())), st.floats())
)
def test_anything_is_dates_or_a_message(value: object) -> None:
    with contextlib.suppress(RuleError):
        assert all(isinstance(day, dt.date) for day in read_dates(value))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("tous les lundis depuis 2025-03-01", "2025-03-01", "2026-02-28"),
        ("tous les lundis depuis 2024-02-29", "2024-02-29", "2025-02-28"),
        ("tous les lundis jusqu'au 2027-06-30", "2026-07-01", "2027-06-30"),
        ("tous les lundis du 2024-01-01 au 2024-12-31", "2024-01-01", "2024-12-31"),
    ],
)
def test_a_rule_holds_for_a_year_unless_told_otherwise(text: str, first: str, last: str) -> None:
    rule = read_rule(text)
    assert (rule.first.isoformat(), rule.last.isoformat()) == (first, last)


def test_dates_and_rules_mix() -> None:
    dates = read_dates(["tous les lundis du 2026-09-01 au 2026-09-14", dt.date(2026, 9, 7), "2026-10-01"])
    assert [day.isoformat() for day in dates] == ["2026-09-07", "2026-09-14", "2026-10-01"]
    assert [rule.words() for rule in dates.rules] == ["tous les lundis"]
    assert not read_dates([])
