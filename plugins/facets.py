"""Which lists of resources there are (by type, theme, year, and together): their names and addresses.

`plugins/resources` writes them, `plugins/feeds` accompanies each with a feed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from plugins.vocabulary import Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from plugins.vocabulary import Vocabulary

AXES: Final = ("type", "theme", "annee")
"""In the order in which an address names them, so that a list has one address only."""
VOCABULARIES: Final = {"type": "types_de_ressource", "theme": "themes"}
"""Where the words of an axis are declared; years need no declaration."""
ROOT: Final = "/ressources/"


@dataclass(frozen=True)
class Selection:
    """What the resources of a list have in common; an empty text where they may differ."""

    type: str = ""
    theme: str = ""
    annee: str = ""
    """Four digits: the year in which they appeared."""

    @property
    def key(self) -> str:
        """Return what tells it from others in addresses: `type/loi/annee/2019`; empty for all resources."""
        chosen = ((axis, self.choice(axis)) for axis in AXES)
        return "/".join(f"{axis}/{value}" for axis, value in chosen if value)

    @property
    def address(self) -> str:
        """Return the address of the list, from the site's root."""
        return f"{ROOT}{self.key}/" if self.key else ROOT

    @property
    def size(self) -> int:
        """Return how many facets are chosen."""
        return sum(bool(self.choice(axis)) for axis in AXES)

    def choice(self, axis: str) -> str:
        """Return the value chosen on one of the `AXES`."""
        return str(getattr(self, axis))

    def choosing(self, axis: str, value: str) -> Selection:
        """Return the same with another value on one axis; an empty one takes the choice back."""
        return replace(self, **{axis: value})


def selections_of(kind: str, themes: Iterable[str], year: object) -> Iterator[Selection]:
    """Yield every list that a resource belongs to but that of all; without a year, it is in none by year."""
    years = ("", str(year)) if year else ("",)
    found = (Selection(a, b, c) for a in ("", kind) for b in ("", *themes) for c in years)
    yield from (selection for selection in found if selection.size)


def term_of(axis: str, value: str, vocabularies: Mapping[str, Vocabulary]) -> Term:
    """Return the word that an axis names; what no vocabulary has (the build says so) stands for itself."""
    return vocabularies.get(VOCABULARIES.get(axis, ""), {}).get(value) or Term(value, value, {})


def title(selection: Selection, vocabularies: Mapping[str, Vocabulary]) -> str:
    """Return the name of a list, such as « Ressources : textes de loi sur le secret professionnel, 2019 »."""
    if not selection.type and not selection.theme and selection.annee:
        return f"Ressources de {selection.annee}"
    kind = f" : {_small(_plural(selection, vocabularies))}" if selection.type else ""
    return f"Ressources{kind}{_about(selection, vocabularies)}"


def description(selection: Selection, count: int, vocabularies: Mapping[str, Vocabulary]) -> str:
    """Return a sentence that presents a list of `count` resources."""
    things = "ressources" if count > 1 else "ressource"
    if selection.type:
        label = term_of("type", selection.type, vocabularies).label
        things = _small(_plural(selection, vocabularies) if count > 1 else label)
    return (
        f"{count} {things}{_about(selection, vocabularies)} : "
        "de qui, d’où, et comment lire ce que le comité a rassemblé."
    )


def _plural(selection: Selection, vocabularies: Mapping[str, Vocabulary]) -> str:
    term = term_of("type", selection.type, vocabularies)
    return str(term.details.get("pluriel", term.label))


def _about(selection: Selection, vocabularies: Mapping[str, Vocabulary]) -> str:
    """Return the end of a name: the theme, as its `complement` says it, and the year."""
    about = ""
    if selection.theme:
        term = term_of("theme", selection.theme, vocabularies)
        about = f" {term.details.get('complement', f'sur le thème « {term.label} »')}"
    return f"{about}, {selection.annee}" if selection.annee else about


def _small(label: str) -> str:
    """Return a label as it stands inside a sentence."""
    return label[:1].lower() + label[1:]
