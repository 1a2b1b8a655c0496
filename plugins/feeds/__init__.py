"""Writes the feeds: what is new on the site, for people who follow it with a feed reader or a mail program.

RSS 2.0, Atom 1.0 and JSON Feed 1.1 by section, RSS by theme and for each type, theme
and year of resources, at addresses that never change (`/feeds/actualites.rss`). Templates list
them with `flux()` and ask for that of a list with `flux_de_la_liste(facet)`;
the theme says in `partials/feed_item.html` what a subscriber reads of a page. A
feed exists as soon as one published page belongs to it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from pelican import signals

from plugins.core.cache import Job, key_of
from plugins.core.cached_values import decoder_of, recall
from plugins.core.progress import PAGES
from plugins.feeds.catalogue import ATOM, JSON, RSS, SECTIONS, THEME_SECTIONS, Channel, catalogue
from plugins.feeds.entries import Enclosure, Entry, Topic
from plugins.feeds.json_feed import write_json
from plugins.feeds.paging import documents
from plugins.feeds.portable_html import Portable, portable
from plugins.feeds.publisher import Publisher
from plugins.feeds.xml_feeds import write_atom, write_rss
from plugins.resources.facets import facets_of, title

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from plugins.resources.facets import Facet

WRITERS: Final = {RSS: write_rss, ATOM: write_atom, JSON: write_json}
FED_SECTIONS: Final = {section for channel in SECTIONS for section in channel.sections}
STYLESHEET: Final = "feed.css"
ITEM_TEMPLATE: Final = "partials/feed_item"
PORTABLE: Final = decoder_of(Portable)


def _offer_list(pelican: Any) -> None:
    """Give the templates `flux()`, the feeds of this build."""
    settings = pelican.settings
    settings["FEEDS"], settings["FEEDS_OF_LISTS"] = (), {}
    settings["JINJA_GLOBALS"] = {
        **settings["JINJA_GLOBALS"],
        "flux": lambda: [channel for channel in settings["FEEDS"] if channel.facet is None],
        "flux_de_la_liste": lambda facet: settings["FEEDS_OF_LISTS"].get(facet),  # noqa: PLW0108  filled in later
    }


def _choose(generators: list[Any]) -> None:
    """Decide which feeds there are, before any page that lists them is written."""
    items = list(_published(generators[0].context))
    used = {theme for item in items if item.section in THEME_SECTIONS for theme in item.themes or ()}
    settings = generators[0].settings
    vocabularies = settings["VOCABULARIES"]
    facets = sorted({facet for item in items for facet in _facets(item)})
    settings["FEEDS_GENERATOR"] = generators[0]
    settings["FEEDS"] = catalogue(
        {item.section for item in items},
        {name: term.label for name, term in vocabularies.get("themes", {}).items() if name in used},
        {facet: title(facet, vocabularies) for facet in facets},
    )
    settings["FEEDS_OF_LISTS"] = {channel.facet: channel for channel in settings["FEEDS"]}


def _facets(item: Any) -> tuple[Facet, ...]:
    """Return the facets of a page; only resources have some."""
    return tuple(facets_of(item.type, item.themes, item.annee)) if item.section == "ressources" else ()


def _write(pelican: Any) -> None:
    """Write the feeds once the site is there, with its images and documents."""
    settings = pelican.settings
    generator = settings["FEEDS_GENERATOR"]
    output = Path(settings["OUTPUT_PATH"])
    publisher = Publisher(
        name=settings["SITENAME"],
        short_name=settings["ASSOCIATION"].get("site", {}).get("sigle") or settings["SITENAME"],
        address=settings["SITE_ADDRESS"],
        stylesheet=settings["JINJA_GLOBALS"]["asset"](STYLESHEET),
    )
    entries = tuple(_entries(generator, publisher, output))
    # repr is slow on long texts
    hashes = {entry.key: key_of(repr(replace(entry, html="")), entry.html) for entry in entries}
    channels: tuple[Channel, ...] = settings["FEEDS"]
    base = key_of("feed", settings["MACHINERY"], repr(publisher))
    jobs = {}
    for channel in channels:
        for document in documents(channel, entries):
            around = repr(replace(document, entries=()))
            key = key_of(base, around, *(hashes[entry.key] for entry in document.entries))
            for form in channel.formats:
                name = channel.path(form, document.number).lstrip("/")
                jobs[name] = Job(key_of(key, form.suffix), partial(WRITERS[form], document, publisher))
    settings["CACHE"].fill(jobs.values(), PAGES)
    for name, job in jobs.items():
        settings["OUTPUT"].place(name, job.key, partial(settings["CACHE"].get, job.key, job.make))


def _published(context: dict[str, Any]) -> Iterator[Any]:
    """Yield the pages that a feed may tell of; in the preview, drafts are among the pages."""
    for item in (*context["articles"], *context["pages"]):
        if item.section in FED_SECTIONS and not item.waiting:
            yield item


def _entries(generator: Any, publisher: Publisher, output: Path) -> Iterator[Entry]:
    template = generator.get_template(ITEM_TEMPLATE)
    long_date = generator.settings["JINJA_FILTERS"]["date_longue"]
    labels = generator.settings["VOCABULARIES"].get("themes", {})

    def made(item: Any, key: str, heading: str, published: dt.date | None, evening: dt.date | None) -> Entry:
        address = publisher.absolute(f"/{item.url}")
        text = _portable(
            template.render(generator.context, item=item, evening=evening), address, generator.settings
        )
        return Entry(
            key,
            heading,
            address,
            item.summary,
            text.html,
            published,
            None if evening else _day(item, "modified"),
            tuple(
                Topic(theme, labels[theme].label)
                for theme in getattr(item, "themes", None) or ()
                if theme in labels  # else the vocabulary is at fault, and says so
            ),
            tuple(_enclosures(text, publisher, output)),
            _facets(item),
        )

    for item in _published(generator.context):
        yield made(item, f"{item.section}/{item.slug}", item.title, _day(item, "date"), None)
        # A reader shows an entry once: what is announced on a bistrot's page needs entries of its own
        for evening in _evenings(item):
            key = f"{item.section}/{evening.isoformat()}/{item.slug}"
            yield made(item, key, f"{item.title}\u00a0: {long_date(evening)}", None, evening)


def _portable(text: str, address: str, settings: Any) -> Portable:
    """Return `portable` of a text, from the cache where it is known."""
    key = key_of("portable", settings["MACHINERY"], text, address)
    return recall(settings["CACHE"], key, PORTABLE, lambda: portable(text, address))


def _evenings(item: Any) -> list[dt.date]:
    """Return the dates that a bistrot announces, cancelled ones left out."""
    if item.section != "bistrots":
        return []
    cancelled = set(item.dates_annulees or ())
    return [day for day in item.dates or () if day not in cancelled]


def _day(item: Any, name: str) -> dt.date | None:
    moment = getattr(item, name, None)
    return moment.date() if moment else None


def _enclosures(text: Portable, publisher: Publisher, output: Path) -> Iterator[Enclosure]:
    """Yield the site's own files among those that the text uses, with their size as written."""
    for file in text.files:
        if file.address.startswith(publisher.absolute("/")):
            path = output / unquote(file.address.removeprefix(publisher.absolute("/")))
            if path.is_file():
                yield Enclosure(file.address, file.mime, path.stat().st_size)


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(_offer_list)
    signals.all_generators_finalized.connect(_choose)
    signals.finalized.connect(_write)
