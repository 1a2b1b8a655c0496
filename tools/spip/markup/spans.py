"""Reads a line of text: emphasis, tags, ends of lines; pieces that were read already stand as signs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tools.spip.markup.emphasis import EMPHASIS, STRONG, marked
from tools.spip.markup.html_tags import BLOCK_TAGS, STYLES, TAG, attributes_of, is_tag, words_beside
from tools.spip.markup.link_words import link_around
from tools.spip.markup.nodes import (
    Anchor,
    Break,
    Citation,
    CodeBlock,
    Enumeration,
    Grid,
    Hyperlink,
    Inline,
    InlineImage,
    Island,
    Line,
    Paragraph,
    PlainWords,
    Styled,
    Title,
    Verbatim,
    words_of_line,
)
from tools.spip.markup.targets import link_target, place_name
from tools.spip.markup.text_conversion import BLOCK, PIECE, as_typed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tools.spip.markup.nodes import Block
    from tools.spip.markup.text_conversion import TextConversion

FORCED: Final = "\v"
"""Stands for a line break that the text asks for."""
_TOKENS: Final = re.compile(rf"{TAG}|{PIECE}|{BLOCK}|[{STRONG}{EMPHASIS}{FORCED}\n~]")
_LANGUAGE: Final = re.compile("[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_OPENS: Final = {STRONG[0]: "strong", EMPHASIS[0]: "em"}
_CLOSES: Final = {STRONG[1]: "strong", EMPHASIS[1]: "em"}


def read_line(text: str, conversion: TextConversion) -> Line:
    """Return what a text says as a line."""
    return _Reading(conversion).read(marked(text))


def as_line(block: Block) -> Line:
    """Return a block where only a line may stand."""
    if isinstance(block, Paragraph | Title):
        return block.line
    if isinstance(block, CodeBlock):
        return (Verbatim(" ".join(block.text.split())),)
    if isinstance(block, Citation):
        lines = [as_line(each) for each in block.blocks]
    elif isinstance(block, Enumeration):
        lines = [_joined([entry.line, *map(as_line, entry.blocks)]) for entry in block.entries]
    elif isinstance(block, Grid):
        rows = (_joined([cell.line for cell in row], PlainWords(" ")) for row in block.rows)
        lines = [block.caption, *rows]
    elif isinstance(block, Island):
        lines = [piece if isinstance(piece, tuple) else as_line(piece) for _, piece in block.pieces]
    else:
        lines = []
    return _joined(lines)


def _joined(lines: Sequence[Line], between: Inline = Break()) -> Line:  # noqa: B008  frozen
    said = [line for line in lines if line]
    return tuple(node for place, line in enumerate(said) for node in ((between,) if place else ()) + line)


@dataclass
class _Open:
    """An element that is open."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: list[Inline] = field(default_factory=list)


