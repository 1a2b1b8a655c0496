"""Checks that a text has the parts which its section asks for, in order, and in each what it must hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from plugins.core.fields import MOST_STEPS
from plugins.core.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plugins.core.fields import Heading
    from plugins.texts.front_matter import Document

_HEADING: Final = re.compile(r"##[ \u00a0]+(?P<title>.*?)\s*(?:\{#[^}]*\})?\s*#*\s*")
_STEP: Final = re.compile(r"^ {0,3}\d+[.)]\s", re.MULTILINE)
_LINK_TO_A_PAGE: Final = re.compile(r"\]\(/")


class _Part(NamedTuple):
    title: str
    """Empty for what stands before the first heading."""
    line: int
    text: str


def check_headings(shown: str, document: Document, headings: Sequence[Heading]) -> Iterator[Problem]:
    """Yield what keeps a text from having those parts; nothing where a section asks for none.

    Args:
        shown: the file's path as messages show it.
        document: its two parts.
        headings: of its section.
    """
    if not headings or not document.body.strip():
        return
    before, *parts = _parts(document)
    if before.text.strip():
        yield Problem(
            shown,
            before.line,
            "un texte avant le premier titre",
            f"mettez-le sous « ## {headings[0].title} », ou dans le champ « question »",
        )
    wanted = [heading.title for heading in headings]
    if [part.title for part in parts] == wanted:
        for heading, part in zip(headings, parts, strict=True):
            for text, remedy in _lacks(heading, part):
                yield Problem(shown, part.line, f"« {heading.title} » : {text}", remedy)
        return
    line, text = _first_difference(parts, wanted, document)
    yield Problem(shown, line, text, f"gardez ces titres, dans cet ordre : {' ; '.join(wanted)}")


def _parts(document: Document) -> list[_Part]:
    """Return what stands before the first heading, then each part."""
    lines: list[str] = []
    title, first = "", document.body_line
    parts = []
    for number, line in enumerate(document.body.split("\n"), start=document.body_line):
        found = _HEADING.fullmatch(line)
        if found:
            parts.append(_Part(title, first, "\n".join(lines)))
            title, first, lines = found["title"].replace("'", "’"), number, []
        else:
            lines.append(line)
    return [*parts, _Part(title, first, "\n".join(lines))]


def _first_difference(parts: Sequence[_Part], wanted: Sequence[str], document: Document) -> tuple[int, str]:
    for part, title in zip(parts, wanted, strict=False):
        if part.title != title:
            return part.line, f"le titre « {part.title} » là où il faut « {title} »"
    if len(parts) > len(wanted):
        extra = parts[len(wanted)]
        return extra.line, f"le titre « {extra.title} » de trop"
    line = parts[-1].line if parts else document.body_line
    return line, f"il manque le titre « {wanted[len(parts)]} »"


def _lacks(heading: Heading, part: _Part) -> Iterator[tuple[str, str]]:
    """Yield what a part does not hold, and what to do."""
    if not part.text.strip():
        yield "rien sous ce titre", "écrivez le texte"
        return
    steps = len(_STEP.findall(part.text))
    if heading.steps and not steps:
        yield "il faut une liste numérotée", "commencez chaque étape par « 1. », « 2. »…"
    elif heading.steps and steps > MOST_STEPS:
        yield f"{steps} étapes", f"gardez les {MOST_STEPS} plus utiles : la page se lit en une minute"
    if heading.sources and not _LINK_TO_A_PAGE.search(part.text):
        yield (
            "aucun lien vers la page du site qui le dit",
            "ajoutez-le, par exemple [l’article 458](/ressources/article-458-du-code-penal/)",
        )
