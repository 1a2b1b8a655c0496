"""Finds the line of a source from which something in a written page comes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """The file a page comes from: its path as an editor knows it, and its text."""

    path: str
    text: str


def find_line(text: str, needle: str) -> int:
    """Return the first line (from 1) that holds the needle, spaces and typography aside; 0 if none."""
    if not needle:
        return 0
    for wanted, clean in ((needle, str), (_letters(needle), _letters)):
        if wanted:
            for number, line in enumerate(text.split("\n"), start=1):
                if wanted in clean(line):
                    return number
    return 0


def _letters(text: str) -> str:
    """Keep letters and digits only: what typography does not change."""
    return "".join(filter(str.isalnum, text)).casefold()
