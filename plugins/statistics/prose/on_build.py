"""Reads every source at every build: what says too much is a problem, what may is listed to be read again."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import asdict, dataclass
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.build_cache import Job, key_of
from plugins.figures import in_texts
from plugins.figures.figures import FILE_NAME as FIGURES_FILE
from plugins.media import SETTING as MEDIA
from plugins.problems import report
from plugins.progress import CHECKS
from plugins.statistics.presentation.on_site import STATISTICS
from plugins.statistics.prose import sources
from plugins.statistics.prose.judgement import Finding, Judge, Verdict
from plugins.statistics.prose.known import what_is_known
from plugins.statistics.prose.lexicon import read_lexicon
from plugins.statistics.prose.rereading import FIELD, Found, refusal, unanswered
from plugins.statistics.prose.sentence import Sentence
from plugins.statistics.register.classification import parse_period
from plugins.vocabulary import FILE_NAME as VOCABULARY_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from plugins.build_cache import Cache
    from plugins.figures.figures import Figures
    from plugins.statistics.prose.lexicon import Lexicon
    from plugins.statistics.prose.statements import Statement
    from plugins.statistics.protection.tables import Publication
    from plugins.strict.source import Source
    from plugins.vocabulary import Vocabulary

SETTING = "PROSE"
"""Where the settings hold the `Reader` of one build."""

_MARKS = re.compile(r"<[^>]*>|[*_`\\]")

FACTS = ("association.toml", VOCABULARY_FILE)


@dataclass(frozen=True)
class Reader:
    """Reads the sources of one build, each once as long as nothing changes."""

    judge: Judge
    figures: Figures
    content: Path
    cache: Cache
    base: str
    """Hash of all that a verdict depends on besides the source."""

    def read_all(self, found: Sequence[Source]) -> dict[str, tuple[Finding, ...]]:
        """Return what is wrong in each text, by path below the content folder; on every core."""
        readable = [source for source in found if source.document]
        kept = self.cache.get_all([self._job(source) for source in readable], CHECKS)
        return {source.path: _unpacked(data) for source, data in zip(readable, kept, strict=True)}

    def report(self, source: Source) -> None:
        """Report what is refused in one text."""
        for finding in self.read_all([source]).get(source.path, ()):
            if finding.verdict is Verdict.REFUSED:
                report(refusal(Found(self.shown(source.path), finding)))

    def of_document(self, name: str, text: str, *, ours: bool) -> tuple[Finding, ...]:
        """Return what is wrong in a joined document; in somebody else's, it is only to be read again."""
        found = self._judged(sources.of_document(name, text))
        if ours:
            return found
        return tuple(Finding(Verdict.TO_REREAD, one.label, one.line, one.words, one.enough) for one in found)

    def of_facts(self, vocabularies: dict[str, Vocabulary]) -> list[Found]:
        """Return what is refused in the figures and in the files of facts; there is no field to answer in."""
        shown = self.shown(FIGURES_FILE)
        found = [Found(shown, one) for one in self._judged(sources.of_figures(self.figures, vocabularies))]
        for name in FACTS:
            try:
                text = (self.content / name).read_text(encoding="utf-8")
                said = sources.of_facts(self.shown(name), text, tomllib.loads(text))
            except (OSError, ValueError):  # reported by whoever needs the file
                continue
            found += [Found(path, one) for path, what in said for one in self._judged([what])]
        return [one for one in found if one.finding.verdict is Verdict.REFUSED]

    def shown(self, path: str) -> str:
        """Return a path below the content folder as an editor sees it."""
        return f"{self.content.name}/{path}"

    def _job(self, source: Source) -> Job:
        return Job(key_of(self.base, source.path, source.digest), lambda: self._read(source))

    def _read(self, source: Source) -> bytes:
        document = source.document
        everything = (
            document.body + "".join(str(value.value) for value in document.fields.values())
            if document
            else ""
        )
        if not self._may_speak(f"{source.slug} {everything}"):
            return b"[]"
        period = parse_period(str(source.value("periode") or ""))
        said = sources.of_text(source, self.figures)
        found = [one for what in said if (one := self.judge.judge(what, period))]
        return json.dumps([asdict(one) for one in found]).encode()

    def _may_speak(self, text: str) -> bool:
        """Tell whether a text may name a category, also across its marks: “CP**AS**”."""
        bare = unescape(text)
        return any(self.judge.lexicon.may_speak(_MARKS.sub(instead, bare)) for instead in (" ", ""))

    def _judged(self, said: Iterable[Statement]) -> tuple[Finding, ...]:
        return tuple(one for what in said if (one := self.judge.judge(what)))


def _unpacked(data: bytes) -> tuple[Finding, ...]:
    return tuple(
        Finding(Verdict(one["verdict"]), one["label"], one["line"], tuple(one["words"]), one["enough"])
        for one in json.loads(data)
    )


def prepare(pelican: Any) -> None:
    """Put the reader of this build into the settings, and report what is wrong with the words it goes by."""
    settings = pelican.settings
    vocabularies, figures = settings["VOCABULARIES"], settings[in_texts.SETTING]
    publication: Publication = settings[STATISTICS].publication
    lexicon, problems = read_lexicon(vocabularies)
    for problem in problems:
        report(problem)
    requests = _series_of_requests(vocabularies.get("series", {}), lexicon)
    settings[SETTING] = Reader(
        Judge(lexicon, what_is_known(publication, figures, requests)),
        figures,
        Path(settings["PATH"]),
        settings["CACHE"],
        key_of("prose", settings["MACHINERY"], repr(vocabularies), repr(figures), repr(publication)),
    )


def _series_of_requests(series: Vocabulary, lexicon: Lexicon) -> frozenset[str]:
    """Return the series whose figures everybody knows as numbers of requests."""
    said = {term.identifier: f"{term.label} {term.details.get('unite', '')}" for term in series.values()}
    return frozenset(name for name, words in said.items() if Sentence(words, lexicon).speaks_of_requests)


def read_sources(generators: list[Any]) -> None:
    """Read every text and every joined document, once all of them are known."""
    settings = generators[0].settings
    reader: Reader = settings[SETTING]
    texts: dict[str, Source] = settings["SOURCES"]
    found = {
        path: [Found(reader.shown(path), one) for one in said]
        for path, said in reader.read_all([*texts.values()]).items()
    }
    for path, page, said in _documents(settings, texts):
        found[page].extend(Found(reader.shown(path), one) for one in said)
    for one in (
        *reader.of_facts(settings["VOCABULARIES"]),
        *(one for each in found.values() for one in each),
    ):
        if one.finding.verdict is Verdict.REFUSED:
            report(refusal(one))
    for path, source in texts.items():
        field = source.document.fields.get(FIELD) if source.document else None
        entries = field.value if field and isinstance(field.value, list) else []
        settings["REMINDERS"] += unanswered(
            reader.shown(path),
            field.line if field else 0,
            [str(entry) for entry in entries],
            found.get(path, []),
        )


def _documents(settings: Any, texts: dict[str, Source]) -> Iterable[tuple[str, str, tuple[Finding, ...]]]:
    """Yield each joined document with the first page that offers it, and what is wrong in it."""
    reader: Reader = settings[SETTING]
    for path, text in settings[MEDIA].documents():
        name = path.rpartition("/")[2]
        offering = [
            source
            for source in texts.values()
            if source.document and (name in source.document.body or source.value("document") == name)
        ]
        if offering:
            page = offering[0]
            yield path, page.path, reader.of_document(path, text, ours=page.section.name != "ressources")
