"""Snapshots: canonical, refused when changed, corrected only when the difference tells nothing."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from plugins.statistics.freezing import freeze as freezing
from plugins.statistics.freezing.freeze import RefusedError
from plugins.statistics.freezing.snapshots import published, read_snapshots
from plugins.statistics.proof.audit import audit
from plugins.statistics.protection.tables import Total
from plugins.statistics.register.classification import Category, Period
from plugins.statistics.register.records import Record, Register
from tests.statistics.registers import KIND, YEAR, classifications_of, draw_register

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CLASSIFICATIONS = classifications_of(6, 8, 2)
freeze = partial(freezing.freeze, today=dt.date(2026, 1, 1))
REGISTER = draw_register(CLASSIFICATIONS, 60, 0.7, 4)


def _with(register: Register, **records: int) -> Register:
    """Return the register with more records of a theme, all in one sector and region."""
    counts = dict(register.counts)
    for theme, number in records.items():
        record = Record(YEAR, KIND, theme, "s0", "r0")
        counts[record] = counts.get(record, 0) + number
    return Register(counts)


def test_a_frozen_period_reads_back_as_it_was_published(tmp_path: Path) -> None:
    path, report = freeze(YEAR, REGISTER, CLASSIFICATIONS, tmp_path)
    assert report.accepted
    snapshots, problems = read_snapshots(tmp_path, CLASSIFICATIONS)
    assert not problems
    assert path.name == "2024.json"
    assert published(snapshots).totals == (Total(KIND, YEAR, 60),)


def test_freezing_again_changes_no_byte(tmp_path: Path) -> None:
    path, _ = freeze(YEAR, REGISTER, CLASSIFICATIONS, tmp_path)
    before = path.read_bytes()
    freeze(YEAR, Register(dict(reversed(REGISTER.counts.items()))), CLASSIFICATIONS, tmp_path)
    assert path.read_bytes() == before


def test_a_changed_snapshot_is_refused(tmp_path: Path) -> None:
    path, _ = freeze(YEAR, REGISTER, CLASSIFICATIONS, tmp_path)
    path.write_text(path.read_text().replace('"nombre": 60', '"nombre": 61'))
    snapshots, problems = read_snapshots(tmp_path, CLASSIFICATIONS)
    assert not snapshots
    assert [problem.path for problem in problems] == ["content/activites/arretes/2024.json"]
    with pytest.raises(RefusedError, match="abîmé"):
        freeze(YEAR, REGISTER, CLASSIFICATIONS, tmp_path)


def _forge(path: Path, change: Callable[[Any], object]) -> None:
    """Change a snapshot and give its versions the hash of their new content, as anyone can."""
    document = json.loads(path.read_text())
    change(document)
    for version in document["versions"]:
        version.pop("empreinte", None)
        compact = json.dumps(version, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        version["empreinte"] = sha256(compact.encode()).hexdigest()
    path.write_text(json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1) + "\n")


def _first(document: Any) -> Any:
    """Return the version of a snapshot."""
    return document["versions"][0]


def _theme(document: Any) -> Any:
    """Return the table by theme of a snapshot."""
    return _first(document)["tableaux"][0]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda d: d["versions"].clear(), id="no version"),
        pytest.param(
            lambda d: d["versions"].append(json.loads(json.dumps(_first(d)))), id="the same version twice"
        ),
        pytest.param(lambda d: _first(d)["totaux"][0].update(nombre="60"), id="a number in quotation marks"),
        pytest.param(lambda d: _first(d)["totaux"][0].update(nombre=60.0), id="a total with a decimal point"),
        pytest.param(
            lambda d: _theme(d)["cellules"][0].update(nombre=11.0), id="a number with a decimal point"
        ),
        pytest.param(lambda d: _theme(d)["cellules"][0].update(nombre=True), id="no number"),
        pytest.param(
            lambda d: _theme(d)["cellules"][0].update(nombre=4, statut="publie"), id="a small number"
        ),
        pytest.param(
            lambda d: _theme(d)["cellules"][0].update(nombre=None, statut="publie"), id="no number shown"
        ),
        pytest.param(
            lambda d: _theme(d)["cellules"][0].update(nombre=9, statut="moins_de_5"), id="a number hidden"
        ),
        pytest.param(lambda d: _theme(d)["cellules"].reverse(), id="another order"),
        pytest.param(lambda d: _theme(d)["cellules"].pop(), id="a category less"),
        pytest.param(lambda d: _theme(d)["cellules"].append(_theme(d)["cellules"][0]), id="a category twice"),
        pytest.param(
            lambda d: _theme(d)["cellules"][0].update(categories=["inconnu"]), id="an unknown category"
        ),
        pytest.param(
            lambda d: _theme(d)["cellules"][0].update(categories=[["t0"]]), id="a list as a category"
        ),
        pytest.param(lambda d: _theme(d).update(niveau="retenu"), id="withheld with numbers"),
        pytest.param(lambda d: _theme(d).update(tableau="avis-par-mois"), id="an unknown table"),
        pytest.param(lambda d: _theme(d).update(dimensions=["secteur"]), id="another column"),
        pytest.param(lambda d: _first(d)["tableaux"].reverse(), id="tables in another order"),
        pytest.param(lambda d: _first(d)["tableaux"].pop(), id="a table less"),
        pytest.param(lambda d: _first(d)["totaux"].clear(), id="no total"),
        pytest.param(lambda d: _first(d)["totaux"][0].update(periode="2023"), id="another period"),
        pytest.param(lambda d: _first(d).update(methode=1), id="the method is no text"),
        pytest.param(lambda d: d.pop("vocabulaire"), id="no vocabulary"),
    ],
)
def test_a_forged_snapshot_of_another_form_is_a_problem(
    tmp_path: Path, change: Callable[[Any], object]
) -> None:
    path, _ = freeze(YEAR, REGISTER, CLASSIFICATIONS, tmp_path)
    _forge(path, change)
    snapshots, problems = read_snapshots(tmp_path, CLASSIFICATIONS)
    assert not snapshots
    assert len(problems) == 1


def test_the_vocabulary_of_a_frozen_period_does_not_change(tmp_path: Path) -> None:
    freeze(YEAR, REGISTER, CLASSIFICATIONS, tmp_path)
    first, *others = CLASSIFICATIONS.categories["theme"]
    for themes in (
        (replace(first, family="ft1"), *others),
        (*others, first),
        tuple(others),
        (first, *others, Category("t9", "Nouveau", "ft9")),
        (replace(first, last=2023), *others),
    ):
        changed = replace(CLASSIFICATIONS, categories={**CLASSIFICATIONS.categories, "theme": themes})
        snapshots, problems = read_snapshots(tmp_path, changed)
        assert not snapshots
        assert ["le vocabulaire a changé depuis l’arrêté" in problem.text for problem in problems] == [True]
    zeros = replace(CLASSIFICATIONS, zeros=frozenset({frozenset({("theme", "t0"), ("secteur", "s0")})}))
    assert read_snapshots(tmp_path, zeros)[1]


def test_the_vocabulary_of_other_years_may_change(tmp_path: Path) -> None:
    freeze(YEAR, REGISTER, CLASSIFICATIONS, tmp_path)
    first, *others = CLASSIFICATIONS.categories["theme"]
    themes = (
        replace(first, label="Autrement dit", last=2024),
        *others,
        Category("t9", "Nouveau", "ft9", first=2025),
    )
    changed = replace(CLASSIFICATIONS, categories={**CLASSIFICATIONS.categories, "theme": themes})
    snapshots, problems = read_snapshots(tmp_path, changed)
    assert not problems
    assert len(snapshots) == 1


def test_a_correction_that_cuts_the_period_otherwise_is_refused(tmp_path: Path) -> None:
    """The years of a block that was frozen whole: their sum is not the former table, and nothing would compare them."""
    block = Period(2023, 2024)
    whole = Register({record._replace(period=block): number for record, number in REGISTER.counts.items()})
    path, _ = freeze(block, whole, CLASSIFICATIONS, tmp_path)
    before = path.read_bytes()
    with pytest.raises(RefusedError, match="périodes"):
        freeze(block, REGISTER, CLASSIFICATIONS, tmp_path)
    assert path.read_bytes() == before


def test_a_period_that_is_not_over_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="terminée"):
        freezing.freeze(YEAR, REGISTER, CLASSIFICATIONS, tmp_path, today=dt.date(2024, 12, 31))
    freezing.freeze(YEAR, REGISTER, CLASSIFICATIONS, tmp_path, today=dt.date(2025, 1, 1))


def test_a_snapshot_forged_with_its_hash_is_refused_by_the_audit(tmp_path: Path) -> None:
    path, _ = freeze(YEAR, REGISTER, CLASSIFICATIONS, tmp_path)
    _forge(path, lambda document: _first(document)["totaux"][0].update(nombre=61))
    snapshots, problems = read_snapshots(tmp_path, CLASSIFICATIONS)
    assert not problems
    assert not audit(published(snapshots), CLASSIFICATIONS, truth=REGISTER).accepted


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "[" * 100_000,
        '{"periode": "2024"}',
        "\x00",
        '{"periode": "x", "versions": []}',
        '{"periode": "2024", "vocabulaire": 1, "versions": [{"methode": "\\ud800", "totaux": [], "tableaux": []}]}',
    ],
)
def test_an_unreadable_snapshot_is_a_problem(tmp_path: Path, text: str) -> None:
    (tmp_path / "2024.json").write_text(text)
    snapshots, problems = read_snapshots(tmp_path, CLASSIFICATIONS)
    assert not snapshots
    assert len(problems) == 1


def test_a_correction_by_one_record_is_refused(tmp_path: Path) -> None:
    freeze(YEAR, REGISTER, CLASSIFICATIONS, tmp_path)
    for theme in ("t0", "t5"):
        with pytest.raises(RefusedError) as refused:
            freeze(YEAR, _with(REGISTER, **{theme: 1}), CLASSIFICATIONS, tmp_path)
        assert refused.value.report is not None
    snapshots, problems = read_snapshots(tmp_path, CLASSIFICATIONS)
    assert not problems
    assert len(snapshots[0].versions) == 1


def test_a_correction_that_tells_nothing_is_a_second_version(tmp_path: Path) -> None:
    """A whole list was forgotten: its size is no secret, and nobody is alone in it."""
    freeze(YEAR, REGISTER, CLASSIFICATIONS, tmp_path)
    freeze(YEAR, _with(REGISTER, t0=20), CLASSIFICATIONS, tmp_path)
    (snapshot,), problems = read_snapshots(tmp_path, CLASSIFICATIONS)
    assert not problems
    assert len(snapshot.versions) == 2
    assert snapshot.current.totals[0].number == 80


def test_overlapping_periods_are_refused(tmp_path: Path) -> None:
    freeze(YEAR, REGISTER, CLASSIFICATIONS, tmp_path)
    with pytest.raises(RefusedError, match="recouvre"):
        freeze(Period(2023, 2024), REGISTER, CLASSIFICATIONS, tmp_path)


def test_a_period_without_records_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="rien"):
        freeze(Period(2020, 2020), REGISTER, CLASSIFICATIONS, tmp_path)
