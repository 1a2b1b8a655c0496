"""Typesets the texts that the Markdown parser found: never code, addresses, attributes or raw HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from plugins.french.typography import OBJECT, Piece, typeset_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

VERBATIM: Final = frozenset(
    {"code", "kbd", "math", "pre", "samp", "script", "style", "svg", "textarea", "var"}
)
"""Elements of raw HTML whose text is no French prose."""
_SHOWN: Final = {
    "code_inline": OBJECT,
    "image": OBJECT,
    "footnote_ref": OBJECT,
    "abbr": OBJECT,
    "hardbreak": "\n",
}
"""What a reader sees of what is no prose of ours. Entities and escaped signs are seen as they are."""
_TAG: Final = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][\w-]*)[^>]*>")


def typeset_tokens(tokens: Sequence[Token]) -> None:
    """Typeset every line of text in place; one block is one line as a reader sees it."""
    for block in tokens:
        if block.type == "inline" and block.children:
            flow = list(_flow(block.children))
            for (token, piece), text in zip(flow, typeset_pieces([piece for _, piece in flow]), strict=True):
                if piece.shown is None and text != piece.text:
                    token.type, token.content = "text", text


def _flow(children: Sequence[Token]) -> Iterator[tuple[Token, Piece]]:
    """Yield the pieces of a line, each with its token."""
    verbatim = ""  # the raw element that is open and whose text is no prose
    address = False  # inside a link that shows its own address
    for token in children:
        if token.type in ("text", "softbreak"):
            text = token.content or "\n"
            yield token, Piece(text, OBJECT if verbatim or address else None)
        elif token.type == "html_inline":
            verbatim, shown = _read_tag(token.content, verbatim)
            yield token, Piece("", shown)
        elif token.nesting:
            address = token.info == "auto" and token.nesting > 0
        else:
            yield token, Piece(token.content, _SHOWN.get(token.type, token.content))


def _read_tag(raw: str, verbatim: str) -> tuple[str, str]:
    """Return which verbatim element is open after a raw tag, and what a reader sees of the tag."""
    tag = _TAG.fullmatch(raw)
    name = tag["name"].lower() if tag else ""
    if tag and name in VERBATIM and not verbatim and not tag["end"]:
        verbatim = name
    elif tag and name == verbatim and tag["end"]:
        verbatim = ""
    return verbatim, OBJECT if name in ("img", "input") else "\n" if name == "br" else ""
