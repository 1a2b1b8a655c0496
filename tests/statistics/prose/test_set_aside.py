"""What is set aside before it is taken apart (no count, or nothing of requests) is nothing that the rules find."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.statistics.prose.case import Case
from plugins.statistics.prose.outline import statements_of
from plugins.statistics.prose.quantities import SIGNS
from plugins.statistics.prose.rules import Verdict, by_the_rules
from plugins.statistics.prose.sentence import Sentence
from plugins.statistics.prose.statements import Statement, StatementKind
from plugins.statistics.prose.tokens import (
    _EASY,
    _WORD_OR_MARK,
    NAMES_OF_TIMES,
    cut,
    cut_by_patterns,
    plain,
    without_accents,
)
from tests.equipment.texts import converted
from tests.statistics.prose.judged import JUDGE, LEXICON, VOCABULARIES, cases
from tests.statistics.prose.test_lists import ROUNDS

if TYPE_CHECKING:
    from collections.abc import Callable

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


def worst_by_the_rules(statement: Statement) -> Verdict:
    """Judge every count of a statement by the rule for it; set nothing aside."""
    case = Case(statement, lambda text: Sentence(text, LEXICON), JUDGE.known, None)
    counts = [count for count in case.sentence.counts if not JUDGE.known.is_beyond_all(count.value)]
    worst = max((by_the_rules(case, count) for count in counts), default=Verdict.NOTHING)
    return Verdict.NOTHING if case.sentence.is_supposed else worst


def is_judged_by_the_rules(statement: Statement) -> bool:
    """Tell whether a statement is set aside only where the rules find nothing."""
    found, worst = JUDGE.judge(statement), worst_by_the_rules(statement)
    return (found is None) == (worst is Verdict.NOTHING) and (found is None or found.verdict <= worst)


@given(statements())
def test_nothing_is_set_aside_that_the_rules_would_find(statement: Statement) -> None:
    assert is_judged_by_the_rules(statement)


@pytest.mark.parametrize("kept", [1, 2, 3])
def test_no_part_of_a_sentence_of_the_lists_is_set_aside_that_the_rules_would_find(kept: int) -> None:
    for whole in CORPUS:
        words = whole.text.split()
        for start in range(len(words)):
            text = " ".join(words[: start + 1] if kept == 1 else words[start :: kept - 1])
            assert is_judged_by_the_rules(replace(whole, text=text)), text


@given(st.one_of(written(), st.text(max_size=80), st.text("dn’'- :/.éÉœŒıİß\u00ad·(e)@10", max_size=20)))
def test_the_quick_way_to_cut_a_text_gives_the_tokens_of_the_patterns(text: str) -> None:
    assert cut(plain(text)) == cut_by_patterns(plain(text))


@pytest.mark.parametrize("before", ["en", "En-", "début ", "dès la mi-", "fin", "été, en "])
@pytest.mark.parametrize("name", sorted(NAMES_OF_TIMES))
def test_the_quick_way_leaves_pieces_of_a_year_to_the_patterns(before: str, name: str) -> None:
    text = f"Trois demandes {before}{name}, {name}s"
    assert cut(text) == cut_by_patterns(text)


def test_every_sign_of_an_easy_text_stays_one_sign_of_its_sort_without_accents() -> None:
    def sort(text: str) -> list[bool]:
        return [bool(pattern.fullmatch(text)) for pattern in (re.compile(r"\w"), _WORD_OR_MARK)]

    plain_signs = {sign for sign in map(chr, range(0x3000)) if unicodedata.normalize("NFKC", sign) == sign}
    for sign in filter(_EASY.fullmatch, plain_signs):
        bare = without_accents(sign)
        assert len(bare) == 1, sign
        assert sort(bare) == sort(sign), sign
