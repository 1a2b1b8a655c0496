"""Makes texts safe to print: names of files, sentences of hosts and errors may hold anything at all.

A newline starts what a forge takes for a command of ours (`::error…`), an escape sequence
changes the terminal's title or hides a line, a bidirectional mark turns a sentence round.
"""

from __future__ import annotations

import unicodedata


def printable(text: str) -> str:
    """Return a text on one line; a character that shows nothing stands there by its number."""
    if text.isprintable():
        return text
    return "".join(char if _shows(char) else _number(char) for char in text)


def _shows(char: str) -> bool:
    return char.isprintable() or unicodedata.category(char) == "Zs"  # no-break spaces belong to French


def _number(char: str) -> str:
    return char.encode("unicode_escape", "surrogatepass").decode()
