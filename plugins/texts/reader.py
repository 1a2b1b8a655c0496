"""Hands checked sources to Pelican: French field names become Pelican's, absent fields None."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pelican.utils import SafeDatetime

from plugins.core.fields import FieldKind
from plugins.core.pelican import SkippingReader, site_of
from plugins.texts.convert import Converter
from plugins.texts.coordinates import read_coordinates
from plugins.texts.dates import read_day, read_partial_date
from plugins.texts.front_matter import is_blank
from plugins.texts.mentions import read_mention
from plugins.texts.recurrence import read_dates
from plugins.texts.sources import Sources
from plugins.texts.when import read_end, read_when

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
    absent = {field.name: None for field in source.section.fields if not (field.pelican or field.private)}
    written = {name: value.value for name, value in document.fields.items()}
    fields = pelican_fields(written, source.section)
    return {**absent, **fields, "status": "published", "waiting": waiting}


def pelican_fields(meta: Mapping[str, Any], section: Section) -> dict[str, Any]:
    """Translate field names, and texts into what they say; the values have been checked."""
    fields: dict[str, Any] = {}
    for name, value in meta.items():
        field = section.field(name)
        if field is None or field.private or is_blank(value) or name == "statut":
            continue
        read = READERS.get(field.kind)
        fields[field.pelican or field.name] = read(value) if read else value
        if name == "date" and (date := read_partial_date(value)):
            fields["parution"], fields["date"] = date, date.first
    if "fin" in fields:
        fields["evenement"] = read_end(fields["fin"], fields["evenement"])
    for name in PELICAN_DATES & fields.keys():
        day = fields[name]
        fields[name] = SafeDatetime(day.year, day.month, day.day)
    return fields


PELICAN_DATES: Final = frozenset({"date", "modified"})
"""Fields that Pelican sorts by: it wants a moment. How much of a date is known stands in `parution`."""


READERS: Final[Mapping[FieldKind, Callable[[Any], Any]]] = {
    FieldKind.DATE: read_day,
    FieldKind.MOMENT: read_when,
    FieldKind.DATES: lambda items: [read_day(item) for item in items],
    FieldKind.RHYTHM: read_dates,
    FieldKind.COORDINATES: read_coordinates,
    FieldKind.NUMBER: int,
    FieldKind.YEAR: int,
    FieldKind.MENTIONS: lambda entries: [read_mention(entry) for entry in entries],
    FieldKind.AGENDA: lambda entries: [read_mention(entry) for entry in entries],
    FieldKind.FLAG: lambda text: text == "oui",
}
"""What the text of a field says, by the field's kind; the others stay texts."""
