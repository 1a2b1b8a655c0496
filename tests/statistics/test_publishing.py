"""What the build publishes: snapshots, proved by the code of today."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from plugins.core.cache import Cache
from plugins.core.vocabularies import Term
from plugins.statistics.freezing import publishing
from plugins.statistics.freezing.freeze import freeze, withdraw
from plugins.statistics.freezing.publishing import load
from plugins.statistics.proof import method
from plugins.statistics.proof.verdict import Finding
from plugins.statistics.records.classification import Period, read_classifications
from plugins.statistics.records.register import Record, Register

VOCABULARIES = {
    "activites": {"demande-avis": Term("demande-avis", "Avis", {})},
    "themes": {name: Term(name, name, {}) for name in ("a", "b", "c", "d")},
    "secteurs": {"s": Term("s", "s", {})},
    "regions": {"r": Term("r", "r", {})},
}
YEAR = Period(2024, 2024)
REGISTER = Register(
    {
        Record(YEAR, "demande-avis", theme, "s", "r"): number
        for theme, number in (("a", 12), ("b", 9), ("c", 3), ("d", 2))
    }
)
CLASSIFICATIONS, _ = read_classifications(VOCABULARIES)
PACKAGE = Path(publishing.__file__).parents[1]


@pytest.fixture(name="content")
def _content(tmp_path: Path) -> Path:
    content = tmp_path / "content"
    freeze(YEAR, REGISTER, CLASSIFICATIONS, content, dt.date(2025, 1, 1))
    return content


def _load(content: Path) -> tuple[publishing.Statistics, list[str]]:
    statistics, problems = load(content, VOCABULARIES, Cache(content.parent / "cache"))
    return statistics, list(map(str, problems))


def test_a_snapshot_is_published_without_the_register(content: Path) -> None:
    statistics, problems = _load(content)
    assert not problems
    assert [total.number for total in statistics.publication.totals] == [26]


def test_a_withdrawn_period_publishes_nothing(content: Path) -> None:
    withdraw(YEAR, CLASSIFICATIONS, content, dt.date(2026, 1, 1))
    statistics, problems = _load(content)
    assert not problems
    assert not statistics.publication.totals
    assert len(statistics.snapshots) == 1


def test_both_proofs_are_done_and_kept_only_for_the_code_that_gave_them(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not _load(content)[1]
    finding = Finding("demande-avis", "2024", "a", "raison")
    monkeypatch.setattr(method, "method_findings", lambda *_: (1, [finding]))
    assert not _load(content)[1]
    programs = publishing._programs()
    monkeypatch.setattr(publishing, "_programs", lambda: [*programs, b"another version"])
    statistics, problems = _load(content)
    assert "raison" in problems[0]
    assert not statistics.publication.totals


def test_a_verdict_depends_on_all_code_of_the_package() -> None:
    programs = publishing._programs()
    sources = list(PACKAGE.rglob("*.py"))
    assert len(sources) > 20
    assert all(source.read_bytes() in programs for source in sources)
