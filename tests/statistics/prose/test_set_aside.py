"""What is set aside before it is taken apart (no count, or nothing of requests) is nothing that the rules find."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.statistics.prose.judgement import Judge
from plugins.statistics.prose.outline import statements_of
from plugins.statistics.prose.quantities import SIGNS
from plugins.statistics.prose.sentence import Sentence
from plugins.statistics.prose.statements import Statement, StatementKind
from plugins.statistics.prose.tokens import Kind
from tests.equipment.texts import converted
from tests.statistics.prose.judged import JUDGE, LEXICON, VOCABULARIES, cases
from tests.statistics.prose.test_lists import ROUNDS

if TYPE_CHECKING:
    from collections.abc import Callable

JUDGE_OF_ALL = Judge(replace(LEXICON, telling=frozenset({""})), JUDGE.known)
"""Finds the empty word everywhere, and so sets nothing aside."""
CORPUS = [
    statement
    for kind in ("donne_un_compte", "ordinaire")
    for name in ROUNDS
    for case in cases(f"{kind}{name}.md")
    for statement in statements_of(converted(case).blocks, "Essai")
]
LISTED = [
    word
    for terms in VOCABULARIES.values()
    for term in terms.values()
    for words in (term.label, *(each for each in term.details.values() if isinstance(each, list)))
    for word in ([words] if isinstance(words, str) else map(str, words))
]
SMALL = "il a été n’ ne pas nous ont avons de d’un des en par sur et ou où l’ qu’ 3 3a a1b 12 % 1/2 ½ ² ① 2019-2020"
WORDS = sorted({*LISTED, *LEXICON.telling, *SIGNS, *SMALL.split(), "dem.ande", "a@b.cd", "http://x"})
CHANGES: list[Callable[[str], str]] = [
    str,
    str.upper,
    str.capitalize,
    lambda word: f"{word}s",
    lambda word: f"{word}x",
    lambda word: f"{word}·e·s",
    lambda word: f"{word}(e)s",
    lambda word: f"7{word}",
    lambda word: f"{word}7",
    lambda word: f"«\u00a0{word}\u00a0»,",
    lambda word: f"{word}.",
    lambda word: word.replace("e", "e\u0301").replace("i", "ı"),
    lambda word: unicodedata.normalize("NFD", word),
    lambda word: "".join(sign for sign in unicodedata.normalize("NFD", word) if ord(sign) < 0x300),
    "\u00ad".join,
]
CHANGED = st.builds(lambda change, word: change(word), st.sampled_from(CHANGES), st.sampled_from(WORDS))


@st.composite
def written(draw: st.DrawFn) -> str:
    """Draw some words, or a sentence of the lists in which some are left out, changed or added."""
    if draw(st.booleans()):
        return draw(st.sampled_from((" ", "", "-", "’"))).join(draw(st.lists(CHANGED, max_size=9)))
    words = draw(st.sampled_from(CORPUS)).text.split()
    for place in draw(st.sets(st.integers(0, len(words) - 1), max_size=4)) if words else ():
        change = draw(st.sampled_from(CHANGES))
        words[place] = draw(st.one_of(CHANGED, st.just(change(words[place])), st.just("")))
    return " ".join(words)


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    """Draw what a source may say, with all that may stand around it."""
    around = st.one_of(st.just(""), written())
    lead, heading, before, row, column = (draw(around) for _ in range(5))
    higher = tuple(draw(st.lists(around, max_size=2)))
    kind = draw(st.sampled_from(StatementKind))
    return Statement(draw(written()), 1, kind, lead, heading, higher, before, row, column)


@given(statements())
def test_nothing_is_set_aside_that_the_rules_would_find(statement: Statement) -> None:
    assert JUDGE.judge(statement) == JUDGE_OF_ALL.judge(statement)
    for text in (statement.text, statement.lead, statement.heading, statement.before):
        sentence = Sentence(text, LEXICON)
        assert sentence.may_count() or sentence.counts == ()


@pytest.mark.parametrize("kept", [1, 2, 3])
def test_no_part_of_a_sentence_of_the_lists_is_set_aside_that_the_rules_would_find(kept: int) -> None:
    for whole in CORPUS:
        words = whole.text.split()
        for start in range(len(words)):
            text = " ".join(words[: start + 1] if kept == 1 else words[start :: kept - 1])
            statement = replace(whole, text=text)
            assert JUDGE.judge(statement) == JUDGE_OF_ALL.judge(statement), text


@given(st.one_of(written(), st.text(max_size=80)))
def test_every_token_that_is_a_word_of_letters_is_a_run_of_letters(text: str) -> None:
    sentence = Sentence(text, LEXICON)
    letters = {
        token.folded
        for token in sentence.tokens
        if token.kind is Kind.WORD and re.fullmatch(r"[^\W\d]+", token.folded)
    }
    assert letters <= sentence._bare_words
