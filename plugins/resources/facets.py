"""Sorts the resources into every list that exists, once, and says where each list leads."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from plugins.facets import AXES, Selection, selections_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from plugins.vocabulary import Vocabulary

NEWEST_YEARS: Final = 8
"""How many years are shown at once; the older ones stand folded behind them."""
_LABELS: Final = {"type": "Type", "theme": "Thème", "annee": "Année"}
_VOCABULARIES: Final = {"type": "types_de_ressource", "theme": "themes"}


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

    key: str
    """The same on every list: `theme-deontologie`."""
    label: str
    address: str
    """Of the list with this value; of the list without it if it is chosen."""
    count: int
    chosen: bool


@dataclass(frozen=True)
class Axis:
    """One way to narrow a list: its name and its values; `more` holds those that stand folded."""

    label: str
    options: tuple[Option, ...]
    more: tuple[Option, ...] = ()


Lists = dict[Selection, tuple[str, ...]]
"""The slugs of the resources of each list that has some, sorted by title; that of all resources too."""


def sort_into_lists(resources: Iterable[Resource]) -> Lists:
    """Return every list that has a resource, and that of all resources."""
    lists: defaultdict[Selection, list[str]] = defaultdict(list, {Selection(): []})
    for resource in sorted(resources, key=lambda resource: (_letters(resource.title), resource.slug)):
        for selection in (Selection(), *selections_of(resource.type, resource.themes, resource.annee)):
            lists[selection].append(resource.slug)
    return {selection: tuple(slugs) for selection, slugs in lists.items()}


def axes_of(selection: Selection, lists: Lists, vocabularies: Mapping[str, Vocabulary]) -> tuple[Axis, ...]:
    """Return where a list leads, by adding a choice or taking one back; nothing leads to an empty list."""
    axes = []
    for axis in AXES:
        chosen = selection.choice(axis)
        values = [chosen] if chosen else _values(axis, lists, vocabularies)
        options = []
        for value in values:
            narrowed = selection.choosing(axis, value)
            if narrowed in lists:
                leads_to = selection.choosing(axis, "") if chosen else narrowed
                label = value if axis == "annee" else vocabularies[_VOCABULARIES[axis]][value].label
                count = len(lists[narrowed])
                options.append(Option(f"{axis}-{value}", label, leads_to.address, count, bool(chosen)))
        shown = NEWEST_YEARS if axis == "annee" else len(options)
        axes.append(Axis(_LABELS[axis], tuple(options[:shown]), tuple(options[shown:])))
    return tuple(axes)


def _values(axis: str, lists: Lists, vocabularies: Mapping[str, Vocabulary]) -> Sequence[str]:
    """Return what can be chosen on an axis: words in the order of their vocabulary, years from the newest."""
    if axis in _VOCABULARIES:
        return tuple(vocabularies.get(_VOCABULARIES[axis], {}))
    return sorted({selection.annee for selection in lists if selection.size == 1} - {""}, reverse=True)


def _letters(title: str) -> str:
    """Return what sorts a title as a dictionary does: without accents, marks and capitals."""
    plain = unicodedata.normalize("NFKD", title.casefold().replace("œ", "oe"))
    return "".join(letter for letter in plain if letter.isalnum() or letter == " ").strip()
