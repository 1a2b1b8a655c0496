"""Finds the links to other sites in the texts, with their lines; notes the day on which one was alive."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

LINK_FIELD: Final = "lien"
CHECKED_FIELD: Final = "lien_verifie"

_ADDRESS: Final = re.compile(r"https?://[^\s<>\"'«»\u00a0\u202f`|\\^{}]+", re.IGNORECASE)
_FIELD: Final = re.compile(rf"^{LINK_FIELD}:\s*\S")
_YEAR: Final = re.compile(r"^(?:annee|date):\s*[\"']?((?:19|20)\d\d)")


@dataclass(frozen=True)
class FoundLink:
    """An address and where it stands."""

    address: str
    path: str
    """As an editor sees it: `content/ressources/charte.md`."""
    line: int
    """From 1."""
    year: str
    """In which the page is set, four digits, or empty: when an archived copy should date from."""
    is_field: bool
    """Whether it is the page's field `lien`, and no link of its text."""


def links_of(path: str, text: str) -> Iterator[FoundLink]:
    """Yield every link of a Markdown file to another site, each address once."""
    lines = text.splitlines()
    years = [match[1] for line in lines if (match := _YEAR.match(line))]
    seen = set()
    for number, line in enumerate(lines, start=1):
        for match in _ADDRESS.finditer(line):
            address = _without_tail(match[0])
            if address not in seen:
                seen.add(address)
                is_field = _FIELD.match(line) is not None
                yield FoundLink(address, path, number, min(years, default=""), is_field)


def _without_tail(address: str) -> str:
    """Drop what closes the sentence or the Markdown link; a bracket that the address opened is its own."""
    while address and (
        address[-1] in ".,;:!?*_"
        or (address[-1] == ")" and address.count(")") > address.count("("))
        or (address[-1] == "]" and address.count("]") > address.count("["))
    ):
        address = address[:-1]
    cut = address.find("](")  # [https://a.example](https://a.example)
    return address if cut < 0 else address[:cut]


def with_check_date(text: str, day: dt.date) -> str:
    """Return a page's text with `lien_verifie` at that day, below its `lien`; all else as it was."""
    lines = text.splitlines(keepends=True)
    place = next(number for number, line in enumerate(lines) if _FIELD.match(line))
    ending = lines[place][len(lines[place].rstrip("\r\n")) :]
    kept = [line for line in lines if not line.startswith(f"{CHECKED_FIELD}:")]
    place = next(number for number, line in enumerate(kept) if _FIELD.match(line))
    kept.insert(place + 1, f"{CHECKED_FIELD}: {day.isoformat()}{ending}")
    return "".join(kept)
