"""Writes a document of a feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from plugins.feeds.catalogue import JSON
from plugins.feeds.entries import start_of_day
from plugins.feeds.publisher import LANGUAGE
from plugins.feeds.xml_text import legal

if TYPE_CHECKING:
    import datetime as dt

    from plugins.feeds.entries import FeedItem
    from plugins.feeds.paging import FeedDocument
    from plugins.feeds.publisher import Publisher

VERSION: Final = "https://jsonfeed.org/version/1.1"


def write_json(document: FeedDocument, publisher: Publisher) -> bytes:
    """Return the document as JSON Feed 1.1; what is unknown or empty is left out, as the format wants."""
    channel = document.channel
    previous = channel.path(JSON, document.previous) if document.previous else ""
    feed = {
        "version": VERSION,
        "title": publisher.title(document),
        "home_page_url": publisher.absolute(channel.page),
        "feed_url": publisher.absolute(channel.path(JSON, document.number)),
        "next_url": previous and publisher.absolute(previous),
        "description": channel.description,
        "icon": publisher.absolute(publisher.icon),
        "authors": [{"name": publisher.name, "url": publisher.absolute("/")}],
        "language": LANGUAGE,
        "items": [_item(entry) for entry in document.entries],
    }
    kept = {name: value for name, value in feed.items() if value or name == "items"}
    return (json.dumps(kept, ensure_ascii=False, indent=1) + "\n").encode()


def _item(entry: FeedItem) -> dict[str, Any]:
    item = {
        "id": entry.identifier,
        "url": entry.address,
        "title": legal(entry.title),
        "summary": legal(entry.summary),
        "image": next((file.address for file in entry.enclosures if file.mime.startswith("image/")), ""),
        "date_published": _date(entry.published),
        "date_modified": _date(entry.modified),
        "tags": [topic.label for topic in entry.topics],
        "attachments": [
            {"url": file.address, "mime_type": file.mime, "size_in_bytes": file.size}
            for file in entry.enclosures
        ],
    }
    # an item must have a text, be it empty
    return {name: value for name, value in item.items() if value} | {"content_html": legal(entry.html)}


def _date(day: dt.date | None) -> str:
    return start_of_day(day).isoformat() if day else ""
