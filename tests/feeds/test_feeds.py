"""The feeds of a tiny site, through the real generator, as feed readers parse them."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING, Any

import feedparser
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from plugins.feeds import EVENINGS
from plugins.feeds.catalogue import ATOM, FED, RSS, catalogue
from plugins.feeds.entries import Enclosure, FeedItem, Topic, feed_uri
from plugins.feeds.json_feed import write_json
from plugins.feeds.paging import LENGTH, documents
from plugins.feeds.portable_html import File, Portable, portable
from plugins.feeds.publisher import Publisher
from plugins.feeds.xml_feeds import write_atom, write_rss
from plugins.feeds.xml_text import legal
from plugins.media.markup import Download
from tests.equipment.files import pdf, photo
from tests.equipment.inline import Site, page, snapshot
from tests.equipment.texts import converted

if TYPE_CHECKING:
    from pathlib import Path

BASE = "https://essai.example"
CHANNELS = catalogue([section.name for section in FED], {}, {})
PUBLISHER = Publisher("Une association", "UA", BASE, "/theme/feed.css")


def parsed(path: Path) -> Any:
    feed = feedparser.parse(path.read_bytes())
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def news(number: int, **fields: str) -> str:
    return page(
        f"Nouvelle {number}",
        f"Texte {number}.",
        date=f"2023-{number // 28 + 1:02}-{number % 28 + 1:02}",
        **fields,
    )


def with_news(site: Site) -> Site:
    """Add an entry with all that one may hold, and build."""
    body = '## Un titre\n\nVoir [le contact](/contact/#nous-ecrire), [le programme](programme.pdf) et ![Une place](photo.jpg "Mons").'
    site.add(
        {
            "actualites/2024-02-03-essai.md": page(
                "Un <essai> & «\u00a0autre\u00a0»",
                body,
                date="2024-02-03",
                mise_a_jour="2024-02-10",
                themes="[secret, police]",
            ).replace("<essai> & ", "essai &amp; "),
            "actualites/programme.pdf": pdf(2),
            "actualites/photo.jpg": photo(),
        }
    )
    report = site.build()
    assert report.ok, report.problems
    return site


@pytest.fixture(scope="module")
def fed(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Give that site, which nobody may change."""
    return with_news(Site(tmp_path_factory.mktemp("fed")))


@pytest.mark.parametrize(
    "name",
    [
        "actualites.rss",
        "actualites.atom",
        "ressources.rss",
        "ressources.atom",
        "bistrots.rss",
        "themes/secret.rss",
    ],
)
def test_every_feed_is_well_formed_and_names_itself_and_its_page(name: str, fed: Site) -> None:
    feed = parsed(fed.output / "feeds" / name).feed
    links = {link["rel"]: link["href"] for link in feed.links}
    assert links["self"] == f"{BASE}/feeds/{name}"
    assert feed.link.startswith(f"{BASE}/")
    assert feed.link != links["self"]
    assert feed.language.lower() == "fr-be"


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_an_entry_says_all_that_the_page_says_with_absolute_addresses(form: str, fed: Site) -> None:
    entry = parsed(fed.output / "feeds" / f"actualites.{form}").entries[0]
    assert entry.link == f"{BASE}/actualites/essai/"
    assert entry.id == feed_uri("actualites/essai")
    assert entry.published_parsed[:3] == (2024, 2, 3)
    assert entry.summary.startswith("Un résumé assez long")
    assert [tag["term"] for tag in entry.tags] == ["secret", "police"] or [
        tag["term"] for tag in entry.tags
    ] == ["Secret professionnel", "Police"]
    content = entry.content[0].value
    assert "Texte" in content or "Un titre" in content
    for address in re.findall(r'(?:href|src)="([^"]*)"', content):
        assert address.startswith("https://"), address
    assert "srcset" not in content
    assert "<source" not in content
    assert re.search(r'<img[^>]+alt="Une place"', content)


def test_an_enclosure_has_its_true_type_and_length(fed: Site) -> None:
    expected = (fed.output / "documents/actualites/programme.pdf").stat().st_size
    (enclosure,) = parsed(fed.output / "feeds/actualites.rss").entries[0].enclosures
    assert (enclosure.type, int(enclosure.length)) == ("application/pdf", expected)
    types = {item.type for item in parsed(fed.output / "feeds/actualites.atom").entries[0].enclosures}
    assert types == {"application/pdf", "image/jpeg"}


