"""The iCalendar files, read back by the library that writes them and by another one."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st

from plugins.agenda.entries import Entry, bistrot_entries, full_place, permanence_entries
from plugins.agenda.facts import Permanence
from plugins.agenda.icalendar_file import TIME_ZONE, write_calendar
from plugins.texts.when import When, read_when

SITE = "https://essai.example"
EVENT = Entry(
    "actualites/pleniere",
    "La plénière, « faire collectif » ; et après ?",
    When(dt.date(2024, 3, 7)),
    "/actualites/pleniere/",
    description="Une virgule, un point-virgule ; une barre \\ et\nune autre ligne.",
    place="Maison des associations, Namur",
    modified=dt.date(2024, 2, 1),
)


def written(*entries: Entry, name: str = "Un essai") -> bytes:
    return write_calendar("essai", name, SITE, entries)


def read(*entries: Entry) -> list[Any]:
    """Return the events as vobject reads them; icalendar finds the same in the same order."""
    data = written(*entries)
    calendar = vobject.readOne(data.decode())
    events = list(getattr(calendar, "vevent_list", []))
    others = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert not any(event.errors for event in others)
    assert [str(event["UID"]) for event in others] == [event.uid.value for event in events]
    assert [event["SUMMARY"] for event in others] == [event.summary.value for event in events]
    assert [clock(event.start) for event in others] == [clock(event.dtstart.value) for event in events]
    assert [clock(event.end) for event in others] == [clock(event.dtend.value) for event in events]
    assert [event["SEQUENCE"] for event in others] == [int(event.sequence.value) for event in events]
    return events


def clock(moment: dt.date) -> str:
    """Return a day, or what the clocks of Brussels show: in one hour a year twice the same."""
    return moment.isoformat()[:19]


def span(text: str) -> tuple[str, str]:
    """Return start and end of an event at that time, as the two libraries read them."""
    when = read_when(text)
    assert when
    return of(when)


def of(when: When) -> tuple[str, str]:
    (event,) = read(replace(EVENT, when=when))
    return event.dtstart.value.isoformat(), event.dtend.value.isoformat()


def test_an_entry_says_what_its_page_says() -> None:
    event = read(EVENT)[0]
    assert event.summary.value == EVENT.title
    assert event.description.value == EVENT.description
    assert event.location.value == EVENT.place
    assert event.url.value == "https://essai.example/actualites/pleniere/"
    assert event.dtstart.value == dt.date(2024, 3, 7)
    assert event.status.value == "CONFIRMED"
    assert not hasattr(event, "valarm_list")


def test_a_subscriber_is_not_busy_for_our_calendar() -> None:
    """Outlook may read its own property alone."""
    event = read(EVENT)[0]
    assert event.transp.value == "TRANSPARENT"
    assert event.x_microsoft_cdo_busystatus.value == "FREE"


def test_lines_are_folded_at_75_bytes_between_characters_and_end_as_the_standard_says() -> None:
    data = written(replace(EVENT, title="é" * 200, description="œ’é " * 90), name="é" * 200)
    assert data.startswith(b"BEGIN:VCALENDAR\r\n")
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # a character in two pieces would be an error


@given(st.text(max_size=120), st.text(max_size=300), st.text(max_size=60))
def test_whatever_editors_write_can_be_read_back(title: str, description: str, place: str) -> None:
    """Both libraries read the same, and nothing of a text becomes a property of its own."""
    data = written(replace(EVENT, title=title, description=description, place=place))
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert not event.errors
    assert vobject.readOne(data.decode()).vevent.uid.value == EVENT.uid
    known = {"UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "STATUS", "TRANSP", "DTSTART", "DTEND", "SUMMARY"}
    known |= {"DESCRIPTION", "LOCATION", "URL", "X-MICROSOFT-CDO-BUSYSTATUS"}
    assert set(event) <= known


def test_a_calendar_has_its_name_for_every_program_and_says_how_often_to_come_back() -> None:
    """Google and Outlook know X-WR-CALNAME alone; Nextcloud would come back after a week."""
    lines = written(EVENT).decode().split("\r\n")
    assert {"NAME:Un essai", "X-WR-CALNAME:Un essai", "VERSION:2.0", "METHOD:PUBLISH"} <= set(lines)
    assert {"REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H"} <= set(lines)


def test_outlook_finds_one_rule_for_winter_and_one_for_summer() -> None:
    """Without a VTIMEZONE, or with more rules, it shows the hours of another zone."""
    lines = written(EVENT).decode().split("\r\n")
    for line in ("BEGIN:VTIMEZONE", "BEGIN:STANDARD", "BEGIN:DAYLIGHT"):
        assert lines.count(line) == 1
    assert sum(line.startswith("RRULE:FREQ=YEARLY;") for line in lines) == 2


def test_a_calendar_without_entries_is_still_one() -> None:
    """Subscribers may come before the first date is known: RFC 5545 demands one component, the time zone."""
    calendar = vobject.readOne(write_calendar("bistrots/mons", "Mons", SITE, ()).decode())
    assert calendar.vtimezone.tzid.value == "Europe/Brussels"
    assert read() == []


def test_entries_are_sorted_and_the_bytes_always_the_same() -> None:
    later = replace(EVENT, key="actualites/b", when=When(dt.date(2024, 3, 8), dt.time(14)))
    assert written(later, EVENT) == written(EVENT, later)
    assert [event.uid.value for event in read(later, EVENT)] == [EVENT.uid, later.uid]


# --- Identity: what makes a subscriber's entry the same one, and newer


def bistrot(*dates: When, slug: str = "mons", cancelled: tuple[dt.date, ...] = ()) -> tuple[Entry, ...]:
    """Return the entries of a page as Pelican would have it."""
    page = SimpleNamespace(section="bistrots", slug=slug, url=f"bistrots/{slug}/", title="Mons")
    page.summary, page.commune, page.lieu = "Un résumé", "Mons", None
    page.dates, page.dates_annulees, page.modified = dates, cancelled, None
    return tuple(bistrot_entries(page))


def test_identifiers_are_for_ever() -> None:
    """People's calendars hold them: these values must never change."""
    day = dt.date(2025, 9, 4)
    (permanence,) = permanence_entries(Permanence(3, "après-midi"), [day], "CVTS")
    (evening,) = bistrot(When(day))
    assert permanence.uid == "21923e77-e383-5108-bded-69f5db07c7fd"
    assert evening.uid == "4835106e-f46f-543e-8f7f-f53e7b853527"
    assert EVENT.uid == "52ebfab6-e891-516e-88bc-6f9f5be848e0"


