"""Which requests are pages that somebody read, and in which part of the site."""

from __future__ import annotations

import re
from functools import lru_cache

from plugins.visits.months import HOME, OTHER_PAGES, PAGE_GROUPS

LONGEST_PATH = 255
"""No address of the site comes near it; what scanners invent does."""

_REQUEST = re.compile(rb"GET (/[^ ?#]*)(?:[?#][^ ]*)? HTTP/\d(?:\.\d)?")
_SEEN = re.compile(rb"2\d\d|304")
_PAGE_SUFFIXES = ("html", "htm")
_FEED_NAMES = frozenset({"atom", "feed", "feeds", "rss"})


def seen_page(request: bytes, status: bytes) -> str | None:
    """Return the page that a request showed to its visitor, or None.

    None for what is not GET, failed or redirected, and for what is no page:
    feeds, style sheets, scripts, fonts, images, documents, calendars.

    Args:
        request: as in the log, `GET /ressources/?q=1 HTTP/1.1`; the query is dropped at once.
        status: three digits.

    Returns:
        The address in one form (`/ressources` for `/ressources/` and `/ressources/index.html`).
    """
    match = _REQUEST.fullmatch(request)
    if not match or not _SEEN.fullmatch(status) or len(match[1]) > LONGEST_PATH:
        return None
    return _page(match[1])


@lru_cache(maxsize=16_384)
def _page(path: bytes) -> str | None:
    parts = [part for part in path.decode("latin-1").split("/") if part]
    if any(part.startswith(".") or part.lower() in _FEED_NAMES for part in parts):
        return None
    if parts and "." in parts[-1] and not path.endswith(b"/"):
        if parts[-1].rpartition(".")[2].lower() not in _PAGE_SUFFIXES:
            return None
        if parts[-1].startswith("index."):
            parts.pop()
    return "/" + "/".join(parts)


def page_group(page: str) -> str:
    """Return the group of a page: its key in `plugins.visits.months.PAGE_GROUPS`."""
    first = page.split("/")[1]
    if not first:
        return HOME
    return first if first in PAGE_GROUPS and first != HOME else OTHER_PAGES
