"""Writes a document of a feed as RSS 2.0 or Atom 1.0."""

from __future__ import annotations

from email.utils import format_datetime
from typing import TYPE_CHECKING, Final

from lxml import etree

from plugins.feeds.catalogue import ATOM, RSS
from plugins.feeds.entries import feed_uri, start_of_day
from plugins.feeds.publisher import LANGUAGE
from plugins.feeds.xml_text import legal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from plugins.feeds.catalogue import Format
    from plugins.feeds.entries import Enclosure, FeedItem
    from plugins.feeds.paging import FeedDocument
    from plugins.feeds.publisher import Publisher

ATOM_NAMES: Final = "http://www.w3.org/2005/Atom"
CONTENT_NAMES: Final = "http://purl.org/rss/1.0/modules/content/"
CREATOR_NAMES: Final = "http://purl.org/dc/elements/1.1/"
HISTORY_NAMES: Final = "http://purl.org/syndication/history/1.0"
LANGUAGE_ATTRIBUTE: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def write_rss(document: FeedDocument, publisher: Publisher) -> bytes:
    """Return the document as RSS 2.0."""
    names = {"dc": CREATOR_NAMES, "atom": ATOM_NAMES, "content": CONTENT_NAMES}
    root = etree.Element("rss", {"version": "2.0"}, nsmap={**_history(document), **names})
    channel = _add(root, "channel")
    title, page = publisher.title(document), publisher.absolute(document.channel.page)
    _add(channel, "title", title)
    _add(channel, "link", page)
    _add(channel, "description", document.channel.description)
    for link in _links(document, publisher, RSS):
        if link["rel"] != "alternate":  # RSS has an element for that one
            _add(channel, f"{{{ATOM_NAMES}}}link", **link)
    image = _add(channel, "image")
    # width and height would be needed only for another shape than a small square
    _add(image, "url", publisher.absolute(publisher.icon))
    _add(image, "title", title)
    _add(image, "link", page)
    _add(channel, "language", LANGUAGE)
    if document.updated:
        _add(channel, "lastBuildDate", format_datetime(start_of_day(document.updated)))
    _mark_archive(channel, document)
    for entry in document.entries:
        _add_item(channel, entry, publisher)
    return _written(root, publisher)


def write_atom(document: FeedDocument, publisher: Publisher) -> bytes:
    """Return the document as Atom 1.0; every entry has a date."""
    # the stubs of lxml forget that a namespace may have no prefix
    names: dict[str, str] = {None: ATOM_NAMES, **_history(document)}  # type: ignore[dict-item]
    root = etree.Element(f"{{{ATOM_NAMES}}}feed", {LANGUAGE_ATTRIBUTE: LANGUAGE}, nsmap=names)
    _add(root, "id", feed_uri(document.channel.key))
    _add(root, "title", publisher.title(document))
    _add(root, "updated", _moment(document.updated))
    author = _add(root, "author")
    _add(author, "name", publisher.name)
    _add(author, "uri", publisher.absolute("/"))
    for link in _links(document, publisher, ATOM):
        _add(root, "link", **link)
    _add(root, "icon", publisher.absolute(publisher.icon))
    _add(root, "subtitle", document.channel.description)
    _mark_archive(root, document)
    for entry in document.entries:
        _add_entry(root, entry)
    return _written(root, publisher)


def _links(document: FeedDocument, publisher: Publisher, form: Format) -> Iterator[dict[str, str]]:
    """Yield the attributes of a feed's links: itself, its page, and the documents around it (RFC 5005)."""
    channel = document.channel

    def link(relation: str, path: str, mime: str) -> dict[str, str]:
        return {"href": publisher.absolute(path), "rel": relation, "type": mime}

    yield link("self", channel.path(form, document.number), form.mime)
    yield link("alternate", channel.page, "text/html")
    if document.number:
        yield link("current", channel.path(form), form.mime)
    if document.previous:
        yield link("prev-archive", channel.path(form, document.previous), form.mime)
    if document.following:
        yield link("next-archive", channel.path(form, document.following), form.mime)


def _history(document: FeedDocument) -> dict[str, str]:
    return {"fh": HISTORY_NAMES} if document.number else {}


def _mark_archive(element: etree._Element, document: FeedDocument) -> None:
    """Say of an archive that it is one (RFC 5005, section 4)."""
    if document.number:
        _add(element, f"{{{HISTORY_NAMES}}}archive")


def _add_item(channel: etree._Element, entry: FeedItem, publisher: Publisher) -> None:
    """Add an entry to a feed in RSS."""
    item = _add(channel, "item")
    _add(item, "title", entry.title)
    _add(item, "link", entry.address)
    _add(item, "description", entry.summary or entry.html)
    if entry.summary and entry.html:
        _add(item, f"{{{CONTENT_NAMES}}}encoded", entry.html)
    _add(item, "guid", entry.identifier, isPermaLink="false")  # the site's address may change
    for topic in entry.topics:
        _add(item, "category", topic.label)
    enclosure = _main_enclosure(entry)
    if enclosure:
        _add(item, "enclosure", url=enclosure.address, length=str(enclosure.size), type=enclosure.mime)
    if entry.published:
        _add(item, "pubDate", format_datetime(start_of_day(entry.published)))
    _add(item, f"{{{CREATOR_NAMES}}}creator", publisher.name)


def _add_entry(feed: etree._Element, entry: FeedItem) -> None:
    """Add an entry to a feed in Atom."""
    element = _add(feed, "entry")
    _add(element, "id", entry.identifier)
    _add(element, "title", entry.title)
    _add(element, "updated", _moment(entry.updated))
    _add(element, "content", entry.html, type="html")
    _add(element, "link", href=entry.address, rel="alternate", type="text/html", hreflang=LANGUAGE)
    for file in entry.enclosures:
        _add(element, "link", href=file.address, rel="enclosure", type=file.mime, length=str(file.size))
    if entry.summary:
        _add(element, "summary", entry.summary)
    for topic in entry.topics:
        _add(element, "category", term=topic.identifier, label=topic.label)
    if entry.published:
        _add(element, "published", _moment(entry.published))


def _main_enclosure(entry: FeedItem) -> Enclosure | None:
    """Return the one enclosure that RSS allows: a document rather than an image."""
    documents = [item for item in entry.enclosures if not item.mime.startswith("image/")]
    return next(iter([*documents, *entry.enclosures]), None)


def _moment(day: dt.date | None) -> str:
    """Return the start of a day; without one it would be now, and no reader would be told « 304 »."""
    if day is None:
        msg = "Atom demands a date of every entry"
        raise ValueError(msg)
    return start_of_day(day).isoformat()


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    """Add an element, in its parent's namespace if it names none; what no XML may hold is left out."""
    full_name = name if name.startswith("{") else etree.QName(etree.QName(parent).namespace, name)
    element = etree.SubElement(parent, full_name, {key: legal(value) for key, value in attributes.items()})
    element.text = legal(text) or None
    return element


def _written(root: etree._Element, publisher: Publisher) -> bytes:
    """Return the document, with the style sheet with which a browser shows it."""
    style = f'type="text/css" href="{publisher.stylesheet}"'
    root.addprevious(etree.ProcessingInstruction("xml-stylesheet", style))
    return etree.tostring(root.getroottree(), pretty_print=True, encoding="UTF-8", xml_declaration=True)
