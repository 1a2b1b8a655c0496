"""Makes the link to a target; an image has no address of its own on the new site, so it is shown instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.spip.markup.nodes import Hyperlink, InlineImage, PlainWords, Styled

if TYPE_CHECKING:
    from tools.spip.markup.nodes import Line
    from tools.spip.markup.values import Target


def linked(target: Target, words: Line, title: str = "", language: str = "") -> Line:
    """Return a link with its words, or the words and the image that they led to."""
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
