"""Finds characters that nobody sees, which Word and PDF files bring along: they break pages or hide words.

A vertical tab is Word's line break within a paragraph: a text shows it, a field cannot.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

LINE_BREAK: Final = "\v"
"""What Word's line break within a paragraph becomes when it is copied."""
_UNSEEN: Final = re.compile(  # what Unicode calls controls, formats, private signs and other separators
    "[\x00-\x08\x0c\r\x0e-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u115f-\u1160\u17b4-\u17b5"
    "\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\uf8ff\ufeff\uffa0\ufff9-\uffff"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff]"
)
_NAMES: Final = {
    "\v": "un saut de ligne de Word",
    "\f": "un saut de page",
    "\r": "un saut de ligne des anciens Mac",
    "\x85": "un saut de ligne d’un autre système",
    "\xad": "un trait d’union invisible",
    "\u200b": "une espace sans largeur",
    "\u2028": "un saut de ligne d’un autre logiciel",
    "\u2029": "un saut de paragraphe d’un autre logiciel",
    "\ufeff": "une marque d’ordre des octets",
    "\ufffc": "la place d’un objet que le copier-coller a perdu",
    "\ufffd": "un caractère perdu (�)",
}
_BREAKS: Final = "\v\f\r\x85\u2028\u2029"
_LOST: Final = "\ufffc\ufffd"
_JOINER: Final = "\u200d"
"""Makes one emoji of two: « 👩‍🏫 »."""


@dataclass(frozen=True)
class Unseen:
    """A character that nobody sees: where it first stands in the text, what is wrong, what to do."""

    place: int
    text: str
    remedy: str


def unseen_characters(text: str, *, one_line: bool = False) -> list[Unseen]:
    """Return the characters that a text must not have, each kind once, where it stands first.

    Args:
        text: of a page, or one of its fields.
        one_line: whether it is one line, in which Word's line break has no place either.
    """
    places: dict[str, list[int]] = {}
    for match in _UNSEEN.finditer(text):
        if match[0] != _JOINER or not _joins_emoji(text, match.start()):
            places.setdefault(match[0], []).append(match.start())
    if one_line and LINE_BREAK in text:
        places[LINE_BREAK] = [text.index(LINE_BREAK)]
    return [_describe(text, letter, found, one_line=one_line) for letter, found in places.items()]


def _joins_emoji(text: str, place: int) -> bool:
    before, after = text[:place].rstrip("\ufe0f")[-1:], text[place + 1 : place + 2]
    return all(sign and unicodedata.category(sign) in ("So", "Sk") for sign in (before, after))


def _describe(text: str, letter: str, places: list[int], *, one_line: bool) -> Unseen:
    line = text[max(0, places[0] - 60) : places[0]].rpartition("\n")[2]
    words = _UNSEEN.sub(" ", line).split()
    where = f" après « {words[-1][-30:]} »" if words else " au début d’une ligne"
    often = f", {len(places)} fois dans ce texte" if len(places) > 1 else ""
    if letter in _BREAKS:
        remedy = f"remplacez-le par {'une espace' if one_line else 'un retour à la ligne'}"
    elif letter in _LOST:
        remedy = "retapez ce qui manque"
    else:
        remedy = "effacez-le : retapez le mot et ce qui l’entoure"
    return Unseen(places[0], f"{_name(letter)}{where}{often}", remedy)


def _name(letter: str) -> str:
    """Return what an editor may know a character by, and its code."""
    code = f"U+{ord(letter):04X}"
    if letter in _NAMES:
        return f"{_NAMES[letter]} ({code})" if letter != "\ufffd" else _NAMES[letter]
    if unicodedata.bidirectional(letter) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"):
        return f"un caractère invisible qui inverse le sens du texte ({code})"
    if unicodedata.category(letter) == "Co":
        return f"un signe que seule sa police d’origine connaît ({code})"
    return f"un caractère invisible ({code})"
