"""The output of a publication: French lines, a progress bar in a terminal, only errors when quiet."""

from __future__ import annotations

import contextlib
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from plugins.core.printable import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True)
class Terminal:
    """Where the words go."""

    quiet: bool = False
    """For cron: only what went wrong."""

    def say(self, text: str) -> None:
        """Print a line."""
        if not self.quiet:
            print(printable(text), flush=True)

    def warn(self, text: str) -> None:
        """Print an error, quiet or not."""
        print(printable(text), file=sys.stderr, flush=True)

    def confirms(self, question: str) -> bool:
        """Ask a question; without somebody to ask, the answer is no."""
        if not sys.stdin.isatty():
            return False
        try:
            answer = input(f"{printable(question)} [o/N] ")
        except EOFError:
            return False
        return answer.strip().lower() in {"o", "oui"}

    @contextlib.contextmanager
    def progress(self, title: str, total: int) -> Iterator[Callable[[int], None]]:
        """Give a function to call with the bytes that have travelled."""
        if self.quiet or not sys.stdout.isatty():
            yield lambda _: None
            return
        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
        with Progress(*columns, transient=True) as bar:
            task = bar.add_task(title, total=total)
            yield lambda size: bar.advance(task, size)