class _Reading:
    """The reading of one line."""

    def __init__(self, conversion: TextConversion) -> None:
        self._conversion = conversion
        self._open = [_Open("")]

    def read(self, text: str) -> Line:
        self._part(text)
        while len(self._open) > 1:
            self._close(self._open[-1].name)
        return tuple(self._open[0].children)

    def _part(self, text: str) -> None:
        done = 0
        for token in _TOKENS.finditer(text):
            self._say(text[done : token.start()])
            done = token.end()
            self._token(token)
        self._say(text[done:])

    def _say(self, text: str) -> None:
        if text:
            self._add(PlainWords(as_typed(text)))

    def _add(self, node: Inline) -> None:
        children = self._open[-1].children
        if isinstance(node, PlainWords) and children and isinstance(children[-1], PlainWords):
            children[-1] = PlainWords(children[-1].text + node.text)
        else:
            children.append(node)

    def _token(self, token: re.Match[str]) -> None:
        sign = token[0]
        if token["name"]:
            self._tag(token)
        elif sign in _OPENS:
            self._begin(_OPENS[sign])
        elif sign in _CLOSES:
            self._close(_CLOSES[sign])
        elif sign == FORCED:
            self._add(Break())
        elif sign == "\n":
            self._add(Break() if self._conversion.newline_breaks else PlainWords(" "))
        elif sign == "~":
            self._add(PlainWords("\u00a0"))
        elif sign < "\U00100000":
            self._add(self._conversion.piece(sign))
        else:
            for node in (PlainWords(" "), *as_line(self._conversion.block(sign)), PlainWords(" ")):
                self._add(node)

    # --- Elements -------------------------------------------------------------------------------------

    def _begin(self, name: str, attributes: tuple[tuple[str, str], ...] = ()) -> None:
        if all(each.name != name for each in self._open):
            self._open.append(_Open(name, attributes))

    def _close(self, name: str) -> None:
        """Close an element; those that were opened in it go on after it."""
        place = next((place for place, each in enumerate(self._open) if each.name == name and place), 0)
        if not place:
            return
        again = self._open[place + 1 :]
        while len(self._open) > place:
            self._end(self._open.pop())
        self._open += [_Open(each.name, each.attributes) for each in again]

    def _end(self, element: _Open) -> None:
        if not element.children:
            return
        children = tuple(element.children)
        if element.name == "a":
            self._end_link(dict(element.attributes), children)
        elif any(not isinstance(child, PlainWords) or child.text.strip() for child in children):
            self._add(Styled(element.name, children, element.attributes))
        else:
            for child in children:
                self._add(child)

    def _end_link(self, attributes: Mapping[str, str], children: Line) -> None:
        target = link_target(attributes["href"], self._conversion)
        nodes: Line = children
        if target and words_of_line(children):
            nodes = link_around(target, children, attributes.get("title", ""), "", self._conversion)
        elif attributes.get("title") or target:
            said = f"{attributes['href']} {attributes.get('title', '')}"
            self._conversion.doubt("un lien HTML qui ne se montre pas", said, blocking=False)
        for node in nodes:
            self._add(node)

    def _tag(self, token: re.Match[str]) -> None:
        name, attributes = token["name"].lower(), attributes_of(token["attributes"])
        style, others = STYLES.get(name, ""), words_beside(token["attributes"])
        if not is_tag(name, token["attributes"]):
            self._say("<")
            self._part(token[0][1:])
            return
        said = [others, attributes.get("title", "") if name not in ("a", "img", "abbr", "acronym") else ""]
        if any(map(str.strip, said)):
            self._conversion.doubt(f"les mots d’une balise <{name}>", " ".join(said), blocking=False)
        if token["closes"] and (style or name == "a"):
            self._close(style or name)
        elif name == "br":
            self._add(Break())
        elif name in BLOCK_TAGS:
            self._add(PlainWords(" "))
        elif not token["closes"]:
            self._opening_tag(name, style, attributes)

    def _opening_tag(self, name: str, style: str, attributes: Mapping[str, str]) -> None:
        if name == "img":
            self._image(attributes)
        elif name == "a":
            self._anchor(attributes)
        elif style == "abbr":
            self._begin(style, (("title", attributes.get("title", "")),))
        elif style == "span":
            language = attributes.get("lang", attributes.get("xml:lang", ""))
            if _LANGUAGE.fullmatch(language) and not language.startswith("fr"):
                self._begin(style, (("lang", language),))
        elif style:
            self._begin(style)

    def _anchor(self, attributes: Mapping[str, str]) -> None:
        place = place_name(attributes.get("name", attributes.get("id", "")))
        if place and place not in self._conversion.placed:
            self._conversion.placed.add(place)
            self._add(Anchor(place))
        if attributes.get("href"):
            given = tuple((key, attributes[key]) for key in ("href", "title") if key in attributes)
            self._begin("a", given)

    def _image(self, attributes: Mapping[str, str]) -> None:
        address, alt = attributes.get("src", ""), attributes.get("alt", "") or attributes.get("title", "")
        target = self._conversion.resolver.address(address) if address else None
        if target and target.address.startswith("http"):
            self._conversion.doubt("une image d’un autre site, que la page ne charge pas", address)
            self._add(Hyperlink(target.address, (PlainWords(alt or target.address),)))
            return
        alt = alt or (target.image.alt if target and target.image else "")
        if not target or not alt:
            problem = "une image qui n’est pas décrite" if target else "une image dont le fichier manque"
            self._conversion.doubt(problem, f"{address} {alt}")
        if target:
            title = attributes.get("title", "")
            self._add(InlineImage(target.address, alt or "à décrire", title if title != alt else ""))
        elif alt:
            self._add(PlainWords(f" {alt} "))
