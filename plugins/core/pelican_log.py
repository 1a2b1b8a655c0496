"""Turns what Pelican logs during one run into problems: the only place where problems come from a log.

Pelican logs and goes on; with `--fatal` it stops at the first complaint, and
its limiter hides the sixth of a kind. Here nothing is lost: every record at
WARNING or above becomes a `Problem`, known ones with a French remedy.
"""

from __future__ import annotations

import contextlib
import logging
import re
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

from plugins.core.crashes import DETAILS, MAINTAINER, crash_problem, show_traceback
from plugins.core.pelican import unlimited_log
from plugins.core.problems import Problem

KNOWN = (
    # what Pelican says, what it means, what to do
    (
        r"Cannot load plugin `(\S+)`",
        "le module {0} manque",
        "lancez « make build », qui installe ce qu’il faut",
    ),
    (r"Cannot register plugin `(\S+)`(.*)", "le module {0} ne démarre pas{1}", MAINTAINER),
    (r"Could not process (\S+)(.*)", "{0} ne peut pas être lu{1}", DETAILS),
    (r"Skipping (\S+):", "{0} ne peut pas être publié", "vérifiez son en-tête"),
)
LIBRARIES = frozenset({"PIL", "fontTools", "pypdf", "weasyprint"})
"""They warn about files that our own code refuses or accepts, and reports."""
HARMLESS = (
    # Pelican suggests alternative text for `alt=""`; the written pages are checked for it
    re.compile(r"Empty alt attribute for image"),
    re.compile(r"Other images have empty alt attributes"),
    # what is left in braces is found, with its line, in the written pages
    re.compile(r"Unable to find '.*', skipping url replacement"),
)


class ProblemCollector(logging.Handler):
    """Turns log records into problems."""

    def __init__(self, places: tuple[Path, ...] = ()) -> None:
        super().__init__(logging.WARNING)
        self.problems: list[Problem] = []
        self._places = places
        self._crashed: Problem | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record as a problem, unless it is known to be harmless."""
        message = record.getMessage()
        if record.name.split(".")[0] in LIBRARIES or any(pattern.search(message) for pattern in HARMLESS):
            return
        problem = self._crash(message) or _translate(message + _cause(record))
        if problem not in self.problems:
            self.problems.append(problem)

    def _crash(self, message: str) -> Problem | None:
        """Return why Pelican could not read a text: the first one, since all may crash at the same place."""
        error = sys.exc_info()[1]
        if not (self._places and message.startswith("Could not process ") and isinstance(error, Exception)):
            return None
        self._crashed = self._crashed or crash_problem(error, *self._places)
        return self._crashed


def _cause(record: logging.LogRecord) -> str:
    """Name the exception behind a record and where it was raised, for whoever maintains the generator."""
    if not record.exc_info or record.exc_info[1] is None:
        return ""
    error = record.exc_info[1]
    show_traceback(error)
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f" ({type(error).__name__}, {Path(place.filename).name}:{place.lineno})"


def _translate(message: str) -> Problem:
    for pattern, text, remedy in KNOWN:
        match = re.search(pattern, message)
        if match:
            return Problem("pelicanconf.py", 0, text.format(*match.groups()), remedy)
    return Problem("pelicanconf.py", 0, f"Pelican signale : {' '.join(message.split())}", MAINTAINER)


@contextlib.contextmanager
def collected_problems(*places: Path) -> Iterator[list[Problem]]:
    """Collect the problems of everything that runs inside the block, and print none of it.

    Args:
        places: those of `plugins.core.crashes.crash_problem`, where Pelican may hide a crash.
    """
    collector = ProblemCollector(places)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers[:] = [collector]
    root.setLevel(logging.WARNING)
    with unlimited_log():
        try:
            yield collector.problems
        finally:
            root.handlers[:] = handlers
            root.setLevel(level)
