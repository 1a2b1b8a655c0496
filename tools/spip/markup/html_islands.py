"""Reads HTML lists and tables: lists become Markdown by `markdownify`, their lines are read as SPIP's text.

`markdownify` sees one sign for each line, so that neither its escapes nor its emphasis matter; tables are
read here, because it shifts the cells beside one that takes several rows.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Final

from bs4 import BeautifulSoup, Tag
from bs4.formatter import HTMLFormatter
from markdownify import MarkdownConverter

from tools.spip.markup.html_tags import TAG, attributes_of, is_tag
from tools.spip.markup.nodes import Break, Grid, Island, PlainWords, Styled, TableCell
from tools.spip.markup.spans import read_line
from tools.spip.markup.tables import without_strong
from tools.spip.markup.text_conversion import literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bs4.element import PageElement

    from tools.spip.markup.nodes import Block, Line
    from tools.spip.markup.text_conversion import TextConversion

_AS_IT_IS: Final = HTMLFormatter()
_FIRST: Final = 0xE100
_MOST: Final = 6000
_DEEPEST: Final = 40
"""Tags inside each other: a page could not show more, and the libraries call themselves."""
_TAG: Final = re.compile(
    r"<(/?)(ul|ol|li|dl|dt|dd|table|tr|td|th|tbody|thead|tfoot|div|p)\b[^<>]*>", re.IGNORECASE
)
_ANY_TAG: Final = re.compile(rf"{TAG}|<")
_BLOCKS: Final = frozenset({"ul", "ol", "li", "dl", "dt", "dd", "p", "div", "table", "hr"})
_SPAN: Final = re.compile("[1-9][0-9]?")


def island_of(markup: str, conversion: TextConversion) -> Block | None:
    """Return what an HTML list or table becomes; None if its tags mean nothing together."""
    if _depth(markup) > _DEEPEST or markup.count("<") > _MOST:
        return None
    soup = BeautifulSoup(_closed(_ANY_TAG.sub(_rewritten, markup)), "html.parser")
    table = soup.find("table", recursive=False)
    return _grid(table, conversion) if table else _list(soup, conversion)


def _depth(markup: str) -> int:
    depth = deepest = 0
    for tag in _TAG.finditer(markup):
        depth = max(0, depth + (-1 if tag[1] else 1))
        deepest = max(deepest, depth)
    return deepest


def _rewritten(tag: re.Match[str]) -> str:
    """Return a tag as no parser can mistake it; what is none as a mere sign."""
    if not tag["name"] or not is_tag(tag["name"].lower(), tag["attributes"]):
        return literal("<") + tag[0][1:]
    attributes = attributes_of(tag["attributes"])
    given = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    return f"<{tag['closes']}{tag['name']}{given}>"


def _closed(markup: str) -> str:
    """Return HTML in which an item ends where the next one begins, as browsers read it."""
    pieces, done, opened = list[str](), 0, list[str]()
    for tag in _TAG.finditer(markup):
        name = tag[2].lower()
        pieces.append(markup[done : tag.start()])
        done = tag.end()
        if not tag[1]:
            pieces += [f"</{each}>" for each in _ended_by(name, opened)]
            opened.append(name)
            pieces.append(tag[0])
        elif name in opened:
            while opened[-1] != name:
                pieces.append(f"</{opened.pop()}>")
            opened.pop()
            pieces.append(tag[0])
    return "".join([*pieces, markup[done:]])


_ENDS: Final = {
    "li": ("li", {"ul", "ol"}),
    "dt": ("dt dd", {"dl"}),
    "dd": ("dt dd", {"dl"}),
    "td": ("td th", {"table", "tr"}),
    "th": ("td th", {"table", "tr"}),
    "tr": ("tr", {"table"}),
    "p": ("p", {"li", "td", "th", "dd", "div"}),
}
"""What the tags of an element end, and what these cannot be outside of."""


def _ended_by(name: str, opened: list[str]) -> list[str]:
    """Return the elements that a tag ends, the innermost first, and take them away."""
    names, borders = _ENDS.get(name, ("", set[str]()))
    for place in range(len(opened) - 1, -1, -1):
        if opened[place] in borders:
            break
        if opened[place] in names.split():
            ended = opened[place:][::-1]
            del opened[place:]
            return ended
    return []


# --- Tables -------------------------------------------------------------------------------------------


def _grid(table: Tag, conversion: TextConversion) -> Grid | None:
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    found = [
        [_cell(cell, conversion) for cell in row.find_all(["td", "th"], recursive=False)] for row in rows
    ]
    found = [row for row in found if row]
    kept = {id(cell) for row in rows for cell in row.find_all(["td", "th"], recursive=False)}
    if not found or len(found) == len(found[0]) == 1 or _words_outside(table, kept):
        return None  # one cell is no table
    headed = len(found) > 1 and all(cell.header or _is_strong(cell.line) for cell in found[0])
    if headed:
        found[0] = [replace(cell, header=True, line=without_strong(cell.line)) for cell in found[0]]
    caption = table.find("caption")
    line = read_line(_text(caption), conversion) if caption else ()
    return Grid(tuple(map(tuple, _fitting(found))), headed, line)


def _cell(cell: Tag, conversion: TextConversion) -> TableCell:
    columns, rows = (str(cell.get(name) or "1").strip() for name in ("colspan", "rowspan"))
    return TableCell(
        read_line(_text(cell), conversion),
        cell.name == "th",
        int(columns) if _SPAN.fullmatch(columns) else 1,
        int(rows) if _SPAN.fullmatch(rows) else 1,
    )


def _is_strong(line: Line) -> bool:
    """Tell whether a line is all in strong letters, as headers are that Word's tables have."""
    said = [node for node in line if node != PlainWords(" ") and not isinstance(node, Break)]
    return len(said) == 1 and isinstance(said[0], Styled) and said[0].name == "strong"


