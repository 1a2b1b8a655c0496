"""Two lists of phrasings: what gives a count away is caught, ordinary life passes."""

from __future__ import annotations

import pytest

from plugins.statistics.prose.judgement import Verdict
from tests.statistics.prose.judged import WRONG, cases, verdict

ROUNDS = ("", "_2", "_3", "_4", "_5", "_6", "_7", "_8", "_9", "_10")
"""The first list was there while the rules were written; the others measured them afterwards, each once."""

LONG_ROW = (
    "| Secteur | Demandes |\n|---|---|\n"
    "| Les services qui nous ont écrit cette année-là, parmi lesquels il y avait surtout des CPAS |"
)
"""The start of a row whose category stands further right than any word of the next cell."""


@pytest.mark.parametrize("name", ROUNDS)
def test_of_what_gives_a_count_away_at_least_95_percent_is_refused_or_listed(name: str) -> None:
    found = {case: verdict(case) for case in cases(f"donne_un_compte{name}.md")}
    missed = [case for case, said in found.items() if said is Verdict.NOTHING]
    assert len(missed) <= 0.05 * len(found), missed
    assert sum(said is Verdict.REFUSED for said in found.values()) >= 0.7 * len(found)


@pytest.mark.parametrize("name", ROUNDS)
def test_of_ordinary_sentences_none_is_refused_and_at_most_3_percent_are_listed(name: str) -> None:
    found = {case: verdict(case) for case in cases(f"ordinaire{name}.md")}
    assert [case for case, said in found.items() if said is Verdict.REFUSED] == []
    listed = [case for case, said in found.items() if said is Verdict.TO_REREAD]
    assert len(listed) <= 0.03 * len(found), listed


def test_the_lists_are_long_enough() -> None:
    for kind in ("donne_un_compte", "ordinaire"):
        assert sum(len(cases(f"{kind}{name}.md")) for name in ROUNDS) >= 200


def test_the_words_of_the_vocabulary_are_well_formed() -> None:
    assert WRONG == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("En 2021-2023, 8 demandes venaient de CPAS.", Verdict.NOTHING),
        ("8 demandes venaient de CPAS.", Verdict.REFUSED),  # of two periods: nobody knows which
        ("En 2022, 8 demandes venaient de CPAS.", Verdict.REFUSED),
        ("Depuis mars 2022, 8 demandes venaient de CPAS.", Verdict.REFUSED),
        ("De 2021 à 2023, 5 demandes venaient d’écoles sociales.", Verdict.NOTHING),
        ("5 demandes venaient d’écoles sociales.", Verdict.NOTHING),  # published for one period alone
        ("De 2019 à 2020, 5 demandes venaient d’écoles sociales.", Verdict.REFUSED),
        ("De 2021 à 2023, 5 demandes venaient de hautes écoles.", Verdict.REFUSED),  # a part of the category
        ("De 2021 à 2023, moins de 5 demandes venaient de la santé mentale.", Verdict.REFUSED),
        ("De 2021 à 2023, moins de 4 demandes venaient de la santé mentale.", Verdict.REFUSED),
        (
            "De 2021 à 2023, 8 demandes de CPAS portaient sur la déontologie.",
            Verdict.REFUSED,
        ),  # no such table
        ("8 CPAS nous ont consultés en 2021-2023.", Verdict.REFUSED),  # requests are counted, not who asks
        ("## De 2021 à 2023\n\n8 demandes venaient de CPAS.", Verdict.NOTHING),
        ("Deux demandes portaient sur la garde d’un chat.", Verdict.TO_REREAD),  # in any words
        ("La Cour a rendu deux avis sur les CPAS.", Verdict.NOTHING),  # others' opinions
        ("| Demandes | 2022 |\n|---|---|\n| CPAS | 8 |", Verdict.REFUSED),
        (f"{LONG_ROW} En 2022, une demande nous a été adressée. |", Verdict.REFUSED),
        (f"{LONG_ROW} En 2022, une rencontre a été organisée par nous. |", Verdict.TO_REREAD),
    ],
)
def test_a_published_number_passes_for_its_category_and_its_period_alone(
    text: str, expected: Verdict
) -> None:
    assert verdict(text) is expected
