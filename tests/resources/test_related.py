"""What else to read: by a rule that a person can follow, and the quick way gives what the rule gives."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

from hypothesis import given

from plugins.resources.related import COUNT, related
from tests.resources.test_facets import RESOURCES, Resource

if TYPE_CHECKING:
    from collections.abc import Iterable

DAY = dt.date(2024, 1, 1)


def by_the_rule(resource: Resource, resources: Iterable[Resource]) -> tuple[str, ...]:
    others = [other for other in resources if other != resource and set(other.themes) & set(resource.themes)]
    others.sort(
        key=lambda other: (
            resource.themes[0] not in other.themes,
            -len(set(other.themes) & set(resource.themes)),
            other.type != resource.type,
            -other.date.toordinal(),
            other.slug,
        )
    )
    return tuple(other.slug for other in others[:COUNT])


@given(RESOURCES)
def test_the_nearest_are_those_of_the_rule(resources: list[Resource]) -> None:
    assert related(resources) == {resource.slug: by_the_rule(resource, resources) for resource in resources}


@given(RESOURCES)
def test_the_order_of_the_files_changes_nothing(resources: list[Resource]) -> None:
    shuffled = resources[:]
    random.Random(7).shuffle(shuffled)  # noqa: S311  no secret
    assert related(shuffled) == related(resources)


def test_the_same_first_theme_comes_before_more_shared_themes() -> None:
    me = Resource("me", "", "loi", ("secret", "police", "divers"), "", DAY)
    first = Resource("first", "", "outil", ("secret",), "", DAY)
    more = Resource("more", "", "loi", ("police", "divers"), "", DAY)
    none = Resource("none", "", "loi", ("autre",), "", DAY)
    assert related([me, more, none, first])["me"] == ("first", "more")
