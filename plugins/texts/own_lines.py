"""Gives a line of its own to what begins like one and is no list: `a)`, `1°`, a reply, a year, an emoji.

Markdown makes one line of a paragraph's lines; here the sign is shown as it was typed, below the line above.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore

_ALWAYS: Final = (
    r"(?:[A-Za-z]\)|\d{1,2}°\)?)\s|[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
)
_AFTER_A_SENTENCE: Final = r"[–—]\s|\d{4}\s?[.):]\s"
"""In the middle of a sentence, the end of a line means nothing: « la loi de / 1968. Puis »."""
_BEGINNING: Final = re.compile(rf"\s*(?:(?P<always>{_ALWAYS})|{_AFTER_A_SENTENCE})")
_ANY: Final = re.compile(rf"\n[ \t]*(?:{_ALWAYS}|{_AFTER_A_SENTENCE})")
_SENTENCE_END: Final = re.compile(r"[.;:!?…»)][\s\u00a0]*$")


def own_lines_rule(state: StateCore) -> None:
    """Make a hard break of the ends of lines above those."""
    for block in state.tokens:
        if block.type != "inline" or not block.children or not _ANY.search(block.content):
            continue
        above = ""
        for token, after in zip(block.children, block.children[1:], strict=False):
            found = _BEGINNING.match(after.content) if token.type == "softbreak" else None
            if found and after.type == "text" and (found["always"] or _SENTENCE_END.search(above)):
                token.type, token.tag = "hardbreak", "br"
            above = token.content if token.type == "text" else above
