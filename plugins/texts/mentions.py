"""Reads the lists of a letter: pages of the site, each with its day or its sentence where it has one."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

ENTRY = re.compile(r"(?:(?P<day>\d{4}-\d{2}-\d{2}) +)?/?(?P<path>[a-z0-9]+(?:[-/][a-z0-9]+)*)/?")


@dataclass(frozen=True)
class Mention:
    """A page that a letter mentions."""

    address: str
    """From the site's root: `/actualites/colloque/`."""
    day: dt.date | None = None
    """The one of its dates that is announced."""
    note: str = ""
    """The editor's sentence that introduces it; plain text."""

    @property
    def key(self) -> str:
        """Return the page as an editor writes it: `actualites/colloque`."""
        return self.address.strip("/")


def read_mention(entry: object) -> Mention | None:
    """Read one entry as YAML gives it: a text, or a text with its sentence. None: it is neither."""
    text, note = entry, ""
    if isinstance(entry, dict) and len(entry) == 1:
        text, said = next(iter(entry.items()))
        if not isinstance(said, str):
            return None
        note = " ".join(said.split())
    found = ENTRY.fullmatch(text.strip()) if isinstance(text, str) else None
    if not found:
        return None
    try:
        day = dt.date.fromisoformat(found["day"]) if found["day"] else None
    except ValueError:
        return None
    return Mention(f"/{found['path']}/", day, note)
