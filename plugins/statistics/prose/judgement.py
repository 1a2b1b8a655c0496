"""Judges a statement: does it count protected activities of a category otherwise than the tables do?

What a number counts is the noun that follows it: “trois demandes”, “trois CPAS”, “trois venaient de”.
A count of requests, or of those who asked, is refused where a category belongs to it and no table
holds that number for that category and period; where the relation is unclear, somebody reads it again.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING

from plugins.statistics.programme import THRESHOLD
from plugins.statistics.prose.known import SMALL
from plugins.statistics.prose.lexicon import Role
from plugins.statistics.prose.quantities import Quantity, Sort
from plugins.statistics.prose.sentence import Head, Sentence, is_participle
from plugins.statistics.prose.statements import Place
from plugins.statistics.prose.tokens import Kind, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plugins.statistics.prose.known import Known
    from plugins.statistics.prose.lexicon import Lexicon, Mention
    from plugins.statistics.prose.statements import Statement
    from plugins.statistics.register.classification import Period


class Verdict(IntEnum):
    """What becomes of a statement."""

    NOTHING = 0
    TO_REREAD = 1
    REFUSED = 2


NOTHING, TO_REREAD, REFUSED = Verdict


@dataclass(frozen=True)
class Finding:
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
    known: Known

    def judge(self, statement: Statement, period: Period | None = None) -> Finding | None:
        """Return what is wrong with a statement, if anything; `period` is the page's."""
        case = _Case(statement, self.lexicon, self.known, period)
        if not case.sentence.counts or not case.may_concern_a_category or case.sentence.is_supposed:
            return None
        found = [
            (case.cell(count) if statement.place is Place.CELL else case.of(count), count)
            for count in case.sentence.counts
        ]
        verdict, count = max(found, key=lambda pair: pair[0])
        return case.finding(verdict, count) if verdict else None


_SMALL = frozenset(
    "a au aux d de des du en la le l les un une sur pour par chez dans ce cette plusieurs notre nos son "
    "secteur theme domaine milieu monde region part cote".split()
)
"""What may stand between a verb or a noun and the category that it is about."""


