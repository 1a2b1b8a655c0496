"""`invoke visits access.log*`: the task takes as many files as the shell makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from invoke.collection import Collection
from invoke.program import Program
from invoke.tasks import task

from tools.arguments import WordsTask
from tools.visits import command

if TYPE_CHECKING:
    from pathlib import Path

    from invoke.context import Context


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> list[tuple[list[str], bool]]:
    """Run `invoke <words>` on a task of this class; return what each call of it was given."""
    calls = []

    @task(klass=WordsTask, help={"journaux": "les journaux"})
    def visits(_: Context, journaux: list[str], partial: bool = False) -> None:
        calls.append((journaux, partial))

    argv = ["invoke", *words]
    monkeypatch.setattr("sys.argv", argv)
    Program(namespace=Collection(visits)).run(argv, exit=False)
    return calls


@pytest.mark.parametrize(
    ("words", "given"),
    [
        (["a.log"], (["a.log"], False)),
        (["a.log", "b.log.gz", "un journal.log"], (["a.log", "b.log.gz", "un journal.log"], False)),
        (["--partial", "a.log", "b.log"], (["a.log", "b.log"], True)),
        (["a.log", "--partial", "b.log"], (["a.log", "b.log"], True)),
        (["a.log", "b.log", "-p"], (["a.log", "b.log"], True)),
    ],
)
def test_every_word_is_a_file(
    monkeypatch: pytest.MonkeyPatch, words: list[str], given: tuple[list[str], bool]
) -> None:
    assert run(monkeypatch, "visits", *words) == [given]


@pytest.mark.parametrize(
    "words",
    [["a.sql", "--img", "IMG"], ["--img", "IMG", "a.sql"], ["-i", "IMG", "a.sql"], ["a.sql", "--img=IMG"]],
)
def test_what_an_option_takes_is_no_file(monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    calls = []

    @task(klass=WordsTask)
    def move(_: Context, copie: list[str], img: str = "") -> None:
        calls.append((copie, img))

    argv = ["invoke", "move", *words]
    monkeypatch.setattr("sys.argv", argv)
    Program(namespace=Collection(move)).run(argv, exit=False)
    assert calls == [(["a.sql"], "IMG")]


def test_without_any_word_the_command_is_asked_and_answers_in_french(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(monkeypatch, "visits") == [([], False)]
    with pytest.raises(SystemExit):
        command.run([], tmp_path)
    assert "quels journaux ? →" in capsys.readouterr().err


def test_the_list_of_commands_needs_no_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "--list") == []
    assert "visits" in capsys.readouterr().out
