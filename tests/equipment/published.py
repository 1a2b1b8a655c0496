"""Reads published HTML as texts are read: tables by rows, other elements by their own words, hidden texts too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import html

from plugins.texts.blocks import Block, BlockKind, Blocks, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMED = ("alt", "title", "aria-label", "summary", "data-label")
"""Attributes whose text a visitor may see or hear."""
_HEADINGS = {f"h{level}": level for level in range(1, 7)} | {"summary": 7}
_LABELS = frozenset(
    {*_HEADINGS, "li", "dt", "dd", "caption", "figcaption", "title", "desc", "text", "legend"}
)
_BLOCKS = _LABELS | frozenset(
    {"p", "div", "section", "article", "details", "blockquote", "figure", "table", "ul", "ol", "dl", "svg"}
)


def blocks_of(markup: str) -> tuple[Block, ...]:
    """Return what a piece of HTML says."""
    blocks, line = Blocks(), 1
    root = html.fragment_fromstring(markup, create_parent="div")
    for element in root.iter():
        here = line + max((element.sourceline or 1) - 1, 0)
        if not isinstance(element.tag, str):
            blocks.say(_one_line(str(element.text or "")), here, BlockKind.PARAGRAPH)  # in the page's source
            continue
        for name in _NAMED:
            blocks.say(_one_line(element.get(name, "")), here, BlockKind.LABEL)
        if element.tag == "table":
            _read_table(element, line, blocks)
        elif element.tag in _BLOCKS and not any(above.tag == "table" for above in element.iterancestors()):
            _read_block(element, here, blocks)
    return tuple(blocks.found)


def _read_table(table: html.HtmlElement, line: int, blocks: Blocks) -> None:
    rows = [
        Row(
            line + max((row.sourceline or 1) - 1, 0),
            tuple(_words(cell) for cell in row if cell.tag in ("td", "th")),
        )
        for row in table.iter("tr")
    ]
    caption = table.find("caption")
    lead = _words(caption) if caption is not None else blocks.last
    blocks.say(lead if caption is not None else "", line, BlockKind.LABEL)
    headed = rows and any(cell.tag == "th" for cell in next(table.iter("tr")))
    blocks.table(tuple(rows if headed else [Row(line, ()), *rows]), line, lead)


def _read_block(element: html.HtmlElement, line: int, blocks: Blocks) -> None:
    """Add the words of an element that stand in no block inside it."""
    text = _one_line("".join(_own_words(element)))
    if element.tag in _HEADINGS:
        blocks.head(text, line, _HEADINGS[element.tag])
        return
    place = BlockKind.LABEL if element.tag in _LABELS else BlockKind.PARAGRAPH
    blocks.say(text, line, place, blocks.last if element.tag == "dd" else "")
    if element.tag == "dt":
        blocks.last = text


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
