"""Writes the tree of a text as the Markdown that the build accepts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tools.spip.markup.inline_writer import CELL, HEADING, HTML_CELL, ITEM_OF_ISLAND, markdown_line
from tools.spip.markup.nodes import (
    Anchor,
    Citation,
    CodeBlock,
    Enumeration,
    Grid,
    Island,
    ListItem,
    Note,
    Paragraph,
    Separator,
    Styled,
    Title,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tools.spip.markup.nodes import Block, Line, TableCell

_FIRST_LEVEL: Final = 2
"""The page's title is the only heading above."""
_DEEPEST: Final = 6


class Writer:
    """The writing of one object's texts; notes are numbered in the order of their calls."""

    def __init__(self, notes: Mapping[str, Note]) -> None:
        """Write texts that may call notes."""
        self._notes = notes
        self._called: list[str] = []
        self._labels: dict[str, str] = {}
        self._level = 0
        """Of the last heading."""

    def blocks(self, blocks: Sequence[Block], *, nested: bool = False, between: str = "\n\n") -> str:
        """Return blocks with a blank line between them; nested ones have no headings."""
        found, previous = list[str](), None
        for block in blocks:
            markdown = self._block(block, previous, nested=nested)
            if markdown:
                found.append(markdown)
                previous = block
        return between.join(found)

    def notes(self) -> str:
        """Return the notes that were called so far, and those that they call."""
        found = list[str]()
        while len(found) < len(self._called):
            label = self._called[len(found)]
            text = self.blocks(self._notes[label].blocks, nested=True)
            found.append(_hanging(f"[^{self._labels[label]}]: ", text, 4))
        return "\n\n".join(found)

    def uncalled(self) -> list[Note]:
        """Return the notes that nothing calls."""
        return [note for label, note in self._notes.items() if label not in self._labels]

    def _label(self, label: str) -> str:
        if label not in self._labels:
            self._called.append(label)
            self._labels[label] = str(len(self._called))
        return self._labels[label]

    def _block(self, block: Block, previous: Block | None, *, nested: bool) -> str:
        if isinstance(block, Paragraph):
            markdown = markdown_line(block.line, self._label)
        elif isinstance(block, Title):
            markdown = self._title(block, nested=nested)
        elif isinstance(block, Enumeration):
            markdown = self._list(block, again=_is_like(previous, block))
        elif isinstance(block, Citation):
            lines = self.blocks(block.blocks, nested=True).split("\n")
            markdown = "\n".join(f"> {line}".rstrip() for line in lines) if any(lines) else ""
        elif isinstance(block, CodeBlock):
            markdown = _fenced(block)
        elif isinstance(block, Separator):
            markdown = "***" if nested else "---"
        else:
            markdown = self._grid(block) if isinstance(block, Grid) else self._island(block)
        return markdown

    def _title(self, title: Title, *, nested: bool) -> str:
        if nested:
            return markdown_line((Styled("strong", title.line),), self._label)
        names = [node.name for node in title.line if isinstance(node, Anchor)]
        line = tuple(node for node in title.line if not isinstance(node, Anchor) or node.name != names[0])
        words = markdown_line(line, self._label, HEADING)
        if not words:
            return ""
        self._level = min(title.level, self._level + 1, _DEEPEST - _FIRST_LEVEL + 1)
        words = re.sub("#$", r"\\#", words)
        anchor = f" {{#{names[0]}}}" if names else ""
        return f"{'#' * (self._level + _FIRST_LEVEL - 1)} {words}{anchor}"

    # --- Lists ----------------------------------------------------------------------------------------

    def _list(self, block: Enumeration, *, again: bool) -> str:
        signs = (")" if again else ".") if block.ordered else ("*" if again else "-")
        found = list[str]()
        for number, entry in enumerate(block.entries, start=1):
            marker = f"{min(number, 999)}{signs} " if block.ordered else f"{signs} "
            text = self._entry(entry)
            if text:
                found.append(_hanging(marker, text, len(marker)))
        return "\n".join(found)

    def _entry(self, entry: ListItem) -> str:
        line = markdown_line(entry.line, self._label)
        tight = all(isinstance(block, Enumeration) for block in entry.blocks)
        if tight:
            lists = self.blocks(entry.blocks, nested=True, between="\n")
            return "\n".join(filter(None, (line, lists)))
        return "\n\n".join(filter(None, (line, self.blocks(entry.blocks, nested=True))))

    # --- Tables ---------------------------------------------------------------------------------------

    def _grid(self, grid: Grid) -> str:
        plain = grid.headed and not grid.caption and len({len(row) for row in grid.rows}) == 1
        for number, row in enumerate(grid.rows):
            plain = plain and all(
                cell.columns == cell.rows == 1 and cell.header == (number == 0) for cell in row
            )
        return self._table_of_bars(grid) if plain else self._html_table(grid)

    def _table_of_bars(self, grid: Grid) -> str:
        rows = [[markdown_line(cell.line, self._label, CELL) for cell in row] for row in grid.rows]
        lines = [f"| {' | '.join(row)} |" for row in rows]
        return "\n".join([lines[0], f"|{'---|' * len(rows[0])}", *lines[1:]])

    def _html_table(self, grid: Grid) -> str:
        lines = ["<table>"]
        if grid.caption:
            lines.append(f"<caption>{markdown_line(grid.caption, self._label, HTML_CELL)}</caption>")
        for number, row in enumerate(grid.rows):
            cells = "".join(self._cell(cell, first_row=grid.headed and not number) for cell in row)
            lines += [f"<tr>{cells}</tr>"] if cells else []
        return "\n".join([*lines, "</table>"])

    def _cell(self, cell: TableCell, *, first_row: bool) -> str:
        words = markdown_line(cell.line, self._label, HTML_CELL)
        name = "th" if cell.header else "td"
        scope = f' scope="{"col" if first_row else "row"}"' if cell.header else ""
        spans = f' colspan="{cell.columns}"' * (cell.columns > 1) + f' rowspan="{cell.rows}"' * (
            cell.rows > 1
        )
        return f"<{name}{scope}{spans}>{words}</{name}>"

    # --- HTML -----------------------------------------------------------------------------------------

    def _island(self, island: Island) -> str:
        pieces = dict(island.pieces)
        lines = list[str]()
        for line in island.markdown.split("\n"):
            indent = " " * len(re.match(r"(?:[ ]|[-*:](?= )|\d+\.(?= ))*", line)[0])  # type: ignore[index]
            text = re.sub(r"[\ue100-\uf8ff]", lambda sign: self._piece(pieces[sign[0]]), line)
            lines += _hanging("", text, len(indent)).split("\n")
        return "\n".join(lines)

    def _piece(self, piece: Line | Block) -> str:
        if isinstance(piece, tuple):
            return markdown_line(piece, self._label, ITEM_OF_ISLAND)
        return self._block(piece, None, nested=True)


def _is_like(previous: Block | None, block: Enumeration) -> bool:
    """Tell whether a list would go on with the one above it if it had the same markers."""
    return isinstance(previous, Island) or (
        isinstance(previous, Enumeration) and previous.ordered == block.ordered
    )


def _hanging(marker: str, text: str, indent: int) -> str:
    """Return a text after a marker, its other lines indented."""
    first, *others = text.split("\n")
    return "\n".join([f"{marker}{first}", *(" " * indent + line if line else "" for line in others)])


def _fenced(block: CodeBlock) -> str:
    fence = "```"
    while fence in block.text:
        fence += "`"
    return f"{fence}{block.language}\n{block.text}\n{fence}"


def paragraphs_of(blocks: Iterable[Block]) -> Iterable[Line]:
    """Return the lines of the paragraphs at the top of a text."""
    return (block.line for block in blocks if isinstance(block, Paragraph))
