"""Turns Markdown into HTML: one converter for a whole build, and no text converted twice.

Most lines hold none of the signs that an inline pattern starts with. Telling
so costs much less than searching the line for the pattern, twenty times a line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from markdown import Markdown

from plugins.core.cache import Cache, Job, key_of
from plugins.core.progress import READING

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Mapping

_SIGNS: Final = {
    # name of an inline pattern → what it cannot match without: one of these
    "backtick": ("`",),
    "escape": ("\\",),
    "footnote": ("[^",),
    "reference": ("[",),
    "link": ("[",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "autolink": ("<",),
    "automail": ("<",),
    "linebreak": ("  \n",),
    "html": ("<",),
    "figure_token": ("{",),
    "entity": ("&",),
    "em_strong": ("*", "_"),
}
"""Of Markdown 3.11 with the extensions of pelicanconf.py; a pattern that is not here is always tried."""


@dataclass(frozen=True)
class _Gate:
    """A compiled pattern that first looks whether one of its signs is there at all."""

    pattern: re.Pattern[str]
    signs: tuple[str, ...]

    def finditer(self, text: str, position: int = 0) -> Iterable[re.Match[str]]:
        """Return the matches from `position` on, as the pattern's own method does."""
        for sign in self.signs:
            if sign in text:
                return self.pattern.finditer(text, position)
        return ()


def make_markdown(settings: Mapping[str, Any]) -> Markdown:
    """Return a converter as the setting MARKDOWN asks, which gives the same HTML and sooner."""
    markdown = Markdown(**settings)
    for name, signs in _SIGNS.items():
        if name in markdown.inlinePatterns:
            pattern: Any = markdown.inlinePatterns[name]
            pattern.compiled_re = _Gate(pattern.compiled_re, signs)
    return markdown


@dataclass
class Converter:
    """Converts the texts of one build."""

    settings: Mapping[str, Any]
    """The setting MARKDOWN, complete."""
    cache: Cache
    machinery: str
    """Hash of our code and the libraries."""
    _markdown: list[Markdown] = field(default_factory=list)

    def convert(self, text: str) -> str:
        """Return the HTML of a text."""
        job = self._job(text)
        return self.cache.get(job.key, job.make).decode()

    def convert_ahead(self, texts: Iterable[str]) -> None:
        """Convert on every core what is not yet known."""
        self.cache.fill((self._job(text) for text in texts), READING)

    def _job(self, text: str) -> Job:
        return Job(key_of(self._base, text), lambda: self._convert(text))

    @cached_property
    def _base(self) -> str:
        return key_of("markdown", self.machinery, repr(self.settings))

    def _convert(self, text: str) -> bytes:
        if not self._markdown:
            self._markdown.append(make_markdown(self.settings))
        return self._markdown[0].reset().convert(text).encode()
