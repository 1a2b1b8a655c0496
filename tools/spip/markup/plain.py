"""Turns a field of one line into plain text: titles, subtitles, summaries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tools.spip.markup.blocks import blocks_of
from tools.spip.markup.html_blocks import without_refused
from tools.spip.markup.nodes import Call, Inline, PlainWords, words_of_line
from tools.spip.markup.notes import without_notes
from tools.spip.markup.shielding import french, shielded
from tools.spip.markup.spans import as_line
from tools.spip.markup.text_conversion import TextConversion
from tools.spip.markup.values import Media, Target

if TYPE_CHECKING:
    from tools.spip.markup.nodes import Line
    from tools.spip.records import Key

_NUMBER: Final = re.compile(r"\s*\d+(?:[.)]|°)\s+")
"""What a title begins with only to be put in order; `1.titre` keeps its number."""


class _Anywhere:
    """Answers for every shortcut, because only its words are asked for."""

    def object(self, key: Key, anchor: str) -> Target | None:  # noqa: ARG002  the protocol's
        return Target("/", key.name)

    def address(self, address: str) -> Target | None:
        return Target(address)

    def media(self, document: int) -> Media | None:
        return Media(f"{document}", is_image=True)


def plain_text(text: str) -> str:
    """Return the words of a field in one line, without markup, in French where it has several languages."""
    conversion = TextConversion(_Anywhere(), newline_breaks=True, anchors=frozenset())
    shown = without_refused(shielded(french(text), conversion), conversion)
    shown = without_notes(shown, conversion, lambda note: blocks_of(note, conversion))
    lines = [as_line(block) for block in blocks_of(shown, conversion)]
    return " ".join(filter(None, (words_of_line(_with_notes(line, conversion)) for line in lines)))


def _with_notes(line: Line, conversion: TextConversion) -> Line:
    """Return a line with its notes between parentheses."""
    kept = list[Inline]()
    for node in line:
        if isinstance(node, Call):
            said = " ".join(words_of_line(as_line(block)) for block in conversion.notes[node.label].blocks)
            kept.append(PlainWords(f" ({said})"))
        else:
            kept.append(node)
    return tuple(kept)


def title_of(text: str) -> str:
    """Return the words of a title without the number that only puts it in order."""
    return plain_text(_NUMBER.sub("", french(text), count=1) or text)
