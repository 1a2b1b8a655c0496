"""Reads the written site as an attacker would: does any number say more than the published tables do?

A number is suspect when it stands in one sentence, list item or table row with the name of a
protected category (a theme, a sector, a region or a family of them) and with a word for the
activities that are protected (avis, demande, permanence, rencontre, formation…). It is allowed when
the manifest knows it: a published cell of that very category, a public total or the rest that
a table hides as a whole, a year and, in running text, a printed figure. Nothing below the threshold is ever
allowed, in figures or in words ("aucune", "une seule", "trois"), nor any share or percentage.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import TYPE_CHECKING

from lxml import etree

from plugins.statistics.presentation.page import cell_labels
from plugins.statistics.programme import THRESHOLD
from plugins.written_pages import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import html

    from plugins.figures.figures import Figures
    from plugins.statistics.protection.tables import Publication
    from plugins.statistics.register.classification import Classifications

_NOUNS = tuple(
    "avis demande interpellation permanence rencontre formation appel consultation".split()  # noqa: SIM905  as read
)
_ACTIVITIES = "|".join(f"{noun}s?" for noun in _NOUNS)
_ACTIVITY = re.compile(rf"\b(?:{_ACTIVITIES})\b")
_COUNTED = rf"\s+(?:\w+\s+){{0,2}}(?:{_ACTIVITIES})\b"
"""What a number in words must be about: "trois des demandes", but not "deux questions sur la formation"."""
NUMBER = re.compile(r"(?<![\w,.])\d{1,3}(?:[\u00a0\u202f]\d{3})+(?![\w])|(?<![\w,.-])\d+(?![\w])")
_FROM_TWO = "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
WORDS = {word: value for value, word in enumerate(_FROM_TWO.split(), start=2)}
IN_WORDS = re.compile(rf"\b({'|'.join(WORDS)}){_COUNTED}", re.IGNORECASE)
NONE_OR_ONE = re.compile(rf"\b(?:aucune?|zéro|nulle?|une? seule?|une? unique){_COUNTED}", re.IGNORECASE)
SHARE = re.compile(
    r"\d+[.,]\d+|\d\s?%|\bpour cent\b|\b(?:la moitié|un tiers|un quart|deux tiers|trois quarts)\b",
    re.IGNORECASE,
)
YEARS = range(1900, 2101)
_TEXT = etree.XPath("string()")
SENTENCE = re.compile(r"(?<=[.!?…])\s+")
BLOCKS = {
    "tr",
    "li",
    "p",
    "dd",
    "dt",
    "figcaption",
    "caption",
    "h1",
    "h2",
    "h3",
    "h4",
    "text",
    "desc",
    "title",
    "td",
    "th",
}
"""Elements whose text is read as one statement, the innermost that holds a number."""


@dataclass(frozen=True)
class Manifest:
    """What may be said: numbers by category label, and numbers that belong to no category."""

    by_label: dict[str, frozenset[int]]
    totals: frozenset[int]
    """Public totals, and what a table hides as a whole: every reader can form them."""
    printed: frozenset[int]
    """Figures of the printed reports: about the association, never about a category."""

    @cached_property
    def any_label(self) -> re.Pattern[str]:
        """Match any label in a text reduced to its words, with a space at both ends."""
        return re.compile("|".join(f" {re.escape(label)} " for label in self.by_label if label) or r"(?!)")

    def allows(self, labels: Iterable[str], number: int, *, in_table: bool) -> bool:
        """Tell whether the number may stand beside these labels."""
        if number in YEARS or any(number in self.by_label[label] for label in labels):
            return True
        return number >= THRESHOLD and (number in self.totals or (not in_table and number in self.printed))


@dataclass(frozen=True)
class Statement:
    """The text of one block of a page; `in_table`: a row under a caption about protected activities."""

    text: str
    in_table: bool


@dataclass(frozen=True)
class Leak:
    """A statement that says more than the tables: the label it is about, in French, and never its number."""

    label: str


def manifest(publication: Publication, classifications: Classifications, figures: Figures) -> Manifest:
    """List everything that the site may say about the register."""
    by_label: dict[str, set[int]] = {}
    for dimension, categories in classifications.categories.items():
        for category in categories:
            by_label.setdefault(_key(category.label), set())
        for family in classifications.families[dimension].values():
            by_label.setdefault(_key(family.label), set())
    for table in publication.tables:
        for label, cell in zip(cell_labels(table, classifications), table.cells, strict=True):
            by_label.setdefault(_key(label), set()).add(cell.number)
    totals = {total.number for total in publication.totals}
    return Manifest(
        {label: frozenset(numbers) for label, numbers in by_label.items()},
        frozenset(totals),
        frozenset(figure.value for figure in figures.all),
    )


def statements(_path: str, tree: html.HtmlElement) -> tuple[Statement, ...]:
    """Return what a page says that the manifest must judge: the rest can give nobody away."""
    blocks = list(tree.iter(*BLOCKS))
    holders: set[html.HtmlElement] = set()  # of other blocks: those are read instead
    for block in blocks:
        for ancestor in block.iterancestors():
            if ancestor in holders:
                break
            holders.add(ancestor)
    found = (
        Statement(" ".join(" ".join(map(str, block.itertext())).split()), _is_protected_row(block))
        for block in blocks
        if block.tag == "tr" or (block not in holders and _may_name_activity(_folded(str(_TEXT(block)))))
    )
    return tuple(
        statement
        for statement in found
        if (statement.in_table or _names_activity(statement.text)) and _counts(statement.text)
    )


def said_in(text: str) -> tuple[Statement, ...]:
    """Return the same of a text, HTML or plain, that is no page."""
    return statements("", parse(f"<p>{text}".encode()))


def may_say(text: str) -> bool:
    """Tell, at little cost, whether `said_in` may find anything: without these letters, it does not.

    Only a caption is read across its tags.
    """
    folded = _folded(unescape(text))
    return "<caption" in folded or _may_name_activity(folded)


def _names_activity(text: str) -> bool:
    """Tell whether a text holds a word for the protected activities."""
    folded = _folded(text)
    return _may_name_activity(folded) and bool(_ACTIVITY.search(folded))


def _folded(text: str) -> str:
    """Return a text without capitals; Turkish forms of i are an i, as `IGNORECASE` has it."""
    return text.replace("\u0130", "i").replace("\u0131", "i").casefold()


def _may_name_activity(folded: str) -> bool:
    """Look for the letters of these words, which costs much less than looking for the words."""
    return any(noun in folded for noun in _NOUNS)


def _counts(text: str) -> bool:
    """Tell whether a text holds any sort of number; without one it cannot be suspect."""
    return any(pattern.search(text) for pattern in (NUMBER, IN_WORDS, NONE_OR_ONE, SHARE))


def leaks(said: Iterable[Statement], known: Manifest) -> Iterator[Leak]:
    """Yield every suspect statement."""
    for statement in said:
        yield from _suspects(statement, known)


def _is_protected_row(element: html.HtmlElement) -> bool:
    """Tell whether a table row stands under a caption about protected activities."""
    table = next(element.iterancestors("table"), None) if element.tag == "tr" else None
    caption = table.find("caption") if table is not None else None
    return caption is not None and _names_activity(caption.text_content())


def _suspects(statement: Statement, known: Manifest) -> Iterator[Leak]:
    """Judge one statement, sentence by sentence; a row under a caption needs no word for an activity."""
    in_table = statement.in_table
    for sentence in [statement.text] if in_table else SENTENCE.split(statement.text):
        if not in_table and not _names_activity(sentence):
            continue
        folded = f" {_key(sentence)} "
        if not known.any_label.search(folded):
            continue
        labels = [label for label in known.by_label if label and f" {label} " in folded]
        numbers = {int(re.sub(r"\D", "", found)) for found in NUMBER.findall(sentence)}
        numbers |= {WORDS[found.lower()] for found in IN_WORDS.findall(sentence)}
        if (
            NONE_OR_ONE.search(sentence)
            or SHARE.search(sentence)
            or any(not known.allows(labels, number, in_table=in_table) for number in numbers)
        ):
            yield Leak(max(labels, key=len))


def _key(text: str) -> str:
    """Reduce a text to its words, in lower case: what typography does not change."""
    return " ".join(re.findall(r"\w+", text.casefold()))
