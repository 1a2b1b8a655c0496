"""The audit refuses what it should: every rule of protection, weakened by hand, is caught."""

from __future__ import annotations

import pytest

from plugins.statistics.proof.audit import audit
from plugins.statistics.protection.tables import Cell, ProtectedTable, Publication, Total
from plugins.statistics.records.classification import grouped, leaf
from plugins.statistics.records.register import Record, Register
from tests.statistics.registers import KIND, YEAR, classifications_of

CLASSIFICATIONS = classifications_of(6, 6, 2)
REST = ("t2", "t3", "t4", "t5")


def _table(dimension: str, *cells: tuple[int, tuple[str, ...]]) -> ProtectedTable:
    tree = CLASSIFICATIONS.tree(dimension, YEAR)
    shown = tuple(Cell(categories, number) for number, categories in cells)
    return ProtectedTable(f"avis-par-{dimension}", KIND, YEAR, dimension, tree, shown)


def _themes(first: int, second: int, rest: int) -> ProtectedTable:
    return _table("theme", (first, ("t0",)), (second, ("t1",)), (rest, REST))


def _reasons(total: int, *tables: ProtectedTable, truth: Register | None = None) -> list[str]:
    publication = Publication((Total(KIND, YEAR, total),), tables)
    return [finding.reason for finding in audit(publication, CLASSIFICATIONS, truth=truth).findings]


def test_a_sound_table_is_accepted() -> None:
    publication = Publication((Total(KIND, YEAR, 40),), (_themes(20, 11, 9),))
    report = audit(publication, CLASSIFICATIONS)
    assert report.accepted
    assert (report.tables, report.cells) == (1, 3)
    assert report.counts > 6


def test_a_number_below_the_threshold_is_refused() -> None:
    assert _reasons(35, _themes(20, 4, 11)) == ["nombre publié sous le seuil"]
    assert _reasons(31, _themes(20, 0, 11)) == ["nombre publié sous le seuil"]


@pytest.mark.parametrize("rest", [5, 6, 7, 8])
def test_a_group_that_one_known_answer_narrows_is_refused(rest: int) -> None:
    """Whoever knows that t2 has four knows the family of the three others, or narrows each of them."""
    reasons = _reasons(31 + rest, _themes(20, 11, rest))
    assert reasons
    assert all("se resserre pour qui connaît" in reason for reason in reasons)


def test_a_family_is_judged_that_has_the_name_of_one_of_its_categories() -> None:
    """Whoever knows that `other` has four of eight knows that the family `sante` has the other four."""
    family = grouped("sante", [leaf("sante"), leaf("pms")])
    tree = grouped("", [leaf("cpas"), grouped("", [family, leaf("other")])])
    cells = (Cell(("cpas",), 20), Cell(("sante", "pms", "other"), 8))
    table = ProtectedTable("avis-par-secteur", KIND, YEAR, "secteur", tree, cells)
    assert _reasons(28, table) == ["se resserre pour qui connaît other"]


def test_a_group_of_two_is_refused_where_it_tells_a_small_number() -> None:
    pair = _table("theme", (20, ("t0",)), (11, ("t1", "t2")), (7, ("t3", "t4")), (5, ("t5",)))
    assert _reasons(43, pair)


def test_cells_that_leave_a_category_out_are_refused() -> None:
    assert _reasons(40, _table("theme", (20, ("t0",)), (20, ("t1",)))) == [
        "les cases ne se partagent pas toutes les catégories"
    ]


def test_a_contradiction_is_refused() -> None:
    assert _reasons(10, _themes(20, 11, 9)) == ["ce qui est publié se contredit"]


def test_a_table_that_is_not_the_register_is_refused() -> None:
    other = Register({Record(YEAR, KIND, "t0", "s0", "r0"): 40})
    assert _reasons(40, _themes(20, 11, 9), truth=other) == ["le registre compte autrement"]


def test_group_disclosure_is_refused() -> None:
    """All but one request have one theme: so have all requests of each sector, but one."""
    themes = _table("theme", (49, ("t0",)), (1, ("t1", *REST)))
    sectors = _table("secteur", (25, ("s0",)), (25, ("s1", "s2", "s3", "s4", "s5")))
    reasons = _reasons(50, themes, sectors)
    assert "nombre publié sous le seuil" in reasons
    found = audit(Publication((Total(KIND, YEAR, 50),), (themes, sectors)), CLASSIFICATIONS, threshold=1)
    assert any("même thème" in finding.reason for finding in found.findings)


def test_tables_are_refused_together_when_they_leave_a_small_crossing() -> None:
    """29 of 38 have theme t0, 11 sector s0: at least 2 have both (Fréchet)."""
    themes = _table("theme", (29, ("t0",)), (9, ("t1", *REST)))
    sectors = _table("secteur", (11, ("s0",)), (27, ("s1", "s2", "s3", "s4", "s5")))
    assert not _reasons(38, themes)
    assert not _reasons(38, sectors)
    found = audit(Publication((Total(KIND, YEAR, 38),), (themes, sectors)), CLASSIFICATIONS).findings
    assert any("t0" in finding.count and "s0" in finding.count for finding in found)


def test_a_finding_holds_no_value() -> None:
    publication = Publication((Total(KIND, YEAR, 36),), (_themes(20, 11, 5),))
    report = audit(publication, CLASSIFICATIONS)
    assert not report.accepted
    for finding in report.findings:
        words = str(finding).replace("2024", "")
        assert not any(
            character.isdigit() for character in words.translate({ord(c): None for c in "t012345"})
        )
