"""Hands a checked front matter to Pelican: French field names become Pelican's, absent fields None."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from pelican.plugins.yaml_metadata.yaml_metadata import YAMLMetadataReader

from plugins.recurrence import read_dates
from plugins.strict.mentions import read_mention
from plugins.strict.schema import Kind, Section, section_of


class SiteReader(YAMLMetadataReader):
    """Reads a Markdown file of one of our sections.

    Two things keep a page out of the site: a problem in its source (the build
    fails anyway; the other pages are still checked), and a page that waits (a
    draft, a date to come) unless the preview shows it, marked by `waiting`.
    """

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Read a file, or say that Pelican must skip it."""
        relative = self._relative(source_path)
        kept_out = relative in self.settings["FAULTY_SOURCES"] or (
            relative in self.settings["WAITING_SOURCES"] and not self.settings["SHOW_DRAFTS"]
        )
        if kept_out or section_of(relative) is None:
            return "", {"status": "skip"}
        content, metadata = super().read(source_path)  # type: ignore[no-untyped-call]
        return content, metadata

    def _relative(self, source_path: str) -> str:
        return Path(source_path).relative_to(self.settings["PATH"]).as_posix()

    def _parse_yaml_metadata(self, meta: dict[str, Any], source_path: str) -> dict[str, Any]:
        relative = self._relative(source_path)
        section = section_of(relative)
        if section is None:
            msg = f"{relative} belongs to no section"
            raise ValueError(msg)
        metadata: dict[str, Any] = super()._parse_yaml_metadata(  # type: ignore[no-untyped-call]
            pelican_fields(meta, section), source_path
        )
        absent = {field.name: None for field in section.fields if not field.pelican}
        waiting = self.settings["WAITING_SOURCES"].get(relative, "")
        return {**absent, **metadata, "status": "published", "waiting": waiting}


def pelican_fields(meta: dict[str, Any], section: Section) -> dict[str, Any]:
    """Translate field names, and what is typed as text into its type; the values have been checked."""
    fields = {}
    for name, value in meta.items():
        field = section.field(name)
        if field is None or value is None or name == "statut":
            continue
        fields[field.pelican or field.name] = _typed(field.kind, value)
    return fields


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
