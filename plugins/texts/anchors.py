"""Gives each heading its identifier: from the words as they were typed, each once in a text."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token


def give_anchors(tokens: Sequence[Token]) -> None:
    """Give the headings their identifiers, but for those that the editor chose."""
    headings = [pair for pair in pairwise(tokens) if pair[0].type == "heading_open"]
    taken = {str(heading.attrs["id"]) for heading, _ in headings if "id" in heading.attrs}
    for heading, inline in headings:
        if "id" not in heading.attrs:
            words = "".join(
                child.content for child in inline.children or () if child.type.startswith(("text", "code"))
            )
            heading.attrs["id"] = anchor = _free(_plain(words), taken)
            taken.add(anchor)


def _plain(heading: str) -> str:
    """Return the words of a heading as an identifier: a-z, 0-9, hyphens and underscores."""
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())


def _free(base: str, taken: set[str]) -> str:
    """Return an identifier, with a number where another heading has the same words."""
    anchor, number = base, 0
    while not anchor or anchor in taken:
        number += 1
        anchor = f"{base}_{number}"
    return anchor
