"""The faults of feedgen 1.0 that would reach subscribers, each repaired in one place.

Nothing here knows our site; what a later version of feedgen does right can be
deleted line by line, with its test.
"""

from __future__ import annotations

from typing import Any

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

from plugins.feeds.xml_text import legal

ATOM_LINK = "{http://www.w3.org/2005/Atom}link"
LINK_DETAILS = ("rel", "type", "hreflang", "title", "length")


class RepairedEntry(FeedEntry):
    """An entry with the dates, links and texts that it was given."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        # It would be now: no reader would ever be told “304 Not Modified”. Forgotten, it is an error.
        self._FeedEntry__atom_updated = None

    def atom_entry(self, extensions: bool = True) -> Any:  # noqa: FBT001, FBT002  feedgen's signature
        """Write the entry for Atom, links with all that they say."""
        entry = super().atom_entry(extensions)  # type: ignore[no-untyped-call]
        links = self.link() or ()  # type: ignore[no-untyped-call]
        # feedgen loses all but the address: a document would become a second page of the entry
        for element, link in zip(entry.findall("link"), links, strict=True):
            for name in LINK_DETAILS:
                if link.get(name):
                    element.set(name, link[name])
        return entry

    def title(self, title: str | None = None) -> Any:
        """Set or return the title; a control character would be a ValueError in lxml."""
        return super().title(title and legal(title))  # type: ignore[no-untyped-call]

    def summary(self, summary: str | None = None, type: str | None = None) -> Any:  # noqa: A002
        """Set or return the summary; see `title`."""
        return super().summary(summary and legal(summary), type)  # type: ignore[no-untyped-call]

    def content(self, content: str | None = None, src: str | None = None, type: str | None = None) -> Any:  # noqa: A002
        """Set or return the content; see `title`. “CDATA”, which Atom forbids, becomes “html”."""
        kind = "html" if type == "CDATA" else type
        return super().content(content and legal(content), src, kind)  # type: ignore[no-untyped-call]

    def category(self, category: Any = None, replace: bool = False, **kwargs: str) -> Any:  # noqa: FBT001, FBT002
        """Add or return categories; see `title`."""
        cleaned = {name: legal(text) for name, text in kwargs.items()}
        return super().category(category, replace, **cleaned)  # type: ignore[no-untyped-call]


class RepairedFeed(FeedGenerator):
    """A feed with the dates and links that it was given, its entries in the order of their adding."""

    def __init__(self, stylesheet: str = "") -> None:
        """Make an empty feed.

        Args:
            stylesheet: address of the CSS with which a browser shows the feed; feedgen knows none.
        """
        super().__init__()  # type: ignore[no-untyped-call]
        self._stylesheet = stylesheet
        # Both would be now; see RepairedEntry
        self._FeedGenerator__atom_updated = None
        self._FeedGenerator__rss_lastBuildDate = None

    def link(self, link: Any = None, replace: bool = False, **kwargs: str) -> Any:  # noqa: FBT001, FBT002
        """Add a link; the channel's page in RSS is the alternate one, not the last one."""
        links = super().link(link, replace, **kwargs)  # type: ignore[no-untyped-call]
        for alternate in links or ():
            if alternate.get("rel") == "alternate":
                self._FeedGenerator__rss_link = alternate["href"]
        return links

    def add_entry(self, feedEntry: FeedEntry | None = None, order: str = "append") -> Any:  # noqa: N803
        """Add an entry after the others."""
        return super().add_entry(feedEntry or RepairedEntry(), order)  # type: ignore[no-untyped-call]

    def _create_rss(self, extensions: bool = True) -> Any:  # noqa: FBT001, FBT002
        """Write the channel; in RSS, feedgen keeps only the link to itself."""
        root, document = super()._create_rss(extensions)  # type: ignore[no-untyped-call]
        own = root[0].find(ATOM_LINK)
        if own is not None:
            others = [link for link in self.link() if link.get("rel") not in ("self", "alternate")]
            for link in reversed(others):
                details = {name: link[name] for name in LINK_DETAILS if link.get(name)}
                own.addnext(etree.Element(ATOM_LINK, {"href": link["href"], **details}))
        self._add_stylesheet(root)
        return root, document

    def _create_atom(self, extensions: bool = True) -> Any:  # noqa: FBT001, FBT002
        root, document = super()._create_atom(extensions)  # type: ignore[no-untyped-call]
        self._add_stylesheet(root)
        return root, document

    def _add_stylesheet(self, root: etree._Element) -> None:
        if self._stylesheet:
            root.addprevious(
                etree.ProcessingInstruction("xml-stylesheet", f'type="text/css" href="{self._stylesheet}"')
            )
