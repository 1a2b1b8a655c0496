"""Checks the Markdown files before anything reads them: every problem of every file, at once.

Pelican drops, guesses or publishes broken what it cannot read, and exits 0.
Here a file is either right or the build stops with what to mend.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, NamedTuple

from plugins.checks.sources import values
from plugins.checks.sources.references import check_mentions
from plugins.core.cache import Cache, key_of
from plugins.core.cached_values import decoder_of, encode, recall, untyped
from plugins.core.folders import files_below
from plugins.core.problems import Problem
from plugins.core.sections import SECTIONS, Field, Section, section_of
from plugins.texts.front_matter import Document, FrontMatterError, Value, parse
from plugins.texts.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from plugins.core.vocabularies import Vocabulary

REGISTER = "activites/registre/"
"""Judged by `plugins/statistics/records/clear.py`."""

GUIDE = "LISEZMOI.md"
TEXT_SUFFIXES = {".md", ".markdown", ".mkd", ".txt", ".rst", ".html", ".htm", ".docx.md"}
FILE_NAME = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2}-)?(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)")


class Examined(NamedTuple):
    """A file's two parts, None when they cannot be read, and its problems."""

    document: Document | None
    problems: tuple[Problem, ...]


EXAMINED: Final = decoder_of(Examined)


def source_files(content: Path) -> tuple[Path, ...]:
    """Return every Markdown file that a section covers, sorted."""
    return tuple(sorted(path for section in SECTIONS for path in (content / section.folder).glob("*.md")))


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
    known: Known | None = None,
) -> tuple[Source, ...]:
    """Check files that were read, by path below the content folder, whose name is `folder`."""
    return tuple(
        check_source(path, data, folder, vocabularies, known)
        for path, data in sorted(files.items())
        if section_of(path)
    )


@dataclass(frozen=True)
class Known:
    """Where findings on files that have not changed are kept."""

    cache: Cache
    base: str
    """Hash of all that shapes a finding besides the file: our code, the libraries, the vocabularies."""


def check_folder(content: Path, sources: tuple[Source, ...]) -> Iterator[Problem]:
    """Yield the problems of the folder as a whole: stray files, twins, mentions of what does not exist."""
    yield from _stray_files(content)
    yield from _twins(content, sources)
    yield from check_mentions(content.name, sources)


def check_source(
    path: str,
    data: bytes,
    folder: str,
    vocabularies: Mapping[str, Vocabulary] | None,
    known: Known | None = None,
) -> Source:
    """Check one file of a section, by its path below the content folder and its bytes.

    Unchanged since an earlier build, it is not looked at again.
    """
    section = section_of(path)
    if section is None:
        msg = f"{path} belongs to no section"
        raise ValueError(msg)
    stem = path.rpartition("/")[2].removesuffix(".md")
    name = FILE_NAME.fullmatch(stem)
    shown = f"{folder}/{path}"

    def examine() -> Examined:
        return _examine(shown, name, data, section, vocabularies)

    digest = hashlib.sha256(data).hexdigest()
    if known:
        key = key_of("source", known.base, shown, digest)
        document, problems = recall(known.cache, key, EXAMINED, examine, _pack)
    else:
        document, problems = examine()
    return Source(path, section, name["slug"] if name else stem, document, problems, digest)


