"""Hours are read as on a poster; words, machines and calendars are told the same."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.french.dates import long_date
from plugins.texts.when import BRUSSELS, When, read_end, read_when

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31))
HOURS = st.times().map(lambda time: time.replace(second=0, microsecond=0))
WRITTEN = st.sampled_from(
    ["{:%H:%M}", "{:%Hh%M}", "{:%H h %M}", "{0.hour}:{0:%M}", "{0.hour}\u00a0h\u00a0{0:%M}"]
)


@pytest.mark.parametrize(
    ("text", "words", "over"),
    [
        ("2026-12-18", "vendredi 18 décembre 2026", "2026-12-18 24:00"),
        ("2026-12-18 19:00", "vendredi 18 décembre 2026, à 19 h", "2026-12-18 24:00"),
        ("2026-12-18 19H30", "vendredi 18 décembre 2026, à 19 h 30", "2026-12-18 24:00"),
        ("2026-12-18T09:05", "vendredi 18 décembre 2026, à 9 h 05", "2026-12-18 24:00"),
        ("2026-12-18 19:00-22:00", "vendredi 18 décembre 2026, de 19 h à 22 h", "2026-12-18 22:00"),
        ("2026-12-18 19 h – 22 h 30", "vendredi 18 décembre 2026, de 19 h à 22 h 30", "2026-12-18 22:30"),
        ("2026-12-18 19:00-01:00", "vendredi 18 décembre 2026, de 19 h à 1 h", "2026-12-19 01:00"),
        ("2026-12-31 22:00-00:00", "jeudi 31 décembre 2026, de 22 h à 0 h", "2027-01-01 00:00"),
    ],
)
def test_a_moment_is_read_as_on_a_poster(text: str, words: str, over: str) -> None:
    when = read_when(text)
    assert when
    assert (when.words.replace("\u00a0", " "), when.over) == (words, over)


@pytest.mark.parametrize(
    "text",
    [
        *("", "demain", "2026-02-30", "2026-12", "2026-12-18 24:00", "2026-12-18 19:60", "19:00"),
        *("2026-12-18 19:00:00", "2026-12-18 19", "2026-12-18 19:00-19h", "9999-12-31 23:00-01:00", "2026-12-18 19:00 UTC"),
    ],
)  # fmt: skip
def test_what_is_no_moment_is_none(text: str) -> None:
    assert read_when(text) is None


@given(st.text())
def test_any_text_is_a_moment_or_none(text: str) -> None:
    when = read_when(text)
    assert when is None or text.strip().startswith(when.day.isoformat())


def clocks(words: str) -> list[dt.time]:
    """Return the hours that French words name, in order."""
    return [
        dt.time(int(hour), int(minute or 0)) for hour, minute in re.findall(r"(\d+)\sh(?:\s(\d\d))?", words)
    ]


def agrees(when: When) -> bool:
    """Tell whether words, start, end and `over` say the same."""
    hours = [hour for hour in (when.hour, when.end_hour) if hour is not None]
    assert clocks(when.words) == hours
    assert long_date(when.day) in when.words
    start, end = when.start, when.end
    assert when.iso.startswith(when.day.isoformat())
    if isinstance(start, dt.datetime):
        assert dt.datetime.fromisoformat(when.iso) == start
        assert start.replace(tzinfo=None) == dt.datetime.combine(when.day, hours[0])
        assert start.tzinfo is BRUSSELS
        if isinstance(end, dt.datetime):
            assert end > start
            assert when.over == f"{end:%Y-%m-%d %H:%M}"
            return True
        assert end is None
    assert when.over == f"{when.last_day or when.day} 24:00"
    return end is None or not isinstance(end, dt.datetime)


@given(DAYS, st.none() | HOURS, st.none() | HOURS, WRITTEN, st.sampled_from(["-", " - ", "–"]))
def test_words_never_contradict_machines(
    day: dt.date, hour: dt.time | None, end: dt.time | None, written: str, dash: str
) -> None:
    text = day.isoformat()
    if hour is not None:
        text += " " + written.format(hour)
        if end is not None:
            text += dash + written.format(end)
    when = read_when(text)
    if hour is not None and hour == end:
        assert when is None
        return
    assert when
    assert (when.day, when.hour) == (day, hour)
    assert agrees(when)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2023-11-23 14:00", "17:00", "jeudi 23 novembre 2023, de 14 h à 17 h"),
        ("2023-11-23 14:00", "17h30", "jeudi 23 novembre 2023, de 14 h à 17 h 30"),
        ("2023-11-23 14:00", "2023-11-23 17:00", "jeudi 23 novembre 2023, de 14 h à 17 h"),
        ("2023-11-23 20:00", "2023-11-24 02:00", "jeudi 23 novembre 2023, de 20 h à 2 h"),
        ("2023-11-23", "2023-11-24", "du jeudi 23 novembre 2023 au vendredi 24 novembre 2023"),
        ("2023-11-23", "2023-11-23", "jeudi 23 novembre 2023"),
        ("2023-11-23 9:00", "2023-11-24 12:30", "du jeudi 23 novembre 2023, 9 h, au vendredi 24 novembre 2023, 12 h 30"),
    ],
)  # fmt: skip
def test_an_event_ends_at_an_hour_or_on_another_day(start: str, end: str, words: str) -> None:
    begin = read_when(start)
    assert begin
    when = read_end(end, begin)
    assert isinstance(when, When)
    assert when.words.replace("\u00a0", " ") == words
    assert agrees(when)


@pytest.mark.parametrize(
    ("start", "end", "remedy"),
    [
        ("2023-11-23 14:00", "13:00", "après le début"),
        ("2023-11-23 14:00", "14 h", "après le début"),
        ("2023-11-23", "2023-11-22", "après le début"),
        ("2023-11-23", "17:00", "l’heure du début"),
        ("2023-11-23", "2023-11-24 17:00", "l’heure du début"),
        ("2023-11-23 14:00", "2023-11-24", "l’heure de la fin"),
        ("2023-11-23 14:00-15:00", "17:00", "une seule des deux fins"),
        ("2023-11-23 14:00", "tard", "2024-03-02 17:00"),
        ("2023-11-23 14:00", "2023-11-23 16:00-17:00", "2024-03-02 17:00"),
    ],
)
def test_an_end_that_cannot_be_has_a_remedy(start: str, end: str, remedy: str) -> None:
    begin = read_when(start)
    assert begin
    told = read_end(end, begin)
    assert isinstance(told, str)
    assert remedy in told


@given(DAYS, st.none() | HOURS, st.integers(-3, 3), st.none() | HOURS)
def test_nothing_ends_before_it_starts(
    day: dt.date, hour: dt.time | None, later: int, end: dt.time | None
) -> None:
    last = day + dt.timedelta(days=later)
    text = f"{last} {end:%H:%M}" if end is not None else f"{last}"
    when = read_end(text, When(day, hour))
    possible = (hour is None) == (end is None) and (last, end or dt.time.min) >= (day, hour or dt.time.min)
    possible = possible and not (hour is not None and (last, end) == (day, hour))
    possible = possible and dt.date(1900, 1, 1) <= last <= dt.date(2099, 12, 31)
    assert isinstance(when, When) is possible, when
    if isinstance(when, When):
        assert agrees(when)


@given(st.text(), DAYS, st.none() | HOURS)
def test_any_text_is_an_end_or_a_remedy(text: str, day: dt.date, hour: dt.time | None) -> None:
    when = read_end(text, When(day, hour))
    assert when if isinstance(when, str) else agrees(when)
