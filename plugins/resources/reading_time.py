"""How long a text takes to read."""

from __future__ import annotations

from typing import Final

WORDS_A_MINUTE: Final = 230
"""Silent reading of French: between what measures give for newspapers and for texts of law."""


def minutes(words: int) -> int:
    """Return the minutes that so many words take, at least one; 0 if there is nothing to read."""
    return max(1, round(words / WORDS_A_MINUTE)) if words else 0
