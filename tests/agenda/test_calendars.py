"""The iCalendar files, read back by another library than the one that writes them."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from dateutil.tz import tzical

from plugins.agenda.entries import (
    Association,
    BistrotDates,
    CalendarEntry,
    bistrot_entries,
    in_brussels,
    permanence_entries,
)
from plugins.agenda.facts import Permanence
from plugins.agenda.icalendar_file import BRUSSELS, write_calendar

CVTS = Association("CVTS", "https://essai.example")
EVENT = CalendarEntry(
    "actualites/pleniere",
    "La plénière, « faire collectif » ; et après ?",
    dt.date(2024, 3, 7),
    "https://essai.example/actualites/pleniere/",
    description="Une virgule, un point-virgule ; une barre \\ et\nune autre ligne.",
    place="Maison des associations, Namur",
    modified=dt.date(2024, 2, 1),
)


def read(*entries: CalendarEntry) -> list[Any]:
    calendar = vobject.readOne(write_calendar("essai", "Un essai", entries).decode())
    return list(getattr(calendar, "vevent_list", []))


def when(entry: CalendarEntry) -> Any:
    return read(entry)[0].dtstart.value


def test_an_entry_says_what_its_page_says() -> None:
    event = read(EVENT)[0]
    assert event.summary.value == EVENT.title
    assert event.description.value == EVENT.description
    assert event.location.value == EVENT.place
    assert event.url.value == EVENT.address
    assert event.dtstart.value == dt.date(2024, 3, 7)
    assert event.status.value == "CONFIRMED"
    assert event.transp.value == "TRANSPARENT"
    assert not hasattr(event, "valarm_list")


def test_lines_are_folded_at_75_bytes_and_end_as_the_standard_says() -> None:
    data = write_calendar("essai", "é" * 200, [EVENT])
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_a_calendar_without_entries_is_still_one() -> None:
    """Subscribers may come before the first date is known: RFC 5545 demands one component, the time zone."""
    calendar = vobject.readOne(write_calendar("bistrots/mons", "Mons", ()).decode())
    assert calendar.vtimezone.tzid.value == "Europe/Brussels"
    assert read() == []


def test_entries_are_sorted_and_the_bytes_always_the_same() -> None:
    later = replace(
        EVENT, key="actualites/b", start=dt.datetime(2024, 3, 8, 14, tzinfo=ZoneInfo("Europe/Brussels"))
    )
    assert write_calendar("essai", "Un essai", [later, EVENT]) == write_calendar(
        "essai", "Un essai", [EVENT, later]
    )


# --- Identity: what makes a subscriber's entry the same one, and newer


def test_identifiers_are_for_ever() -> None:
    """People's calendars hold them: these values must never change."""
    day = dt.date(2025, 9, 4)
    (permanence,) = permanence_entries(Permanence(3, "après-midi"), [day], CVTS)
    (evening,) = bistrot_entries(
        BistrotDates("mons", "Mons", "Un résumé", "https://x.example/", "Mons", [day])
    )
    assert permanence.uid == "21923e77-e383-5108-bded-69f5db07c7fd"
    assert evening.uid == "4835106e-f46f-543e-8f7f-f53e7b853527"
    assert EVENT.uid == "52ebfab6-e891-516e-88bc-6f9f5be848e0"


def test_neither_title_nor_date_nor_address_changes_the_identifier() -> None:
    changed = replace(
        EVENT, title="Autre", start=dt.date(2024, 4, 4), address="https://autre.example/", place=""
    )
    assert read(changed)[0].uid.value == read(EVENT)[0].uid.value


def test_each_date_has_its_own_identifier() -> None:
    days = [dt.date(2024, 3, 7), dt.date(2024, 4, 4)]
    mons = BistrotDates("mons", "Mons", "Un résumé", "https://essai.example/bistrots/mons/", "Mons", days)
    charleroi = replace(mons, slug="charleroi")
    permanences = permanence_entries(Permanence(3, "après-midi"), days, CVTS)
    entries = (*bistrot_entries(mons), *bistrot_entries(charleroi), *permanences)
    assert len({entry.uid for entry in entries}) == 6


