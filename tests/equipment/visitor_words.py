"""Every word that visitors may read, from the sources: texts, fields, tables, templates; quotations marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from plugins.core.fields import FieldKind
from plugins.core.sections import section_of
from plugins.core.vocabularies import read_vocabularies
from plugins.figures.csv_file import figures_of
from plugins.figures.figures import Figures, substitute
from plugins.texts.front_matter import parse_document
from tests.equipment.word_runs import LENGTH, runs_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from plugins.core.sections import Section

_READ: Final = {FieldKind.TEXT, FieldKind.SUMMARY, FieldKind.MENTIONS}
_UNREAD: Final = re.compile(r"(?<=\])\([^()\n]*\)|\{(?:[#.]|lang=)[^{}\n]*\}")
"""Addresses of links, anchors, languages."""
_TEMPLATE: Final = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<script.*?</script>|<[^<>]*>", re.DOTALL)
_ATTRIBUTION: Final = range(1, 13)
"""How many words the last paragraph of a block quotation has, when it says whose words they are."""


@dataclass(frozen=True)
class Word:
    """A word without case and accents, its line, and whether it stands in a quotation."""

    text: str
    line: int
    quoted: bool


@dataclass(frozen=True)
class Run:
    """Words in a row that stand in a report, too, and not all of them in a quotation."""

    line: int
    text: str


def copied_runs(words: Sequence[Word], known: frozenset[bytes]) -> Iterator[Run]:
    """Yield each longest run of words that the reports have too."""
    digests = runs_of([word.text for word in words])
    copied = [
        digest in known and not all(word.quoted for word in words[start : start + LENGTH])
        for start, digest in enumerate(digests)
    ]
    end = 0
    for start, is_copied in enumerate(copied):
        if is_copied and start >= end:
            last = next((place for place in range(start, len(copied)) if not copied[place]), len(copied)) - 1
            end = last + 1
            text = " ".join(word.text for word in words[start : last + LENGTH])
            yield Run(words[start].line, text)


def visitor_words(root: Path) -> Iterator[tuple[str, tuple[Word, ...]]]:
    """Yield the words of each piece of a project that visitors read whole, with its file."""
    content = root / "content"
    figures, _ = figures_of(content, read_vocabularies(content))
    for path in sorted(content.rglob("*")):
        shown, name = path.relative_to(root).as_posix(), path.relative_to(content).as_posix()
        section = section_of(name)
        if path.suffix == ".md" and section:
            yield from (
                (shown, words) for words in page_words(path.read_text(encoding="utf-8"), section, figures)
            )
        elif path.suffix in {".toml", ".csv"} and path.is_file():
            for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
                if not line.startswith("#"):
                    yield shown, tuple(_words(line, number))
    for path in sorted((root / "theme" / "templates").rglob("*.html")):
        text = _TEMPLATE.sub(lambda found: "\n" * found[0].count("\n"), path.read_text(encoding="utf-8"))
        yield path.relative_to(root).as_posix(), tuple(_words(text, 1))


def page_words(text: str, section: Section, figures: Figures) -> Iterator[tuple[Word, ...]]:
    """Yield the words of a page's fields, one by one, and of its text."""
    document = parse_document(text)
    for name, value in document.fields.items():
        field = section.field(name)
        if field and field.kind in _READ:
            yield tuple(_words(substitute(value.raw, figures)[0], value.line))
    yield tuple(_words(substitute(document.body, figures)[0], document.body_line))


def _words(text: str, first_line: int) -> Iterator[Word]:
    lines = text.split("\n")
    blocks = _attributed(lines)
    quoted = False
    for number, line in enumerate(lines):
        if not line.strip(" >"):
            quoted = False
        for piece in re.split("([«»])", _UNREAD.sub(" ", line)):
            if piece in {"«", "»"}:
                quoted = piece == "«"
            else:
                yield from (
                    Word(word, first_line + number, quoted or number in blocks) for word in words_of(piece)
                )


def _attributed(lines: Sequence[str]) -> set[int]:
    """Return the lines of the block quotations that say whose words they are, in their last paragraph."""
    found: set[int] = set()
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and lines[end].startswith(">"):
            end += 1
        paragraphs = "\n".join(line[1:].strip() for line in lines[start:end]).strip().split("\n\n")
        if len(paragraphs) > 1 and len(words_of(paragraphs[-1])) in _ATTRIBUTION:
            found.update(range(start, end))
        start = end + 1
    return found
