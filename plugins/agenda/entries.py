"""What the calendars are made of: one entry for a permanence, an evening in a bistrot, an event."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from plugins.agenda.facts import Permanence

ZONE: Final = ZoneInfo("Europe/Brussels")
NAMESPACE: Final = uuid.UUID("052a418a-3c61-487c-bf7b-b12cc8f0d18e")
"""Ours alone, and never to change: every identifier in people's calendars is derived from it."""

ORIGIN: Final = dt.date(2000, 1, 1)
"""Stands for the last change where the content gives none: before everything that it tells of."""


@dataclass(frozen=True)
class CalendarEntry:
    """One entry of a calendar. Texts are plain."""

    key: str
    """What the entry is known by for ever: `actualites/colloque`, `bistrots/mons/2024-03-07`."""
    title: str
    start: dt.date | dt.datetime
    """A day, or a moment in Brussels."""
    address: str
    """Of the page that says more, absolute."""
    description: str = ""
    place: str = ""
    end: dt.datetime | None = None
    """None where nobody has said how long it lasts."""
    modified: dt.date | None = None
    cancelled: bool = False

    @property
    def uid(self) -> str:
        """Return the permanent identifier: neither the title nor the site's address counts."""
        return calendar_uid(self.key)

    @property
    def stamp(self) -> dt.datetime:
        """Return when the entry was last changed, in UTC, as far as the content says."""
        day = self.modified or ORIGIN
        return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)

    @property
    def sequence(self) -> int:
        """Return the revision number: of two versions, calendars keep the one with the higher.

        It counts the days to the last change; on the same day an entry with its
        hour outdoes one without, and a cancelled one both. So it grows without
        anybody counting revisions, and is the same in every build.
        """
        timed = isinstance(self.start, dt.datetime)
        return 4 * (self.stamp.date() - ORIGIN).days + 2 * self.cancelled + timed

    @property
    def order(self) -> tuple[str, str]:
        """Sort entries by time."""
        return self.start.isoformat(), self.key


def calendar_uid(key: str) -> str:
    """Return the name-based UUID (RFC 9562, version 5) of an entry or a calendar."""
    return str(uuid.uuid5(NAMESPACE, key))


@dataclass(frozen=True)
class Association:
    """Who invites: the short name in the titles, the site's address without a final slash."""

    short_name: str
    address: str


def permanence_entries(
    permanence: Permanence, days: Iterable[dt.date], association: Association
) -> Iterator[CalendarEntry]:
    """Yield one entry a day: at its hours where they are known, otherwise for the whole day."""
    timed = permanence.start is not None and permanence.end is not None
    moment = f" ({permanence.moment})" if permanence.moment and not timed else ""
    for day in days:
        yield CalendarEntry(
            key=f"permanence/{day.isoformat()}",
            title=f"Permanence téléphonique du {association.short_name}{moment}",
            start=_at(day, permanence.start) if permanence.start else day,
            end=_at(day, permanence.end) if permanence.end else None,
            address=f"{association.address}/permanence/",
            description=f"Téléphone : {permanence.telephone}" if permanence.telephone else "",
            modified=permanence.modified,
            cancelled=day in permanence.cancelled,
        )


@dataclass(frozen=True)
class BistrotDates:
    """What the agenda needs of a bistrot's page."""

    slug: str
    title: str
    summary: str
    address: str
    """Absolute."""
    place: str
    dates: Sequence[dt.date] = ()
    cancelled: frozenset[dt.date] = frozenset()
    modified: dt.date | None = None


def bistrot_entries(bistrot: BistrotDates) -> Iterator[CalendarEntry]:
    """Yield one entry an evening: the pages know no hours."""
    for day in sorted(set(bistrot.dates)):
        yield CalendarEntry(
            key=f"bistrots/{bistrot.slug}/{day.isoformat()}",
            title=bistrot.title,
            start=day,
            address=bistrot.address,
            description=bistrot.summary,
            place=bistrot.place,
            modified=bistrot.modified,
            cancelled=day in bistrot.cancelled,
        )


def in_brussels(value: dt.date | dt.datetime) -> dt.date | dt.datetime:
    """Place a moment as typed in Brussels; a day stays a day."""
    return value.replace(tzinfo=ZONE) if isinstance(value, dt.datetime) else value


def _at(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, ZONE)
