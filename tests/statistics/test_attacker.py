"""Brute force on tiny tables: every register is listed, nothing of the protection or the proof is trusted."""

from __future__ import annotations

import os
from dataclasses import replace
from itertools import combinations_with_replacement, product
from typing import TYPE_CHECKING, Any

import pytest

from plugins.statistics import programme
from plugins.statistics.proof.audit import audit
from plugins.statistics.proof.bounds import intervals
from plugins.statistics.proof.method import method_findings
from plugins.statistics.proof.model import Model
from plugins.statistics.proof.verdict import is_narrowed
from plugins.statistics.protection import recoding
from plugins.statistics.protection.publication import protect, protect_block
from plugins.statistics.protection.tables import Cell, ProtectedTable, Publication, Total
from tests.statistics import enumerator

if TYPE_CHECKING:
    from plugins.statistics.records.classification import Classifications
    from plugins.statistics.records.register import Register

_CASES = [
    # themes, sectors, regions (one letter per category, one word per family), zeros, threshold, totals
    ("ab c", "xy", "r", (), 3, range(11)),
    ("ab cd", "x", "r", (), 3, range(11)),
    ("abc d", "x", "r", (), 3, range(4, 12)),
    ("abcd", "x", "r", (), 3, range(9, 12)),
    ("abc def", "x", "r", (), 2, range(3, 9)),
    ("ab cd e", "x", "r", (), 3, range(9, 10)),
    ("a b", "x y", "pq", (), 3, range(4, 8)),
    ("a b c", "x y z", "r", (), 2, range(6)),
    ("a b", "x y", "r", (("ta", "sx"),), 3, range(5, 11)),
]
_CAMPAIGN_CASES = [
    ("ab c", "xy", "r", (), 3, range(11, 14)),
    ("ab cd", "xy", "r", (), 3, range(10)),
    ("abc", "xy z", "r", (), 3, range(9)),
    ("ab cd", "x", "r", (), 4, range(22)),
    ("abc def", "x", "r", (), 3, range(8, 13)),
    ("ab cd ef", "x", "r", (), 3, range(8, 13)),
    ("ab c", "x y", "r", (("ta", "sx"), ("tb", "sy")), 3, range(5, 12)),
]


def _classifications(
    themes: str, sectors: str, regions: str, zeros: tuple[tuple[str, str], ...] = ()
) -> Classifications:
    return enumerator.tiny(
        themes,
        sectors,
        regions,
        [frozenset({("theme", theme), ("secteur", sector)}) for theme, sector in zeros],
    )


def _exposed(classifications: Classifications, total: int, threshold: int) -> list[str]:
    return enumerator.exposed_to_a_reader_of_the_program(
        classifications, total, threshold, lambda r: protect(r, classifications, threshold=threshold)
    )


@pytest.mark.parametrize(
    ("themes", "sectors", "regions", "zeros", "threshold", "totals"),
    _CASES + (_CAMPAIGN_CASES if "CVTS_CAMPAGNE" in os.environ else []),
)
def test_a_reader_of_the_program_who_may_know_an_answer_narrows_no_small_count(
    themes: str,
    sectors: str,
    regions: str,
    zeros: tuple[tuple[str, str], ...],
    threshold: int,
    totals: range,
) -> None:
    classifications = _classifications(themes, sectors, regions, zeros)
    for total in totals:
        exposed = _exposed(classifications, total, threshold)
        assert not exposed, f"{total} records: {exposed[:5]}"


@pytest.mark.parametrize(
    ("weakened", "themes", "sectors"),
    [
        pytest.param({"group_minimum": lambda t: 2 * (t - 1)}, "a bc d e", "x", id="groups one too small"),
        pytest.param({"group_minimum": lambda threshold: threshold}, "abc def", "x", id="small groups"),
        pytest.param({"group_minimum": lambda threshold: threshold - 1}, "abc d", "x", id="smaller groups"),
        pytest.param({"_tells_a_crossing": lambda *_: False}, "a b", "x y", id="crossings"),
    ],
)
def test_the_attacker_sees_a_weakened_rule(
    monkeypatch: pytest.MonkeyPatch, weakened: dict[str, Any], themes: str, sectors: str
) -> None:
    """The brute force above can fail: it does as soon as one rule is dropped."""
    for name, value in weakened.items():
        monkeypatch.setattr(recoding, name, value)
    classifications = _classifications(themes, sectors, "r")
    assert [found for total in range(5, 11) for found in _exposed(classifications, total, 3)]


def test_a_single_category_shown_at_the_threshold_minus_one_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    classifications = _classifications("a b c", "x", "r")
    assert not _exposed(classifications, 7, 3)
    real = recoding.recode
    monkeypatch.setattr(
        "plugins.statistics.protection.publication.recode",
        lambda root, margin, earlier, threshold: real(root, margin, earlier, threshold - 1),
    )
    assert _exposed(classifications, 7, 3)


