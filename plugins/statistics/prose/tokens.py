"""Cuts a sentence into words, marks and periods; what is a number but counts nothing is set aside here.

Dates, hours, prices, telephone numbers, addresses and articles of law become one `SET_ASIDE`
token each, years and periods a `PERIOD` token, so that whoever counts never meets them.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

from plugins.statistics.records.classification import Period


class Kind(Enum):
    """What a token is."""

    WORD = "word"
    NUMBER = "number"
    """Digits; `value` holds them, thousands joined."""
    PERIOD = "period"
    """A year or years that follow each other; `period` holds them."""
    PART = "part"
    """A date, or another piece of a year: no table is published for it."""
    SET_ASIDE = "set aside"
    MARK = "mark"
    """One sign of punctuation that parts words."""


WORD, NUMBER, PERIOD, PART, SET_ASIDE, MARK = Kind  # by these names ten times as quick, on Python 3.11


@dataclass(frozen=True)
class Token:
    """One piece of a sentence."""

    kind: Kind
    raw: str
    """As written, in lower case, accents kept."""
    folded: str = ""
    """Without accents."""
    stem: str = ""
    """Without accents and without the mark of the plural."""
    capital: bool = False
    value: int = 0
    period: Period | None = None


_MONTHS = (
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre "
    "trimestre semestre printemps ete automne hiver"
).replace(" ", "|")
NAMES_OF_TIMES = frozenset(_MONTHS.split("|"))
_YEAR = r"(?:19|20)\d\d"
_BEFORE_A_LABEL = (  # a number after one of these is a name
    r"articles?|art|alineas?|n[o°]?|numeros?|pages?|pp?|chapitres?|chap|titres?|tomes?|volumes?|versions?|"
    r"points?|annexes?|etapes?|niveaux?|parties?|paragraphes?|§|fiches?|salles?|locale?|locaux|etages?|boites?|"
    r"bte|bus|trams?|lignes?|metro|modules?|ateliers?|episodes?|arretes?|codes?|figures?|tableaux?|"
    r"lois?|projets?|decrets?|phases?|axes?|saisons?|tours?|zones?|types?|categories?|options?|exemples?|questions?|"
    r"regles?|principes?|exercices?|semaines?|jours?|sessions?|seances?|editions?|"
    r"tel|telephone|gsm|fax|iban|tva|bce"
)
_STREET = (
    r"rue|avenue|av\.|boulevard|bd|place|chaussee|quai|square|clos|impasse|allee|dreve|chemin|parvis|sentier"
)
_MORE_LABELS = r"(?: ?(?:,|et|a|ou|-|/) ?\d+)|(?: ?(?:bis|ter|quater|er)\b)"
_OF_A_STREET = r" (?:de|du|des|la|le|les)| [dl]'| (?:[dl]')?[A-Z][\w'-]*"
_MARKS = ",;:()–—-/=%.!?…"
"""Quotation marks, apostrophes and stars part nothing."""
_PATTERNS = (
    # (pattern, kind) in the order in which they are tried; on text without accents, capitals kept
    (rf"\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}[/.]\d{{1,2}}[/.](?:{_YEAR}|\d\d)\b", PART),
    (
        rf"(?i:\b(?:\d{{1,2}}|1er) ?(?:(?:,|et|ou|au|-) ?\d{{1,2}} ?)*(?:{_MONTHS})\b(?: {_YEAR}\b)?)",
        PART,
    ),
    (rf"(?i:\b(?:{_MONTHS})(?: de)?(?: l'annee)? {_YEAR}\b)", PART),
    (rf"(?i:\b(?:en|debut|fin|depuis|mi) ?-?(?:{_MONTHS})\b)", PART),
    (rf"\b{_YEAR} ?(?:[-–—/]|a|et|jusqu'a|jusqu'en) ?(?:la fin de )?{_YEAR}\b", PERIOD),
    (rf"\b{_YEAR}\b", PERIOD),
    (r"(?:\+|\b00)\d{1,3}(?:[ ./-]?\d{1,4}){2,}|\b0\d{1,3}(?:[ ./-]\d{2,3}){2,}", SET_ASIDE),
    (r"\b\d{1,2} ?[hH](?: ?\d\d)?\b|\b\d{1,2}:\d\d\b", SET_ASIDE),
    (r"[€$] ?\d[\d .,]*|\b\d[\d .,]*(?:€|euros?\b|eur\b)", SET_ASIDE),
    (
        rf"(?i:(?<!\w)(?:{_BEFORE_A_LABEL})\.? ?\d+(?:{_MORE_LABELS})*)",
        SET_ASIDE,
    ),
    (
        rf"(?i:\b(?:{_STREET}))(?:{_OF_A_STREET})+,? \d+[a-zA-Z]?\b(?! [a-z])",
        SET_ASIDE,
    ),
    (rf"\b\d+[a-zA-Z]?,? (?i:{_STREET})\b", SET_ASIDE),
    (r"\b(?:B-?)?[1-9]\d{3} (?=[A-Z])", SET_ASIDE),
    (r"\b\d+ ?ans\b", SET_ASIDE),
    (r"https?://\S+|\S+@\S+\.\w+", SET_ASIDE),
    (r"\b\d{1,3}(?: \d{3})+(?![\w,]\d)|\b\d+(?:[.,]\d+)?", NUMBER),
    (r"[^\W\d]+|\w+", WORD),
    (rf"[{re.escape(_MARKS)}]", MARK),
)


_GROUPS = {f"{kind.name}_{number}": kind for number, (_, kind) in enumerate(_PATTERNS)}
_NAMED = [f"(?P<{group}>{pattern})" for group, (pattern, _) in zip(_GROUPS, _PATTERNS, strict=True)]
_WITH_DIGITS = re.compile(f"(?! )(?:{'|'.join(_NAMED)})")  # no token begins with a space
_WITHOUT_DIGITS = re.compile("|".join(each for each in _NAMED if "<WORD_" in each or r"\d" not in each))
_EASY = re.compile(r"[\x00-/:-?A-\u017f–—…“”]*")
"""Texts without digits and addresses, each letter of which is one letter without accents."""
_WORD_OR_MARK = re.compile(rf"\w+|[{re.escape(_MARKS)}]")
_WITH_A_TIME = frozenset(
    f"{before}{name}" for before in ("", "en", "debut", "fin", "depuis", "mi") for name in NAMES_OF_TIMES
)
"""A text without one of these words has no piece of a year in it."""
_DIGIT = re.compile(r"\d")
_RARE = re.compile(r"[^\x00-\xac\xae-\xff]")
_ACCENTS = re.compile("[\u0300-\u036f]")
_FAR_SIGNS = re.compile("[\u0370-\u1fff\u20d0-\u20ff\u2c00-\U0010ffff]")
"""Among which there may be other accents; the punctuation, euros and arrows of French texts are none."""
_INCLUSIVE = re.compile(r"[·•‧](?:\w{1,6})(?:[·•‧]s)?|\((?:e|s|es|ne|nes|trice|trices|euse|ère|ières?)\)")
_SAME_SIGNS = (("’", "'"), ("‘", "'"), ("ʼ", "'"), ("‐", "-"), ("‑", "-"), ("⁄", "/"))


def plain(text: str) -> str:
    """Return a text as it is compared: one form of each letter, no invisible sign, no inclusive ending."""
    # a half is read before NFKC makes 1/2 of it
    text = unicodedata.normalize("NFKC", text.replace("½", " la moitié "))
    for sign, usual in _SAME_SIGNS:  # ten times as quick as to translate
        text = text.replace(sign, usual)
    text = _RARE.sub(lambda match: "" if unicodedata.category(match[0]) == "Cf" else match[0], text)
    return " ".join(_INCLUSIVE.sub("", text.replace("\u0131", "i")).split())


def without_accents(text: str) -> str:
    """Return a text without accents, as many letters as before wherever letters have accents."""
    if text.isascii():
        return text
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", text))
    if _FAR_SIGNS.search(bare):  # rare, and slow
        bare = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return bare.replace("œ", "o").replace("æ", "a")


def stem_of(folded: str) -> str:
    """Return a word that has no accents any more without its plural, so that forms of one word meet."""
    return folded[:-1] if len(folded) > 3 and folded[-1] in "sx" else folded


def tokens_of(text: str) -> tuple[Token, ...]:
    """Return the tokens of a sentence."""
    return cut(plain(text))


def cut(text: str) -> tuple[Token, ...]:
    """Return the tokens of a plain text."""
    if _EASY.fullmatch(text) and "://" not in text:
        tokens = tuple(map(_word_or_mark, _WORD_OR_MARK.findall(text)))
        if _WITH_A_TIME.isdisjoint([token.folded for token in tokens]):
            return tokens
    return cut_by_patterns(text)


def cut_by_patterns(text: str) -> tuple[Token, ...]:
    """Return the tokens of any plain text; `cut` does the same for easy ones, in a fifth of the time."""
    folded = without_accents(text)
    written = text if len(text) == len(folded) else folded
    pattern = _WITH_DIGITS if _DIGIT.search(folded) else _WITHOUT_DIGITS
    return tuple(
        _token(str(found.lastgroup), written[found.start() : found.end()], found[0])
        for found in pattern.finditer(folded)
    )


@functools.lru_cache(maxsize=1 << 16)  # a language has few words, and each comes often
def _word_or_mark(written: str) -> Token:
    return _spelled(MARK if written in _MARKS else WORD, written, without_accents(written))


@functools.lru_cache(maxsize=1 << 16)
def _token(group: str, written: str, bare: str) -> Token:
    kind = _GROUPS[group]
    raw = written.lower()
    if kind is NUMBER:
        digits = re.sub(r"[ ]", "", raw)
        whole = int(digits) if digits.isdigit() else -1  # a decimal counts nothing that is published
        return Token(kind, raw, raw, raw, value=whole)
    if kind in (PERIOD, PART):
        years = [int(year) for year in re.findall(_YEAR, bare)]
        period = Period(min(years), max(years)) if years else None
        return Token(kind, raw, period=period)
    return _spelled(kind, written, bare)


def _spelled(kind: Kind, written: str, bare: str) -> Token:
    folded = bare.lower()
    return Token(kind, written.lower(), folded, stem_of(folded), written[:1].isupper())


def words_of(text: str) -> tuple[str, ...]:
    """Return a text's words and numbers as they are compared with one another, without any punctuation."""
    return tuple(re.findall(r"\w+", without_accents(plain(text)).lower()))
