"""The figures that the printed reports contain: read from `chiffres.csv`, looked up, put into texts.

A figure is what a report prints, whether or not it agrees with others: the
remark beside it says what does not add up. Texts name a figure,
`{chiffre:permanences:2023}`, instead of repeating it, so that each number is
written in one place.
"""

from __future__ import annotations

import csv
import datetime as dt
import difflib
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.french_numbers import NO_BREAK_SPACE, number
from plugins.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

FILE_NAME = "activites/chiffres.csv"
COLUMNS = ("serie", "date", "valeur", "statut", "rapport", "section", "remarque")
APPROXIMATE = "environ"
STATUSES = frozenset({"exact", APPROXIMATE})

_PERIOD = re.compile(r"([0-9]{4})-([0-9]{4})")
_REPORT_PERIOD = re.compile(r"""^periode\s*:\s*["']?([0-9]{4}-[0-9]{4})\b""", re.MULTILINE)
_TOKEN = re.compile(
    r"(?P<opens>\A|(?<=[.!?…]\s)|(?<=<p>)|(?<=<li>))?"  # a sentence begins here
    rf"(?P<said>\b{APPROXIMATE}(?:\s|<[^<>]*>)+)?"
    r"(?P<token>\{\s*chiffre[^{}]*\})",
    re.IGNORECASE,
)
_WELL_FORMED = re.compile(r"\{chiffre:(?P<series>[a-z0-9-]+):(?P<date>[0-9-]+)\}")


@dataclass(frozen=True, order=True)
class Figure:
    """One number as one report prints it; the fields are the columns of `chiffres.csv`."""

    series: str
    date: str
    """A year `2023`, a period `2021-2023` or a day `2024-02-26`."""
    report: str
    """The period of the printed report: `2021-2023`."""
    value: int
    status: str
    """`exact` or `environ`."""
    section: str
    """The heading in the report under which it stands."""
    remark: str
    """Identifier of a `[remarques.*]` of the vocabulary, or empty."""
    line: int
    """Where it stands in the file."""

    @property
    def text(self) -> str:
        """The number as a sentence shows it: "2 194", "environ 2 000"."""
        written = number(self.value)
        return f"{APPROXIMATE}{NO_BREAK_SPACE}{written}" if self.status == APPROXIMATE else written


@dataclass(frozen=True)
class Known:
    """The identifiers that a file may use. An empty set checks nothing: its own file is missing or broken."""

    series: frozenset[str]
    remarks: frozenset[str]
    reports: frozenset[str]


@dataclass(frozen=True)
class UnknownToken:
    """A token that names no figure: as written, what is wrong and what to write, in French."""

    token: str
    text: str
    remedy: str


@dataclass(frozen=True)
class Figures:
    """All figures, sorted by series, date and report."""

    all: tuple[Figure, ...] = ()
    complete: bool = True
    """False when the file could not be read: texts that name a figure are not to blame."""

    def figure(self, series: str, date: str) -> Figure | None:
        """Return the figure of a series at a date; where two reports differ, the later one's."""
        return max((figure for figure in self.of(series) if figure.date == date), default=None)

    def of(self, series: str) -> tuple[Figure, ...]:
        """Return the figures of a series, by date and report."""
        return tuple(figure for figure in self.all if figure.series == series)

    def missing(self, series: str, date: str | None = None) -> tuple[str, str]:
        """Say that a series, or its date, has no figure: problem and remedy, in French."""
        own = self.of(series)
        if own and date is not None:
            dates = ", ".join(dict.fromkeys(figure.date for figure in own))
            return f"pas de chiffre « {series} » pour « {date} »", f"choisissez une date connue : {dates}"
        names = sorted({figure.series for figure in self.all})
        near = difflib.get_close_matches(series, names, n=1)
        if not near:
            return (
                f"pas de chiffre « {series} »",
                f"ajoutez-le à {FILE_NAME}, ou choisissez-y une autre série",
            )
        found = self.figure(near[0], date) if date else None
        if found or not date:
            return f"pas de chiffre « {series} »", f"écrivez « {near[0]} »"
        return f"pas de chiffre « {series} »", f"écrivez « {near[0]} » ; {self.missing(near[0], date)[1]}"


