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

from plugins.build_cache import Cache
from plugins.media.cards import Card
from plugins.media.library import Library
from plugins.media.markup import rewrite

if TYPE_CHECKING:
    from plugins.media.markup import Link

SETTING = "MEDIA_LIBRARY"
"""Where the settings hold the `Library` of one build."""

CARD_FONT = Path("static", "fonts", "atkinson-hyperlegible-next.woff2")
"""In the theme; a theme without it gets no cards."""


def _prepare(pelican: Any) -> None:
    settings = pelican.settings
    settings[SETTING] = Library(
        Path(settings["PATH"]), Cache(Path(settings["CACHE_FOLDER"])), titles=settings["DOCUMENT_TITLES"]
    )
    settings["JINJA_GLOBALS"] = {**settings["JINJA_GLOBALS"], "carte": _card, "document": _document}


def _rewrite(content: Any) -> None:
    """Show the page's images and describe its documents."""
    html = content._content  # noqa: SLF001  Pelican gives no public way to change it
    if not html or not getattr(content, "source_path", None):
        return
    library: Library = content.settings[SETTING]
    page = Path(content.source_path)
    content._content = rewrite(  # noqa: SLF001
        html, lambda source: library.picture(source, page), lambda target: library.link(target, page)
    )
    if getattr(content, "document", None):
        link = library.link(content.document, page)
        content.document_text = library.texts.get(link.address, "") if link else ""


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
    card = Card(content.title, section, content.settings["SITENAME"])
    return library.card(name, card, Path(content.settings["THEME"]) / CARD_FONT)


def _write(pelican: Any) -> None:
    output = Path(pelican.settings["OUTPUT_PATH"])
    library: Library = pelican.settings[SETTING]
    for name, data in sorted(library.files.items()):
        path = output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(_prepare)
    signals.content_object_init.connect(_rewrite)
    signals.finalized.connect(_write)