def _pack(examined: Examined) -> bytes:
    document, problems = examined
    if document:
        fields = {name: replace(value, value=untyped(value.value)) for name, value in document.fields.items()}
        document = replace(document, fields=fields)
    return encode((document, problems))


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
        document = parse(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problems.append(
            Problem(shown, line, "le fichier n’est pas en UTF-8", "enregistrez-le avec l’encodage UTF-8")
        )
    except FrontMatterError as error:
        problems.append(Problem(shown, error.line, error.text, error.remedy))
    if document:
        problems.extend(_check_document(shown, document, section, vocabularies))
    return Examined(document, tuple(problems))


def _check_document(
    shown: str, document: Document, section: Section, vocabularies: Mapping[str, Vocabulary] | None
) -> Iterator[Problem]:
    names = [field.name for field in section.fields]
    misspelt: set[str] = set()
    for name, value in document.fields.items():
        field = section.field(name)
        if field is None:
            near = difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.5)
            misspelt.update(near)
            remedy = (
                f"écrivez « {near[0]} »"
                if near
                else "retirez la ligne ; champs possibles : " + ", ".join(names)
            )
            yield Problem(shown, value.line, f"le champ « {name} » n’existe pas pour {section.label}", remedy)
            continue
        if values.is_blank(value):
            if field.required:
                yield Problem(
                    shown, value.line, f"le champ « {name} » est vide", f"écrivez {field.kind.value}"
                )
            continue
        findings = (*values.check(field, value, vocabularies), *_relations(document, field, value))
        for text, remedy in findings:
            yield Problem(shown, value.line, f"{name} : {text}", remedy)
    for field in section.fields:
        if field.required and field.name not in document.fields and field.name not in misspelt:
            yield Problem(
                shown,
                1,
                f"il manque le champ « {field.name} »",
                f"ajoutez « {field.name}: » suivi d’{_article(field.kind.value)}",
            )
    if not document.body.strip() and not section.may_be_empty:
        yield Problem(shown, document.body_line, "la page n’a pas de texte", "écrivez-le sous l’en-tête")


def _relations(document: Document, field: Field, value: Value) -> Iterator[values.Finding]:
    """Yield how a field that is filled in disagrees with the page's other fields."""
    if field.needs and _blank(document, field.needs):
        yield f"le champ n’a de sens qu’avec « {field.needs} »", f"ajoutez « {field.needs}: »"
    if field.among:
        yield from values.check_among(value, document.fields.get(field.among), field.among)


def _article(kind: str) -> str:
    """Shorten "un texte…" to what follows "d’"."""
    return kind if kind.startswith(("un", "une")) else f"une valeur : {kind}"


def _blank(document: Document, name: str) -> bool:
    return values.is_blank(document.fields.get(name, Value(None, "", 0)))


def _stray_files(content: Path) -> Iterator[Problem]:
    for relative in files_below(content):
        suffix = PurePosixPath(relative).suffix
        hidden = any(part.startswith(".") for part in relative.split("/"))
        if (
            relative == GUIDE
            or relative.startswith(REGISTER)
            or hidden
            or suffix.lower() not in TEXT_SUFFIXES
        ):
            continue
        if section_of(relative) is None:
            folders = ", ".join(section.folder for section in SECTIONS)
            yield Problem(
                f"{content.name}/{relative}",
                0,
                "ce dossier n’est lu par aucune section du site",
                f"placez le fichier dans un de ces dossiers : {folders}",
            )
        elif suffix != ".md":
            yield Problem(
                f"{content.name}/{relative}",
                0,
                f"un fichier {suffix} n’est pas lu",
                "renommez-le en .md",
            )


def _twins(content: Path, sources: tuple[Source, ...]) -> Iterator[Problem]:
    addresses: dict[str, Source] = {}
    titles: dict[str, Source] = {}
    for source in sources:
        shown = f"{content.name}/{source.path}"
        first = addresses.setdefault(source.address, source)
        if first is not source:
            yield Problem(
                shown,
                0,
                f"la même adresse {source.address} que {content.name}/{first.path}",
                "renommez un des deux fichiers",
            )
        title = source.value("titre")
        if source.document is None or not isinstance(title, str) or not title.strip():
            continue
        first = titles.setdefault(title.strip().casefold(), source)
        if first is not source:
            yield Problem(
                shown,
                source.document.fields["titre"].line,
                f"le même titre que {content.name}/{first.path}",
                "donnez à chaque page un titre qui la distingue",
            )
