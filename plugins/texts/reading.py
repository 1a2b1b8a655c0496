"""Reads what a text says from the parser's tokens: every paragraph, item, cell, caption and hidden text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.texts.blocks import Block, BlockKind, Blocks, Row
from plugins.texts.raw_blocks import hidden_texts, read_html

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token


def read(tokens: Sequence[Token], first_line: int) -> tuple[Block, ...]:
    """Return everything that a text says, as it was typed.

    Args:
        tokens: before they are typeset.
        first_line: of the text in its file, from 1.
    """
    reading = _Reading(first_line)
    reading.read(tokens)
    return tuple(reading.blocks.found)


class _Reading:
    """The reading of one text."""

    def __init__(self, first_line: int) -> None:
        self.blocks = Blocks()
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
                self.blocks.head(self._flat(token, line), line, heading)
                heading = 0
            elif token.type == "tr_open":
                rows.append((line, []))
            elif token.type == "inline" and rows:
                rows[-1][1].append(" ".join(self._flat(token, line).split()))
            elif token.type == "table_close":
                read = tuple(Row(each, tuple(cells)) for each, cells in rows)
                self.blocks.table(read, line, self.blocks.last)
                rows = []
            else:
                self._block(token, line)

    def _block(self, token: Token, line: int) -> None:
        """Read what is no heading and no table."""
        if token.type in ("bullet_list_open", "ordered_list_open"):
            self._leads.append(self.blocks.last)
            self.blocks.last = ""
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self.blocks.last = self._leads.pop()
        elif token.type == "list_item_open":
            self.blocks.last = ""
        elif token.type == "inline":
            self._paragraph(token, line)
        elif token.type in ("fence", "code_block"):
            self.blocks.say(token.content, line + (token.type == "fence"), BlockKind.LABEL)
        elif token.type == "html_block":
            read_html(token.content, line, self.blocks)
        elif token.type == "abbreviation":
            self.blocks.say(token.content, line, BlockKind.LABEL)

    def _paragraph(self, token: Token, line: int) -> None:
        """Read a paragraph or an item."""
        text = self._flat(token, line)
        if self._leads:
            lead = next((lead for lead in reversed(self._leads) if lead), "")
        else:
            lead = self.blocks.last if self.blocks.last.endswith(":") else ""
        self.blocks.say(text, line, BlockKind.LABEL if self._leads else BlockKind.PARAGRAPH, lead)
        self.blocks.last = " ".join(text.split()) or self.blocks.last

    def _flat(self, token: Token, line: int) -> str:
        """Return the text of a paragraph, its lines kept; what is hidden in it is said apart."""
        text = ""
        for child in token.children or ():
            for words in _hidden(child):
                self.blocks.say(words, line + text.count("\n"), BlockKind.LABEL)
            if child.type in ("softbreak", "hardbreak"):
                text += "\n"
            elif child.type in ("text", "text_special", "code_inline"):
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
