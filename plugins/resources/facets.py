"""Sorts the resources into every list that exists, once, and says where each list leads."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from plugins.facets import AXES, VOCABULARIES, Selection, selections_of, term_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from plugins.vocabulary import Vocabulary

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


def values_of(lists: Lists, vocabularies: Mapping[str, Vocabulary]) -> dict[str, tuple[str, ...]]:
    """Return what can be chosen on each axis: words as their vocabulary sorts them, years from the newest."""
    values = {}
    for axis in AXES:
        known = tuple(vocabularies.get(VOCABULARIES.get(axis, ""), {}))
        used = sorted({selection.choice(axis) for selection in lists if selection.size == 1} - {""})
        unknown = [value for value in reversed(used) if value not in known]
        values[axis] = (*(value for value in known if value in used), *unknown)
    return values


def axes_of(
    selection: Selection,
    lists: Lists,
    values: Mapping[str, Iterable[str]],
    vocabularies: Mapping[str, Vocabulary],
) -> tuple[Axis, ...]:
    """Return where a list leads, by adding a choice or taking one back; nothing leads to an empty list.

    Args:
        selection: of the list.
        lists: all that there are.
        values: as `values_of` gives them.
        vocabularies: for the labels.
    """
    axes = []
    for axis in AXES:
        chosen = selection.choice(axis)
        options = []
        for value in (chosen,) if chosen else values[axis]:
            narrowed = selection.choosing(axis, value)
            if narrowed in lists:
                leads_to = selection.choosing(axis, "") if chosen else narrowed
                label = term_of(axis, value, vocabularies).label
                count = len(lists[narrowed])
                options.append(Option(f"{axis}-{value}", label, leads_to.address, count, bool(chosen)))
        shown = NEWEST_YEARS if axis == "annee" else len(options)
        axes.append(Axis(_LABELS[axis], tuple(options[:shown]), tuple(options[shown:])))
    return tuple(axes)


def _letters(title: str) -> str:
    """Return what sorts a title as a dictionary does: without accents, marks and capitals."""
    plain = unicodedata.normalize("NFKD", title.casefold().replace("œ", "oe"))
    return "".join(letter for letter in plain if letter.isalnum() or letter == " ").strip()
