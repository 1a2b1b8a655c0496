"""Makes the summary of a page from the words that it has: 50 to 200 characters, cut after a sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from plugins.checks.sources.values import SUMMARY_LENGTH
from tools.spip.markup.plain import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tools.spip.markup.values import Part

_SHORTEST: Final = SUMMARY_LENGTH[0]
_LONGEST: Final = SUMMARY_LENGTH[-1]
_ASIDE: Final = re.compile(
    r"(?s)\[\[.*?\]\]|<(?:code|cadre|html)>.*?</\w+>|<[a-z_]{3,}\d+[^<>]*>", re.IGNORECASE
)
_NO_SENTENCES: Final = ("{{{", "|", "-*", "-#", "----", "Signé : ", "Voir en ligne : ")
_SENTENCE_END: Final = re.compile(r"[.!?…]+[»”\")]*(?=\s)")
_HALF_EMPHASIS: Final = re.compile(r"\{{2,}(?!\})|(?<!\{)\}{2,}")
"""Left of an emphasis that goes on in the next paragraph."""
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b-\x1f\x7f]")


def summary_of(given: str, text: str, facts: Iterable[str]) -> str:
    """Return a summary made of what the old site said, and nothing else.

    Args:
        given: what it said of the page (`descriptif`), without markup.
        text: the page's first paragraphs, without markup.
        facts: its title, then sentences about it: for a page with next to no words.
    """
    given, text = one_line(given), one_line(text)
    title, *others = map(one_line, facts)
    words = given
    if len(words) < _SHORTEST and text:
        words = f"{_ended(given)} {text}".strip()
    if len(words) < _SHORTEST:
        words = f"{_ended(title)} {words}".strip()
    for fact in others:
        if fact and len(words) < _SHORTEST:
            words = f"{_ended(words)} {_ended(fact)}"
    return cut(words)


def opening_of(parts: Iterable[Part]) -> str:
    """Return the first sentences of a text in SPIP's markup, without notes, documents, headings and lists."""
    opening = ""
    for part in parts:
        for paragraph in re.split(r"\n\s*\n", _ASIDE.sub(" ", part.text.replace("\r\n", "\n"))):
            sentences = not paragraph.lstrip().startswith(_NO_SENTENCES) and "[->" not in paragraph
            if sentences and len(opening) <= _LONGEST:
                words = _HALF_EMPHASIS.sub("", plain_text(paragraph))
                opening = f"{opening} {_ended(one_line(words))}".strip()
    return opening


def one_line(text: str) -> str:
    """Return a text on one line, without what nobody sees."""
    return " ".join(_UNSEEN.sub("", text).split())


def cut(words: str) -> str:
    """Cut a text that is too long after a sentence, else after a word."""
    if len(words) <= _LONGEST:
        return words
    ends = [match.end() for match in _SENTENCE_END.finditer(words) if _SHORTEST <= match.end() <= _LONGEST]
    if ends:
        return words[: ends[-1]]
    start = words[: _LONGEST - 1]
    return f"{start[: start.rfind(' ')] if ' ' in start[_SHORTEST:] else start}".rstrip(" ,;:–-") + "…"


def _ended(text: str) -> str:
    return text if not text or text[-1] in ".!?…:;" else f"{text}."
