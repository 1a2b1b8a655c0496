"""Rewrites the local images and document links of one text's HTML, and nothing else.

The text knows where their tags stand; only the tags of local images (with the paragraph
that holds one alone) and of links to local documents are written anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Final

from plugins.texts.tags import Splice, splice, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from plugins.media.images import Picture, PictureSource
    from plugins.texts.text import ImageTag, LinkTag, Text

COLUMN: Final = 680
"""Width of the text column in CSS pixels, unless told otherwise: the most that an image is shown at."""


@dataclass(frozen=True)
class Download:
    """Where a document is published, its media type, and its facts in words (may be empty)."""

    address: str
    mime: str
    facts: str


def rewrite(
    text: Text,
    find_picture: Callable[[ImageTag], Picture | None],
    find_document: Callable[[LinkTag], Download | None],
    column: int = COLUMN,
) -> str:
    """Return the HTML of a text with its local images made responsive and its documents described.

    What `find_picture` and `find_document` return None for is left as it is.
    """
    edits: list[Splice] = []
    for image in text.images:
        picture = find_picture(image)
        if picture:
            edits.append(image_edit(text.html, image, partial(responsive, picture, column)))
    for link in text.links:
        document = find_document(link)
        if document:
            edits += document_edits(link, document, document.address)
    return splice(text.html, edits)


def image_edit(html: str, image: ImageTag, write: Callable[[dict[str, str | None]], str]) -> Splice:
    """Return what puts an image in its place as `write` gives it; alone and with a title, as a figure."""
    attributes = dict(image.attributes)
    caption = attributes.get("title")
    if not caption or not image.paragraph:
        return Splice(image.start, image.end, write(attributes))
    del attributes["title"]  # or it would be read twice
    start, end = image.paragraph
    opening = html[start + len("<p") : image.start].rstrip()
    figcaption = f"<figcaption>{escape(caption, quote=False)}</figcaption>"
    return Splice(start, end, f"<figure{opening}{write(attributes)}{figcaption}</figure>")


def document_edits(link: LinkTag, document: Download, address: str) -> Iterator[Splice]:
    """Yield what makes a link lead to a document at `address`, and say what it is."""
    attributes = {**link.attributes, "href": address, "type": document.mime}
    attributes.pop("download", None)  # opening or saving is the reader's choice
    yield Splice(link.start, link.end, tag("a", attributes))
    if document.facts and link.close:
        facts = escape(document.facts, quote=False)
        yield Splice(link.close, link.close, f'<span class="document-facts"> ({facts})</span>')


def sized(picture: Picture, attributes: Mapping[str, str | None], address: str) -> dict[str, str | None]:
    """Return the attributes of an image that shows a picture; the editor's other ones are kept."""
    image = {**attributes, "src": address, "width": str(picture.width), "height": str(picture.height)}
    # src and alt first, as people write and read them
    return {name: image[name] for name in ("src", "alt") if name in image} | image


def responsive(picture: Picture, column: int, attributes: Mapping[str, str | None]) -> str:
    """Return the image with its formats and widths."""
    *better, fallback = picture.sources
    shown = min(column, picture.width)
    sizes = f"(min-width: {shown}px) {shown}px, 100vw"
    chosen = _candidates(fallback, sizes)
    if len(fallback.variants) == 1:
        chosen.pop("srcset")  # it would only repeat src
    image = {"loading": "lazy", "decoding": "async", **attributes, "src": "", **chosen}
    written = tag("img", sized(picture, image, picture.fallback.address))
    if not better:
        return written
    sources = [tag("source", {"type": source.mime, **_candidates(source, sizes)}) for source in better]
    return f"<picture>{''.join(sources)}{written}</picture>"


def _candidates(source: PictureSource, sizes: str) -> dict[str, str]:
    if len(source.variants) == 1:
        return {"srcset": source.variants[0].address}
    listed = ", ".join(f"{variant.address} {variant.width}w" for variant in source.variants)
    return {"srcset": listed, "sizes": sizes}
