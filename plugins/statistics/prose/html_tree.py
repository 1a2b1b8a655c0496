"""Reads raw HTML: tables by rows, other elements by their own words, hidden texts and comments too."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from lxml import etree, html

from plugins.statistics.prose.outline import SUMMARY_LEVEL
from plugins.statistics.prose.statements import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.statistics.prose.outline import Outline

_NAMED = ("alt", "title", "aria-label", "summary", "data-label")
"""Attributes whose text a visitor may see or hear."""
_HEADINGS = {f"h{level}": level for level in range(1, 7)} | {"summary": SUMMARY_LEVEL}
_LABELS = frozenset(
    {*_HEADINGS, "li", "dt", "dd", "caption", "figcaption", "title", "desc", "text", "legend"}
)
_BLOCKS = _LABELS | frozenset(
    {"p", "div", "section", "article", "details", "blockquote", "figure", "table", "ul", "ol", "dl", "svg"}
)


def read_html(markup: str, line: int, outline: Outline) -> None:
    """Add what a piece of HTML says, which begins on a line of the source."""
    try:
        root = html.fragment_fromstring(markup, create_parent="div")
    except (etree.ParserError, ValueError):
        return
    for element in root.iter():
        here = line + max((element.sourceline or 1) - 1, 0)
        if not isinstance(element.tag, str):
            outline.say(_one_line(str(element.text or "")), here, Place.SENTENCE)  # in the page's source
            continue
        for name in _NAMED:
            outline.say(_one_line(element.get(name, "")), here, Place.LABEL)
        if element.tag == "table":
            _read_table(element, line, outline)
        elif element.tag in _BLOCKS and not any(above.tag == "table" for above in element.iterancestors()):
            _read_block(element, here, outline)


def hidden_texts(tag: str) -> Iterator[str]:
    """Yield the texts of a single tag's attributes, or of a comment."""
    if tag.startswith("<!--"):
        yield tag.removeprefix("<!--").removesuffix("-->")
    elif not tag.startswith("</"):
        for name, double, single in re.findall(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", tag):
            if name.lower() in _NAMED:
                yield unescape(double or single)


def _read_table(table: html.HtmlElement, line: int, outline: Outline) -> None:
    rows = [
        (line + max((row.sourceline or 1) - 1, 0), [_words(cell) for cell in row if cell.tag in ("td", "th")])
        for row in table.iter("tr")
    ]
    caption = table.find("caption")
    lead = _words(caption) if caption is not None else outline.last
    outline.say(lead if caption is not None else "", line, Place.LABEL)
    headed = rows and any(cell.tag == "th" for cell in next(table.iter("tr")))
    outline.rows(rows if headed else [(line, ()), *rows], lead)


def _read_block(element: html.HtmlElement, line: int, outline: Outline) -> None:
    """Add the words of an element that stand in no block inside it."""
    text = _one_line("".join(_own_words(element)))
    place = Place.LABEL if element.tag in _LABELS else Place.SENTENCE
    outline.say(text, line, place, outline.last if element.tag == "dd" else "")
    if element.tag == "dt":
        outline.last = text
    if element.tag in _HEADINGS:
        outline.head(_HEADINGS[element.tag], text)


def _own_words(element: html.HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag not in _BLOCKS and isinstance(child.tag, str):
            yield from _own_words(child)
        yield f" {child.tail or ''}" if child.tag in _BLOCKS or child.tag == "br" else child.tail or ""


def _words(element: html.HtmlElement) -> str:
    return _one_line(" ".join(map(str, element.itertext())))


def _one_line(text: str) -> str:
    return " ".join(text.split())
