"""The rules of the audit: which intervals give nobody away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plugins.statistics.proof.counts import Interval


@dataclass(frozen=True, order=True)
class Finding:
    """One reason to refuse a publication. It names a count, never its value or its bounds."""

    kind: str
    period: str
    count: str
    reason: str

    def __str__(self) -> str:
        """Return the finding as one line for the terminal."""
        return f"{self.kind} {self.period} : {self.count} : {self.reason}"


def is_narrowed(interval: Interval, *, records: int, threshold: int) -> bool:
    """Tell whether readers can narrow a count inside 0…T−1.

    It is safe when its interval covers [0, min(T−1, records)], or lies at T or above.
    `records` is the public total that the counts split: none can pass it, published or not.
    """
    is_open = interval.low == 0 and interval.high >= min(threshold - 1, records)
    return not is_open and interval.low < threshold


def is_uniform(outside: Interval, *, records: int) -> bool:
    """Tell whether a group surely has at most one record outside a theme, of which this is the interval.

    That is *group disclosure*: all of the group, or all but one, share the theme.
    """
    return outside.high < min(2, records)
