"""Thirty minutes of silence end a visit, in real time, whatever the clocks and the order of the lines."""

from __future__ import annotations

import datetime as dt
import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.visits.synthetic import SUMMER, WINTER, line
from tools.visits.log_lines import parse_line
from tools.visits.sessions import SILENCE, Hit, Hits, Visit


def visits_of(*moments: dt.datetime) -> list[int]:
    """Return how many pages each visit has, for pages seen at these moments from one address."""
    hits = Hits()
    for moment in moments:
        read = parse_line(line(moment))
        assert read is not None
        hits.add(read.address, Hit(read.second, read.day, "/", "acces-direct"))
    return [len(visit.pages) for visit in hits.visits()]


def at(day: int, clock: str, zone: dt.timezone = SUMMER, *, month: int = 5) -> dt.datetime:
    return dt.datetime.combine(dt.date(2024, month, day), dt.time.fromisoformat(clock), zone)


@pytest.mark.parametrize(
    ("moments", "visits"),
    [
        ([at(3, "10:00")], [1]),
        ([at(3, "10:00"), at(3, "10:30:00")], [2]),
        ([at(3, "10:00"), at(3, "10:30:01")], [1, 1]),
        ([at(3, "10:00"), at(3, "10:29"), at(3, "10:58"), at(3, "11:27")], [4]),
        ([at(3, "23:50"), at(4, "00:05")], [2]),
        # one page in the same second is one page: a double click, or a line in two files
        ([at(3, "10:00"), at(3, "10:00"), at(3, "10:00:01")], [2]),
        # spring: 01:50 +0100, then 03:10 +0200 is twenty minutes later
        ([at(31, "01:50", WINTER, month=3), at(31, "03:10", SUMMER, month=3)], [2]),
        # autumn: 02:50 +0200, then 02:10 +0100 is twenty minutes later, though the clock went back
        ([at(27, "02:50", SUMMER, month=10), at(27, "02:10", WINTER, month=10)], [2]),
        # and 02:40 +0200, then 02:45 +0100 is sixty-five minutes later
        ([at(27, "02:40", SUMMER, month=10), at(27, "02:45", WINTER, month=10)], [1, 1]),
    ],
)
def test_a_visit_ends_after_more_than_thirty_minutes_of_silence(
    moments: list[dt.datetime], visits: list[int]
) -> None:
    assert visits_of(*moments) == visits


def test_each_address_has_its_own_visits() -> None:
    hits = Hits()
    for address in (b"192.0.2.1", b"192.0.2.2", b"2001:db8::1"):
        hits.add(address, Hit(0, 1, "/", "acces-direct"))
    assert len(list(hits.visits())) == 3


def test_a_visit_has_the_day_and_the_origin_of_its_first_page() -> None:
    hits = Hits()
    hits.add(b"192.0.2.1", Hit(600, 2, "/ressources", "google.be"))
    hits.add(b"192.0.2.1", Hit(0, 1, "/", "facebook.com"))
    assert list(hits.visits()) == [Visit(1, "facebook.com", ("/", "/ressources"))]


def test_a_page_fetched_ahead_in_the_first_second_does_not_hide_where_the_visit_came_from() -> None:
    hits = Hits()
    hits.add(b"192.0.2.1", Hit(0, 1, "/", "acces-direct"))
    hits.add(b"192.0.2.1", Hit(0, 1, "/ressources", "google.be"))
    hits.add(b"192.0.2.1", Hit(1, 1, "/contact", "facebook.com"))
    assert [visit.origin for visit in hits.visits()] == ["google.be"]


@given(st.lists(st.tuples(st.integers(0, 20_000), st.sampled_from("ab")), min_size=1), st.integers(0, 9))
def test_visits_part_the_hits_at_every_long_silence_and_nowhere_else(
    seen: list[tuple[int, str]], seed: int
) -> None:
    shuffled = [*seen, *seen[: len(seen) // 2]]
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - repeatable
    hits = Hits()
    for second, page in shuffled:
        hits.add(b"192.0.2.1", Hit(second, 0, page, ""))
    moments = sorted({second for second, _ in seen})
    silences = sum(later - sooner > SILENCE for sooner, later in itertools.pairwise(moments))
    visits = list(hits.visits())
    assert len(visits) == silences + 1
    assert sum(len(visit.pages) for visit in visits) == len(set(seen))
