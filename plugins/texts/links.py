"""Refuses the addresses that cannot be meant, of links and of images: the text stays, without its link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from plugins.core.link_addresses import address_problem
from plugins.texts.mistakes import mistakes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

SITE: Final = "site"
"""Where the environment of a parsing holds the site's own address; empty while it is not known."""

_ADDRESS: Final = {"image": "src", "link_open": "href"}


def links_rule(state: StateCore) -> None:
    """Look at every address of a text."""
    line = 0
    for block in state.tokens:
        line = block.map[0] if block.map else line
        refused = False
        for token in block.children or ():
            name = _ADDRESS.get(token.type)
            mistake = name and _mistake(token, str(token.attrs[name]), state.env.get(SITE, ""))
            if name and mistake:
                mistakes_of(state.env).add(line + token.meta.get("line", 0), *mistake)
                token.attrs[name], refused = "", True
        if refused:
            block.children = _without_empty(block.children or ())


def _mistake(token: Token, address: str, site: str) -> tuple[str, str] | None:
    if token.type == "link_open":
        return address_problem(address, site)
    if not address.strip():
        return "une image sans fichier", "écrivez son nom : ![description](photo.jpg)"
    if address.lower().startswith(("mailto:", "tel:")):
        return (
            f"« {address[:60]} » n’est pas une image",
            "écrivez le nom d’un fichier : ![description](photo.jpg)",
        )
    return address_problem(address, site)


def _without_empty(children: Sequence[Token]) -> list[Token]:
    """Return a line of text without the tags of its links that lead nowhere."""
    kept, shown = [], list[bool]()
    for token in children:
        if token.type == "link_open":
            shown.append(bool(token.attrs["href"]))
        if token.type not in ("link_open", "link_close") or shown[-1]:
            kept.append(token)
        if token.type == "link_close":
            shown.pop()
    return kept
