"""Sorts the resources into every list that exists, once, and says where each list leads."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from plugins.core.letters import plain_letters
from plugins.resources.facets import AXES, ROOT, VOCABULARIES, Facet, facets_of, phrase, term_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from plugins.core.vocabularies import Vocabulary

NEWEST_YEARS: Final = 8
"""How many years are shown at once; the older ones stand folded behind them."""
_LABELS: Final = {"type": "Type", "theme": "Thème", "annee": "Année"}


@dataclass(frozen=True)
class Resource:
    """What lists need to know of a resource."""

    slug: str
    title: str
    type: str
    themes: tuple[str, ...]
    """The first is the one that it is most about."""
    annee: str
    """Four digits, or empty."""
    date: dt.date
    """When it came onto the site."""


@dataclass(frozen=True)
class Option:
    """One value of an axis, as a list offers it."""

    facet: Facet
    label: str
    phrase: str
    """What it adds to the name of a list: see `plugins.resources.facets.phrase`."""
    address: str
    """Of its own list; of all resources if it is chosen."""
    count: int
    """Resources in its own list."""
    within: int
    """How many of them the list that offers it has too."""
    chosen: bool


@dataclass(frozen=True)
class Axis:
    """One way to sort resources: its name and its values; `more` holds those that stand folded."""

    label: str
    options: tuple[Option, ...]
    more: tuple[Option, ...] = ()


Lists = dict[Facet | None, tuple[str, ...]]
"""The slugs of the resources of each list that has some, sorted by title; None is the list of all."""


def sort_into_lists(resources: Iterable[Resource]) -> Lists:
    """Return every list that has a resource, and that of all resources."""
    lists: defaultdict[Facet | None, list[str]] = defaultdict(list, {None: []})
    for resource in sorted(resources, key=lambda resource: (_letters(resource.title), resource.slug)):
        for facet in (None, *facets_of(resource.type, resource.themes, resource.annee)):
            lists[facet].append(resource.slug)
    return {facet: tuple(slugs) for facet, slugs in lists.items()}


def values_of(lists: Lists, vocabularies: Mapping[str, Vocabulary]) -> dict[str, tuple[str, ...]]:
    """Return what can be chosen on each axis: words as their vocabulary sorts them, years from the newest."""
    values = {}
    for axis in AXES:
        known = tuple(vocabularies.get(VOCABULARIES.get(axis, ""), {}))
        used = sorted(facet.value for facet in lists if facet and facet.axis == axis)
        unknown = [value for value in reversed(used) if value not in known]
        values[axis] = (*(value for value in known if value in used), *unknown)
    return values


def axes_of(
    facet: Facet | None,
    lists: Lists,
    values: Mapping[str, Iterable[str]],
    vocabularies: Mapping[str, Vocabulary],
) -> tuple[Axis, ...]:
    """Return where a list leads: to all resources, and to the lists that share a resource with it.

    Args:
        facet: of the list; None for all resources.
        lists: all that there are.
        values: as `values_of` gives them.
        vocabularies: for the labels.
    """
    here = set(lists[facet])
    axes = []
    for axis in AXES:
        options = []
        for value in (facet.value,) if facet and facet.axis == axis else values[axis]:
            offered = Facet(axis, value)
            within = len(here.intersection(lists[offered]))
            if within:
                label, says = term_of(offered, vocabularies).label, phrase(offered, vocabularies)
                address = ROOT if offered == facet else offered.address
                count = len(lists[offered])
                options.append(Option(offered, label, says, address, count, within, offered == facet))
        shown = NEWEST_YEARS if axis == "annee" else len(options)
        axes.append(Axis(_LABELS[axis], tuple(options[:shown]), tuple(options[shown:])))
    return tuple(axes)


def _letters(title: str) -> str:
    """Return what sorts a title as a dictionary does: without accents, marks and capitals."""
    return "".join(letter for letter in plain_letters(title) if letter.isalnum() or letter == " ").strip()
