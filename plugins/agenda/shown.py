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

from plugins.french.dates import month

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from plugins.agenda.entries import Entry
    from plugins.texts.when import When


@dataclass(frozen=True)
class Month:
    """What takes place in one month, under its name: "février 2024"."""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Evenings:
    """A bistrot's dates, and the address of its calendar."""

    coming: tuple[Entry, ...]
    """May be past on the day they are read: the browser sees to it."""
    past: tuple[Entry, ...]
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


def evenings(entries: Sequence[Entry], since: dt.date, address: str) -> Evenings:
    """Part a bistrot's dates, which are in order, at the horizon; the past ones newest first."""
    return Evenings(
        tuple(entry for entry in entries if not is_past(entry.when, since)),
        tuple(entry for entry in reversed(entries) if is_past(entry.when, since)),
        address,
    )
