"""What somebody who signs the Manifeste is asked, in an e-mail of their own; nobody is named by default."""

from __future__ import annotations

from plugins.core.mail_form import Form, Question

FORM = Form(
    "Je signe le Manifeste du travail social",
    (
        Question(
            "Je signe", kind="choice", choices=("en mon nom", "au nom d’une organisation"), required=True
        ),
        Question("Prénom et nom", required=True, autocomplete="name"),
        Question(
            "Organisation",
            help="Si vous signez pour elle : son nom complet.",
            autocomplete="organization",
        ),
        Question("Fonction", autocomplete="organization-title"),
        Question("Commune"),
        Question(
            "Acceptez-vous que votre nom soit publié sur la page du Manifeste ?",
            kind="choice",
            choices=("non", "oui"),
            default="non",
            required=True,
            help="Avec la fonction et la commune, si vous les donnez. Pour une organisation, c’est son nom "
            "qui est publié, jamais le vôtre. Vous pourrez changer d’avis.",
        ),
    ),
)
