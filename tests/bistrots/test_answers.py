"""What an answer to « Lancer un bistrot » becomes, and what of it never leaves the e-mail."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.bistrots.answers import FORM, read_answer

MESSAGE = """\
Bonjour !

Commune : Liège
Lieu : Au Petit Café, rue du Pont 1
Dates : premier mardi du mois, depuis 2026-11-03
- 2026-12-18
Quelques mots de présentation : Une table,
et de la place.
E-mail du bistrot : liege@example.org
Publier cet e-mail : {consent}
Votre prénom : Camille
Votre téléphone : +32 470 00 00 00
"""


def test_an_answer_becomes_fields_and_a_text() -> None:
    answer = read_answer(MESSAGE.format(consent="Oui"))
    assert answer.fields == {
        "commune": '"Liège"',
        "lieu": '"Au Petit Café, rue du Pont 1"',
        "dates": '["premier mardi du mois, depuis 2026-11-03", "2026-12-18"]',
        "etat": "actif",
        "contact": '"liege@example.org"',
    }
    assert answer.text == "Une table,\net de la place."
    assert answer.remarks == ()


@pytest.mark.parametrize("consent", ["Non", "", "Oui / Non", "oui mais pas tout de suite", "?"])
def test_without_a_clear_yes_the_address_stays_private(consent: str) -> None:
    answer = read_answer(MESSAGE.format(consent=consent))
    assert "example.org" not in repr(answer)
    assert any("reste privée" in remark for remark in answer.remarks)


@given(st.dictionaries(st.sampled_from([question.label for question in FORM.questions]), st.text()))
def test_name_and_telephone_are_never_copied(answers: dict[str, str]) -> None:
    private = {"Votre prénom": "Camille-la-Privée", "Votre téléphone": "0470123456"}
    message = "\n".join(f"{label} : {value}" for label, value in {**answers, **private}.items())
    made = repr(read_answer(message))
    assert "Camille-la-Privée" not in made
    assert "0470123456" not in made


def test_what_cannot_be_read_is_left_to_the_editor() -> None:
    answer = read_answer("Commune : Luik\nDates : un de ces jours\n")
    assert answer.fields == {"etat": "cherche-porteurs"}
    assert answer.remarks[0] == "commune « Luik » : Liège"
    assert "un de ces jours" in answer.remarks[1]


def test_no_label_is_there_twice_or_with_a_colon() -> None:
    labels = [question.label for question in FORM.questions]
    assert len(set(labels)) == len(labels)
    assert not any(":" in label for label in labels)
