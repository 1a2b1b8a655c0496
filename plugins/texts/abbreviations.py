"""Abbreviations: `*[CPAS]: Centre public d’action sociale` explains every « CPAS » of the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from markdown_it.token import Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from markdown_it.rules_block import StateBlock

ABBREVIATIONS: Final = "abbreviations"
"""Where the environment of a parsing holds them: a dictionary, the long form by the short one."""

_DEFINITION: Final = re.compile(r"\*\[(?P<short>[^\]\\]+)\] ?:[ \t]*(?P<long>\S.*)")


def abbreviation_rule(state: StateBlock, start: int, _: int, silent: bool) -> bool:  # noqa: FBT001  markdown-it's own
    """Take a line that defines an abbreviation out of the text."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    found = _DEFINITION.fullmatch(line) if line.startswith("*[") and not state.is_code_block(start) else None
    if not found:
        return False
    if not silent:
        state.line = start + 1
        state.env.setdefault(ABBREVIATIONS, {})[found["short"].strip()] = found["long"].strip()
        token = state.push("abbreviation", "", 0)
        token.map, token.content = [start, state.line], found["long"].strip()
    return True


def mark_abbreviations(tokens: Sequence[Token], abbreviations: Mapping[str, str]) -> None:
    """Make each short form in the texts a token of its own, `abbr`; of two, the longest wins."""
    if not abbreviations:
        return
    forms = sorted(abbreviations, key=len, reverse=True)
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, forms))})\b")
    for block in tokens:
        if block.type == "inline" and block.children and pattern.search(block.content):
            block.children = [
                piece
                for token in block.children
                for piece in (_cut(token, pattern, abbreviations) if token.type == "text" else (token,))
            ]


def _cut(token: Token, pattern: re.Pattern[str], abbreviations: Mapping[str, str]) -> Iterator[Token]:
    done = 0
    for match in pattern.finditer(token.content):
        yield Token("text", "", 0, content=token.content[done : match.start()])
        yield Token("abbr", "abbr", 0, {"title": abbreviations[match[0]]}, content=match[0])
        done = match.end()
    yield Token("text", "", 0, content=token.content[done:])
