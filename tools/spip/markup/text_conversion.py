"""What is known while the texts of one object are converted: what was read already, notes, doubts, uses.

A piece that was read already stands in the text as one private character, so that no later step looks
inside it: `U+F0000…` for a piece of a line, `U+100000…` for a block, `U+E000…` for a sign that is itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tools.spip.markup.nodes import PlainWords
from tools.spip.markup.values import Doubt

if TYPE_CHECKING:
    from tools.spip.markup.nodes import Block, Inline, Note
    from tools.spip.markup.values import Resolver

PIECE: Final = "[\U000f0000-\U000ffffd]"
BLOCK: Final = "[\U00100000-\U0010fffd]"
_FIRST_PIECE: Final = 0xF0000
_FIRST_BLOCK: Final = 0x100000
_MOST: Final = 0xFFFD
_LITERAL: Final = 0xE000
_BACK: Final = {_LITERAL + code: chr(code) for code in range(128)}


def literal(text: str) -> str:
    """Return signs as private characters that mean themselves."""
    return "".join(chr(_LITERAL + ord(sign)) if sign < "\x80" else sign for sign in text)


def as_typed(text: str) -> str:
    """Return a text with the signs themselves."""
    return text.translate(_BACK)


class TextConversion:
    """The conversion of one object's texts."""

    def __init__(self, resolver: Resolver, *, newline_breaks: bool, anchors: frozenset[str]) -> None:
        """Begin with nothing read; `anchors` are the places that the texts name."""
        self.resolver = resolver
        self.newline_breaks = newline_breaks
        self.anchors = anchors
        self.placed: set[str] = set()
        """Those that were read."""
        self.led_to: set[str] = set()
        """Those that links of the texts lead to."""
        self.doubts: dict[Doubt, None] = {}
        self.documents: dict[int, None] = {}
        self.notes: dict[str, Note] = {}
        self.depth = 0
        """How many quotations and notes the text that is being read stands in."""
        self._pieces: list[Inline] = []
        self._blocks: list[Block] = []

    def doubt(self, problem: str, words: str = "", *, blocking: bool = True, document: int = 0) -> None:
        """Note what the page does not say as the old one did."""
        self.doubts[Doubt(problem, " ".join(as_typed(words).split()), blocking, document)] = None

    def keep(self, piece: Inline) -> str:
        """Return the sign that stands for a piece of a line."""
        if len(self._pieces) == _MOST:
            self.doubt("un texte qui a plus de 65 000 liens, notes et codes", str(piece))
            return ""
        self._pieces.append(piece)
        return chr(_FIRST_PIECE + len(self._pieces) - 1)

    def keep_block(self, block: Block) -> str:
        """Return the sign that stands for a block."""
        if len(self._blocks) == _MOST:
            self.doubt("un texte qui a plus de 65 000 blocs", str(block))
            return ""
        self._blocks.append(block)
        return chr(_FIRST_BLOCK + len(self._blocks) - 1)

    def piece(self, sign: str) -> Inline:
        """Return the piece that a sign stands for."""
        place = ord(sign) - _FIRST_PIECE
        return self._pieces[place] if place < len(self._pieces) else PlainWords("")

    def block(self, sign: str) -> Block:
        """Return the block that a sign stands for."""
        return self._blocks[ord(sign) - _FIRST_BLOCK]