def test_a_json_feed_holds_what_version_1_1_asks_for(fed: Site) -> None:
    feed = json.loads(fed.read("feeds/actualites.json"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{BASE}/feeds/actualites.json"
    ids = [item["id"] for item in feed["items"]]
    assert len(set(ids)) == len(ids) == 2
    for item in feed["items"]:
        assert item["content_html"]
        assert dt.datetime.fromisoformat(item["date_published"]).tzinfo
        assert "" not in item.values()
    attachment = {item["mime_type"]: item for item in feed["items"][0]["attachments"]}["application/pdf"]
    assert attachment["size_in_bytes"] == (fed.output / "documents/actualites/programme.pdf").stat().st_size


def test_every_date_comes_from_the_content(site: Site) -> None:
    with_news(site)
    for path in (site.output / "feeds").rglob("*.*"):
        if path.suffix in (".rss", ".atom", ".json"):
            assert str(dt.datetime.now(tz=dt.UTC).year) not in re.sub(
                r"\d{4}-\d{4}", "", path.read_text(encoding="utf-8")
            )
    first = snapshot(site.output / "feeds")
    assert site.build().ok
    assert snapshot(site.output / "feeds") == first


def test_a_draft_and_a_page_to_come_are_in_no_feed(site: Site) -> None:
    with_news(site)
    site.add(
        {
            "actualites/demain.md": page("Demain", date="2031-01-01"),
            "actualites/brouillon.md": page("Brouillon", date="2024-01-01", statut="brouillon"),
        }
    )
    assert site.build(SHOW_DRAFTS=True).ok
    text = "".join(path.read_text(encoding="utf-8") for path in (site.output / "feeds").rglob("*.rss"))
    assert "Demain" not in text
    assert "Brouillon" not in text


def test_archives_lead_from_the_newest_entry_to_the_oldest_and_never_change(site: Site) -> None:
    """RFC 5005: a new subscriber's program can fetch everything."""
    site.add({f"actualites/nouvelle-{number}.md": news(number) for number in range(50)})
    assert site.build().ok
    archives = {path.name: path.read_bytes() for path in (site.output / "feeds/actualites").iterdir()}
    seen: list[str] = []
    name = "actualites.atom"
    while name:
        feed = parsed(site.output / "feeds" / name)
        seen += [entry.id for entry in feed.entries]
        previous = [link.href for link in feed.feed.links if link.rel == "prev-archive"]
        name = previous[0].removeprefix(f"{BASE}/feeds/") if previous else ""
    assert len(set(seen)) == 51
    site.add({"actualites/toute-neuve.md": page("Toute neuve", date="2024-05-01")})
    assert site.build().ok
    first = (site.output / "feeds/actualites/archive-1.atom").read_bytes()
    assert first == archives["archive-1.atom"]


def test_an_identifier_depends_on_neither_title_nor_address(site: Site) -> None:
    with_news(site)
    before = parsed(site.output / "feeds/actualites.rss").entries[0].id
    site.add({"actualites/2024-02-03-essai.md": page("Autre titre", "Autre texte.", date="2024-02-03")})
    assert site.build(SITE_ADDRESS="https://ailleurs.example").ok
    assert parsed(site.output / "feeds/actualites.rss").entries[0].id == before


def bistrot(commune: str, dates: str, **fields: str) -> str:
    return page(commune, commune=commune, etat="actif", dates=dates, **fields)


def evenings(site: Site) -> list[Any]:
    report = site.build()
    assert report.ok, report.problems
    return list(parsed(site.output / "feeds/bistrots.rss").entries)


def test_the_soonest_evenings_come_first_and_the_past_ones_leave(site: Site) -> None:
    """The newest page is of 1 January 2024: what was before is past, whatever the day of the build."""
    site.add(
        {
            "bistrots/mons.md": bistrot("Mons", "[2023-12-07, 2024-07-04, 2024-08-01]"),
            "bistrots/liege.md": bistrot("Liège", "[2024-07-18]"),
        }
    )
    entries = evenings(site)
    assert [entry.title for entry in entries] == [
        "Mons\u00a0: jeudi 4\u00a0juillet 2024",
        "Liège\u00a0: jeudi 18\u00a0juillet 2024",
        "Mons\u00a0: jeudi 1er\u00a0août 2024",
        "Liège",
        "Mons",
    ]
    assert entries[0].published_parsed[:5] == (2024, 6, 6, 0, 0)  # four weeks before
    assert "published" not in entries[-1]


def test_no_more_than_fifty_evenings_are_announced_and_none_is_archived(site: Site) -> None:
    days = [dt.date(2024, 7, 4) + dt.timedelta(weeks=number) for number in range(EVENINGS + 5)]
    site.add({"bistrots/mons.md": bistrot("Mons", f"[{', '.join(map(str, days))}]")})
    entries = evenings(site)
    assert len(entries) == EVENINGS + 1
    assert "4\u00a0juillet 2024" in entries[0].title
    assert not (site.output / "feeds/bistrots").exists()


def test_an_evening_says_when_and_where_and_not_all_that_its_bistrot_says(site: Site) -> None:
    site.add(
        {
            "bistrots/mons.md": bistrot("Mons", '["2024-07-04 19:00-22:00"]', lieu="Le Café, rue Haute 1"),
        }
    )
    entry = evenings(site)[0]
    assert entry.summary == "jeudi 4\u00a0juillet 2024, de 19\u00a0h à 22\u00a0h, Le Café, rue Haute 1, Mons."
    assert "Un texte." not in entry.content[0].value
    assert "de 19\u00a0h à 22\u00a0h" in entry.content[0].value
    assert entry.link == f"{BASE}/bistrots/mons/"


def test_a_cancelled_evening_stays_the_same_entry_and_says_so(site: Site) -> None:
    site.add({"bistrots/mons.md": bistrot("Mons", "[2024-07-04, 2024-08-01]")})
    before = evenings(site)[1]
    site.add(
        {
            "bistrots/mons.md": bistrot(
                "Mons", "[2024-07-04, 2024-08-01]", dates_annulees="[2024-08-01]", mise_a_jour="2024-05-30"
            )
        }
    )
    after = evenings(site)[1]
    assert (after.id, after.published) == (before.id, before.published)
    assert after.title == f"Annulé\u00a0: {before.title}"
    assert after.summary.startswith("Annulé\u00a0: jeudi 1er")


EVENT = {"date": "2024-03-01", "evenement": '"2024-03-21 14:00"', "lieu": "Namur"}


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"evenement_annule": "oui"}, "Annulé\u00a0: La plénière"),
        ({"evenement_initial": "2024-03-14"}, "Nouvelle date\u00a0: La plénière"),
        ({"lieu_initial": "Mons"}, "Nouveau lieu\u00a0: La plénière"),
        ({}, "La plénière"),
    ],
)
def test_an_event_that_changes_is_an_updated_entry(fields: dict[str, str], title: str, site: Site) -> None:
    changed = {**EVENT, **fields, "mise_a_jour": "2024-03-10"}
    site.add({"actualites/pleniere.md": page("La plénière", **changed)})
    report = site.build()
    assert report.ok, report.problems
    entry = parsed(site.output / "feeds/actualites.atom").entries[0]
    assert (entry.title, entry.id) == (title, feed_uri("actualites/pleniere"))
    assert entry.published_parsed[:3] == (2024, 3, 1)
    assert entry.updated_parsed[:3] == (2024, 3, 10)


