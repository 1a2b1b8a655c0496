"""Reads a page that was made as the build will: what it would refuse makes the page a draft at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from plugins.checks.sources.check import check_source
from plugins.checks.written.facts import LEFTOVERS
from plugins.figures.csv_file import figures_of
from plugins.figures.figures import substitute
from plugins.statistics.freezing.history import closed_periods
from plugins.statistics.freezing.snapshots import published
from plugins.statistics.prose import sources
from plugins.statistics.prose.judgement import Judge, Verdict
from plugins.statistics.prose.known import what_is_known
from plugins.statistics.prose.lexicon import read_lexicon
from plugins.statistics.prose.on_build import series_of_requests
from plugins.statistics.records.classification import read_classifications
from plugins.texts.convert import convert
from plugins.texts.parser import make_parser

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from markdown_it import MarkdownIt

    from plugins.core.vocabularies import Vocabulary
    from plugins.figures.figures import Figures
    from tools.spip.pages.existing import Existing

_ID: Final = re.compile(r'\sid="([^"]+)"')
_CODE: Final = re.compile(r"<(code|pre)\b.*?</\1>", re.DOTALL)
_TAG: Final = re.compile(r"<[^>]*>")
_HEADING: Final = re.compile(r"<h([1-6])[\s>]")


@dataclass(frozen=True)
class Examined:
    """What the build makes of a page."""

    refusals: tuple[str, ...]
    """In French, with the remedy."""
    anchors: frozenset[str]
    counts: frozenset[int] = frozenset()
    """The lines of the page that say what no text of the site may say."""


@dataclass(frozen=True)
class Examiner:
    """Everything that the build judges a text by."""

    vocabularies: dict[str, Vocabulary]
    parser: MarkdownIt
    judge: Judge
    figures: Figures

    def examine(
        self, path: str, data: bytes, documents: Iterable[str] = (), missing: Collection[str] = ()
    ) -> Examined:
        """Return what the build would refuse of a page.

        Args:
            path: below the content folder.
            data: the file.
            documents: the words of the documents that it offers.
            missing: the fields that are known to be missing, which is said elsewhere.
        """
        source = check_source(path, data, "content", self.vocabularies)
        found = [
            f"{problem.text} → {problem.remedy}"
            for problem in source.problems
            if problem.field_name not in missing
        ]
        if source.document is None:
            return Examined(tuple(found), frozenset())
        text = convert(self.parser, source.document.body, source.document.body_line, path)
        words = _TAG.sub("\n", _CODE.sub("", text.html))
        shown = f"{source.value('titre')}\n{source.value('resume')}\n{words}"
        found += [
            f"« {sign} » resterait tel quel dans la page → retirez-le" for sign in LEFTOVERS.findall(shown)
        ]
        found += [f"{problem.text} → {problem.remedy}" for problem in text.problems]
        if "{" in text.html:
            unknown = substitute(text.html, self.figures)[1]
            found += ["une accolade serait lue comme un chiffre du registre → écrivez \\{" for _ in unknown]
        said = list(self.judge.judge_all(sources.of_text(source, text, self.figures)))
        counts = frozenset(one.line for one in said if one.verdict is Verdict.REFUSED)
        if source.section.name != "ressources":
            for words in documents:
                said += self.judge.judge_all(sources.of_document(words))
        found += [
            f"« {one.label} » : un nombre de demandes que les tableaux ne publient pas → retirez ce nombre"
            for one in said
            if one.verdict is Verdict.REFUSED
        ]
        anchors = frozenset(_ID.findall(text.html))
        found += [
            f"le lien {link.address} mène à une ancre qui n’existe pas → retirez le lien"
            for link in text.links
            if link.address.startswith("#") and link.address[1:] not in anchors
        ]
        found += _jumps([int(level) for level in _HEADING.findall(text.html)])
        return Examined(tuple(dict.fromkeys(found)), anchors, counts)


def examiner(existing: Existing) -> Examiner:
    """Return what judges the pages that are to stand beside those of a content folder."""
    vocabularies = dict(existing.vocabularies)
    figures, _ = figures_of(existing.content, vocabularies)
    classifications, _ = read_classifications(vocabularies)
    publication = published(closed_periods(existing.content, classifications).snapshots)
    known = what_is_known(publication, figures, series_of_requests(vocabularies))
    return Examiner(vocabularies, make_parser(), Judge(read_lexicon(vocabularies)[0], known), figures)


def _jumps(levels: list[int]) -> list[str]:
    """Say where a heading leaves out a level."""
    before = [1, *levels]
    return [
        f"un titre saute du niveau {higher} au niveau {level} → écrivez-le avec {'#' * (higher + 1)}"
        for higher, level in zip(before, levels, strict=False)
        if level > higher + 1
    ]
