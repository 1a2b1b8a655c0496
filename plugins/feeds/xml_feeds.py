"""Writes a document of a feed as RSS 2.0 or Atom 1.0, by feedgen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from feedgen.ext.base import BaseExtension
from lxml import etree

from plugins.feeds.catalogue import ATOM, RSS
from plugins.feeds.entries import feed_uri, start_of_day
from plugins.feeds.feedgen_repairs import RepairedFeed
from plugins.feeds.publisher import LANGUAGE

if TYPE_CHECKING:
    from plugins.feeds.catalogue import Format
    from plugins.feeds.entries import Enclosure, FeedItem
    from plugins.feeds.paging import FeedDocument
    from plugins.feeds.publisher import Publisher

HISTORY: Final = "http://purl.org/syndication/history/1.0"


class _Archive(BaseExtension):
    """Marks a document as an archive (RFC 5005, section 4)."""

    def extend_ns(self) -> dict[str, str]:
        return {"fh": HISTORY}

    def extend_atom(self, feed: etree._Element) -> etree._Element:
        etree.SubElement(feed, f"{{{HISTORY}}}archive")
        return feed

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        etree.SubElement(feed[0], f"{{{HISTORY}}}archive")
        return feed


def write_rss(document: FeedDocument, publisher: Publisher) -> bytes:
    """Return the document as RSS 2.0."""
    feed = _feed(document, publisher, RSS)
    feed.description(document.channel.description)
    feed.load_extension("dc", atom=False)
    # width and height would be needed only for another shape than a small square
    feed.image(publisher.absolute(publisher.icon))
    for entry in document.entries:
        made = _add_entry(feed, entry)
        made.dc.dc_creator(publisher.name)
        enclosure = _main_enclosure(entry)
        if enclosure:
            made.enclosure(enclosure.address, str(enclosure.size), enclosure.mime)
    return bytes(feed.rss_str(pretty=True))


def write_atom(document: FeedDocument, publisher: Publisher) -> bytes:
    """Return the document as Atom 1.0; every entry has a date."""
    feed = _feed(document, publisher, ATOM)
    feed.subtitle(document.channel.description)
    feed.author(name=publisher.name, uri=publisher.absolute("/"))
    feed.icon(publisher.absolute(publisher.icon))
    for entry in document.entries:
        made = _add_entry(feed, entry)
        for enclosure in entry.enclosures:
            made.enclosure(enclosure.address, str(enclosure.size), enclosure.mime)
    return bytes(feed.atom_str(pretty=True))


def _feed(document: FeedDocument, publisher: Publisher, form: Format) -> Any:
    """Return a feed with what both formats say, but for the entries."""
    channel = document.channel
    feed: Any = RepairedFeed(publisher.stylesheet)
    feed.id(feed_uri(channel.key))
    feed.title(publisher.title(document))
    feed.language(LANGUAGE)
    if document.updated:
        feed.updated(start_of_day(document.updated))

    def link(rel: str, path: str, mime: str) -> None:
        feed.link(rel=rel, href=publisher.absolute(path), type=mime)

    link("self", channel.path(form, document.number), form.mime)
    link("alternate", channel.page, "text/html")
    if document.number:
        link("current", channel.path(form), form.mime)
        feed.register_extension("archive", _Archive)
    if document.previous:
        link("prev-archive", channel.path(form, document.previous), form.mime)
    if document.following:
        link("next-archive", channel.path(form, document.following), form.mime)
    return feed


def _add_entry(feed: Any, entry: FeedItem) -> Any:
    made = feed.add_entry()
    made.id(entry.identifier)  # not a permalink: the site's address may change
    made.title(entry.title)
    made.link(href=entry.address, rel="alternate", type="text/html", hreflang=LANGUAGE)
    made.summary(entry.summary)
    made.content(entry.html, type="html")
    if entry.published:
        made.published(start_of_day(entry.published))
    if entry.updated:
        made.updated(start_of_day(entry.updated))
    for topic in entry.topics:
        made.category(term=topic.identifier, label=topic.label)
    return made


def _main_enclosure(entry: FeedItem) -> Enclosure | None:
    """Return the one enclosure that RSS allows: a document rather than an image."""
    documents = [item for item in entry.enclosures if not item.mime.startswith("image/")]
    return next(iter([*documents, *entry.enclosures]), None)
