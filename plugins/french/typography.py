"""French micro-typography of plain text: no-break spaces, apostrophes, ellipses.

Only white space, straight apostrophes and three dots ever change, and doing it
twice changes nothing more. One pattern reads the text from left to right: its
first branch swallows what must stay as it is (addresses, code), the others
match nothing but the white space or sign to be replaced, seen in its context.
That is why the rules also hold across pieces: `Bonjour` in an emphasis
followed by ` !` outside it.

Sources: Imprimerie nationale, Lexique des règles typographiques; the narrow
space before `; ! ?` and in numbers, the full one elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from plugins.french_numbers import NO_BREAK_SPACE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NARROW_SPACE = "\u202f"
OBJECT = "\ufffc"
"""Stands for something that is read but is no text of ours: code, a picture."""


@dataclass(frozen=True)
class Piece:
    """A run of text; `shown` is what its neighbours see of it when it must not change."""

    text: str
    shown: str | None = None
    """None: ordinary text. Otherwise the piece stays as it is."""


@dataclass(frozen=True)
class _Edit:
    """Replace `start:end` of the joined text; `leans_left`: an insertion that belongs to what precedes."""

    start: int
    end: int
    text: str
    leans_left: bool


def typeset(text: str) -> str:
    """Return the text as a French typesetter would space it."""
    return typeset_pieces((Piece(text),))[0]


def typeset_pieces(pieces: Sequence[Piece]) -> list[str]:
    """Typeset a run of text that comes in pieces; returns each piece's new text, in order."""
    shown = [piece.text if piece.shown is None else piece.shown for piece in pieces]
    bounds = list(pairwise(accumulate(map(len, shown), initial=0)))
    results = [piece.text for piece in pieces]
    # from the end, so that the offsets of what remains stay true
    for edit in reversed(list(_edits("".join(shown)))):
        _apply(edit, pieces, bounds, results)
    return results


def _apply(
    edit: _Edit, pieces: Sequence[Piece], bounds: Sequence[tuple[int, int]], results: list[str]
) -> None:
    """Carry an edit out in the pieces that it touches, unless one of them must stay as it is."""
    if edit.start == edit.end:
        touched = [i for i, (start, end) in enumerate(bounds) if start <= edit.start <= end]
        touched = [i for i in touched if pieces[i].shown is None]
        touched = touched[:1] if edit.leans_left else touched[-1:]
    else:
        touched = [i for i, (start, end) in enumerate(bounds) if start < edit.end and edit.start < end]
        if any(pieces[i].shown is not None for i in touched):
            return
    text = edit.text
    for i in touched:
        start, end = bounds[i]
        left, right = max(edit.start, start) - start, min(edit.end, end) - start
        results[i] = results[i][:left] + text + results[i][right:]
        text = ""  # the first piece takes it; the white space of the others goes


# --- The rules --------------------------------------------------------------------------------------

_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_UNITS = (
    "°C|[ckm]?m[²³]?|km/h|[km]?g|[cm]?l|h|min|[kMG]o|octets?|euros?|"
    "ans?|mois|semaines?|jours?|heures?|minutes?"
)
_TITLES = ("M.", "MM.", "Mme", "Mmes", "Mlle", "Dr", "Dre", "Pr", "Me")
_REFERENCES = ("p.", "pp.", "art.", "al.", "chap.", "fig.", "vol.", "§")

_WORD = r"[\w»”\"’')\]%‰€°}\ufffc]"  # what may end the word before a sign
_END = r"(?=[;!?]+(?:[\s\x02\ufffc»”\"’')\].,…–—]|\Z))"  # signs that end a word: in `a?b` they are code


def _after(words: tuple[str, ...]) -> str:
    """Return a look-behind for any of these whole words."""
    return "(?:" + "|".join(rf"(?<=(?<!\w){re.escape(word)})" for word in words) + ")"


_KEEP = (
    r"(?<![\w+.-])[A-Za-z][A-Za-z0-9+.-]*+://[^\s«»<>]*",  # an address
    r"(?<!\w)(?:www\.|mailto:|tel:)[^\s«»<>]+",
    r"(?<![\w.+'-])[\w.+'-]++@[\w-]+(?:\.[\w-]+)+",  # an e-mail address
    r"\x02[^\x03]*\x03(?:\#?\w+;)?",  # what Markdown has set aside for later
    r"&\#?\w+;",  # an HTML entity
    r"\{[^{}\s]*\}",  # a figure's token
    r"(?<![^\s«»])(?=[^\s«»]*(?:[=_\\]|::|\(\)))[^\s«»]+",  # code: no French word holds these signs
)
_RULES = {
    # name: what it replaces, seen in its context, and by what. The order counts.
    "number": (
        # not a telephone number: groups of three only, and no nought in front
        r"(?<![\w/+])(?<!\d[\s.,])[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\w|\s?\d)",
        NARROW_SPACE,
    ),
    "time": (
        r"(?<!\w)(?<!\d[.,:])\d{1,2}[ \u00a0\u202f]*h(?:[ \u00a0\u202f]*[0-5]\d)?(?!\w)",
        NO_BREAK_SPACE,
    ),
    "open": (r"(?<=«)(?:\s+|(?=\S))", NO_BREAK_SPACE),
    "close": (r"\s+(?=»)|(?<=\S)(?=»)", NO_BREAK_SPACE),
    "sign": (rf"\s+{_END}|(?<={_WORD}){_END}", NARROW_SPACE),
    "colon": (
        rf"\s+(?=:(?:[\s\x02\ufffc«»“”\"’'()\[\].,…]|\Z))|(?<={_WORD})(?=:(?:[\s\x02«»]|\Z))",
        NO_BREAK_SPACE,
    ),
    "symbol": (r"(?<=[\d}])\s*(?=[%‰€](?!\w))", NO_BREAK_SPACE),
    "unit": (rf"(?<=[\d}}])\s+(?=(?:{_UNITS})(?![\w’'-]))", NO_BREAK_SPACE),
    "month": (rf"(?:(?<=\d)|(?<=\b1er))\s+(?=(?:{_MONTHS})\b)", NO_BREAK_SPACE),
    "rank": (r"(?<=(?<!\w)[nN]°)\s*(?=\d)", NO_BREAK_SPACE),
    "title": (_after(_TITLES) + r"\s+(?=[A-ZÀ-ÖØ-Þ])", NO_BREAK_SPACE),
    "reference": (_after(_REFERENCES) + r"\s+(?=\d)", NO_BREAK_SPACE),
    "apostrophe": (r"(?<=[^\W\d_])'(?=[^\W_]|[«\ufffc])", "’"),
    "ellipsis": (r"(?<![./\\])\.{3}(?![./\\])", "…"),
}
_PATTERN = re.compile(
    "|".join((*_KEEP, *(f"(?P<{name}>{pattern})" for name, (pattern, _) in _RULES.items())))
)
_WITHIN = {
    # these two match more than white space, because their context has no fixed width
    "number": re.compile(r"\s"),
    "time": re.compile(r"(?<=\d)\s*(?=h)|(?<=h)\s*(?=\d)"),
}
_LEANS_LEFT = frozenset({"open", "rank"})


def _edits(text: str) -> Iterator[_Edit]:
    """Yield what to change, from left to right, without overlap."""
    for match in _PATTERN.finditer(text):
        name = match.lastgroup
        if name is None:
            continue
        replacement = _RULES[name][1]
        inner = _WITHIN[name].finditer(text, *match.span()) if name in _WITHIN else (match,)
        for found in inner:
            if found.group() != replacement:
                yield _Edit(found.start(), found.end(), replacement, name in _LEANS_LEFT)
