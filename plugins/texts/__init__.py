"""Reads the Markdown files of the content folder and hands Pelican what it makes pages of.

In: the sources that the build has read and checked (`Sources`). Out: their fields, typed, and all that is
known of each text (`Text`); no text is parsed twice. `parser` → `reading`, `render` → `convert`.
"""

from __future__ import annotations

from typing import Any

from pelican import signals

from plugins.core.pelican import fix_address, site_of, use_readers
from plugins.texts.convert import Converter
from plugins.texts.reader import SiteReader
from plugins.texts.sources import Sources


def _prepare(pelican: Any) -> None:
    site = site_of(pelican)
    site.add(Converter(site.cache, site.machinery, site.content.name, site.facts.address))


def _convert_ahead(pelican: Any) -> tuple[()]:
    """Convert every text that is not known yet; adds no generator."""
    site = site_of(pelican)
    sources = site.part(Sources)
    shown = (source for source in sources.all.values() if not sources.without_page(source))
    site.part(Converter).convert_ahead(shown)
    return ()


def _read_markdown_only(readers: Any) -> None:
    use_readers(readers, {"md": SiteReader})


def _note_source(path: str, context: dict[str, Any]) -> None:
    """Note which source file a written page comes from, for messages about the page."""
    content = context.get("article") or context.get("page")
    if content is not None and getattr(content, "source_path", None):
        site_of(content).part(Sources).pages[path] = content.source_path


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(_prepare)
    signals.get_generators.connect(_convert_ahead)
    signals.readers_init.connect(_read_markdown_only)
    signals.content_object_init.connect(fix_address)
    signals.content_written.connect(_note_source)