def test_neither_title_nor_date_nor_address_changes_the_identifier() -> None:
    changed = replace(EVENT, title="Autre", when=When(dt.date(2024, 4, 4)), path="/autre/", place="")
    assert read(changed)[0].uid.value == read(EVENT)[0].uid.value


def test_an_evening_whose_hour_becomes_known_is_the_same_evening() -> None:
    day = dt.date(2026, 12, 18)
    timed = bistrot(When(day, dt.time(19), None, dt.time(22)))
    assert [entry.uid for entry in timed] == [entry.uid for entry in bistrot(When(day))]


def test_each_date_has_its_own_identifier() -> None:
    days = [dt.date(2024, 3, 7), dt.date(2024, 4, 4)]
    dates = [When(day) for day in days]
    charleroi = bistrot(*dates, slug="charleroi")
    permanences = permanence_entries(Permanence(3, "après-midi"), days, "CVTS")
    entries = (*bistrot(*dates), *charleroi, *permanences)
    assert len({entry.uid for entry in entries}) == 6


def test_an_update_outdoes_what_the_calendar_holds() -> None:
    """RFC 5546: the same UID with a higher SEQUENCE replaces."""
    versions = [
        replace(EVENT, modified=None),
        EVENT,
        replace(EVENT, when=When(dt.date(2024, 3, 7), dt.time(14))),  # the same day: the hour becomes known
        replace(EVENT, when=When(dt.date(2024, 4, 4)), change="Nouvelle date"),
        replace(EVENT, cancelled=True),
        replace(EVENT, modified=dt.date(2024, 2, 2), when=When(dt.date(2024, 4, 4))),
    ]
    events = [read(version)[0] for version in versions]
    sequences = [int(event.sequence.value) for event in events]
    assert sequences == sorted(set(sequences))
    assert len({event.uid.value for event in events}) == 1
    assert events[0].dtstamp.value < events[1].dtstamp.value < events[-1].dtstamp.value
    assert [event.dtstamp.value for event in events] == [event.last_modified.value for event in events]


