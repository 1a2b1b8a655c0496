"""Snapshots: canonical, refused when changed, corrected only when the difference tells nothing."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from plugins.statistics.audit import audit
from plugins.statistics.classification import Period
from plugins.statistics.register import Record, Register
from plugins.statistics.snapshots import RefusedError, freeze, published, read_snapshots
from plugins.statistics.tables import Total
from tests.statistics.registers import KIND, YEAR, classifications_of, draw_register

if TYPE_CHECKING:
    from pathlib import Path

CLASSIFICATIONS = classifications_of(6, 8, 2)
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
    snapshots, problems = read_snapshots(tmp_path)
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
    snapshots, problems = read_snapshots(tmp_path)
    assert not snapshots
    assert [problem.path for problem in problems] == ["content/activites/arretes/2024.json"]
    with pytest.raises(RefusedError, match="abîmé"):
        freeze(YEAR, REGISTER, CLASSIFICATIONS, tmp_path)


def test_a_snapshot_forged_with_its_hash_is_refused_by_the_audit(tmp_path: Path) -> None:
    path, _ = freeze(YEAR, REGISTER, CLASSIFICATIONS, tmp_path)
    document = json.loads(path.read_text())
    version = document["versions"][0]
    version["totaux"][0]["nombre"] = 61
    del version["empreinte"]
    compact = json.dumps(version, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    version["empreinte"] = sha256(compact.encode()).hexdigest()
    path.write_text(json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1) + "\n")
    snapshots, problems = read_snapshots(tmp_path)
    assert not problems
    assert not audit(published(snapshots), CLASSIFICATIONS, truth=REGISTER).accepted


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"periode": "2024"}', "\x00", '{"periode": "x", "versions": []}']
)
def test_an_unreadable_snapshot_is_a_problem(tmp_path: Path, text: str) -> None:
    (tmp_path / "2024.json").write_text(text)
    snapshots, problems = read_snapshots(tmp_path)
    assert not snapshots
    assert len(problems) == 1


def test_a_correction_by_one_record_is_refused(tmp_path: Path) -> None:
    freeze(YEAR, REGISTER, CLASSIFICATIONS, tmp_path)
    for theme in ("t0", "t5"):
        with pytest.raises(RefusedError) as refused:
            freeze(YEAR, _with(REGISTER, **{theme: 1}), CLASSIFICATIONS, tmp_path)
        assert refused.value.report is not None
    snapshots, problems = read_snapshots(tmp_path)
    assert not problems
    assert len(snapshots[0].versions) == 1


def test_a_correction_that_tells_nothing_is_a_second_version(tmp_path: Path) -> None:
    """A whole list was forgotten: its size is no secret, and nobody is alone in it."""
    freeze(YEAR, REGISTER, CLASSIFICATIONS, tmp_path)
    freeze(YEAR, _with(REGISTER, t0=20), CLASSIFICATIONS, tmp_path)
    (snapshot,), problems = read_snapshots(tmp_path)
    assert not problems
    assert len(snapshot.versions) == 2
    assert snapshot.current.totals[0].number == 80


def test_overlapping_periods_are_refused(tmp_path: Path) -> None:
    freeze(YEAR, REGISTER, CLASSIFICATIONS, tmp_path)
    with pytest.raises(RefusedError, match="recouvre"):
        freeze(Period(2023, 2024), REGISTER, CLASSIFICATIONS, tmp_path)


def test_a_period_without_records_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="rien"):
        freeze(Period(2030, 2030), REGISTER, CLASSIFICATIONS, tmp_path)
