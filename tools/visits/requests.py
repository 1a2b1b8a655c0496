"""What one request of the log says: which page it showed, where its visitor came from, whether a robot asked.

A referrer is whatever the browser (or whoever imitates one) sends. What could name a machine or a person is
left behind: path, query, user, port, sub-domains, IP addresses, names that only exist inside an organisation.
`crawlerdetect` knows the robots, feed readers, link previews and monitoring; two short lists add what it
misses. A robot with the name of a browser counts as a reader.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from crawlerdetect import CrawlerDetect

from plugins.visits.months import DIRECT, DOMAIN, HOME, OTHER_ORIGINS, OTHER_PAGES, PAGE_GROUPS

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_PATH = 255
"""No address of the site comes near it; what scanners invent does."""

_REQUEST = re.compile(rb"GET (/[^ ?#]*)(?:[?#][^ ]*)? HTTP/\d(?:\.\d)?")
_SEEN = re.compile(rb"2\d\d|304")
_PAGE_SUFFIXES = ("html", "htm")
_FEED_NAMES = frozenset({"atom", "feed", "feeds", "rss"})

_WEB = re.compile(rb"https?://(?:[^/?#@]*@)?([a-z0-9.-]{1,253})(?::\d{0,5})?(?:[/?#].*)?", re.IGNORECASE)
_ADDRESS = re.compile(r"\d{1,3}(?:[.-]\d{1,3}){3}")
_PRIVATE = frozenset(
    {"arpa", "corp", "home", "internal", "intranet", "lan", "local", "localdomain", "localhost", "private"}
)
"""Last labels of names that only exist inside an organisation."""
_PUBLIC_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gouv", "gov", "net", "org"})
"""Below a country's domain these are shared, as in `ac.be` or `co.uk`: the organisation is one level down."""

LONGEST_AGENT = 512
"""No browser's name is longer; the time that `crawlerdetect` takes grows with the square of the length."""

_FEED_READERS = re.compile(
    r"akregator|antennapod|elfeed|fraidycat|gpodder|kill-the-newsletter|kriss feed|\bleed\b|newsbeuter"
    r"|newsblur|newsboat|newsflash|nextcloud-news|read ?you\b|\brss\b|rssguard|selfoss|unread/|vienna/|yarr/",
    re.IGNORECASE,
)
_FETCHERS = re.compile(
    r"^mozilla/\d\.\d(?: \(compatible\))?$|^node$|^dalvik/|cfnetwork/|bluesky|cohere-ai|friendica|lychee"
    r"|misskey|mistralai|perplexity|pixelfed|^pocket|signal-(?:android|desktop|ios)|wallabag|zotero",
    re.IGNORECASE,
)
_TEXT_BROWSERS = re.compile(r"(?:lynx|links|elinks|w3m)[/ (]", re.IGNORECASE)
"""Read with a screen or Braille reader; Lynx names a library that robots use too."""


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


@lru_cache(maxsize=16_384)
def origin_of(referrer: bytes, own_host: str) -> str:
    """Return the registered domain that a referrer names, `acces-direct` or `autres`.

    Args:
        referrer: as in the log, `-` when there is none.
        own_host: the site's own, `www.` left out; empty if unknown. It counts as direct
            access: the visit resumes after a pause.
    """
    if referrer in {b"", b"-"}:
        return DIRECT
    match = _WEB.fullmatch(referrer)
    host = match[1].decode("ascii").lower().rstrip(".").removeprefix("www.") if match else ""
    if own_host and (host == own_host or host.endswith(f".{own_host}")):
        return DIRECT
    labels = host.split(".")
    shared = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _PUBLIC_SECOND_LEVEL
    domain = ".".join(labels[-3 if shared else -2 :])
    if not DOMAIN.fullmatch(domain) or labels[-1] in _PRIVATE or _ADDRESS.search(domain):
        return OTHER_ORIGINS
    return domain


def robot_detector() -> Callable[[str], bool]:
    """Return a function that is true for robots; it caches its answers.

    An empty agent (or Apache's `-`) is a robot: every browser has a name.
    """
    crawlers = CrawlerDetect()

    @lru_cache(maxsize=16_384)
    def is_robot(agent: str) -> bool:
        if agent in {"", "-"} or len(agent) > LONGEST_AGENT:
            return True
        if _TEXT_BROWSERS.match(agent):
            return False
        return bool(_FEED_READERS.search(agent) or _FETCHERS.search(agent) or crawlers.is_crawler(agent))

    return is_robot
