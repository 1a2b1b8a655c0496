"""Reads Markdown as a tree: every sentence, cell, item, caption and hidden text with its line.

Tables in raw HTML are taken out first, because such a table may hold blank lines, which end a block
for Markdown but not for a browser.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from plugins.statistics.prose.html_tree import hidden_texts, read_html
from plugins.statistics.prose.outline import Outline
from plugins.statistics.prose.statements import Place, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

_TABLE = re.compile(r"<table\b.*?(?:</table\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_MARK = "\x01"
"""After the number of a table that was put aside."""
_PUT_ASIDE = re.compile(rf"(\d+){_MARK}")
_NOTE = re.compile(r"\[\^[^\]\s]+\]:?")
"""The mark of a footnote, which is no number."""
_CAPTION = re.compile(r"\s*(?::|tableau\b|source\b|ce tableau\b)", re.IGNORECASE)
"""How a paragraph under a table begins that says what the table counts."""


def statements_of(text: str, first_line: int, title: str) -> tuple[Statement, ...]:
    """Return everything that a Markdown text says.

    Args:
        text: the Markdown, below the front matter.
        first_line: its line in the file, from 1.
        title: the page's.
    """
    tables: list[tuple[int, str]] = []

    def put_aside(match: re.Match[str]) -> str:
        tables.append((first_line + text[: match.start()].count("\n"), match[0]))
        return f"{len(tables) - 1}{_MARK}" + "\n" * match[0].count("\n")

    body = _TABLE.sub(put_aside, text)
    reading = _Reading(Outline(title), tables, first_line)
    reading.read(_parser().parse(body))
    return tuple(reading.outline.found)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")


class _Reading:
    """The reading of one text."""

    def __init__(self, outline: Outline, tables: Sequence[tuple[int, str]], first_line: int) -> None:
        self.outline = outline
        self._tables = tables
        self._first_line = first_line
        self._leads: list[str] = []
        """What introduces the lists that are open, the innermost last."""

    def read(self, tokens: Sequence[Token]) -> None:
        """Read the blocks in order."""
        line, heading, rows = self._first_line, 0, list[tuple[int, list[str]]]()
        for token in tokens:
            line = self._first_line + token.map[0] if token.map else line
            if token.type == "heading_open":
                heading = int(token.tag[1])
            elif token.type == "inline" and heading:
                self._heading(heading, token, line)
                heading = 0
            elif token.type == "tr_open":
                rows.append((line, []))
            elif token.type == "inline" and rows:
                rows[-1][1].append(" ".join(self._flat(token, line).split()))
            elif token.type == "table_close":
                self.outline.rows(rows, self.outline.last)
                rows = []
            else:
                self._block(token, line)

    def _block(self, token: Token, line: int) -> None:
        """Read what is no heading and no table."""
        if token.type in ("bullet_list_open", "ordered_list_open"):
            self._leads.append(self.outline.last)
            self.outline.last = ""
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self.outline.last = self._leads.pop()
        elif token.type == "list_item_open":
            self.outline.last = ""
        elif token.type == "inline":
            self._paragraph(token, line)
        elif token.type in ("fence", "code_block"):
            self.outline.say(token.content, line + (token.type == "fence"), Place.LABEL)
        elif token.type == "html_block":
            read_html(self._without_tables(token.content), line, self.outline)

    def _heading(self, level: int, token: Token, line: int) -> None:
        text = self._flat(token, line)
        self.outline.say(text, line, Place.LABEL)
        self.outline.head(level, " ".join(text.split()))

    def _paragraph(self, token: Token, line: int) -> None:
        """Read a paragraph or an item."""
        text = _NOTE.sub("", self._flat(token, line))
        if _CAPTION.match(text):
            self.outline.caption(" ".join(text.split()))
        self.outline.go_on()
        text = self._without_tables(text)
        if self._leads:
            lead = next((lead for lead in reversed(self._leads) if lead), "")
        else:
            lead = self.outline.last if self.outline.last.endswith(":") else ""
        self.outline.say(text, line, Place.LABEL if self._leads else Place.SENTENCE, lead)
        self.outline.last = " ".join(text.split()) or self.outline.last

    def _without_tables(self, text: str) -> str:
        """Read the tables that were put aside here, and return the rest."""
        for match in _PUT_ASIDE.finditer(text):
            line, markup = self._tables[int(match[1])]
            read_html(markup, line, self.outline)
        return _PUT_ASIDE.sub("", text)

    def _flat(self, token: Token, line: int) -> str:
        """Return the text of a paragraph, its lines kept; what is hidden in it is said apart."""
        text = ""
        for child in token.children or ():
            for words in _hidden(child):
                self.outline.say(words, line + text.count("\n"), Place.LABEL)
            if child.type in ("softbreak", "hardbreak"):
                text += "\n"
            elif child.type in ("text", "code_inline"):
                text += child.content
        return text


def _hidden(token: Token) -> Iterator[str]:
    """Yield what a piece of a paragraph says apart from its text."""
    if "title" in token.attrs:
        yield str(token.attrs["title"])
    if token.type == "image":
        yield token.content
    elif token.type == "html_inline":
        yield from hidden_texts(token.content)
