"""Classifications of the register: which categories a column may hold, when, and with what.

They come from `content/vocabulaire.toml`: a label, a family (`famille`; families may have one too), years of
validity (`du`, `au`) and structural zeros (`zeros`: identifiers of categories of
another column with which this one cannot occur, written `colonne:identifiant`
where the identifier alone would be ambiguous).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.core.problems import Problem
from plugins.statistics.programme import DIMENSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from plugins.core.vocabularies import Term, Vocabulary

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
class Family:
    """A group of categories, or of families: `family` is the wider one that holds it, or empty.

    Without a label it only says what stands together: readers do not think of it.
    """

    identifier: str
    label: str
    family: str = ""


@dataclass(frozen=True)
class Node:
    """A group of categories in the public tree of a column; without children, one category.

    `name` is the family that it is, empty for a group that only the tree makes.
    """

    name: str
    members: tuple[str, ...]
    children: tuple[Node, ...] = ()

    def walk(self) -> Iterator[Node]:
        """Yield the node and all that is below it."""
        yield self
        for child in self.children:
            yield from child.walk()


def leaf(category: str) -> Node:
    """Return the node of one category."""
    return Node("", (category,))


def grouped(name: str, children: Sequence[Node]) -> Node:
    """Return the node of some children, two by two; of a single child, the child.

    Of categories, the first stands against all others: a file that lists the frequent ones first keeps
    most of them. Families are halved by their number of categories.
    """
    if len(children) == 1:
        return children[0]
    if len(children) > 2:
        sizes = [len(child.members) for child in children]
        cut = 1
        if max(sizes) > 1:
            cut = min(range(1, len(sizes)), key=lambda place: abs(2 * sum(sizes[:place]) - sum(sizes)))
        children = (grouped("", children[:cut]), grouped("", children[cut:]))
    return Node(name, tuple(member for child in children for member in child.members), tuple(children))


@dataclass(frozen=True)
class Classifications:
    """The kinds of activity, each protected column's categories and families, the structural zeros."""

    kinds: Mapping[str, str]
    categories: Mapping[str, tuple[Category, ...]]
    families: Mapping[str, Mapping[str, Family]]
    zeros: frozenset[Zero] = frozenset()

    def valid(self, dimension: str, period: Period) -> tuple[Category, ...]:
        """Return the categories of a column that a period may use, in the order of the file."""
        return tuple(category for category in self.categories[dimension] if category.valid_in(period))

    def tree(self, dimension: str, period: Period) -> Node:
        """Return the public tree of the categories that a period may use."""
        named = frozenset(family.identifier for family in self.families[dimension].values() if family.label)
        chains = [(c.identifier, self._families_of(dimension, c)) for c in self.valid(dimension, period)]
        return _tree("", chains, named)

    def _families_of(self, dimension: str, category: Category) -> tuple[str, ...]:
        """Return the families that hold a category, the widest first."""
        chain: list[str] = []
        name = category.family
        while name and name not in chain:
            chain.insert(0, name)
            declared = self.families[dimension].get(name)
            name = declared.family if declared else ""
        return tuple(chain)

    def is_linked(self, dimension: str, period: Period) -> bool:
        """Tell whether a structural zero links the column to another one in this period."""
        valid = {(d, category.identifier) for d in self.categories for category in self.valid(d, period)}
        return any(zero <= valid and dimension in dict(zero) for zero in self.zeros)

    def possible(self, cell: Mapping[str, str]) -> bool:
        """Tell whether a combination of categories (by column) holds no structural zero."""
        pairs = set(cell.items())
        return not any(zero <= pairs for zero in self.zeros)

    def label(self, dimension: str, node: Node) -> str:
        """Return the French label of a category or a family; of another group, its parts' labels."""
        family = self.families[dimension].get(node.name)
        if family and family.label:
            return family.label
        if node.children:
            return " ; ".join(self.label(dimension, child) for child in node.children)
        (name,) = node.members
        return next((c.label for c in self.categories[dimension] if c.identifier == name), name)


def _tree(name: str, chains: Sequence[tuple[str, tuple[str, ...]]], named: frozenset[str]) -> Node:
    """Return the tree of (category, families that hold it, the widest first)."""
    branches: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for category, families in chains:
        # a category without family is a branch of its own; a space is in no identifier
        branches.setdefault(families[0] if families else f" {category}", []).append((category, families[1:]))
    return grouped(
        name if name in named else "",
        [
            leaf(members[0][0]) if branch.startswith(" ") else _tree(branch, members, named)
            for branch, members in branches.items()
        ],
    )


def read_classifications(
    vocabularies: Mapping[str, Vocabulary],
) -> tuple[Classifications, tuple[Problem, ...]]:
    """Return the classifications of the register, and what is wrong in the vocabulary file."""
    problems: list[Problem] = []
    categories = {
        dimension: tuple(_category(term, dimension, problems) for term in vocabularies.get(name, {}).values())
        for dimension, name in VOCABULARIES.items()
    }
    families = {
        dimension: {
            term.identifier: Family(
                term.identifier, str(term.details.get("libelle", "")), str(term.details.get("famille", ""))
            )
            for term in vocabularies.get(name, {}).values()
        }
        for dimension, name in FAMILY_VOCABULARIES.items()
    }
    problems += _unknown_families(categories, families)
    return (
        Classifications(
            kinds={term.identifier: term.label for term in vocabularies.get(KINDS, {}).values()},
            categories=categories,
            families=families,
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
    family = str(term.details.get("famille", ""))
    return Category(term.identifier, term.label, family, years["du"], years["au"])


def _unknown_families(
    categories: Mapping[str, tuple[Category, ...]], families: Mapping[str, Mapping[str, Family]]
) -> Iterator[Problem]:
    """Yield a problem for every `famille` that is not declared, or that holds itself."""
    for dimension, declared in families.items():
        vocabulary = FAMILY_VOCABULARIES[dimension]
        terms: tuple[Category | Family, ...] = (*categories[dimension], *declared.values())
        for term in terms:
            place = vocabulary if isinstance(term, Family) else VOCABULARIES[dimension]
            chain, name = [], term.family
            while name in declared and name not in chain:
                chain.append(name)
                name = declared[name].family
            if name:
                yield _problem(
                    f"[{place}.{term.identifier}] : « famille » ne mène à aucune famille connue",
                    f"écrire un nom de [{vocabulary}.…], ou enlever « famille »",
                )


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
