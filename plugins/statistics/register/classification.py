"""Classifications of the register: which categories a column may hold, when, and with what.

They come from `content/vocabulaire.toml`: a label, a family (`famille`), years of
validity (`du`, `au`) and structural zeros (`zeros`: identifiers of categories of
another column with which this one cannot occur, written `colonne:identifiant`
where the identifier alone would be ambiguous).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.problems import Problem
from plugins.statistics.programme import DIMENSIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.vocabulary import Term, Vocabulary

KINDS = "activites"
"""Vocabulary of the column `type`."""

VOCABULARIES = {"theme": "themes", "secteur": "secteurs", "region": "regions"}
"""Vocabulary of each protected column."""

FAMILY_VOCABULARIES = {"theme": "familles", "secteur": "familles_de_secteur", "region": "familles_de_region"}

_PERIOD = re.compile(r"(\d{4})(?:-(\d{4}))?", re.ASCII)
_VOCABULARY_FILE = "content/vocabulaire.toml"


@dataclass(frozen=True, order=True)
class Period:
    """A year or a block of consecutive years, both ends included."""

    first: int
    last: int

    def __str__(self) -> str:
        """Return the period as it is written in files: `2019` or `2019-2020`."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    def overlaps(self, other: Period) -> bool:
        """Tell whether the two periods share a year."""
        return self.first <= other.last and other.first <= self.last

    def contains(self, other: Period) -> bool:
        """Tell whether every year of `other` is in this period."""
        return self.first <= other.first and other.last <= self.last


def parse_period(text: str) -> Period | None:
    """Return the period written `AAAA` or `AAAA-AAAA` (the later year last, 1900 to 2100), or None."""
    match = _PERIOD.fullmatch(text)
    if match is None:
        return None
    first, last = int(match[1]), int(match[2] or match[1])
    if not 1900 <= first <= last <= 2100 or (match[2] is not None and first == last):
        return None
    return Period(first, last)


@dataclass(frozen=True)
class Category:
    """One value of a column; valid in every period that touches the years `first`…`last`."""

    identifier: str
    label: str
    family: str
    first: int = 0
    last: int = 9999

    def valid_in(self, period: Period) -> bool:
        """Tell whether a record of this period may use the category."""
        return period.overlaps(Period(self.first, self.last))


Zero = frozenset[tuple[str, str]]
"""Two (column, category) pairs that cannot occur together: a structural zero."""


@dataclass(frozen=True)
class Classifications:
    """The kinds of activity, the categories of each protected column, and the structural zeros."""

    kinds: Mapping[str, str]
    categories: Mapping[str, tuple[Category, ...]]
    family_labels: Mapping[str, Mapping[str, str]]
    zeros: frozenset[Zero] = frozenset()

    def valid(self, dimension: str, period: Period) -> tuple[Category, ...]:
        """Return the categories of a column that a period may use, in the order of the file."""
        return tuple(category for category in self.categories[dimension] if category.valid_in(period))

    def families(self, dimension: str, period: Period) -> dict[str, tuple[str, ...]]:
        """Return the identifiers of the valid categories by family, in the order of the file."""
        members: dict[str, list[str]] = {}
        for category in self.valid(dimension, period):
            members.setdefault(category.family, []).append(category.identifier)
        return {family: tuple(identifiers) for family, identifiers in members.items()}

    def possible(self, cell: Mapping[str, str]) -> bool:
        """Tell whether a combination of categories (by column) holds no structural zero."""
        pairs = set(cell.items())
        return not any(zero <= pairs for zero in self.zeros)

    def label(self, dimension: str, identifier: str) -> str:
        """Return the French label of a category."""
        return next((c.label for c in self.categories[dimension] if c.identifier == identifier), identifier)

    def family_label(self, dimension: str, family: str) -> str:
        """Return the French label of a family; a category without family is one by itself."""
        return self.family_labels[dimension].get(family) or self.label(dimension, family)


def read_classifications(
    vocabularies: Mapping[str, Vocabulary],
) -> tuple[Classifications, tuple[Problem, ...]]:
    """Return the classifications of the register, and what is wrong in the vocabulary file."""
    problems: list[Problem] = []
    categories = {
        dimension: tuple(_category(term, dimension, problems) for term in vocabularies.get(name, {}).values())
        for dimension, name in VOCABULARIES.items()
    }
    return (
        Classifications(
            kinds={term.identifier: term.label for term in vocabularies.get(KINDS, {}).values()},
            categories=categories,
            family_labels={
                dimension: {term.identifier: term.label for term in vocabularies.get(name, {}).values()}
                for dimension, name in FAMILY_VOCABULARIES.items()
            },
            zeros=_zeros(vocabularies, categories, problems),
        ),
        tuple(problems),
    )


def _problem(text: str, remedy: str) -> Problem:
    return Problem(_VOCABULARY_FILE, 0, text, remedy)


def _category(term: Term, dimension: str, problems: list[Problem]) -> Category:
    years: dict[str, int] = {}
    for key, default in (("du", 0), ("au", 9999)):
        year = term.details.get(key, default)
        if not isinstance(year, int):
            place = f"[{VOCABULARIES[dimension]}.{term.identifier}]"
            problems.append(
                _problem(f"{place} : « {key} » n'est pas une année", f"écrire par exemple {key} = 2021")
            )
            year = default
        years[key] = year
    family = str(term.details.get("famille", term.identifier))
    return Category(term.identifier, term.label, family, years["du"], years["au"])


def _zeros(
    vocabularies: Mapping[str, Vocabulary],
    categories: Mapping[str, tuple[Category, ...]],
    problems: list[Problem],
) -> frozenset[Zero]:
    known = {
        dimension: {category.identifier for category in found} for dimension, found in categories.items()
    }
    zeros: set[Zero] = set()
    for dimension, name in VOCABULARIES.items():
        for term in vocabularies.get(name, {}).values():
            listed = term.details.get("zeros", [])
            for entry in listed if isinstance(listed, list) else [listed]:
                column, _, identifier = str(entry).rpartition(":")
                others = [
                    other
                    for other in DIMENSIONS
                    if other != dimension and column in {"", other} and identifier in known[other]
                ]
                if len(others) == 1:
                    zeros.add(frozenset({(dimension, term.identifier), (others[0], identifier)}))
                else:
                    problems.append(
                        _problem(
                            f"[{name}.{term.identifier}] : un des « zeros » est inconnu ou ambigu",
                            "écrire un identifiant, ou « colonne:identifiant » (secteur:non-precise)",
                        )
                    )
    return frozenset(zeros)
