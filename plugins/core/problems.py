"""A problem that an editor can mend: a value, kept with what it belongs to or given to the `Site`."""

from __future__ import annotations

from dataclasses import dataclass, field

from plugins.core.printable import printable

COMPLAINTS = "complaints"
"""The name by which what templates call finds the list of problems of the page that is being rendered."""

Mistake = tuple[str, str]
"""What is wrong, and what to do, in French: a problem whose place the caller knows."""


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
    about: str = field(default="", compare=False)
    """The address that leads nowhere, as the page has it, or the kind of fault.

    Two steps that find one fault give the same.
    """
    field_name: str = field(default="", compare=False)
    """The field of the front matter that is wrong; empty where it is the text, or the whole file."""

    def __str__(self) -> str:
        """Return `fichier:ligne: problème → remède` on one line, the form that editors and forges read."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        return printable(f"{place}: {self.text} → {self.remedy}")
