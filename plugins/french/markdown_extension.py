"""Typesets the text that editors write in Markdown: text only, never code, addresses or attributes.

Runs last but one on Markdown's tree: after the table of contents, so that
the headings' ids come from what was typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, HTML_PLACEHOLDER_RE, STX, AtomicString

from plugins.french.typography import OBJECT, Piece, typeset_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from markdown import Markdown

VERBATIM = frozenset({"code", "kbd", "math", "pre", "samp", "script", "style", "svg", "textarea", "var"})
"""Elements whose text is no French prose."""
OPAQUE = VERBATIM | {"img", "input"}
FOOTNOTE_MARK = "footnote-ref"
"""Class of the links whose number would otherwise be read as part of the sentence."""

_AFTER_TOC = 3  # toc runs at 5, and escaped characters are put back at 0
_SET_ASIDE = re.compile(rf"{HTML_PLACEHOLDER_RE.pattern}|{STX}(?P<escaped>\d+){ETX}")
_RAW_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][\w-]*)[^>]*>")


@dataclass(frozen=True)
class _Slot:
    """A text in Markdown's tree: the `text` or the `tail` of an element."""

    element: Element
    attribute: str


_Flow = list[tuple[_Slot | None, Piece]]
"""A line of text as a reader sees it, across inline elements; slots repeat for texts in several pieces."""


class TypographyTreeprocessor(Treeprocessor):
    """Typesets every flow of text of the document."""

    def run(self, root: Element) -> None:
        """Typeset the tree in place."""
        for flow in filter(None, _Walk(self.md).flows(root)):
            texts = typeset_pieces([piece for _, piece in flow])
            renewed: dict[_Slot, str] = {}
            for (slot, _), text in zip(flow, texts, strict=True):
                if slot:
                    renewed[slot] = renewed.get(slot, "") + text
            for slot, text in renewed.items():
                if text != getattr(slot.element, slot.attribute):
                    setattr(slot.element, slot.attribute, text)


class _Walk:
    """One walk through a document, in reading order."""

    def __init__(self, md: Markdown) -> None:
        self._md = md
        self._flow: _Flow = []
        self._verbatim: str | None = None
        """The raw HTML element that is open and whose text is no prose."""

    def flows(self, element: Element) -> Iterator[_Flow]:
        """Yield the flows of text of an element; a block element begins and ends one."""
        block = isinstance(element.tag, str) and self._md.is_block_level(element.tag)
        if block:
            yield self._cut()
        if not isinstance(element.tag, str) or element.tag in OPAQUE or element.get("class") == FOOTNOTE_MARK:
            self._flow.append((None, Piece("", OBJECT)))
        elif element.tag == "br":
            self._flow.append((None, Piece("", "\n")))
        else:
            self._add(_Slot(element, "text"))
            for child in element:
                yield from self.flows(child)
                self._add(_Slot(child, "tail"))
        if block:
            yield self._cut()

    def _cut(self) -> _Flow:
        flow, self._flow, self._verbatim = self._flow, [], None
        return flow

    def _add(self, slot: _Slot) -> None:
        """Take one text apart: what may change, and what Markdown has set aside, raw HTML and escapes."""
        text = getattr(slot.element, slot.attribute) or ""
        if isinstance(text, AtomicString):
            self._flow.append((slot, Piece(text, OBJECT)))
            return
        position = 0
        for match in _SET_ASIDE.finditer(text):
            self._add_text(slot, text[position : match.start()])
            if match["escaped"]:
                self._flow.append((slot, Piece(match.group(), chr(int(match["escaped"])))))
            else:
                self._add_raw(slot, match)
            position = match.end()
        self._add_text(slot, text[position:])

    def _add_text(self, slot: _Slot, text: str) -> None:
        if text:
            self._flow.append((slot, Piece(text, OBJECT if self._verbatim else None)))

    def _add_raw(self, slot: _Slot, match: re.Match[str]) -> None:
        blocks = self._md.htmlStash.rawHtmlBlocks
        index = int(match.group(1))
        raw = str(blocks[index]) if index < len(blocks) else ""
        self._flow.append((slot, Piece(match.group(), _shown(raw))))
        tag = _RAW_TAG.fullmatch(raw)
        if tag:
            name = tag["name"].lower()
            if self._verbatim is None and name in VERBATIM and not tag["end"]:
                self._verbatim = name
            elif self._verbatim == name and tag["end"]:
                self._verbatim = None


def _shown(raw: str) -> str:
    """Return what a reader sees of raw HTML: an entity's character, a line break, nothing of a tag."""
    if raw.startswith("&"):
        return unescape(raw)
    tag = _RAW_TAG.fullmatch(raw)
    return "\n" if tag and tag["name"].lower() == "br" else ""


class TypographyExtension(Extension):
    """Adds the treeprocessor."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  Markdown's own name
        """Register with a Markdown converter."""
        md.treeprocessors.register(TypographyTreeprocessor(md), "typography", _AFTER_TOC)


def makeExtension(**kwargs: Any) -> TypographyExtension:  # noqa: N802  Markdown looks for this name
    """Return the extension, for `extensions = ["plugins.french.markdown_extension"]`."""
    return TypographyExtension(**kwargs)
