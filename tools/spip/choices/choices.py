"""What a volunteer chooses in `table.toml`: where each rubrique goes, which theme each keyword is."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from plugins.checks.sources.values import MOST_THEMES
from plugins.core import sections
from plugins.core.problems import Problem
from plugins.core.toml_files import read_toml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from plugins.core.vocabularies import Vocabulary

FILE_NAME: Final = "table.toml"
IGNORED: Final = "ignorer"
"""Chosen for a rubrique or a keyword of which nothing is taken over."""
SECTIONS: Final = {section.name: section for section in sections.SECTIONS if section.rubriques}
"""Those whose fields an old article can fill in."""


@dataclass(frozen=True)
class RubriqueChoice:
    """Where the articles of a rubrique go; the type and the themes are for resources."""

    section: str
    type: str = ""
    themes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choices:
    """What the table says, by the number of each rubrique and keyword."""

    rubriques: Mapping[int, RubriqueChoice]
    keywords: Mapping[int, str]
    """A theme, or `IGNORED`."""


def read_choices(
    path: Path,
    rubriques: Mapping[int, str],
    keywords: Mapping[int, str],
    vocabularies: Mapping[str, Vocabulary],
) -> tuple[Choices, tuple[Problem, ...]]:
    """Read the table and return every mistake in it, each with its line.

    Args:
        path: of `table.toml`.
        rubriques: the titles of those that the dump has, by number.
        keywords: the same of keywords.
        vocabularies: of `vocabulaire.toml`.
    """
    file = read_toml(path, path.name, 'section = "actualites"')
    if file.problems:
        return Choices({}, {}), file.problems
    table = _Table(path.name, file.text, vocabularies)
    unknown = [name for name in file.tables if name not in ("rubriques", "mots")]
    problems = [
        table.problem(f"[{name}", f"« {name} » n’a rien à faire ici", "retirez-le") for name in unknown
    ]
    chosen: dict[int, RubriqueChoice] = {}
    themes: dict[int, str] = {}
    for number, entry in table.entries("rubriques", file.tables, rubriques, problems):
        problems += table.rubrique_mistakes(number, entry)
        borne = entry.get("themes", [])
        chosen[number] = RubriqueChoice(
            str(entry.get("section", "")),
            str(entry.get("type", "")),
            tuple(map(str, borne)) if isinstance(borne, list) else (),
        )
    for number, entry in table.entries("mots", file.tables, keywords, problems):
        problems += table.keyword_mistakes(number, entry)
        themes[number] = str(entry.get("theme", ""))
    return Choices(chosen, themes), tuple(sorted(problems))


@dataclass(frozen=True)
class _Table:
    name: str
    text: str
    vocabularies: Mapping[str, Vocabulary]

    def entries(
        self, kind: str, tables: Mapping[str, Any], expected: Mapping[int, str], problems: list[Problem]
    ) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """Yield the entries of the objects that the dump has; add what is missing or too much."""
        entries = tables.get(kind, {})
        if not isinstance(entries, dict):
            problems.append(
                self.problem(kind, f"« {kind} » n’est pas une suite de tables", f"écrivez [{kind}.1]")
            )
            return
        singular = "la rubrique" if kind == "rubriques" else "le mot-clé"
        for number, title in expected.items():
            if not isinstance(entries.get(str(number)), dict):
                text = f"{singular} {number} (« {title} ») n’est pas dans la table"
                example = 'section = "actualites"' if kind == "rubriques" else f'theme = "{IGNORED}"'
                problems.append(
                    self.problem("", text, f"ajoutez [{kind}.{number}], puis une ligne {example}")
                )
            else:
                yield number, entries[str(number)]
        for written in entries:
            if not (written.isdigit() and int(written) in expected):
                text = f"{singular} {written} n’est pas dans la copie de SPIP"
                problems.append(self.problem(f"[{kind}.{written}]", text, "retirez cette entrée"))

    def rubrique_mistakes(self, number: int, entry: Mapping[str, Any]) -> Iterator[Problem]:
        """Yield what is wrong with the entry of a rubrique."""
        header = f"[rubriques.{number}]"
        yield from self._unknown(header, entry, ("section", "type", "themes"))
        section, kind, themes = entry.get("section"), entry.get("type", ""), entry.get("themes", [])
        yield from self._not_among(header, "section", section, (*SECTIONS, IGNORED))
        if section == "ressources" or kind:
            yield from self._not_among(header, "type", kind, self.vocabularies.get("types_de_ressource", {}))
        if not isinstance(themes, list):
            yield self._entry_problem(
                header, "themes", "« themes » n’est pas une liste", 'écrivez themes = ["deontologie"]'
            )
            return
        for theme in themes:
            yield from self._not_among(header, "themes", theme, self.vocabularies.get("themes", {}))
        if len(themes) > MOST_THEMES:
            text = f"{len(themes)} thèmes"
            yield self._entry_problem(header, "themes", text, f"gardez les {MOST_THEMES} plus justes")
        if section == "ressources" and not themes:
            text, remedy = "une ressource a au moins un thème", 'écrivez par exemple themes = ["deontologie"]'
            yield self._entry_problem(header, "themes", text, remedy)

    def keyword_mistakes(self, number: int, entry: Mapping[str, Any]) -> Iterator[Problem]:
        """Yield what is wrong with the entry of a keyword."""
        header = f"[mots.{number}]"
        yield from self._unknown(header, entry, ("theme",))
        known = (*self.vocabularies.get("themes", {}), IGNORED)
        yield from self._not_among(header, "theme", entry.get("theme"), known)

    def problem(self, needle: str, text: str, remedy: str) -> Problem:
        """Return a problem of the first line that begins with the needle; of the file, without a needle."""
        lines = self.text.split("\n")
        numbers = (at for at, line in enumerate(lines, 1) if needle and line.strip().startswith(needle))
        return Problem(self.name, next(numbers, 0), text, remedy)

    def _unknown(self, header: str, entry: Mapping[str, Any], known: Collection[str]) -> Iterator[Problem]:
        for name in entry:
            if name not in known:
                near = difflib.get_close_matches(name, known, n=1)
                remedy = f"écrivez « {near[0]} »" if near else "retirez cette ligne"
                yield self._entry_problem(header, name, f"« {name} » n’est pas compris ici", remedy)

    def _not_among(self, header: str, name: str, value: object, known: Collection[str]) -> Iterator[Problem]:
        if isinstance(value, str) and value in known:
            return
        near = difflib.get_close_matches(str(value), known, n=1)
        text = f"« {value} » ne va pas pour « {name} »" if value else f"« {name} » n’est pas rempli"
        choice = f"« {near[0]} » ?" if near else f"un de : {', '.join(known)}"
        yield self._entry_problem(header, name, text, f"écrivez {choice}")

    def _entry_problem(self, header: str, name: str, text: str, remedy: str) -> Problem:
        """Return a problem of the line of an entry that begins with a name; of its header, without one."""
        inside, start = False, 0
        for number, line in enumerate(self.text.split("\n"), start=1):
            bare = line.strip()
            if bare.startswith("["):
                inside = re.sub(r"[\s\"']", "", bare.partition("#")[0]) == header
                start = number if inside else start
            elif inside and re.match(rf"[\"']?{re.escape(name)}[\"']?\s*=", bare):
                return Problem(self.name, number, text, remedy)
        return Problem(self.name, start, text, remedy)
