"""Rewrites the local images and document links of one page's HTML, and nothing else.

The HTML is cut into tokens by the standard library's parser, which tells where
each tag stands; only the tags of local images (with the paragraph that holds
one alone) and of links to local documents are written anew. Everything between
them is copied from the original string, so that it stays as it was, byte for byte.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from plugins.media.documents import MEDIA_TYPES, REFUSED

if TYPE_CHECKING:
    from collections.abc import Callable

    from plugins.media.images import Picture, Source

COLUMN: Final = 680
"""Width of the text column in CSS pixels, unless told otherwise: the most that an image is shown at."""

_IMAGE: Final = re.compile("<img", re.IGNORECASE)
_DOCUMENT: Final = re.compile(
    rf"\.(?:{'|'.join(extension[1:] for extension in (*MEDIA_TYPES, *REFUSED))})", re.IGNORECASE
)

_NEAR: Final = 2
"""Tokens on either side of an image that tell whether a paragraph holds it alone."""

_Attributes = dict[str, str | None]


@dataclass(frozen=True)
class Link:
    """Where a document is published, its media type, and its facts in words (may be empty)."""

    address: str
    mime: str
    facts: str


@dataclass(frozen=True)
class Token:
    """A piece of the HTML, from `start` up to `end`; `kind` is `<` for a start tag, `/` for an end tag."""

    kind: str
    start: int
    end: int
    name: str = ""
    attributes: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True)
class _Edit:
    """Characters from `start` up to `end` give way to `text`."""

    start: int
    end: int
    text: str


def may_concern(html: str) -> bool:
    """Tell quickly whether a page shows an image or links to a document: most do not."""
    return bool(_IMAGE.search(html) or _DOCUMENT.search(html))  # each begins with one sign: sooner than both


def rewrite(
    html: str,
    find_picture: Callable[[str], Picture | None],
    find_link: Callable[[str], Link | None],
    column: int = COLUMN,
    tokens: list[Token] | None = None,
) -> str:
    """Return the HTML with its local images made responsive and its documents described.

    `find_picture` gets the `src` of an image and `find_link` the `href` of a link,
    decoded; what they return None for is left as it is. `tokens` are those of
    `tokenize`, where they are known.
    """
    tokens = tokenize(html) if tokens is None else tokens
    edits = [*_image_edits(html, tokens, find_picture, column), *_link_edits(tokens, find_link)]
    pieces, done = [], 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        pieces += [html[done : edit.start], edit.text]
        done = edit.end
    return "".join([*pieces, html[done:]])


def _image_edits(
    html: str, tokens: list[Token], find_picture: Callable[[str], Picture | None], column: int
) -> list[_Edit]:
    edits = []
    depth = 0  # inside an editor's own <picture>, nothing is ours
    for index, token in enumerate(tokens):
        if token.name == "picture":
            depth += 1 if token.kind == "<" else -1
        if token.name != "img" or depth > 0:
            continue
        attributes = _attributes(token)
        source = attributes.get("src")
        picture = find_picture(source) if source else None
        if picture is None:
            continue
        caption = attributes.get("title")
        before, after = _neighbours(html, tokens, index)
        if caption and before and after:
            del attributes["title"]  # or it would be read twice
            opening = _tag("figure", _attributes(before))
            figure = f"{opening}{_picture(picture, attributes, column)}"
            figure += f"<figcaption>{escape(caption, quote=False)}</figcaption></figure>"
            edits.append(_Edit(before.start, after.end, figure))
        else:
            edits.append(_Edit(token.start, token.end, _picture(picture, attributes, column)))
    return edits


def _neighbours(html: str, tokens: list[Token], index: int) -> tuple[Token | None, Token | None]:
    """Return the tags of the paragraph that holds only the given image, or None twice."""
    solid = [
        token
        for token in tokens[max(0, index - _NEAR) : index + _NEAR + 1]
        if token.kind != "text" or html[token.start : token.end].strip()
    ]
    place = solid.index(tokens[index])
    before = solid[place - 1] if place else None
    after = solid[place + 1] if place + 1 < len(solid) else None
    if before and after and (before.kind, before.name, after.kind, after.name) == ("<", "p", "/", "p"):
        return before, after
    return None, None


def _link_edits(tokens: list[Token], find_link: Callable[[str], Link | None]) -> list[_Edit]:
    edits = []
    facts = ""  # of the link that is open
    for token in tokens:
        if token.name != "a":
            continue
        if token.kind == "/":
            if facts:
                span = f'<span class="document-facts"> ({escape(facts, quote=False)})</span>'
                edits.append(_Edit(token.start, token.start, span))
            facts = ""
            continue
        attributes = _attributes(token)
        target = attributes.get("href")
        link = find_link(target) if target else None
        facts = link.facts if link else ""
        if link:
            attributes |= {"href": link.address, "type": link.mime}
            attributes.pop("download", None)  # opening or saving is the reader's choice
            edits.append(_Edit(token.start, token.end, _tag("a", attributes)))
    return edits


def _picture(picture: Picture, attributes: _Attributes, column: int) -> str:
    """Return the image with its formats; the editor's other attributes are kept."""
    *better, fallback = picture.sources
    shown = min(column, picture.width)
    sizes = f"(min-width: {shown}px) {shown}px, 100vw"
    image = {
        "loading": "lazy",
        "decoding": "async",
        **attributes,
        "src": picture.fallback.address,
        **_candidates(fallback, sizes),
        "width": str(picture.width),
        "height": str(picture.height),
    }
    if len(fallback.variants) == 1:
        image.pop("srcset", None)  # it would only repeat src
    # src and alt first, as people write and read them
    ordered = {name: image[name] for name in ("src", "alt") if name in image} | image
    tag = _tag("img", ordered)
    if not better:
        return tag
    sources = [_tag("source", {"type": source.mime, **_candidates(source, sizes)}) for source in better]
    return f"<picture>{''.join(sources)}{tag}</picture>"


