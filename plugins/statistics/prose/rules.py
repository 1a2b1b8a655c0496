"""The rules: what becomes of each count of a sentence, an item, a label or a cell.

A number of requests, or of those who asked, is refused where a category belongs to it, unless it is
public; where the relation is unclear, somebody reads it again.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from plugins.statistics.prose import grammar, relations
from plugins.statistics.prose.case import BEFORE, BESIDE, INTRODUCED
from plugins.statistics.prose.lexicon import Role
from plugins.statistics.prose.quantities import Sort
from plugins.statistics.prose.relations import Head, head_of, preposition
from plugins.statistics.prose.tokens import WORD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plugins.statistics.prose.case import Case
    from plugins.statistics.prose.lexicon import LexiconMatch
    from plugins.statistics.prose.quantities import Quantity
    from plugins.statistics.prose.sentence import Sentence

_BETWEEN_US = ("", "par", "a", "au", "pour")
"""Before those who did something with us, or for whom we did it."""
_LONG_CELL = 8
"""Tokens from which a cell holds a sentence."""


class Verdict(IntEnum):
    """What becomes of a statement."""

    NOTHING = 0
    TO_REREAD = 1
    REFUSED = 2


NOTHING, TO_REREAD, REFUSED = Verdict


def verdict_on(case: Case, count: Quantity) -> Verdict:
    """Judge one count of a statement."""
    return by_the_rules(case, count) if _may_find(case, count) else NOTHING


def _may_find(case: Case, count: Quantity) -> bool:
    """Tell whether any rule may find something: most counts are “un” and “une”, of nothing of ours.

    A number, a share and “aucun” may belong to a category that stands anywhere. All else says
    something only of a category beside it, or as “un” at the start of an item.
    """
    if case.is_cell or count.sort in (Sort.COUNT, Sort.SHARE, Sort.NONE):
        return True
    return (case.is_label and count.start == 0) or case.has_a_category_beside


def by_the_rules(case: Case, count: Quantity) -> Verdict:
    """Judge one count by the rule for its sort, whatever stands around it."""
    if case.is_cell and len(case.sentence.tokens) <= _LONG_CELL:
        return _cell(case, count)
    named, far = case.categories(count)
    if count.sort is Sort.DENIAL:
        return _denial(case, count, far)
    if not named:
        return NOTHING
    if count.sort in (Sort.ALL, Sort.MOST):
        verdict = _whole(case, count)
    elif count.sort is Sort.ARTICLE:
        verdict = _single(case, count, named, far)
    else:
        verdict = _number(case, count, named, far)
    return NOTHING if verdict and relations.others_act(case.sentence, count) else verdict


def _number(case: Case, count: Quantity, named: Sequence[LexiconMatch], far: int) -> Verdict:
    """Judge a number, a share or none."""
    sentence = case.sentence
    head, noun, end = head_of(sentence, count)
    only_may_be = sentence.may_be and not sentence.happened
    if head in (Head.ACTIVITY, Head.LEFT_OUT):
        if case.is_public(count, named, far) or (only_may_be and (far > BESIDE or sentence.question)):
            return NOTHING
        worst = _requests(case, count, named, far) if head is Head.ACTIVITY else _understood(case, count, far)
        return min(worst, TO_REREAD) if only_may_be else worst
    if only_may_be:
        return NOTHING
    if head is Head.VAGUE:
        return NOTHING if relations.are_subjects(sentence, named, count) else _vague(case, count, noun, far)
    if head is Head.TIMES:
        return _times(case, far)
    if head is Head.OTHER:
        return TO_REREAD if _is_asked_for(case, count) else NOTHING
    return _askers(case, count, head, noun, end)


def _requests(case: Case, count: Quantity, named: Sequence[LexiconMatch], far: int) -> Verdict:
    """Judge a number of requests."""
    if far > INTRODUCED:
        return TO_REREAD
    subjects = far <= BESIDE and relations.are_subjects(case.sentence, named, count)
    return TO_REREAD if subjects else REFUSED


def _understood(case: Case, count: Quantity, far: int) -> Verdict:
    """Judge a number whose noun is left out."""
    sentence = case.sentence
    if far > BEFORE or (count.sort is Sort.SHARE and preposition(sentence, count.start) in ("de", "d")):
        return NOTHING  # « a augmenté de 30 % »
    if sentence.speaks_of_requests or case.requests_near:
        return REFUSED if far <= INTRODUCED else TO_REREAD
    if case.before.speaks_of_requests:
        return REFUSED if far <= BESIDE else TO_REREAD
    before = case.before.is_about_us and case.before.of(Role.VAGUE)
    vague = sentence.of(Role.VAGUE) or case.lead.of(Role.VAGUE) or sentence.asks or before
    as_fact = sentence.happened or before or _are_counted(case)
    return TO_REREAD if vague and as_fact and far <= INTRODUCED else NOTHING


def _are_counted(case: Case) -> bool:
    """Tell whether what may be requests is counted in the same sentence: “huit rencontres, dont cinq”."""
    ends = {count.end for count in case.sentence.counts}
    return any(mention.start in ends for mention in case.sentence.of(Role.VAGUE))


def _vague(case: Case, count: Quantity, noun: LexiconMatch | None, far: int) -> Verdict:
    """Judge a number of what may be requests."""
    sentence = case.sentence
    tied = sentence.is_about_us and sentence.is_past and noun and sentence.tied_to(noun) > 0
    if far <= BESIDE and (sentence.contact >= 0 or tied):
        return REFUSED
    as_fact = far <= BESIDE and (sentence.happened or sentence.is_about_us or count.sort is Sort.SHARE)
    return TO_REREAD if as_fact else NOTHING


def _times(case: Case, far: int) -> Verdict:
    """Judge “trois fois”."""
    sentence = case.sentence
    if far > BESIDE:
        return NOTHING
    if sentence.contact >= 0:
        return REFUSED
    asked = (sentence.is_about_us or sentence.asks) and sentence.speaks_of_requests and sentence.is_past
    for_them = any(
        preposition(sentence, mention.start) in ("de", "d", "par", "pour") for mention in sentence.categories
    )
    return TO_REREAD if asked or (for_them and sentence.may_be_contact) else NOTHING


def _is_asked_for(case: Case, count: Quantity) -> bool:
    """Tell whether whatever is counted was asked of us by a category: “six formations demandées par”."""
    sentence = case.sentence
    start, end = sentence.segment(count)
    own = [mention.start for mention in sentence.categories if start <= mention.start < end]
    theirs = count.end < sentence.contact or any(preposition(sentence, place) == "par" for place in own)
    return bool(own) and theirs and sentence.contact >= 0


def _askers(case: Case, count: Quantity, head: Head, noun: LexiconMatch | None, end: int) -> Verdict:
    """Judge a number of those who asked."""
    sentence = case.sentence
    if head is Head.CATEGORY and noun and relations.is_a_place(sentence, noun):
        return NOTHING
    own = head is Head.CATEGORY or relations.works_there(sentence, end)
    if sentence.contact >= 0:
        return REFUSED if own and not sentence.wants_something_else else TO_REREAD
    if not own:
        return NOTHING
    if sentence.speaks_of_requests:
        answered = relations.gets_an_answer(sentence, end)
        if sentence.is_past and not (sentence.is_about_us or sentence.asks or answered):
            return NOTHING  # « l’appel a été signé par 30 CPAS »
        return REFUSED if preposition(sentence, count.start) or sentence.happened else TO_REREAD
    if case.requests_near:
        return REFUSED if case.is_label else TO_REREAD
    near = len(sentence.words) if "parmi" in sentence.words else 3
    beside = any(0 <= count.start - mention.end <= near for mention in sentence.of(Role.VAGUE))
    between_us = sentence.may_be_contact and preposition(sentence, count.start) in _BETWEEN_US
    vague = between_us or beside or case.before.speaks_of_requests
    as_fact = sentence.happened or (beside and sentence.is_about_us)
    return TO_REREAD if vague and as_fact else NOTHING


def _single(case: Case, count: Quantity, named: Sequence[LexiconMatch], far: int) -> Verdict:
    """Judge “un” and “une”, which count where a sentence tells of what happened."""
    sentence = case.sentence
    head, _, end = head_of(sentence, count)
    own = head is Head.CATEGORY or (head is Head.ASKER and relations.works_there(sentence, end))
    after_colon = sentence.words[count.start - 1 : count.start] == (":",) and named[0].end <= count.start
    if head is Head.ACTIVITY and sentence.categories and after_colon:
        return REFUSED if case.requests_near else TO_REREAD  # « CPAS : une demande »
    listed = case.is_label and count.start == 0 and case.requests_near and far <= INTRODUCED
    if listed and (own or head is Head.ACTIVITY):
        supposed = any(part.may_be or part.question for part in (case.lead, sentence))
        if not supposed:
            return REFUSED  # below « nous ont consultés : »
    if sentence.question or sentence.may_be or not sentence.is_past or far > BESIDE:
        return NOTHING
    before = preposition(sentence, count.start)
    if own:
        return _one_asker(sentence, count, before)
    of_the_row = not sentence.categories  # or of the column, where the cell holds a sentence
    if head is Head.ACTIVITY:
        theirs = of_the_row or any(relations.belongs(sentence, mention, end) for mention in named)
        worst = TO_REREAD if before or count.bound else REFUSED
        return worst if (sentence.is_about_us and not count.bound) or theirs else NOTHING
    if head is Head.VAGUE:
        if sentence.contact >= 0 and not before:
            return REFUSED
        theirs = of_the_row or any(
            preposition(sentence, mention.start) in grammar.ORIGIN for mention in named
        )
        return TO_REREAD if theirs and sentence.is_about_us else NOTHING
    return REFUSED if head is Head.LEFT_OUT and case.speaks_of_requests and not before else NOTHING


def _one_asker(sentence: Sentence, count: Quantity, before: str) -> Verdict:
    """Judge “un” and “une” before who may have asked; `before` is the preposition."""
    if sentence.contact >= 0:
        if before in ("", "par") and not sentence.wants_something_else:
            return REFUSED
        perhaps = any(0 < count.start - mention.end <= 1 for mention in sentence.of(Role.ASKER))
    elif before in grammar.ORIGIN and sentence.of(Role.ACTIVITY):
        perhaps = "qu" not in sentence.words  # « la demande venait d’un CPAS »
    else:
        perhaps = before in _BETWEEN_US and sentence.may_be_contact
    return TO_REREAD if perhaps else NOTHING


def _whole(case: Case, count: Quantity) -> Verdict:
    """Judge “toutes”, “la plupart”, “uniquement”."""
    sentence = case.sentence
    head, _, end = head_of(sentence, count)
    if preposition(sentence, count.start) and head is Head.LEFT_OUT:
        return NOTHING  # « ouvert à tous »
    worst = REFUSED if count.sort is Sort.ALL else TO_REREAD
    if head in (Head.CATEGORY, Head.ASKER):
        said = (
            head is Head.CATEGORY
            or relations.works_there(sentence, end)
            or relations.is_said_of_it(sentence, end)
        )
        asked = sentence.contact >= 0 or (sentence.asks and sentence.speaks_of_requests)
        return worst if said and asked and sentence.happened else NOTHING
    if head is Head.VAGUE and sentence.happened and relations.is_said_of_it(sentence, end):
        return TO_REREAD
    of_requests = head is Head.ACTIVITY or (head is Head.LEFT_OUT and case.speaks_of_requests)
    return worst if of_requests and relations.is_said_of_it(sentence, end) else NOTHING


def _denial(case: Case, count: Quantity, far: int) -> Verdict:
    """Judge “pas de”, “jamais”, “personne”."""
    sentence = case.sentence
    if not sentence.happened or far > BESIDE or not {"ne", "n"}.intersection(sentence.words):
        return NOTHING
    denied = any(
        count.end <= mention.start <= count.end + 6
        and sentence.words[mention.start - 1] in ("de", "d")
        and not sentence.is_compound(mention)
        for mention in sentence.of(Role.ACTIVITY)
    )
    near = 0 <= sentence.contact - count.end <= 8
    return REFUSED if denied else TO_REREAD if near else NOTHING


def _cell(case: Case, count: Quantity) -> Verdict:
    """Judge a number in a cell, by its row, its column and what stands above the table."""
    sentence = case.sentence
    head, _, _ = head_of(sentence, count)
    named, far = case.categories(count)
    if not named or far > INTRODUCED or head in (Head.OTHER, Head.TIMES):
        return NOTHING
    beside = any(part.speaks_of_requests for part in (sentence, case.row, case.column))
    above = case.speaks_of_requests
    asked = beside or above or any(part.speaks_of_requests for part in case.higher)
    if not asked or case.is_public(count, named, far):
        return NOTHING
    return REFUSED if beside or (above and not _counts_something_else(case)) else TO_REREAD


def _counts_something_else(case: Case) -> bool:
    """Tell whether a column or a row is about what no request is: “soirées”, “écoles réunies”."""
    nouns = [token.stem for token in case.column.tokens if token.kind is WORD]
    if nouns and not case.column.mentions and not grammar.COUNTING.intersection(nouns):
        return True
    named = {place for mention in case.row.mentions for place in range(mention.start, mention.end)}
    return any(
        grammar.is_participle(token.raw) and place not in named for place, token in enumerate(case.row.tokens)
    )
