"""The TOML files of the content folder: with or without a byte order mark, and one problem at the most."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from plugins.core.toml_files import read_toml
from tests.equipment.inline import VALID, Site
from tools.scaffold import ScaffoldError, create
from tools.statistics_commands import close_period, show_audit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b'a = "b"\n', None),
        (b'\xef\xbb\xbfa = "b"\r\n', None),
        (b'a = "b"\nc = "\xe9"\n', 2),
        (b'a = "b"\n[c\n', 2),
        (b'a = "b"\nc = [1,\n', 2),
        (b'a = "b"\nc = ' + b"[" * 4000 + b"]" * 4000, 2),
        (b'a = "b"\nc = ' + b"9" * 5000, 2),
        (b'a = "b"\n' + b"c." * 50_000 + b"d = 1\ne = 1\n", 2),
    ],
)
def test_a_file_is_read_or_has_one_problem_on_its_line(tmp_path: Path, data: bytes, line: int | None) -> None:
    (tmp_path / "a.toml").write_bytes(data)
    file = read_toml(tmp_path / "a.toml", "content/a.toml")
    if line is None:
        assert (file.tables, file.problems) == ({"a": "b"}, ())
    else:
        assert [(problem.path, problem.line) for problem in file.problems] == [("content/a.toml", line)]
        assert file.tables == {}


def test_a_file_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert read_toml(tmp_path / "a.toml", "a.toml").problems == ()


@pytest.mark.parametrize("name", ["association.toml", "vocabulaire.toml"])
def test_a_site_whose_facts_begin_with_a_mark_is_built(site: Site, name: str) -> None:
    site.add({name: "\ufeff" + VALID[name]})
    assert site.build().ok


@pytest.mark.parametrize(
    "command",
    [
        show_audit,
        lambda content: close_period(content, "2024", withdrawn=False),
        lambda content: create(content, "page", "Une page", dt.date(2024, 6, 1)),
    ],
    ids=["audit", "freeze", "new"],
)
def test_no_command_shows_a_traceback_for_a_vocabulary_that_cannot_be_read(
    site: Site, command: Callable[[Path], object], capsys: pytest.CaptureFixture[str]
) -> None:
    site.add({"vocabulaire.toml": "[themes.secret\n"})
    with pytest.raises((SystemExit, ScaffoldError)) as stopped:
        command(site.root / "content")
    said = capsys.readouterr().err + str(stopped.value)
    assert "content/vocabulaire.toml:1: le fichier n’est pas du TOML lisible" in said
