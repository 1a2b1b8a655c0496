"""Makes links: what their words may hold (no other link, no place, no call of a note), and what they show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tools.spip.markup.nodes import Anchor, Call, Hyperlink, Inline, InlineImage, PlainWords, Styled

if TYPE_CHECKING:
    from tools.spip.markup.nodes import Line
    from tools.spip.markup.text_conversion import TextConversion
    from tools.spip.markup.values import Target


@dataclass
class _Words:
    """What was between the borders of a link."""

    kept: list[Inline] = field(default_factory=list)
    around: list[Inline] = field(default_factory=list)
    """Calls and places, which may stand after the link."""
    addresses: list[str] = field(default_factory=list)
    """Of the links inside, with their titles."""


def link_around(
    target: Target, line: Line, title: str, language: str, conversion: TextConversion
) -> tuple[Inline, ...]:
    """Return the link that a line becomes, and after it what no link may hold."""
    words = _words_of(line)
    for other in words.addresses:
        conversion.doubt("un lien dans un lien, laissé de côté", other, blocking=False)
    return (*linked(target, tuple(words.kept), title, language), *words.around)


def _words_of(line: Line) -> _Words:
    found = _Words()
    for node in line:
        if isinstance(node, Hyperlink):
            found.addresses.append(f"{node.address} {node.title}".strip())
            found.kept += _words_of(node.children).kept or [PlainWords(node.address)]
        elif isinstance(node, Styled):
            inner = _words_of(node.children)
            found.kept.append(Styled(node.name, tuple(inner.kept), node.attributes))
            found.around += inner.around
            found.addresses += inner.addresses
        elif isinstance(node, Call | Anchor):
            found.around.append(node)
        else:
            found.kept.append(node)
    return found


def linked(target: Target, words: Line, title: str = "", language: str = "") -> Line:
    """Return a link with its words, or the words and the image that they led to.

    An image has no address of its own on the new site, so it is shown instead.
    """
    if target.image is None:
        return (Hyperlink(target.address, words, title, language),)
    if _shows(words, target.address):
        return words
    image = InlineImage(target.address, target.image.alt or target.image.title, title)
    return (*words, PlainWords(" "), image) if words else (image,)


def _shows(line: Line, address: str) -> bool:
    return any(
        (isinstance(node, InlineImage) and node.address == address)
        or (isinstance(node, Styled) and _shows(node.children, address))
        for node in line
    )
