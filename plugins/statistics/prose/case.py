"""A statement with what stands around it: which categories and which time a count belongs to."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from plugins.statistics.programme import THRESHOLD
from plugins.statistics.prose.quantities import Sort
from plugins.statistics.prose.statements import StatementKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from plugins.statistics.prose.known import PublicCounts
    from plugins.statistics.prose.lexicon import LexiconMatch
    from plugins.statistics.prose.quantities import Quantity
    from plugins.statistics.prose.sentence import Sentence
    from plugins.statistics.prose.statements import Statement
    from plugins.statistics.records.classification import Period

BESIDE, INTRODUCED, BEFORE, ABOVE, NOWHERE = 1, 2, 3, 4, 5
"""How far the category of a count is at most: in its part of the sentence (0), in the sentence or the row,
in what introduces it or the heading, in the sentence before, in a higher heading or the title."""


class Case:
    """One statement, taken apart with its surroundings."""

    def __init__(
        self,
        statement: Statement,
        sentence_of: Callable[[str], Sentence],
        known: PublicCounts,
        period: Period | None,
    ) -> None:
        """Take it apart by `sentence_of`; `period` is the page's."""
        self.is_label = statement.place is StatementKind.LABEL
        self.is_cell = statement.place is StatementKind.CELL
        self._known = known
        self._period = period
        self.sentence = sentence_of(statement.text)
        self.lead = sentence_of(statement.lead)
        self.heading = sentence_of(statement.heading)
        self.before = sentence_of(statement.before)
        self.row, self.column = sentence_of(statement.row), sentence_of(statement.column)
        self.higher = tuple(map(sentence_of, statement.higher))

    @property
    def tells(self) -> bool:
        """Tell whether requests or we are spoken of, here or around: without that, no rule finds anything.

        The rules look for them in the row, the column and the higher headings of cells alone.
        """
        near = (self.sentence, self.lead, self.heading, self.before)
        of_cell = (self.row, self.column, *self.higher) if self.is_cell else ()
        return any(sentence.tells for sentence in (*near, *of_cell))

    @property
    def has_a_category_beside(self) -> bool:
        """Tell whether a category stands in the sentence, the row or the column."""
        return any(part.categories for part in (self.sentence, self.row, self.column))

    @cached_property
    def requests_near(self) -> bool:
        """Tell whether what introduces the statement, or the heading above, speaks of requests."""
        return self.lead.speaks_of_requests or self.heading.speaks_of_requests

    @cached_property
    def speaks_of_requests(self) -> bool:
        """Tell whether requests are the subject, here or just before."""
        return self.sentence.speaks_of_requests or self.requests_near or self.before.speaks_of_requests

    def categories(self, count: Quantity) -> tuple[Sequence[LexiconMatch], int]:
        """Return the categories to which a count belongs, and how far away they stand (`BESIDE`…)."""
        start, end = self.sentence.segment(count)
        own = [mention for mention in self.sentence.categories if start <= mention.start < end]
        return (own, 0) if own else self._categories_around

    @cached_property
    def _categories_around(self) -> tuple[Sequence[LexiconMatch], int]:
        """Return the nearest categories to a count in whose own part of the sentence there are none."""
        around = (
            (BESIDE, (self.sentence,)),
            (BESIDE, (self.row, self.column)),
            (INTRODUCED, (self.lead,)),
            (INTRODUCED, (self.heading,)),
            (BEFORE, () if self.is_cell else (self.before,)),
            *((ABOVE, (above,)) for above in self.higher),
        )
        for far, parts in around:
            found = [mention for part in parts for mention in part.categories]
            if found:
                return found, far
        return (), NOWHERE

    def _time(self, count: Quantity) -> tuple[Period | None, bool]:
        """Return the period that a count speaks of, and whether it is none for which there are tables."""
        start, end = self.sentence.segment(count)
        around = (self.column, self.row, self.lead, self.heading, *self.higher)
        times = (self.sentence.time(start, end), self.sentence.time(), *(each.time() for each in around))
        return next((time for time in times if any(time)), (self._period, False))

    def is_public(self, count: Quantity, named: Sequence[LexiconMatch], far: int) -> bool:
        """Tell whether a table says exactly this, or everybody knows it as a total."""
        period, other = self._time(count)
        if count.sort is not Sort.COUNT or other:
            return False
        meanings = {mention.meaning.categories for mention in named}
        if count.bound or count.value < THRESHOLD:
            return False
        if self._known.publishes(meanings, period, count.value):
            return True
        return self._known.is_total(period, count.value) and self._is_apart(count, named, far)

    def _is_apart(self, count: Quantity, named: Sequence[LexiconMatch], far: int) -> bool:
        """Tell whether a total is not said of the category: “34 demandes en 2020, souvent sur le secret”."""
        words = self.sentence.words
        before = words[count.start - 1] if count.start else ""
        if far or before in ("des", "les", "nos", "sur", "ces"):
            return True
        if before == "avec":  # « avec 34 demandes, la police… »
            return False
        marks = {",", ":", ";", "(", "–", "—"}
        return all(marks.intersection(words[count.end : mention.start]) for mention in named)
