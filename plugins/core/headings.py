"""What a section may ask of its pages' texts: the headings of their parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MOST_STEPS: Final = 5
"""Who must answer within the hour reads no longer list."""


@dataclass(frozen=True)
class Heading:
    """One part of a text: its heading, of the second level, and what the part must hold."""

    title: str
    steps: bool = False
    """A numbered list, of `MOST_STEPS` at most."""
    sources: bool = False
    """A link to the page of the site that says the same."""
