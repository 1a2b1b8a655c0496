"""The association's own register and snapshots: counted as printed, proved, unchanged."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.core.vocabularies import read_vocabularies
from plugins.statistics.freezing.snapshots import SNAPSHOTS, published, read_snapshots
from plugins.statistics.proof.audit import audit
from plugins.statistics.proof.method import method_findings
from plugins.statistics.protection.publication import protect
from plugins.statistics.records.classification import Classifications, Period, read_classifications
from plugins.statistics.records.register import COLUMNS, Register
from tests.statistics.registers import read_folder

CONTENT = Path(__file__).parents[2] / "content"
REGISTER = CONTENT / "activites" / "registre" / "code-depuis-les-rapports"


@pytest.fixture(scope="module")
def classifications() -> Classifications:
    found, problems = read_classifications(read_vocabularies(CONTENT))
    assert not problems
    return found


@pytest.fixture(scope="module")
def register() -> Register:
    found, problems = read_folder(REGISTER, read_vocabularies(CONTENT))
    assert not problems
    return found


def test_the_lists_of_the_reports_are_whole(register: Register, classifications: Classifications) -> None:
    totals = {
        (total.kind, str(total.period)): total.number for total in protect(register, classifications).totals
    }
    assert totals["demande-avis", "2019-2020"] == 54
    assert totals["demande-avis", "2021-2023"] == 53
    given = [totals["formation-donnee", str(year)] for year in range(2019, 2024)]
    assert given == [5, 2, 8, 6, 3]


def test_the_order_of_the_lines_tells_nothing() -> None:
    files = list(REGISTER.rglob("*.csv"))
    assert files
    for file in files:
        header, *lines = file.read_text(encoding="utf-8").splitlines()
        assert header == ",".join(COLUMNS)
        assert lines == sorted(lines)


def test_the_snapshots_pass_the_proof_and_are_the_register(
    register: Register, classifications: Classifications
) -> None:
    snapshots, problems = read_snapshots(CONTENT / SNAPSHOTS, classifications)
    assert not problems
    assert [snapshot.period for snapshot in snapshots] == [Period(2019, 2020), Period(2021, 2023)]
    publication = published(snapshots)
    assert publication == protect(register, classifications)
    report = audit(publication, classifications, truth=register)
    assert report.accepted, report.findings
    tried, found = method_findings(publication, classifications)
    assert tried
    assert not found
