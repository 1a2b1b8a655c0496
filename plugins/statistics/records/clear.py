"""What may stand in clear in the register's folder, and the refusal of everything else that git tracks.

A row that is tracked is read by more people than the bureau, for ever. The one exception is what was
coded from a report that is printed and public: `code-depuis-les-rapports/PERIODE.csv`, where a report
of that period is on the site, and for that period alone.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from plugins.core.folders import files_below
from plugins.core.problems import Problem
from plugins.core.sections import section_named
from plugins.statistics.records.classification import parse_period
from plugins.statistics.records.entries import FOLDER, SUFFIX
from plugins.statistics.records.keys import RECIPIENTS
from plugins.statistics.records.register import COLUMNS, RegisterSource, shown_register_file
from plugins.statistics.records.rows import simple
from plugins.statistics.records.spreadsheets import UnreadableError, read_sheets

PRINTED = "code-depuis-les-rapports"
"""In the register's folder: rows in clear, of printed reports."""

REPORTS = section_named("rapports").folder
_PERIOD_FIELD = re.compile(r"""^periode:\s*["']?(\d{4}(?:-\d{4})?)["']?\s*$""", re.MULTILINE)


def printed_sources(content: Path) -> tuple[RegisterSource, ...]:
    """Return the tables that were coded from printed reports.

    Raises:
        OSError: one of them cannot be read.
    """
    return tuple(
        RegisterSource(shown_register_file(file), file.read_bytes(), parse_period(file.stem))
        for file in sorted((content / FOLDER / PRINTED).glob("*.csv"))
    )


def clear_files(content: Path) -> tuple[Problem, ...]:
    """Return a problem per file that holds, or may hold, rows in clear and is tracked by git.

    Without git, whatever is there counts as tracked.
    """
    folder = content / FOLDER
    reports = {
        period
        for report in sorted((content / REPORTS).glob("*.md"))
        for period in _PERIOD_FIELD.findall(report.read_text(encoding="utf-8", errors="replace"))
    }
    problems: list[Problem] = []
    for name in _tracked(folder):
        place = shown_register_file(folder / name)
        home, _, file = name.rpartition("/")
        stem, _, extension = file.rpartition(".")
        if home == PRINTED and extension == "csv":
            if stem not in reports:
                problems.append(_refused(place, f"aucun rapport imprimé n’a la période {stem}"))
        elif home or not (name == RECIPIENTS or name.endswith(SUFFIX)):
            problems.append(_refused(place, "ce fichier du registre n’est pas scellé"))
    return tuple(problems)


def strays(content: Path) -> tuple[Problem, ...]:
    """Return a problem per table elsewhere in the content that has the register's columns, tracked or not."""
    problems = []
    for name in files_below(content):
        suffix = name[name.rfind(".") :].lower()
        if suffix in {".csv", ".ods", ".xlsx"} and not name.startswith(f"{FOLDER}/"):
            try:
                data = (content / name).read_bytes()
                head = b"\n".join(data.split(b"\n", 9)[:9]) if suffix == ".csv" else data
                tables = read_sheets(suffix, head)
            except UnreadableError:
                continue  # whoever reads it says so
            headers = [{simple(cell) for cell in sheet.rows[0][1]} for sheet in tables if sheet.rows]
            if any(header.issuperset(COLUMNS[1:]) for header in headers):
                text = "ce tableau a les colonnes du registre, et n’est pas scellé"
                problems.append(_refused(shown_register_file(content / name), text))
    return tuple(problems)


def _refused(place: str, text: str) -> Problem:
    remedy = f"scellez-le (invoke registre --ajouter {place}), puis retirez-le du dossier et de git (git rm)"
    return Problem(place, 0, text, remedy)


def _tracked(folder: Path) -> list[str]:
    """Return the files below the folder that git tracks, or all of them where it tracks none of ours."""
    there = files_below(folder)
    if not there:
        return []
    try:
        command = ("git", "-C", str(folder), "ls-files", "-z")
        listed = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  nothing but our own
    except FileNotFoundError:
        return _without_own(there)
    if listed.returncode != 0:
        return _without_own(there)
    tracked = set(listed.stdout.decode("utf-8", "surrogateescape").split("\0"))
    return [name for name in there if name in tracked]


def _without_own(names: list[str]) -> list[str]:
    """Leave out hidden files and folders: ours, and the locks of office programs."""
    return [name for name in names if not any(part.startswith(".") for part in name.split("/"))]
