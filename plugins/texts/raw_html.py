"""Makes of raw HTML what Markdown makes: the same tokens; what is not allowed, or not closed, is a mistake.

Nothing that an editor types reaches a page as markup: tags are written anew from the tokens, and a tag or
an attribute that is refused is left out of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markdown_it.token import Token

from plugins.texts.allowed import BLOCKS, EMPTY, LINES, VOID, WHOLE
from plugins.texts.mistakes import mistakes_of
from plugins.texts.open_elements import OpenElements
from plugins.texts.raw_tags import read_tag, unfinished_tag
from plugins.texts.unseen import ends_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.rules_core import StateCore

    from plugins.texts.mistakes import Mistakes
    from plugins.texts.raw_tags import RawTag

_ITEMS: Final = frozenset({"dd", "figure", "li"})
"""Elements whose first line needs no paragraph of its own."""
_NESTED: Final = "un lien dans un lien", "retirez l’un des deux"


def raw_html_rule(state: StateCore) -> None:
    """Replace the raw HTML of a text by the tokens that Markdown would give."""
    if "<" in state.src:
        state.tokens = _Reading(mistakes_of(state.env)).read(state.tokens)


class _Reading:
    """The reading of one text."""

    def __init__(self, mistakes: Mistakes) -> None:
        self._mistakes = mistakes
        self._elements = OpenElements(mistakes)
        self._tokens: list[Token] = []
        self._line = 0
        self._whole = ""
        """The element that is refused with all that it holds, while it is open."""
        self._depth = 0
        """How often it is open."""

    def read(self, tokens: Sequence[Token]) -> list[Token]:
        """Return the tokens of a text without any raw HTML."""
        rest = iter(tokens)
        for token in rest:
            if token.map:
                self._line = token.map[0]
            if token.type == "paragraph_open":
                self._paragraph(token, next(rest), next(rest))
            elif token.type == "html_block":
                self._block_tag(token.content, self._line)
            elif token.type == "inline":
                self._tokens.append(_line_of_text(token, self._within(token.children or ())))
            else:
                self._markdown(token)
        self._tokens += self._elements.close_down_to(0)
        return self._tokens

    # --- Blocks ---------------------------------------------------------------------------------------

    def _markdown(self, token: Token) -> None:
        """Read a token of Markdown's own."""
        if token.nesting >= 0:
            self._elements.admits(token.tag, self._line)
        if token.nesting > 0:
            self._elements.open_markdown(token.tag, self._line)
        elif token.nesting < 0:
            self._tokens += self._elements.close_markdown()
        self._tokens.append(token)

    def _paragraph(self, opening: Token, inline: Token, closing: Token) -> None:
        """Read a paragraph, which the tags of blocks cut in pieces."""
        pieces, depth = list[Token](), 0
        for child in inline.children or ():
            depth += child.nesting
            if child.type == "html_inline" and not depth and not self._whole and _is_block(child):
                self._end_paragraph(opening, inline, closing, pieces)
                pieces = []
                self._block_tag(child.content, self._line + child.meta.get("line", 0))
            else:
                pieces.append(child)
        self._end_paragraph(opening, inline, closing, pieces)

    def _end_paragraph(self, opening: Token, inline: Token, closing: Token, pieces: Sequence[Token]) -> None:
        line = _line_of_text(inline, self._within(pieces))
        if not any(child.type != "text" or child.content.strip() for child in line.children or ()):
            return
        parent = self._elements.raw_parent
        if parent in LINES:
            self._tokens.append(line)
        else:
            self._elements.admits("p", self._line)
            leads = parent in _ITEMS and self._tokens[-1].nesting > 0 and self._tokens[-1].tag == parent
            hidden = opening.hidden or leads
            first = opening.copy(hidden=hidden, attrs={}, meta={})  # one for each piece
            self._tokens += [first, line, closing.copy(hidden=hidden)]

    def _block_tag(self, markup: str, line: int) -> None:
        """Read a tag that stands between blocks."""
        tag = read_tag(markup)
        if self._whole or self._is_refused(tag, line):
            return
        if tag.closes:
            self._tokens += self._elements.close(tag.name, line)
        elif not self._elements.admits(tag.name, line, f"<{tag.name}>"):
            self._elements.refused[tag.name] += tag.name not in VOID
        elif tag.name in VOID:
            self._tokens.append(Token("hr", "hr", 0, map=[line, line + 1]))
        else:
            self._tokens.append(self._elements.open(tag, line))

    # --- Lines of text --------------------------------------------------------------------------------

    def _within(self, children: Sequence[Token]) -> list[Token]:
        """Return the tokens of a line of text without any raw HTML."""
        number, kept, line = len(self._elements), list[Token](), self._line
        for child in children:
            line += ends_line(child)
            if child.type == "html_inline":
                kept += self._inline_tag(child, line)
                continue
            if self._whole:
                continue
            if child.nesting > 0:
                if child.tag == "a" and "a" in self._elements:
                    self._mistakes.add(line, *_NESTED)
                self._elements.open_markdown(child.tag, line)
            elif child.nesting < 0:
                kept += self._elements.close_markdown()
            else:
                self._look_at_words(child, line)
            kept.append(child)
        return kept + self._elements.close_down_to(number)

    def _look_at_words(self, token: Token, line: int) -> None:
        start = unfinished_tag(token.content) if token.type == "text" else ""
        if start:
            remedy = f"retirez-la, ou écrivez \\{start} pour montrer le signe"
            self._mistakes.add(line, f"« {start} » n’est pas une balise complète", remedy)
        described = (child.content for child in token.children or () if child.type == "html_inline")
        tag = next(described, "")
        if tag:
            self._mistakes.add(line, f"{tag} dans la description d’une image", "retirez la balise")

    def _inline_tag(self, token: Token, line: int) -> list[Token]:
        """Return what a tag within a line of text becomes."""
        tag = read_tag(token.content)
        if self._whole:
            self._leave_whole(tag)
        elif not self._is_refused(tag, line):
            if tag.name in BLOCKS:
                self._elements.misplaced(
                    line, f"<{tag.name}> au milieu d’un texte", "mettez-la au début d’une ligne"
                )
                self._elements.refused[tag.name] += not tag.closes
            elif tag.closes:
                return self._elements.close(tag.name, line)
            elif tag.name == "br":
                return [Token("hardbreak", "br", 0, markup="<br>")]
            elif tag.name == "img":
                return [self._image(tag, token, line)]
            elif tag.name != "a" or self._may_link(tag, line):
                opening = self._elements.open(tag, line)
                opening.meta = token.meta
                return [opening]
        return []

    def _may_link(self, tag: RawTag, line: int) -> bool:
        if "href" not in tag.allowed:
            remedy = 'écrivez href="…" ; une ancre s’écrit {#son-nom} à la fin d’un titre'
            self._mistakes.add(line, "<a> sans adresse", remedy)
        elif "a" in self._elements:
            self._mistakes.add(line, *_NESTED)
        else:
            return True
        self._elements.refused["a"] += 1
        return False

    def _image(self, tag: RawTag, token: Token, line: int) -> Token:
        """Return an image as Markdown would give it."""
        if tag.attribute_mistake:
            self._mistakes.add(line, *tag.attribute_mistake)
        attributes: dict[str, str | int | float] = {"src": "", **tag.allowed}
        words = Token("text", "", 0, content=str(attributes.pop("alt", "")))
        return Token(
            "image",
            "img",
            0,
            {**attributes, "alt": ""},
            content=words.content,
            children=[words],
            meta=token.meta,
        )

    # --- What is refused ------------------------------------------------------------------------------

    def _is_refused(self, tag: RawTag, line: int) -> bool:
        """Tell whether a tag is not allowed, and note why."""
        if not tag.mistake:
            return False
        if tag.closes:
            self._elements.close(tag.name, line)
            return True
        self._mistakes.add(line, *tag.mistake)
        ends_itself = f"</{tag.name}" in tag.markup.lower()
        if tag.name in WHOLE and not ends_itself:
            self._whole, self._depth = tag.name, 1
        elif tag.name and tag.name not in EMPTY and not ends_itself:
            self._elements.refused[tag.name] += 1
        return True

    def _leave_whole(self, tag: RawTag) -> None:
        if tag.name == self._whole:
            self._depth += -1 if tag.closes else 1
            self._whole = self._whole if self._depth else ""


def _is_block(token: Token) -> bool:
    return read_tag(token.content).name in BLOCKS


def _line_of_text(inline: Token, children: list[Token]) -> Token:
    return Token(
        "inline", "", 0, map=inline.map, level=inline.level, content=inline.content, children=children
    )
