"""Finds where the front matter of a Markdown file begins and ends, to read it and to hash it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

FENCE = "---"


_INVISIBLE: Final = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad"
"""What editors and web pages leave beside a fence, byte order marks among them: nobody sees it."""
_DRAFT: Final = re.compile(rb"""^statut[ \t]*:[ \t]*(["']?)brouillon\1[ \t]*(#.*)?$""")


def text_of(data: bytes) -> str:
    """Return the text of a file, its lines ended by a line feed alone, nothing invisible before the first.

    Raises:
        UnicodeDecodeError: the file is not UTF-8.
    """
    return data.decode().replace("\r\n", "\n").replace("\r", "\n").lstrip(_INVISIBLE)


def lines_of(data: bytes) -> list[str]:
    """Return the lines of a file.

    Raises:
        UnicodeDecodeError: the file is not UTF-8.
    """
    return text_of(data).split("\n")


def says_draft(data: bytes) -> bool:
    """Tell whether a front matter that cannot be read still has the line `statut: brouillon`.

    A front matter that is not closed, or not opened, goes to its first blank line.
    """
    lines = [line.rstrip() for line in re.split(rb"\r\n|\r|\n", data.lstrip(_INVISIBLE.encode()))]
    while lines and not lines[0]:
        del lines[0]
    opened = bool(lines) and lines[0].endswith(FENCE.encode())
    fence = next((place for place, line in enumerate(lines) if place and line == FENCE.encode()), None)
    if not opened or fence is None:
        fence = next((place for place, line in enumerate(lines) if not line), len(lines))
    return any(_DRAFT.match(line) for line in lines[:fence])


def bounds(lines: Sequence[str]) -> tuple[int, int]:
    """Return the places of the two fences; −1 for one that is not there. Blank lines may come first."""
    start = next((place for place, line in enumerate(lines) if line.strip()), -1)
    if start < 0 or not _is_fence(lines[start]):
        return -1, -1
    end = next((place for place in range(start + 1, len(lines)) if _is_fence(lines[place])), -1)
    return start, end


def _is_fence(line: str) -> bool:
    return line.strip(_INVISIBLE).rstrip().rstrip(_INVISIBLE) == FENCE


def front_matter(data: bytes) -> bytes:
    """Return what stands above the text of a Markdown file; all of it when there is no whole front matter."""
    try:
        lines = lines_of(data)
    except UnicodeDecodeError:
        return data
    _, end = bounds(lines)
    return data if end < 0 else "\n".join(lines[:end]).encode()