def test_a_date_known_to_the_month_or_the_year_is_dated_its_first_day(site: Site) -> None:
    site.add(
        {
            "actualites/mois.md": page("Un mois", date="2022-12"),
            "actualites/annee.md": page("Une année", date="2022"),
        }
    )
    report = site.build()
    assert report.ok, report.problems
    entries = {entry.title: entry for entry in parsed(site.output / "feeds/actualites.rss").entries}
    assert entries["Un mois"].published_parsed[:3] == (2022, 12, 1)
    assert entries["Une année"].published_parsed[:3] == (2022, 1, 1)


def test_every_address_is_absolute() -> None:
    made = carried('[a](../a/#b) <a href="#c">c</a> ![i](i.png "Titre")')
    assert made.html == (
        f'<p><a href="{BASE}/a/#b">a</a> <a href="{BASE}/x/#c">c</a> '
        f'<img alt="i" src="{BASE}/x/i.png" title="Titre"></p>'
    )
    assert [file.address for file in made.files] == [f"{BASE}/x/i.png"]


def test_a_document_keeps_its_facts_and_is_a_file() -> None:
    document = Download("/documents/a.pdf", "application/pdf", "PDF")
    made = portable(converted("[a](a.pdf)"), f"{BASE}/x/", lambda _: None, lambda _: document)
    link = f'<a href="{BASE}/documents/a.pdf" type="application/pdf">a'
    assert made.html == f'<p>{link}<span class="document-facts"> (PDF)</span></a></p>'
    assert made.files == (File(f"{BASE}/documents/a.pdf", "application/pdf"),)


