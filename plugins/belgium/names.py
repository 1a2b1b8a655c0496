"""Compares place names as people type them."""

from __future__ import annotations

import re
import unicodedata

from plugins.core.letters import plain_letters


def loose(name: str) -> str:
    """Return what is left of a name without capitals, accents, hyphens and apostrophes."""
    return " ".join(re.findall(r"[a-z0-9]+", plain_letters(name)))


def spelling(name: str) -> str:
    """Return a name as it must be spelt, but for what French typesetters do both ways.

    The apostrophe's form, spaces, ligatures, and accents on capitals: `L'Écluse` is `L’Ecluse`.
    """
    name = " ".join(name.replace("'", "’").replace("œ", "oe").replace("Œ", "Oe").split())
    return "".join(
        unicodedata.normalize("NFKD", char)[0] if char.isupper() else char
        for char in unicodedata.normalize("NFC", name)
    )
