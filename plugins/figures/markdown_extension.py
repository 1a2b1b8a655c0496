r"""Keeps the tokens of figures whole while Markdown reads a text.

To Markdown, braces at the end of a table cell or after an emphasis are a list
of attributes: `{chiffre:permanences:2023}` would vanish from the page and
become an attribute, without a word. Here the braces of a token are escaped, as
`\{` would; the figure itself is put in later, when the page's file is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.util import ETX, STX

if TYPE_CHECKING:
    import re

    from markdown import Markdown

_TOKEN = r"\{(\s*chiffre[^{}]*)\}"  # noqa: S105  not a password
_AFTER_HTML = 85  # code spans are read at 190, raw HTML at 90, emphases at 60


class FigureTokenProcessor(InlineProcessor):
    """Escapes the braces of a token."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: ARG002, N802  Markdown's own
        """Return the token with its braces set aside."""
        return f"{STX}{ord('{')}{ETX}{m.group(1)}{STX}{ord('}')}{ETX}", m.start(0), m.end(0)


class FigureTokenExtension(Extension):
    """Adds the inline processor."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  Markdown's own name
        """Register with a Markdown converter."""
        md.inlinePatterns.register(FigureTokenProcessor(_TOKEN, md), "figure_token", _AFTER_HTML)


def makeExtension(**kwargs: Any) -> FigureTokenExtension:  # noqa: N802  Markdown looks for this name
    """Return the extension, for `extensions = ["plugins.figures.markdown_extension"]`."""
    return FigureTokenExtension(**kwargs)