def test_an_update_outdoes_what_the_calendar_holds() -> None:
    """RFC 5546: the same UID with a higher SEQUENCE replaces."""
    versions = [
        replace(EVENT, modified=None),
        EVENT,
        replace(EVENT, start=in_brussels(dt.datetime(2024, 3, 7, 14))),  # noqa: DTZ001  the same day: the hour becomes known
        replace(EVENT, cancelled=True),
        replace(EVENT, modified=dt.date(2024, 2, 2), start=dt.date(2024, 4, 4)),
    ]
    events = [read(version)[0] for version in versions]
    sequences = [int(event.sequence.value) for event in events]
    assert sequences == sorted(set(sequences))
    assert len({event.uid.value for event in events}) == 1
    assert events[0].dtstamp.value < events[1].dtstamp.value < events[-1].dtstamp.value
    assert [event.dtstamp.value for event in events] == [event.last_modified.value for event in events]


def test_a_cancelled_date_is_sent_as_cancelled_and_the_others_are_not() -> None:
    days = [dt.date(2024, 3, 7), dt.date(2024, 4, 4)]
    mons = BistrotDates("mons", "Mons", "Un résumé", "https://x.example/", "Mons", days, frozenset(days[:1]))
    assert [event.status.value for event in read(*bistrot_entries(mons))] == ["CANCELLED", "CONFIRMED"]
    permanence = Permanence(3, "après-midi", cancelled=frozenset(days[1:]))
    entries = permanence_entries(permanence, days, CVTS)
    assert [event.status.value for event in read(*entries)] == ["CONFIRMED", "CANCELLED"]


# --- Days and hours


def test_a_permanence_without_hours_takes_the_day_and_says_afternoon() -> None:
    (entry,) = permanence_entries(Permanence(3, "après-midi"), [dt.date(2025, 9, 4)], CVTS)
    event = read(entry)[0]
    assert event.dtstart.value == dt.date(2025, 9, 4)
    assert not hasattr(event, "dtend")
    assert event.summary.value == "Permanence téléphonique du CVTS (après-midi)"


TIMED = Permanence(3, "après-midi", dt.time(14), dt.time(17), telephone="+32 2 000 00 00")


@pytest.mark.parametrize(
    ("day", "hours_ahead"),
    [
        (dt.date(2025, 3, 27), 1),  # summer time starts on Sunday 30 March
        (dt.date(2025, 4, 3), 2),
        (dt.date(2025, 10, 23), 2),  # and ends on Sunday 26 October
        (dt.date(2025, 10, 30), 1),
    ],
)
def test_a_permanence_is_at_the_same_hour_in_summer_and_in_winter(day: dt.date, hours_ahead: int) -> None:
    (entry,) = permanence_entries(TIMED, [day], CVTS)
    event = read(entry)[0]
    assert (event.dtstart.value.hour, event.dtend.value.hour) == (14, 17)
    assert event.dtstart.value.utcoffset() == dt.timedelta(hours=hours_ahead)
    assert event.summary.value == "Permanence téléphonique du CVTS"
    assert event.description.value == "Téléphone : +32 2 000 00 00"


@pytest.mark.parametrize(
    ("typed", "utc"),
    [
        (dt.datetime(2024, 3, 31, 1, 59), dt.datetime(2024, 3, 31, 0, 59)),  # noqa: DTZ001
        (dt.datetime(2024, 3, 31, 3, 0), dt.datetime(2024, 3, 31, 1, 0)),  # noqa: DTZ001
        (dt.datetime(2024, 10, 27, 1, 59), dt.datetime(2024, 10, 26, 23, 59)),  # noqa: DTZ001
        (dt.datetime(2024, 10, 27, 3, 0), dt.datetime(2024, 10, 27, 2, 0)),  # noqa: DTZ001
    ],
)
def test_an_event_in_the_night_of_the_change_is_at_the_right_moment(
    typed: dt.datetime, utc: dt.datetime
) -> None:
    read_back = when(replace(EVENT, start=in_brussels(typed)))
    assert read_back.astimezone(dt.UTC).replace(tzinfo=None) == utc


def test_the_time_zone_of_the_files_is_that_of_the_machine_hour_by_hour() -> None:
    """From 2019, when the content begins, to 2037, where time zone data end, around every change."""
    written = tzical(io.StringIO(BRUSSELS)).get()
    known = ZoneInfo("Europe/Brussels")
    for year in range(2019, 2038):
        for month in (3, 10):
            for hour in range(31 * 24):
                utc = dt.datetime(year, month, 1, tzinfo=dt.UTC) + dt.timedelta(hours=hour)
                assert utc.astimezone(written).utcoffset() == utc.astimezone(known).utcoffset(), utc
