"""Gives each heading its identifier: from the words as they were typed, each once in a text.

Those that the editor chose are each once too, and none that the site's pages have themselves.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from plugins.texts.mistakes import mistakes_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

RESERVED: Final = frozenset({"contenu", "sur-cette-page"})
"""Identifiers that the pages of texts have."""
_NOTES: Final = re.compile(r"fn(?:ref\d*)?:")


def chosen_anchors_rule(state: StateCore) -> None:
    """Take away the identifiers that exist already."""
    taken = set(RESERVED)
    for token, line in _with_identifier(state.tokens):
        anchor = str(token.attrs["id"])
        if anchor in taken or _NOTES.match(anchor):
            del token.attrs["id"]
            text = f"l’ancre « {anchor} » existe déjà dans la page"
            mistakes_of(state.env).add(line, text, "donnez-lui un autre nom")
        taken.add(anchor)


def _with_identifier(tokens: Sequence[Token]) -> Iterator[tuple[Token, int]]:
    """Yield the tokens that have an identifier, each with its line."""
    line = 0
    for block in tokens:
        line = block.map[0] if block.map else line
        if "id" in block.attrs:
            yield block, line
        for token in block.children or ():
            if "id" in token.attrs:
                yield token, line + token.meta.get("line", 0)


def give_anchors(tokens: Sequence[Token]) -> None:
    """Give the headings their identifiers, but for those that the editor chose."""
    headings = [pair for pair in pairwise(tokens) if pair[0].type == "heading_open"]
    taken = {*RESERVED, *(str(token.attrs["id"]) for token, _ in _with_identifier(tokens))}
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