VERSIONS = st.builds(
    lambda day, hour, change, cancelled, modified: replace(
        EVENT,
        when=When(day, hour),
        change="Annulé" if cancelled else change,
        cancelled=cancelled,
        modified=modified,
    ),
    st.dates(dt.date(2019, 1, 1), dt.date(2040, 1, 1)),
    st.none() | st.times().map(lambda time: time.replace(second=0, microsecond=0)),
    st.sampled_from(["", "Nouvelle date", "Nouvelle heure", "Nouveau lieu"]),
    st.booleans(),
    st.dates(dt.date(2019, 1, 1), dt.date(2040, 1, 1)),
)


@given(VERSIONS, VERSIONS)
def test_the_sequence_grows_with_the_day_of_the_last_change(one: Entry, other: Entry) -> None:
    """Whatever an editor changes: moves, cancels, takes back that it was cancelled."""
    assert one.modified
    assert other.modified
    if one.modified < other.modified:
        assert one.sequence < other.sequence
    assert 0 <= one.sequence < 2**31  # what calendars have room for


def test_a_cancelled_date_is_sent_as_cancelled_and_the_others_are_not() -> None:
    """The title says it too: some programs show a cancelled entry like any other."""
    days = [dt.date(2024, 3, 7), dt.date(2024, 4, 4)]
    events = read(*bistrot(*map(When, days), cancelled=(days[0],)))
    assert [event.status.value for event in events] == ["CANCELLED", "CONFIRMED"]
    assert [event.summary.value for event in events] == ["Annulé : Mons", "Mons"]
    permanence = Permanence(3, "après-midi", cancelled=frozenset(days[1:]))
    events = read(*permanence_entries(permanence, days, "CVTS"))
    assert [event.status.value for event in events] == ["CONFIRMED", "CANCELLED"]
    assert events[1].summary.value == "Annulée : Permanence téléphonique du CVTS (après-midi)"


def test_a_moved_event_says_where_and_when_it_was_to_be() -> None:
    moved = replace(EVENT, change="Nouvelle date", before="d’abord annoncé : jeudi 7 mars 2024")
    (event,) = read(moved)
    assert event.summary.value == f"Nouvelle date : {EVENT.title}"
    assert event.status.value == "CONFIRMED"
    assert event.description.value == f"D’abord annoncé : jeudi 7 mars 2024.\n\n{EVENT.description}"


# --- Places


@pytest.mark.parametrize(
    ("place", "commune", "full"),
    [
        ("", "Mons", "Mons"),
        ("Café du Parc", "Mons", "Café du Parc, Mons"),
        ("Café du Parc, rue Haute 1, Mons", "Mons", "Café du Parc, rue Haute 1, Mons"),
        ("Café du Parc, rue Haute 1, 7000 Mons", "Mons", "Café du Parc, rue Haute 1, 7000 Mons"),
        ("Salle communale de MONS", "Mons", "Salle communale de MONS"),
        ("Chez Léa, Liege, 1er étage", "Liège", "Chez Léa, Liege, 1er étage"),
        ("rue de Mons 5", "Mons", "rue de Mons 5, Mons"),
        ("Aux Amons", "Mons", "Aux Amons, Mons"),
    ],
)
def test_a_place_names_its_commune_once(place: str, commune: str, full: str) -> None:
    assert full_place(place, commune) == full


# --- Days and hours


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024-03-07", "2024-03-07", "2024-03-08"),
        ("2024-02-28", "2024-02-28", "2024-02-29"),
        ("2024-12-31", "2024-12-31", "2025-01-01"),
        ("2026-07-10 19:00", "2026-07-10T19:00:00+02:00", "2026-07-10T21:00:00+02:00"),
        ("2026-12-18 19:00-22:00", "2026-12-18T19:00:00+01:00", "2026-12-18T22:00:00+01:00"),
        ("2026-12-18 23:30", "2026-12-18T23:30:00+01:00", "2026-12-19T01:30:00+01:00"),
        # summer time begins on Sunday 29 March 2026 and ends on Sunday 25 October
        ("2026-03-28 20:00-01:00", "2026-03-28T20:00:00+01:00", "2026-03-29T01:00:00+01:00"),
        ("2026-03-28 20:00-04:00", "2026-03-28T20:00:00+01:00", "2026-03-29T04:00:00+02:00"),
        ("2026-10-24 20:00-01:00", "2026-10-24T20:00:00+02:00", "2026-10-25T01:00:00+02:00"),
        ("2026-10-24 20:00-04:00", "2026-10-24T20:00:00+02:00", "2026-10-25T04:00:00+01:00"),
        ("2026-03-29 01:00", "2026-03-29T01:00:00+01:00", "2026-03-29T04:00:00+02:00"),  # two hours later
    ],
)
def test_every_entry_has_its_start_and_its_end(text: str, start: str, end: str) -> None:
    assert span(text) == (start, end)


