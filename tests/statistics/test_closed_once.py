"""No sequence of commands publishes two different tables of one period: every command, in any order.

Small registers (T = 3, ten records at the most), one closed year, a real folder as the host, and the very
functions behind `invoke freeze`, `publish` and `rollback`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from plugins.statistics.freezing.freeze import RefusedError, freeze, withdraw
from plugins.statistics.freezing.snapshots import (
    RELEASE_FILE,
    SNAPSHOTS,
    fingerprints,
    read_snapshots,
    to_json,
    write_fingerprints,
)
from plugins.statistics.records.register import Record, Register
from tests.statistics.registers import CAMPAIGN, KIND, YEAR, classifications_of
from tools.publish import run
from tools.publish.errors import PublishError
from tools.publish.manifest import read_folder
from tools.publish.run import PublicationRun
from tools.publish.settings import read_settings
from tools.publish.terminal import Terminal
from tools.publish.uploading import Build

CLASSIFICATIONS = classifications_of(4, 4, 1, family=2)
TODAY = dt.date(2026, 1, 1)
RECORDS = st.builds(
    lambda theme, sector: Record(YEAR, KIND, f"t{theme}", f"s{sector}", "r0"),
    st.integers(0, 3),
    st.integers(0, 3),
)


class Association(RuleBasedStateMachine):
    """Editors, maintainers and visitors of one site."""

    @initialize(records=st.lists(RECORDS, min_size=3, max_size=10))
    def begin(self, records: list[Record]) -> None:
        """Note some requests, and prepare a host."""
        self.folder = Path(tempfile.mkdtemp())
        self.content = self.folder / "content"
        self.records = records
        self.seen: set[str] = set()
        """Every table of the year that visitors have seen."""
        self.gone = False
        """Whether visitors were told that it was withdrawn."""
        target = {"CVTS_CIBLE": f"local:{self.folder / 'host'}", "CVTS_ADRESSE": "aucune"}
        self.run = PublicationRun(
            read_settings(self.folder, target), self.folder, Terminal(quiet=True), force=True
        )

    def teardown(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self.folder, ignore_errors=True)

    @rule(record=RECORDS)
    def add(self, record: Record) -> None:
        """A request arrives late."""
        self.records = [*self.records, record][:10]

    @rule(place=st.integers(0, 9))
    def remove(self, place: int) -> None:
        """A request was noted by mistake."""
        self.records = [record for i, record in enumerate(self.records) if i != place]

    @rule(place=st.integers(0, 9), record=RECORDS)
    def recode(self, place: int, record: Record) -> None:
        """A request was coded wrongly."""
        self.records = [record if i == place else other for i, other in enumerate(self.records)]

    @rule()
    def freeze(self) -> None:
        """`invoke freeze 2024`."""
        counts: dict[Record, int] = {}
        for record in self.records:
            counts[record] = counts.get(record, 0) + 1
        with contextlib.suppress(RefusedError):
            freeze(YEAR, Register(counts), CLASSIFICATIONS, self.content, TODAY, threshold=3)

    @rule()
    def withdraw(self) -> None:
        """`invoke freeze 2024 --retirer`."""
        with contextlib.suppress(RefusedError):
            withdraw(YEAR, CLASSIFICATIONS, self.content, TODAY)

    @rule()
    def delete(self) -> None:
        """Somebody deletes the snapshot."""
        (self.content / SNAPSHOTS / "2024.json").unlink(missing_ok=True)

    @rule()
    def publish(self) -> None:
        """`invoke publish --force`."""
        snapshots, problems = read_snapshots(self.content / SNAPSHOTS, CLASSIFICATIONS)
        assert not problems
        site = Path(tempfile.mkdtemp(dir=self.folder))
        (site / "index.html").write_text(f"<p>{len(list(self.folder.iterdir()))}")
        (site / "chiffres").mkdir()
        (site / RELEASE_FILE).write_bytes(write_fingerprints(fingerprints(snapshots)))
        (site / "tables.json").write_text(json.dumps([to_json(snapshot) for snapshot in snapshots]))
        self.run.before = None
        with contextlib.suppress(PublishError):
            self.run.publish(Build(site, read_folder(site)))

    @rule(number=st.integers(1, 6))
    def rollback(self, number: int) -> None:
        """`invoke rollback --to`."""
        self.run.before = None
        with contextlib.suppress(PublishError):
            self.run.rollback(str(number), "")

    @invariant()
    def visitors_see_one_table_or_its_withdrawal(self) -> None:
        """Look at the live site, as visitors do."""
        live = self.folder / "host" / "courant" / "tables.json"
        if not live.exists():
            return
        for text in json.loads(live.read_text()):
            if "retire" in json.loads(text):
                self.gone = True
            else:
                assert not self.gone, "what was withdrawn is shown again"
                self.seen.add(text)
        assert len(self.seen) <= 1, "two tables of one period were published"


Association.TestCase.settings = settings(
    max_examples=60 * CAMPAIGN,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
TestAssociation: Any = Association.TestCase


def test_the_attack_of_the_review_is_refused(tmp_path: Path) -> None:
    """43 requests are frozen; one more would choose other tables, and so give the added person away."""
    classifications = classifications_of(3, 2, 3, family=2)
    counts = {
        Record(YEAR, KIND, theme, "s0", region): number
        for theme, region, number in (
            ("t0", "r0", 14),
            ("t0", "r1", 6),
            ("t1", "r0", 7),
            ("t1", "r1", 8),
            ("t2", "r0", 3),
            ("t2", "r2", 5),
        )
    }
    before = freeze(YEAR, Register(counts), classifications, tmp_path, TODAY).path.read_bytes()
    added = Record(YEAR, KIND, "t2", "s1", "r0")
    with pytest.raises(RefusedError, match="une fois pour toutes"):
        freeze(YEAR, Register({**counts, added: 1}), classifications, tmp_path, TODAY)
    assert (tmp_path / SNAPSHOTS / "2024.json").read_bytes() == before


def _begun() -> Association:
    association = Association()
    association.begin([Record(YEAR, KIND, f"t{i % 2}", f"s{i % 3}", "r0") for i in range(10)])
    association.freeze()
    association.publish()
    association.visitors_see_one_table_or_its_withdrawal()
    assert len(association.seen) == 1
    return association


@pytest.mark.parametrize("guarded", [True, False])
def test_the_host_remembers_what_a_deleted_snapshot_said(
    monkeypatch: pytest.MonkeyPatch, *, guarded: bool
) -> None:
    """Without the comparison with the host, two tables of one period are published: the machine can fail."""
    if not guarded:
        monkeypatch.setattr(run.guards, "check_closed_periods", lambda *_: iter(()))
    association = _begun()
    association.delete()
    association.remove(0)
    association.freeze()
    association.publish()
    with contextlib.nullcontext() if guarded else pytest.raises(AssertionError, match="two tables"):
        association.visitors_see_one_table_or_its_withdrawal()
    association.teardown()


@pytest.mark.parametrize("guarded", [True, False])
def test_a_rollback_does_not_bring_back_what_was_withdrawn(
    monkeypatch: pytest.MonkeyPatch, *, guarded: bool
) -> None:
    if not guarded:
        monkeypatch.setattr(run.guards, "check_withdrawn_periods", lambda *_: iter(()))
    association = _begun()
    association.withdraw()
    association.publish()
    association.visitors_see_one_table_or_its_withdrawal()
    assert association.gone
    association.rollback(1)
    with contextlib.nullcontext() if guarded else pytest.raises(AssertionError, match="shown again"):
        association.visitors_see_one_table_or_its_withdrawal()
    association.teardown()


def test_a_rollback_to_before_a_period_does_not_open_it_again() -> None:
    association = Association()
    association.begin([Record(YEAR, KIND, f"t{i % 2}", f"s{i % 3}", "r0") for i in range(10)])
    association.publish()
    association.freeze()
    association.publish()
    association.visitors_see_one_table_or_its_withdrawal()
    association.rollback(1)
    association.delete()
    association.remove(0)
    association.freeze()
    association.publish()
    association.visitors_see_one_table_or_its_withdrawal()
    assert len(association.seen) == 1
    association.teardown()
