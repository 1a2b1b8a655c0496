"""Monthly visits of the site: the one place that knows what a file of `activites/visites/` looks like.

`invoke visits` writes one small CSV per month from the server's logs, and the
page of figures reads them back. Everything in it is a count: no address, no
page's name, no query. What a month may hold is closed: the measures and sections
below, and domains that sent at least `SMALL` visits. A file that was edited by
hand until its sums no longer agree is refused.

In the order of the file, `mesure,detail,valeur`:

- `jours`: `couverts` (calendar days from the first to the last that the logs
  cover) and `sans-trace` (those of them without a single line: a log was missing);
- `visites`, `total`;
- `visites-par-jour`: `moyenne` (per covered day, one decimal) and `maximum`;
- `pages`: pages seen during these visits, by section of the site, all that there were when they were counted;
- `provenances`: where each visit came from, one per visit: `acces-direct`, the
  domains from the largest to the smallest, `autres` (small, private or malformed).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plugins.core.encoding import undecodable_line
from plugins.core.problems import Problem
from plugins.core.sections import SECTIONS

FOLDER = "activites/visites"
"""Below the content folder."""

COLUMNS = ("mesure", "detail", "valeur")

HOME, OTHER_PAGES = "accueil", "autres-pages"
PAGE_GROUPS: Mapping[str, str] = {
    HOME: "Accueil",
    **{
        section.address_start: section.title or section.plural
        for section in SECTIONS
        if section.address_start
    },
    "demander-un-avis": "Demander un avis",
    "qui-sommes-nous": "Qui sommes-nous",
    OTHER_PAGES: "Autres pages",
}
"""The label of each group of pages, by the first part of their addresses."""

DIRECT, OTHER_ORIGINS = "acces-direct", "autres"
ORIGINS: Mapping[str, str] = {DIRECT: "Accès direct", OTHER_ORIGINS: "Autres sites"}
"""Label of what is no domain among the origins."""

SMALL = 3
"""A domain that sent fewer visits is counted among the others."""

DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})")

_FILE_NAME = re.compile(r"(?P<year>[12]\d{3})-(?P<month>0[1-9]|1[0-2])\.csv", re.ASCII)
_INTEGER = re.compile(r"0|[1-9]\d{0,8}", re.ASCII)
_FIXED = (
    ("jours", "couverts"),
    ("jours", "sans-trace"),
    ("visites", "total"),
    ("visites-par-jour", "moyenne"),
    ("visites-par-jour", "maximum"),
    ("provenances", DIRECT),
    ("provenances", OTHER_ORIGINS),
)
_AGAIN = "supprimez ce fichier et refaites-le avec invoke visits"


@dataclass(frozen=True, order=True)
class VisitMonth:
    """The visits of one month of one site."""

    year: int
    month: int
    days: int
    """Calendar days from the first to the last that the logs cover, 1 to 31."""
    untraced: int
    """Those of them without a single line in the logs."""
    visits: int
    busiest: int
    """Visits of the busiest day."""
    pages: tuple[tuple[str, int], ...]
    """Pages seen, by group, in the order of `PAGE_GROUPS` when the month was counted."""
    direct: int
    """Visits without a referrer, or that resume after a pause."""
    domains: tuple[tuple[str, int], ...]
    """Visits by referring domain, each at least `SMALL`; the largest first, then by name."""
    others: int
    """Visits from any other referrer."""

    @property
    def name(self) -> str:
        """Return the month as `2024-05`."""
        return f"{self.year:04}-{self.month:02}"

    @property
    def traced(self) -> int:
        """Return on how many days the logs have at least one line."""
        return self.days - self.untraced

    @property
    def complete(self) -> bool:
        """Tell whether the logs covered the month from its first day to its last."""
        return self.days == days_of_month(self.year, self.month)

    @property
    def mean(self) -> float:
        """Return the visits per covered day, rounded half up to one decimal."""
        return (20 * self.visits + self.days) // (2 * self.days) / 10


def days_of_month(year: int, month: int) -> int:
    """Return how many days a month has."""
    return calendar.monthrange(year, month)[1]


def rows_of(month: VisitMonth) -> tuple[tuple[str, str, str], ...]:
    """Return the rows of the month's file, without the header: the tidy table that may be downloaded."""
    rows = [
        ("jours", "couverts", month.days),
        ("jours", "sans-trace", month.untraced),
        ("visites", "total", month.visits),
        ("visites-par-jour", "moyenne", month.mean),
        ("visites-par-jour", "maximum", month.busiest),
        *(("pages", group, count) for group, count in month.pages),
        ("provenances", DIRECT, month.direct),
        *(("provenances", domain, count) for domain, count in month.domains),
        ("provenances", OTHER_ORIGINS, month.others),
    ]
    return tuple((measure, detail, str(value)) for measure, detail, value in rows)


def month_text(month: VisitMonth) -> str:
    """Return the text of the month's file."""
    return "".join(f"{','.join(row)}\n" for row in (COLUMNS, *rows_of(month)))


