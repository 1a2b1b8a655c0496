"""`invoke check`, `freeze` and `audit` on the statistics, as a volunteer reads them."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import TYPE_CHECKING

import pytest

from plugins.statistics.freezing.snapshots import SNAPSHOTS
from tools.build import ROOT
from tools.check import reminders
from tools.statistics_commands import close_period, show_audit

if TYPE_CHECKING:
    from pathlib import Path

TODAY = dt.date(2024, 6, 1)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Give a copy of the real content."""
    return shutil.copytree(ROOT / "content", tmp_path / "content")


def test_the_contradictions_of_the_reports_are_said(content: Path) -> None:
    said = "\n".join(reminders(content, TODAY))
    assert "562 − 566 = -4, imprimé 53 (signalé en note)" in said
    assert "1211 − 968 = 243, imprimé 242 (signalé en note)" in said
    assert said.count("signalé en note") == 2


def test_the_audit_accepts_the_real_statistics_and_shows_what_can_be_deduced(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    show_audit(content)
    said = capsys.readouterr().out
    assert "Personne ne peut être deviné" in said
    assert "catégories peut valoir de 0 à" in said
    assert "par région : non publié" in said


@pytest.mark.parametrize(
    ("period", "message"),
    [
        ("abc", "n’est pas une période"),
        ("", "quelle période ?"),
        ("2018", "ne contient rien"),
        (str(dt.date.max.year), "n’est pas une période"),
        ("2021-2023", "une fois pour toutes"),
    ],
)
def test_a_period_that_cannot_be_frozen_is_refused_in_one_line(
    period: str, message: str, content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        close_period(content, period, withdrawn=False)
    assert stopped.value.code == 1
    said = capsys.readouterr().err
    assert message in said
    assert said.count("\n") == 1


def test_a_period_is_withdrawn_and_says_so(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    close_period(content, "2021-2023", withdrawn=True)
    assert "retirée pour toujours" in capsys.readouterr().out
    show_audit(content)
    assert "2021-2023 : retirée le" in capsys.readouterr().out


def test_the_check_names_a_closed_period_that_waits(content: Path) -> None:
    reminder = "période close, à arrêter : invoke freeze 2021-2023"
    assert reminder not in reminders(content, TODAY)
    (content / SNAPSHOTS / "2021-2023.json").unlink()
    assert reminder in reminders(content, TODAY)


def test_an_edited_snapshot_is_refused(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = content / SNAPSHOTS / "2021-2023.json"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"nombre": 11', '"nombre": 12'), encoding="utf-8"
    )
    with pytest.raises(SystemExit):
        show_audit(content)
    assert "a été modifié" in capsys.readouterr().err
