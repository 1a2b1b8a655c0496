"""What the agenda is made of: one entry for a permanence, an evening in a bistrot, an event."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from plugins.belgium.names import loose
from plugins.texts.changes import CANCELLED, change_of, first_announced
from plugins.texts.when import When, timed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plugins.agenda.facts import Permanence

NAMESPACE: Final = uuid.UUID("052a418a-3c61-487c-bf7b-b12cc8f0d18e")
"""Ours alone, and never to change: every identifier in people's calendars is derived from it."""

PERMANENCE: Final = "Permanence"

ORIGIN: Final = dt.date(2000, 1, 1)
"""Stands for the last change where the content gives none: before everything that it tells of."""


@dataclass(frozen=True)
class Entry:
    """One thing that takes place. Texts are plain."""

    key: str
    """What the entry is known by for ever: `actualites/colloque`, `bistrots/mons/2024-03-07`."""
    title: str
    when: When
    path: str
    """Of the page that says more, from the site's root."""
    kind: str = ""
    """As visitors read it: « Permanence », « Bistrot », « Événement »."""
    description: str = ""
    place: str = ""
    change: str = ""
    """What is no longer as it was announced: « Nouvelle date »; « Annulé » for a cancelled one."""
    before: str = ""
    """What had been announced instead, in a few words."""
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
        hour outdoes one without, a moved one both, and a cancelled one all. So it grows
        without anybody counting revisions, and is the same in every build.
        """
        rank = 4 * self.cancelled + 2 * bool(self.change and not self.cancelled) + bool(self.when.hour)
        return 8 * (self.stamp.date() - ORIGIN).days + rank

    @property
    def order(self) -> tuple[When, str]:
        """Sort entries by time: on one day, what has no hour comes first."""
        return When(self.when.day, self.when.hour or dt.time.min), self.key


def calendar_uid(key: str) -> str:
    """Return the name-based UUID (RFC 9562, version 5) of an entry or a calendar."""
    return str(uuid.uuid5(NAMESPACE, key))


def permanence_entries(permanence: Permanence, days: Iterable[dt.date], short_name: str) -> Iterator[Entry]:
    """Yield one entry a day: at its hours where they are known, otherwise for the whole day."""
    moment = f" ({permanence.moment})" if permanence.moment and permanence.start is None else ""
    for day in days:
        yield Entry(
            key=f"permanence/{day.isoformat()}",
            title=f"Permanence téléphonique du {short_name}{moment}",
            when=timed(day, permanence.start, permanence.end),
            path="/permanence/",
            kind=PERMANENCE,
            description=f"Téléphone : {permanence.telephone}" if permanence.telephone else "",
            change="Annulée" if day in permanence.cancelled else "",
            modified=permanence.modified,
            cancelled=day in permanence.cancelled,
        )


def bistrot_entries(page: Any) -> Iterator[Entry]:
    """Yield one entry an evening.

    Args:
        page: a bistrot's, as Pelican reads it.
    """
    for when in page.dates or ():
        cancelled = when.day in (page.dates_annulees or ())
        yield Entry(
            key=f"{entry_key(page)}/{when.day.isoformat()}",
            title=page.title,
            when=when,
            path=f"/{page.url}",
            kind="Bistrot",
            description=page.summary,
            place=full_place(page.lieu or "", page.commune),
            change=CANCELLED if cancelled else "",
            modified=pelican_day(page, "modified"),
            cancelled=cancelled,
        )


def event_entry(article: Any) -> Entry:
    """Return the entry of an actualité that announces an event, as Pelican reads it."""
    return Entry(
        key=entry_key(article),
        title=article.title,
        when=article.evenement,
        path=f"/{article.url}",
        kind="Événement",
        description=article.summary,
        place=article.lieu or "",
        change=change_of(article),
        before=first_announced(article),
        modified=pelican_day(article, "modified") or pelican_day(article, "date"),
        cancelled=bool(article.evenement_annule),
    )


def entry_key(item: Any) -> str:
    """Return what a page's calendar is known by, and its event if it has one."""
    return f"{item.section}/{item.slug}"


def pelican_day(item: Any, name: str) -> dt.date | None:
    """Return the day of one of Pelican's dates; None where a page has none."""
    value = getattr(item, name, None)
    return value.date() if value else None


def full_place(place: str, commune: str) -> str:
    """Add the commune to a place that does not name it: « Café du Parc, rue Haute 1, Mons ».

    The name of a street does not count: it ends no part of « rue de Mons 5 ».
    """
    if not place:
        return commune
    named = any(f" {loose(part)}".endswith(f" {loose(commune)}") for part in place.split(","))
    return place if named else f"{place}, {commune}"
