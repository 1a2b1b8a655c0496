"""Publishes the dates: the next permanences, the bistrots' evenings, the events, and their iCalendar files.

`/agenda/cvts.ics` holds them all; permanence, bistrots and events have files
of their own. Templates ask `prochaines_permanences()`, `dates_du_bistrot(page)`
and `evenement(article)`. No output depends on the day of the build: pages
carry every date that may be to come, and `theme/static/js/agenda.js` chooses in
the visitor's browser.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pelican import signals

from plugins.agenda import shown
from plugins.agenda.entries import (
    Association,
    Bistrot,
    Entry,
    bistrot_entries,
    moment,
    permanence_entries,
)
from plugins.agenda.facts import Finding, Permanence, SchoolHoliday, line_of, read_holidays, read_permanence
from plugins.agenda.icalendar_file import write
from plugins.agenda.known_days import check_cancelled, permanence_days
from plugins.core.cache import key_of
from plugins.core.cached_values import decoder_of, recall
from plugins.core.problems import Problem, report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FOLDER: Final = "agenda"
ALL: Final = "cvts"
FACTS: Final = "association.toml"


def _offer(pelican: Any) -> None:
    """Read the facts, and offer the dates to the templates."""
    settings = pelican.settings
    association = settings["ASSOCIATION"]
    holidays, holiday_findings = read_holidays(association)
    permanence, findings = read_permanence(association)
    days = _known_days(permanence.weekday, holidays, settings) if permanence else ()
    unknown = check_cancelled(permanence, days) if permanence else ()
    _report(settings, (*holiday_findings, *findings, *unknown))
    settings["PERMANENCE"], settings["PERMANENCE_DAYS"] = permanence, days
    settings["AGENDA_HORIZON"] = shown.horizon(())
    settings["JINJA_GLOBALS"] = {
        **settings["JINJA_GLOBALS"],
        "prochaines_permanences": lambda: _permanences(settings),
        "dates_du_bistrot": lambda page: _evenings(page, settings),
        "evenement": lambda article: _event(article, settings),
    }


def _known_days(weekday: int, holidays: tuple[SchoolHoliday, ...], settings: Any) -> tuple[dt.date, ...]:
    key = key_of("permanences", settings["MACHINERY"], str(weekday), repr(holidays))
    days = decoder_of(tuple[dt.date, ...])
    return recall(settings["CACHE"], key, days, lambda: permanence_days(weekday, holidays))


def _report(settings: Any, findings: Iterable[Finding]) -> None:
    path = Path(settings["PATH"]) / FACTS
    for finding in findings:
        line = line_of(path.read_text(encoding="utf-8"), finding)
        report(Problem(f"{path.parent.name}/{FACTS}", line, finding.text, finding.remedy))


def _publish(generators: list[Any]) -> None:
    """Fix the horizon before any page is written, and write the calendars."""
    settings, context = generators[0].settings, generators[0].context
    items = [item for item in (*context["articles"], *context["pages"]) if not item.waiting]
    days = [day for item in items if (day := _day(item, "date"))]
    settings["AGENDA_HORIZON"] = shown.horizon(days)
    association = Association(
        settings["ASSOCIATION"].get("site", {}).get("sigle") or settings["SITENAME"],
        settings["SITE_ADDRESS"],
    )
    everything: list[Entry] = []
    for key, name, entries in _calendars(items, settings, association):
        everything += entries
        _write(settings, key, f"{association.short_name} – {name}", entries)
    _write(settings, ALL, f"{association.short_name} – permanences, bistrots et événements", everything)


def _calendars(
    items: list[Any], settings: Any, association: Association
) -> Iterator[tuple[str, str, tuple[Entry, ...]]]:
    """Yield key, name and entries of each calendar but the one for all."""
    permanence: Permanence | None = settings["PERMANENCE"]
    if permanence:
        entries = permanence_entries(permanence, settings["PERMANENCE_DAYS"], association)
        yield "permanence", "permanence téléphonique", tuple(entries)
    for item in items:
        address = f"{association.address}/{item.url}"
        if item.section == "bistrots":
            yield _key(item), item.title, tuple(bistrot_entries(_bistrot(item, address)))
        elif item.section == "actualites" and item.evenement:
            yield _key(item), item.title, (_event_entry(item, address),)


def _bistrot(page: Any, address: str) -> Bistrot:
    return Bistrot(
        slug=page.slug,
        title=page.title,
        summary=page.summary,
        address=address,
        place=", ".join(part for part in (page.lieu, page.commune) if part),
        dates=tuple(page.dates or ()),
        cancelled=frozenset(page.dates_annulees or ()),
        modified=_day(page, "modified"),
    )


def _event_entry(article: Any, address: str) -> Entry:
    return Entry(
        key=_key(article),
        title=article.title,
        start=moment(article.evenement),
        address=address,
        description=article.summary,
        place=article.lieu or "",
        modified=_day(article, "modified") or _day(article, "date"),
        cancelled=bool(article.evenement_annule),
    )


def _permanences(settings: Any) -> shown.Permanences:
    return shown.permanences(
        settings["PERMANENCE"],
        settings["PERMANENCE_DAYS"],
        settings["AGENDA_HORIZON"],
        _address("permanence"),
    )


def _evenings(page: Any, settings: Any) -> shown.Evenings:
    return shown.evenings(
        tuple(page.dates or ()), page.dates_annulees or (), settings["AGENDA_HORIZON"], _address(_key(page))
    )


def _event(article: Any, settings: Any) -> shown.Event | None:
    if not article.evenement:
        return None
    return shown.event(
        article.evenement,
        cancelled=bool(article.evenement_annule),
        since=settings["AGENDA_HORIZON"],
        address=_address(_key(article)),
    )


def _key(item: Any) -> str:
    return f"{item.section}/{item.slug}"


def _address(key: str) -> str:
    return f"/{FOLDER}/{key}.ics"


def _write(settings: Any, key: str, name: str, entries: Iterable[Entry]) -> None:
    path = Path(settings["OUTPUT_PATH"]) / _address(key).lstrip("/")
    path.parent.mkdir(parents=True, exist_ok=True)
    entries = tuple(entries)
    kept = key_of("calendar", settings["MACHINERY"], key, name, repr(entries))
    path.write_bytes(settings["CACHE"].get(kept, lambda: write(key, name, entries)))


def _day(item: Any, name: str) -> dt.date | None:
    value = getattr(item, name, None)
    return value.date() if value else None


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(_offer)
    signals.all_generators_finalized.connect(_publish)
