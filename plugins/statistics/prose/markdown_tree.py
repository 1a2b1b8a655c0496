"""Reads Markdown as a tree: every sentence, cell, item, caption and hidden text with its line.

Raw HTML is read too: the tables are taken out first, because a table may hold blank lines, which end
a block for Markdown but not for a browser.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from lxml import etree, html
from markdown_it import MarkdownIt

from plugins.statistics.prose.statements import Place, Statement, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

_TABLE = re.compile(r"<table\b.*?(?:</table\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_MARK = "\x01"
"""After the number of a table that was put aside."""
_PUT_ASIDE = re.compile(rf"(\d+){_MARK}")
_CAPTION = re.compile(r"\s*(?::|tableau\b|source\b|ce tableau\b)", re.IGNORECASE)
"""How a paragraph under a table begins that says what the table counts."""
_NAMED = ("alt", "title", "aria-label", "summary", "data-label")
"""Attributes whose text a visitor may see or hear."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LABELS = frozenset({"li", "dt", "dd", "caption", "figcaption", "summary", "title", "desc", "text", "legend"})
_BLOCKS = frozenset(
    {"p", "div", "section", "article", "details", "blockquote", "figure", "td", "th", "tr", "ul", "ol"}
)


def statements_of(text: str, first_line: int, title: str) -> tuple[Statement, ...]:
    """Return everything that a Markdown text says.

    Args:
        text: the Markdown, below the front matter.
        first_line: its line in the file, from 1.
        title: the page's.
    """
    made = _Reading(title)
    tables: list[tuple[int, str]] = []

    def put_aside(match: re.Match[str]) -> str:
        tables.append((first_line + text[: match.start()].count("\n"), match[0]))
        return f"{len(tables) - 1}{_MARK}" + "\n" * match[0].count("\n")

    body = _TABLE.sub(put_aside, text)
    made.tables = tables
    made.read(_parser().parse(body), first_line)
    return tuple(made.found)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")


