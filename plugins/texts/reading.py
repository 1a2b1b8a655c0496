"""Reads what a text says from the parser's tokens: every paragraph, item, cell, caption and hidden text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from plugins.texts.blocks import Block, BlockKind, Blocks, Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

_HEADINGS: Final = {"heading_open": 0, "summary_open": 7}
"""What opens a heading, with its level as blocks have it; 0: as its tag says."""


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
        self._headed = False
        """Whether the first row of the table that is open holds its headers."""
        self._caption = False
        """Whether the next line of text is a caption or a term."""

    def read(self, tokens: Sequence[Token]) -> None:
        """Read the blocks in order."""
        line, heading, rows = self._first_line, 0, list[tuple[int, list[str]]]()
        for token in tokens:
            line = self._first_line + token.map[0] if token.map else line
            if token.nesting > 0 and "title" in token.attrs:
                self.blocks.say(str(token.attrs["title"]), line, BlockKind.LABEL)
            if token.type in _HEADINGS:
                heading = _HEADINGS[token.type] or int(token.tag[1])
            elif token.type == "inline" and heading:
                self.blocks.head(self._flat(token, line), line, heading)
                heading = 0
            elif token.type == "tr_open":
                rows.append((line, []))
            elif token.type == "inline" and rows:
                rows[-1][1].append(" ".join(self._flat(token, line).split()))
            elif token.type == "table_close":
                read = tuple(Row(each, tuple(cells)) for each, cells in rows)
                self.blocks.table(read if self._headed else (Row(line, ()), *read), line, self.blocks.last)
                rows, self._headed = [], False
            else:
                self._headed = self._headed or (token.type == "th_open" and len(rows) == 1)
                self._block(token, line)

    def _block(self, token: Token, line: int) -> None:
        """Read what is no heading and no table."""
        if token.type in ("bullet_list_open", "ordered_list_open", "dd_open"):
            self._leads.append(self.blocks.last)
            self.blocks.last = ""
        elif token.type in ("bullet_list_close", "ordered_list_close", "dd_close"):
            self.blocks.last = self._leads.pop()
        elif token.type == "list_item_open":
            self.blocks.last = ""
        elif token.type in ("caption_open", "dt_open", "figcaption_open"):
            self._caption = True
        elif token.type == "inline":
            self._paragraph(token, line)
        elif token.type in ("fence", "code_block"):
            self.blocks.say(token.content, line + (token.type == "fence"), BlockKind.LABEL)
        elif token.type == "abbreviation":
            self.blocks.say(token.content, line, BlockKind.LABEL)

    def _paragraph(self, token: Token, line: int) -> None:
        """Read a paragraph or an item."""
        text = self._flat(token, line)
        if self._leads:
            lead = next((lead for lead in reversed(self._leads) if lead), "")
        else:
            lead = self.blocks.last if self.blocks.last.endswith(":") else ""
        label, self._caption = bool(self._leads) or self._caption, False
        self.blocks.say(text, line, BlockKind.LABEL if label else BlockKind.PARAGRAPH, lead)
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
