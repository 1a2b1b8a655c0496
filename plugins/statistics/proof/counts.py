"""The values of the proof: sums of records that a reader can form, and what can be deduced of each."""

from __future__ import annotations

from dataclasses import dataclass


class ContradictionError(Exception):
    """No register has all the published numbers."""


@dataclass(frozen=True)
class Count:
    """A sum of records that a reader can form: its name, and the categories that it holds by column."""

    name: str
    members: tuple[tuple[str, frozenset[str]], ...]


@dataclass(frozen=True)
class Interval:
    """The least and the greatest value of a count, over every register that fits the published numbers."""

    low: int
    high: int
