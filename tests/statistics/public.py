"""Publications to draw and write, made by hand or by hypothesis: only what readers may see."""

from __future__ import annotations

from hypothesis import strategies as st

from plugins.figures.figures import Figure, Figures
from plugins.statistics.protection.tables import Cell, Level, ProtectedTable, Publication, Status, Total
from plugins.statistics.register.classification import Category, Classifications, Period
from plugins.vocabulary import Term

PERIOD = Period(2021, 2023)
THEMES = ("secret", "police", "logement", "ecole", "sante")
CLASSIFICATIONS = Classifications(
    kinds={"demande-avis": "Demande d'avis"},
    categories={
        "theme": tuple(Category(name, name.capitalize(), "metier") for name in THEMES),
        "secteur": (Category("cpas", "CPAS", "public"),),
        "region": (Category("bruxelles", "Bruxelles", "b"),),
    },
    family_labels={
        "theme": {"metier": "Le métier"},
        "secteur": {"public": "Services publics"},
        "region": {"b": "Bruxelles"},
    },
    zeros=frozenset(),
)
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


def publication(counts: dict[str, int], status: Status = Status.SMALL) -> Publication:
    """Publish a table by theme as the protection would after primary suppression."""
    cells = tuple(
        Cell((name,), Status.PUBLISHED, number) if number >= 5 else Cell((name,), status)
        for name, number in counts.items()
    )
    table = ProtectedTable("avis-par-theme", "demande-avis", PERIOD, ("theme",), Level.DETAIL, cells)
    return Publication((Total("demande-avis", PERIOD, sum(counts.values())),), (table,))


@st.composite
def twins(draw: st.DrawFn) -> tuple[dict[str, int], dict[str, int]]:
    """Two registers that publish the same: the same visible counts, the same total, other hidden counts."""
    visible = draw(st.lists(st.integers(5, 60), min_size=1, max_size=2))
    hidden = draw(st.lists(st.integers(0, 4), min_size=3, max_size=3))
    other = draw(st.permutations(hidden))
    first = dict(zip(THEMES, [*visible, *hidden], strict=False))
    second = dict(zip(THEMES, [*visible, *other], strict=False))
    return first, second
