"""What the sources say, file by file: texts with their front matter, figures, facts, joined documents."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from plugins.core.fields import FieldKind
from plugins.figures.figures import substitute
from plugins.statistics.prose.outline import statements_of
from plugins.statistics.prose.statements import Statement, StatementKind, sentences
from plugins.texts.blocks import Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plugins.core.vocabularies import Vocabulary
    from plugins.figures.figures import Figures
    from plugins.texts.blocks import Block
    from plugins.texts.sources import Source
    from plugins.texts.text import Text

_TEXTS = frozenset({FieldKind.TEXT, FieldKind.SUMMARY, FieldKind.MENTIONS})
"""Fields that visitors read as they are written."""


def of_text(source: Source, text: Text, figures: Figures) -> Iterator[Statement]:
    """Yield what a Markdown file says: its fields, its address, its text with the figures that it names."""
    document = source.document
    if document is None:
        return
    title = str(source.value("titre") or "")
    yield Statement(source.slug.replace("-", " "), 1, StatementKind.LABEL)
    for name, value in document.fields.items():
        field = source.section.field(name)
        if field is None or field.kind not in _TEXTS:
            continue
        higher = () if name == "titre" else (title,)
        for field_text in _strings(value.value):
            for _, sentence in sentences(substitute(field_text, figures)[0]):
                yield Statement(sentence, value.line, StatementKind.LABEL, higher=higher)
    yield from statements_of((_with_figures(block, figures) for block in text.blocks), title)


def _with_figures(block: Block, figures: Figures) -> Block:
    """Return a block with the figures that it names."""
    if "{" not in f"{block.text}{block.lead}{block.rows}":
        return block
    rows = tuple(
        Row(row.line, tuple(substitute(cell, figures)[0] for cell in row.cells)) for row in block.rows
    )
    text, lead = substitute(block.text, figures)[0], substitute(block.lead, figures)[0]
    return replace(block, text=text, lead=lead, rows=rows)


def of_figures(figures: Figures, vocabularies: Mapping[str, Vocabulary]) -> Iterator[Statement]:
    """Yield what each line of `chiffres.csv` says with the words of its series, unit and group."""
    series, groups = vocabularies.get("series", {}), vocabularies.get("groupes_de_series", {})
    for figure in figures.all:
        term = series.get(figure.series)
        label = term.label if term else figure.series.replace("-", " ")
        unit = str(term.details.get("unite", "")) if term else ""
        group = groups.get(str(term.details.get("groupe", ""))) if term else None
        lead = group.label if group and not unit else ""
        row = f"{label} {unit}"
        yield Statement(str(figure.value), figure.line, StatementKind.CELL, lead, row=row, column=figure.date)


def of_facts(text: str, tables: dict[str, Any]) -> Iterator[Statement]:
    """Yield each text of a TOML file, the lists of words apart."""
    lines = text.split("\n")
    for value in _strings(tables):
        for _, sentence in sentences(value):
            start = re.escape(sentence[:40])
            line = next((number for number, line in enumerate(lines, start=1) if re.search(start, line)), 0)
            yield Statement(sentence, line, StatementKind.LABEL)


def of_document(text: str) -> Iterator[Statement]:
    """Yield the sentences of a joined document, which have no lines."""
    for paragraph in _paragraphs(text):
        before = ""
        for _, sentence in sentences(paragraph):
            yield Statement(sentence, 0, StatementKind.SENTENCE, before=before)
            before = sentence


def _paragraphs(text: str) -> Iterator[str]:
    """Join the lines of a text that are pieces of one sentence, as a PDF has them."""
    whole = ""
    for line in text.split("\n"):
        whole = f"{whole} {line}".strip()
        if line.rstrip().endswith((".", "!", "?", "…", ":", ";")) or len(line) < 40:
            yield whole
            whole = ""
    yield whole


def _strings(value: object) -> Iterator[str]:
    """Yield every text in what YAML or TOML holds; a list of words of the vocabulary says nothing."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("mots", "mots_vagues", "dont", "verbes", "verbes_anodins", "qui", "a_qui", "sauf"):
                yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
