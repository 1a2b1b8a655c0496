"""Cuts a feed into its current document and its archives (RFC 5005, section 4).

Archives are filled from the oldest entry on and exist only when full, so that
what arrives later never moves an entry from one to another. The current
document always has the newest entries; some of them may already be archived.
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
    """Newest first."""
    number: int | None
    """Of an archive, from 1 for the oldest; None for the current document."""
    previous: int | None
    """The archive with older entries."""
    following: int | None = None
    """For an archive, the archive with newer entries."""

    @property
    def updated(self) -> dt.date | None:
        """Return the newest date of its entries."""
        return newest(tuple(entry.updated for entry in self.entries))


def documents(channel: Channel, entries: Iterable[FeedItem]) -> tuple[FeedDocument, ...]:
    """Return the current document of a feed, then its archives from the oldest.

    Entries without a date count as the newest: they stay in sight.
    """
    taken = (entry for entry in entries if channel.takes(entry))
    ordered = sorted(taken, key=lambda entry: (entry.published or dt.date.max, entry.key))
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
