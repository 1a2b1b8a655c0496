"""Hands checked sources to Pelican: French field names become Pelican's, absent fields None."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from pelican.utils import SafeDatetime

from plugins.core.fields import FieldKind
from plugins.core.pelican import SkippingReader, site_of
from plugins.texts.convert import Converter
from plugins.texts.mentions import read_mention
from plugins.texts.recurrence import read_dates
from plugins.texts.sources import Sources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.core.sections import Section
    from plugins.texts.front_matter import Document
    from plugins.texts.sources import Source


class SiteReader(SkippingReader):
    """Gives Pelican the text and the fields of a source that the build has already read.

    Two things keep a page out of the site: a problem in its source (the build
    fails anyway; the other pages are still checked), and a page that waits (a
    draft, a date to come) unless the preview shows it, marked by `waiting`.
    """

    file_extensions = ["md"]  # noqa: RUF012  Pelican asks for a list

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return a file's HTML and fields, or say that Pelican must skip it."""
        site = site_of(self)
        sources = site.part(Sources)
        source = sources.source_of(source_path, site.content)
        if source is None or source.document is None or sources.without_page(source):
            return self.LEFT_OUT
        text = site.part(Converter).text(source)
        site.report(text.problems)
        return text.html, _metadata(source, source.document, sources.waiting.get(source.path, ""))


def _metadata(source: Source, document: Document, waiting: str) -> dict[str, Any]:
    absent = {field.name: None for field in source.section.fields if not field.pelican}
    written = {name: value.value for name, value in document.fields.items()}
    fields = pelican_fields(written, source.section)
    return {**absent, **fields, "status": "published", "waiting": waiting}


def pelican_fields(meta: Mapping[str, Any], section: Section) -> dict[str, Any]:
    """Translate field names, and what is typed as text into its type; the values have been checked."""
    fields = {}
    for name, value in meta.items():
        field = section.field(name)
        if field is None or value is None or name == "statut":
            continue
        typed = _typed(field.kind, value)
        fields[field.pelican or field.name] = _moment(typed) if field.pelican in PELICAN_DATES else typed
    return fields


PELICAN_DATES = ("date", "modified")
"""Fields that Pelican sorts by: it wants a moment."""


def _moment(day: object) -> SafeDatetime:
    date = dt.date.fromisoformat(str(day))
    return SafeDatetime(date.year, date.month, date.day)


def _typed(kind: FieldKind, value: Any) -> Any:
    if kind is FieldKind.MOMENT and isinstance(value, str):
        return dt.datetime.fromisoformat(value) if ":" in value else dt.date.fromisoformat(value)
    if kind is FieldKind.DATES:
        return [dt.date.fromisoformat(str(item)) for item in value]
    if kind is FieldKind.RHYTHM:
        return read_dates(value)
    if kind in (FieldKind.MENTIONS, FieldKind.AGENDA):
        return [read_mention(entry) for entry in value]
    if kind is FieldKind.FLAG:
        return value == "oui"
    return value
