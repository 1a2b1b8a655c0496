"""Checks that the pages and the dates which a letter announces exist."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from plugins.core.fields import FieldKind
from plugins.core.problems import Problem
from plugins.texts.mentions import Mention, read_mention
from plugins.texts.recurrence import Dates, RuleError, read_dates
from plugins.texts.when import read_when

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from plugins.texts.sources import Source

KINDS = (FieldKind.MENTIONS, FieldKind.AGENDA)


def check_mentions(folder: str, sources: Sequence[Source]) -> Iterator[Problem]:
    """Yield every mention that leads nowhere, at its line.

    Args:
        folder: the name of the content folder, for the messages.
        sources: every Markdown file of the site.
    """
    pages = {source.address: source for source in sources}
    for source in sources:
        for mention, line, name in mentions_of(source):
            finding = _check(mention, pages)
            if finding:
                yield Problem(f"{folder}/{source.path}", line, *finding, field_name=name)


def mentions_of(source: Source) -> Iterator[tuple[Mention, int, str]]:
    """Yield what a source mentions, with the line and the field where it does; never what cannot be read."""
    fields = source.document.fields if source.document else {}
    for field in source.section.fields:
        value = fields.get(field.name)
        if field.kind in KINDS and value and isinstance(value.value, list):
            for entry in value.value:
                mention = read_mention(entry)
                if mention:
                    day = mention.day.isoformat() if mention.day else ""
                    yield mention, value.line_with(mention.key, day), field.name


def days_of(source: Source) -> dict[dt.date, bool]:
    """Return the days that a page announces, and whether each is cancelled."""
    gone = source.value("dates_annulees")
    cancelled = set(map(str, gone)) if isinstance(gone, list) else set()
    days = {when.day: when.day.isoformat() in cancelled for when in _dates(source.value("dates"))}
    event = read_when(str(source.value("evenement")))
    if event:
        days[event.day] = source.value("evenement_annule") == "oui"
    return days


def first_day_of(source: Source) -> dt.date | None:
    """Return the day that an event had at first, if it has moved: letters may have announced it."""
    first = read_when(str(source.value("evenement_initial")))
    return first.day if first else None


def _dates(value: object) -> Dates:
    try:
        return read_dates(value or [])
    except RuleError:  # reported where it stands
        return Dates()


def _check(mention: Mention, pages: dict[str, Source]) -> tuple[str, str] | None:
    page = pages.get(mention.address)
    if page is None:
        near = difflib.get_close_matches(mention.address, pages, n=1)
        remedy = f"écrivez « {near[0].strip('/')} » ?" if near else "copiez l’adresse de la page voulue"
        return f"« {mention.key} » n’est pas une page du site", remedy
    if mention.day and page.document and mention.day not in (*days_of(page), first_day_of(page)):
        remedy = "corrigez la date, ou ajoutez-la à cette page"
        return f"le {mention.day.isoformat()} n’est pas une date de « {mention.key} »", remedy
    return None
