"""Reads `content/activites/chiffres.csv`: every line is right, or a problem says what to mend."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.core.csv_rows import gathered, header_mistakes, row_mistake, rows, text_of_table
from plugins.core.disk import file_trouble
from plugins.core.problems import Problem
from plugins.core.sections import section_named
from plugins.figures.figures import APPROXIMATE, FILE_NAME, Figure, Figures
from plugins.texts.dates import read_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from plugins.core.vocabularies import Vocabulary

COLUMNS = ("serie", "date", "valeur", "statut", "rapport", "section", "remarque")
STATUSES = frozenset({"exact", APPROXIMATE})

_PERIOD = re.compile(r"([0-9]{4})-([0-9]{4})")
_REPORT_PERIOD = re.compile(r"""^periode\s*:\s*["']?([0-9]{4}-[0-9]{4})\b""", re.MULTILINE)


@dataclass(frozen=True)
class KnownNames:
    """The identifiers that a file may use. An empty set checks nothing: its own file is missing or broken."""

    series: frozenset[str]
    remarks: frozenset[str]
    reports: frozenset[str]


def report_periods(pages: Iterable[str]) -> frozenset[str]:
    """Return the periods of the printed reports, from the front matter of their pages."""
    return frozenset(period for page in pages for period in _REPORT_PERIOD.findall(page))


def figures_of(content: Path, vocabularies: Mapping[str, Vocabulary]) -> tuple[Figures, tuple[Problem, ...]]:
    """Read the figures of a content folder; without the file there are none."""
    path = content / FILE_NAME
    shown = f"{content.name}/{FILE_NAME}"
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Figures(is_absent=True), ()
    except OSError as error:
        return Figures(complete=False), (Problem(shown, 0, *file_trouble(error)),)
    pages = sorted((content / section_named("rapports").folder).glob("*.md"))
    known = KnownNames(
        series=frozenset(vocabularies.get("series", ())),
        remarks=frozenset(vocabularies.get("remarques", ())),
        reports=report_periods(page.read_text(encoding="utf-8", errors="replace") for page in pages),
    )
    return read_figures(data, shown, known)


def read_figures(data: bytes, path: str, known: KnownNames) -> tuple[Figures, tuple[Problem, ...]]:
    """Read `chiffres.csv`: the lines that are right, and a problem for all that is wrong.

    Args:
        data: the file's bytes.
        path: the file's name in messages.
        known: what its columns may hold.
    """
    text = text_of_table(data, path)
    if isinstance(text, Problem):
        return Figures(complete=False), (text,)
    table = list(rows(text))
    header = table[0][1] if table else None
    problems = [Problem(path, 1, *wrong) for wrong in _check_header(header or [])]
    if problems or header is None:
        return Figures(complete=False), tuple(problems)
    figures: list[Figure] = []
    places: dict[tuple[str, str, str], int] = {}
    for line, cells in table[1:]:
        row = _named(header, cells)
        wrong = list(_check_cells(row, known)) if row else [row_mistake(cells, COLUMNS)]
        if row and not wrong:
            key = (row["serie"], row["date"], row["rapport"])
            first = places.setdefault(key, line)
            if first != line:
                wrong = [(f"le même chiffre qu’à la ligne {first}", "gardez une seule des deux lignes")]
            else:
                figures.append(_figure(row, line))
        problems += [Problem(path, line, *mistake) for mistake in wrong]
    found = gathered(problems, lambda problem: problem.remedy)  # the texts quote cells
    return Figures(tuple(sorted(figures)), complete=not found), found


def _named(header: list[str], cells: list[str] | None) -> Mapping[str, str] | None:
    return dict(zip(header, cells, strict=True)) if cells and len(cells) == len(header) else None


def _figure(row: Mapping[str, str], line: int) -> Figure:
    return Figure(
        series=row["serie"],
        date=row["date"],
        report=row["rapport"],
        value=int(row["valeur"]),
        status=row["statut"],
        section=row["section"],
        remark=row["remarque"],
        line=line,
    )


def _check_header(header: list[str]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the first line."""
    yield from header_mistakes(header, COLUMNS)
    for name in sorted(set(header) - set(COLUMNS)):
        remedy = _instead(name, set(COLUMNS) - set(header)) or "retirez-la"
        yield f"la colonne « {name} » n’existe pas", remedy


def _check_cells(row: Mapping[str, str], known: KnownNames) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a row: problem and remedy."""
    yield from _check_term("serie", row["serie"], known.series, "les [series.*] de vocabulaire.toml")
    if not _is_date(row["date"]):
        yield f"la date « {row['date']} » n’existe pas", "écrivez 2023, 2021-2023 ou 2024-02-26"
    if not re.fullmatch(r"0|[1-9][0-9]*", row["valeur"]):
        yield f"la valeur « {row['valeur']} » n’est pas un nombre entier", "écrivez les chiffres seuls : 2194"
    yield from _check_term("statut", row["statut"], STATUSES, " et ".join(sorted(STATUSES)))
    yield from _check_term(
        "rapport", row["rapport"], known.reports, "les périodes des pages de activites/rapports"
    )
    if not row["section"]:
        yield "la colonne « section » est vide", "écrivez le titre sous lequel le rapport imprime ce chiffre"
    if row["remarque"]:
        yield from _check_term(
            "remarque", row["remarque"], known.remarks, "les [remarques.*] de vocabulaire.toml"
        )


def _check_term(column: str, value: str, allowed: frozenset[str], where: str) -> Iterator[tuple[str, str]]:
    """Yield a problem if a word is not one of those allowed; `where` says where they stand."""
    if not value:
        yield f"la colonne « {column} » est vide", f"choisissez parmi {where}"
    elif allowed and value not in allowed:
        yield (
            f"« {value} » n’existe pas dans la colonne « {column} »",
            _instead(value, allowed) or f"choisissez parmi {where}",
        )


def _instead(value: str, allowed: Iterable[str]) -> str:
    near = difflib.get_close_matches(value, sorted(allowed), n=1)
    return f"écrivez « {near[0]} »" if near else ""


def _is_date(text: str) -> bool:
    """Tell whether a text is a year, a period from a year to a later one, or a day that exists."""
    period = _PERIOD.fullmatch(text)
    if period:
        return period[1] < period[2]
    return bool(re.fullmatch(r"[0-9]{4}", text) or read_day(text))
