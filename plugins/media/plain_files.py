"""What tables and calendars could do or tell: refused, for they are plain text and published as they are."""

from __future__ import annotations

import csv
import re
from typing import Final

from plugins.media.unusable import UnusableFileError

_DELIMITERS: Final = (",", ";", "\t")
_NUMBER: Final = re.compile(r"[+-]?[\d\s.,'%€/:()-]*")
_CALLS: Final = re.compile(r"[(|!]")
_FOLDED: Final = re.compile(r"\r?\n[ \t]")  # a long line of a calendar goes on after a space
_PERSONS: Final = re.compile(r"^(?:ATTENDEE|CONTACT|ORGANIZER)\b", re.IGNORECASE | re.MULTILINE)
_ACTIVE: Final = re.compile(
    r"^(?:ACTION(?:;[^:\n]*)?:(?!DISPLAY\s*$)|ATTACH\b|IMAGE\b)", re.IGNORECASE | re.MULTILINE
)


def refuse_formulas(table: str) -> None:
    """Refuse a CSV table of which a cell is a formula: a spreadsheet would compute it, or run a program.

    Raises:
        UnusableFileError: one is.
    """
    for delimiter in _DELIMITERS:
        for row in csv.reader(table.splitlines(keepends=True), delimiter=delimiter):
            if any(map(_is_formula, row)):
                raise UnusableFileError(
                    "le tableau contient une formule",
                    "enregistrez-le à nouveau en CSV avec les résultats à la place des formules",
                )


def _is_formula(cell: str) -> bool:
    text = cell.strip()
    if text.startswith(("=", "@")):
        return len(text) > 1
    return text.startswith(("+", "-")) and not _NUMBER.fullmatch(text) and bool(_CALLS.search(text))


def refuse_persons_and_alarms(calendar: str) -> None:
    """Refuse a calendar that names who takes part, holds a file, or runs something at its hour.

    Raises:
        UnusableFileError: it does.
    """
    lines = _FOLDED.sub("", calendar).replace("\r\n", "\n")
    if _PERSONS.search(lines):
        raise UnusableFileError(
            "le calendrier nomme des personnes (ORGANIZER, ATTENDEE, CONTACT)",
            "exportez-le sans invités, ou retirez ces lignes",
        )
    if _ACTIVE.search(lines):
        raise UnusableFileError(
            "le calendrier contient un fichier, ou une alarme qui fait plus que s’afficher",
            "exportez-le sans pièces jointes ni alarmes, ou retirez ces lignes",
        )
