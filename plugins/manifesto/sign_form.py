"""What somebody who signs the Manifeste is asked, in an e-mail of their own; nobody is named by default."""

from __future__ import annotations

from plugins.core.mail_form import Field, Form

FORM = Form(
    "Je signe le Manifeste du travail social",
    (
        Field("Je signe", kind="choice", choices=("en mon nom", "au nom d’une organisation"), required=True),
        Field("Prénom et nom", required=True, autocomplete="name"),
        Field(
            "Organisation",
            help="Si vous signez pour elle : son nom complet.",
            autocomplete="organization",
        ),
        Field("Fonction", autocomplete="organization-title"),
        Field("Commune"),
        Field(
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
