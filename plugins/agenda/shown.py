"""What the pages show of the agenda: what may be to come, by month, and when it is over.

A build knows no clock, and must not list what is long past. It knows one thing
for sure: today is not before the newest date of a published page, for pages
with a date to come wait. That day is the *horizon*; the rest is up to the
visitor's browser.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from plugins.agenda.facts import WEEKDAYS, Permanence
from plugins.french.dates import long_date, medium_date, month

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from plugins.agenda.entries import Entry
    from plugins.texts.when import When


@dataclass(frozen=True)
class Month:
    """What takes place in one month, under its name: "février 2024"."""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Day:
    """One date: ISO for machines, "jeudi 1er février 2024" and "1er" for visitors."""

    iso: str
    text: str
    number: str
    cancelled: bool
    hours: str = ""
    """« de 19 h à 22 h », where they are known."""
    over: str = ""
    """The moment from which it is past, on the clocks of Brussels: `2024-02-01 22:00`."""
    start: str = ""
    """For machines, with its hour and the distance to UTC where the hour is known."""
    reason: str = ""
    """Of a permanence: why there was none in the week before, "vacances d’hiver"."""


@dataclass(frozen=True)
class PermanenceMonth:
    """The permanences of one month."""

    name: str
    days: tuple[Day, ...]


@dataclass(frozen=True)
class Permanences:
    """The permanences that may be to come, and the address of their calendar."""

    weekday: str
    """In French: "jeudi"."""
    moment: str
    """Of the day, as visitors read it: "après-midi"."""
    months: tuple[PermanenceMonth, ...]
    opens: str
    """Hours, "14:00"; empty when nobody knows."""
    closes: str
    known_until: str
    """The last day of which we know whether it is a holiday: "3 juillet 2026"; may be empty."""
    address: str


@dataclass(frozen=True)
class Evenings:
    """A bistrot's dates, and the address of its calendar."""

    coming: tuple[Day, ...]
    """May be past on the day they are read: the browser sees to it."""
    past: tuple[Day, ...]
    address: str


@dataclass(frozen=True)
class Event:
    """What an event's page shows of it."""

    entry: Entry
    past: bool
    """Surely; an event that is not may be past all the same."""
    address: str


def horizon(dates: Iterable[dt.date]) -> dt.date:
    """Return the day before which everything is past, from the dates of published pages."""
    return max(dates, default=dt.date.min)


def coming(entries: Iterable[Entry], since: dt.date) -> tuple[Entry, ...]:
    """Return what may be to come, in the order in which it comes."""
    kept = (entry for entry in entries if not is_past(entry.when, since))
    return tuple(sorted(kept, key=lambda entry: entry.order))


def by_month(entries: Iterable[Entry]) -> tuple[Month, ...]:
    """Group entries, which are in order, by month."""
    return tuple(
        Month(name, tuple(group)) for name, group in groupby(entries, key=lambda entry: month(entry.when.day))
    )


def is_past(when: When, since: dt.date) -> bool:
    """Tell whether something is surely over at the horizon."""
    return (when.last_day or when.day) < since


def permanences(
    permanence: Permanence | None,
    days: Mapping[dt.date, str],
    since: dt.date,
    known_until: dt.date | None,
    address: str,
) -> Permanences:
    """Return the days of the permanence from the horizon on, by month.

    Args:
        permanence: None where nothing is known of it.
        days: each with the reason why there was none in the week before, or nothing.
        since: the horizon.
        known_until: the last day of which we know whether it is a holiday.
        address: of the calendar.
    """
    if permanence is None:
        return Permanences("", "", (), "", "", "", address)
    shown = [
        _day(day, cancelled=day in permanence.cancelled, reason=reason)
        for day, reason in sorted(days.items())
        if day >= since
    ]
    months = groupby(shown, key=lambda day: month(dt.date.fromisoformat(day.iso)))
    return Permanences(
        WEEKDAYS[permanence.weekday],
        permanence.moment,
        tuple(PermanenceMonth(name, tuple(group)) for name, group in months),
        f"{permanence.start:%H:%M}" if permanence.start else "",
        f"{permanence.end:%H:%M}" if permanence.end else "",
        medium_date(known_until) if known_until else "",
        address,
    )


def evenings(dates: Sequence[When], cancelled: Collection[dt.date], since: dt.date, address: str) -> Evenings:
    """Part a bistrot's dates, which are in order, at the horizon; the past ones newest first."""
    days = [(when, _evening(when, cancelled=when.day in cancelled)) for when in dates]
    return Evenings(
        tuple(day for when, day in days if not is_past(when, since)),
        tuple(day for when, day in reversed(days) if is_past(when, since)),
        address,
    )


def _evening(when: When, *, cancelled: bool) -> Day:
    return _day(when.day, cancelled=cancelled, hours=when.hours, over=when.over, start=when.iso)


def _day(day: dt.date, *, cancelled: bool, **more: str) -> Day:
    number = "1er" if day.day == 1 else str(day.day)
    return Day(day.isoformat(), long_date(day), number, cancelled=cancelled, **more)
