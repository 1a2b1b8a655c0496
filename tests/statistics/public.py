"""Publications to draw and write, made by hand: only what readers may see."""

from __future__ import annotations

import datetime as dt

from plugins.core.vocabularies import Term
from plugins.figures.figures import Figure, Figures
from plugins.statistics.freezing.publishing import Statistics
from plugins.statistics.freezing.snapshots import Snapshot
from plugins.statistics.protection.tables import Cell, ProtectedTable, Publication, Total
from plugins.statistics.records.classification import (
    Category,
    Classifications,
    Family,
    Period,
    grouped,
    leaf,
)

PERIOD = Period(2021, 2023)
CLASSIFICATIONS = Classifications(
    kinds={"demande-avis": "Demande d'avis"},
    categories={
        "theme": (
            Category("secret", "Secret", ""),
            *(Category(name, name.capitalize(), "metier") for name in ("police", "logement", "ecole")),
            Category("sante", "Santé", ""),
        ),
        "secteur": (Category("cpas", "CPAS", ""),),
        "region": (Category("bruxelles", "Bruxelles", ""),),
    },
    families={"theme": {"metier": Family("metier", "Le métier")}, "secteur": {}, "region": {}},
)
TREE = grouped(
    "",
    [leaf("secret"), grouped("metier", [leaf("police"), leaf("logement"), leaf("ecole")]), leaf("sante")],
)
SHOWN = (Cell(("secret",), 12), Cell(("police", "logement", "ecole"), 8), Cell(("sante",), 9))
VOCABULARIES = {
    "activites": {"demande-avis": Term("demande-avis", "Demande d'avis", {"pluriel": "Demandes d'avis"})},
    "series": {
        "permanences": Term("permanences", "Permanences", {"groupe": "avis"}),
        "membres": Term("membres", "Membres", {"groupe": "avis"}),
    },
    "groupes_de_series": {"avis": Term("avis", "L'écoute", {})},
    "remarques": {"note": Term("note", "Un nombre imprimé deux fois.", {})},
}
FIGURES = Figures(
    (
        Figure("membres", "2023-12-31", "2021-2023", 366, "exact", "s", "note", 2),
        Figure("permanences", "2021", "2021-2023", 40, "exact", "s", "", 3),
        Figure("permanences", "2022", "2021-2023", 35, "environ", "s", "", 4),
        Figure("permanences", "2023", "2021-2023", 37, "exact", "s", "note", 5),
        Figure("permanences", "2021-2023", "2021-2023", 112, "exact", "s", "", 6),
    )
)


def publication(cells: tuple[Cell, ...] = SHOWN) -> Publication:
    """Publish 29 requests by theme."""
    table = ProtectedTable("avis-par-theme", "demande-avis", PERIOD, "theme", TREE, cells)
    return Publication((Total("demande-avis", PERIOD, 29),), (table,))


NOT_SHOWN = publication((Cell(TREE.members, 29),))
STATISTICS = Statistics(publication(), CLASSIFICATIONS, (Snapshot(PERIOD, publication()),))
WITHDRAWN = Statistics(Publication(), CLASSIFICATIONS, (Snapshot(PERIOD, withdrawn=dt.date(2026, 11, 27)),))
