"""Judges a statement: does it count protected activities of a category otherwise than the tables do?

What a number counts is the noun that follows it: “trois demandes”, “trois CPAS”, “trois venaient de”
(`relations`). Which category it belongs to stands beside it or around it (`case`). `rules` decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from plugins.statistics.prose.case import Case
from plugins.statistics.prose.rules import Verdict, verdict_on
from plugins.statistics.prose.sentence import Sentence
from plugins.statistics.prose.tokens import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from plugins.statistics.prose.known import PublicCounts
    from plugins.statistics.prose.lexicon import Lexicon
    from plugins.statistics.prose.quantities import Quantity
    from plugins.statistics.prose.statements import Statement
    from plugins.statistics.records.classification import Period

__all__ = ["Judge", "ProseFinding", "Verdict"]


_OTHER = "Autre thème ou secteur"


@dataclass(frozen=True)
class ProseFinding:
    """A statement that says too much, or may."""

    verdict: Verdict
    label: str
    """Of the category, from the vocabulary; never the number."""
    line: int
    words: tuple[str, ...] = ()
    """The statement's words, by which an editor names it."""
    enough: int = 0
    """How many of them, from the first, hold the number and the category."""


@dataclass(frozen=True)
class Judge:
    """What a statement is measured by."""

    lexicon: Lexicon
    known: PublicCounts

    @cached_property
    def sentence_of(self) -> Callable[[str], Sentence]:
        """Return what takes a text apart; a heading and a neighbour come again soon."""
        return lru_cache(maxsize=1 << 10)(lambda text: Sentence(text, self.lexicon))

    def judge_all(self, said: Iterable[Statement], period: Period | None = None) -> tuple[ProseFinding, ...]:
        """Return what is wrong with the statements of one source; `period` is the page's."""
        found = (self.judge(statement, period) for statement in said)
        return tuple(finding for finding in found if finding)

    def judge(self, statement: Statement, period: Period | None = None) -> ProseFinding | None:
        """Return what is wrong with a statement, if anything."""
        sentence = self.sentence_of(statement.text)
        if not sentence.counts:
            return None
        case = Case(statement, self.sentence_of, self.known, period)
        if not case.tells:
            return None
        counts = [count for count in sentence.counts if not self.known.is_beyond_all(count.value)]
        found = ((verdict_on(case, count), count) for count in counts)
        verdict, count = max(found, key=lambda pair: pair[0], default=(Verdict.NOTHING, None))
        if count is None or not verdict or sentence.is_supposed:
            return None
        known = any(mention.meaning.label for mention in case.categories(count)[0])
        if not known or len(counts) < len(sentence.counts):  # about what no vocabulary has; others' thousands
            verdict = Verdict.TO_REREAD
        return _finding(statement, case, verdict, count)


def _finding(statement: Statement, case: Case, verdict: Verdict, count: Quantity) -> ProseFinding:
    named, _ = case.categories(count)
    label = next((mention.meaning.label for mention in named if mention.meaning.label), _OTHER)
    whole = words_of(statement.written)
    enough = len(whole)
    if not case.is_cell:
        last = max([count.end, *(mention.end for mention in named if mention in case.sentence.categories)])
        enough = len(words_of(" ".join(token.raw for token in case.sentence.tokens[:last])))
    return ProseFinding(verdict, label, statement.line, whole, enough)
