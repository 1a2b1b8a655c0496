"""Converts Markdown as a build does, without a site around it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from plugins.texts.anchors import give_anchors
from plugins.texts.convert import convert
from plugins.texts.footnotes import Footnotes
from plugins.texts.parser import make_parser
from plugins.texts.render import Renderer

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

    from plugins.texts.text import Text


def converted(markdown: str, first_line: int = 1) -> Text:
    """Return all that is known of a Markdown text."""
    return convert(_parser(), markdown, first_line, "content/essai.md")


def as_typed(markdown: str) -> str:
    """Return the HTML of a text that nobody has typeset."""
    environment: dict[str, Any] = {}
    tokens = _parser().parse(markdown, environment)
    give_anchors(tokens)
    return Renderer(1).html(Footnotes(tokens).placed())


@cache
def _parser() -> MarkdownIt:
    return make_parser()
