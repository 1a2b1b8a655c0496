"""Says where a file stops being text: for every reader of what people save with some program or other."""

from __future__ import annotations


def undecodable_line(error: UnicodeDecodeError) -> int:
    """Return the line, from 1, of the first byte that the encoding does not know."""
    return error.object[: error.start].count(b"\n") + 1