class _Case:
    """One statement, with what stands around it."""

    def __init__(self, statement: Statement, lexicon: Lexicon, known: Known, period: Period | None) -> None:
        self.statement = statement
        self.sentence = Sentence(statement.text, lexicon)
        self.lead, self.heading, self.before, self.row, self.column = (
            Sentence(text, lexicon)
            for text in (statement.lead, statement.heading, statement.before, statement.row, statement.column)
        )
        self.higher = tuple(Sentence(text, lexicon) for text in statement.higher)
        self.known = known
        self.period = period

    @cached_property
    def may_concern_a_category(self) -> bool:
        """Tell whether a category is named in the statement or around it."""
        around = (self.sentence, self.lead, self.heading, self.before, self.row, self.column, *self.higher)
        return any(sentence.categories for sentence in around)

    @cached_property
    def requests_near(self) -> bool:
        """Tell whether what introduces the statement, or the heading above, speaks of requests."""
        return self.lead.speaks_of_requests or self.heading.speaks_of_requests

    def finding(self, verdict: Verdict, count: Quantity) -> Finding:
        """Return the finding on one count."""
        named = self._categories(count)[0]
        whole = words(self.statement.written)
        enough = len(whole)
        if self.statement.place is not Place.CELL:
            ends = [count.end, *(mention.end for mention in named if mention in self.sentence.categories)]
            enough = len(words(" ".join(token.raw for token in self.sentence.tokens[: max(ends)])))
        label = named[0].meaning.label if named else ""
        return Finding(verdict, label, self.statement.line, whole, enough)

    def _categories(self, count: Quantity) -> tuple[Sequence[Mention], int]:
        """Return the categories to which a count belongs, and how far away they stand: 0 beside it."""
        sentence = self.sentence
        start, end = sentence.segment(count)
        around = [
            [mention for mention in sentence.categories if start <= mention.start < end],
            sentence.categories,
            [*self.row.categories, *self.column.categories],
            self.lead.categories,
            self.heading.categories,
            self.before.categories if self.statement.place is not Place.CELL else (),
            *(above.categories for above in self.higher),
        ]
        near = (0, 1, 1, 2, 2, 3, *(4 for _ in self.higher))
        return next(((found, far) for found, far in zip(around, near, strict=True) if found), ((), 5))

    def _time(self, count: Quantity) -> tuple[Period | None, bool]:
        """Return the period that a count speaks of, and whether it is none for which there are tables."""
        start, end = self.sentence.segment(count)
        for whole, other in (
            self.sentence.time(start, end),
            self.sentence.time(),
            *(around.time() for around in (self.column, self.row, self.lead, self.heading, *self.higher)),
        ):
            if whole or other:
                return whole, other
        return self.period, False

    def _is_published(self, count: Quantity, named: Sequence[Mention]) -> bool:
        """Tell whether a table says exactly this."""
        period, other = self._time(count)
        meanings = {mention.meaning.categories for mention in named}
        number = SMALL if count.bound == "moins" and count.value == THRESHOLD else count.value
        if count.sort is not Sort.COUNT or other:
            return False
        if number != SMALL and (count.bound or number < THRESHOLD or len(meanings) != 1):
            return False
        return all(self.known.publishes(meaning, period, number) for meaning in meanings)

    def _is_total(self, count: Quantity, named: Sequence[Mention], far: int) -> bool:
        """Tell whether it is a total that everybody knows, and not said of the category."""
        period, other = self._time(count)
        if count.sort is not Sort.COUNT or count.bound or other or not self.known.is_total(period, count.value):
            return False
        tokens = self.sentence.tokens
        if far or (tokens[count.start - 1].folded if count.start else "") in ("des", "les", "nos", "sur", "ces"):
            return True
        return all(
            any(token.raw in ",:;(–—" for token in tokens[count.end : mention.start])
            for mention in named  # « 34 demandes en 2020, souvent sur le secret professionnel »
        )

    # --- sentences, items, labels

    def of(self, count: Quantity) -> Verdict:
        """Judge one count of a sentence."""
        sentence = self.sentence
        head, noun, end = sentence.head(count)
        named, far = self._categories(count)
        if count.sort is Sort.DENIAL:
            return self._denial(count, far)
        if not named or (head is Head.OTHER and not self._is_asked_for(count)):
            return NOTHING
        if count.sort in (Sort.ALL, Sort.MOST):
            return self._whole(count, head, end)
        if count.sort is Sort.ARTICLE:
            return self._single(count, head, end, named, far)
        if head in (Head.ACTIVITY, Head.LEFT_OUT):
            if self._is_published(count, named) or self._is_total(count, named, far):
                return NOTHING
            return self._requests(count, head, named, far)
        if sentence.may_be and not sentence.happened:
            return NOTHING
        if head is Head.VAGUE:
            return NOTHING if self._are_subjects(named, count) else self._vague(far)
        if head is Head.TIMES:
            return REFUSED if sentence.contact >= 0 and far < 2 else NOTHING
        if head is Head.OTHER:
            return TO_REREAD
        return self._askers(count, head, noun, end)

    def _is_asked_for(self, count: Quantity) -> bool:
        """Tell whether whatever is counted was asked of us by a category: “six formations demandées par”."""
        start, end = self.sentence.segment(count)
        own = any(
            start <= mention.start < end and self._preposition(mention.start) == "par"
            for mention in self.sentence.categories
        )
        return own and self.sentence.contact >= 0 and self.sentence.happened and count.sort is Sort.COUNT

    def _requests(self, count: Quantity, head: Head, named: Sequence[Mention], far: int) -> Verdict:
        """Judge a number of requests, named or understood."""
        sentence = self.sentence
        if sentence.may_be and not sentence.happened:
            return TO_REREAD if far < 2 else NOTHING
        if head is Head.ACTIVITY:
            if far < 2:
                return TO_REREAD if self._are_subjects(named, count) else REFUSED
            return REFUSED if far == 2 else TO_REREAD
        if far > 3:
            return NOTHING
        earlier = any(mention.end <= count.start for mention in sentence.of(Role.ACTIVITY, Role.VAGUE))
        later = sentence.of(Role.ACTIVITY) and sentence.tokens[count.end :][:1]
        if later and not earlier and not self.requests_near and sentence.contact < 0:
            verb = later and sentence.tokens[count.end].folded.endswith(("ent", "ait"))
            if verb and not any(self._belongs(mention, count.end) for mention in named):
                return NOTHING  # « les deux textes… tous deux nourrissent nos rencontres dans les écoles »
        if sentence.speaks_of_requests or self.requests_near:
            return REFUSED if far < 3 else TO_REREAD
        if self.before.speaks_of_requests:
            return REFUSED if far < 2 else TO_REREAD
        vague = bool(sentence.of(Role.VAGUE)) or bool(self.lead.of(Role.VAGUE))
        return TO_REREAD if vague and sentence.happened and far < 3 else NOTHING

    def _are_subjects(self, named: Sequence[Mention], count: Quantity) -> bool:
        """Tell whether the categories do something themselves, with nothing said of us: “la police a reçu”."""
        if self.sentence.is_about_us:
            return False
        tokens = self.sentence.tokens
        return all(
            mention.end <= count.start
            and self._preposition(mention.start) == ""
            and not any(token.folded in (":", "=", "(", "–", "—", "-") for token in tokens[mention.end : count.start])
            and mention.end < count.start
            for mention in named
        )

    def _preposition(self, place: int) -> str:
        """Return the preposition before a noun, past its article; empty where there is none."""
        tokens = self.sentence.tokens
        place -= 1
        while place >= 0 and (tokens[place].folded in ("la", "le", "l", "les", "un", "une", "cette", "ce") or tokens[place].raw in "'«\""):
            place -= 1
        word = tokens[place].folded if place >= 0 else ""
        return word if word in ("de", "d", "des", "du", "a", "au", "aux", "par", "pour", "chez", "dans", "en", "sur", "avec", "via") else ""

    def _vague(self, far: int) -> Verdict:
        """Judge a number of what may be requests."""
        sentence = self.sentence
        if sentence.contact >= 0 and far < 2:
            return REFUSED
        told = sentence.happened or sentence.is_about_us
        return TO_REREAD if told and (far < 2 or (far == 2 and self.requests_near)) else NOTHING

    def _askers(self, count: Quantity, head: Head, noun: Mention | None, end: int) -> Verdict:
        """Judge a number of those who asked."""
        sentence = self.sentence
        own = head is Head.CATEGORY or self._complement(end)
        if head is Head.CATEGORY and noun and self._is_a_place(noun):
            return NOTHING
        if sentence.contact >= 0:
            return REFUSED if own else TO_REREAD
        if sentence.speaks_of_requests:
            linked = self._preposition(count.start) != "" or sentence.happened
            return (REFUSED if linked else TO_REREAD) if own else NOTHING
        if not own:
            return NOTHING
        if self.requests_near:
            return REFUSED if self.statement.place is Place.LABEL else TO_REREAD
        beside = any(0 <= count.start - mention.end <= 3 for mention in sentence.of(Role.VAGUE))
        vague = sentence.vague_contact >= 0 or beside or self.before.speaks_of_requests
        told = sentence.happened or (beside and sentence.is_about_us)
        return TO_REREAD if vague and told else NOTHING

    def _complement(self, end: int) -> bool:
        """Tell whether a category says where those who are counted work: “deux agents d’un CPAS”."""
        tokens = self.sentence.tokens
        for mention in self.sentence.categories:
            between = tokens[end : mention.start]
            if end <= mention.start and len(between) <= 8 and not self._is_a_place(mention):
                return not any(token.folded in (",", ";", ":") or self._is_a_verb(token.folded) for token in between)
        return False

    @staticmethod
    def _is_a_verb(word: str) -> bool:
        return word in ("a", "ont", "est", "sont", "nous", "avaient", "avait", "qui")

    def _is_a_place(self, mention: Mention) -> bool:
        """Tell whether a region only says where: “à Bruxelles”."""
        region = all(column == "region" for column, _, _ in mention.meaning.categories)
        return region and self._preposition(mention.start) in ("a", "au")

    def _single(self, count: Quantity, head: Head, end: int, named: Sequence[Mention], far: int) -> Verdict:
        """Judge “un” and “une”, which count where a sentence tells of what happened."""
        sentence = self.sentence
        before = sentence.tokens[count.start - 1].folded if count.start else ""
        if before == ":" and head is Head.ACTIVITY and sentence.categories and far < 2:
            return REFUSED if self.requests_near else TO_REREAD
        if self.statement.place is Place.LABEL and count.start == 0 and self.requests_near and far < 3:
            told = self.lead.happened or (self.heading.happened and not self.lead.tokens)
            own = head is Head.ACTIVITY or head is Head.CATEGORY or (head is Head.ASKER and self._complement(end))
            if own and not any(part.may_be or part.question for part in (self.lead, sentence)):
                return REFUSED if told else TO_REREAD if not self.lead.tokens and not sentence.happened else REFUSED
        if sentence.question or sentence.may_be or not sentence.is_past or far > 1:
            return NOTHING
        preposition = self._preposition(count.start)
        contact = sentence.contact >= 0
        if head in (Head.CATEGORY, Head.ASKER):
            own = head is Head.CATEGORY or self._complement(end)
            asked = contact or (sentence.is_about_us and self._gets_an_answer(end))
            if preposition in ("", "par") and own and asked:
                return REFUSED
            vague = 0 <= sentence.vague_contact < count.start
            return TO_REREAD if own and vague else NOTHING
        if head is Head.ACTIVITY:
            if not (sentence.is_about_us or any(self._belongs(mention, end) for mention in named)):
                return NOTHING
            return TO_REREAD if preposition else REFUSED
        if head is Head.VAGUE:
            origin = any(self._preposition(mention.start) in ("de", "d", "du", "des", "par") for mention in named)
            return REFUSED if contact and not preposition else TO_REREAD if origin and sentence.is_about_us else NOTHING
        asked = sentence.speaks_of_requests or self.requests_near or self.before.speaks_of_requests
        return REFUSED if head is Head.LEFT_OUT and asked and not preposition else NOTHING

    def _gets_an_answer(self, end: int) -> bool:
        """Tell whether a request is the object of a verb in the past: “a reçu un avis”."""
        tokens = self.sentence.tokens
        for mention in self.sentence.of(Role.ACTIVITY):
            place = mention.start
            while place > end and (tokens[place - 1].folded in _SMALL or tokens[place - 1].raw == "'"):
                place -= 1
            if place > end and is_participle(tokens[place - 1].raw):
                return True
        return False

    def _belongs(self, mention: Mention, end: int) -> bool:
        """Tell whether a request comes from or concerns a category: “d’un CPAS”, “venait d’un CPAS”."""
        tokens = self.sentence.tokens
        place = mention.start
        while place > 0 and (tokens[place - 1].folded in _SMALL or tokens[place - 1].raw in "'’«"):
            place -= 1
        if place <= end:
            return mention.start >= end
        return tokens[place - 1].folded.endswith(("ait", "aient")) or is_participle(tokens[place - 1].raw)

    def _whole(self, count: Quantity, head: Head, end: int) -> Verdict:
        """Judge “toutes”, “la plupart”, “uniquement”."""
        sentence = self.sentence
        worst = REFUSED if count.sort is Sort.ALL else TO_REREAD
        asked = sentence.speaks_of_requests or self.requests_near or self.before.speaks_of_requests
        if head in (Head.CATEGORY, Head.ASKER):
            own = head is Head.CATEGORY or self._complement(end)
            return worst if own and sentence.contact >= 0 and sentence.happened else NOTHING
        if head is Head.ACTIVITY or (head is Head.LEFT_OUT and asked):
            return worst if self._is_said_of_it(end) else NOTHING
        return NOTHING

    def _is_said_of_it(self, end: int) -> bool:
        """Tell whether a category follows as what is said of the requests, close behind a verb or at once."""
        tokens = self.sentence.tokens
        for mention in self.sentence.categories:
            if mention.start < end or any(token.raw in (",", "qu", "que") for token in tokens[end : mention.start]):
                continue
            between = [token.folded for token in tokens[end : mention.start] if token.kind is Kind.WORD]
            verb = next((n for n, word in enumerate(reversed(between)) if word.endswith(("ent", "ait", "ont", "ee", "ees", "ant"))), 9)
            if verb <= 4 or (tokens[end - 1].folded in ("toutes", "tous", "uniquement", "exclusivement") and len(between) <= 3):
                return True
        return False

    def _denial(self, count: Quantity, far: int) -> Verdict:
        """Judge “pas de”, “jamais”, “personne”."""
        sentence = self.sentence
        if not sentence.happened or far > 1 or not {token.folded for token in sentence.tokens} & {"ne", "n"}:
            return NOTHING
        tokens = sentence.tokens
        for mention in sentence.of(Role.ACTIVITY):
            near = count.end <= mention.start <= count.end + 6
            if near and tokens[mention.start - 1].raw in ("de", "d", "'") and not sentence.is_compound(mention):
                return REFUSED
        return TO_REREAD if 0 <= sentence.contact - count.end <= 8 else NOTHING

    # --- tables

    def cell(self, count: Quantity) -> Verdict:
        """Judge a number in a cell, by its row, its column and what stands above the table."""
        head, _, _ = self.sentence.head(count)
        if len(self.sentence.tokens) > 8:
            return self.of(count)
        named, far = self._categories(count)
        if not named or head in (Head.OTHER, Head.TIMES) or (count.sort is Sort.ARTICLE and len(self.sentence.tokens) > 3):
            return NOTHING
        beside = (self.sentence, self.row, self.column)
        asked = any(part.speaks_of_requests for part in beside)
        above = self.requests_near or self.before.speaks_of_requests
        title = any(part.speaks_of_requests for part in self.higher)
        if not (asked or above or title) or far > 2:
            return NOTHING
        if self._is_published(count, named) or self._is_total(count, named, far):
            return NOTHING
        if asked:
            return REFUSED
        return REFUSED if above and not self._counts_something_else and self._names_only_a_category else TO_REREAD

    @cached_property
    def _names_only_a_category(self) -> bool:
        """Tell whether the row is nothing but a category: “écoles réunies pour…” counts something else."""
        return not any(is_participle(token.raw) and token.kind is Kind.WORD and not self._is_named(place) for place, token in enumerate(self.row.tokens))

    def _is_named(self, place: int) -> bool:
        return any(mention.start <= place < mention.end for mention in self.row.mentions)

    @cached_property
    def _counts_something_else(self) -> bool:
        """Tell whether the column's header names what no request is."""
        column = self.column
        nouns = [token for token in column.tokens if token.kind is Kind.WORD]
        counts = {"nombre", "total", "n", "nb", "effectif", "quantite", "combien", "chiffre", "part", "pourcentage", "valeur", "annee"}
        return bool(nouns) and not column.mentions and not any(token.stem in counts for token in nouns)
