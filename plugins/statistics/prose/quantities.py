"""Finds what a French sentence counts with: numbers in digits and words, shares, none, all, a single one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from plugins.statistics.prose.tokens import NUMBER

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
_ABOUT = frozenset(
    "dizaine douzaine quinzaine vingtaine trentaine quarantaine cinquantaine soixantaine centaine millier "
    "poignee duo trio paire".split()
)
_FRACTIONS = frozenset(
    "moitie tiers quart quarts cinquieme cinquiemes sixieme septieme huitieme dixieme dixiemes".split()
)
_ONLY = frozenset("seul seule unique".split())
_ORDINALS = frozenset("premier premiere second seconde deuxieme troisieme quatrieme cinquieme".split())
_SORTS = {
    Sort.NONE: frozenset("aucun aucune nul nulle".split()),
    Sort.DENIAL: frozenset("pas jamais personne".split()),
    Sort.ALL: frozenset("tous toutes totalite integralite".split()),
    Sort.MOST: frozenset("plupart majorite uniquement exclusivement majoritairement seuls seules".split()),
}
SIGNS = (
    _FRACTIONS
    | _ONLY
    | _ORDINALS
    | {"ensemble", "cent", "cents", "mille", *_UNITS, *_TENS, *chain(*_SORTS.values())}
)
"""Words without which nothing is counted in words."""
_BOUNDS = frozenset(
    "moins plus environ pres presque quelque autour jusqu peine minimum maximum approximativement".split()
)


def quantities(tokens: Sequence[Token]) -> tuple[Quantity, ...]:
    """Return every count of a sentence, in order."""
    found = list(_found(tokens))
    for place, (one, other) in enumerate(pairwise(found)):
        over = tokens[other.start - 1].folded == "sur" and other.start - one.end <= 4
        if over and one.sort is Sort.ARTICLE and other.sort is Sort.COUNT:  # « une demande sur trois »
            found[place : place + 2] = replace(one, sort=Sort.SHARE), replace(other, sort=Sort.SHARE)
    return tuple(found)


def _found(tokens: Sequence[Token]) -> Iterator[Quantity]:
    places = [place for place, token in enumerate(tokens) if token.folded in SIGNS or token.kind is NUMBER]
    end_of_last = 0
    for place in places:
        if place < end_of_last:
            continue
        end, value = _number(tokens, place)
        if (
            tokens[place].kind is NUMBER
            and _word(tokens, place - 1) in ("au", "du", "le", "la")
            and value > 1
        ):
            continue  # « le 107 », « les appels au 103 »
        quantity = _counted(tokens, place, end, value) if end > place else _worded(tokens, place)
        if quantity:
            end_of_last = quantity.end
            yield quantity


def _worded(tokens: Sequence[Token], place: int) -> Quantity | None:
    """Return the count that a word without a number says, if it says one."""
    word, before = tokens[place].folded, _word(tokens, place - 1)
    if _is_fraction(tokens, place):
        return Quantity(place, place + 1, Sort.SHARE)
    if word == "ensemble" and before == "l" and _word(tokens, place + 1) == "des":
        return Quantity(place, place + 1, Sort.ALL)
    if word in _ONLY and before in ("le", "la", "l"):
        return Quantity(place, place + 1, Sort.COUNT, 1)
    if word in _ORDINALS:
        return Quantity(place, place + 1, Sort.ARTICLE, 1, bound="rang")
    if word == "pas" and _word(tokens, place + 1) in ("un", "une") and before not in ("est", "sont", "etait"):
        return Quantity(place, place + 2, Sort.NONE)
    sort = next((sort for sort, forms in _SORTS.items() if word in forms), None)
    return Quantity(place, place + 1, sort) if sort else None


def _counted(tokens: Sequence[Token], place: int, end: int, value: int) -> Quantity:
    """Return the count that a number says which ends at `end`, with the word after it."""
    word, after = tokens[place].folded, _word(tokens, end)
    share = _end_of_share(tokens, end)
    if share > end:
        return Quantity(place, share, Sort.SHARE)
    last = _number(tokens, end + 1)[0] if after in ("ou", "a", "-", "–") else 0
    if last > end + 1:
        return Quantity(place, last, Sort.COUNT, bound="entre")  # « deux ou trois demandes »
    about = end
    while _word(tokens, about) in ("demi", "-", "bonne", "petite", "grosse"):
        about += 1
    if _word(tokens, about).rstrip("s") in _ABOUT:
        return Quantity(
            place, about + 1 + (_word(tokens, about + 1) in ("de", "d")), Sort.COUNT, bound="environ"
        )
    if word in ("un", "une") and end == place + 1:
        only = after in _ONLY or (_word(tokens, place - 1) == "qu" and _is_denied(tokens, place))
        return (
            Quantity(place, end + (after in _ONLY), Sort.COUNT, 1)
            if only
            else Quantity(place, end, Sort.ARTICLE, 1)
        )
    bounds = {_word(tokens, before) for before in range(place - 3, place)} & _BOUNDS
    return Quantity(place, end, Sort.COUNT if value else Sort.NONE, value or -1, min(bounds, default=""))


def _is_denied(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether “ne” stands before a word: “n’a reçu qu’une demande”."""
    return any(token.folded in ("n", "ne") for token in tokens[max(place - 8, 0) : place])


def _end_of_share(tokens: Sequence[Token], end: int) -> int:
    """Return where a share ends whose number ends at `end`: “deux tiers”, “60 %”; `end` where none is."""
    after, second = _word(tokens, end), _word(tokens, end + 1)
    if _is_fraction(tokens, end) or after == "%":
        return end + 1
    of_hundred = after == "pour" and second in ("cent", "mille")
    ratio = after == "/" and tokens[end + 1 : end + 2] and tokens[end + 1].kind is NUMBER
    return end + 2 if of_hundred or ratio else end


def _word(tokens: Sequence[Token], place: int) -> str:
    return tokens[place].folded if 0 <= place < len(tokens) else ""


def _is_fraction(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a fraction's noun stands there; “un tiers” is also somebody else."""
    word = _word(tokens, place)
    if word not in _FRACTIONS:
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
    if tokens[place].kind is NUMBER:
        return place + 1, tokens[place].value
    total, end = 0, place
    while end < len(tokens):
        joins = end > place and _word(tokens, end) in ("et", "-")
        word = _word(tokens, end + joins)
        if joins and tokens[end].folded == "et" and word not in ("un", "une", "onze"):
            break
        grown = _grown(total, word, first=end == place)
        if grown is None:
            break
        total, end = grown, end + 1 + joins
    return end, total


def _grown(total: int, word: str, *, first: bool) -> int | None:
    """Return a number with one more word; None where the word does not go on with it."""
    if word in ("cent", "cents"):
        return max(total, 1) * 100
    if word == "mille":
        return max(total, 1) * 1000
    if word in ("vingt", "vingts") and total % 100 == 4:
        return total + 76  # quatre-vingts
    if word in _TENS and total % 100 == 0:
        return total + _TENS[word]
    if word in _UNITS and (first or _may_follow(total, _UNITS[word])):
        return total + _UNITS[word]
    return None


def _may_follow(total: int, unit: int) -> bool:
    """Tell whether a unit may follow: vingt-deux, soixante-douze, cent trois."""
    tens = total % 100
    return tens == 0 or (tens >= 20 and tens % 10 == 0 and (unit < 10 or tens in (60, 80)) and unit > 0)
