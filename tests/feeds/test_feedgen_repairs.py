"""One test for each fault of feedgen 1.0 that we repair; each shows the fault in feedgen itself first."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from feedgen.feed import FeedGenerator
from lxml import etree

from plugins.feeds.feedgen_repairs import ATOM_LINK, RepairedFeed

DAY = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
NAMESPACES = {"a": "http://www.w3.org/2005/Atom"}


def made(kind: type) -> Any:
    feed = kind()
    feed.id("urn:x")
    feed.title("Titre")
    feed.description("Description")
    feed.link(href="https://a.example/feed", rel="self")
    feed.link(href="https://a.example/", rel="alternate")
    feed.link(href="https://a.example/old", rel="prev-archive", type="application/rss+xml")
    feed.updated(DAY)
    entry = feed.add_entry()
    entry.id("urn:y")
    entry.title("Un")
    entry.updated(DAY)
    entry.link(href="https://a.example/1", rel="alternate")
    entry.enclosure("https://a.example/1.pdf", "3", "application/pdf")
    return feed


def links(feed: Any) -> list[dict[str, str]]:
    return [
        dict(link.attrib) for link in etree.fromstring(feed.atom_str()).findall("a:entry/a:link", NAMESPACES)
    ]


def test_an_atom_link_keeps_what_it_says() -> None:
    assert {"href": "https://a.example/1.pdf"} in links(made(FeedGenerator)), (
        "feedgen has mended it: delete our repair"
    )
    assert {
        "href": "https://a.example/1.pdf",
        "rel": "enclosure",
        "type": "application/pdf",
        "length": "3",
    } in links(made(RepairedFeed))


def test_the_date_of_an_entry_is_never_now() -> None:
    feed = RepairedFeed()
    feed.id("urn:x")
    feed.title("T")
    feed.updated(DAY)
    entry = feed.add_entry()
    entry.id("urn:y")
    entry.title("Un")
    with pytest.raises(ValueError, match="Required"):
        feed.atom_str()


def test_the_date_of_a_feed_is_never_now() -> None:
    assert FeedGenerator().lastBuildDate() is not None, "feedgen has mended it: delete our repair"
    assert RepairedFeed().lastBuildDate() is None


def test_the_channel_links_to_its_page_whatever_link_comes_last() -> None:
    def channel_link(feed: Any) -> str:
        return etree.fromstring(feed.rss_str()).findtext("channel/link")

    assert channel_link(made(FeedGenerator)) != "https://a.example/", (
        "feedgen has mended it: delete our repair"
    )
    assert channel_link(made(RepairedFeed)) == "https://a.example/"


def test_rss_keeps_the_links_to_archives() -> None:
    def relations(feed: Any) -> set[str]:
        return {link.get("rel") for link in etree.fromstring(feed.rss_str()).iter(ATOM_LINK)}

    assert "prev-archive" not in relations(made(FeedGenerator)), "feedgen has mended it: delete our repair"
    assert "prev-archive" in relations(made(RepairedFeed))


def test_cdata_which_atom_forbids_becomes_html() -> None:
    feed = made(RepairedFeed)
    feed.entry()[0].content("<p>x</p>", type="CDATA")
    assert etree.fromstring(feed.atom_str()).find("a:entry/a:content", NAMESPACES).get("type") == "html"


def test_a_control_character_is_dropped_instead_of_stopping_the_build() -> None:
    feed = made(RepairedFeed)
    feed.entry()[0].title("Un\x0bdeux")
    feed.entry()[0].content("a\x00b", type="html")
    assert "Undeux" in feed.rss_str().decode()


def test_entries_stay_in_the_order_of_their_adding() -> None:
    feed = made(RepairedFeed)
    second = feed.add_entry()
    second.id("urn:z")
    second.title("Deux")
    second.updated(DAY)
    assert [entry.title() for entry in feed.entry()] == ["Un", "Deux"]
