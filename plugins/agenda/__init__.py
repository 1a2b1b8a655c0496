"""Publishes the dates: the next permanences, the bistrots' evenings, the events, and their iCalendar files.

`/agenda/cvts.ics` holds them all; permanence, bistrots and events have files
of their own. Templates ask `prochaines_dates()` for everything that may be to
come, permanences by themselves too, `dates_du_bistrot(page)`, `evenement(article)`,
`changement(article)` and `lieu_complet(place, commune)`; for the calendars to
subscribe to, `agendas()`. No output depends on the day of the build: pages carry
every date that may be to come, and `theme/static/js/agenda.js` chooses in the
visitor's browser.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from pelican import signals

from plugins.agenda import shown
from plugins.agenda.entries import (
    PERMANENCE,
    Entry,
    bistrot_entries,
    entry_key,
    event_entry,
    full_place,
    pelican_day,
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
from plugins.agenda.known_days import check_cancelled, gaps, known_until, permanence_days
from plugins.core.cache import key_of
from plugins.core.cached_values import decoder_of, recall
from plugins.core.facts import ASSOCIATION_FILE
from plugins.core.pelican import contents_of, offer, site_of
from plugins.core.problems import Problem
from plugins.texts.changes import change_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from plugins.core.site import Site

FOLDER: Final = "agenda"
ALL: Final = "cvts"
SOON: Final = 12
"""Dates that the home page carries: it shows the first few that are still to come when it is read."""


@dataclass(frozen=True)
class Calendar:
    """One iCalendar file: its key (`bistrots/mons`), its name for people, what it holds."""

    key: str
    name: str
    entries: tuple[Entry, ...]
    is_single: bool = False
    """Whether it will never hold more than one event: nobody subscribes to it."""

    @property
    def address(self) -> str:
        """Return its address, from the site's root."""
        return _address(self.key)


@dataclass(frozen=True)
class Agenda:
    """The dates of one build."""

    permanence: Permanence | None
    days: Mapping[dt.date, str]
    """Of the permanence, as far as they are known, each with why there was none in the week before."""
    known_until: dt.date | None
    """The last day of which we know whether it is a holiday."""
    horizon: dt.date
    """The day before which everything is past."""
    coming: tuple[Entry, ...] = ()
    """Everything that may be to come, in order."""
    calendars: tuple[Calendar, ...] = ()
    """To subscribe to: that of everything, then those with dates to come, but for single events."""

    @property
    def months(self) -> tuple[shown.Month, ...]:
        """Return everything that may be to come, by month."""
        return shown.by_month(self.coming)

    @property
    def soon(self) -> tuple[Entry, ...]:
        """Return the next events and evenings; the permanence is shown by itself."""
        return tuple(entry for entry in self.coming if entry.kind != PERMANENCE)[:SOON]

    @property
    def permanences(self) -> tuple[shown.Month, ...]:
        """Return the permanences that may be to come, by month."""
        return shown.by_month(entry for entry in self.coming if entry.kind == PERMANENCE)


def _offer(pelican: Any) -> None:
    """Read the facts, and offer the dates to the templates."""
    site = site_of(pelican)
    association = site.facts.association
    holidays, holiday_findings = read_holidays(association)
    permanence, findings = read_permanence(association)
    days = _known_days(permanence.weekday, holidays, site) if permanence else ()
    unknown = check_cancelled(permanence, days) if permanence else ()
    site.report(_problem(site.content, finding) for finding in (*holiday_findings, *findings, *unknown))
    reasons = gaps(days, permanence.cancelled, holidays) if permanence else {}
    site.add(Agenda(permanence, reasons, known_until(holidays), shown.horizon(())))
    offer(
        pelican,
        prochaines_dates=lambda: site.part(Agenda),
        dates_du_bistrot=lambda page: _evenings(page, site.part(Agenda)),
        changement=change_of,
        evenement=lambda article: _event(article, site.part(Agenda)),
        agendas=lambda: site.part(Agenda).calendars,
        lieu_complet=full_place,
    )


def _known_days(weekday: int, holidays: tuple[SchoolHoliday, ...], site: Site) -> tuple[dt.date, ...]:
    key = key_of("permanences", site.machinery, str(weekday), repr(holidays))
    days = decoder_of(tuple[dt.date, ...])
    return recall(site.cache, key, days, lambda: permanence_days(weekday, holidays))


def _problem(content: Path, finding: FactError) -> Problem:
    line = line_of_fact((content / ASSOCIATION_FILE).read_text(encoding="utf-8"), finding)
    return Problem(f"{content.name}/{ASSOCIATION_FILE}", line, finding.text, finding.remedy)


def _publish(generators: list[Any]) -> None:
    """Collect everything that takes place, before any page is written, and write the calendars."""
    site = site_of(generators[0])
    items = [item for item in contents_of(generators) if not item.waiting]
    since = shown.horizon(day for item in items if (day := pelican_day(item, "date")))
    short_name = site.facts.short_name or generators[0].settings["SITENAME"]
    calendars = _calendars(items, site.part(Agenda), short_name)
    everything = tuple(entry for calendar in calendars for entry in calendar.entries)
    every = Calendar(ALL, "permanences, bistrots et événements", everything)
    lasting = (calendar for calendar in calendars if not calendar.is_single)
    offered = (every, *(calendar for calendar in lasting if shown.coming(calendar.entries, since)))
    coming = shown.coming(everything, since)
    site.add(replace(site.part(Agenda), horizon=since, coming=coming, calendars=offered))
    if site.pages_first:
        return
    for calendar in (*calendars, every):
        _write(site, replace(calendar, name=f"{short_name} – {calendar.name}"))


def _calendars(items: list[Any], agenda: Agenda, short_name: str) -> tuple[Calendar, ...]:
    """Return each calendar but the one for all."""
    calendars = []
    if agenda.permanence:
        entries = permanence_entries(agenda.permanence, sorted(agenda.days), short_name)
        calendars.append(Calendar("permanence", "permanence téléphonique", tuple(entries)))
    for item in items:
        if item.section == "bistrots":
            calendars.append(Calendar(entry_key(item), item.title, tuple(bistrot_entries(item))))
        elif item.section == "actualites" and item.evenement:
            calendars.append(Calendar(entry_key(item), item.title, (event_entry(item),), is_single=True))
    return tuple(calendars)


def _evenings(page: Any, agenda: Agenda) -> shown.Evenings:
    return shown.evenings(tuple(bistrot_entries(page)), agenda.horizon, _address(entry_key(page)))


def _event(article: Any, agenda: Agenda) -> shown.Event | None:
    if not article.evenement:
        return None
    past = shown.is_past(article.evenement, agenda.horizon)
    return shown.Event(event_entry(article), past, _address(entry_key(article)))


def _address(key: str) -> str:
    return f"/{FOLDER}/{key}.ics"


def _write(site: Site, calendar: Calendar) -> None:
    kept = key_of("calendar", site.machinery, site.address, repr(calendar))
    data = site.cache.get(
        kept, lambda: write_calendar(calendar.key, calendar.name, site.address, calendar.entries)
    )
    site.output.write(calendar.address.lstrip("/"), data)


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(_offer)
    signals.all_generators_finalized.connect(_publish)
