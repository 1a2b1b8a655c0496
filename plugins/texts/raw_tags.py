"""Reads one tag of raw HTML as browsers do, and says why it is not allowed if it is not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

from plugins.texts.allowed import ELEMENTS, INSTEAD, attribute_mistake

_NAMES: Final = "|".join(sorted(ELEMENTS | INSTEAD.keys()))
_UNFINISHED: Final = re.compile(
    rf"<(?:!--|!\[|\?\w|/?\w+:\w+[^<>]*>|/?(?:{_NAMES})(?:/?>|\s+[\w-]+\s*=|\s*/?$))[^\s<>]*>?", re.IGNORECASE
)
"""What begins like a tag and is none: a bracket is missing, or Word has made it."""
_START: Final = (1, 0)


@dataclass(frozen=True)
class RawTag:
    """A tag; one without a name is a comment, or a piece of another language."""

    markup: str
    name: str = ""
    closes: bool = False
    attributes: Mapping[str, str | None] | None = None
    """As they were typed."""

    @property
    def allowed(self) -> dict[str, str]:
        """The attributes that may stand."""
        return {
            name: value or ""
            for name, value in (self.attributes or {}).items()
            if not attribute_mistake(self.name, name, value or "")
        }

    @property
    def mistake(self) -> tuple[str, str] | None:
        """What is wrong with an element that is not allowed, and what to do."""
        shown = " ".join(self.markup.split())[:40]
        if self.markup.startswith("<!--"):
            what = "un commentaire <!-- … -->" if "-->" in self.markup else "un commentaire <!-- jamais fermé"
            return what, "retirez-le : tout ce qui est écrit ici est publié"
        if not self.name:
            return f"« {shown[:12]}… » n’est pas du texte", "retirez ce morceau"
        if self._is_words or (self.name not in ELEMENTS and self.name not in INSTEAD):
            return (
                f"« {shown} » n’est pas une balise que le site connaît",
                f"pour montrer les signes, écrivez \\{shown}",
            )
        if self.name not in ELEMENTS:
            return f"la balise <{self.name}> n’est pas admise", INSTEAD[self.name]
        return None

    @property
    def attribute_mistake(self) -> tuple[str, str] | None:
        """What is wrong with the first of its attributes that are not allowed."""
        found = (
            attribute_mistake(self.name, name, value or "") for name, value in (self.attributes or {}).items()
        )
        return next(filter(None, found), None)

    @property
    def _is_words(self) -> bool:
        """Whether an attribute has neither a value nor a meaning, as in `<nom du service>`."""
        attributes = self.attributes or {}
        return any(
            value is None and attribute_mistake(self.name, name, "") for name, value in attributes.items()
        )


def read_tag(markup: str) -> RawTag:
    """Read the tag that a piece of HTML begins with; what follows a comment or the like is no tag."""
    return _Reader(markup).tag


def unfinished_tag(words: str) -> str:
    """Return the first piece of words that begins like a tag and is none; empty if there is none."""
    found = _UNFINISHED.search(words) if "<" in words else None
    return found[0][:30] if found else ""


class _Reader(HTMLParser):
    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tag = RawTag(markup)
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.getpos() == _START:
            attributes: dict[str, str | None] = {}
            for name, value in attrs:
                if name != "markdown":  # what stands in an element is Markdown anyway
                    attributes.setdefault(name, value)  # of a repeated one, browsers take the first
            self.tag = RawTag(self.tag.markup, tag, closes=False, attributes=attributes)

    def handle_endtag(self, tag: str) -> None:
        if self.getpos() == _START and not self.tag.name:
            self.tag = RawTag(self.tag.markup, tag, closes=True)
