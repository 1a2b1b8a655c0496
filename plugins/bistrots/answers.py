"""The questions of « Lancer un bistrot », and what their answers become: the front matter of a page.

What is private stays in the e-mail: the address of whoever writes is copied
only when the answer says that it may be published, a telephone number never.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from plugins.belgium import gazetteer
from plugins.core.mail_form import Form, Question, read_answers
from plugins.texts.front_matter import yaml_text
from plugins.texts.recurrence import RuleError, read_dates

YES: Final = "Oui"
COMMUNE, PLACE, DATES = "Commune", "Lieu", "Dates"
PUBLIC_EMAIL, CONSENT, TEXT = "E-mail du bistrot", "Publier cet e-mail", "Quelques mots de présentation"

FORM: Final = Form(
    "Lancer un bistrot du social",
    (
        Question(COMMUNE, required=True, help="La commune ou la localité où l’on se retrouvera."),
        Question(PLACE, help="Le café ou la salle, et sa rue, si vous l’avez déjà trouvé."),
        Question(
            DATES,
            kind="lines",
            help="Une par ligne : 2026-11-12, ou un rythme : premier mardi du mois, depuis 2026-11-03.",
        ),
        Question(TEXT, kind="lines", help="Ce qui donne envie de venir. Sans nommer personne."),
        Question(PUBLIC_EMAIL, kind="email", help="L’adresse à laquelle on pourra joindre le groupe."),
        Question(
            CONSENT,
            kind="choice",
            choices=(YES, "Non"),
            help="Sans « oui », elle ne paraîtra pas : le comité transmettra les messages.",
        ),
        Question(
            "Votre prénom", autocomplete="given-name", help="Pour vous répondre ; il ne sera pas publié."
        ),
        Question(
            "Votre téléphone",
            kind="tel",
            autocomplete="tel",
            help="Si vous préférez ; il ne sera pas publié.",
        ),
    ),
)


@dataclass(frozen=True)
class BistrotAnswer:
    """What of a message may become a page: values of the front matter as written there, and the text."""

    fields: Mapping[str, str]
    text: str
    remarks: tuple[str, ...]
    """What the editor must see to, in French: answers that the site cannot read as they are."""


def read_answer(message: str) -> BistrotAnswer:
    """Take an answer apart; what cannot be read becomes a remark, never a field."""
    answers = read_answers(message, FORM)
    fields: dict[str, str] = {"etat": "cherche-porteurs"}
    remarks = []
    commune = " ".join(answers.get(COMMUNE, "").split())
    if gazetteer.belgian_places().find(commune):
        fields["commune"] = yaml_text(commune)
    elif commune:
        meant = gazetteer.belgian_places().suggestions(commune)
        remarks.append(f"commune « {commune} » : {' ou '.join(meant) if meant else 'introuvable'}")
    if PLACE in answers:
        fields["lieu"] = yaml_text(" ".join(answers[PLACE].split()))
    lines = [line.strip(" -•\t") for line in answers.get(DATES, "").split("\n")]
    lines = [line for line in lines if line]
    try:
        if lines and read_dates(lines):
            fields["dates"] = f"[{', '.join(map(yaml_text, lines))}]"
            fields["etat"] = "actif"
    except RuleError as error:
        remarks.append(f"dates « {' ; '.join(lines)} » : {error.remedy}")
    email = answers.get(PUBLIC_EMAIL, "")
    if email and answers.get(CONSENT, "").strip(" .!").casefold() == YES.casefold():
        fields["contact"] = yaml_text(email)
    elif email:
        remarks.append("l’adresse e-mail reste privée : personne n’a dit qu’elle pouvait paraître")
    return BistrotAnswer(fields, answers.get(TEXT, ""), tuple(remarks))
