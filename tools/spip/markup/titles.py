"""Finds headings: `{{{Titre}}}`, and those of plugins: `{{{**Sous-titre}}}`, `{2{Titre}2}`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tools.spip.markup.nodes import Anchor, Break, PlainWords, Title
from tools.spip.markup.spans import read_line
from tools.spip.markup.targets import place_name

if TYPE_CHECKING:
    from tools.spip.markup.nodes import Line
    from tools.spip.markup.text_conversion import TextConversion

_BRACES: Final = re.compile(
    r"(?P<opens>\{\{\{+)|(?P<closes>\}\}\}+)(?:\{[ ]?(?P<attributes>[.#][^{}\n]*)\})?"
    r"|\{(?P<opens_level>[1-6])\{|\}(?P<closes_level>[1-6])\}"
)
_LEVEL: Final = re.compile(r"\s*(?P<signs>\*{1,5}|#{1,5})")
_IDENTIFIER: Final = re.compile(r"#([\w:-]+)")


def without_titles(text: str, conversion: TextConversion) -> str:
    """Return a text with a sign for each heading."""
    pieces, done, opening = list[str](), 0, None
    for braces in _BRACES.finditer(text):
        if braces["opens"] or braces["opens_level"]:
            opening = braces
        elif opening and opening["opens_level"] == braces["closes_level"]:
            inner = text[opening.end() : braces.start()]
            if "\n\n" not in inner:
                # a fourth brace is emphasis
                inner = (opening["opens"] or "")[3:] + inner + (braces["closes"] or "")[3:]
                pieces += [text[done : opening.start()], _title(inner, opening, braces, conversion)]
                done, opening = braces.end(), None
    return "".join([*pieces, text[done:]])


def _title(inner: str, opening: re.Match[str], closing: re.Match[str], conversion: TextConversion) -> str:
    level, signs = int(opening["opens_level"] or 1), _LEVEL.match(inner)
    if signs and opening["opens"]:
        level, inner = len(signs["signs"]), inner[signs.end() :]
    line = _on_one_line(read_line(inner, conversion))
    identifier = _IDENTIFIER.search(closing["attributes"] or "")
    name = place_name(identifier[1]) if identifier else ""
    if name and name not in conversion.placed:
        conversion.placed.add(name)
        line = (*line, Anchor(name))
    says = any(not isinstance(node, PlainWords) or node.text.strip() for node in line)
    return conversion.keep_block(Title(level, line)) if says else "\n\n"


def _on_one_line(line: Line) -> Line:
    return tuple(PlainWords(" ") if isinstance(node, Break) else node for node in line)