def carried(markdown: str) -> Portable:
    return portable(converted(markdown), f"{BASE}/x/", lambda _: None, lambda _: None)


TEXTS = st.text(max_size=60)


@given(TEXTS, TEXTS, TEXTS, st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)))
def test_no_text_of_an_editor_breaks_a_feed(title: str, summary: str, body: str, day: dt.date) -> None:
    """Control characters, markup, emoji: the XML stays well formed, the JSON is JSON."""
    entry = FeedItem(
        "actualites/x",
        title if legal(title) else "x",
        f"{BASE}/x/",
        summary,
        legal(carried(body).html),
        day,
        topics=(Topic("t", title or "t"),),
        enclosures=(Enclosure(f"{BASE}/a.pdf", "application/pdf", 3),),
    )
    for document in documents(CHANNELS[0], [entry]):
        for write in (write_rss, write_atom):
            root = etree.fromstring(write(document, PUBLISHER))
            assert root is not None
        assert json.loads(write_json(document, PUBLISHER))["items"][0]["id"] == entry.identifier


@given(st.integers(0, 100))
def test_paging_loses_nothing_and_fills_archives(count: int) -> None:
    entries = [
        FeedItem(f"actualites/{number}", "x", BASE, "", "", dt.date(2000, 1, 1) + dt.timedelta(number))
        for number in range(count)
    ]
    current, *archives = documents(CHANNELS[0], entries)
    assert {entry.key for document in (current, *archives) for entry in document.entries} == {
        entry.key for entry in entries
    }
    assert len(current.entries) == min(count, LENGTH)
    assert all(len(archive.entries) == LENGTH for archive in archives)


def test_rss_comes_first_wherever_a_reader_chooses() -> None:
    assert all(channel.formats[0] is RSS for channel in CHANNELS)
    assert ATOM in CHANNELS[0].formats


TEXT = {"type": "string", "minLength": 1}
ADDRESS = {"type": "string", "pattern": "^https?://"}
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": TEXT,
        "home_page_url": ADDRESS,
        "feed_url": ADDRESS,
        "next_url": ADDRESS,
        "icon": ADDRESS,
        "description": TEXT,
        "language": {"type": "string", "pattern": "^[a-z]{2}(-[A-Z]{2})?$"},
        "authors": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "properties": {"name": TEXT, "url": ADDRESS},
                "additionalProperties": False,
            },
        },
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "content_html"],
                "additionalProperties": False,
                "properties": {
                    "id": TEXT,
                    "url": ADDRESS,
                    "title": TEXT,
                    "summary": TEXT,
                    "content_html": {"type": "string"},
                    "image": ADDRESS,
                    "date_published": {
                        "type": "string",
                        "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$",
                    },
                    "date_modified": {
                        "type": "string",
                        "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$",
                    },
                    "tags": {"type": "array", "items": TEXT},
                    "attachments": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["url", "mime_type"],
                            "additionalProperties": False,
                            "properties": {
                                "url": ADDRESS,
                                "mime_type": {"type": "string", "pattern": "^[a-z]+/"},
                                "size_in_bytes": {"type": "integer", "minimum": 1},
                            },
                        },
                    },
                },
            },
        },
    },
}
"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/), as far as we use it: nothing else is written."""


def test_every_json_feed_follows_the_schema_of_version_1_1(fed: Site) -> None:
    feeds = sorted((fed.output / "feeds").rglob("*.json"))
    assert feeds
    for path in feeds:
        jsonschema.validate(json.loads(path.read_text(encoding="utf-8")), JSON_FEED)
