"""Checks one front matter against its section: unknown, missing, empty, contradicting fields."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from plugins.checks.sources import values
from plugins.core.fields import FieldKind
from plugins.core.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plugins.core.fields import Field
    from plugins.core.sections import Section
    from plugins.core.vocabularies import Vocabulary
    from plugins.texts.front_matter import Document, Value


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
            yield Problem(shown, value.line, f"le champ « {name} » n’existe pas pour {section.label}", remedy)
            continue
        if value.blank and not value.cut:
            if field.required:
                yield Problem(
                    shown, value.line, f"le champ « {name} » est vide", f"écrivez {field.kind.value}"
                )
            continue
        findings = (
            *values.check(field, value, vocabularies),
            *_relations(document, field, value, vocabularies or {}),
        )
        for text, remedy in findings:
            yield Problem(shown, value.line, f"{name} : {text}", remedy)
    for field in section.fields:
        if field.required and field.name not in document.fields and field.name not in misspelt:
            yield Problem(
                shown,
                1,
                f"il manque le champ « {field.name} »",
                f"ajoutez « {field.name}: » suivi d’{_article(field.kind.value)}",
            )
    if not document.body.strip() and not section.may_be_empty:
        yield Problem(shown, document.body_line, "la page n’a pas de texte", "écrivez-le sous l’en-tête")


def _relations(
    document: Document, field: Field, value: Value, vocabularies: Mapping[str, Vocabulary]
) -> Iterator[values.Mistake]:
    """Yield how a field that is filled in disagrees with the page's other fields."""
    for other in field.needs:
        if _blank(document, other):
            yield f"le champ n’a de sens qu’avec « {other} »", f"ajoutez « {other}: »"
    if field.kind is FieldKind.END:
        yield from values.check_end(value, document.fields.get(field.needs[0]))
    if field.kind is FieldKind.RHYTHM:
        yield from _promise(document, value, vocabularies)
    if field.among:
        yield from values.check_among(value, document.fields.get(field.among), field.among)


def _promise(
    document: Document, dates: Value, vocabularies: Mapping[str, Vocabulary]
) -> Iterator[values.Mistake]:
    """Yield why a bistrot announces dates in a state that promises none (`sans_dates` in the vocabulary)."""
    state = document.fields.get("etat")
    term = vocabularies.get("etats_de_bistrot", {}).get(str(state.value) if state else "")
    if (
        term
        and term.details.get("sans_dates")
        and values.announces(dates, document.fields.get("dates_annulees"))
    ):
        yield (
            f"un bistrot à l’état « {term.label} » n’annonce pas de dates",
            "retirez-les, annulez chacune dans « dates_annulees », ou corrigez « etat »",
        )


def _article(kind: str) -> str:
    """Shorten "un texte…" to what follows "d’"."""
    return kind if kind.startswith(("un", "une")) else f"une valeur : {kind}"


def _blank(document: Document, name: str) -> bool:
    value = document.fields.get(name)
    return value is None or value.blank
