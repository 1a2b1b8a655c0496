"""Cuts the blocks of a text into statements, each with the headings that stand above it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from plugins.statistics.prose.statements import Statement, StatementKind, sentences
from plugins.texts.blocks import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plugins.texts.blocks import Block

_CAPTION: Final = re.compile(r"\s*(?::|tableau\b|source\b|ce tableau\b)", re.IGNORECASE)
"""How a paragraph under a table begins that says what the table counts."""


def statements_of(blocks: Iterable[Block], title: str) -> tuple[Statement, ...]:
    """Return everything that a text says.

    Args:
        blocks: of the text.
        title: the page's.
    """
    outline = _Outline(title)
    for block in blocks:
        outline.add(block)
    return tuple(outline.found)


class _Outline:
    """The statements of one text so far."""

    def __init__(self, title: str) -> None:
        self.found: list[Statement] = []
        self._title = title
        self._headings: list[tuple[int, str]] = []
        """Level and text of those that stand above."""
        self._heading = ""
        self._higher: tuple[str, ...] = (title,)
        self._cells = -1
        """Where the cells of the table begin that ends right above, if one does: its caption may follow."""

    def add(self, block: Block) -> None:
        """Add what one block says."""
        if block.kind is BlockKind.TABLE:
            self._table(block)
            return
        if block.kind is BlockKind.PARAGRAPH and self._cells >= 0:
            if _CAPTION.match(block.text):
                self._caption(" ".join(block.text.split()))
            self._cells = -1
        place = StatementKind.SENTENCE if block.kind is BlockKind.PARAGRAPH else StatementKind.LABEL
        before = ""
        for start, sentence in sentences(block.text):
            line = block.line + block.text.count("\n", 0, start)
            text = sentence.strip()
            self.found.append(Statement(text, line, place, block.lead, self._heading, self._higher, before))
            before = text  # the very same: it has been taken apart already
        if block.kind is BlockKind.HEADING:
            self._head(block.level, " ".join(block.text.split()))

    def _head(self, level: int, text: str) -> None:
        """Put a heading above what follows."""
        above = [heading for heading in self._headings if heading[0] < level]
        self._headings = [*above, (level, text)]
        self._heading = text
        self._higher = (*(words for _, words in reversed(above)), self._title)

    def _table(self, table: Block) -> None:
        headers = table.rows[0].cells if table.rows else ()
        self._cells = len(self.found)
        for number, row in enumerate(table.rows):
            before = " ".join(headers) if number else ""
            for place, cell in enumerate(row.cells):
                others = " ".join((*row.cells[:place], *row.cells[place + 1 :]))
                column = headers[place] if number and place < len(headers) else ""
                if cell:
                    self.found.append(
                        Statement(
                            cell,
                            row.line,
                            StatementKind.CELL,
                            table.lead,
                            self._heading,
                            self._higher,
                            before,
                            others,
                            column,
                        )
                    )

    def _caption(self, text: str) -> None:
        """Have a text under a table introduce its cells."""
        cells = self.found[self._cells :]
        self.found[self._cells :] = [replace(cell, lead=f"{cell.lead} {text}") for cell in cells]
