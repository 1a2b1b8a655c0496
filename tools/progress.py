"""Shows how far a build has come: one bar a stage, on the error stream, gone when the work is done.

Silent where the error stream is no terminal. Reading and pages are counting_pelican from
Pelican's own signals; the plugins report the other stages (`plugins.core.progress`).
"""

from __future__ import annotations

import contextlib
import logging
import sys
from typing import TYPE_CHECKING, Any

from plugins.core.folders import files_below
from plugins.core.progress import LOGGER_NAME, PAGES, READING, Progress, advance, progress_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@contextlib.contextmanager
def bars(content: Path) -> Iterator[None]:
    """Show the progress of the build of a content folder that runs inside the block."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console  # noqa: PLC0415  a build without a terminal does without
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
    from rich.progress import Progress as Bars  # noqa: PLC0415

    display = Bars(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(file=sys.stderr),  # this very stream: the build silences what Pelican prints
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    tasks: dict[str, Any] = {}

    def show(progress: Progress) -> None:
        if progress.stage not in tasks:
            tasks[progress.stage] = display.add_task(progress.stage.capitalize())
        display.update(tasks[progress.stage], completed=progress.done, total=progress.total or None)

    with display, on_progress(show), counting_pelican(content):
        yield


@contextlib.contextmanager
def on_progress(callback: Callable[[Progress], None]) -> Iterator[None]:
    """Call `callback` with every progress that is reported inside the block."""

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            progress = progress_of(record)
            if progress:
                callback(progress)

    logger = logging.getLogger(LOGGER_NAME)
    # Pelican's loggers drop a message that they have already seen, and every count has the same
    filters, logger.filters[:] = logger.filters[:], []
    handler, level, propagate = Handler(), logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = propagate
        logger.filters[:] = filters


@contextlib.contextmanager
def counting_pelican(content: Path) -> Iterator[None]:
    """Report what Pelican reads and writes inside the block."""
    from pelican import signals  # noqa: PLC0415  the caller may not need it
    from pelican.contents import Static  # noqa: PLC0415

    texts = sum(name.endswith(".md") for name in files_below(content))
    read = written = 0

    def reading(item: Any) -> None:
        nonlocal read
        if not isinstance(item, Static):
            read += 1
            advance(READING, read, max(texts, read))

    def writing(_path: str, context: object) -> None:  # noqa: ARG001  the signal's own arguments
        nonlocal written
        written += 1
        advance(PAGES, written, max(read, written))

    with signals.content_object_init.connected_to(reading), signals.content_written.connected_to(writing):
        yield
