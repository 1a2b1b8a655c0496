"""Chooses what else to read: the same theme first, and always the same answer."""

from __future__ import annotations

import heapq
from collections import defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plugins.resources.lists import Resource

COUNT: Final = 3
_Kind = tuple[tuple[str, ...], str]
"""Themes and type: resources that share both are equally near to any other."""


def related(resources: Iterable[Resource]) -> dict[str, tuple[str, ...]]:
    """Return, by slug, the slugs of at most three resources that share a theme with each, the nearest first.

    Near is what treats the resource's first theme, then what shares more of its
    themes, then what is of its type, then the newest on the site. As that depends
    on the kind of a resource alone, kinds are compared, not resources: the work
    does not grow with the square of their number.
    """
    kinds: defaultdict[_Kind, list[Resource]] = defaultdict(list)
    for resource in resources:
        kinds[resource.themes, resource.type].append(resource)
    newest = {kind: heapq.nsmallest(COUNT + 1, members, key=_from_newest) for kind, members in kinds.items()}
    found = {}
    for kind, members in kinds.items():
        near = heapq.nsmallest(
            COUNT + 1,  # one of them may be the resource itself
            (
                (*_distance(kind, other), *_from_newest(candidate))
                for other, candidates in newest.items()
                if set(kind[0]) & set(other[0])
                for candidate in candidates
            ),
        )
        for member in members:
            slugs = [str(key[-1]) for key in near if key[-1] != member.slug]
            found[member.slug] = tuple(slugs[:COUNT])
    return found


def _distance(kind: _Kind, other: _Kind) -> tuple[bool, int, bool]:
    (themes, type_), (other_themes, other_type) = kind, other
    return themes[0] not in other_themes, -len(set(themes) & set(other_themes)), type_ != other_type


def _from_newest(resource: Resource) -> tuple[int, str]:
    return -resource.date.toordinal(), resource.slug
