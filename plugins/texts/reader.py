"""Hands checked sources to Pelican: French field names become Pelican's, absent fields None."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING, Any

from pelican.readers import BaseReader
from pelican.utils import SafeDatetime

from plugins.core.sections import Kind, Section
from plugins.texts.mentions import read_mention
from plugins.texts.recurrence import read_dates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.texts.source import Source


class SiteReader(BaseReader):
    """Gives Pelican the text and the fields of a source that the build has already read.

    Two things keep a page out of the site: a problem in its source (the build
    fails anyway; the other pages are still checked), and a page that waits (a
    draft, a date to come) unless the preview shows it, marked by `waiting`.
    """

    enabled = True
    file_extensions = ["md"]  # noqa: RUF012  Pelican asks for a list

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return a file's HTML and fields, or say that Pelican must skip it."""
        relative = os.path.relpath(source_path, self.settings["PATH"]).replace(os.sep, "/")
        source = self.settings["SOURCES"].get(relative)
        if source is None or is_kept_out(source, self.settings):
            return "", {"status": "skip"}
        html = self.settings["CONVERTER"].convert(source.document.body)
        return html, self._metadata(source)

    def _metadata(self, source: Source) -> dict[str, Any]:
        absent = {field.name: None for field in source.section.fields if not field.pelican}
        written = {name: value.value for name, value in source.document.fields.items()}  # type: ignore[union-attr]
        waiting = self.settings["WAITING_SOURCES"].get(source.path, "")
        return {
            **absent,
            **pelican_fields(written, source.section),
            "status": "published",
            "waiting": waiting,
        }


def is_kept_out(source: Source, settings: Mapping[str, Any]) -> bool:
    """Tell whether a source has no page in this build."""
    waits = source.path in settings["WAITING_SOURCES"] and not settings["SHOW_DRAFTS"]
    return source.document is None or source.path in settings["FAULTY_SOURCES"] or waits


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


def _typed(kind: Kind, value: Any) -> Any:
    if kind is Kind.MOMENT and isinstance(value, str):
        return dt.datetime.fromisoformat(value) if ":" in value else dt.date.fromisoformat(value)
    if kind is Kind.DATES:
        return [dt.date.fromisoformat(str(item)) for item in value]
    if kind is Kind.RHYTHM:
        return read_dates(value)
    if kind in (Kind.MENTIONS, Kind.AGENDA):
        return [read_mention(entry) for entry in value]
    if kind is Kind.FLAG:
        return value == "oui"
    return value
