"""Reads lists: `-*` and `-#`, repeated for depth, and the bullets that people type by hand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tools.spip.markup.nodes import CodeBlock, Enumeration, ListItem, Paragraph
from tools.spip.markup.spans import FORCED, read_line
from tools.spip.markup.text_conversion import BLOCK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.spip.markup.nodes import Block, Line
    from tools.spip.markup.text_conversion import TextConversion

_ITEM: Final = re.compile(
    r"-(?P<signs>[*#]+)\s*|(?P<bullet>-[ \u00a0~]+|[•·●■‣◦○▪▫]\ufe0f?(?:[ \u00a0~]+|(?=<)))"
)
_DEEPEST: Final = 8
_BLOCK: Final = re.compile(BLOCK)


def is_item(line: str) -> bool:
    """Tell whether an item begins with a line."""
    return bool(_ITEM.match(line))


@dataclass
class _Item:
    line: Line
    blocks: list[Block | _List] = field(default_factory=list)


@dataclass
class _List:
    ordered: bool
    items: list[_Item] = field(default_factory=list)


def list_of(lines: Sequence[str], place: int, conversion: TextConversion) -> tuple[list[Block], int]:
    """Return the lists that begin on a line, and the line after them."""
    roots: list[Block | _List] = []
    opened = list[_List]()
    while place < len(lines) and (begins := _ITEM.match(lines[place].lstrip())):
        signs = begins["signs"] or "*"
        text, place = _text_of(lines, place, begins, conversion)
        item = _item(text, conversion)
        if not item.line and not item.blocks:
            continue
        depth = min(len(signs), _DEEPEST, len(opened) + 1)
        del opened[depth:]
        ordered = signs[-1] == "#"
        if len(opened) == depth and opened[-1].ordered != ordered:
            opened.pop()
        if len(opened) < depth:
            new = _List(ordered)
            (opened[-1].items[-1].blocks if opened else roots).append(new)
            opened.append(new)
        opened[-1].items.append(item)
    return [_frozen(each) for each in roots], place


def _text_of(
    lines: Sequence[str], place: int, begins: re.Match[str], conversion: TextConversion
) -> tuple[str, int]:
    """Return the text of an item, which goes on to the next one or to a blank line."""
    texts = [lines[place].lstrip()[begins.end() :]]
    place += 1
    while place < len(lines) and lines[place].strip() and not _ends_item(lines[place].strip(), conversion):
        line = lines[place].strip()
        texts.append(FORCED + line[2:] if line.startswith("_ ") else line)
        place += 1
    return "\n".join(texts).replace(f"\n{FORCED}", FORCED).strip(f" \n{FORCED}"), place


def _ends_item(line: str, conversion: TextConversion) -> bool:
    """Tell whether a line below an item is none of it: another item, a table, a heading."""
    blocks = map(conversion.block, _BLOCK.findall(line))
    others = any(not isinstance(block, Paragraph | CodeBlock) for block in blocks)
    return others or is_item(line) or line.startswith(("--", "|", "____"))


def _item(text: str, conversion: TextConversion) -> _Item:
    first = _BLOCK.search(text)
    if not first:
        return _Item(read_line(text, conversion))
    item, done = _Item(read_line(text[: first.start()].strip(), conversion)), first.start()
    for sign in _BLOCK.finditer(text):
        if text[done : sign.start()].strip():
            item.blocks.append(Paragraph(read_line(text[done : sign.start()].strip(), conversion)))
        item.blocks.append(conversion.block(sign[0]))
        done = sign.end()
    if text[done:].strip():
        item.blocks.append(Paragraph(read_line(text[done:].strip(), conversion)))
    return item


def _frozen(block: Block | _List) -> Block:
    if not isinstance(block, _List):
        return block
    entries = (ListItem(item.line, tuple(_frozen(each) for each in item.blocks)) for item in block.items)
    return Enumeration(block.ordered, tuple(entries))
