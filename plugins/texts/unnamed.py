"""Finds images without description and links without words: a screen reader would say nothing of them."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from plugins.texts.mistakes import mistakes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_IMAGE: Final = "alt"
_LINK: Final = "a"
"""What the problems are about: the check of the written pages would find them again."""


def silent_image(name: str) -> tuple[str, str, str]:
    """Return what is wrong with an image without description, what to do, and what it is about."""
    text = f"l’image « {name} » n’a pas de texte alternatif"
    return text, "décrivez-la entre les crochets : ![description](image.jpg)", _IMAGE


def silent_link(address: str) -> tuple[str, str, str]:
    """Return the same of a link without words."""
    return f"le lien vers {address} n’a pas de texte", "écrivez le texte entre les crochets", _LINK


def unnamed_rule(state: StateCore) -> None:
    """Look at every image and every link of a text."""
    line = 0
    for block in state.tokens:
        line = block.map[0] if block.map else line
        if "[" not in block.content and "<" not in block.content:
            continue
        for index, token in enumerate(block.children or ()):
            if token.type == "image" and not token.content.strip():
                name = PurePosixPath(unquote(str(token.attrs["src"]))).stem
                mistakes_of(state.env).add(line + token.meta.get("line", 0), *silent_image(name))
            elif token.type == "link_open" and _is_silent((block.children or [])[index + 1 :]):
                mistake = silent_link(str(token.attrs["href"]))
                mistakes_of(state.env).add(line + token.meta.get("line", 0), *mistake)


def _is_silent(rest: Sequence[Token]) -> bool:
    """Tell whether a link that has just opened holds nothing; an image in it is looked at by itself."""
    for token in rest:
        if token.type == "link_close":
            return True
        if token.content.strip() or token.type == "image":
            return False
    return True
