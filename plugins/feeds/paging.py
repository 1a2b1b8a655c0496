"""Cuts a feed into its current document and its archives (RFC 5005, section 4).

Archives are filled from the oldest entry on and exist only when full, so that
what arrives later never moves an entry from one to another. The current
document always has the newest entries; some of them may already be archived.

A feed of what is to come is one document: what is past leaves it, and nobody
looks it up.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from plugins.feeds.entries import newest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plugins.feeds.catalogue import Channel
    from plugins.feeds.entries import FeedItem

LENGTH: Final = 20
"""Entries in a document."""


@dataclass(frozen=True)
class FeedDocument:
    """One document of a feed."""

    channel: Channel
    entries: tuple[FeedItem, ...]
    """Newest first; soonest first in a feed of what is to come."""
    number: int | None
    """Of an archive, from 1 for the oldest; None for the current document."""
    previous: int | None
    """The archive with older entries."""
    following: int | None = None
    """For an archive, the archive with newer entries."""

    @property
    def updated(self) -> dt.date | None:
        """Return the newest date of its entries; none for what is to come, whose dates may be to come too."""
        if self.channel.coming:
            return None
        return newest(tuple(entry.updated for entry in self.entries))


def documents(channel: Channel, entries: Iterable[FeedItem]) -> tuple[FeedDocument, ...]:
    """Return the current document of a feed, then its archives from the oldest.

    Entries without a date count as the newest: in a feed of what is to come they follow the others.
    """
    taken = (entry for entry in entries if channel.takes(entry))
    ordered = sorted(taken, key=lambda entry: (entry.published or dt.date.max, entry.key))
    if channel.coming:
        return (FeedDocument(channel, tuple(ordered), None, None),)
    count = max(0, (len(ordered) - 1) // LENGTH)
    archives = (
        FeedDocument(
            channel,
            tuple(reversed(ordered[(number - 1) * LENGTH : number * LENGTH])),
            number,
            number - 1 or None,
            number + 1 if number < count else None,
        )
        for number in range(1, count + 1)
    )
    return (FeedDocument(channel, tuple(reversed(ordered[-LENGTH:])), None, count or None), *archives)