@dataclass
class _Reading:
    """What has been read of one text so far."""

    title: str
    found: list[Statement] = field(default_factory=list)
    tables: list[tuple[int, str]] = field(default_factory=list)
    _headings: list[tuple[int, str]] = field(default_factory=list)
    """Level and text of the headings that stand above."""
    _lead: list[str] = field(default_factory=list)
    """What introduces the lists that are open, the innermost last."""
    _last: str = ""
    """The paragraph before, which may introduce what follows."""
    _cells: int = -1
    """Where the cells of the table begin that ends right above, if one does: its caption may follow."""

    def read(self, tokens: Sequence[Token], first_line: int) -> None:
        """Read the blocks in order."""
        place, line = 0, first_line
        while place < len(tokens):
            token = tokens[place]
            line = first_line + token.map[0] if token.map else line
            if token.type == "heading_open":
                self._heading(int(token.tag[1]), tokens[place + 1], line)
                place += 2
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                self._lead.append(self._last)
                self._last = ""
            elif token.type in ("bullet_list_close", "ordered_list_close"):
                self._last = self._lead.pop()
            elif token.type == "list_item_open":
                self._last = ""
            elif token.type == "inline":
                self._inline(token, line, in_list=bool(self._lead))
            elif token.type == "table_open":
                end = next(n for n in range(place, len(tokens)) if tokens[n].type == "table_close")
                self._table(tokens[place:end], first_line)
                place = end
            elif token.type in ("fence", "code_block"):
                for number, text in enumerate(token.content.split("\n"), start=token.type == "fence"):
                    self._say(text, line + number, Place.LABEL)
            elif token.type == "html_block":
                self._html(token.content, line)
            place += 1

    def _above(self) -> tuple[str, tuple[str, ...]]:
        texts = [text for _, text in reversed(self._headings)]
        return (texts[0] if texts else ""), (*texts[1:], self.title)

    def _say(self, text: str, line: int, place: Place, before: str = "", lead: str = "") -> None:
        if text.strip():
            heading, higher = self._above()
            self.found.append(Statement(text.strip(), line, place, lead, heading, higher, before))

    def _heading(self, level: int, inline: Token, line: int) -> None:
        self._headings = [(above, text) for above, text in self._headings if above < level]
        text = self._inline(inline, line, in_list=False, label=True)
        self._headings.append((level, text))
        self._last = ""

    def _inline(self, token: Token, line: int, *, in_list: bool, label: bool = False) -> str:
        """Read a paragraph, an item or a heading; return its text."""
        text = self._flat(token, line)
        if self._cells >= 0 and _CAPTION.match(text):
            self.found[self._cells :] = [
                replace(cell, lead=f"{cell.lead} {' '.join(text.split())}")
                for cell in self.found[self._cells :]
            ]
        self._cells = -1
        text = self._without_tables(text)
        if in_list:
            lead = next((text for text in reversed(self._lead) if text), "")
        else:
            lead = self._last if self._last.endswith(":") else ""
        before = ""
        place = Place.LABEL if label or in_list else Place.SENTENCE
        for start, sentence in sentences(text):
            self._say(sentence, line + text[:start].count("\n"), place, before, lead)
            before = " ".join(sentence.split())
        if not label and text.strip():
            self._last = " ".join(text.split())
        return " ".join(text.split())

    def _without_tables(self, text: str) -> str:
        """Read the tables that were put aside here, and return the rest."""
        for match in _PUT_ASIDE.finditer(text):
            line, markup = self.tables[int(match[1])]
            self._html(markup, line)
        return _PUT_ASIDE.sub("", text)

    def _flat(self, token: Token, line: int) -> str:
        """Return the text of a paragraph, its lines kept; what is hidden in it is said apart."""
        text = ""
        for child in token.children or ():
            here = line + text.count("\n")
            hidden = [str(child.attrs[name]) for name in ("title",) if name in child.attrs]
            if child.type == "image":
                hidden.append(child.content)
            elif child.type in ("softbreak", "hardbreak"):
                text += "\n"
            elif child.type == "html_inline":
                hidden += _attributes(child.content)
            elif child.type in ("text", "code_inline"):
                text += child.content
            for words in hidden:
                for _, sentence in sentences(words):
                    self._say(sentence, here, Place.LABEL)
        return text

    def _table(self, tokens: Sequence[Token], first_line: int) -> None:
        rows: list[tuple[int, list[str]]] = []
        for token in tokens:
            if token.type == "tr_open":
                rows.append((first_line + (token.map or [0])[0], []))
            elif token.type == "inline":
                rows[-1][1].append(" ".join(self._flat(token, rows[-1][0]).split()))
        self._cells = len(self.found)
        self._rows(rows, self._last)
        self._last = ""

    def _rows(self, rows: Sequence[tuple[int, list[str]]], lead: str) -> None:
        """Say the cells of a table whose first row holds the headers."""
        headers = rows[0][1] if rows else []
        heading, higher = self._above()
        for number, (line, cells) in enumerate(rows):
            for place, cell in enumerate(cells):
                if not cell:
                    continue
                row = " ".join(other for n, other in enumerate(cells) if n != place)
                column = headers[place] if number and place < len(headers) else ""
                said = Statement(cell, line, Place.CELL, lead, heading, higher, row=row, column=column)
                self.found.append(replace(said, before=" ".join(headers) if number else ""))

    def _html(self, markup: str, line: int) -> None:
        """Read raw HTML: tables by rows, other elements by their innermost text, comments and attributes too."""
        markup = self._without_tables(markup)
        try:
            root = html.fragment_fromstring(markup, create_parent="div")
        except (etree.ParserError, ValueError):
            return
        for element in root.iter():
            here = line + max((element.sourceline or 1) - 1, 0)
            if not isinstance(element.tag, str):  # a comment is in the page's source
                self._sentences(str(element.text or ""), here, Place.SENTENCE)
                continue
            for words in (element.get(name, "") for name in _NAMED):
                self._sentences(words, here, Place.LABEL)
            if element.tag == "table":
                caption = element.find("caption")
                rows = [
                    (
                        line + max((row.sourceline or 1) - 1, 0),
                        [_words(cell) for cell in row if cell.tag in ("td", "th")],
                    )
                    for row in element.iter("tr")
                ]
                plain = rows and not any(cell.tag == "th" for cell in next(element.iter("tr")))
                self._rows(
                    [(line, []), *rows] if plain else rows,
                    _words(caption) if caption is not None else self._last,
                )
            elif any(above.tag == "table" for above in element.iterancestors()) and element.tag != "caption":
                continue
            elif not any(
                child.tag in (*_BLOCKS, *_LABELS, *_HEADINGS)
                for child in element.iter()
                if child is not element
            ):
                place = Place.LABEL if element.tag in _LABELS or element.tag in _HEADINGS else Place.SENTENCE
                if element.tag in (*_BLOCKS, *_LABELS, *_HEADINGS):
                    self._sentences(_words(element), here, place, self._last if element.tag == "dd" else "")
                if element.tag == "dt":
                    self._last = _words(element)
                if element.tag in _HEADINGS or element.tag == "summary":  # which heads what it opens
                    level = int(element.tag[1]) if element.tag in _HEADINGS else 7
                    self._headings = [(above, text) for above, text in self._headings if above < level]
                    self._headings.append((level, _words(element)))
            else:  # the words between its blocks
                self._sentences(
                    " ".join([element.text or "", *(child.tail or "" for child in element)]),
                    here,
                    Place.SENTENCE,
                )

    def _sentences(self, text: str, line: int, place: Place, lead: str = "") -> None:
        before = ""
        for _, sentence in sentences(" ".join(text.split())):
            self._say(sentence, line, place, before, lead)
            before = sentence


def _words(element: html.HtmlElement) -> str:
    return " ".join(" ".join(map(str, element.itertext())).split())


def _attributes(tag: str) -> Iterator[str]:
    """Yield the texts of a single tag's attributes, or of a comment."""
    if tag.startswith("<!--"):
        yield tag.removeprefix("<!--").removesuffix("-->")
    elif not tag.startswith("</"):
        for name, double, single in re.findall(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", tag):
            if name.lower() in _NAMED:
                yield html.fromstring(f"<p>{double or single}</p>").text_content()
