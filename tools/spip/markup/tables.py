"""Reads tables: caption, headers of columns and rows, cells over several columns, rows or lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tools.spip.markup.emphasis import STRONG
from tools.spip.markup.nodes import Grid, Inline, Line, PlainWords, Styled, TableCell
from tools.spip.markup.spans import FORCED, read_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.spip.markup.text_conversion import TextConversion

_CAPTION: Final = re.compile(r"[ ]*\|\|(?P<caption>[^|]*)(?:\|(?P<summary>[^|]*))?\|\|[ ]*")
_HEADER: Final = re.compile(rf"\s*{STRONG[0]}[^{STRONG}]*{STRONG[1]}\s*")
_LINE_IN_CELL: Final = re.compile(r"\n[ ]*(?:_[ ]+|(?=-))")
_BULLET: Final = re.compile(rf"(^|[\n{FORCED}])[ ]*-[*#]+[ ]*")
_MOST_COLUMNS: Final = 60
_MOST_LINES: Final = 60
"""Of one row."""


def table_of(lines: Sequence[str], place: int, conversion: TextConversion) -> tuple[Grid | None, int]:
    """Return the table that begins on a line, and the line after it; None if none begins there."""
    caption: Line = ()
    found = _CAPTION.fullmatch(lines[place])
    if found:
        parts = [part.strip() for part in (found["caption"], found["summary"] or "") if part.strip()]
        caption = read_line(" – ".join(parts), conversion)
        place += 1
    rows = list[list[str]]()
    while place < len(lines) and lines[place].lstrip().startswith("|"):
        text, after = _row(lines, place)
        if not text:
            break
        rows.append(text.strip()[1:-1].split("|"))
        place = after
    rows = [row for row in rows if any(cell.strip(" <^") for cell in row)]
    if not rows or max(map(len, rows)) > _MOST_COLUMNS:
        return None, place
    return _grid(rows, caption, conversion), place


def _row(lines: Sequence[str], place: int) -> tuple[str, int]:
    """Return a row, which goes on to a line that ends with a bar, and the line after it."""
    pieces = list[str]()
    for number in range(place, min(len(lines), place + _MOST_LINES)):
        line = lines[number].strip()
        if not line:
            break
        pieces.append(line)
        if line.endswith("|") and (number > place or len(line) > 1):
            return "\n".join(pieces), number + 1
    return "", place


def _grid(rows: list[list[str]], caption: Line, conversion: TextConversion) -> Grid:
    width = max(map(len, rows))
    full = [[*row, *[""] * (width - len(row))] for row in rows]
    headed = _is_header(rows[0]) and len(rows) > 1
    body = full[1:] if headed else full
    titled = width > 1 and all(_HEADER.fullmatch(row[0]) or row[0].strip() == "^" for row in body)
    titled = titled and any(row[0].strip() != "^" for row in body)
    spans = _spans(full)
    cells = tuple(
        tuple(
            TableCell(
                _line(row[column], conversion, header=(headed and not number) or (titled and not column)),
                (headed and not number) or (titled and not column),
                *spans[number, column],
            )
            for column in range(width)
            if (number, column) in spans
        )
        for number, row in enumerate(full)
    )
    return Grid(cells, headed, caption)


def _is_header(row: Sequence[str]) -> bool:
    filled = [cell for cell in row if cell.strip() not in ("", "<")]
    return bool(filled) and all(map(_HEADER.fullmatch, filled))


def _spans(rows: Sequence[Sequence[str]]) -> dict[tuple[int, int], tuple[int, int]]:
    """Return the cells that are shown, each with how many columns and rows it takes."""
    owner = dict[tuple[int, int], tuple[int, int]]()
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sign = cell.strip()
            left, above = owner.get((number, column - 1)), owner.get((number - 1, column))
            if sign == "<" and left and left[0] == number:
                owner[number, column] = left
            elif sign == "^" and above:
                owner[number, column] = above
            elif sign == "<" and left and above == left:  # the corner of a cell that takes both
                owner[number, column] = left
            else:
                owner[number, column] = number, column
    spans = dict[tuple[int, int], tuple[int, int]]()
    for place, first in owner.items():
        columns, lines = spans.get(first, (1, 1))
        spans[first] = max(columns, place[1] - first[1] + 1), max(lines, place[0] - first[0] + 1)
    return _rectangles(owner, spans)


def _rectangles(
    owner: dict[tuple[int, int], tuple[int, int]], spans: dict[tuple[int, int], tuple[int, int]]
) -> dict[tuple[int, int], tuple[int, int]]:
    """Give cells of their own to those that would leave holes: no browser shows another shape."""
    for first, (columns, lines) in list(spans.items()):
        inside = [(first[0] + down, first[1] + right) for down in range(lines) for right in range(columns)]
        if any(owner.get(place) != first for place in inside):
            for place in [place for place, its in owner.items() if its == first]:
                spans[place] = 1, 1
    return spans


def _line(text: str, conversion: TextConversion, *, header: bool) -> Line:
    """Return what a cell says; a header's emphasis is its own."""
    text = text.strip()
    if text in ("<", "^"):
        return ()
    text = _LINE_IN_CELL.sub(FORCED, _BULLET.sub(r"\1– ", text))
    line = read_line(text, conversion)
    return without_strong(line) if header else line


def without_strong(line: Line) -> Line:
    """Return the line of a header, whose strong letters are its own."""
    kept = list[Inline]()
    for node in line:
        kept += node.children if isinstance(node, Styled) and node.name == "strong" else (node,)
    return tuple(node for node in kept if not isinstance(node, PlainWords) or node.text)
