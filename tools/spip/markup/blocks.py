"""Reads a text as blocks: headings, tables, lists, rules, paragraphs, each on lines of its own."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

from tools.spip.markup.emphasis import marked
from tools.spip.markup.html_blocks import without_html_blocks, without_refused
from tools.spip.markup.links import without_links
from tools.spip.markup.lists import is_item, list_of
from tools.spip.markup.models import without_models
from tools.spip.markup.nodes import (
    Block,
    Break,
    Enumeration,
    Inline,
    Line,
    Paragraph,
    PlainWords,
    Separator,
)
from tools.spip.markup.notes import without_notes
from tools.spip.markup.shielding import shielded
from tools.spip.markup.spans import FORCED, read_line
from tools.spip.markup.tables import table_of
from tools.spip.markup.text_conversion import BLOCK, literal
from tools.spip.markup.titles import without_titles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tools.spip.markup.text_conversion import TextConversion

_RULE: Final = re.compile(r"[ ]*(?:-{4,}|_{4,})[ ]*")
_DIALOGUE: Final = re.compile(r"[ ]*(?:--|—)[ ]+")
_DASH: Final = re.compile("^[ ]*–(?=[ \u00a0~])", re.MULTILINE)
_DASHES: Final = re.compile("^[ ]*–[ \u00a0~][^\n]*(?:\n+[ ]*–[ \u00a0~][^\n]*)+", re.MULTILINE)
"""Several lines that begin with a dash, as people type lists; one alone is a reply."""
_LINE_BREAK: Final = re.compile(r"[ ]*_[ ]+")
_BEFORE_BULLET: Final = re.compile(r"^[ ]*(?:</?(?:span|font|o:p)\b[^<>]*>[ ]*)+(?=[•·▪■●◦])", re.MULTILINE)
"""What Word leaves before a bullet."""
_BLOCK: Final = re.compile(BLOCK)


def blocks_of_part(text: str, conversion: TextConversion) -> tuple[Block, ...]:
    """Return the blocks of a whole text, as it was typed; its notes stand in the conversion."""
    text = without_refused(shielded(text, conversion), conversion)
    text = without_notes(text, conversion, lambda note: _blocks_of(note, conversion))
    return _blocks_of(text, conversion)


def _blocks_of(text: str, conversion: TextConversion) -> tuple[Block, ...]:
    """Return the blocks of a text in which code, notes and escaped signs were set aside."""
    return _read(without_links(without_models(text, conversion), conversion), conversion)


def _read(text: str, conversion: TextConversion) -> tuple[Block, ...]:
    """Read a text in which nothing but blocks and emphasis is left."""
    text = without_html_blocks(text, conversion, lambda inner: _read(inner, conversion), _island)
    text = marked(without_titles(text, conversion))
    return _Blocks(conversion).read(text)


def _island(markup: str, conversion: TextConversion) -> Block | None:
    # most texts do without, and what it imports is slow
    from tools.spip.markup.html_islands import island_of  # noqa: PLC0415

    return island_of(markup, conversion)


def _merged(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield blocks, with one list for those in a row: people leave blank lines between items."""
    for bullets, group in groupby(blocks, lambda block: isinstance(block, Enumeration) and not block.ordered):
        if bullets:
            lists = [block for block in group if isinstance(block, Enumeration)]
            yield Enumeration(ordered=False, entries=tuple(entry for each in lists for entry in each.entries))
        else:
            yield from group


class _Blocks:
    """The blocks of one text."""

    def __init__(self, conversion: TextConversion) -> None:
        self._conversion = conversion
        self._blocks: list[Block] = []
        self._lines: list[str] = []
        """Of the paragraph that is being read."""

    def read(self, text: str) -> tuple[Block, ...]:
        text = _DASHES.sub(lambda lines: _DASH.sub("•", lines[0]), _BEFORE_BULLET.sub("", text))
        lines, place = text.split("\n"), 0
        while place < len(lines):
            place = self._next(lines, place)
        self._end_paragraph()
        return tuple(_merged(self._blocks))

    def _next(self, lines: Sequence[str], place: int) -> int:
        """Read what begins on a line; return the line after it."""
        line = lines[place]
        stripped = line.strip()
        if not stripped:
            self._end_paragraph()
        elif stripped.startswith("|"):
            return self._table(lines, place)
        elif is_item(stripped):
            return self._list(lines, place)
        elif _BLOCK.search(line):
            self._around_blocks(line)
        elif rule := _RULE.match(line):
            self._end_paragraph()
            self._blocks.append(Separator())
            self._lines = [line[rule.end() :]] if line[rule.end() :] else []
        elif dialogue := _DIALOGUE.match(line):
            self._end_paragraph()
            self._lines = [f"— {line[dialogue.end() :]}"]
        elif broken := _LINE_BREAK.match(line):
            self._lines.append(FORCED + line[broken.end() :])
        else:
            self._lines.append(line)
        return place + 1

    def _list(self, lines: Sequence[str], place: int) -> int:
        self._end_paragraph()
        found, after = list_of(lines, place, self._conversion)
        self._blocks += found
        return after

    def _around_blocks(self, line: str) -> None:
        """Read a line in which blocks stand; what stands around them is read as lines of its own.

        A document in the middle of a line was shown at its side: it stands above the paragraph.
        """
        text, done = "", 0
        for sign in _BLOCK.finditer(line):
            block = self._conversion.block(sign[0])
            text += line[done : sign.start()]
            done = sign.end()
            if not (isinstance(block, Paragraph) and text.strip() and line[done:].strip()):
                self._text(text)
                self._end_paragraph()
                text = ""
            self._blocks.append(block)
        self._text(text + line[done:])

    def _text(self, text: str) -> None:
        if text.strip():
            self._next([text], 0)

    def _table(self, lines: Sequence[str], place: int) -> int:
        found, after = table_of(lines, place, self._conversion)
        if found:
            self._end_paragraph()
            self._blocks.append(found)
            return after
        line = lines[place].lstrip()
        self._next([literal("|") + line[1:]], 0)
        return place + 1

    def _end_paragraph(self) -> None:
        text = "\n".join(self._lines).replace(f"\n{FORCED}", FORCED).strip(f" \n{FORCED}")
        self._lines = []
        line = read_line(text, self._conversion) if text else ()
        self._blocks += [Paragraph(part) for part in _paragraphs(line) if not all(map(_is_blank, part))]


def _is_blank(node: Inline) -> bool:
    return isinstance(node, Break) or (isinstance(node, PlainWords) and not node.text.strip())


def _paragraphs(line: Line) -> Iterator[Line]:
    """Yield the parts of a line between ends of lines that follow each other: `<br><br>`."""
    part, breaks = list[Inline](), 0
    for node in line:
        if breaks > 1 and not _is_blank(node):
            yield tuple(part)
            part = []
        breaks = breaks + isinstance(node, Break) if _is_blank(node) else 0
        part.append(node)
    yield tuple(part)
