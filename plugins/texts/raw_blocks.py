"""Reads the tags of blocks, `<details>`, `<td>`…, one by one: what stands between them is Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from markdown_it.common.html_re import HTML_TAG_RE
from markdown_it.rules_block import html_block as commonmark_html_block

from plugins.texts.allowed import BLOCKS, LINES

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it.rules_block import StateBlock

OPENED: Final = "opened"
"""Where the environment of a parsing counts the tags that open blocks."""

_NAME: Final = re.compile(r"</?([a-zA-Z][a-zA-Z0-9-]*)")
_VERBATIM: Final = re.compile(
    r"<(?:script|pre|style|textarea)(?=[\s>])|<!--|<\?|<!\[CDATA\[|<![a-z]", re.IGNORECASE
)
"""What CommonMark reads up to its end, blank lines included."""
_CLOSING: Final = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in LINES}


def raw_blocks_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001  markdown-it's own
    """Read the tags of blocks that begin a line; the rest of the line is read as a line of its own.

    Inside an open block, lines may be indented at will.
    """
    begin = state.bMarks[start] + state.tShift[start]
    indented = state.is_code_block(start) and state.env.get(OPENED, 0) <= 0
    if indented or not state.src.startswith("<", begin):
        return False
    if _VERBATIM.match(state.src, begin, state.eMarks[start]):
        return bool(commonmark_html_block(state, start, end, silent))
    found = _tag(state, begin, end)
    if silent or not found:
        return bool(found)
    line = start
    while found:
        line, place = _push(state, found, line, end)
        if not state.src[place : state.eMarks[line]].strip():
            state.line = line + 1
            return True
        _cut(state, line, place)
        found = _tag(state, state.bMarks[line] + state.tShift[line], end)
    return any(rule(state, line, end, False) for rule in _rules(state))  # noqa: FBT003  markdown-it's own


def _rules(state: StateBlock) -> list[Callable[[StateBlock, int, int, bool], bool]]:
    return state.md.block.ruler.getRules("")


def _tag(state: StateBlock, begin: int, end: int) -> re.Match[str] | None:
    """Return the tag of a block at a place, if there is one."""
    found = HTML_TAG_RE.match(state.src, begin, state.eMarks[end - 1])
    name = _NAME.match(found[0]) if found else None
    return found if name and name[1].lower() in BLOCKS else None


def _push(state: StateBlock, found: re.Match[str], line: int, end: int) -> tuple[int, int]:
    """Add a tag and the line of text that it holds; return the line and the place of what follows."""
    first, line = line, _line_of(state, line, found.end())
    token = state.push("html_block", "", 0)
    token.map, token.content = [first, line + 1], found[0]
    name = _NAME.match(found[0])[1].lower()  # type: ignore[index]
    opens = not found[0].startswith("</")
    state.env[OPENED] = state.env.get(OPENED, 0) + (1 if opens else -1)
    if not opens or name not in LINES:
        return line, found.end()
    pieces, last, place = [], line, found.end()
    while last < end:
        closing = _CLOSING[name].search(state.src, place, state.eMarks[last])
        pieces.append(state.src[place : closing.start() if closing else state.eMarks[last]])
        if closing:
            inline = state.push("inline", "", 0)
            inline.map, inline.content, inline.children = [line, last + 1], "\n".join(pieces).strip(), []
            return last, closing.start()
        last += 1
        place = state.bMarks[last] + state.tShift[last]
    return line, found.end()  # never closed


def _line_of(state: StateBlock, line: int, place: int) -> int:
    while state.eMarks[line] < place:
        line += 1
    return line


def _cut(state: StateBlock, line: int, place: int) -> None:
    """Make a line begin at a place."""
    rest = state.src[place : state.eMarks[line]]
    state.bMarks[line], state.tShift[line] = place, len(rest) - len(rest.lstrip(" \t"))
    state.sCount[line] = state.blkIndent
