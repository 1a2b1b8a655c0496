"""Turns a field of one line into plain text: titles, subtitles, summaries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tools.spip.markup.blocks import blocks_of_part
from tools.spip.markup.nodes import Call, Hyperlink, Styled, words_of_line
from tools.spip.markup.shielding import french
from tools.spip.markup.spans import as_line
from tools.spip.markup.text_conversion import TextConversion
from tools.spip.markup.values import Target

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tools.spip.markup.nodes import Block, Line
    from tools.spip.markup.values import Media
    from tools.spip.records import Key

_NUMBER: Final = re.compile(r"\s*\d+(?:[.)]|°)\s+")
"""What a title begins with only to be put in order; `1.titre` keeps its number."""

_PLAIN: Final = re.compile(r"(?:[^\W_]|(?<=\w)[_-](?=\w)|[ ,;:!?'’()«».…\"%/°])*")
"""A field in which nothing means anything."""


class _Anywhere:
    """Answers for every shortcut, because only its words are asked for."""

    def object(self, key: Key, anchor: str) -> Target | None:  # noqa: ARG002  the protocol's
        return Target("/", key.name)

    def address(self, address: str) -> Target | None:
        return Target(address)

    def media(self, document: int) -> Media | None:  # noqa: ARG002
        return None


def plain_text(text: str) -> str:
    """Return the words of a field in one line, without markup, in French where it has several languages."""
    if _PLAIN.fullmatch(text) and "www." not in text and "://" not in text:  # most titles
        return " ".join(text.split())
    conversion = TextConversion(_Anywhere(), newline_breaks=True, anchors=frozenset())
    lines = [as_line(block) for block in blocks_of_part(french(text), conversion)]
    notes = (f"({_words(conversion.notes[label].blocks)})" for line in lines for label in _calls(line))
    return " ".join(filter(None, [*map(words_of_line, lines), *notes]))


def _words(blocks: Iterable[Block]) -> str:
    return " ".join(words_of_line(as_line(block)) for block in blocks)


def _calls(line: Line) -> Iterator[str]:
    """Yield the notes that a line calls."""
    for node in line:
        if isinstance(node, Call):
            yield node.label
        elif isinstance(node, Styled | Hyperlink):
            yield from _calls(node.children)


def title_of(text: str) -> str:
    """Return the words of a title without the number that only puts it in order."""
    return plain_text(_NUMBER.sub("", french(text), count=1) or text)
