"""Snapshots: canonical, refused when changed, closed once, withdrawn at most."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from plugins.statistics.freezing import history
from plugins.statistics.freezing.freeze import RefusedError, freeze, withdraw
from plugins.statistics.freezing.history import history_problems, known_fingerprints
from plugins.statistics.freezing.snapshots import (
    SNAPSHOTS,
    WITHDRAWN,
    fingerprints,
    published,
    read_snapshots,
    reopened,
)
from plugins.statistics.proof.audit import audit
from plugins.statistics.protection.tables import Total
from plugins.statistics.records.classification import Category, Period
from plugins.statistics.records.register import Record, Register
from tests.statistics.registers import KIND, YEAR, classifications_of, draw_register

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CLASSIFICATIONS = classifications_of(6, 8, 2)
TODAY = dt.date(2026, 1, 1)
REGISTER = draw_register(CLASSIFICATIONS, 60, 0.7, 4)


def _frozen(content: Path, register: Register = REGISTER, period: Period = YEAR) -> Path:
    return freeze(period, register, CLASSIFICATIONS, content, TODAY).path


def _read(content: Path) -> Any:
    return read_snapshots(content / SNAPSHOTS, CLASSIFICATIONS)


def _with(register: Register, theme: str) -> Register:
    record = Record(YEAR, KIND, theme, "s0", "r0")
    return Register({**register.counts, record: register.counts.get(record, 0) + 1})


def test_a_frozen_period_reads_back_as_it_was_published(tmp_path: Path) -> None:
    path = _frozen(tmp_path)
    snapshots, problems = _read(tmp_path)
    assert not problems
    assert path.name == "2024.json"
    assert published(snapshots).totals == (Total(KIND, YEAR, 60),)
    assert b"\r" not in path.read_bytes()


@pytest.mark.parametrize("register", [REGISTER, _with(REGISTER, "t0"), Register({})])
def test_a_frozen_period_is_not_frozen_again_whatever_the_register_holds(
    tmp_path: Path, register: Register
) -> None:
    before = _frozen(tmp_path).read_bytes()
    with pytest.raises(RefusedError, match=r"une fois pour toutes → .*période en cours.*--retirer"):
        _frozen(tmp_path, register)
    assert (tmp_path / SNAPSHOTS / "2024.json").read_bytes() == before


def test_a_withdrawn_period_keeps_its_day_and_no_number_for_ever(tmp_path: Path) -> None:
    _frozen(tmp_path)
    withdraw(YEAR, CLASSIFICATIONS, tmp_path, dt.date(2026, 11, 27))
    text = (tmp_path / SNAPSHOTS / "2024.json").read_text()
    assert json.loads(text) == {"periode": "2024", "retire": "2026-11-27"}
    withdraw(YEAR, CLASSIFICATIONS, tmp_path, dt.date(2027, 1, 1))
    assert (tmp_path / SNAPSHOTS / "2024.json").read_text() == text
    with pytest.raises(RefusedError, match="une fois pour toutes"):
        _frozen(tmp_path)
    snapshots, problems = _read(tmp_path)
    assert not problems
    assert not published(snapshots).totals
    assert fingerprints(snapshots) == {"2024": WITHDRAWN}


def test_only_a_frozen_period_is_withdrawn(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="n’est pas arrêtée"):
        withdraw(YEAR, CLASSIFICATIONS, tmp_path, TODAY)


def test_a_changed_snapshot_is_refused(tmp_path: Path) -> None:
    path = _frozen(tmp_path)
    path.write_text(path.read_text().replace('"nombre": 60', '"nombre": 61'))
    snapshots, problems = _read(tmp_path)
    assert not snapshots
    assert [problem.path for problem in problems] == [f"content/{SNAPSHOTS}/2024.json"]
    with pytest.raises(RefusedError, match="a été modifié"):
        _frozen(tmp_path)


def _forge(path: Path, change: Callable[[Any], object]) -> None:
    """Change a snapshot and give it the fingerprint of its new content, as anyone can."""
    document = json.loads(path.read_text())
    change(document)
    content = {name: document.get(name) for name in ("methode", "periode", "totaux", "tableaux")}
    compact = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    document["empreinte"] = sha256(compact.encode()).hexdigest()
    path.write_text(json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1) + "\n")


def _theme(document: Any) -> Any:
    return document["tableaux"][0]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda d: d["totaux"][0].update(nombre="60"), id="a number in quotation marks"),
        pytest.param(lambda d: d["totaux"][0].update(nombre=60.0), id="a total with a decimal point"),
        pytest.param(lambda d: d["totaux"][0].update(nombre=61), id="another total"),
        pytest.param(lambda d: _theme(d)["cases"][0].update(nombre=11.0), id="a number with a decimal point"),
        pytest.param(lambda d: _theme(d)["cases"][0].update(nombre=True), id="no number"),
        pytest.param(lambda d: _theme(d)["cases"][0].update(nombre=None), id="no number shown"),
        pytest.param(lambda d: _theme(d)["cases"].reverse(), id="another order"),
        pytest.param(lambda d: _theme(d)["cases"].pop(), id="a cell less"),
        pytest.param(lambda d: _theme(d)["cases"].append(_theme(d)["cases"][0]), id="a cell twice"),
        pytest.param(
            lambda d: _theme(d)["cases"][0].update(categories=["inconnu"]), id="an unknown category"
        ),
        pytest.param(lambda d: _theme(d)["cases"][0].update(categories=[["t0"]]), id="a list as a category"),
        pytest.param(lambda d: _theme(d).update(arbre="t0"), id="another tree"),
        pytest.param(lambda d: _theme(d).update(arbre=[]), id="no tree"),
        pytest.param(lambda d: _theme(d).update(tableau="avis-par-mois"), id="an unknown table"),
        pytest.param(lambda d: _theme(d).update(colonne="secteur"), id="another column"),
        pytest.param(lambda d: d["tableaux"].reverse(), id="tables in another order"),
        pytest.param(lambda d: d["tableaux"].pop(), id="a table less"),
        pytest.param(lambda d: d["totaux"].clear(), id="no total"),
        pytest.param(lambda d: d["totaux"][0].update(periode="2023"), id="another period"),
        pytest.param(lambda d: d.update(methode=1), id="the method is no text"),
        pytest.param(lambda d: d.update(methode="1"), id="another method"),
        pytest.param(lambda d: d.update(retire="2026-13-01"), id="withdrawn on no day"),
        pytest.param(lambda d: d.update(retire="2026-01-01"), id="withdrawn with its tables"),
    ],
)
def test_a_forged_snapshot_of_another_form_is_a_problem(
    tmp_path: Path, change: Callable[[Any], object]
) -> None:
    path = _frozen(tmp_path)
    _forge(path, change)
    snapshots, problems = _read(tmp_path)
    assert not snapshots
    assert len(problems) == 1


def test_a_snapshot_forged_with_its_fingerprint_is_refused_by_the_audit(tmp_path: Path) -> None:
    path = _frozen(tmp_path)

    def move_one(document: Any) -> None:
        cases = _theme(document)["cases"]
        cases[0]["nombre"] += cases[-1]["nombre"] - 1
        cases[-1]["nombre"] = 1

    _forge(path, move_one)
    snapshots, problems = _read(tmp_path)
    assert not problems
    assert not audit(published(snapshots), CLASSIFICATIONS).accepted


def test_the_vocabulary_may_change_as_long_as_it_knows_the_words(tmp_path: Path) -> None:
    _frozen(tmp_path)
    first, *others = CLASSIFICATIONS.categories["theme"]
    for themes in (
        (replace(first, label="Autrement dit", family="ft1"), *others),
        (*others, first),
        (first, *others, Category("t9", "Nouveau", "")),
        (replace(first, last=2023), *others),
    ):
        changed = replace(CLASSIFICATIONS, categories={**CLASSIFICATIONS.categories, "theme": themes})
        snapshots, problems = read_snapshots(tmp_path / SNAPSHOTS, changed)
        assert not problems
        assert len(snapshots) == 1
    fewer = replace(CLASSIFICATIONS, categories={**CLASSIFICATIONS.categories, "theme": tuple(others)})
    (problem,) = read_snapshots(tmp_path / SNAPSHOTS, fewer)[1]
    assert "ne connaît plus « t0 »" in problem.text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "[" * 100_000,
        '{"periode": "2024"}',
        "\x00",
        '{"periode": "x", "retire": "2026-01-01"}',
        '{"periode": "2024", "methode": "\\ud800", "totaux": [], "tableaux": []}',
    ],
)
def test_an_unreadable_snapshot_is_a_problem(tmp_path: Path, text: str) -> None:
    folder = tmp_path / SNAPSHOTS
    folder.mkdir(parents=True)
    (folder / "2024.json").write_text(text)
    snapshots, problems = _read(tmp_path)
    assert not snapshots
    assert len(problems) == 1


def test_a_period_that_is_not_over_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="1er janvier 2025"):
        freeze(YEAR, REGISTER, CLASSIFICATIONS, tmp_path, dt.date(2024, 12, 31))
    freeze(YEAR, REGISTER, CLASSIFICATIONS, tmp_path, dt.date(2025, 1, 1))


def test_overlapping_periods_are_refused(tmp_path: Path) -> None:
    _frozen(tmp_path)
    with pytest.raises(RefusedError, match="recouvre"):
        _frozen(tmp_path, period=Period(2023, 2024))


def test_a_period_without_records_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="rien"):
        _frozen(tmp_path, period=Period(2020, 2020))


def test_a_snapshot_is_written_at_once_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="space"):
        _frozen(tmp_path)
    assert not list((tmp_path / SNAPSHOTS).iterdir())


def _git(folder: Path, *words: str) -> None:
    identity = ["-c", "user.name=Essai", "-c", "user.email=essai@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)


def test_a_period_that_git_knows_is_not_closed_otherwise(tmp_path: Path) -> None:
    path = _frozen(tmp_path)
    _git(tmp_path, "init", "-q")
    _git(tmp_path, "add", ".")
    _git(tmp_path, "commit", "-qm", "2024")
    now = fingerprints(_read(tmp_path)[0])
    assert not history_problems(known_fingerprints(tmp_path), now)
    path.unlink()
    (problem,) = history_problems(known_fingerprints(tmp_path), {})
    assert "git connaît un autre état" in problem.text
    with pytest.raises(RefusedError, match="git connaît un autre état"):
        _frozen(tmp_path, _with(REGISTER, "t5"))
    assert history_problems(known_fingerprints(tmp_path), {"2024": "another"})
    _git(tmp_path, "checkout", "-q", ".")
    withdraw(YEAR, CLASSIFICATIONS, tmp_path, TODAY)
    _git(tmp_path, "commit", "-qam", "withdrawn")
    assert not history_problems(known_fingerprints(tmp_path), {"2024": WITHDRAWN})
    assert history_problems(known_fingerprints(tmp_path), now), "a withdrawn period does not come back"
    assert history_problems(known_fingerprints(tmp_path), {})


def test_git_is_asked_once_for_the_closed_periods(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(history, "_git", lambda _folder, *words: asked.append(words[0]) or "")
    _frozen(tmp_path)
    assert asked.count("log") == 1


@pytest.mark.parametrize(
    ("known", "now", "expected"),
    [
        ({}, {"2024": "a"}, ()),
        ({"2024": {"a"}}, {"2024": "a"}, ()),
        ({"2024": {"a"}}, {"2024": WITHDRAWN}, ()),
        ({"2024": {"a", WITHDRAWN}}, {"2024": WITHDRAWN}, ()),
        ({"2024": {"a"}}, {"2024": "b"}, ("2024",)),
        ({"2024": {"a"}}, {}, ("2024",)),
        ({"2024": {"a", WITHDRAWN}}, {"2024": "a"}, ("2024",)),
        ({"2024": {"a", "b"}}, {"2024": "a"}, ("2024",)),
    ],
)
def test_a_period_keeps_its_fingerprint_or_is_withdrawn(
    known: dict[str, set[str]], now: dict[str, str], expected: tuple[str, ...]
) -> None:
    assert reopened(known, now) == expected
