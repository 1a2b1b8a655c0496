"""Rules are read as people write them, and their dates are those of a calendar."""

from __future__ import annotations

import calendar
import contextlib
import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from plugins.french.dates import MONTHS, WEEKDAYS
from plugins.texts.recurrence import Rule, RuleError, read_dates, read_rule
from plugins.texts.when import When

ORDINALS = {1: "premier", 2: "deuxième", 3: "troisième", 4: "quatrième", -1: "dernier"}
DAYS = st.dates(dt.date(1999, 1, 1), dt.date(2098, 12, 31))
HOURS = st.times().map(lambda time: time.replace(second=0, microsecond=0))


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
        ("tous les mardis depuis 9999-12-20", "n’est pas une date"),
        ("tous les mardis jusqu'au 0001-01-20", "n’est pas une date"),
        ("tous les mardis à 25:00, depuis 2026-09-01", "ni une date ni une règle"),
        ("tous les mardis à 19h75, depuis 2026-09-01", "ni une date ni une règle"),
        ("tous les mardis à 19:00 et 21:00, depuis 2026-09-01", "ni une date ni une règle"),
        ("tous les mardis de 19 à 22 h, depuis 2026-09-01", "ni une date ni une règle"),
        ("tous les mardis de 19 h à 19:00, depuis 2026-09-01", "à l’heure où elle commence"),
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


@pytest.mark.parametrize(
    ("hours", "start", "end", "words"),
    [
        ("à 19:00", "19:00", "", "à 19 h"),
        ("à 19h", "19:00", "", "à 19 h"),
        ("À 19 H 30", "19:30", "", "à 19 h 30"),
        ("à 19\u00a0h\u00a030", "19:30", "", "à 19 h 30"),
        ("vers 9h05", "09:05", "", "à 9 h 05"),
        ("de 19 h à 22 h 30", "19:00", "22:30", "de 19 h à 22 h 30"),
        ("19:00-22:00", "19:00", "22:00", "de 19 h à 22 h"),
        ("à 19:00 – 22:00", "19:00", "22:00", "de 19 h à 22 h"),
        ("dès 19h jusqu'à 1h", "19:00", "01:00", "de 19 h à 1 h"),
    ],
)
@pytest.mark.parametrize("rule", ["premier mardi du mois {}, depuis 2026-09-01", "premier mardi du mois du 2026-09-01 au 2026-12-31 {}"])  # fmt: skip
def test_a_rule_may_have_hours(rule: str, hours: str, start: str, end: str, words: str) -> None:
    read = read_rule(rule.format(hours))
    assert read.words().replace("\u00a0", " ") == f"le premier mardi du mois {words}"
    first = next(read.occurrences())
    assert first.hour == dt.time.fromisoformat(start)
    assert first.end_hour == (dt.time.fromisoformat(end) if end else None)
    assert first.last_day == (dt.date(2026, 9, 2) if end == "01:00" else None)


@given(st.integers(0, 6), DAYS, HOURS, HOURS, st.sampled_from(["{a:%H:%M}-{b:%H:%M}", "de {a.hour} h {a:%M} à {b.hour}h{b:%M}", "{a:%Hh%M}"]))  # fmt: skip
def test_a_rule_with_hours_promises_the_same_days(
    weekday: int, first: dt.date, start: dt.time, end: dt.time, form: str
) -> None:
    assume(start != end)
    text = f"dernier {WEEKDAYS[weekday]} du mois {{}} depuis {first}"
    timed, untimed = read_rule(text.format(form.format(a=start, b=end))), read_rule(text.format(""))
    assert list(timed.days()) == list(untimed.days())
    assert {(when.hour, when.end_hour) for when in timed.occurrences()} == {
        (start, end if "b" in form else None)
    }


@given(st.one_of(st.text(), st.integers(), st.lists(st.one_of(st.text(), st.none(), DAYS.map(str)))))
def test_anything_is_dates_or_a_message(value: object) -> None:
    with contextlib.suppress(RuleError):
        assert all(isinstance(when, When) for when in read_dates(value))


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
    dates = read_dates(
        ["tous les lundis à 19h du 2026-09-01 au 2026-09-14", "2026-09-07", "2026-10-01 20:00"]
    )
    assert [(when.day.isoformat(), when.hour) for when in dates] == [
        ("2026-09-07", None),
        ("2026-09-14", dt.time(19)),
        ("2026-10-01", dt.time(20)),
    ], "a date that is written out replaces that of a rule"
    assert [rule.words() for rule in dates.rules] == ["tous les lundis à 19\u00a0h"]
    assert not read_dates([])


def test_one_day_has_one_hour() -> None:
    assert len(read_dates(["2026-10-01 20:00", "2026-10-01 20h"])) == 1
    with pytest.raises(RuleError, match="deux heures pour le 2026-10-01"):
        read_dates(["2026-10-01 20:00", "2026-10-01"])
