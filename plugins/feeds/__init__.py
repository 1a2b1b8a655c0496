"""Writes the feeds: what is new on the site, for people who follow it with a feed reader or a mail program.

RSS 2.0, Atom 1.0 and JSON Feed 1.1 by section, RSS by theme and for each type, theme
and year of resources, at addresses that never change (`/feeds/actualites.rss`). Templates list
them with `flux()` and ask for that of a list with `flux_de_la_liste(facet)`;
the theme says in `partials/feed_item.html` what a subscriber reads of a page, and in
`partials/feed_evening.html` what of an evening. A feed exists as soon as one published page belongs to it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urljoin

from pelican import signals

from plugins.agenda import Agenda
from plugins.core.cache import Job, key_of
from plugins.core.cached_values import decoder_of, recall
from plugins.core.pelican import contents_of, html_of, offer, site_of, with_pelican_links
from plugins.core.progress import PAGES
from plugins.feeds.catalogue import ATOM, FED, JSON, RSS, THEMED, Channel, catalogue
from plugins.feeds.entries import NOTICE, Enclosure, FeedItem, Topic
from plugins.feeds.json_feed import write_json
from plugins.feeds.paging import documents
from plugins.feeds.portable_html import File, Portable, portable
from plugins.feeds.publisher import Publisher
from plugins.feeds.xml_feeds import write_atom, write_rss
from plugins.feeds.xml_text import legal
from plugins.figures.figures import Figures, substitute
from plugins.french.dates import long_date
from plugins.media import document_of
from plugins.media.library import Library
from plugins.resources.facets import facets_of, title
from plugins.texts.changes import change_of
from plugins.texts.convert import text_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from plugins.agenda.entries import Entry
    from plugins.core.site import Site
    from plugins.resources.facets import Facet

WRITERS: Final = {RSS: write_rss, ATOM: write_atom, JSON: write_json}
FED_SECTIONS: Final = frozenset(section.name for section in FED)
THEMED_SECTIONS: Final = frozenset(section.name for section in THEMED)
STYLESHEET: Final = "feed.css"
ITEM_TEMPLATE: Final = "partials/feed_item"
EVENING_TEMPLATE: Final = "partials/feed_evening"
EVENINGS: Final = 50
"""At most so many, the soonest: with twelve groups, those of a season."""
PORTABLE: Final = decoder_of(Portable)


@dataclass(frozen=True)
class Feeds:
    """The feeds of one build."""

    channels: tuple[Channel, ...]
    of_lists: Mapping[Facet | None, Channel]
    """By the list of resources that a feed accompanies."""
    items: tuple[Any, ...]
    """The pages that they tell of."""
    generator: Any
    """One of Pelican's, which knows the templates and what they are rendered with."""


def _offer_list(pelican: Any) -> None:
    """Give the templates `flux()`, the feeds of this build."""
    site = site_of(pelican)
    offer(
        pelican,
        flux=lambda: [channel for channel in site.part(Feeds).channels if channel.facet is None],
        flux_de_la_liste=lambda facet: site.part(Feeds).of_lists.get(facet),  # noqa: PLW0108  chosen later
    )


def _choose(generators: list[Any]) -> None:
    """Decide which feeds there are, before any page that lists them is written."""
    items = _published(generators)
    used = {theme for item in items if item.section in THEMED_SECTIONS for theme in item.themes or ()}
    site = site_of(generators[0])
    vocabularies = site.facts.vocabularies
    facets = sorted({facet for item in items for facet in _facets(item)})
    channels = catalogue(
        {item.section for item in items},
        {name: term.label for name, term in vocabularies.get("themes", {}).items() if name in used},
        {facet: title(facet, vocabularies) for facet in facets},
    )
    site.add(Feeds(channels, {channel.facet: channel for channel in channels}, items, generators[0]))


def _facets(item: Any) -> tuple[Facet, ...]:
    """Return the facets of a page; only resources have some."""
    return tuple(facets_of(item.type, item.themes, item.annee)) if item.section == "ressources" else ()


def _write(pelican: Any) -> None:
    """Write the feeds once the site is there, with its images and documents."""
    site, settings = site_of(pelican), pelican.settings
    feeds = site.part(Feeds)
    if site.pages_first:
        return
    publisher = Publisher(
        name=settings["SITENAME"],
        short_name=site.facts.short_name or settings["SITENAME"],
        address=site.address,
        stylesheet=settings["JINJA_GLOBALS"]["asset"](STYLESHEET),
    )
    entries = (*_entries(feeds, publisher, site), *_evenings(feeds, publisher, site))
    # repr is slow on long texts
    hashes = {entry.key: key_of(repr(replace(entry, html="")), entry.html) for entry in entries}
    base = key_of("feed", site.machinery, repr(publisher))
    jobs = {}
    for channel in feeds.channels:
        for document in documents(channel, entries):
            around = repr(replace(document, entries=()))
            key = key_of(base, around, *(hashes[entry.key] for entry in document.entries))
            for form in channel.formats:
                name = channel.path(form, document.number).lstrip("/")
                jobs[name] = Job(key_of(key, form.suffix), partial(WRITERS[form], document, publisher))
    site.cache.fill(jobs.values(), PAGES)
    for name, job in jobs.items():
        site.output.place(name, job.key, partial(site.cache.get, job.key, job.make))


