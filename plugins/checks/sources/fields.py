"""Checks one front matter against its section: unknown, missing, empty, contradicting fields."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from plugins.checks.sources import values
from plugins.checks.sources.relations import relations
from plugins.core.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plugins.core.sections import Section
    from plugins.core.vocabularies import Vocabulary
    from plugins.texts.front_matter import Document


def check_fields(
    shown: str, document: Document, section: Section, vocabularies: Mapping[str, Vocabulary] | None
) -> Iterator[Problem]:
    """Yield what is wrong with a file's fields, and with its text if it has none.

    Args:
        shown: the file's path as messages show it.
        document: its two parts.
        section: says which fields there are.
        vocabularies: None when their file is itself at fault: words are not checked.
    """
    names = [field.name for field in section.fields]
    misspelt: set[str] = set()
    for name, value in document.fields.items():
        field = section.field(name)
        if field is None:
            near = difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.5)
            misspelt.update(near)
            remedy = (
                f"écrivez « {near[0]} »"
                if near
                else "retirez la ligne ; champs possibles : " + ", ".join(names)
            )
            text = f"le champ « {name} » n’existe pas pour {section.label}"
            yield Problem(shown, value.line, text, remedy, field_name=name)
            continue
        if value.blank and not value.cut:
            if field.required:
                text, remedy = f"le champ « {name} » est vide", f"écrivez {field.kind.value}"
                yield Problem(shown, value.line, text, remedy, field_name=name)
            continue
        findings = (
            *values.check(field, value, vocabularies),
            *relations(document, field, value, vocabularies or {}),
        )
        for text, remedy in findings:
            yield Problem(shown, value.line, f"{name} : {text}", remedy, field_name=name)
    for field in section.fields:
        if field.required and field.name not in document.fields and field.name not in misspelt:
            text = f"il manque le champ « {field.name} »"
            remedy = f"ajoutez « {field.name}: » suivi d’{_article(field.kind.value)}"
            yield Problem(shown, 1, text, remedy, field_name=field.name)
    if not document.body.strip() and not section.may_be_empty:
        yield Problem(shown, document.body_line, "la page n’a pas de texte", "écrivez-le sous l’en-tête")


def _article(kind: str) -> str:
    """Shorten "un texte…" to what follows "d’"."""
    return kind if kind.startswith(("un", "une")) else f"une valeur : {kind}"
