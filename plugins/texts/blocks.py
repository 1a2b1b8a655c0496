"""What a text says, block by block in the order of reading, as it was typed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class BlockKind(Enum):
    """What kind of block it is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LABEL = "label"
    """Words without a verb of their own: an item, a caption, an alternative text, a title on hover."""
    TABLE = "table"


@dataclass(frozen=True)
class Row:
    """A row of a table, with its line in the file."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Block:
    """One block, with its line in the file; its text keeps the lines of the source."""

    kind: BlockKind
    text: str
    line: int
    lead: str = ""
    """What introduces it: the line before a list, the item above, the caption of a table."""
    level: int = 0
    """Of a heading: 1 to 6, and 7 for the summary of what opens."""
    rows: tuple[Row, ...] = ()
    """Of a table; the first one holds the headers."""


class Blocks:
    """The blocks of one text so far."""

    def __init__(self) -> None:
        """Begin with none."""
        self.found: list[Block] = []
        self.last = ""
        """The paragraph or term right before, which may introduce what follows."""

    def say(self, text: str, line: int, kind: BlockKind, lead: str = "") -> None:
        """Add a block of words."""
        if text.strip():
            self.found.append(Block(kind, text, line, lead))

    def head(self, text: str, line: int, level: int) -> None:
        """Add a heading."""
        self.found.append(Block(BlockKind.HEADING, text, line, level=level))
        self.last = ""

    def table(self, rows: tuple[Row, ...], line: int, lead: str) -> None:
        """Add a table."""
        self.found.append(Block(BlockKind.TABLE, "", line, lead, rows=rows))
        self.last = ""
