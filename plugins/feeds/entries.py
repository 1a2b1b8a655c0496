"""What a feed is made of, whatever its format: entries, their topics and their files."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from plugins.resources.facets import Facet

NAMESPACE: Final = uuid.UUID("26e4881d-d121-4433-85c8-2661e1b3aeb1")
"""Ours alone, and never to change: every identifier that a feed has ever given is derived from it."""

NOTICE: Final = dt.timedelta(weeks=4)
"""How long before an evening its entry is dated.

No page says on which day an evening was announced, and readers want a date: they sort by it, and take an
entry whose date moves for a new one. The evening's own day never changes; four weeks before it is about
when people look ahead, and lies in the past for whatever is next, so that readers show it at once. The
evenings after that carry a date to come, which RSS allows: a reader may keep them back until then.
"""


@dataclass(frozen=True)
class Topic:
    """A theme: its identifier in `vocabulaire.toml` and its French label."""

    identifier: str
    label: str


@dataclass(frozen=True)
class Enclosure:
    """An image or a document of an entry: absolute address, media type, size in bytes."""

    address: str
    mime: str
    size: int


@dataclass(frozen=True)
class FeedItem:
    """One thing that a subscriber is told of. Texts are plain but for `html`."""

    key: str
    """Section and file name, such as `actualites/colloque`: what the entry is known by for ever."""
    title: str
    address: str
    """Absolute."""
    summary: str
    html: str
    """The whole text, every address in it absolute."""
    published: dt.date | None
    """None where nothing says when it appeared: a bistrot, but not its evenings (`NOTICE`)."""
    modified: dt.date | None = None
    topics: tuple[Topic, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    facets: tuple[Facet, ...] = ()
    """Of the lists of resources that it is in."""

    @property
    def section(self) -> str:
        """Return the section's name."""
        return self.key.partition("/")[0]

    @property
    def identifier(self) -> str:
        """Return the permanent identifier that every format gives."""
        return feed_uri(self.key)

    @property
    def updated(self) -> dt.date | None:
        """Return the newest date that the content gives."""
        return newest((self.published, self.modified))


def feed_uri(key: str) -> str:
    """Return the permanent identifier of an entry or a feed, as a URI.

    A name-based UUID (RFC 9562, version 5) depends on nothing but the key: not on
    the title, which may be corrected, nor on the site's address, which may come
    or change later. A `tag:` URI would need a domain that the association holds
    for sure, a permalink the final address.
    """
    return f"urn:uuid:{uuid.uuid5(NAMESPACE, key)}"


def newest(days: tuple[dt.date | None, ...]) -> dt.date | None:
    """Return the newest of the known days."""
    return max((day for day in days if day is not None), default=None)


def start_of_day(day: dt.date) -> dt.datetime:
    """Return the moment at which a day of the content is said to begin.

    Midnight in UTC is the same day in Belgium and on the servers of web readers,
    and is past when a page is published on its day.
    """
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
