"""What the commands share: a site built aside, a report in the terminal, an end with an exit code."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from plugins.core.printable import printable

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from plugins.core.problems import Problem
    from tools.build import Report


@contextlib.contextmanager
def built_aside(today: dt.date, **options: Any) -> Iterator[tuple[Report, Path]]:
    """Build the site in a folder that is gone afterwards, show the progress, give the report and the folder.

    Args:
        today: the day of the build.
        options: other fields of the `Request`.
    """
    from tools import progress  # noqa: PLC0415  most commands build nothing
    from tools.build import Request, build  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="cvts-") as folder:
        request = Request(Path(folder) / "site", today, **options)
        with progress.bars(request.content_folder):
            report = build(request)
        yield report, request.output


def show_and_exit(report: Report, success: str) -> None:
    """Print every problem and exit 1, or print the success and the time it took; drafts at fault first."""
    show_drafts(report)
    if report.problems:
        fail(f"{count(len(report.problems), 'problème')} : rien n’a été modifié.", report.problems)
    print(f"{success} ({count(report.pages, 'page')}, {report.seconds:.1f} s)".replace(".", ","))


def show_problems(problems: Iterable[Problem]) -> None:
    """Print one line per problem, on the error stream."""
    for problem in problems:
        print(problem, file=sys.stderr)
        if os.environ.get("GITHUB_ACTIONS"):  # Forgejo sets it too; it shows this line beside the source
            line = f",line={problem.line}" if problem.line else ""
            message = printable(f"{problem.text} → {problem.remedy}").replace("%", "%25")
            print(f"::error file={_property(problem.path)}{line}::{message}")


def _property(text: str) -> str:
    """Write a property of a forge's command, in which commas and colons have a meaning."""
    for char in "%:,":
        text = text.replace(char, f"%{ord(char):02X}")
    return printable(text)


def show_drafts(report: Report) -> None:
    """Print what is wrong in drafts, on the error stream, and that nothing waits for them."""
    for line in report.drafts:
        print(line, file=sys.stderr)
    if report.drafts:
        print("Ces brouillons sont laissés de côté : le reste du site ne les attend pas.", file=sys.stderr)


def count(number: int, name: str) -> str:
    """Return the number with its noun, in the plural from two on."""
    return f"{number} {name}{'s' if number > 1 else ''}"


def fail(message: str, problems: Iterable[Problem] = (), code: int = 1) -> NoReturn:
    """List the problems, print the message unless it is empty, and exit."""
    show_problems(problems)
    if message:
        print(message, file=sys.stderr)
    sys.exit(code)
