"""What is known of a text once it is converted: nobody needs to parse it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plugins.core.problems import Problem  # noqa: TC001  the cache reads the types when it runs
from plugins.texts.blocks import Block  # noqa: TC001  the same

Attributes = Mapping[str, str | None]
"""Of a tag, decoded, in their order; None where only the name is written."""


@dataclass(frozen=True)
class Passage:
    """A piece of a text: the heading's anchor and words (empty before the first one), and what follows."""

    anchor: str
    heading: str
    words: str
    """Without markup, typeset; each paragraph, item or row on a line of its own."""


@dataclass(frozen=True)
class LinkTag:
    """A link: where it leads, its line in the file, and where its tags stand in the HTML."""

    address: str
    """As the editor wrote it."""
    line: int
    start: int
    end: int
    """Where its opening tag ends."""
    close: int
    """Where its closing tag starts; 0 if it has none."""
    attributes: Attributes


@dataclass(frozen=True)
class ImageTag:
    """An image: its file, its line in the file, and where its tag stands in the HTML."""

    address: str
    """As the editor wrote it."""
    line: int
    start: int
    end: int
    attributes: Attributes
    paragraph: tuple[int, int] | None = None
    """Bounds of the paragraph that holds nothing but this image."""


@dataclass(frozen=True)
class Text:
    """One text, converted."""

    html: str
    """As pages show it, but for its images, its documents and its figures."""
    passages: tuple[Passage, ...] = ()
    links: tuple[LinkTag, ...] = ()
    images: tuple[ImageTag, ...] = ()
    blocks: tuple[Block, ...] = ()
    """What it says, hidden texts included, as it was typed."""
    word_count: int = 0
    problems: tuple[Problem, ...] = ()
