"""Puts the figures of the printed reports into texts and templates.

In: `content/activites/chiffres.csv`. Out: `{chiffre:serie:date}` in texts and summaries,
`chiffre(serie, date)` and `chiffres(serie)` in templates; printed sums are computed again (`recompute`).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import UndefinedError, pass_context
from pelican import signals

from plugins.core.pelican import html_of, offer, replace_field, replace_html, site_of
from plugins.core.problems import COMPLAINTS, Problem
from plugins.figures.csv_file import figures_of
from plugins.figures.figures import FILE_NAME, Figure, Figures, UnknownToken, substitute

if TYPE_CHECKING:
    from jinja2.runtime import Context


ABSENT: Final = Problem(
    f"content/{FILE_NAME}",
    0,
    "le fichier manque, et des pages en citent les chiffres",
    "remettez-le (git checkout), ou retirez ces chiffres des pages",
)
"""Told once, in the place of every figure that a page asks for."""


def _load(pelican: Any) -> None:
    """Read the figures, and hand them to texts and templates."""
    site = site_of(pelican)
    figures, problems = figures_of(site.content, site.facts.vocabularies)
    site.report(problems)
    site.add(figures)
    offer(pelican, **_globals(figures, site.theme.name))


def _globals(figures: Figures, theme: str) -> dict[str, Any]:
    """Return what templates may call; a figure that is missing is a problem of the template."""

    def complain(context: Context, series: str, date: str | None = None) -> None:
        if not figures.complete:
            return
        problem = (
            ABSENT
            if figures.is_absent
            else Problem(f"{theme}/templates/{context.name}", 0, *figures.missing(series, date))
        )
        complaints = context.get(COMPLAINTS)
        if complaints is None:  # a macro imported without context
            raise UndefinedError(f"{problem.text} → {problem.remedy}")
        complaints.append(problem)

    @pass_context
    def chiffre(context: Context, series: str, date: str | int) -> str:
        figure = figures.figure(series, str(date))
        if figure is None:
            complain(context, series, str(date))
            return ""
        return figure.text

    @pass_context
    def chiffres(context: Context, series: str) -> tuple[Figure, ...]:
        found = figures.of(series)
        if not found:
            complain(context, series)
        return found

    return {"chiffre": chiffre, "chiffres": chiffres}


def _substitute(content: Any) -> None:
    """Put the figures into a page's text and into every text of its front matter."""
    site = site_of(content)
    figures = site.part(Figures)
    unknown: list[UnknownToken] = []
    html = html_of(content)
    if "{" in html:
        html, missing = substitute(html, figures)
        replace_html(content, html)
        unknown += missing
    for name, value in content.metadata.items():
        if isinstance(value, str) and "{" in value:
            text, missing = substitute(value, figures)
            unknown += missing
            replace_field(content, name, text)
    if unknown and figures.is_absent:
        site.report([ABSENT])
    elif unknown and figures.complete:
        site.report(_unknown(Path(content.source_path), site.content, figures, unknown))


def _unknown(source: Path, folder: Path, figures: Figures, unknown: list[UnknownToken]) -> list[Problem]:
    """Return the unknown figures of a page, each on the line of its source that names it."""
    shown = f"{folder.name}/{source.relative_to(folder).as_posix()}"
    lines = source.read_text(encoding="utf-8-sig").split("\n")
    found = [
        Problem(shown, number, token.text, token.remedy)
        for number, line in enumerate(lines, start=1)
        for token in substitute(line, figures)[1]
        if token in unknown  # else it stands in code
    ]
    # a token broken over two lines stands on none
    return found or [Problem(shown, 0, token.text, token.remedy) for token in unknown]


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(_load)
    signals.content_object_init.connect(_substitute)
