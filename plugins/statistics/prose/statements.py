"""What a source says, piece by piece, each with its line and with what stands above it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_END = re.compile(r"(?<=[.!?…])[»\"”)]*\s+(?=[^\s\da-zà-ÿ]|\d)")
_ABBREVIATED = re.compile(r"\b(?:art|p|pp|n|M|Mme|Mr|Dr|cf|etc|ex|av|bd|tél|vol|chap|al)\.$", re.IGNORECASE)

_LONGEST = 7
"""An abbreviation with its full stop and the character before it."""


class StatementKind(Enum):
    """What kind of piece it is."""

    SENTENCE = "sentence"
    LABEL = "label"
    """Words without a verb of their own: a list item, a caption, a title, a figure with its name."""
    CELL = "cell"
    """A cell of a table; its row and its column's header say what it counts."""


@dataclass(frozen=True)
class Statement:
    """One piece of a source."""

    text: str
    line: int
    place: StatementKind = StatementKind.SENTENCE
    lead: str = ""
    """What introduces it: the line before a list, the item above, the caption of a table."""
    heading: str = ""
    """The heading right above."""
    higher: tuple[str, ...] = ()
    """The headings above that one, the page's title last."""
    before: str = ""
    """The sentence before, of the same paragraph."""
    row: str = ""
    """Of a cell: the words of its row."""
    column: str = ""
    """Of a cell: the header of its column."""

    @property
    def written(self) -> str:
        """Return what an editor sees there: of a cell, the row."""
        return f"{self.row} {self.text}" if self.place is StatementKind.CELL else self.text


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield the sentences of a text, each with the place of its first letter."""
    start = 0
    for match in _END.finditer(text):
        end = match.start()
        if text[end - 1] == "." and _ABBREVIATED.search(text, max(start, end - _LONGEST), end):
            continue
        yield start, text[start : match.start()]
        start = match.end()
    if text[start:].strip():
        yield start, text[start:]
