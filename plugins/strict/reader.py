"""Hands a checked front matter to Pelican: French field names become Pelican's, absent fields None."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from pelican.plugins.yaml_metadata.yaml_metadata import YAMLMetadataReader

from plugins.strict.schema import Kind, Section, section_of


class SiteReader(YAMLMetadataReader):
    """Reads a Markdown file of one of our sections.

    Two things keep a page out of the site: a problem in its source (the build
    fails anyway; the other pages are still checked), and a page that waits (a
    draft, a date to come) unless the preview shows it, marked by `waiting`.
    """

    def _parse_yaml_metadata(self, meta: dict[str, Any], source_path: str) -> dict[str, Any]:
        relative = Path(source_path).relative_to(self.settings["PATH"]).as_posix()
        section = section_of(relative)
        waiting = self.settings["WAITING_SOURCES"].get(relative, "")
        if section is None or relative in self.settings["FAULTY_SOURCES"]:
            return {"status": "skip"}
        if waiting and not self.settings["SHOW_DRAFTS"]:
            return {"status": "skip"}
        metadata: dict[str, Any] = super()._parse_yaml_metadata(pelican_fields(meta, section), source_path)
        missing = {field.name: None for field in section.fields if not field.pelican}
        return {**missing, **metadata, "status": "published", "waiting": waiting}


def pelican_fields(meta: dict[str, Any], section: Section) -> dict[str, Any]:
    """Translate field names, and events into `date` or `datetime`; the values have been checked."""
    fields = {}
    for name, value in meta.items():
        field = section.field(name)
        if field is None or value is None or name == "statut":
            continue
        if field.kind is Kind.MOMENT and isinstance(value, str):
            value = dt.datetime.fromisoformat(value) if ":" in value else dt.date.fromisoformat(value)  # noqa: PLW2901
        fields[field.pelican or field.name] = value
    return fields
