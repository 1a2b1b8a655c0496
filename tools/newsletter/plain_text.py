"""Writes a letter's HTML as plain text: every word and every address, lines short enough to read."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Final

from lxml import html

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH: Final = 72
SKIP: Final = "data-text"
"""An element with this attribute is for mail programs that show HTML."""
BLOCKS: Final = {
    *("body", "div", "table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption", "section", "figure"),
    *("p", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "hr", "figcaption"),
    *("h1", "h2", "h3", "h4", "h5", "h6"),
}
UNDERLINES: Final = {"h1": "=", "h2": "-"}
SPACES: Final = re.compile(r"[ \t\r\n]+")  # a no-break space is no space to break at


def plain_text(document: str) -> str:
    """Return the text of an HTML document whose addresses are absolute; it ends with a newline."""
    body = html.document_fromstring(document).find("body")
    return "\n\n".join(_blocks(body)) + "\n"


def _blocks(element: html.HtmlElement) -> Iterator[str]:
    """Yield the paragraphs of a block, each already wrapped."""
    words = [element.text or ""]
    for child in element:
        if not isinstance(child.tag, str) or child.get(SKIP) is not None:
            words.append(child.tail or "")
        elif child.tag in BLOCKS:
            yield from _paragraph("".join(words))
            yield from _block(child)
            words = [child.tail or ""]
        else:
            words.append(_inline(child) + (child.tail or ""))
    yield from _paragraph("".join(words))


def _block(element: html.HtmlElement) -> Iterator[str]:
    if element.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
        yield from _heading(element)
    elif element.tag in ("ul", "ol"):
        items = [item for item in element if item.tag == "li"]
        marks = [f"{number}. " if element.tag == "ol" else "- " for number in range(1, len(items) + 1)]
        yield "\n".join(_list_item(item, mark) for item, mark in zip(items, marks, strict=True))
    elif element.tag == "blockquote":
        yield textwrap.indent("\n\n".join(_blocks(element)), "> ", lambda _: True)
    elif element.tag == "hr":
        yield "-" * WIDTH
    elif element.tag == "pre":
        yield element.text_content().rstrip()
    elif element.tag == "tr" and len(element) > 1:
        yield from _paragraph(" | ".join(_inline_content(cell) for cell in element))
    else:
        yield from _blocks(element)


def _heading(element: html.HtmlElement) -> Iterator[str]:
    """Yield a heading with the addresses of its links below it, each on a line of its own."""
    text = _wrapped(_single_spaced(element.text_content()))
    if element.tag in UNDERLINES:
        text += "\n" + UNDERLINES[element.tag] * max(map(len, text.split("\n")))
    addresses = [link.get("href", "") for link in element.iter("a") if link.get("href")]
    yield "\n".join([text, *addresses])


def _list_item(item: html.HtmlElement, mark: str) -> str:
    text = "\n".join(_blocks(item))
    return mark + textwrap.indent(text, " " * len(mark))[len(mark) :]


def _inline(element: html.HtmlElement) -> str:
    if element.tag == "br":
        return "\v"  # kept apart from the spaces until the lines are filled
    if element.tag == "img":
        return f"[{element.get('alt', '')}]"
    text = _inline_content(element)
    address = element.get("href", "").removeprefix("mailto:") if element.tag == "a" else ""
    if not address or address.startswith("#"):
        return text
    return f"<{address}>" if _single_spaced(text) in (address, "") else f"{text} <{address}>"


def _inline_content(element: html.HtmlElement) -> str:
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.get(SKIP) is None:
            parts.append(_inline(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _paragraph(text: str) -> Iterator[str]:
    lines = [_wrapped(_single_spaced(line)) for line in text.split("\v")]
    if any(lines):
        yield "\n".join(lines).strip("\n")


def _single_spaced(text: str) -> str:
    return SPACES.sub(" ", text).strip(" ")


def _wrapped(text: str) -> str:
    """Break lines at spaces; a long word or address stays whole."""
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)
