"""The sentences that somebody has read again: the field `phrases_relues` of a page answers for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.core.problems import Problem
from plugins.statistics.prose.judgement import Verdict
from plugins.statistics.prose.tokens import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plugins.statistics.prose.judgement import ProseFinding

FIELD = "phrases_relues"
REFUSED = (
    "retirez ce nombre, ou reprenez celui du tableau avec sa période ; "
    "le guide l’explique sous « Les nombres que les textes ne disent pas »"
)
TO_REREAD = f"à relire ; si ce n’est pas le cas, recopiez-la dans « {FIELD} », jusqu’au nombre au moins"


@dataclass(frozen=True)
class Found:
    """A finding and the file in which it stands."""

    path: str
    """As an editor sees it."""
    finding: ProseFinding


def refusal(found: Found) -> Problem:
    """Say what is refused; the number is never repeated."""
    text = f"« {found.finding.label} » : un nombre de demandes que les tableaux ne publient pas"
    return Problem(found.path, found.finding.line, text, REFUSED)


def unanswered(path: str, line: int, entries: Sequence[str], found: Sequence[Found]) -> list[Problem]:
    """Return what there is to read again in a page and its documents, and entries that answer for nothing.

    An entry answers for one sentence: it begins as the sentence does and goes at least as far as its
    number and its category, so that another number is read again too.

    Args:
        path: of the page, as an editor sees it.
        line: of its field.
        entries: of the field.
        found: what its text and its documents say, refused or not.
    """
    open_ones = [each for each in found if each.finding.verdict is Verdict.TO_REREAD]
    problems = []
    for number, entry in enumerate(entries, start=1):
        said = words_of(entry)
        answered = [
            each
            for each in open_ones
            if each.finding.words[: len(said)] == said and len(said) >= each.finding.enough
        ]
        if answered:
            same = answered[0].finding.words
            open_ones = [each for each in open_ones if each.finding.words != same]
        else:
            text = f"{FIELD} : l’entrée n° {number} ne répond à aucune phrase à relire"
            remedy = "à relire : retirez-la, ou recopiez la phrase jusqu’au nombre et au secteur au moins"
            problems.append(Problem(path, line, text, remedy))
    listed = [
        Problem(
            each.path,
            each.finding.line,
            f"« {each.finding.label} » : cette phrase dit peut-être un nombre de demandes",
            TO_REREAD,
        )
        for each in open_ones
    ]
    return [*listed, *problems]
