"""Recognises user agents that are not readers: robots, feed readers, link previews, monitoring.

`crawlerdetect` knows the robots; the two short lists add what it misses.
A robot with the name of a browser counts as a reader.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from crawlerdetect import CrawlerDetect

if TYPE_CHECKING:
    from collections.abc import Callable

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
