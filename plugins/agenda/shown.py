"""What the pages show of the agenda: days as machines and as visitors read them.

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

from plugins.agenda.entries import in_brussels
from plugins.agenda.facts import WEEKDAYS, Permanence
from plugins.french.dates import long_date, month

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


@dataclass(frozen=True)
class Day:
    """One date: ISO for machines, "jeudi 1er février 2024" and "1er" for visitors."""

    iso: str
    text: str
    number: str
    cancelled: bool


@dataclass(frozen=True)
class Month:
    """The days of one month, under its name: "février 2024"."""

    name: str
    days: tuple[Day, ...]


@dataclass(frozen=True)
class Permanences:
    """The permanences that may be to come, and the address of their calendar."""

    weekday: str
    """In French: "jeudi"."""
    months: tuple[Month, ...]
    ends: str
    """Hour at which a permanence is over, "17:00"; empty when nobody knows."""
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
    """An event: its start in ISO with the offset of that day, what became of it, its calendar's address."""

    iso: str
    past: bool
    """Surely; an event that is not may be past all the same."""
    cancelled: bool
    address: str


def horizon(dates: Iterable[dt.date]) -> dt.date:
    """Return the day before which everything is past, from the dates of published pages."""
    return max(dates, default=dt.date.min)


def permanences(
    permanence: Permanence | None, days: Iterable[dt.date], since: dt.date, address: str
) -> Permanences:
    """Return the days of the permanence from the horizon on, by month."""
    if permanence is None:
        return Permanences("", (), "", address)
    coming = sorted(day for day in days if day >= since)
    months = tuple(
        Month(name, _days(group, permanence.cancelled)) for name, group in groupby(coming, key=month)
    )
    return Permanences(
        WEEKDAYS[permanence.weekday], months, f"{permanence.end:%H:%M}" if permanence.end else "", address
    )


def evenings(
    dates: Collection[dt.date], cancelled: Collection[dt.date], since: dt.date, address: str
) -> Evenings:
    """Part a bistrot's dates at the horizon; the past ones newest first."""
    return Evenings(
        _days(sorted({day for day in dates if day >= since}), cancelled),
        _days(sorted({day for day in dates if day < since}, reverse=True), cancelled),
        address,
    )


def event(start: dt.date | dt.datetime, *, cancelled: bool, since: dt.date, address: str) -> Event:
    """Return what an event's page shows of it."""
    day = start.date() if isinstance(start, dt.datetime) else start
    placed = in_brussels(start)
    iso = placed.isoformat("T", "minutes") if isinstance(placed, dt.datetime) else placed.isoformat()
    return Event(iso, day < since, cancelled, address)


def _days(days: Iterable[dt.date], cancelled: Collection[dt.date]) -> tuple[Day, ...]:
    return tuple(
        Day(day.isoformat(), long_date(day), "1er" if day.day == 1 else str(day.day), day in cancelled)
        for day in days
    )
