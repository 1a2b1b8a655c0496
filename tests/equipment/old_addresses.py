"""What a server has to find for an old address, worked out slowly and plainly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.addresses.keys import bare_name, without_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plugins.addresses.redirects import Rule


def rule_for(name: str, rules: Iterable[Rule]) -> Rule | None:
    """Return the rule that answers for a name, of those of `rules_in_order`."""
    bare = bare_name(name)
    names = (bare, without_number(bare))
    return next((rule for rule in rules if rule.name in (names if rule.any_marks else (name,))), None)
