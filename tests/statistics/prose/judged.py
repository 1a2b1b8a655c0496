"""A judge with the words of the real vocabulary and tables of its own, and the lists of cases."""

from __future__ import annotations

from pathlib import Path

from plugins.core.vocabularies import read_vocabularies
from plugins.figures.figures import Figure, Figures
from plugins.statistics.programme import PROGRAMME
from plugins.statistics.prose.judgement import Judge, Verdict
from plugins.statistics.prose.known import what_is_known
from plugins.statistics.prose.lexicon import read_lexicon
from plugins.statistics.prose.outline import statements_of
from plugins.statistics.protection.tables import Cell, ProtectedTable, Publication, Total
from plugins.statistics.records.classification import Period, read_classifications
from tests.equipment.texts import converted
from tools.build import ROOT

VOCABULARIES = read_vocabularies(ROOT / "content")
CLASSIFICATIONS, _ = read_classifications(VOCABULARIES)
LEXICON, WRONG = read_lexicon(VOCABULARIES)
KIND = PROGRAMME[0].kind
EARLIER, LATER = Period(2019, 2020), Period(2021, 2023)


def _table(column: str, period: Period, shown: dict[str, int]) -> ProtectedTable:
    """Return a table of some nodes of the column's tree, by family or category, and of what is left."""
    tree = CLASSIFICATIONS.tree(column, period)
    nodes = {node.name or node.members[0]: node for node in tree.walk() if node.name or not node.children}
    cells = [Cell(nodes[name].members, number) for name, number in shown.items()]
    rest = tuple(name for name in tree.members if not any(name in cell.categories for cell in cells))
    return ProtectedTable(
        f"avis-par-{column}", KIND, period, column, tree, (*cells, *([Cell(rest, 9)] if rest else []))
    )


PUBLICATION = Publication(
    (Total(KIND, EARLIER, 54), Total(KIND, LATER, 53), Total("formation-donnee", Period(2023, 2023), 3)),
    (
        _table("theme", EARLIER, {"secret": 19, "justice-police": 10, "metier": 25}),
        _table("theme", LATER, {"secret-professionnel": 11, "controle": 14, "metier": 28}),
        _table("secteur", EARLIER, {"cpas": 8, "non-precise": 18}),
        _table("secteur", LATER, {"cpas": 8, "formation-sociale": 5, "non-precise": 7}),
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
    found = [JUDGE.judge(statement) for statement in statements_of(converted(markdown).blocks, title)]
    return max((one.verdict for one in found if one), default=Verdict.NOTHING)