def test_the_method_check_accepts_every_publication_of_the_protection() -> None:
    """Every margin of a tiny column, not some: the check never stops a period."""
    classifications = _classifications("abc de f", "x", "r")
    cells = enumerator.base_cells(classifications)
    seen = set()
    for total in (3, 9, 12, 16):
        for numbers in enumerator.every_table(len(cells), total):
            publication = protect(enumerator.register_of(cells, numbers), classifications, threshold=3)
            if publication not in seen:
                seen.add(publication)
                tried, found = method_findings(publication, classifications, 3)
                assert not found, found[:3]
                assert tried or all(len(cell.categories) == 1 for cell in publication.tables[0].cells)


def _tells_by_refusing(*arguments: Any) -> tuple[ProtectedTable, ...]:
    """Show every sector, but none as soon as one of them has exactly two records: withholding tells that number."""
    themes, sectors, regions = protect_block(*arguments)
    counts = arguments[2]["secteur"]
    shown = tuple(Cell((name,), counts.get(name, 0)) for name in sectors.tree.members)
    withheld = (Cell(sectors.tree.members, sum(counts.values())),)
    return themes, replace(sectors, cells=withheld if counts.get("sy") == 2 else shown), regions


def test_the_method_check_sees_a_protection_that_tells_by_refusing() -> None:
    classifications = _classifications("a b", "x y z", "p")
    counts = {"theme": {"ta": 16}, "secteur": {"sx": 7, "sy": 2, "sz": 7}, "region": {"rp": 16}}
    trees = {dimension: classifications.tree(dimension, enumerator.PERIOD) for dimension in counts}
    tables = _tells_by_refusing(enumerator.KIND, enumerator.PERIOD, counts, trees, frozenset(), 3)
    publication = Publication((Total(enumerator.KIND, enumerator.PERIOD, 16),), tables)
    _, found = method_findings(publication, classifications, 3, protection=_tells_by_refusing)
    assert any("sy" in finding.count for finding in found)


@pytest.mark.parametrize("zeros", [(), (("ta", "sx"),)])
def test_the_audit_agrees_with_brute_force(
    zeros: tuple[tuple[str, str], ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closed forms and programmes narrow exactly the counts whose enumerated interval is narrow, safe or not."""
    monkeypatch.setattr(recoding, "GROUP_SIZE", 1)
    monkeypatch.setattr(recoding, "group_minimum", lambda _: 1)
    monkeypatch.setattr(recoding, "_tells_a_crossing", lambda *_: False)
    classifications = _classifications("ab c", "xy", "r")
    judged = _classifications("ab c", "xy", "r", zeros)
    cells = enumerator.base_cells(judged)
    outputs: dict[Publication, Register] = {}
    for total in (5, 7):
        for numbers in enumerator.every_table(len(cells), total):
            register = enumerator.register_of(cells, numbers)
            outputs.setdefault(protect(register, classifications, threshold=1), register)
    checked = 0
    for publication in list(outputs)[:: 1 if "CVTS_CAMPAGNE" in os.environ else 7]:
        total = publication.totals[0].number
        model = Model(publication.tables, total, judged)
        if not model.dimensions:
            continue
        bounds = enumerator.linear_bounds(judged, publication, total)
        interesting = enumerator.sums_of_interest(judged, cells)
        narrow = {
            group
            for name, group in interesting.items()
            if bounds[name][0] < 3 and (bounds[name][0] > 0 or bounds[name][1] < 2)
        }
        counts = model.counts()
        for count, interval in zip(counts, intervals(model, counts, enough=2), strict=True):
            group = frozenset(
                cell
                for cell in cells
                if all(
                    cell[("theme", "secteur", "region").index(dimension)] in members
                    for dimension, members in count.members
                )
            )
            if group in set(interesting.values()):
                checked += 1
                found = interval is not None and is_narrowed(interval, records=total, threshold=3)
                assert found == (group in narrow)
    assert checked


def test_totals_and_thresholds_stand_in_one_place() -> None:
    assert (programme.THRESHOLD, programme.group_minimum(5), programme.GROUP_SIZE) == (5, 9, 3)


def test_every_publication_of_small_registers_passes_the_audit() -> None:
    classifications = _classifications("abc d", "xyz", "r")
    checked = 0
    for themes, sectors in product(combinations_with_replacement(range(7), 3), repeat=2):
        total = sum(themes)
        if not total or total != sum(sectors) or total % 3:
            continue
        counts = {
            "theme": dict(zip(("ta", "tb", "td"), themes, strict=True)),
            "secteur": dict(zip(("sx", "sy", "sz"), sectors, strict=True)),
            "region": {"rr": total},
        }
        trees = {dimension: classifications.tree(dimension, enumerator.PERIOD) for dimension in counts}
        tables = protect_block(enumerator.KIND, enumerator.PERIOD, counts, trees, threshold=3)
        publication = Publication((Total(enumerator.KIND, enumerator.PERIOD, total),), tables)
        report = audit(publication, classifications, threshold=3)
        assert report.accepted, (counts, report.findings)
        checked += report.tables
    assert checked
