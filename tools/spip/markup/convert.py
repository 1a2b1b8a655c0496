"""Converts the texts of one object from SPIP's markup to Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tools.spip.markup.blocks import blocks_of_part
from tools.spip.markup.nodes import Block, Paragraph, PlainWords, Styled, Title, words_of_line
from tools.spip.markup.spans import as_line
from tools.spip.markup.targets import place_name
from tools.spip.markup.text_conversion import TextConversion
from tools.spip.markup.values import Converted
from tools.spip.markup.writer import Writer, paragraphs_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tools.spip.markup.nodes import Line
    from tools.spip.markup.values import Part, Resolver

_PLACES: Final = re.compile(
    r"\[(?P<short>[^\[\]\n]*)<-\]|\}\}\}\{[^{}\n#]*#(?P<title>[\w:-]+)|<a\b[^<>]*?\b(?:name|id)\s*=\s*[\"']?(?P<html>[^\"'<>\s]+)",
    re.IGNORECASE,
)
_PLAIN: Final = 600
"""Characters of the first paragraphs: three times the longest summary."""


def convert(parts: Sequence[Part], resolver: Resolver, *, newline_breaks: bool) -> Converted:
    """Return the texts of one object as Markdown, and what somebody must look at."""
    conversion = TextConversion(
        resolver, newline_breaks=newline_breaks, anchors=frozenset(_anchors(part.text for part in parts))
    )
    trees = [tree_of(part, conversion) for part in parts]
    writer = Writer(conversion.notes)
    texts = [writer.blocks([block for tree in trees for block in tree])]
    texts.append(writer.notes())
    for note in writer.uncalled():
        words = " ".join(words_of_line(as_line(block)) for block in note.blocks)
        conversion.doubt("une note que rien n’appelle", words)
    for name in sorted(conversion.led_to - conversion.placed):
        conversion.doubt("un lien vers un endroit du texte qui n’existe pas", f"#{name}")
    plain = " ".join(
        filter(None, (words_of_line(line, images=False) for tree in trees for line in paragraphs_of(tree)))
    )
    return Converted(
        "\n\n".join(filter(None, texts)) + "\n",
        _cut(plain),
        tuple(conversion.doubts),
        tuple(conversion.documents),
    )


def _anchors(texts: Iterable[str]) -> set[str]:
    return {
        place_name(found["short"] or found["title"] or found["html"] or "")
        for text in texts
        for found in _PLACES.finditer(text)
    }


def tree_of(part: Part, conversion: TextConversion) -> tuple[Block, ...]:
    """Return the blocks of one text; its notes stand in the conversion."""
    blocks = blocks_of_part(part.text, conversion)
    if part.emphasis:
        blocks = tuple(
            Paragraph(_emphasised(block.line)) if isinstance(block, Paragraph) else block for block in blocks
        )
    if part.heading and blocks:
        blocks = (Title(1, (PlainWords(part.heading),)), *blocks)
    return blocks


def _emphasised(line: Line) -> Line:
    """Return a line in strong letters; nothing in it is stronger."""
    kept = (
        child
        for node in line
        for child in (node.children if isinstance(node, Styled) and node.name == "strong" else (node,))
    )
    return (Styled("strong", tuple(kept)),)


def _cut(text: str) -> str:
    return text if len(text) <= _PLAIN else text[:_PLAIN].rpartition(" ")[0]
