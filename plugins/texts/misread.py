"""Finds letters that were read in the encoding of Windows while they were UTF-8: `Ã©` for « é »."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from plugins.texts.mistakes import mistakes_of

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore

_LETTERS: Final = "àâäçèéêëîïôöùûüÿœæÀÂÄÇÈÉÊËÎÏÔÖÙÛÜŸŒÆ«»°’‘“”–—…€•·\u00a0\u202f"


def _misread(letter: str) -> str:
    """Return what becomes of a letter when its UTF-8 is read as the encoding of Windows."""
    return "".join(
        bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte)) for byte in letter.encode()
    )


_MISREAD: Final = {
    wrong: letter for letter in _LETTERS for wrong in (_misread(letter), _misread(_misread(letter)))
}
_WRONG: Final = re.compile(
    "|".join(
        [*map(re.escape, sorted(_MISREAD, key=len, reverse=True)), r"Ã(?![^\W_])", r"Â(?=[ \n]?[;:!?»«])"]
    )
)


def misread_letters(text: str) -> tuple[int, str, str] | None:
    """Find the first word that has such letters: its place, what is wrong and what to do, in French.

    However many there are, it is one mistake.
    """
    found = list(_WRONG.finditer(text)) if not text.isascii() else []
    if not found:
        return None
    first, end = found[0].span()
    word = text[:first].rsplit("\n", maxsplit=1)[-1].rsplit(" ", maxsplit=1)[-1] + text[first:end]
    word += text[end:].split("\n", 1)[0].split(" ", maxsplit=1)[0]
    right = _WRONG.sub(lambda match: _MISREAD.get(match[0], "à" if match[0] == "Ã" else ""), word)
    often = f", {len(found)} fois dans ce texte" if len(found) > 1 else ""
    return (
        first,
        f"« {word} » a perdu ses lettres accentuées{often}",
        f"écrivez « {right.strip()} » ; si tout le texte est ainsi, recopiez l’original",
    )


def misread_rule(state: StateCore) -> None:
    """Note the first word of a text that has such letters."""
    found = misread_letters(state.src)
    if found:
        place, text, remedy = found
        mistakes_of(state.env).add(state.src.count("\n", 0, place), text, remedy)
