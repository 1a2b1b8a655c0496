"""How long a text takes to read."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

WORDS_A_MINUTE: Final = 230
"""Silent reading of French: between what measures give for newspapers and for texts of law."""


def minutes(text: str) -> int:
    """Return the minutes that a plain text takes, at least one; 0 if there is nothing to read."""
    words = sum(any(map(str.isalnum, word)) for word in text.split())
    return max(1, round(words / WORDS_A_MINUTE)) if words else 0


def plain(html: str) -> str:
    """Return the words of a page's HTML."""
    return unescape(re.sub(r"<[^>]*>", " ", html))
