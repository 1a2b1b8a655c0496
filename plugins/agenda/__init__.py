"""Publishes the dates: the next permanences, the bistrots' evenings, the events, and their iCalendar files.

`/agenda/cvts.ics` holds them all; permanence, bistrots and events have files
of their own. Templates ask `prochaines_permanences()`, `dates_du_bistrot(page)`
and `evenement(article)`. No output depends on the day of the build: pages
carry every date that may be to come, and `theme/static/js/agenda.js` chooses in
the visitor's browser.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from pelican import signals

from plugins.agenda import shown
from plugins.agenda.entries import (
    Association,
    BistrotDates,
    CalendarEntry,
    bistrot_entries,
    in_brussels,
    permanence_entries,
)
from plugins.agenda.facts import (
    FactError,
    Permanence,
    SchoolHoliday,
    line_of_fact,
    read_holidays,
    read_permanence,
)
from plugins.agenda.icalendar_file import write_calendar
from plugins.agenda.known_days import check_cancelled, permanence_days
from plugins.core.cache import key_of
from plugins.core.cached_values import decoder_of, recall
from plugins.core.facts import ASSOCIATION_FILE
from plugins.core.pelican import contents_of, offer, site_of
from plugins.core.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from plugins.core.site import Site

FOLDER: Final = "agenda"
ALL: Final = "cvts"


@dataclass(frozen=True)
class Agenda:
    """The dates of one build."""

    permanence: Permanence | None
    days: tuple[dt.date, ...]
    """Of the permanence, as far as they are known."""
    horizon: dt.date
    """The day before which everything is past."""


def _offer(pelican: Any) -> None:
    """Read the facts, and offer the dates to the templates."""
    site = site_of(pelican)
    association = site.facts.association
    holidays, holiday_findings = read_holidays(association)
    permanence, findings = read_permanence(association)
    days = _known_days(permanence.weekday, holidays, site) if permanence else ()
    unknown = check_cancelled(permanence, days) if permanence else ()
    site.report(_problem(site.content, finding) for finding in (*holiday_findings, *findings, *unknown))
    site.add(Agenda(permanence, days, shown.horizon(())))
    offer(
        pelican,
        prochaines_permanences=lambda: _permanences(site.part(Agenda)),
        dates_du_bistrot=lambda page: _evenings(page, site.part(Agenda)),
        evenement=lambda article: _event(article, site.part(Agenda)),
    )


def _known_days(weekday: int, holidays: tuple[SchoolHoliday, ...], site: Site) -> tuple[dt.date, ...]:
    key = key_of("permanences", site.machinery, str(weekday), repr(holidays))
    days = decoder_of(tuple[dt.date, ...])
    return recall(site.cache, key, days, lambda: permanence_days(weekday, holidays))


def _problem(content: Path, finding: FactError) -> Problem:
    line = line_of_fact((content / ASSOCIATION_FILE).read_text(encoding="utf-8"), finding)
    return Problem(f"{content.name}/{ASSOCIATION_FILE}", line, finding.text, finding.remedy)


def _publish(generators: list[Any]) -> None:
    """Fix the horizon before any page is written, and write the calendars."""
    site = site_of(generators[0])
    items = [item for item in contents_of(generators) if not item.waiting]
    days = [day for item in items if (day := _day(item, "date"))]
    agenda = replace(site.part(Agenda), horizon=shown.horizon(days))
    site.add(agenda)
    if site.pages_first:
        return
    short_name = site.facts.short_name or generators[0].settings["SITENAME"]
    association = Association(short_name, site.address)
    everything: list[CalendarEntry] = []
    for key, name, entries in _calendars(items, agenda, association):
        everything += entries
        _write(site, key, f"{association.short_name} – {name}", entries)
    _write(site, ALL, f"{association.short_name} – permanences, bistrots et événements", everything)


def _calendars(
    items: list[Any], agenda: Agenda, association: Association
) -> Iterator[tuple[str, str, tuple[CalendarEntry, ...]]]:
    """Yield key, name and entries of each calendar but the one for all."""
    if agenda.permanence:
        entries = permanence_entries(agenda.permanence, agenda.days, association)
        yield "permanence", "permanence téléphonique", tuple(entries)
    for item in items:
        address = f"{association.address}/{item.url}"
        if item.section == "bistrots":
            yield _key(item), item.title, tuple(bistrot_entries(_bistrot(item, address)))
        elif item.section == "actualites" and item.evenement:
            yield _key(item), item.title, (_event_entry(item, address),)


def _bistrot(page: Any, address: str) -> BistrotDates:
    return BistrotDates(
        slug=page.slug,
        title=page.title,
        summary=page.summary,
        address=address,
        place=", ".join(part for part in (page.lieu, page.commune) if part),
        dates=tuple(page.dates or ()),
        cancelled=frozenset(page.dates_annulees or ()),
        modified=_day(page, "modified"),
    )


def _event_entry(article: Any, address: str) -> CalendarEntry:
    return CalendarEntry(
        key=_key(article),
        title=article.title,
        start=in_brussels(article.evenement),
        address=address,
        description=article.summary,
        place=article.lieu or "",
        modified=_day(article, "modified") or _day(article, "date"),
        cancelled=bool(article.evenement_annule),
    )


def _permanences(agenda: Agenda) -> shown.Permanences:
    return shown.permanences(agenda.permanence, agenda.days, agenda.horizon, _address("permanence"))


def _evenings(page: Any, agenda: Agenda) -> shown.Evenings:
    return shown.evenings(
        tuple(page.dates or ()), page.dates_annulees or (), agenda.horizon, _address(_key(page))
    )


def _event(article: Any, agenda: Agenda) -> shown.Event | None:
    if not article.evenement:
        return None
    return shown.event(
        article.evenement,
        cancelled=bool(article.evenement_annule),
        since=agenda.horizon,
        address=_address(_key(article)),
    )


def _key(item: Any) -> str:
    return f"{item.section}/{item.slug}"


def _address(key: str) -> str:
    return f"/{FOLDER}/{key}.ics"


def _write(site: Site, key: str, name: str, entries: Iterable[CalendarEntry]) -> None:
    entries = tuple(entries)
    kept = key_of("calendar", site.machinery, key, name, repr(entries))
    data = site.cache.get(kept, lambda: write_calendar(key, name, entries))
    site.output.write(_address(key).lstrip("/"), data)


def _day(item: Any, name: str) -> dt.date | None:
    value = getattr(item, name, None)
    return value.date() if value else None


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(_offer)
    signals.all_generators_finalized.connect(_publish)
