"""Brute force on tiny tables: every register is listed, nothing of the audit is trusted."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from plugins.statistics.proof.audit import audit
from plugins.statistics.proof.aware import aware_findings
from plugins.statistics.proof.model import Model
from plugins.statistics.proof.verdict import narrowed
from plugins.statistics.protection import oneway
from plugins.statistics.protection.publication import protect
from plugins.statistics.protection.tables import Publication, block_counts, margin
from tests.statistics import enumerator

if TYPE_CHECKING:
    from collections.abc import Callable

    from plugins.statistics.register.classification import Classifications
    from plugins.statistics.register.records import Register

_CASES = [
    # themes, sectors, regions (one letter per category, one word per family), zeros, threshold, totals
    ("ab c", "xy", "r", (), 3, range(11)),
    ("ab cd", "x", "r", (), 3, range(11)),
    ("abcd", "x", "r", (), 3, range(9, 12)),
    ("ab cd e", "x", "r", (), 3, range(9, 10)),
    ("a b", "x y", "pq", (), 3, range(4, 8)),
    ("a b c", "x y", "r", (), 2, range(9)),
    ("a b", "x y", "r", (("ta", "sx"),), 3, range(5, 11)),
    ("ab c", "x y", "r", (("ta", "sx"),), 3, range(8, 9)),
]
_CAMPAIGN_CASES = [
    ("ab c", "xy", "r", (), 3, range(11, 14)),
    ("ab cd", "xy", "r", (), 3, range(10)),
    ("abc", "xy z", "r", (), 3, range(9)),
    ("ab cd", "x", "r", (), 4, range(22)),
    ("ab cd e", "x", "r", (), 3, range(8, 15)),
    ("ab cd ef", "x", "r", (), 3, range(8, 13)),
    ("ab c", "x y", "r", (("ta", "sx"), ("tb", "sy")), 3, range(5, 12)),
]


@pytest.fixture(autouse=True)
def _remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Solve each of the few different integer programmes once: thousands of registers share them."""
    monkeypatch.setattr(oneway, "secondary", cache(oneway.secondary))
    monkeypatch.setattr(oneway, "secondary_view", cache(oneway.secondary_view))


def _classifications(
    themes: str, sectors: str, regions: str, zeros: tuple[tuple[str, str], ...]
) -> Classifications:
    return enumerator.tiny(
        themes,
        sectors,
        regions,
        [frozenset({("theme", theme), ("secteur", sector)}) for theme, sector in zeros],
    )


@pytest.mark.parametrize(
    ("themes", "sectors", "regions", "zeros", "threshold", "totals"),
    _CASES + (_CAMPAIGN_CASES if "CVTS_CAMPAGNE" in os.environ else []),
)
def test_a_reader_of_the_program_narrows_no_small_count(
    themes: str,
    sectors: str,
    regions: str,
    zeros: tuple[tuple[str, str], ...],
    threshold: int,
    totals: range,
) -> None:
    classifications = _classifications(themes, sectors, regions, zeros)
    for total in totals:
        exposed = enumerator.exposed_to_a_reader_of_the_program(
            classifications, total, threshold, lambda r: protect(r, classifications, threshold=threshold)
        )
        assert not exposed, f"{total} records: {exposed[:5]}"


def test_two_structural_zeros_leak_nothing_through_a_withheld_table() -> None:
    """Themes and regions shown, sectors withheld because of them: the zeros would then bound the sectors."""
    zeros = [
        frozenset({("region", "rq"), (column, name)}) for column, name in (("theme", "tb"), ("secteur", "sy"))
    ]
    classifications = enumerator.tiny("a b", "x y", "p q", zeros)
    exposed = enumerator.exposed_to_a_reader_of_the_program(
        classifications, 6, 2, lambda r: protect(r, classifications, threshold=2)
    )
    assert not exposed, exposed[:5]


def test_a_withheld_table_is_checked_for_the_reader_of_the_program() -> None:
    """A protection that withholds the sectors only when one of them has two records tells that number."""
    classifications = enumerator.tiny("a b", "x y", "p")
    cells = enumerator.base_cells(classifications)
    register = enumerator.register_of(cells, (1, 1, 1, 1))

    def publish(other: Register) -> Publication:
        shown = protect(other, classifications)
        sectors = margin(block_counts(other, enumerator.KIND, enumerator.PERIOD), ("secteur",))
        return Publication(shown.totals, shown.tables if sectors.get(("sy",)) == 2 else ())

    _, found = aware_findings(register, classifications, publish)
    assert {finding.count for finding in found} == {"avis-par-secteur : sx", "avis-par-secteur : sy"}


