"""What « Demander un avis » asks: the situation, never the person."""

from __future__ import annotations

from typing import Final

from plugins.core.mail_form import Form, Question

FORM: Final = Form(
    subject="Demande d’avis",
    questions=(
        Question(
            "Votre fonction",
            help="Ce que vous faites : assistante sociale, éducateur, stagiaire, responsable d’équipe…",
        ),
        Question("Le type de service", help="CPAS, centre PMS, maison d’accueil… Sans le nom du service."),
        Question(
            "Ce qui se passe",
            "lines",
            help="En quelques phrases, et sans nommer personne.",
            required=True,
        ),
        Question("Ce que l’on vous demande de faire ou de dire", "lines", required=True),
        Question("Ce qui vous gêne", "lines"),
        Question("Le temps que vous avez pour répondre", help="Un jour, une semaine, pas de délai…"),
        Question(
            "Comment vous répondre",
            help="Un e-mail ou un numéro de téléphone, et le bon moment pour appeler. "
            "Sans réponse ici, nous répondons à l’adresse d’où vient votre message.",
        ),
    ),
)
