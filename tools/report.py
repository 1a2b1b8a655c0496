"""Shows a build's report in the terminal, and ends the command with its exit code."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.core.problems import Problem
    from tools.build import Report


def show_and_exit(report: Report, success: str) -> None:
    """Print every problem and exit 1, or print the success and the time it took."""
    if report.problems:
        show_problems(report.problems)
        fail(f"{count(len(report.problems), 'problème')} : rien n’a été modifié.")
    print(f"{success} ({count(report.pages, 'page')}, {report.seconds:.1f} s)".replace(".", ","))


def show_problems(problems: tuple[Problem, ...]) -> None:
    """Print one line per problem, on the error stream."""
    for problem in problems:
        print(problem, file=sys.stderr)
        if os.environ.get(
            "GITHUB_ACTIONS"
        ):  # Forgejo sets it too: shown beside the line, where the editor looks
            line = f",line={problem.line}" if problem.line else ""
            print(f"::error file={problem.path}{line}::{problem.text} → {problem.remedy}")


def show_reminders(report: Report) -> None:
    """List what somebody must read again."""
    for line in report.reminders:
        print(line)


def show_incomplete(report: Report) -> None:
    """List the facts that the association has yet to fill in."""
    for line in report.incomplete:
        print(f"content/association.toml: {line}")


def count(number: int, name: str) -> str:
    """Return the number with its noun, in the plural from two on."""
    return f"{number} {name}{'s' if number > 1 else ''}"


def fail(message: str) -> NoReturn:
    """Say why, and exit 1."""
    print(message, file=sys.stderr)
    sys.exit(1)


@contextlib.contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="cvts-") as folder:
        yield Path(folder)
