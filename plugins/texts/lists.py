"""Reads lists as French editors write them: CommonMark's rule, with four differences.

1. What Word pastes is a marker too: `•`, `·`, `▪`, `o` and a tab; `–` and `—` where several lines begin with
   one (alone, it is a dialogue, shown as written; so are `—` with blank lines between, as novels have them);
   a no-break space may follow any marker.
2. A sub-list and what else belongs to an item begin two columns after the marker, under `1.` as well.
3. A list that does not begin with 1 may follow a line of text, if the line ends with a colon or the next
   one goes on counting. `-un` and `1.un`, without space, are items where the next line is one too.
4. A number of four digits is a year and never a marker.

Second-level bullets of Word at the same column as the first-level ones are a sub-list. There is no code by
indentation: `plugins.texts.parser` leaves it out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

FIRST_LEVEL: Final = "•·●■‣"
SECOND_LEVEL: Final = "◦○▪▫–—o§-"
_BLANKS: Final = " \t\u00a0\u202f\u2007"
_BEGINNINGS: Final = frozenset(f"-*+{FIRST_LEVEL}{SECOND_LEVEL}0123456789")
_NUMBER: Final = re.compile(rf"(?P<number>\d{{1,3}})(?P<sign>[.)])(?P<glued>[^\W\d_]|(?=[{_BLANKS}]|$))")
_BULLET: Final = re.compile(
    rf"[-*+](?=[{_BLANKS}]|$)|[{FIRST_LEVEL}◦○▪▫]\ufe0f?"
    rf"|o(?=\t|[{_BLANKS}]{{2}})|§(?=[{_BLANKS}]+[^\d{_BLANKS}])"
)
"""Alone on its line, an item; `§ 2` is a paragraph of a law."""
_SHORT_O: Final = re.compile(rf"o[{_BLANKS}](?=\S)")
_GLUED: Final = re.compile(r"[-–—](?=[^\W\d_]|[«\"(])")
_DASH: Final = re.compile(rf"[–—](?=[{_BLANKS}])")


class Marker(NamedTuple):
    """What an item begins with: its sign, where its text may begin in the line, its number."""

    sign: str
    length: int
    number: int = -1
    """-1: a bullet."""


def marker_of(state: StateBlock, line: int) -> Marker | None:
    """Return the marker that a line begins with."""
    text = line_of(state, line)
    if text[:1] not in _BEGINNINGS or not text:
        return None
    number = _NUMBER.match(text)
    if number:
        marker = Marker(number["sign"], number.start("glued"), int(number["number"]))
        return marker if not number["glued"] or _counts_on(state, line, marker.number) else None
    bullet = _BULLET.match(text)
    if bullet:
        return Marker(bullet[0][0], len(bullet[0]))
    for pattern in (_DASH, _GLUED, _SHORT_O):
        if pattern.match(text):
            return Marker(text[0], 1) if _is_one_of_several(state, line, pattern) else None
    return None


def _is_one_of_several(state: StateBlock, line: int, pattern: re.Pattern[str]) -> bool:
    """Tell whether a line that may begin with a marker is in a list, or in a row of such lines."""
    sign = line_of(state, line)[0]
    if state.listIndent >= 0 and pattern is not _GLUED and _typed(state, line).startswith(sign):
        return state.sCount[line] >= state.blkIndent or _has_twin(state, line, pattern, sign)
    return _has_twin(state, line, pattern, sign)


def _has_twin(state: StateBlock, line: int, pattern: re.Pattern[str], sign: str) -> bool:
    """Tell whether a line above or below begins alike, with nothing but what belongs to items between."""
    for step in (-1, 1):
        place = line + step
        while 0 <= place < state.lineMax:
            typed = _typed(state, place)
            if (typed.startswith(sign) and pattern.match(typed)) or typed.startswith(tuple(FIRST_LEVEL)):
                return True
            if not (_is_indented(state, place) if typed else sign == "–"):
                break
            place += step
    return False


def line_of(state: StateBlock, line: int) -> str:
    """Return a line without its indentation; empty after the last one."""
    if line >= state.lineMax:
        return ""
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def list_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001  markdown-it's own
    """Read a list, or tell whether one begins on a line."""
    first = marker_of(state, start)
    if first is None:
        return False
    in_paragraph = silent and state.parentType == "paragraph" and state.sCount[start] >= state.blkIndent
    if in_paragraph and not _may_interrupt(state, start, first):
        return False
    if silent:
        return True
    name = "bullet_list" if first.number < 0 else "ordered_list"
    opening = state.push(f"{name}_open", "ul" if first.number < 0 else "ol", 1)
    opening.markup, opening.map = first.sign, [start, start]
    if first.number not in (-1, 1):
        opening.attrs = {"start": first.number}
    place = len(state.tokens) - 1
    _indent_second_level(state, start, end, first)
    parent, state.parentType = state.parentType, "list"
    tight = _items(state, start, end, first)
    state.parentType = parent
    state.push(f"{name}_close", opening.tag, -1).markup = first.sign
    opening.map = [start, state.line]
    if tight:
        _hide_paragraphs(state.tokens[place + 1 :], state.level + 2)
    return True


def _items(state: StateBlock, start: int, end: int, first: Marker) -> bool:
    """Read the items, and tell whether no blank line stands between them."""
    terminators = state.md.block.ruler.getRules("list")
    line, marker, tight, blank_before = start, first, True, False
    while True:
        item_is_tight = _item(state, line, end, marker)
        tight = tight and item_is_tight and not blank_before
        blank_before = state.line - line > 1 and state.isEmpty(state.line - 1)
        line = state.line
        if line >= end or state.sCount[line] < state.blkIndent:
            return tight
        if any(rule(state, line, end, True) for rule in terminators):  # noqa: FBT003  markdown-it's own
            return tight
        following = marker_of(state, line)
        if following is None or following.sign != first.sign:
            return tight
        marker = following


def _item(state: StateBlock, line: int, end: int, marker: Marker) -> bool:
    """Read one item, and tell whether it holds no blank line."""
    column = state.sCount[line]
    text_at, text_column = _text_after(state, line, marker)
    is_empty = text_at >= state.eMarks[line]
    opening = state.push("list_item_open", "li", 1)
    opening.markup, opening.map = marker.sign, [line, line]
    opening.info = str(marker.number) if marker.number >= 0 else ""
    kept_line = state.bMarks[line], state.tShift[line], state.sCount[line]
    kept = state.tight, state.listIndent, state.blkIndent
    state.listIndent = state.blkIndent
    state.blkIndent = column + 2
    if marker.number >= 0 and _goes_on_counting(state, line, end, marker):
        state.blkIndent = column + marker.length + 1
    state.tight = True
    state.bMarks[line], state.tShift[line] = text_at, 0
    state.sCount[line] = max(text_column, state.blkIndent)
    if is_empty and state.isEmpty(line + 1):  # an item without text, and what follows is none of it
        state.line = min(state.line + 2, end)
    else:
        state.md.block.tokenize(state, line, end)
    is_tight = state.tight
    state.bMarks[line], state.tShift[line], state.sCount[line] = kept_line
    state.tight, state.listIndent, state.blkIndent = kept
    state.push("list_item_close", "li", -1).markup = marker.sign
    opening.map = [line, state.line]
    return is_tight


def _text_after(state: StateBlock, line: int, marker: Marker) -> tuple[int, int]:
    """Return where the text of an item begins: its place in the source, and its column."""
    place = state.bMarks[line] + state.tShift[line] + marker.length
    column = state.sCount[line] + marker.length
    while place < state.eMarks[line] and state.src[place] in _BLANKS:
        column += 4 - (column + state.bsCount[line]) % 4 if state.src[place] == "\t" else 1
        place += 1
    return place, column


def _may_interrupt(state: StateBlock, line: int, marker: Marker) -> bool:
    """Tell whether a list may begin right under a line of text."""
    if _text_after(state, line, marker)[0] >= state.eMarks[line]:
        return False
    if marker.number in (-1, 1):
        return True
    return _typed(state, line - 1).rstrip().endswith(":") or _counts_on(state, line, marker.number)


def _counts_on(state: StateBlock, line: int, number: int) -> bool:
    """Tell whether the line below or above has the next number, or the one before."""
    above, below = (_NUMBER.match(_typed(state, place)) for place in (line - 1, line + 1))
    follows = above is not None and int(above["number"]) == number - 1
    return follows or (below is not None and int(below["number"]) == number + 1)


def _goes_on_counting(state: StateBlock, line: int, end: int, marker: Marker) -> bool:
    """Tell whether the next item is this list's although it stands two columns further: ` 9.`, `10.`."""
    for below in range(line + 1, end):
        if state.isEmpty(below):
            continue
        found = _NUMBER.match(line_of(state, below))
        return bool(
            found
            and state.sCount[line] + 2 <= state.sCount[below] < state.sCount[line] + marker.length + 1
            and found["sign"] == marker.sign
            and int(found["number"]) == marker.number + 1
        )
    return False


