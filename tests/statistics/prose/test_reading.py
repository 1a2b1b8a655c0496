"""What a text says is found wherever it stands, with its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.statistics.prose.outline import statements_of
from plugins.statistics.prose.quantities import Sort, quantities
from plugins.statistics.prose.tokens import Kind, tokens_of
from tests.equipment.texts import converted
from tests.statistics.prose.judged import JUDGE, verdict


@pytest.mark.parametrize(
    ("markdown", "line", "words"),
    [
        ("Un.\n\nDeux\ntrois. Quatre.", 4, "Quatre."),
        ("# A\n\n- un\n- deux", 4, "deux"),
        ("| A | B |\n|---|---|\n| c | d |", 3, "d"),
        ("Un.\n\n![Une image](a.png)", 3, "Une image"),
        ('Un.\n\n[Un lien](/a/ "Son titre")', 3, "Son titre"),
        ("<details>\n<summary>Le résumé</summary>\n</details>", 2, "Le résumé"),
        (
            "Un.\n\n<table><caption>La légende</caption>\n<tr><th>A</th></tr>\n\n<tr><td>b</td></tr></table>",
            6,
            "b",
        ),
        ("Un.\n\n<div title='Caché'>", 3, "Caché"),
        ("<dl><dt>Police</dt><dd>2</dd></dl>", 1, "2"),
        ('<p title="Au survol">Vu</p>', 1, "Au survol"),
        ("```\ndu code\n```", 2, "du code"),
        ("Un mot[^1].\n\n[^1]: La note de bas de page.", 3, "La note de bas de page."),
    ],
)
def test_every_piece_is_read_with_its_line(markdown: str, line: int, words: str) -> None:
    assert (line, words) in [
        (found.line, found.text) for found in statements_of(converted(markdown).blocks, "")
    ]


def test_a_piece_knows_what_stands_above_it() -> None:
    text = "# Haut\n\n## Bas\n\nVoici :\n\n- un\n\n| A | B |\n|---|---|\n| c | 3 |"
    found = {each.text: each for each in statements_of(converted(text).blocks, "Titre")}
    assert (found["un"].lead, found["un"].heading, found["un"].higher) == (
        "Voici :",
        "Bas",
        ("Haut", "Titre"),
    )
    assert (found["3"].row, found["3"].column) == ("c", "B")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("vingt-trois, 1 234, quatre-vingt-dix-sept, soixante et onze, cent deux", [23, 1234, 97, 71, 102]),
        ("un seul, une dizaine, deux ou trois", [1, -1, -1]),
        ("article 458 bis, 14 h 30, 12 mars 2022, 10 €, 1000 Bruxelles, rue de la Loi 155, 02 123 45 67", []),
        ("en 2022, de 2021 à 2023", []),
    ],
)
def test_numbers_are_read_and_dates_hours_addresses_and_prices_are_not(text: str, values: list[int]) -> None:
    assert [count.value for count in quantities(tokens_of(text)) if count.sort is Sort.COUNT] == values


@given(st.integers(2, 99_999), st.sampled_from(["", " ", "\u202f", "\u00a0"]))
def test_any_number_in_digits_is_read(number: int, space: str) -> None:
    written = f"{number:,}".replace(",", space)
    (token,) = [
        each for each in tokens_of(f"soit {written} demandes") if each.kind in (Kind.NUMBER, Kind.PERIOD)
    ]
    assert token.value == number or 1900 <= number <= 2099


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    for statement in statements_of(converted(f"## Demandes de CPAS\n\n{text}").blocks, "Trois"):
        JUDGE.judge(statement)


@given(st.sampled_from("\u200b\u200d\u2060\u00ad"), st.integers(1, 7))
def test_signs_that_nobody_sees_hide_nothing(sign: str, place: int) -> None:
    word = "demandes"
    assert verdict(f"Trois {word[:place]}{sign}{word[place:]} venaient d’un CPAS.")
