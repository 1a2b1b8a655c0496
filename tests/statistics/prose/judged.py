"""A judge with the words of the real vocabulary and tables of its own, and the lists of cases."""

from __future__ import annotations

from pathlib import Path

from plugins.figures.figures import Figure, Figures
from plugins.statistics.programme import PROGRAMME
from plugins.statistics.prose.judgement import Judge, Verdict
from plugins.statistics.prose.known import what_is_known
from plugins.statistics.prose.lexicon import read_lexicon
from plugins.statistics.prose.markdown_tree import statements_of
from plugins.statistics.protection.tables import Cell, Level, ProtectedTable, Publication, Status, Total
from plugins.statistics.register.classification import Period, read_classifications
from plugins.vocabulary import read_vocabularies
from tools.build import ROOT

VOCABULARIES = read_vocabularies(ROOT / "content")
CLASSIFICATIONS, _ = read_classifications(VOCABULARIES)
LEXICON, WRONG = read_lexicon(VOCABULARIES)
KIND = PROGRAMME[0].kind
EARLIER, LATER = Period(2019, 2020), Period(2021, 2023)


def _table(column: str, period: Period, shown: dict[str, int], level: Level) -> ProtectedTable:
    families = {category.family for category in CLASSIFICATIONS.categories[column]}
    detail = [category.identifier for category in CLASSIFICATIONS.categories[column]]
    cells = tuple(
        Cell((name,), Status.PUBLISHED if name in shown else Status.SMALL, shown.get(name))
        for name in (sorted(families) if level is Level.FAMILIES else detail)
    )
    return ProtectedTable(f"avis-par-{column}", KIND, period, (column,), level, cells)


PUBLICATION = Publication(
    (Total(KIND, EARLIER, 54), Total(KIND, LATER, 53), Total("formation-donnee", Period(2023, 2023), 3)),
    (
        _table("theme", EARLIER, {"secret": 19, "controle": 10, "metier": 25}, Level.FAMILIES),
        _table("theme", LATER, {"secret": 11, "controle": 14, "metier": 28}, Level.FAMILIES),
        _table("secteur", EARLIER, {"cpas": 8, "non-precise": 18}, Level.DETAIL),
        _table("secteur", LATER, {"cpas": 8, "formation-sociale": 5, "non-precise": 7}, Level.DETAIL),
    ),
)
FIGURES = Figures(
    (
        Figure("demandes-avis", "2019", "2019-2020", 30, "exact", "s", "", 2),
        Figure("demandes-avis", "2020", "2019-2020", 34, "exact", "s", "", 3),
    )
)
JUDGE = Judge(LEXICON, what_is_known(PUBLICATION, FIGURES, {"demandes-avis"}))


def cases(name: str) -> list[str]:
    """Return the Markdown texts of a list."""
    text = Path(__file__).with_name(name).read_text(encoding="utf-8").split("\n", 1)[1]
    return [case.strip("\n") for case in text.split("\n---\n")]


def verdict(markdown: str, title: str = "Essai") -> Verdict:
    """Return the worst that is found in a text."""
    found = [JUDGE.judge(statement) for statement in statements_of(markdown, 1, title)]
    return max((one.verdict for one in found if one), default=Verdict.NOTHING)
