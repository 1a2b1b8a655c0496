"""What has been read of one text so far: its statements, and the headings that stand above what follows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from plugins.statistics.prose.statements import Place, Statement, sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

SUMMARY_LEVEL = 7
"""A summary heads what it opens, below any heading."""


@dataclass
class Outline:
    """The statements of one text, in order."""

    title: str
    """The page's."""
    found: list[Statement] = field(default_factory=list)
    last: str = ""
    """The paragraph or term right before, which may introduce what follows."""
    _headings: list[tuple[int, str]] = field(default_factory=list)
    """Level and text of those that stand above."""
    _cells: int = -1
    """Where the cells of the table begin that ends right above, if one does: its caption may follow."""

    def say(self, text: str, line: int, place: Place, lead: str = "") -> None:
        """Add the sentences of a text whose lines are those of the source."""
        before = ""
        for start, sentence in sentences(text):
            heading, higher = self._above()
            here = line + text[:start].count("\n")
            self.found.append(Statement(sentence.strip(), here, place, lead, heading, higher, before))
            before = " ".join(sentence.split())

    def head(self, level: int, text: str) -> None:
        """Put a heading above what follows."""
        self._headings = [(above, words) for above, words in self._headings if above < level]
        self._headings.append((level, text))
        self.last = ""

    def rows(self, rows: Sequence[tuple[int, Sequence[str]]], lead: str) -> None:
        """Add the cells of a table, row by row with their lines; the first row holds the headers."""
        headers = rows[0][1] if rows else ()
        heading, higher = self._above()
        self._cells = len(self.found)
        for number, (line, cells) in enumerate(rows):
            before = " ".join(headers) if number else ""
            for place, cell in enumerate(cells):
                row = " ".join((*cells[:place], *cells[place + 1 :]))
                column = headers[place] if number and place < len(headers) else ""
                if cell:
                    said = Statement(cell, line, Place.CELL, lead, heading, higher, before, row, column)
                    self.found.append(said)
        self.last = ""

    def caption(self, text: str) -> None:
        """Have a text under a table introduce its cells."""
        if self._cells >= 0:
            cells = self.found[self._cells :]
            self.found[self._cells :] = [replace(cell, lead=f"{cell.lead} {text}") for cell in cells]

    def go_on(self) -> None:
        """Leave the table behind."""
        self._cells = -1

    def _above(self) -> tuple[str, tuple[str, ...]]:
        texts = [text for _, text in reversed(self._headings)]
        return (texts[0] if texts else ""), (*texts[1:], self.title)
