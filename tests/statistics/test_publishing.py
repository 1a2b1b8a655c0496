"""What the build publishes: snapshots that are the register's, proved by the code of today."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from plugins.build_cache import Cache
from plugins.figures.figures import Figures
from plugins.statistics.freezing import publishing
from plugins.statistics.freezing.freeze import freeze
from plugins.statistics.freezing.publishing import SNAPSHOTS, load
from plugins.statistics.proof import everything as proof
from plugins.statistics.register.classification import read_classifications
from plugins.statistics.register.records import COLUMNS, read_register
from plugins.vocabulary import Term

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.problems import Problem

VOCABULARIES = {
    "activites": {"demande-avis": Term("demande-avis", "Avis", {})},
    "themes": {name: Term(name, name, {}) for name in ("a", "b", "c", "d")},
    "secteurs": {"s": Term("s", "s", {})},
    "regions": {"r": Term("r", "r", {})},
}
PRINTED = "activites/registre/code-depuis-les-rapports"
COUNTS = {"a": 12, "b": 9, "c": 3, "d": 2}


def _write(content: Path, counts: dict[str, int]) -> None:
    folder = content / PRINTED
    folder.mkdir(parents=True, exist_ok=True)
    report = content / "activites" / "rapports" / "rapport-2024.md"
    report.parent.mkdir(exist_ok=True)
    report.write_text("---\nperiode: 2024\n---\n")
    lines = [f"2024,demande-avis,{theme},s,r" for theme, number in counts.items() for _ in range(number)]
    (folder / "2024.csv").write_text("\n".join([",".join(COLUMNS), *lines, ""]))


@pytest.fixture(name="content")
def _content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CVTS_CLE_REGISTRE", str(tmp_path / "aucune"))
    content = tmp_path / "content"
    _write(content, COUNTS)
    register, _ = read_register(content / PRINTED, VOCABULARIES)
    classifications, _ = read_classifications(VOCABULARIES)
    (period,) = {record.period for record in register.counts}
    freeze(period, register, classifications, content / SNAPSHOTS, today=dt.date(2025, 1, 1))
    return content


def _problems(content: Path) -> tuple[Problem, ...]:
    return load(content, VOCABULARIES, Figures(()), Cache(content.parent / "cache"))[1]


def test_a_snapshot_of_the_register_is_published(content: Path) -> None:
    assert not _problems(content)
    (content / PRINTED / "2024.csv").unlink()
    assert not _problems(content)


def test_a_register_that_would_publish_otherwise_asks_for_another_freeze(content: Path) -> None:
    _write(content, {**COUNTS, "a": 11, "b": 10})
    problems = _problems(content)
    assert any("invoke freeze 2024" in problem.remedy for problem in problems)
    assert not any("11" in str(problem) or "10" in str(problem) for problem in problems)


def test_a_verdict_is_kept_only_for_the_code_that_gave_it(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not _problems(content)
    monkeypatch.setattr(proof, "unlike_the_register", lambda *_: ["2024"])
    assert not _problems(content)
    programs = publishing._programs()
    monkeypatch.setattr(publishing, "_programs", lambda: [*programs, b"another version"])
    assert _problems(content)


def test_a_verdict_depends_on_all_code_of_the_package_and_on_the_solver() -> None:
    programs = publishing._programs()
    for name in ("programme", "tables", "classification", "register", "publication", "disclosure", "oneway"):
        source = publishing.Path(publishing.__file__).with_name(f"{name}.py")
        assert source.read_bytes() in programs
    assert publishing.version("scipy").encode() in programs
