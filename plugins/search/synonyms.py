"""Reads `content/synonymes.toml`: what visitors type, and what the pages call it.

    [synonymes]
    as = ["assistant social", "assistante sociale"]

Who types the left side also finds the pages that hold all words of one of the
right sides; the other way round nothing changes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from plugins.core.problems import Problem
from plugins.core.toml_files import read_toml
from plugins.search.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from plugins.search.words import Stemmer

FILE_NAME: Final = "synonymes.toml"
TABLE: Final = "synonymes"
EXAMPLE: Final = 'cpas = ["centre public d\'action sociale"]'

Expansions = dict[str, list[list[str]]]
"""By what is typed (its words without accents, joined by spaces): of each synonym, the terms of its words."""


def read_synonyms(content: Path, stemmer: Stemmer) -> tuple[Expansions, tuple[Problem, ...]]:
    """Read the file of the content folder, and what is wrong with it; without the file there are none."""
    shown = f"{content.name}/{FILE_NAME}"
    file = read_toml(content / FILE_NAME, shown, EXAMPLE)
    tables, text = file.tables, file.text
    if file.problems or not (content / FILE_NAME).exists():
        return {}, file.problems
    entries = tables.get(TABLE)
    if set(tables) != {TABLE} or not isinstance(entries, dict):
        other = next((name for name in tables if name != TABLE), TABLE)
        remedy = f"gardez une seule ligne [{TABLE}], au-dessus de tous les synonymes"
        return {}, (Problem(shown, _line(text, other), f"« {other} » n’est pas à sa place", remedy),)
    made: Expansions = {}
    problems: list[Problem] = []
    for typed, meant in entries.items():
        key = " ".join(words(typed))
        faults = list(_faults(typed, key, meant, made))
        problems += (Problem(shown, _line(text, typed), fault, remedy) for fault, remedy in faults)
        if not faults:
            made[key] = [stemmer.phrase(synonym) for synonym in meant]
    return dict(sorted(made.items())), tuple(problems)


def _faults(typed: str, key: str, meant: object, made: Expansions) -> Iterator[tuple[str, str]]:
    if not key:
        yield f"« {typed} » n’a ni lettre ni chiffre", "écrivez ce que les gens tapent"
    if key in made:
        yield f"« {typed} » est déjà écrit plus haut", "réunissez les deux lignes"
    if not isinstance(meant, list) or not meant or not all(isinstance(text, str) for text in meant):
        yield f"« {typed} » n’a pas de liste de synonymes", f"écrivez-la entre crochets : {EXAMPLE}"
        return
    for text in meant:
        if not words(text):
            yield f"un synonyme de « {typed} » est vide", "écrivez-le, ou retirez-le"
        elif " ".join(words(text)) == key:
            yield f"« {typed} » est son propre synonyme", "retirez-le de sa liste"


def _line(text: str, name: str) -> int:
    """Return the line that begins with a name, quoted or not; 0 if none does."""
    pattern = re.compile(rf"\s*\[?\s*[\"']?{re.escape(name)}[\"']?\s*[\]=]")
    return next((number for number, line in enumerate(text.split("\n"), start=1) if pattern.match(line)), 0)
