"""Takes the accents off letters: for whatever compares, sorts or names by words as people type them."""

from __future__ import annotations

import unicodedata


def strip_accents(text: str) -> str:
    """Return a text without its accents; other signs that Unicode takes apart (`½`, `ﬁ`) are taken apart."""
    if text.isascii():  # nearly always
        return text
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def plain_letters(text: str) -> str:
    """Return a text without accents, capitals and ligatures: what a dictionary sorts it by."""
    return strip_accents(text).casefold().replace("œ", "oe").replace("æ", "ae")
