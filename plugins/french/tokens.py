"""Typesets the texts that the Markdown parser found: never code, addresses or attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from plugins.french.typography import OBJECT, Piece, typeset_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

VERBATIM: Final = frozenset({"code", "kbd", "samp", "var"})
"""Elements whose text is no French prose."""
_SHOWN: Final = {
    "code_inline": OBJECT,
    "image": OBJECT,
    "footnote_ref": OBJECT,
    "abbr": OBJECT,
    "hardbreak": "\n",
}
"""What a reader sees of what is no prose of ours. Entities and escaped signs are seen as they are."""


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
    verbatim = 0  # how many elements are open whose text is no prose
    address = False  # inside a link that shows its own address
    for token in children:
        if token.type in ("text", "softbreak"):
            text = token.content or "\n"
            yield token, Piece(text, OBJECT if verbatim or address else None)
        elif token.nesting:
            verbatim += token.nesting if token.tag in VERBATIM else 0
            address = token.info == "auto" and token.nesting > 0
        else:
            yield token, Piece(token.content, _SHOWN.get(token.type, token.content))
