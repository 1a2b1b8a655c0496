"""Makes what editors drop beside their texts fit for the site: images, documents, social cards.

Images become responsive and lose their metadata (`images`, `svg`), documents lose
the names of whoever made them (`clean_…`) and get their facts (`documents`), every
page gets a card (`cards`); `markup` rewrites the pages, `references` finds the files,
`library` holds what one build publishes. Templates have `carte(content)` and
`document(content)`; a ressource has the words of its document in `document_text`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican import signals

from plugins.belgium import gazetteer
from plugins.core.colours import read_colours
from plugins.core.pelican import contents_of, offer, replace_html, site_of
from plugins.core.progress import IMAGES
from plugins.media.cards import Card
from plugins.media.library import CARDS, Library
from plugins.media.markup import rewrite
from plugins.texts.changes import change_of
from plugins.texts.convert import text_of
from plugins.texts.sources import Sources

if TYPE_CHECKING:
    from plugins.media.markup import Download

CARD_FONT = Path("static", "fonts", "atkinson-hyperlegible-next.woff2")
"""In the theme, which may not have it: then no cards are drawn."""


def _prepare(pelican: Any) -> None:
    site = site_of(pelican)
    titles = site.part(Sources).document_titles
    colours = read_colours(site.theme)
    site.add(colours)
    draws = not site.pages_first
    site.add(
        Library(
            site.content,
            site.cache,
            site.report,
            site.machinery,
            colours=colours.light,
            titles=titles,
            draws=draws,
        )
    )
    offer(pelican, carte=_card, document=document_of)


def _rewrite(content: Any) -> None:
    """Show the page's images and describe its documents."""
    if not getattr(content, "source_path", None):
        return
    library, page, text = site_of(content).part(Library), Path(content.source_path), text_of(content)
    if getattr(content, "document", None):
        document = document_of(content)
        content.document_text = library.texts.get(document.address, "") if document else ""
    if text.images or text.links:
        replace_html(content, rewrite(text, *library.finders(page)))


def document_of(content: Any) -> Download | None:
    """Return the address, media type and facts of a ressource's document."""
    if not content.document:
        return None
    site, page = site_of(content), Path(content.source_path)
    source = site.part(Sources).source_of(content.source_path, site.content)
    line = source.document.fields["document"].line if source and source.document else 0
    return site.part(Library).document(content.document, page, line)


def _card(content: Any) -> str:
    """Return the address of a page's social card, drawn with the section's name as the menu has it.

    That of an event which is no longer as announced says so: « Actualités – Annulé ».
    """
    site = site_of(content)
    menu = (*content.settings["MENU"], *content.settings["FOOTER"])
    section = next((label for label, address in menu if address == f"/{content.prefix}"), "")
    name = content.url.strip("/").removesuffix(".html") or "accueil"
    label = " – ".join(filter(None, (section, change_of(content))))
    card = Card(content.title, label, content.settings["SITENAME"], _place(content))
    return site.part(Library).card(name, card, site.theme / CARD_FONT)


def _draw_cards(generators: list[Any]) -> None:
    """Draw every page's card, on every core: a page that is not rendered again does not ask for its own."""
    site = site_of(generators[0])
    if site.pages_first or not (site.theme / CARD_FONT).is_file():
        return
    for content in contents_of(generators):
        _card(content)
    site.cache.fill(site.part(Library).files.values(), IMAGES)


def _place(content: Any) -> tuple[float, float] | None:
    """Return where a bistrot is: the map stands on its card."""
    if content.section != "bistrots":
        return None
    if content.coordonnees:
        latitude, longitude = content.coordonnees
        return latitude, longitude
    place = gazetteer.belgian_places().find(content.commune)
    return (place.latitude, place.longitude) if place else None


def _write(pelican: Any) -> None:
    site = site_of(pelican)
    for name, file in sorted(site.part(Library).files.items()):
        if not (site.pages_first and name.startswith(f"{CARDS}/")):
            site.output.place(name, file.key, file.make)


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(_prepare)
    signals.content_object_init.connect(_rewrite)
    signals.all_generators_finalized.connect(_draw_cards)
    signals.finalized.connect(_write)
