"""Reads the Markdown files and returns every problem of every file, before anything else uses them.

Pelican drops, guesses or publishes broken what it cannot read, and exits 0. Here a file is either right
or the build stops with what to mend.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from plugins.checks.sources.fields import check_fields
from plugins.checks.sources.folder import links_elsewhere, stray_files, twins
from plugins.checks.sources.headings import check_headings
from plugins.checks.sources.references import check_mentions
from plugins.core.cache import Cache, key_of
from plugins.core.cached_values import decoder_of, recall
from plugins.core.encoding import undecodable_line
from plugins.core.folders import files_below
from plugins.core.front_matter_bounds import says_draft, text_of
from plugins.core.problems import Problem
from plugins.core.sections import Section, section_of
from plugins.texts.front_matter import Document, FrontMatterError, parse_document
from plugins.texts.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from plugins.core.vocabularies import Vocabulary

FILE_NAME: Final = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2}-)?(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)")


class Examined(NamedTuple):
    """A file's two parts, None when they cannot be read, and its problems."""

    document: Document | None
    problems: tuple[Problem, ...]


EXAMINED: Final = decoder_of(Examined)


def read_sources(content: Path, vocabularies: Mapping[str, Vocabulary] | None) -> tuple[Source, ...]:
    """Read and check every Markdown file that a section covers, sorted by path.

    Without vocabularies (their file is itself at fault), their words are not checked.
    """
    names = (name for name in files_below(content) if name.endswith(".md"))
    files = {name: (content / name).read_bytes() for name in names}
    return check_sources(files, content.name, vocabularies)


def check_sources(
    files: Mapping[str, bytes],
    folder: str,
    vocabularies: Mapping[str, Vocabulary] | None,
    kept: KeptChecks | None = None,
) -> tuple[Source, ...]:
    """Check files that were read, by path below the content folder, whose name is `folder`."""
    return tuple(
        check_source(path, data, folder, vocabularies, kept)
        for path, data in sorted(files.items())
        if section_of(path)
    )


@dataclass(frozen=True)
class KeptChecks:
    """Where the checks of files that have not changed are kept."""

    cache: Cache
    base: str
    """Hash of what a check depends on besides the file: our code, the libraries, the vocabularies."""


def check_folder(content: Path, sources: tuple[Source, ...]) -> Iterator[Problem]:
    """Yield the problems of the folder as a whole: links, stray files, twins, dead mentions."""
    yield from links_elsewhere(content)
    yield from stray_files(content, sources)
    yield from twins(content, sources)
    yield from check_mentions(content.name, sources)


def check_source(
    path: str,
    data: bytes,
    folder: str,
    vocabularies: Mapping[str, Vocabulary] | None,
    kept: KeptChecks | None = None,
) -> Source:
    """Check one file of a section, by its path below the content folder and its bytes.

    A file that has not changed since an earlier build is not checked again.
    """
    section = section_of(path)
    if section is None:
        msg = f"{path} belongs to no section"
        raise ValueError(msg)
    stem = path.rpartition("/")[2].removesuffix(".md")
    name = FILE_NAME.fullmatch(stem)
    shown = f"{folder}/{path}"

    if stem.startswith("."):
        hidden = Problem(shown, 0, "un fichier caché, que l’ordinateur a laissé là", "supprimez-le")
        return Source(path, section, stem, None, (hidden,))

    def examine() -> Examined:
        return _examine(shown, name, data, section, vocabularies)

    digest = hashlib.sha256(data).hexdigest()
    if kept:
        key = key_of("source", kept.base, shown, digest)
        document, problems = recall(kept.cache, key, EXAMINED, examine)
    else:
        document, problems = examine()
    slug = name["slug"] if name else stem
    return Source(
        path, section, slug, document, problems, digest, unread_draft=not document and says_draft(data)
    )


def _examine(
    shown: str,
    name: re.Match[str] | None,
    data: bytes,
    section: Section,
    vocabularies: Mapping[str, Vocabulary] | None,
) -> Examined:
    problems: list[Problem] = []
    if not name or (name["date"] and not section.dated_names):
        problems.append(
            Problem(
                shown,
                0,
                "le nom du fichier ne peut pas devenir une adresse",
                "renommez-le avec des minuscules sans accent, des chiffres et des traits d’union",
            )
        )
    document = None
    try:
        document = parse_document(text_of(data))
    except UnicodeDecodeError as error:
        line = undecodable_line(error)
        problems.append(
            Problem(shown, line, "le fichier n’est pas en UTF-8", "enregistrez-le avec l’encodage UTF-8")
        )
    except FrontMatterError as error:
        problems.append(Problem(shown, error.line, error.text, error.remedy))
    if document:
        problems.extend(check_fields(shown, document, section, vocabularies))
        problems.extend(check_headings(shown, document, section.headings))
    return Examined(document, tuple(problems))