def _fitting(rows: list[list[TableCell]]) -> list[list[TableCell]]:
    """Return rows without the spans that lead out of the table."""
    height = len(rows)
    return [
        [replace(cell, rows=min(cell.rows, height - number)) for cell in row]
        for number, row in enumerate(rows)
    ]


def _words_outside(table: Tag, kept: set[int]) -> bool:
    """Tell whether words stand in a table and in none of its cells."""
    for words in table.find_all(string=True):
        if not str(words).strip():
            continue
        parents = list(words.parents)
        if not any(id(parent) in kept or parent.name == "caption" for parent in parents):
            return True
    return False


def _text(element: Tag) -> str:
    """Return what an element holds as a line of SPIP's text, its tags included."""
    for inner in element.find_all(["p", "div", "li", "br", "tr", "dt", "dd"]):
        if inner.name != "br":
            inner.insert_before("\v")
            inner.insert_after("\v")
    return _inner(element.contents)


def _inner(nodes: Sequence[PageElement]) -> str:
    return "".join(
        node.decode(formatter=_AS_IT_IS) if isinstance(node, Tag) else str(node) for node in nodes
    ).strip(" \n\v")


# --- Lists --------------------------------------------------------------------------------------------


def _list(soup: BeautifulSoup, conversion: TextConversion) -> Island | None:
    pieces: dict[str, Line | Grid] = {}
    for table in soup.find_all("table"):
        grid = None if table.find_parent("table") else _grid(table, conversion)
        if grid:
            sign = chr(_FIRST + len(pieces))
            pieces[sign] = grid
            table.replace_with(_element(soup, "p", sign))
    for rule in soup.find_all("hr"):
        rule.decompose()
    for stray in soup.find_all(["table", "dt", "dd", "li"]):
        if stray.name == "table" or not stray.find_parent(_PARENTS[stray.name]):
            stray.name = "p"
    blocks = [each for each in soup.find_all(list(_BLOCKS)) if _BLOCKS.issuperset(_around(each))]
    for element in [soup, *blocks]:
        _replace_lines(soup, element, pieces, conversion)
    if not pieces:
        return None
    markdown = MarkdownConverter(bullets="-", heading_style="atx").convert_soup(soup)
    lines = (line.rstrip() for line in markdown.split("\n"))
    return Island(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n"), tuple(pieces.items()))


def _around(element: Tag) -> set[str]:
    """Return the names of the elements around one."""
    return {parent.name for parent in element.parents} - {BeautifulSoup.ROOT_TAG_NAME}


def _replace_lines(
    soup: BeautifulSoup, element: Tag, pieces: dict[str, Line | Grid], conversion: TextConversion
) -> None:
    """Put a sign for each line that stands in a block, between the blocks that it holds."""
    run: list[PageElement] = []
    after_block = False
    for node in [*element.contents, None]:
        if node is not None and not (isinstance(node, Tag) and node.name in _BLOCKS):
            run.append(node)
            continue
        text = _inner(run)
        line = read_line(text, conversion) if text and not _is_sign(text) else ()
        if any(not isinstance(each, Break) and each != PlainWords(" ") for each in line):
            sign = chr(_FIRST + len(pieces))
            pieces[sign] = line
            wrapper = _WRAPPERS.get(element.name, "p" if after_block else "")
            run[0].insert_before(_element(soup, wrapper, sign) if wrapper else sign)
        if not _is_sign(text):
            for each in run:
                each.extract()
        run, after_block = [], True


_WRAPPERS: Final = {"ul": "li", "ol": "li", "dl": "dd"}
"""Lists with the elements that alone may stand in them."""


_PARENTS: Final = {"dd": ["dl"], "dt": ["dl"], "li": ["ul", "ol"]}


def _is_sign(text: str) -> bool:
    return len(text) == 1 and _FIRST <= ord(text) <= _FIRST + _MOST


def _element(soup: BeautifulSoup, name: str, text: str) -> Tag:
    element = soup.new_tag(name)
    element.string = text
    return element
