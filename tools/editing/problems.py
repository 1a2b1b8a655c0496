"""What is wrong with one file, in the build's own words: its header, its text, what it names, its twins.

In: a source and the content folder. Out: `FormProblem`s, each beside its field or line. What only a written
page shows (a link that leads nowhere) comes from the preview itself, over the page.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypedDict

from plugins.checks.sources.check import read_sources
from plugins.checks.sources.folder import twins
from plugins.checks.sources.references import check_mentions
from plugins.core.cache import Cache
from plugins.media import references
from plugins.media.library import Library
from plugins.texts.convert import convert
from plugins.texts.parser import make_parser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from plugins.core.problems import Problem
    from plugins.texts.front_matter import Document
    from plugins.texts.sources import Source
    from plugins.texts.text import Text


class FormProblem(TypedDict):
    """What is wrong, as the browser gets it."""

    champ: str
    """The field's name; empty for the text, or the whole file."""
    ligne: int
    """In the file, from 1; 0 for the whole file."""
    message: str


def problems_of(source: Source, content: Path) -> tuple[FormProblem, ...]:
    """Return what is wrong with a source of a content folder, as far as the file itself can show it."""
    found = [*source.problems, *_among_others(source, content)]
    if source.document:
        shown = f"{content.name}/{source.path}"
        text = convert(make_parser(), source.document.body, source.document.body_line, shown)
        found += [*text.problems, *_named_files(source, source.document, text, content)]
    return tuple(
        FormProblem(
            champ=problem.field_name,
            ligne=problem.line,
            message=f"{problem.text} → {problem.remedy}",
        )
        for problem in sorted(set(found))
    )


def _among_others(source: Source, content: Path) -> Iterator[Problem]:
    """Yield what the other pages make wrong: one title twice, a mention that leads nowhere."""
    others = (other for other in read_sources(content, None) if other.path != source.path)
    sources = (*others, source)  # of two twins, the last is at fault: the one that is being edited
    for problem in (*twins(content, sources), *check_mentions(content.name, sources)):
        if problem.path == f"{content.name}/{source.path}":
            yield problem


def _named_files(source: Source, document: Document, text: Text, content: Path) -> list[Problem]:
    """Return the images that are missing or none, and the documents that are missing."""
    found: list[Problem] = []
    page = content / source.path
    # nothing is drawn, so nothing is kept
    library = Library(content, Cache(content / ".cache"), found.extend, machinery="", draws=False)
    for image in text.images:
        library.picture(image.address, page, image.line)
    named = [(link.address, link.line) for link in text.links]
    if source.value("document"):
        named.append((str(source.value("document")), document.fields["document"].line))
    for address, line in named:
        reference = references.read_reference(address, page, content)
        if reference and references.locate(reference, page, content) is None:
            library.document(address, page, line)
    return [
        replace(problem, field_name="document") if 0 < problem.line < document.body_line else problem
        for problem in found
    ]
