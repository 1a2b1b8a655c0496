"""What a server has to find for an old address, worked out slowly and plainly."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plugins.addresses.keys import MARK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plugins.addresses.redirects import Rule


def rule_for(name: str, rules: Iterable[Rule]) -> Rule | None:
    """Return the rule that answers for a name, of those of `rules_in_order`."""

    def fits(rule: Rule) -> bool:
        wanted = re.escape(rule.name)
        pattern = f"{MARK}?{wanted}(?:,.*)?{MARK}?" if rule.any_marks else f"{wanted}(?:,.*)?"
        return rule.name in name and re.fullmatch(pattern, name) is not None

    return next(filter(fits, rules), None)