def _candidates(source: Source, sizes: str) -> _Attributes:
    if len(source.variants) == 1:
        return {"srcset": source.variants[0].address}
    listed = ", ".join(f"{variant.address} {variant.width}w" for variant in source.variants)
    return {"srcset": listed, "sizes": sizes}


def _attributes(token: Token) -> _Attributes:
    """Return the attributes of a tag; of a repeated one browsers keep the first."""
    kept: _Attributes = {}
    for name, value in token.attributes:
        kept.setdefault(name, value)
    return kept


def _tag(name: str, attributes: _Attributes) -> str:
    written = "".join(
        f" {key}" if value is None else f' {key}="{escape(value)}"' for key, value in attributes.items()
    )
    return f"<{name}{written}>"


def tokenize(html: str) -> list[Token]:
    """Cut a page into tokens, which takes most of the time of `rewrite`, and return those that it needs."""
    tokens = _Tokenizer(html).tokens
    images = {index for index, token in enumerate(tokens) if token.name == "img"}
    return [
        token
        for index, token in enumerate(tokens)
        if token.name in {"a", "picture"} or not images.isdisjoint(range(index - _NEAR, index + _NEAR + 1))
    ]


class _Tokenizer(HTMLParser):
    """Notes where each tag begins and ends; what lies between is text, whatever it is."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self._html = html
        self._line_starts = [0]
        for line in html.split("\n"):
            self._line_starts.append(self._line_starts[-1] + len(line) + 1)
        self._tags: list[Token] = []
        self.feed(html)
        self.close()
        self.tokens = self._with_text()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start = self._offset()
        raw = self.get_starttag_text() or ""
        if self._html.startswith(raw, start):
            self._tags.append(Token("<", start, start + len(raw), tag, tuple(attrs)))

    def handle_endtag(self, tag: str) -> None:
        start = self._offset()
        end = self._html.find(">", start) + 1
        if end:
            self._tags.append(Token("/", start, end, tag))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._line_starts[line - 1] + column

    def _with_text(self) -> list[Token]:
        tokens, done = [], 0
        for tag in self._tags:
            if tag.start > done:
                tokens.append(Token("text", done, tag.start))
            tokens.append(tag)
            done = tag.end
        return tokens
