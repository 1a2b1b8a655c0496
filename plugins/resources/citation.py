"""How to name a resource in a text of one's own: author, title, source, year, address."""

from __future__ import annotations


def citation(author: str, title: str, source: str, year: str, address: str) -> str:
    """Return a reference in plain text, as the footnotes of French-language reviews write it.

    An author nobody knows is left out, and a source that only repeats the author. Without a
    year, « s. d. » says so: a reader should not take ours for the author's.
    """
    writer = f"{author}, " if author else ""
    origin = "" if source.casefold() == author.casefold() else f", {source}"
    return f"{writer}« {title} »{origin}, {f'{year}.' if year else 's. d.'} {address}"
