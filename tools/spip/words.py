"""The words of a text, case and accents folded: what must not be lost on the way."""

from __future__ import annotations

import html
import re
from typing import Final

from plugins.core.letters import plain_letters

_WORD: Final = re.compile(r"[^\W_]+")
_TAG: Final = re.compile(r"<[^<>]*>")
_SIGNS: Final = re.compile(r"[*_\\~`|]")
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")


def _folded(text: str) -> str:
    """Return a text in lower case and without accents."""
    return plain_letters(_UNSEEN.sub("", text))


def words_in(text: str) -> list[str]:
    """Return the words of a plain text, in its order."""
    return _WORD.findall(_folded(text))


def words_of_page(text: str) -> frozenset[str]:
    """Return the words of a Markdown file, also those that emphasis or tags cut in two."""
    raw = _folded(text)
    whole = html.unescape(raw)
    variants = (whole, _SIGNS.sub("", whole), _SIGNS.sub("", _TAG.sub("", raw)), _TAG.sub(" ", whole))
    return frozenset(word for variant in variants for word in _WORD.findall(_folded(variant)))
