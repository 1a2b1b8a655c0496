"""Forms that become a prefilled e-mail, and the answers read back from it.

The site has no server: the theme's `partials/mail_form.html` shows a `Form`,
the visitor's own program sends one line « Libellé : réponse » a question, and
`read_answers` takes such a message apart for whoever makes a page of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Question:
    """One question."""

    label: str
    """Names the line of the message: unique in its form, and without a colon."""
    kind: Literal["text", "lines", "email", "tel", "choice"] = "text"
    help: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    default: str = ""
    """The choice that stands until the visitor makes another."""
    autocomplete: str = ""
    """The HTML token by which a browser knows what the visitor always answers, such as `email`."""


@dataclass(frozen=True)
class Form:
    """The subject of the message, and what is asked."""

    subject: str
    questions: tuple[Question, ...]


def read_answers(text: str, form: Form) -> dict[str, str]:
    """Return the answers by label, those left blank excluded.

    Whatever stands before the first known label is left out (greetings,
    headers), quotation marks of a reply (`>`) too; a line that begins with no
    known label goes on with the answer above it.
    """
    known = {_plain(question.label): question.label for question in form.questions}
    lines: dict[str, list[str]] = {}
    current = None
    for raw in text.replace("\r\n", "\n").split("\n"):
        line = re.sub(r"^(?:> ?)+", "", raw)
        if line.rstrip() == "--":  # what follows is a signature
            break
        head, colon, tail = line.partition(":")
        label = known.get(_plain(head)) if colon else None
        if label is not None:
            current = lines.setdefault(label, [])
            current.append(tail)
        elif current is not None:
            current.append(line)
    answers = {label: "\n".join(parts).strip() for label, parts in lines.items()}
    return {
        label: answer for label, answer in answers.items() if answer and not _offered(answer, label, form)
    }


def _offered(answer: str, label: str, form: Form) -> bool:
    """Tell whether an answer only repeats the choices, as the message to fill in has them."""
    return any(
        question.label == label and answer == " / ".join(question.choices) for question in form.questions
    )


def _plain(label: str) -> str:
    return " ".join(label.replace("\u202f", " ").replace("’", "'").split()).casefold()
