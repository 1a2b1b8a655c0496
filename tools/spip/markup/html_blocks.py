"""Finds the HTML of blocks in a text: quotations, headings, lists, tables, and what a page must not hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tools.spip.markup.html_tags import BLOCK_TAGS, attributes_of
from tools.spip.markup.nodes import Citation, Separator, Title
from tools.spip.markup.spans import FORCED, read_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tools.spip.markup.text_conversion import TextConversion
from tools.spip.markup.nodes import Block

DEEPEST: Final = 8
"""Quotations and notes inside each other: the tags of deeper ones are mere borders of paragraphs."""
_ISLANDS: Final = frozenset({"ul", "ol", "dl", "table"})
_QUOTED: Final = frozenset({"quote", "blockquote", "poesie", "poetry"})
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_REFUSED: Final = frozenset(
    "applet audio button form iframe map noscript object select textarea video svg canvas".split()  # noqa: SIM905
)
_REFUSED_EMPTY: Final = frozenset(
    "base embed frame input link listing meta noembed noframes param plaintext script style xmp".split()  # noqa: SIM905
)
"""Those that hold nothing, or that were never closed."""
_PAIRED: Final = _ISLANDS | _QUOTED | _HEADINGS | _REFUSED


def _tags(names: Iterable[str]) -> re.Pattern[str]:
    choice = "|".join(sorted(names))
    return re.compile(rf"<(?P<closes>/?)(?P<name>{choice})(?:\s[^<>]*|/)?>", re.IGNORECASE)


_TAG: Final = _tags(BLOCK_TAGS - {"br"})
_REFUSED_TAG: Final = _tags(_REFUSED | _REFUSED_EMPTY)
_ADDRESSES: Final = ("src", "data", "href", "action", "value", "title", "alt")


def without_html_blocks(
    text: str,
    conversion: TextConversion,
    read: Callable[[str], tuple[Block, ...]],
    island: Callable[[str, TextConversion], Block | None],
) -> str:
    """Return a text with a sign for each element that is a block; `read` reads what a quotation holds."""
    tags = list(_TAG.finditer(text)) if "<" in text else []
    if not tags:
        return text
    for tag in tags:
        attributes = attributes_of(tag[0])
        said = " ".join(attributes[name] for name in ("title", "summary") if attributes.get(name))
        if said:
            conversion.doubt(f"les mots d’une balise <{tag['name'].lower()}>", said, blocking=False)
    ends = _closing_tags(tags)
    pieces, done = list[str](), 0
    for place, tag in enumerate(tags):
        if tag.start() < done:
            continue
        pieces.append(text[done : tag.start()])
        done = tag.end()
        closing = ends.get(place)
        name = tag["name"].lower()
        if closing and conversion.depth < DEEPEST:
            inner = text[tag.end() : closing.start()]
            sign = _element(name, tag, inner, conversion, read, island)
            if sign is not None:
                pieces.append(sign)
                done = closing.end()
                continue
        pieces.append(conversion.keep_block(Separator()) if name == "hr" else "\n\n")
    return "".join([*pieces, text[done:]])


def without_refused(text: str, conversion: TextConversion) -> str:
    """Return a text without the elements that a page must not hold; their words stand in doubts."""
    tags = list(_REFUSED_TAG.finditer(text)) if "<" in text else []
    ends = _closing_tags(tags)
    pieces, done = list[str](), 0
    for place, tag in enumerate(tags):
        if tag.start() < done:
            continue
        closing, name = ends.get(place), tag["name"].lower()
        inner = text[tag.end() : closing.start()] if closing else ""
        said = f"{' '.join(_said_by(tag[0]))} {_bare(inner)}"
        if not tag["closes"] and said.strip():
            conversion.doubt(f"<{name}>, que le site refuse", said)
        pieces += [text[done : tag.start()], " "]
        done = closing.end() if closing else tag.end()
    return "".join([*pieces, text[done:]])


def _closing_tags(tags: Sequence[re.Match[str]]) -> dict[int, re.Match[str]]:
    """Return the closing tag of each element that has one, by the place of its opening tag."""
    opened, ends = dict[str, list[int]](), dict[int, re.Match[str]]()
    for place, tag in enumerate(tags):
        name = tag["name"].lower()
        if name not in _PAIRED:
            continue
        if not tag["closes"]:
            opened.setdefault(name, []).append(place)
        elif opened.get(name):
            ends[opened[name].pop()] = tag
    return ends


def _element(
    name: str,
    tag: re.Match[str],
    inner: str,
    conversion: TextConversion,
    read: Callable[[str], tuple[Block, ...]],
    island: Callable[[str, TextConversion], Block | None],
) -> str | None:
    """Return the sign of an element; None if its tags are mere borders."""
    if name in _HEADINGS:
        line = read_line(inner.replace("\n", " "), conversion)
        return conversion.keep_block(Title(max(1, int(name[1]) - 2), line))
    if name in _QUOTED:
        if name in ("poesie", "poetry"):
            inner = re.sub(r"(?<=[^\n])\n(?=[^\n])", FORCED, inner.strip("\n"))
        conversion.depth += 1
        blocks = read(inner)
        conversion.depth -= 1
        return conversion.keep_block(Citation(blocks)) if blocks else "\n\n"
    block = island(f"{tag[0]}{inner}</{name}>", conversion)
    return conversion.keep_block(block) if block else None


def _said_by(markup: str) -> list[str]:
    attributes = attributes_of(markup)
    return [attributes[name] for name in _ADDRESSES if attributes.get(name)]


def _bare(inner: str) -> str:
    """Return the words and addresses of what a page must not hold."""
    return re.sub(r"<[^<>]*>", lambda tag: f" {' '.join(_said_by(tag[0]))} ", inner)
