"""How far long work has come, and the one way to report it.

As with `plugins.core.problems`, whoever works needs not know who looks: a record of
the standard logging module carries the count, and nobody prints it unless the
command runs in a terminal (`tools/progress.py`).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Final

LOGGER_NAME: Final = "cvts.progress"

READING: Final = "lecture"
IMAGES: Final = "images"
PAGES: Final = "pages"
AUDIT: Final = "audit"
INDEX: Final = "index"
CHECKS: Final = "vérification"


@dataclass(frozen=True)
class Progress:
    """One stage of the work: its French name, how much is done, of how much (0: not known)."""

    stage: str
    done: int
    total: int


def advance(stage: str, done: int, total: int) -> None:
    """Say that `done` of `total` things of a stage are done; costs next to nothing when nobody looks."""
    logger = logging.getLogger(LOGGER_NAME)
    if logger.isEnabledFor(logging.DEBUG):
        logger.debug("%s", stage, extra={"progress": Progress(stage, done, total)})


def progress_of(record: logging.LogRecord) -> Progress | None:
    """Return what a log record carries, if it was made by `advance`."""
    progress = getattr(record, "progress", None)
    return progress if isinstance(progress, Progress) else None
