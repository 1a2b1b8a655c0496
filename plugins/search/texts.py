"""The plain text of a page, section by section: what is indexed, and what excerpts show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import html

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADINGS: Final = frozenset({"h2", "h3", "h4", "h5", "h6"})
UNSEEN: Final = frozenset({"script", "style", "svg", "template", "noscript", "button"})
INLINE: Final = frozenset(
    {
        "a",
        "abbr",
        "b",
        "cite",
        "code",
        "em",
        "i",
        "kbd",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
    }
)
"""Elements whose borders are no borders between words."""
BLANKS: Final = re.compile(r"[ \t\r\n\f]+")
"""No-break spaces are typography, and stay."""


@dataclass(frozen=True)
class Section:
    """A piece of a page: the heading's anchor and text (empty before the first one), and what follows."""

    anchor: str
    heading: str
    text: str


def sections(markup: str) -> tuple[Section, ...]:
    """Cut a page's HTML at its headings; scripts and drawings are no text."""
    if not markup.strip():
        return ()
    made: list[Section] = []
    anchor, heading, pieces = "", "", list[str]()
    for element, text in _texts(html.fragment_fromstring(markup, create_parent="div")):
        if element is None:
            pieces.append(text)
            continue
        made.append(Section(anchor, heading, plain("".join(pieces))))
        anchor, heading, pieces = element.get("id") or "", plain(element.text_content()), []
    made.append(Section(anchor, heading, plain("".join(pieces))))
    return tuple(section for section in made if section.heading or section.text)


def plain(text: str) -> str:
    """Return a text on one line."""
    return BLANKS.sub(" ", text).strip()


def _texts(element: html.HtmlElement) -> Iterator[tuple[html.HtmlElement | None, str]]:
    """Yield the texts in order, as (None, text), and each heading as (itself, "")."""
    for child in (element, *element):
        if child is element:
            if element.text:
                yield None, element.text
            continue
        tag = child.tag if isinstance(child.tag, str) else ""  # a comment has a function for a tag
        space = "" if tag in INLINE else " "
        if tag in HEADINGS:
            yield child, ""
        elif tag and tag not in UNSEEN:
            yield None, space
            yield from _texts(child)
            yield None, space
        if child.tail:
            yield None, child.tail
