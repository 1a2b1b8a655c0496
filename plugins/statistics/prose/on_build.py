"""Reads every source at every build: what says too much is a problem, what may is listed to be read again."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from plugins.core.cache import Job, key_of
from plugins.core.facts import ASSOCIATION_FILE
from plugins.core.pelican import site_of
from plugins.core.progress import CHECKS
from plugins.core.toml_files import read_toml
from plugins.core.vocabularies import FILE_NAME as VOCABULARY_FILE
from plugins.figures.figures import FILE_NAME as FIGURES_FILE
from plugins.figures.figures import Figures
from plugins.media.library import Library
from plugins.statistics.freezing.publishing import Statistics
from plugins.statistics.programme import PROGRAMME
from plugins.statistics.prose import sources
from plugins.statistics.prose.judgement import Judge, ProseFinding, Verdict
from plugins.statistics.prose.known import what_is_known
from plugins.statistics.prose.lexicon import read_lexicon, stems_of
from plugins.statistics.prose.rereading import FIELD, Found, refusal, unanswered
from plugins.statistics.records.classification import KINDS, parse_period
from plugins.texts.convert import Converter
from plugins.texts.sources import Sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from plugins.core.cache import Cache
    from plugins.core.problems import Problem
    from plugins.core.vocabularies import Vocabulary
    from plugins.statistics.prose.statements import Statement
    from plugins.statistics.records.classification import Period
    from plugins.texts.sources import Source

FACTS = (ASSOCIATION_FILE, VOCABULARY_FILE)


@dataclass(frozen=True)
class Reader:
    """Reads the sources of one build, each once as long as nothing changes."""

    judge: Judge
    figures: Figures
    content: Path
    cache: Cache
    converter: Converter
    base: str
    """Hash of all that a verdict depends on besides the source."""

    def read_all(self, found: Sequence[Source]) -> dict[str, tuple[ProseFinding, ...]]:
        """Return what is wrong in each text, by path below the content folder; on every core."""
        readable = [source for source in found if source.document]
        kept = self.cache.get_all([self._job(source) for source in readable], CHECKS)
        return {source.path: _unpacked(data) for source, data in zip(readable, kept, strict=True)}

    def refusals(self, source: Source) -> tuple[Problem, ...]:
        """Return what is refused in one text."""
        return tuple(
            refusal(Found(self.shown(source.path), finding))
            for finding in self.read_all([source]).get(source.path, ())
            if finding.verdict is Verdict.REFUSED
        )

    def of_document(self, text: str, *, ours: bool) -> tuple[ProseFinding, ...]:
        """Return what is wrong in a joined document; in somebody else's, it is only to be read again."""
        key = key_of(self.base, "document", text)
        found = _unpacked(self.cache.get(key, lambda: self._packed(sources.of_document(text))))
        return found if ours else tuple(replace(one, verdict=Verdict.TO_REREAD) for one in found)

    def of_facts(self, vocabularies: dict[str, Vocabulary]) -> list[Found]:
        """Return what is wrong in the figures and in the files of facts."""
        said = {FIGURES_FILE: sources.of_figures(self.figures, vocabularies)}
        for name in FACTS:
            file = read_toml(self.content / name, name)
            said[name] = sources.of_facts(file.text, dict(file.tables))
        return [
            Found(self.shown(name), one)
            for name, statements in said.items()
            for one in self.judge.judge_all(statements)
        ]

    def shown(self, path: str) -> str:
        """Return a path below the content folder as an editor sees it."""
        return f"{self.content.name}/{path}"

    def _job(self, source: Source) -> Job:
        return Job(key_of(self.base, source.path, source.digest), lambda: self._read(source))

    def _read(self, source: Source) -> bytes:
        return self._packed(
            sources.of_text(source, self.converter.text(source), self.figures),
            parse_period(str(source.value("periode") or "")),
        )

    def _packed(self, said: Iterable[Statement], period: Period | None = None) -> bytes:
        return json.dumps([asdict(one) for one in self.judge.judge_all(said, period)]).encode()


def _unpacked(data: bytes) -> tuple[ProseFinding, ...]:
    return tuple(
        ProseFinding(Verdict(one["verdict"]), one["label"], one["line"], tuple(one["words"]), one["enough"])
        for one in json.loads(data)
    )


def prepare_prose(pelican: Any) -> None:
    """Make the reader of this build, and report what is wrong with the words it goes by."""
    site = site_of(pelican)
    vocabularies, figures = site.facts.vocabularies, site.part(Figures)
    publication = site.part(Statistics).publication
    lexicon, problems = read_lexicon(vocabularies)
    site.report(problems)
    known = what_is_known(publication, figures, series_of_requests(vocabularies))
    base = key_of("prose", site.machinery, repr(vocabularies), repr(figures), repr(publication))
    converter = site.part(Converter)
    site.add(Reader(Judge(lexicon, known), figures, site.content, site.cache, converter, base))


def series_of_requests(vocabularies: dict[str, Vocabulary]) -> frozenset[str]:
    """Return the series whose figures everybody knows as totals of what the tables split."""
    kinds = vocabularies.get(KINDS, {})
    split = [set(stems_of(kinds[spec.kind].label)) for spec in PROGRAMME if spec.kind in kinds]
    series = vocabularies.get("series", {}).values()
    return frozenset(
        term.identifier for term in series if any(stems <= {*stems_of(term.label)} for stems in split)
    )


def read_prose(generators: list[Any]) -> None:
    """Read every text and every joined document, once all of them are known."""
    site = site_of(generators[0])
    if site.pages_first:
        return
    reader, texts = site.part(Reader), site.part(Sources).all
    if not (reader.figures.complete and site.part(Statistics).complete):
        return  # the build fails, and says why: a text is not to blame for a number that could not be read
    found: dict[str, list[Found]] = {path: [] for path in texts}
    for path, said in reader.read_all([*texts.values()]).items():
        found[path] += [Found(reader.shown(path), one) for one in said]
    for path, text in site.part(Library).documents():
        for page in _offering(path, texts)[:1]:
            said = reader.of_document(text, ours=page.section.name != "ressources")
            found[page.path] += [Found(reader.shown(path), one) for one in said]
    everything = (*reader.of_facts(site.facts.vocabularies), *chain(*found.values()))
    site.report(refusal(one) for one in everything if one.finding.verdict is Verdict.REFUSED)
    for path, source in texts.items():
        field = source.document.fields.get(FIELD) if source.document else None
        entries = field.value if field and isinstance(field.value, list) else []
        line = field.line if field else 0
        site.reminders += unanswered(reader.shown(path), line, [*map(str, entries)], found[path])


def _offering(path: str, texts: dict[str, Source]) -> list[Source]:
    """Return the pages that name a document, given by its path below the content folder."""
    name = path.rpartition("/")[2]
    readable = [source for source in texts.values() if source.document]
    return [
        source
        for source in readable
        if source.value("document") == name or (source.document and name in source.document.body)
    ]
