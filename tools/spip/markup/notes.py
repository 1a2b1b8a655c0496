"""Finds notes: `[[…]]`, which may hold links and other notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tools.spip.markup.nodes import Call, Note
from tools.spip.markup.text_conversion import as_typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.spip.markup.nodes import Block
    from tools.spip.markup.text_conversion import TextConversion

_BRACKETS: Final = re.compile(r"\[+|\]+")
_MARK: Final = re.compile(r"\s*<([^<>'\"]{0,40})>")
_DEEPEST: Final = 8
"""Notes inside each other: the brackets of others are signs."""


@dataclass
class _Open:
    """A note that is not closed yet; the first one is the text itself."""

    pieces: list[str] = field(default_factory=list)
    brackets: int = 0
    """How many single brackets are open in it."""


def without_notes(text: str, conversion: TextConversion, read: Callable[[str], tuple[Block, ...]]) -> str:
    """Return a text with a call for each note; `read` reads what a note says."""
    if "[[" not in text:
        return text
    opened, done = [_Open()], 0
    for run in _BRACKETS.finditer(text):
        opened[-1].pieces.append(text[done : run.start()])
        done = run.end()
        if run[0][0] == "[":
            _open(opened, len(run[0]))
        else:
            _close(opened, len(run[0]), conversion, read)
    opened[-1].pieces.append(text[done:])
    return "[[".join("".join(note.pieces) for note in opened)


def _open(opened: list[_Open], number: int) -> None:
    pairs, single = divmod(number, 2)
    for _ in range(pairs):
        if len(opened) > _DEEPEST:  # the outermost one is none
            opened[0].pieces += ["[[", *opened.pop(1).pieces]
        opened.append(_Open())
    if single:
        opened[-1].pieces.append("[")
        opened[-1].brackets += 1


def _close(
    opened: list[_Open], number: int, conversion: TextConversion, read: Callable[[str], tuple[Block, ...]]
) -> None:
    while number:
        last, in_note = opened[-1], len(opened) > 1
        if last.brackets and not (number == 2 and in_note):
            last.pieces.append("]")
            last.brackets -= 1
            number -= 1
        elif in_note and number >= 2:
            opened.pop()
            opened[-1].pieces.append(_call("".join(last.pieces), conversion, read))
            number -= 2
        elif in_note:  # `[[1]->12]` is a link
            opened.pop()
            opened[-1].pieces += ["[[", *last.pieces, "]"]
            opened[-1].brackets += 1
            number -= 1
        else:
            last.pieces.append("]" * number)
            number = 0


def _call(content: str, conversion: TextConversion, read: Callable[[str], tuple[Block, ...]]) -> str:
    """Return the call of a note, which is kept."""
    label = f"n{len(conversion.notes)}"
    mark = _MARK.match(content)
    if mark and f"</{mark[1].split(' ')[0]}" not in content and not re.fullmatch(r"[a-z]{3,}\d+.*", mark[1]):
        content = content[mark.end() :]
        name = as_typed(mark[1]).strip()
        label = f"m{name}" if name else label
    blocks = read(content)
    if not blocks:
        return conversion.keep(Call(label)) if label in conversion.notes else ""
    if label in conversion.notes:
        label = f"n{len(conversion.notes)}"
    conversion.notes[label] = Note(label, blocks)
    return conversion.keep(Call(label))
