"""What a resource's page says besides its text: how long to read, how to cite."""

from __future__ import annotations

import pytest

from plugins.resources.citation import citation
from plugins.resources.reading_time import WORDS_A_MINUTE, minutes
from plugins.texts.passages import count_words
from tests.equipment.texts import converted


@pytest.mark.parametrize(
    ("words", "expected"),
    [(0, 0), (1, 1), (WORDS_A_MINUTE, 1), (WORDS_A_MINUTE * 2, 2), (WORDS_A_MINUTE * 25, 25)],
)
def test_reading_takes_its_time(words: int, expected: int) -> None:
    assert minutes(words) == expected


def test_signs_alone_are_no_words() -> None:
    assert count_words("« ; : ! » — ") == 0


def test_tags_and_entities_are_no_words() -> None:
    assert converted('## Un titre\n\n<b class="x">Deux</b><br>mots&nbsp;: oui').word_count == 5


def test_a_reference_names_author_title_source_year_and_address() -> None:
    assert (
        citation("Une fédération", "Un code", "Une revue", "2019", "https://a.example/x")
        == "Une fédération, « Un code », Une revue, 2019. https://a.example/x"
    )


def test_an_author_that_nobody_knows_is_left_out() -> None:
    assert citation("", "Un code", "Une revue", "", "https://a.example/x") == (
        "« Un code », Une revue, s. d. https://a.example/x"
    )


def test_a_source_that_repeats_the_author_is_left_out_and_a_missing_year_is_said() -> None:
    assert (
        citation("Le comité", "Un code", "le comité", "", "https://a.example/x")
        == "Le comité, « Un code », s. d. https://a.example/x"
    )


def test_our_reports_are_where_we_know_a_text_from_and_not_its_publisher() -> None:
    assert citation("", "Un code", "Rapports d'activités du CVTS", "", "https://a.example/x") == (
        "« Un code », s. d. Cité d'après : Rapports d'activités du CVTS. https://a.example/x"
    )
