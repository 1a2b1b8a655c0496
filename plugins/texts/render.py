"""Writes the HTML of a text from the parser's tokens, and notes where its links and images stand in it."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Final

from plugins.texts.parser import line_within
from plugins.texts.passages import HEADINGS, Passages
from plugins.texts.tags import attribute_value, tag
from plugins.texts.text import ImageTag, LinkTag

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markdown_it.token import Token

_ONE_LINE: Final = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "th", "td", "dt", "summary", "caption", "figcaption"}
)
"""Blocks that hold no other block: no line ends after their opening tag."""
_ITEMS: Final = frozenset({"li", "dd", "figure"})


class Renderer:
    """The rendering of one text."""

    def __init__(self, first_line: int) -> None:
        """Write a text that begins at `first_line` of its file."""
        self.passages = Passages()
        self.links: list[LinkTag] = []
        self.images: list[ImageTag] = []
        self._first_line = first_line
        self._line = first_line
        """Where the block begins that is being written."""
        self._pieces: list[str] = []
        self._length = 0
        self._paragraph = -1
        """Where the paragraph begins that is being written; -1 in another block."""
        self._open_links: list[int] = []
        """Places in `links` of those that are not closed yet."""

    def html(self, tokens: Sequence[Token]) -> str:
        """Return the HTML of tokens whose texts are typeset."""
        for index, token in enumerate(tokens):
            if token.map:
                self._line = self._first_line + token.map[0]
            self._block(token, tokens[index + 1 : index + 2])
        return "".join(self._pieces).rstrip("\n")

    def _put(self, markup: str) -> None:
        self._pieces.append(markup)
        self._length += len(markup)

    # --- Blocks ---------------------------------------------------------------------------------------

    def _block(self, token: Token, after: Sequence[Token]) -> None:
        if token.type == "inline":
            self._inline(token.children or ())
        elif token.hidden:  # the paragraph of an item that needs none
            self._paragraph = -1
        elif token.nesting > 0:
            self._open_block(token, after)
        elif token.nesting < 0:
            self._close_block(token)
        elif token.type in ("fence", "code_block"):
            language = token.info.split(maxsplit=1)[:1]
            kind = f' class="language-{attribute_value(language[0])}"' if language else ""
            self._put(f"<pre><code{kind}>{escape(token.content, quote=False)}</code></pre>\n")
            self.passages.say(f"\n{token.content}\n")
        elif token.type == "hr":
            self._put("<hr>\n")

    def _open_block(self, token: Token, after: Sequence[Token]) -> None:
        name = token.tag
        self._paragraph = self._length if name == "p" else -1
        self._put(tag(name, token.attrs))
        leads = name in _ONE_LINE or (name in _ITEMS and after and (after[0].hidden or after[0].nesting < 0))
        if not leads:
            self._put("\n")
        if name in HEADINGS:
            self.passages.open_heading(str(token.attrs.get("id", "")))
        else:
            self.passages.border(name)

    def _close_block(self, token: Token) -> None:
        self._put(f"</{token.tag}>")
        if self.images and self.images[-1].paragraph == (self._paragraph, 0):  # see `_inline`
            self.images[-1] = replace(self.images[-1], paragraph=(self._paragraph, self._length))
        self._put("\n")
        if token.tag in HEADINGS:
            self.passages.close_heading()
        else:
            self.passages.border(token.tag)

    # --- Lines of text --------------------------------------------------------------------------------

    def _inline(self, children: Sequence[Token]) -> None:
        images = len(self.images)
        for token in children:
            kind = token.type
            if kind == "text":
                self._put(escape(token.content, quote=False))
                self.passages.say(token.content)
            elif kind == "link_open":
                self._open_link(token.attrs, self._line + line_within(token))
            elif kind == "link_close":
                self._close_link()
            elif token.nesting:
                self._put(tag(token.tag, token.attrs) if token.nesting > 0 else f"</{token.tag}>")
            else:
                self._leaf(token)
        alone = len(self.images) == images + 1 and sum(map(_is_solid, children)) == 1
        if alone and self._paragraph >= 0:
            self.images[-1] = replace(self.images[-1], paragraph=(self._paragraph, 0))
            self.passages.say(f" {self.images[-1].attributes.get('title') or ''}")  # the caption

    def _leaf(self, token: Token) -> None:
        """Write what holds no other token."""
        kind = token.type
        if kind == "text_special":
            self._put(token.markup if token.info == "entity" else escape(token.content, quote=False))
            self.passages.say(token.content)
        elif kind in ("code_inline", "abbr"):
            words = escape(token.content, quote=False)
            self._put(f"{tag(token.tag, token.attrs)}{words}</{token.tag}>")
            self.passages.say(token.content)
        elif kind in ("softbreak", "hardbreak"):
            self._put("\n" if kind == "softbreak" else "<br>\n")
            self.passages.say(" ")
        elif kind == "image":
            self._image(token)

    def _image(self, token: Token) -> None:
        pieces = (child for child in token.children or () if not child.nesting)
        alternative = "".join(" " if child.type.endswith("break") else child.content for child in pieces)
        attributes = {
            "alt": alternative,
            **{name: str(value) for name, value in token.attrs.items() if name != "alt"},
        }
        start = self._length
        self._put(tag("img", attributes))
        line = self._line + line_within(token)
        self.images.append(ImageTag(attributes["src"], line, start, self._length, attributes))

    def _open_link(self, attributes: Mapping[str, object], line: int) -> None:
        start = self._length
        texts = {name: str(value) for name, value in attributes.items()}
        self._put(tag("a", texts))
        self._open_links.append(len(self.links))
        self.links.append(LinkTag(texts["href"], line, start, self._length, 0, texts))

    def _close_link(self) -> None:
        place = self._open_links.pop()
        self.links[place] = replace(self.links[place], close=self._length)
        self._put("</a>")


def _is_solid(token: Token) -> bool:
    """Tell whether somebody sees a piece of a paragraph."""
    return token.type != "softbreak" and (token.type != "text" or bool(token.content.strip()))
