"""Finds which braces open and close emphasis, across lines and paragraphs; the others are mere signs."""

from __future__ import annotations

import re
from typing import Final

from tools.spip.markup.text_conversion import BLOCK, literal

STRONG: Final = "\ue080\ue081"
"""The signs that open and close it."""
EMPHASIS: Final = "\ue082\ue083"

_TOKENS: Final = re.compile(
    r"\{\{\}\}(?!\})|(?<!\{)\{\}(?!\})|\{+|\}+"
    rf"|\s*{BLOCK}\s*|\n[ ]*\n\s*(?:-[*#]*|\|)?|\n[ ]*(?:-[*#]*|\|)"
)


def marked(text: str) -> str:
    """Return a text with a sign where emphasis begins and ends; it ends at each block and goes on after."""
    if "{" not in text and "}" not in text:
        return text
    pieces, done, opened = list[str](), 0, list[tuple[str, int]]()
    borders = list[tuple[int, tuple[int, ...]]]()
    for token in _TOKENS.finditer(text):
        pieces.append(text[done : token.start()])
        done = token.end()
        if token[0] in ("{}", "{{}}"):
            pieces.append(literal(token[0]))
        elif token[0][0] == "{":
            _open(len(token[0]), pieces, opened)
        elif token[0][0] == "}":
            _close(len(token[0]), pieces, opened)
        else:
            if opened:
                borders.append((len(pieces), tuple(place for _, place in opened)))
            pieces.append(token[0])
    pieces.append(text[done:])
    for pair, place in opened:
        pieces[place] = literal("{{" if pair == STRONG else "{")
    for border, places in borders:
        pairs = [_PAIRS[pieces[place]] for place in places if pieces[place] in _PAIRS]
        closing = "".join(pair[1] for pair in reversed(pairs))
        pieces[border] = closing + pieces[border] + "".join(pair[0] for pair in pairs)
    return "".join(pieces)


_PAIRS: Final = {STRONG[0]: STRONG, EMPHASIS[0]: EMPHASIS}


def _open(number: int, pieces: list[str], opened: list[tuple[str, int]]) -> None:
    while number:
        pair = STRONG if number >= 2 else EMPHASIS
        number -= 2 if number >= 2 else 1
        for again in [one for one in opened if one[0] == pair]:  # the earlier one was never closed
            opened.remove(again)
            pieces[again[1]] = literal("{{" if pair == STRONG else "{")
        opened.append((pair, len(pieces)))
        pieces.append(pair[0])


def _close(number: int, pieces: list[str], opened: list[tuple[str, int]]) -> None:
    while number:
        pairs = [pair for pair, _ in opened]
        last = pairs[-1] if pairs else ""
        if number >= 2 and STRONG in pairs and (last == STRONG or EMPHASIS not in pairs or number == 2):
            pair = STRONG
        elif EMPHASIS in pairs:
            pair = EMPHASIS
        else:
            pieces.append(literal("}" * number))
            return
        opened.pop(pairs.index(pair))
        pieces.append(pair[1])
        number -= 2 if pair == STRONG else 1
