"""Finds what a French sentence counts with: numbers in digits and words, shares, none, all, a single one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from plugins.statistics.prose.tokens import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plugins.statistics.prose.tokens import Token


class Sort(Enum):
    """How something is counted."""

    COUNT = "count"
    ARTICLE = "article"
    """“un”, “une”: a number only where a sentence tells of something that happened."""
    SHARE = "share"
    NONE = "none"
    DENIAL = "denial"
    """“pas de”, “jamais”, “personne”."""
    ALL = "all"
    MOST = "most"
    """“la plupart”, “uniquement”: says something, but no number."""


@dataclass(frozen=True)
class Quantity:
    """One count: the tokens from `start` up to `end`, which is excluded, and its value where it has one."""

    start: int
    end: int
    sort: Sort
    value: int = -1
    bound: str = ""
    """What makes a limit of a number: “moins”, “plus”, “environ”…, without accents."""


_UP_TO_SIXTEEN = (
    "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
)
_UNITS = {word: value for value, word in enumerate(_UP_TO_SIXTEEN.split())} | {"une": 1}
_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70}
_TENS |= {"octante": 80, "huitante": 80, "nonante": 90}
_ABOUT = {"dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40}
_ABOUT |= {
    "cinquantaine": 50,
    "soixantaine": 60,
    "centaine": 100,
    "poignee": -1,
    "duo": 2,
    "trio": 3,
    "paire": 2,
}
_FRACTIONS = "moitie tiers quart quarts cinquieme cinquiemes sixieme septieme huitieme dixieme dixiemes"
_SORTS = {
    Sort.NONE: frozenset("aucun aucune zero nul nulle".split()),
    Sort.DENIAL: frozenset("pas jamais personne".split()),
    Sort.ALL: frozenset("tous toutes totalite integralite".split()),
    Sort.MOST: frozenset("plupart majorite uniquement exclusivement majoritairement seuls seules".split()),
}
_BOUNDS = frozenset(
    "moins plus environ pres presque quelque autour jusqu peine minimum maximum approximativement".split()
)


def quantities(tokens: Sequence[Token]) -> tuple[Quantity, ...]:
    """Return every count of a sentence, in order."""
    found = list(_found(tokens))
    for place, (one, other) in enumerate(zip(found, found[1:], strict=False)):
        over = tokens[other.start - 1].folded == "sur" and other.start - one.end <= 4
        if over and one.sort is Sort.ARTICLE and other.sort is Sort.COUNT:  # « une demande sur trois »
            found[place] = replace(one, sort=Sort.SHARE)
            found[place + 1] = replace(other, sort=Sort.SHARE)
    return tuple(found)


def _found(tokens: Sequence[Token]) -> Iterator[Quantity]:
    place = 0
    while place < len(tokens):
        quantity = _at(tokens, place)
        if quantity is None:
            place += 1
        else:
            yield quantity
            place = quantity.end


def _at(tokens: Sequence[Token], place: int) -> Quantity | None:
    """Return the count that begins at a token, if one does."""
    word = tokens[place].folded
    end, value = _number(tokens, place)
    if end == place:
        if _is_fraction(tokens, place):
            return Quantity(place, place + 1, Sort.SHARE)
        if word == "ensemble" and _word(tokens, place - 1) == "l" and _word(tokens, place + 1) == "des":
            return Quantity(place, place + 1, Sort.ALL)
        if word in ("seul", "seule", "unique") and _word(tokens, place - 1) in ("le", "la", "l"):
            return Quantity(place, place + 1, Sort.COUNT, 1)
        sort = next((sort for sort, forms in _SORTS.items() if word in forms), None)
        return Quantity(place, place + 1, sort) if sort else None
    if _is_fraction(tokens, end):
        return Quantity(place, end + 1, Sort.SHARE)
    if _word(tokens, end) == "%" or (
        _word(tokens, end) == "pour" and _word(tokens, end + 1) in ("cent", "mille")
    ):
        return Quantity(place, end + (1 if _word(tokens, end) == "%" else 2), Sort.SHARE)
    if _word(tokens, end) == "/" and end + 1 < len(tokens) and tokens[end + 1].kind is Kind.NUMBER:
        return Quantity(place, end + 2, Sort.SHARE)
    if _word(tokens, end) in ("ou", "a", "-", "–") and (last := _number(tokens, end + 1)[0]) > end + 1:
        return Quantity(place, last, Sort.COUNT, bound="entre")  # « deux ou trois demandes »
    if word in ("un", "une") and end == place + 1:
        if _word(tokens, end) in ("seul", "seule", "unique"):
            return Quantity(place, end + 1, Sort.COUNT, 1)
        if _word(tokens, end) in _ABOUT:
            return Quantity(place, end + 1, Sort.COUNT, _ABOUT[_word(tokens, end)], "environ")
        return Quantity(place, end, Sort.ARTICLE, 1)
    if _word(tokens, end).rstrip("s") in _ABOUT:
        return Quantity(place, end + 1, Sort.COUNT, bound="environ")
    bounds = {_word(tokens, before) for before in range(place - 3, place)} & _BOUNDS
    if value == 0:
        return Quantity(place, end, Sort.NONE)
    return Quantity(place, end, Sort.COUNT, value, min(bounds, default=""))


def _word(tokens: Sequence[Token], place: int) -> str:
    return tokens[place].folded if 0 <= place < len(tokens) else ""


def _is_fraction(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a fraction's noun stands there; “un tiers” is also somebody else."""
    word = _word(tokens, place)
    if word not in _FRACTIONS.split():
        return False
    after, before = _word(tokens, place + 1), _word(tokens, place - 1)
    if word in ("tiers", "quart") and before in ("un", "l", "du", "de", "au"):
        return after in ("des", "d", "de")
    return (
        before in ("la", "le", "un", "une", "moins", "plus", "pres") or before in _UNITS or before.isdigit()
    )


def _number(tokens: Sequence[Token], place: int) -> tuple[int, int]:
    """Return where a number that begins at `place` ends, and its value; `place` itself where none begins."""
    if place >= len(tokens):
        return place, 0
    if tokens[place].kind is Kind.NUMBER:
        return place + 1, tokens[place].value
    total, end = 0, place
    while end < len(tokens):
        word, joined = _word(tokens, end), end > place
        step = 1
        if joined and word in ("et", "-"):
            word, step = _word(tokens, end + 1), 2
            if word not in ("un", "une", "onze") and tokens[end].folded == "et":
                break
        if word in ("cent", "cents"):
            total = max(total, 1) * 100
        elif word == "mille":
            total = max(total, 1) * 1000
        elif word in ("vingt", "vingts") and total % 100 == 4 and joined:
            total += 76  # quatre-vingts
        elif word in _TENS and total % 100 == 0:
            total += _TENS[word]
        elif word in _UNITS and (not joined or _may_follow(total, _UNITS[word])):
            total += _UNITS[word]
        else:
            break
        end += step
    return end, total


def _may_follow(total: int, unit: int) -> bool:
    """Tell whether a unit may follow: vingt-deux, soixante-douze, cent trois."""
    tens = total % 100
    return tens == 0 or (tens >= 20 and tens % 10 == 0 and (unit < 10 or tens in (60, 80)) and unit > 0)
