"""A problem that an editor can mend, and the one way to report it.

Plugins report problems through the standard logging module, so that none of
them needs to know who listens: the build collects every record that carries a
`Problem` and fails at the end with all of them.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

_LOGGER_NAME = "cvts.problems"

COMPLAINTS = "complaints"
"""The name by which what templates call finds the list of problems of the page that is being rendered."""


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in the sources: where it is, what it is and what to do, in French.

    `path` is relative to the project's folder (or to what the editor sees),
    with forward slashes; `line` counts from 1, and 0 means the whole file.
    Neither text ever quotes a value of the activity register.
    """

    path: str
    line: int
    text: str
    remedy: str

    def __str__(self) -> str:
        """Return `fichier:ligne: problème → remède`, the form that editors and forges read."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.text} → {self.remedy}"


def report(problem: Problem) -> None:
    """Hand a problem to whoever runs the build."""
    logging.getLogger(_LOGGER_NAME).error("%s", problem, extra={"problem": problem})


def problem_of(record: logging.LogRecord) -> Problem | None:
    """Return the problem that a log record carries, if it was made by `report`."""
    problem = getattr(record, "problem", None)
    return problem if isinstance(problem, Problem) else None
