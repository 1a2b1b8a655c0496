"""French micro-typography of plain text: no-break spaces, apostrophes, ellipses.

Only white space, straight apostrophes and three dots ever change, and doing it
twice changes nothing more. Every rule replaces a stretch of white space (maybe
empty) or one sign, seen in its context. That is why the rules also hold across
pieces: `Bonjour` in an emphasis followed by ` !` outside it.

Sources: Imprimerie nationale, Lexique des règles typographiques; the narrow
space before `; ! ?` and in numbers, the full one elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from plugins.french.dates import MONTHS
from plugins.french.numbers import NO_BREAK_SPACE

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
    if len(pieces) == 1 and pieces[0].shown is None:  # nearly always
        return [_edited(pieces[0].text)]
    shown = [piece.text if piece.shown is None else piece.shown for piece in pieces]
    bounds = list(pairwise(accumulate(map(len, shown), initial=0)))
    results = [piece.text for piece in pieces]
    # from the end, so that the offsets of what remains stay true
    for edit in reversed(list(_edits("".join(shown)))):
        _apply(edit, pieces, bounds, results)
    return results


def _edited(text: str) -> str:
    """Typeset a text that is in one piece."""
    done, parts = 0, []
    for edit in _edits(text):
        parts += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join([*parts, text[done:]]) if parts else text


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

_UNITS = (
    "°C|[ckm]?m[²³]?|km/h|[km]?g|[cm]?l|h|min|[kMG]o|octets?|euros?|"
    "ans?|mois|semaines?|jours?|heures?|minutes?"
)
_TITLES = ("M.", "MM.", "Mme", "Mmes", "Mlle", "Dr", "Dre", "Pr", "Me")
_REFERENCES = ("p.", "pp.", "art.", "al.", "chap.", "fig.", "vol.", "§")

_SPACE = r"[ \u00a0\u2009\u202f]"  # one on the same line
_WORD = r"[\w»”\"’')\]%‰€°}\ufffc]"  # what may end the word before a sign
_END = r"[;!?]*(?:[\s\ufffc»”\"’')\].,…–—]|\Z)"  # after a sign that ends a word: in `a?b` it is code


def _after(words: tuple[str, ...]) -> str:
    """Return a look-behind for any of these whole words and one space."""
    return "(?:" + "|".join(rf"(?<=(?<!\w){re.escape(word)}\s)" for word in words) + ")"


_RULES = {
    # where: {name: (what is replaced, seen in its context; by what)}. An empty match is a missing space.
    r"(?<=[«°])": {
        "opening": (r"(?<=«)(?:\s+|(?=\S))", NO_BREAK_SPACE),
        "rank": (r"(?<=(?<!\w)[nN]°)\s*(?=\d)", NO_BREAK_SPACE),
    },
    r"(?=\s+[»;!?:%‰€])(?<!\s)": {
        "before_quote": (r"\s+(?=»)", NO_BREAK_SPACE),
        "before_sign": (rf"\s+(?=[;!?]{_END})", NARROW_SPACE),
        "before_colon": (r"\s+(?=:(?:[\s\ufffc«»“”\"’'()\[\].,…]|\Z))", NO_BREAK_SPACE),
        "before_symbol": (r"\s+(?=[%‰€](?!\w))", NO_BREAK_SPACE),
    },
    r"(?<=[\d}r])(?=\s)": {
        "before_unit": (rf"\s(?<=[\d}}]\s)(?=(?:{_UNITS})(?![\w’'-]))", NO_BREAK_SPACE),
        "before_month": (rf"\s(?:(?<=\d\s)|(?<=\b1er\s))(?=(?:{'|'.join(MONTHS)})\b)", NO_BREAK_SPACE),
    },
    r"(?=\s[A-ZÀ-ÖØ-Þ\d])(?<=[.esr§])": {
        "after_title": (rf"\s(?=[A-ZÀ-ÖØ-Þ]){_after(_TITLES)}", NO_BREAK_SPACE),
        "after_reference": (rf"\s(?=\d){_after(_REFERENCES)}", NO_BREAK_SPACE),
    },
    r"(?=\d)": {
        # these two match digits as well, because their context has no fixed width
        "number": (
            # not a telephone number: groups of three only, and no nought in front
            rf"(?<![\w/+])(?<!\d[\s.,])[1-9]\d{{0,2}}(?:{_SPACE}\d{{3}})+(?!\w|\s?\d)",
            NARROW_SPACE,
        ),
        "time": (
            rf"(?<!\w)(?<!\d[.,:])\d{{1,2}}{_SPACE}*h(?:{_SPACE}*[0-5]\d)?(?!\w)",
            NO_BREAK_SPACE,
        ),
    },
    r"(?=[;:!?»%‰€'.])": {
        "closing": (r"(?<=[^\s«])(?=»)", NO_BREAK_SPACE),
        "sign": (rf"(?<={_WORD})(?=[;!?]{_END})", NARROW_SPACE),
        "colon": (rf"(?<={_WORD})(?=:(?:[\s«»]|\Z))", NO_BREAK_SPACE),
        "symbol": (r"(?<=[\d}])(?=[%‰€](?!\w))", NO_BREAK_SPACE),
        "apostrophe": (r"(?<=[^\W\d_])'(?=[^\W_]|[«\ufffc])", "’"),
        "ellipsis": (r"(?<![./\\])\.{3}(?![./\\])", "…"),
    },
}
_REPLACEMENTS = {name: text for rules in _RULES.values() for name, (_, text) in rules.items()}
_WITHIN = {"number": re.compile(r"\s"), "time": re.compile(r"(?<=\d)\s*(?=h)|(?<=h)\s*(?=\d)")}
_LEANS_LEFT = frozenset({"opening", "rank"})
_PATTERN = re.compile(
    # nearly every character is a letter that no rule looks at: tell so at once
    r"(?:(?=[\s\d;:!?»%‰€'.])|(?<=[«°]))(?:"
    + "|".join(
        f"{where}(?:{'|'.join(f'(?P<{name}>{pattern})' for name, (pattern, _) in rules.items())})"
        for where, rules in _RULES.items()
    )
    + ")"
)

_KEEP = re.compile(
    r"""
      (?<![\w+.-]) [A-Za-z][A-Za-z0-9+.-]*+ :// [^\s«»<>]*      # an address
    | (?<!\w) (?:www\.|mailto:|tel:) [^\s«»<>]+
    | (?<![\w.+'-]) [\w.+'-]++ @ [\w-]+ (?:\.[\w-]+)+           # an e-mail address
    | & \#?\w+ ;                                                # an HTML entity
    | \{ [^{}\s]* \}                                            # a figure's token
    | (?<![^\s«»]) (?=[^\s«»]*(?:[=_\\]|::|\(\))) [^\s«»]+      # code: signs that no French word holds
    """,
    re.VERBOSE,
)
_KEEP_SIGNS = ("://", "www.", "mailto:", "tel:", "@", "&", "{", "=", "_", "\\", "::", "()")


def _edits(text: str) -> Iterator[_Edit]:
    """Yield what to change, from left to right, without overlap."""
    kept: list[tuple[int, int]] = []
    if any(sign in text for sign in _KEEP_SIGNS):
        kept = [match.span() for match in _KEEP.finditer(text)]
    for match in _PATTERN.finditer(text):
        name = match.lastgroup or ""
        new = _REPLACEMENTS[name]
        for found in _WITHIN[name].finditer(text, *match.span()) if name in _WITHIN else (match,):
            start, end = found.span()
            # an address begins or ends where a space goes; what lies inside stays
            if text[start:end] != new and not any(left < end and start < right for left, right in kept):
                yield _Edit(start, end, new, name in _LEANS_LEFT)
