"""Shows Word's line breaks within a paragraph, and refuses the other characters that nobody sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.core.invisible import LINE_BREAK, unseen_characters
from plugins.texts.mistakes import mistakes_of

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token


def unseen_rule(state: StateCore) -> None:
    """Note the characters that a text must not have."""
    for unseen in unseen_characters(state.src):
        mistakes_of(state.env).add(state.src.count("\n", 0, unseen.place), unseen.text, unseen.remedy)


def line_break_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  markdown-it's own
    """Read a line break of Word's."""
    if state.src[state.pos] != LINE_BREAK:
        return False
    if not silent:
        state.push("hardbreak", "br", 0).markup = LINE_BREAK
    state.pos += 1
    return True


def ends_line(token: Token) -> bool:
    """Tell whether a line of the file ends with a token: not with Word's break, nor with `<br>`."""
    return token.type in ("softbreak", "hardbreak") and not token.markup


def unshown_breaks_rule(state: StateCore) -> None:
    """Note the line breaks in code, in descriptions and in addresses."""
    line = 0
    for block in state.tokens if LINE_BREAK in state.src else ():
        line = block.map[0] if block.map else line
        for token in (block, *(block.children or ())):
            texts = ("" if token.type == "inline" else token.content, *map(str, token.attrs.values()))
            if any(LINE_BREAK in text for text in texts):
                remedy = "remplacez-le par une espace, ou par un retour à la ligne"
                mistakes_of(state.env).add(
                    line, "un saut de ligne de Word, là où aucune ligne ne se coupe", remedy
                )
