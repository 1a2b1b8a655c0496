"""Which lists of resources there are, one by type, theme and year: their names and addresses.

`plugins/resources` writes them, `plugins/feeds` accompanies each with a feed. Lists
by several of them at once have no page: `theme/static/js/facets.js` makes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from plugins.core.vocabularies import Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from plugins.core.vocabularies import Vocabulary

AXES: Final = ("type", "theme", "annee")
"""In the order in which pages show them."""
VOCABULARIES: Final = {"type": "types_de_ressource", "theme": "themes"}
"""Where the words of an axis are declared; years need no declaration."""
ROOT: Final = "/ressources/"


@dataclass(frozen=True, order=True)
class Facet:
    """What the resources of a list have in common."""

    axis: str
    """One of the `AXES`."""
    value: str
    """The identifier of a type or a theme, or the four digits of the year in which they appeared."""

    @property
    def key(self) -> str:
        """Return its part of an address: `type/loi`."""
        return f"{self.axis}/{self.value}"

    @property
    def address(self) -> str:
        """Return the address of the list, from the site's root."""
        return f"{ROOT}{self.key}/"


def facets_of(kind: str, themes: Iterable[str], year: object) -> Iterator[Facet]:
    """Yield the facets of a resource; without a year, it has none of that axis."""
    if year:
        yield Facet("annee", str(year))
    yield from (Facet("theme", theme) for theme in dict.fromkeys(themes))
    yield Facet("type", kind)


def term_of(facet: Facet, vocabularies: Mapping[str, Vocabulary]) -> Term:
    """Return the word that a facet names; what no vocabulary has (the build says so) stands for itself."""
    value = facet.value
    return vocabularies.get(VOCABULARIES.get(facet.axis, ""), {}).get(value) or Term(value, value, {})


def phrase(facet: Facet, vocabularies: Mapping[str, Vocabulary]) -> str:
    """Return what a facet adds to « Ressources » in the name of a list; `AXES` is the order of several.

    « : textes de loi », « sur le secret professionnel », « , 2019 »: a theme as its `complement` says it.
    """
    term = term_of(facet, vocabularies)
    if facet.axis == "type":
        return f" : {_small(_plural(term))}"
    if facet.axis == "theme":
        return f" {term.details.get('complement', f'sur le thème « {term.label} »')}"
    return f", {facet.value}"


def title(facet: Facet, vocabularies: Mapping[str, Vocabulary]) -> str:
    """Return the name of a list, such as « Ressources : textes de loi »."""
    if facet.axis == "annee":
        return f"Ressources de {facet.value}"
    return f"Ressources{phrase(facet, vocabularies)}"


def description(facet: Facet, count: int, vocabularies: Mapping[str, Vocabulary]) -> str:
    """Return a sentence that presents a list of `count` resources."""
    if facet.axis == "type":
        term = term_of(facet, vocabularies)
        things = _small(_plural(term) if count > 1 else term.label)
    else:
        things = f"ressource{'s' if count > 1 else ''}{phrase(facet, vocabularies)}"
    return f"{count} {things} : de qui, d’où, et comment lire ce que le comité a rassemblé."


def _plural(term: Term) -> str:
    return str(term.details.get("pluriel", term.label))


def _small(label: str) -> str:
    """Return a label as it stands inside a sentence."""
    return label[:1].lower() + label[1:]
