"""The figures that the printed reports contain: looked up, and put into texts.

A figure is what a report prints, whether or not it agrees with others: the
remark beside it says what does not add up. Texts name a figure,
`{chiffre:permanences:2023}`, instead of repeating it, so that each number is
written in one place.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from plugins.french.numbers import NO_BREAK_SPACE, number

FILE_NAME = "activites/chiffres.csv"
APPROXIMATE = "environ"

_TOKEN = re.compile(
    r"(?P<code><(?P<tag>code|pre)\b.*?</(?P=tag)>)|"  # shows braces
    r"(?P<opens>\A|(?<=[.!?…]\s)|(?<=<p>)|(?<=<li>))?"  # a sentence begins here
    rf"(?P<said>\b{APPROXIMATE}(?:\s|<[^<>]*>)+)?"
    r"(?P<token>\{\s*chiffre[^{}]*\})",
    re.IGNORECASE | re.DOTALL,
)
_OPENING = re.compile(r"\{\s*chiffre", re.IGNORECASE)
"""Of a token; most texts have none, and to look for whole tokens takes fifty times as long."""
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
    """False when something is wrong in the file: texts that name a figure are not to blame."""
    is_absent: bool = False
    """Whether there is no file, which harms nobody until a page asks for a figure."""

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
    Code shows the token itself.
    """
    unknown: list[UnknownToken] = []
    if not _OPENING.search(text):
        return text, ()

    def replacement(match: re.Match[str]) -> str:
        if match["code"]:
            return match[0]
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