def _is_indented(state: StateBlock, line: int) -> bool:
    return _raw(state, line).removeprefix(">").removeprefix(" ")[:1] in (" ", "\t")


def _typed(state: StateBlock, line: int) -> str:
    """Return a line as it was typed, without what it begins with."""
    return _raw(state, line).lstrip(" \t>")


def _raw(state: StateBlock, line: int) -> str:
    # by the ends of lines: an item that is being read has moved the beginning of its own
    if not 0 <= line < state.lineMax:
        return ""
    return state.src[state.eMarks[line - 1] + 1 if line else 0 : state.eMarks[line]]


def _indent_second_level(state: StateBlock, start: int, end: int, first: Marker) -> None:
    """Move second-level bullets that stand under first-level ones two columns to the right."""
    if first.sign not in FIRST_LEVEL and first.sign != "o":
        return
    column = state.sCount[start]
    for line in range(start + 1, end):
        if state.isEmpty(line):
            continue
        marker = marker_of(state, line)
        if marker is None or state.sCount[line] < column:
            return
        second = marker.sign in SECOND_LEVEL and marker.sign != first.sign
        if second and state.sCount[line] == column:
            state.sCount[line] += 2


def _hide_paragraphs(tokens: list[Token], level: int) -> None:
    """Make the paragraphs of items mere lines, where no blank line stands between them."""
    for token in tokens:
        if token.level == level and token.type in ("paragraph_open", "paragraph_close"):
            token.hidden = True
