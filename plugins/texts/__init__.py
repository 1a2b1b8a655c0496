"""Refuses what Pelican lets pass: checks sources and written pages, and hands Pelican what was read.

The checks themselves are called by the build (`tools/build/__init__.py`), before
Pelican reads (`sources`), while it runs (`pelican_log`) and on what it has
written (`written`). What must happen inside Pelican is the reader.
"""

from __future__ import annotations

from typing import Any

from pelican import signals

from plugins.texts.converter import Converter
from plugins.texts.reader import SiteReader, is_kept_out


def _prepare_converter(pelican: Any) -> tuple[()]:
    """Convert every text that is not known yet, once all plugins have said how; adds no generator."""
    settings = pelican.settings
    settings["CONVERTER"] = Converter(settings["MARKDOWN"], settings["CACHE"], settings["MACHINERY"])
    settings["CONVERTER"].convert_ahead(
        source.document.body for source in settings["SOURCES"].values() if not is_kept_out(source, settings)
    )
    return ()


def _read_markdown_only(readers: Any) -> None:
    readers.reader_classes = {"md": SiteReader}


def _fix_address(content: Any) -> None:
    """Compute a page's address and file once: Pelican would format them anew at each look."""
    content.override_url, content.override_save_as = content.url, content.save_as


def _keep_origin(path: str, context: dict[str, Any]) -> None:
    """Note which source file a written page comes from, for messages about the page."""
    content = context.get("article") or context.get("page")
    if content is not None and getattr(content, "source_path", None):
        context["PAGE_ORIGINS"][path] = content.source_path


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(_prepare_converter)
    signals.readers_init.connect(_read_markdown_only)
    signals.content_object_init.connect(_fix_address)
    signals.content_written.connect(_keep_origin)
