"""Takes a piece of raw HTML apart as browsers do: its tags, each with its place, and its words."""

from __future__ import annotations

from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plugins.texts.text import Attributes


@dataclass(frozen=True)
class RawTag:
    """One tag of a piece, from `start` up to `end`."""

    name: str
    start: int
    end: int
    closes: bool
    attributes: Attributes


def take_apart(markup: str) -> list[RawTag | str]:
    """Return the tags and the words of a piece of HTML, in order; comments are neither."""
    return _Parser(markup).found if "<" in markup else [unescape(markup)]


class _Parser(HTMLParser):
    """Notes each tag with its place, and each stretch of words."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=False)
        self._markup = markup
        self._line_starts = [0]
        for line in markup.split("\n"):
            self._line_starts.append(self._line_starts[-1] + len(line) + 1)
        self.found: list[RawTag | str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start = self._offset()
        raw = self.get_starttag_text() or ""
        if self._markup.startswith(raw, start):
            kept: dict[str, str | None] = {}
            for name, value in attrs:
                kept.setdefault(name, value)  # of a repeated attribute browsers keep the first
            self.found.append(RawTag(tag, start, start + len(raw), closes=False, attributes=kept))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        start = self._offset()
        end = self._markup.find(">", start) + 1
        if end:
            self.found.append(RawTag(tag, start, end, closes=True, attributes={}))

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def handle_entityref(self, name: str) -> None:
        self.found.append(unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self.found.append(unescape(f"&#{name};"))

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._line_starts[line - 1] + column
