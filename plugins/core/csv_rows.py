"""The rows of a CSV file, each with its line: what every reader of a hand-written table starts from."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def undecodable_line(data: bytes) -> int | None:
    """Return the first line (from 1) that is not UTF-8; None when the whole file is."""
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return data[: error.start].count(b"\n") + 1
    return None


def rows(text: str) -> Iterator[tuple[int, list[str] | None]]:
    """Yield each row's cells, stripped, with the line (from 1) on which it starts.

    None stands for a row that is no CSV. Blank rows, and rows of empty cells, do not count.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error:
            yield line, None
            continue
        if any(cells):
            yield line, cells
