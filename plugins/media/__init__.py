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
from plugins.core.cache import key_of
from plugins.core.cached_values import decoder_of, recall
from plugins.core.progress import IMAGES
from plugins.media.cards import Card
from plugins.media.library import Library
from plugins.media.markup import Token, may_concern, rewrite, tokenize

if TYPE_CHECKING:
    from plugins.media.markup import Link

SETTING = "MEDIA_LIBRARY"
"""Where the settings hold the `Library` of one build."""

CARD_FONT = Path("static", "fonts", "atkinson-hyperlegible-next.woff2")
"""In the theme; a theme without it gets no cards."""

TOKENS = decoder_of(list[Token])


def _prepare(pelican: Any) -> None:
    settings = pelican.settings
    settings[SETTING] = Library(Path(settings["PATH"]), settings["CACHE"], titles=settings["DOCUMENT_TITLES"])
    settings["JINJA_GLOBALS"] = {**settings["JINJA_GLOBALS"], "carte": _card, "document": _document}


def _rewrite(content: Any) -> None:
    """Show the page's images and describe its documents."""
    html = content._content or ""  # noqa: SLF001  Pelican gives no public way to change it
    document = getattr(content, "document", None)
    if not getattr(content, "source_path", None) or not (document or may_concern(html)):
        return
    library: Library = content.settings[SETTING]
    page = Path(content.source_path)
    if document:
        link = library.link(document, page)
        content.document_text = library.texts.get(link.address, "") if link else ""
    key = key_of("tokens", content.settings["MACHINERY"], html)
    content._content = rewrite(  # noqa: SLF001
        html,
        lambda source: library.picture(source, page),
        lambda target: library.link(target, page),
        tokens=recall(content.settings["CACHE"], key, TOKENS, lambda: tokenize(html)),
    )


def _document(content: Any) -> Link | None:
    """Return the address, media type and facts of a ressource's document."""
    library: Library = content.settings[SETTING]
    return library.link(content.document, Path(content.source_path)) if content.document else None


def _card(content: Any) -> str:
    """Return the address of a page's social card, drawn with the section's name as the menu has it."""
    library: Library = content.settings[SETTING]
    menu = (*content.settings["MENU"], *content.settings["FOOTER"])
    section = next((label for label, address in menu if address == f"/{content.prefix}"), "")
    name = content.url.strip("/").removesuffix(".html") or "accueil"
    card = Card(content.title, section, content.settings["SITENAME"], _place(content))
    return library.card(name, card, Path(content.settings["THEME"]) / CARD_FONT)


def _draw_cards(generators: list[Any]) -> None:
    """Draw every page's card, on every core: a page that is not rendered again does not ask for its own."""
    context, settings = generators[0].context, generators[0].settings
    if not (Path(settings["THEME"]) / CARD_FONT).is_file():
        return
    for content in (*context["articles"], *context["pages"]):
        _card(content)
    settings["CACHE"].fill(settings[SETTING].files.values(), IMAGES)


def _place(content: Any) -> tuple[float, float] | None:
    """Return where a bistrot is: the map stands on its card."""
    if content.section != "bistrots":
        return None
    if content.coordonnees:
        latitude, longitude = content.coordonnees
        return latitude, longitude
    place = gazetteer.belgium().find(content.commune)
    return (place.latitude, place.longitude) if place else None


def _write(pelican: Any) -> None:
    library: Library = pelican.settings[SETTING]
    for name, file in sorted(library.files.items()):
        pelican.settings["OUTPUT"].place(name, file.key, file.make)


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(_prepare)
    signals.content_object_init.connect(_rewrite)
    signals.all_generators_finalized.connect(_draw_cards)
    signals.finalized.connect(_write)