def substitute(text: str, figures: Figures) -> tuple[str, tuple[UnknownToken, ...]]:
    """Replace every `{chiffre:serie:date}` of a text, plain or HTML.

    An unknown or misspelt token becomes "?" and is returned. "environ" is not
    said twice where the text says it already, and opens a sentence as "Environ".
    """
    unknown: list[UnknownToken] = []

    def replacement(match: re.Match[str]) -> str:
        said, token = match["said"] or "", match["token"]
        parts = _WELL_FORMED.fullmatch(token)
        figure = figures.figure(parts["series"], parts["date"]) if parts else None
        if figure is None:
            wrong = (
                figures.missing(parts["series"], parts["date"])
                if parts
                else (f"{token} n’est pas lisible", "écrivez {chiffre:serie:date}")
            )
            unknown.append(UnknownToken(token, *wrong))
            return f"{said}?"
        if said:
            return said + number(figure.value)
        return figure.text[0].upper() + figure.text[1:] if match["opens"] is not None else figure.text

    return _TOKEN.sub(replacement, text), tuple(unknown)


def report_periods(pages: Iterable[str]) -> frozenset[str]:
    """Return the periods of the printed reports, from the front matter of their pages."""
    return frozenset(period for page in pages for period in _REPORT_PERIOD.findall(page))


def read_figures(data: bytes, path: str, known: Known) -> tuple[Figures, tuple[Problem, ...]]:
    """Read `chiffres.csv`: the lines that are right, and a problem for all that is wrong.

    Args:
        data: the file's bytes.
        path: the file's name in messages.
        known: what its columns may hold.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return Figures(complete=False), (
            Problem(path, line, "le fichier n’est pas en UTF-8", "enregistrez-le avec l’encodage UTF-8"),
        )
    rows = list(_rows(text))
    header = rows[0][1] if rows else None
    problems = [Problem(path, 1, *wrong) for wrong in _check_header(header or [])]
    if problems or header is None:
        return Figures(complete=False), tuple(problems)
    figures: list[Figure] = []
    places: dict[tuple[str, str, str], int] = {}
    for line, cells in rows[1:]:
        row = _named(header, cells)
        wrong = list(_check_cells(row, known)) if row else [_unreadable(cells)]
        if row and not wrong:
            key = (row["serie"], row["date"], row["rapport"])
            first = places.setdefault(key, line)
            if first != line:
                wrong = [(f"le même chiffre qu’à la ligne {first}", "gardez une seule des deux lignes")]
            else:
                figures.append(_figure(row, line))
        problems += [Problem(path, line, text, remedy) for text, remedy in wrong]
    return Figures(tuple(sorted(figures))), tuple(problems)


def _rows(text: str) -> Iterator[tuple[int, list[str] | None]]:
    """Yield each row with its line; None for one that is no CSV. Blank rows do not count."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error:
            yield line, None
            continue
        if any(cells):
            yield line, cells


def _named(header: list[str], cells: list[str] | None) -> Mapping[str, str] | None:
    return dict(zip(header, cells, strict=True)) if cells and len(cells) == len(header) else None


def _unreadable(cells: list[str] | None) -> tuple[str, str]:
    if cells is None:
        return (
            "un guillemet ouvert n’est pas fermé, ou l’est trop tôt",
            "corrigez les guillemets droits de la ligne",
        )
    return (
        f"{len(cells)} cases au lieu de {len(COLUMNS)}",
        "séparez-les par des virgules ; mettez entre guillemets droits un texte qui contient une virgule",
    )


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
    if len(header) == 1 and ";" in header[0]:
        yield "les colonnes sont séparées par des points-virgules", "enregistrez le fichier avec des virgules"
        return
    absent = [name for name in COLUMNS if name not in header]
    for name in absent:
        yield f"il manque la colonne « {name} »", f"la première ligne est : {','.join(COLUMNS)}"
    for name in sorted(set(header)):
        if name not in COLUMNS:
            yield f"la colonne « {name} » n’existe pas", _instead(name, absent) or "retirez-la"
        elif header.count(name) > 1:
            yield f"la colonne « {name} » est là deux fois", "retirez-en une"


def _check_cells(row: Mapping[str, str], known: Known) -> Iterator[tuple[str, str]]:
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
    if re.fullmatch(r"[0-9]{4}", text):
        return True
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
