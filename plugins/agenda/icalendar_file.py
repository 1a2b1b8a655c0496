"""Writes entries as an iCalendar file (RFC 5545, RFC 7986) that a calendar can subscribe to.

What programs are known to stumble over, and what is done about it here:

- Outlook wants a `VTIMEZONE` for every `TZID`, with one yearly rule for winter and one for summer.
- Some show a cancelled entry like any other, some drop it without a word: its title says so too.
- An all-day entry without `DTEND` lasts no time at all for some: every entry has an end, after the last day.
- Outlook may count an entry as busy in spite of `TRANSP`: it has a property of its own for that.
- Google lists a calendar by `X-WR-CALNAME`, not by `NAME`: both are there.
- `METHOD:PUBLISH` is what Google and Outlook publish themselves; `REQUEST` would make an invitation of it.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from plugins.agenda.entries import Entry, calendar_uid
from plugins.texts.when import BRUSSELS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icalendar import Event

    from plugins.texts.when import When

PRODUCER: Final = "-//CVTS//Agenda//FR"
REFRESH: Final = dt.timedelta(hours=6)
"""An evening may be cancelled on its morning. An unchanged file costs its host an answer without a body."""
USUAL_LENGTH: Final = dt.timedelta(hours=2)
"""Of what has an hour and no end: the editors' guide says so."""
TIME_ZONE: Final = """\
BEGIN:VTIMEZONE
TZID:Europe/Brussels
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19970330T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""
"""The rule of directive 2000/84/EC.

Not `add_missing_timezones()`: what it writes changes with the machine's time
zone data, lists every Sunday since 1977, and starts summer an hour late.
"""


def write_calendar(key: str, name: str, site: str, entries: Iterable[Entry]) -> bytes:
    """Return the file's bytes.

    Args:
        key: what the calendar is known by for ever, such as `bistrots/mons`.
        name: as calendars list it, French.
        site: the site's address, without a final slash.
        entries: in any order.
    """
    # slow to load, and a calendar is rarely made anew
    from icalendar import Calendar, Timezone, vDuration  # noqa: PLC0415

    calendar = Calendar.new(name=name, method="PUBLISH", prodid=PRODUCER, uid=calendar_uid(f"agenda/{key}"))
    # RFC 7986 demands the type; Microsoft's programs know the other name
    calendar.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH))
    calendar.add_component(Timezone.from_ical(TIME_ZONE))
    for entry in sorted(entries, key=lambda entry: entry.order):
        calendar.add_component(_event(entry, site))
    data: bytes = calendar.to_ical()
    return data


def _event(entry: Entry, site: str) -> Event:
    from icalendar import Event  # noqa: PLC0415
    from icalendar.enums import STATUS, TRANSP  # noqa: PLC0415

    event = Event.new(
        uid=entry.uid,
        stamp=entry.stamp,
        last_modified=entry.stamp,
        sequence=entry.sequence,
        status=STATUS.CANCELLED if entry.cancelled else STATUS.CONFIRMED,
        transparency=TRANSP.TRANSPARENT,  # who follows our calendar is not busy for it
        start=entry.when.start,
        end=_end(entry.when),
        # programs that subscribe show a cancelled entry like any other, or not at all
        summary=f"{entry.change} : {entry.title}" if entry.change else entry.title,
        description=_description(entry) or None,
        location=entry.place or None,
        url=site + entry.path,
    )
    event.add("X-MICROSOFT-CDO-BUSYSTATUS", "FREE")
    return event


def _end(when: When) -> dt.date | dt.datetime:
    """Return the end: after the last day, or `USUAL_LENGTH` after an hour whose end nobody has given."""
    end = when.end
    if isinstance(end, dt.datetime):
        return end
    start = when.start
    if isinstance(start, dt.datetime):
        # hours pass in UTC: in the night of the change, clocks do not show them
        return (start.astimezone(dt.UTC) + USUAL_LENGTH).astimezone(BRUSSELS)
    return (end or start) + dt.timedelta(days=1)


def _description(entry: Entry) -> str:
    before = f"{entry.before[:1].upper()}{entry.before[1:]}." if entry.before else ""
    return "\n\n".join(filter(None, (before, entry.description)))
