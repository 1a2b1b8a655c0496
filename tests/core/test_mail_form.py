"""Answers come back from an e-mail as they were given."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from plugins.core.mail_form import Form, Question, read_answers

FORM = Form(
    "Essai",
    (
        Question("Commune"),
        Question("Texte", kind="lines"),
        Question("Publier ?", kind="choice", choices=("oui", "non")),
    ),
)
ANSWER = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters=">:-"), min_size=1)


@given(st.dictionaries(st.sampled_from([question.label for question in FORM.questions]), ANSWER))
def test_what_the_form_writes_is_read_back(answers: dict[str, str]) -> None:
    message = "\r\n".join(f"{label} : {answer}" for label, answer in answers.items())
    assert (
        read_answers(f"Bonjour,\r\nvoici\r\n{message}\r\n-- \r\nCommune : d’une signature", FORM) == answers
    )


def test_a_forwarded_message_reads_like_the_original() -> None:
    text = "Message transféré\n> Commune: Liège\n> Texte : une table\n> et : des chaises\n> PUBLIER\u202f? : oui\n"
    assert read_answers(text, FORM) == {
        "Commune": "Liège",
        "Texte": "une table\net : des chaises",
        "Publier ?": "oui",
    }


def test_lines_left_as_they_were_answer_nothing() -> None:
    assert read_answers("Commune : \nTexte : \nPublier ? : oui / non\n", FORM) == {}
