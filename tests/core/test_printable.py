"""What a file's name or a host may hold reaches neither a forge's commands nor the terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.printable import printable
from plugins.core.problems import Problem
from tools.publish.errors import HostError, cut_link
from tools.report import show_problems

NASTY = "a\n::error file=x::y\x1b]0;titre\x07\u202e\ud800b"


@given(st.text(st.characters()))
def test_whatever_it_holds_it_is_one_line_that_a_terminal_only_shows(text: str) -> None:
    shown = printable(text)
    assert all(char.isprintable() or char in "\u00a0\u202f" or char.isspace() for char in shown)
    assert not {"\n", "\r", "\x1b", "\x85", "\u2028"} & set(shown)
    shown.encode()  # no half characters


def test_french_text_stays_as_it_is() -> None:
    text = "content/été.md:3: « Où\u00a0? » à 14\u202fh → écrivez-le"
    assert printable(text) == text


def test_a_problem_is_one_line_whatever_the_names(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    show_problems([Problem(f"content/{NASTY},line=1.md", 3, NASTY, "100 %")])
    captured = capsys.readouterr()
    assert len(captured.err.splitlines()) == len(captured.out.splitlines()) == 1
    assert captured.out.startswith("::error file=content/a\\n%3A%3Aerror")
    assert captured.out.endswith("→ 100 %25\n")


@pytest.mark.parametrize("error", [HostError(NASTY), cut_link(NASTY)])
def test_what_a_host_says_is_shown_and_does_nothing(error: Exception) -> None:
    assert "\\n::error" in str(error)
    assert str(error).isprintable()
