"""Checks how the fields of one front matter agree with each other; yields what does not, in French."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.core.fields import FieldKind
from plugins.texts.recurrence import RuleError, read_dates
from plugins.texts.when import read_end, read_when

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plugins.core.fields import Field
    from plugins.core.problems import Mistake
    from plugins.core.vocabularies import Vocabulary
    from plugins.texts.front_matter import Document, Value


def relations(
    document: Document, field: Field, value: Value, vocabularies: Mapping[str, Vocabulary]
) -> Iterator[Mistake]:
    """Yield how a field that is filled in disagrees with the page's other fields."""
    for other in field.needs:
        if _blank(document, other):
            yield f"le champ n’a de sens qu’avec « {other} »", f"ajoutez « {other}: »"
    if field.kind is FieldKind.END:
        yield from _end(value, document.fields.get(field.needs[0]))
    if field.kind is FieldKind.RHYTHM:
        yield from _promise(document, value, vocabularies)
    if field.among:
        yield from _among(value, document.fields.get(field.among), field.among)


def _promise(document: Document, dates: Value, vocabularies: Mapping[str, Vocabulary]) -> Iterator[Mistake]:
    """Yield why a bistrot announces dates in a state that promises none (`sans_dates` in the vocabulary)."""
    state = document.fields.get("etat")
    term = vocabularies.get("etats_de_bistrot", {}).get(str(state.value) if state else "")
    if term and term.details.get("sans_dates") and _announces(dates, document.fields.get("dates_annulees")):
        yield (
            f"un bistrot à l’état « {term.label} » n’annonce pas de dates",
            "retirez-les, annulez chacune dans « dates_annulees », ou corrigez « etat »",
        )


def _among(value: Value, other: Value | None, name: str) -> Iterator[Mistake]:
    """Yield what a list has that the field `name` lacks."""
    if not isinstance(value.value, list):
        return
    try:
        known = {when.day.isoformat() for when in read_dates(other.value)} if other else set()
    except RuleError:  # reported where it stands
        return
    for item in value.value:
        if str(item) not in known:
            yield f"{item} n’est pas dans « {name} »", f"ajoutez-la aussi à « {name} », ou corrigez-la"


def _announces(dates: Value, cancelled: Value | None) -> bool:
    """Tell whether a list of dates has one that is not cancelled."""
    gone = set(map(str, cancelled.value)) if cancelled and isinstance(cancelled.value, list) else set()
    try:
        return any(when.day.isoformat() not in gone for when in read_dates(dates.value))
    except RuleError:  # reported where it stands
        return False


def _end(value: Value, start: Value | None) -> Iterator[Mistake]:
    """Yield why an event cannot end when this value says, given the value of its start."""
    begin = read_when(str(start.value)) if start else None
    if begin is None:  # reported where it stands
        return
    end = read_end(str(value.value), begin)
    if isinstance(end, str):
        yield "l’événement ne peut pas finir ainsi", end


def _blank(document: Document, name: str) -> bool:
    value = document.fields.get(name)
    return value is None or value.blank
