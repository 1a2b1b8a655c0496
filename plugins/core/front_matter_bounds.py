"""Where the front matter of a Markdown file begins and ends: for its reader, and for who hashes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FENCE = "---"


def lines_of(data: bytes) -> list[str]:
    """Return the lines of a file.

    Raises:
        UnicodeDecodeError: the file is not UTF-8.
    """
    return data.decode("utf-8-sig").replace("\r\n", "\n").split("\n")


def bounds(lines: Sequence[str]) -> tuple[int, int]:
    """Return the places of the two fences; −1 for one that is not there. Blank lines may come first."""
    start = next((place for place, line in enumerate(lines) if line.strip()), -1)
    if start < 0 or lines[start].rstrip() != FENCE:
        return -1, -1
    end = next((place for place in range(start + 1, len(lines)) if lines[place].rstrip() == FENCE), -1)
    return start, end


def front_matter(data: bytes) -> bytes:
    """Return what stands above the text of a Markdown file; all of it when there is no whole front matter."""
    try:
        lines = lines_of(data)
    except UnicodeDecodeError:
        return data
    _, end = bounds(lines)
    return data if end < 0 else "\n".join(lines[:end]).encode()
