"""Reads dates as editors know them: a day, or only its month or year (`2023-12-07`, `2023-12`, `2023`)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from plugins.french.dates import medium_date, month

_DAY: Final = re.compile(r"(?:19|20)\d{2}-\d{2}-\d{2}", re.ASCII)
_PARTIAL: Final = re.compile(r"((?:19|20)\d{2})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True)
class PartialDate:
    """A date of which the month or the day may be unknown."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def first(self) -> dt.date:
        """Return its first day, by which it is sorted, waited for and told to feed readers."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def iso(self) -> str:
        """Return it as machines write it, no longer than it is known: `2023-12`."""
        return self.first.isoformat()[: 10 if self.day else 7 if self.month else 4]

    @property
    def words(self) -> str:
        """Return it as visitors read it: « 7 décembre 2023 », « décembre 2023 », « 2023 »."""
        if self.month is None:
            return str(self.year)
        return medium_date(self.first) if self.day else month(self.first)

    @property
    def label(self) -> str:
        """Return how a page says when it appeared: « Paru le 7 décembre 2023 », « Paru en 2023 »."""
        return f"Paru {'le' if self.day else 'en'}"


def read_partial_date(text: str) -> PartialDate | None:
    """Read a date, its month or its year; None if the text is none of them."""
    found = _PARTIAL.fullmatch(text.strip())
    if found is None:
        return None
    parts = [int(part) if part else None for part in found.groups()]
    try:
        date = PartialDate(int(found[1]), *parts[1:])
        dt.date(date.year, 1 if date.month is None else date.month, 1 if date.day is None else date.day)
    except ValueError:
        return None
    return date


def read_day(text: str) -> dt.date | None:
    """Read a whole date; None if the text is none."""
    if not _DAY.fullmatch(text.strip()):
        return None
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None
