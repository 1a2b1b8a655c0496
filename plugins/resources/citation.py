"""How to name a resource in a text of one's own: author, title, source, year, address."""

from __future__ import annotations

import re
from typing import Final

OUR_REPORTS: Final = re.compile(r"Rapports? d['’]activités")
"""A source that says where we know a text from, and not who published it."""


def citation(author: str, title: str, source: str, year: str, address: str) -> str:
    """Return a reference in plain text, as the footnotes of French-language reviews write it.

    An author nobody knows is left out, and a source that only repeats the author. Without a
    year, « s. d. » says so: a reader should not take ours for the author's. What we know from our
    reports alone is cited after them.
    """
    writer = f"{author}, " if author else ""
    date = f"{year}." if year else "s. d."
    if OUR_REPORTS.match(source):
        return f"{writer}« {title} », {date} Cité d'après : {source}. {address}"
    origin = "" if source.casefold() == author.casefold() else f", {source}"
    return f"{writer}« {title} »{origin}, {date} {address}"
