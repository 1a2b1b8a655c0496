"""Says what has changed of an event since it was announced: in lists, cards, feeds, calendars and letters."""

from __future__ import annotations

from typing import Any, Final

CANCELLED: Final = "Annulé"


def change_of(article: Any) -> str:
    """Return « Annulé », « Nouvelle date », « Nouveau lieu »…; nothing for an event that has not changed.

    Args:
        article: an actualité as Pelican reads it; other pages have no events.
    """
    if getattr(article, "evenement_annule", None):
        return CANCELLED
    changes = []
    before = getattr(article, "evenement_initial", None)
    if before:
        changes.append("nouvelle date" if before.day != article.evenement.day else "nouvelle heure")
    if getattr(article, "lieu_initial", None):
        changes.append("nouveau lieu")
    return " et ".join(changes).capitalize()


def first_announced(article: Any) -> str:
    """Return what had been announced of an event that has moved, or nothing: « d’abord annoncé : … »."""
    if article.evenement_annule:
        return ""
    before = [article.evenement_initial.words] if article.evenement_initial else []
    parts = [*before, *filter(None, [article.lieu_initial])]
    return f"d’abord annoncé : {', '.join(parts)}" if parts else ""
