"""Refuses what Pelican lets pass: checks sources and written pages, and reads front matter.

The checks themselves are called by the build (`tools/build.py`), before
Pelican reads (`sources`), while it runs (`pelican_log`) and on what it has
written (`written`). What must happen inside Pelican is the reader.
"""

from __future__ import annotations

from typing import Any

from pelican import signals

from plugins.strict.reader import SiteReader


def _add_reader(readers: Any) -> None:
    readers.reader_classes = {**readers.reader_classes, "md": SiteReader}


def _keep_origin(path: str, context: dict[str, Any]) -> None:
    """Note which source file a written page comes from, for messages about the page."""
    content = context.get("article") or context.get("page")
    if content is not None and getattr(content, "source_path", None):
        context["PAGE_ORIGINS"][path] = content.source_path


def register() -> None:
    """Connect to Pelican."""
    signals.readers_init.connect(_add_reader)
    signals.content_written.connect(_keep_origin)
