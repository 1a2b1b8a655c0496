"""Who publishes the feeds: what every document says of the association and its site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from plugins.feeds.paging import FeedDocument

LANGUAGE: Final = "fr-BE"


@dataclass(frozen=True)
class Publisher:
    """Who publishes the feeds, and where."""

    name: str
    short_name: str
    address: str
    """The site's, without a final slash."""
    stylesheet: str
    """Address, from the site's root, of the style sheet for XML feeds."""
    icon: str = "/icon-192.png"

    def absolute(self, path: str) -> str:
        """Return the absolute address of what stands at `path` from the site's root."""
        return f"{self.address}{path}"

    def title(self, document: FeedDocument) -> str:
        """Return a feed's title as readers list it, among those of other sites."""
        return f"{self.short_name} – {document.channel.title}"