@pytest.mark.parametrize(
    ("weakened", "themes", "threshold"),
    [
        pytest.param(
            ("detail_view", lambda values, _shape, threshold: oneway.primary(values, threshold)),
            "ab cd",
            3,
            id="repair skipped",
        ),
        pytest.param(
            (
                "_detail_may_have_been_refused",
                lambda *_: True,
            ),
            "abc d",
            4,
            id="families without witnesses",
        ),
        pytest.param(("_secondary_witness", lambda *_: True), "ab cd", 3, id="suppression without witnesses"),
        pytest.param(("secondary", oneway.primary), "ab cd", 3, id="secondary skipped"),
        pytest.param(
            (
                "primary",
                lambda values, threshold: tuple(v if v >= threshold or v == 0 else None for v in values),
            ),
            "ab cd",
            3,
            id="zeros shown",
        ),
    ],
)
def test_the_attacker_sees_a_weakened_rule(
    monkeypatch: pytest.MonkeyPatch, weakened: tuple[str, Callable[..., object]], themes: str, threshold: int
) -> None:
    """The brute force above can fail: it does as soon as one rule is dropped."""
    if weakened[0] == "secondary":
        monkeypatch.setattr(oneway, "_secondary_witness", lambda *_: True)
    monkeypatch.setattr(oneway, *weakened)
    classifications = enumerator.tiny(themes, "x")
    exposed = [
        finding
        for total in range(5, 11)
        for finding in enumerator.exposed_to_a_reader_of_the_program(
            classifications, total, threshold, lambda r: protect(r, classifications, threshold=threshold)
        )
    ]
    assert exposed


@pytest.mark.parametrize("zeros", [(), (("ta", "sx"),)])
@pytest.mark.parametrize("protected", [True, False])
def test_the_audit_agrees_with_brute_force(
    zeros: tuple[tuple[str, str], ...], monkeypatch: pytest.MonkeyPatch, *, protected: bool
) -> None:
    """LP and MILP bounds narrow exactly the counts whose enumerated interval is narrow, safe or not."""
    if not protected:
        monkeypatch.setattr(oneway, "sound", lambda view, *_: None in view)
        monkeypatch.setattr(oneway, "covers", lambda *_: True)
    classifications = _classifications("ab c", "xy", "r", zeros)
    cells = enumerator.base_cells(classifications)
    outputs: dict[Publication, Register] = {}
    for total in (5, 7):
        for numbers in enumerator.every_table(len(cells), total):
            register = enumerator.register_of(cells, numbers)
            outputs.setdefault(protect(register, classifications, threshold=3), register)
    for publication in list(outputs)[:: 1 if "CVTS_CAMPAGNE" in os.environ else 29]:
        model = Model(publication, enumerator.KIND, (enumerator.PERIOD,), classifications, (), 3)
        if not model.is_split:
            continue
        total = publication.totals[0].number
        bounds = enumerator.linear_bounds(classifications, publication, total, 3)
        narrow = {
            frozenset(group)
            for name, group in enumerator.sums_of_interest(classifications, cells).items()
            if bounds[name][0] < 3 and (bounds[name][0] > 0 or bounds[name][1] < 2)
        }
        model = model.widened(("theme", "secteur", "region"))
        counts = model.counts(enumerator.PERIOD)
        vectors = [model.vector(enumerator.PERIOD, count) for count in counts]
        names = [cell for _, cell in model.index]
        groups = [
            frozenset(name for name, inside in zip(names, vector, strict=True) if inside)
            for vector in vectors
        ]
        found = {
            groups[place] for place in narrowed(model.polytope, np.array(vectors), records=total, threshold=3)
        }
        enumerated = set(enumerator.sums_of_interest(classifications, cells).values())
        assert found & enumerated == {group for group in narrow if group in set(groups)}
        if protected:
            assert audit(publication, classifications, truth=outputs[publication], threshold=3).accepted