@pytest.mark.parametrize(
    ("when", "start", "end"),
    [
        (When(dt.date(2026, 3, 28), None, dt.date(2026, 3, 29)), "2026-03-28", "2026-03-30"),
        (When(dt.date(2026, 7, 9), None, dt.date(2026, 7, 10)), "2026-07-09", "2026-07-11"),
        (
            When(dt.date(2026, 10, 24), dt.time(9), dt.date(2026, 10, 25), dt.time(17)),
            "2026-10-24T09:00:00+02:00",
            "2026-10-25T17:00:00+01:00",
        ),
    ],
)
def test_an_event_of_two_days_ends_after_the_second(when: When, start: str, end: str) -> None:
    assert of(when) == (start, end)


def test_all_day_entries_are_days_and_not_midnights() -> None:
    """Midnight in Brussels is the day before for a subscriber further west."""
    lines = written(EVENT).decode().split("\r\n")
    assert {"DTSTART;VALUE=DATE:20240307", "DTEND;VALUE=DATE:20240308"} <= set(lines)


@given(
    st.dates(dt.date(2019, 1, 1), dt.date(2037, 12, 31)),
    st.none() | st.times(),
    st.none() | st.integers(0, 3),
    st.times(),
)
def test_no_entry_ends_before_it_begins(
    day: dt.date, hour: dt.time | None, days: int | None, end_hour: dt.time
) -> None:
    """Even in the hour that the clocks show twice, or leave out, as the libraries read it back."""
    last = day + dt.timedelta(days=days) if days else None
    given_end = end_hour if hour and days and days > 1 else None
    when = When(day, hour, last if given_end or not hour else None, given_end)
    (event,) = icalendar.Calendar.from_ical(written(replace(EVENT, when=when))).walk("VEVENT")
    start, end = event.start, event.end
    if isinstance(start, dt.datetime):
        assert start.astimezone(dt.UTC) < end.astimezone(dt.UTC)
    else:
        assert start < end


def test_a_permanence_without_hours_takes_the_day_and_says_afternoon() -> None:
    (entry,) = permanence_entries(Permanence(3, "après-midi"), [dt.date(2025, 9, 4)], "CVTS")
    event = read(entry)[0]
    assert event.dtstart.value == dt.date(2025, 9, 4)
    assert event.dtend.value == dt.date(2025, 9, 5)
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
    (entry,) = permanence_entries(TIMED, [day], "CVTS")
    event = read(entry)[0]
    assert (event.dtstart.value.hour, event.dtend.value.hour) == (14, 17)
    assert event.dtstart.value.utcoffset() == dt.timedelta(hours=hours_ahead)
    assert event.summary.value == "Permanence téléphonique du CVTS"
    assert event.description.value == "Téléphone : +32 2 000 00 00"


@pytest.mark.parametrize(
    ("day", "hour", "utc"),
    [
        (dt.date(2024, 3, 31), dt.time(1, 59), "2024-03-31T00:59:00+00:00"),
        (dt.date(2024, 3, 31), dt.time(3, 0), "2024-03-31T01:00:00+00:00"),
        (dt.date(2024, 10, 27), dt.time(1, 59), "2024-10-26T23:59:00+00:00"),
        (dt.date(2024, 10, 27), dt.time(3, 0), "2024-10-27T02:00:00+00:00"),
    ],
)
def test_an_event_in_the_night_of_the_change_is_at_the_right_moment(
    day: dt.date, hour: dt.time, utc: str
) -> None:
    (event,) = read(replace(EVENT, when=When(day, hour)))
    assert event.dtstart.value.astimezone(dt.UTC).isoformat() == utc


def test_the_time_zone_of_the_files_is_that_of_the_machine_hour_by_hour() -> None:
    """From 2019, when the content begins, to 2037, where time zone data end, around every change."""
    written_zone = tzical(io.StringIO(TIME_ZONE)).get()
    known = ZoneInfo("Europe/Brussels")
    for year in range(2019, 2038):
        for month in (3, 10):
            for hour in range(31 * 24):
                utc = dt.datetime(year, month, 1, tzinfo=dt.UTC) + dt.timedelta(hours=hour)
                assert utc.astimezone(written_zone).utcoffset() == utc.astimezone(known).utcoffset(), utc