def read_visits(content: Path) -> tuple[tuple[VisitMonth, ...], tuple[Problem, ...]]:
    """Read every month of the content folder; return the sound ones in order, and all that is wrong.

    The folder need not exist.
    """
    months: list[VisitMonth] = []
    problems: list[Problem] = []
    for path in sorted((content / FOLDER).glob("*.csv")):
        shown = f"{content.name}/{FOLDER}/{path.name}"
        try:
            text = path.read_bytes().decode("ascii")
        except UnicodeDecodeError as error:
            line = undecodable_line(error)
            problems.append(Problem(shown, line, "ce fichier contient des caractères étrangers", _AGAIN))
            continue
        read = parse_month(shown, text)
        if isinstance(read, VisitMonth):
            months.append(read)
        else:
            problems += read
    return tuple(months), tuple(sorted(problems))


def parse_month(shown: str, text: str) -> VisitMonth | list[Problem]:
    """Read one month from its file's text.

    Args:
        shown: the file's path as messages show it; its last part gives the month.
        text: what the file holds.

    Returns:
        The month, or everything that is wrong with the file; never empty.
    """
    name = _FILE_NAME.fullmatch(shown.rsplit("/", 1)[-1])
    if not name:
        return [Problem(shown, 0, "le nom n’est pas un mois", "écrivez AAAA-MM.csv, par exemple 2024-05.csv")]
    lines = text.splitlines()
    if not lines or lines[0] != ",".join(COLUMNS):
        header = ",".join(COLUMNS)
        return [Problem(shown, 1, f"la première ligne n’est pas « {header} »", _AGAIN)]
    values, problems = _read_rows(shown, lines)
    problems += [
        Problem(shown, 0, f"il manque la ligne {measure},{detail}", _AGAIN)
        for measure, detail in _FIXED
        if (measure, detail) not in values
    ]
    if problems:
        return problems
    month = _month(int(name["year"]), int(name["month"]), values)
    return [Problem(shown, 0, text, _AGAIN) for text in _contradictions(month, lines)] or month


def _read_rows(shown: str, lines: list[str]) -> tuple[dict[tuple[str, str], str], list[Problem]]:
    """Return the values by measure and detail, and what is wrong line by line."""
    values: dict[tuple[str, str], str] = {}
    problems: list[Problem] = []
    for number, line in enumerate(lines[1:], start=2):
        row = line.split(",")  # nothing that a month holds needs quoting
        if len(row) != len(COLUMNS):
            problems.append(Problem(shown, number, "cette ligne n’a pas trois cellules", _AGAIN))
            continue
        measure, detail, value = row
        is_domain = measure == "provenances" and len(detail) <= 253 and DOMAIN.fullmatch(detail)
        is_group = measure == "pages" and detail in PAGE_GROUPS
        if (measure, detail) not in _FIXED and not is_group and not is_domain:
            problems.append(Problem(shown, number, "cette mesure n’existe pas", _AGAIN))
        elif (measure, detail) in values:
            problems.append(Problem(shown, number, "cette mesure est donnée deux fois", _AGAIN))
        elif not _INTEGER.fullmatch(value[:-2] if detail == "moyenne" else value):
            problems.append(Problem(shown, number, "la valeur n’est pas un nombre", _AGAIN))
        elif is_domain and int(value) < SMALL:
            text = f"moins de {SMALL} visites depuis ce domaine"
            problems.append(Problem(shown, number, text, f"comptez-les dans « {OTHER_ORIGINS} »"))
        values[measure, detail] = value
    return values, problems


def _month(year: int, month: int, values: Mapping[tuple[str, str], str]) -> VisitMonth:
    return VisitMonth(
        year,
        month,
        days=int(values["jours", "couverts"]),
        untraced=int(values["jours", "sans-trace"]),
        visits=int(values["visites", "total"]),
        busiest=int(values["visites-par-jour", "maximum"]),
        pages=tuple(
            (detail, int(value)) for (measure, detail), value in values.items() if measure == "pages"
        ),
        direct=int(values["provenances", DIRECT]),
        domains=ranked(
            {
                detail: int(value)
                for (measure, detail), value in values.items()
                if measure == "provenances" and detail not in ORIGINS
            }
        ),
        others=int(values["provenances", OTHER_ORIGINS]),
    )


def ranked(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Sort domains from the largest count to the smallest, then by name."""
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _contradictions(month: VisitMonth, lines: list[str]) -> list[str]:
    """Say what cannot be true together: the sums of the file prove each other."""
    if not 1 <= month.days <= days_of_month(month.year, month.month):
        return ["le mois n’a pas autant de jours"]
    checks = {
        "plus de jours sans trace que de jours couverts": month.untraced <= month.days,
        "le jour le plus fréquenté a plus de visites que le mois": month.busiest <= month.visits,
        "le jour le plus fréquenté est au-dessous de la moyenne": month.busiest * month.days >= month.visits,
        "les provenances ne font pas le total des visites": month.visits
        == month.direct + sum(count for _, count in month.domains) + month.others,
        "moins de pages vues que de visites": sum(count for _, count in month.pages) >= month.visits,
    }
    found = [text for text, holds in checks.items() if not holds]
    if not found and lines != month_text(month).splitlines():
        found = ["la moyenne ou l’ordre des lignes a changé"]
    return found