def _published(generators: list[Any]) -> tuple[Any, ...]:
    """Return the pages that a feed may tell of; in the preview, drafts are among the pages."""
    return tuple(
        item for item in contents_of(generators) if item.section in FED_SECTIONS and not item.waiting
    )


def _entries(feeds: Feeds, publisher: Publisher, site: Site) -> Iterator[FeedItem]:
    """Yield one entry a page; that of an event which is no longer as announced says so in its title."""
    generator = feeds.generator
    template = generator.get_template(ITEM_TEMPLATE)
    labels = site.facts.vocabularies.get("themes", {})
    for item in feeds.items:
        address = publisher.absolute(f"/{item.url}")
        text = _portable(item, address, site)
        html = template.render(
            generator.context, item=item, text=text.html, absolute=partial(urljoin, address)
        )
        yield FeedItem(
            f"{item.section}/{item.slug}",
            _heading(change_of(item), item.title),
            address,
            item.summary,
            legal(html).strip(),
            _day(item, "date"),
            _day(item, "modified"),
            tuple(
                Topic(theme, labels[theme].label)
                for theme in getattr(item, "themes", None) or ()
                if theme in labels  # else the vocabulary is at fault, and says so
            ),
            tuple(_enclosures((*text.files, *_document(item, address)), publisher, site.output.folder)),
            _facets(item),
        )


def _evenings(feeds: Feeds, publisher: Publisher, site: Site) -> Iterator[FeedItem]:
    """Yield one entry an evening in a bistrot, of the soonest ones.

    Readers show an entry once: what a bistrot's page announces needs entries of its own. A cancelled
    evening stays: it may have been announced, and readers update what they have.
    """
    template = feeds.generator.get_template(EVENING_TEMPLATE)
    coming = [entry for entry in site.part(Agenda).coming if entry.key.startswith("bistrots/")]
    for entry in coming[:EVENINGS]:
        day, slug = entry.when.day, entry.key.split("/")[1]
        address = publisher.absolute(entry.path)
        html = template.render(feeds.generator.context, entry=entry, address=address)
        yield FeedItem(
            f"bistrots/{day.isoformat()}/{slug}",
            _heading(entry.change, f"{entry.title}\u00a0: {long_date(day)}"),
            address,
            _heading(entry.change, _when_and_where(entry)),
            legal(html).strip(),
            day - NOTICE,
            entry.modified if entry.change else None,
        )


def _when_and_where(entry: Entry) -> str:
    return f"{', '.join(filter(None, (entry.when.words, entry.place)))}."


def _heading(change: str, title: str) -> str:
    """Put before a title what has changed: « Annulé : Un colloque »."""
    return f"{change}\u00a0: {title}" if change else title


def _portable(item: Any, address: str, site: Site) -> Portable:
    """Return `portable` of a page's text, from the cache where it is known."""

    def make() -> Portable:
        made = portable(text_of(item), address, *site.part(Library).finders(Path(item.source_path)))
        html, _ = substitute(made.html, site.part(Figures))
        return replace(made, html=with_pelican_links(item, html, site.address))

    return recall(site.cache, key_of("portable", site.machinery, html_of(item), address), PORTABLE, make)


def _document(item: Any, address: str) -> tuple[File, ...]:
    """Return the file that a ressource offers."""
    document = document_of(item) if item.section == "ressources" else None
    return (File(urljoin(address, document.address).partition("#")[0], document.mime),) if document else ()


def _day(item: Any, name: str) -> dt.date | None:
    moment = getattr(item, name, None)
    return moment.date() if moment else None


def _enclosures(files: Iterable[File], publisher: Publisher, output: Path) -> Iterator[Enclosure]:
    """Yield the site's own files among those that an entry uses, each once, with their size as written."""
    for file in dict.fromkeys(files):
        if file.address.startswith(publisher.absolute("/")):
            path = output / unquote(file.address.removeprefix(publisher.absolute("/")))
            if path.is_file():
                yield Enclosure(file.address, file.mime, path.stat().st_size)


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(_offer_list)
    signals.all_generators_finalized.connect(_choose)
    signals.finalized.connect(_write)
