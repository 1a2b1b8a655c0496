"""Puts the printed figures into texts and templates: the wiring of `figures`.

Wherever an editor writes `{chiffre:permanences:2023}`, and as `chiffre(serie, date)` and
`chiffres(serie)` in templates.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import UndefinedError, pass_context

from plugins.core.problems import COMPLAINTS, Problem, report
from plugins.figures.csv_file import figures_of
from plugins.figures.figures import Figure, Figures, UnknownToken, substitute

if TYPE_CHECKING:
    from jinja2.runtime import Context

MARKDOWN_EXTENSION = "plugins.figures.markdown_extension"
SETTING = "FIGURES"
"""Where the settings hold the figures of one build, a `Figures`."""


def load_figures(pelican: Any) -> None:
    """Read the figures, and hand them to texts and templates."""
    settings = pelican.settings
    content = Path(settings["PATH"])
    figures, problems = figures_of(content, settings.get("VOCABULARIES", {}))
    for problem in problems:
        report(problem)
    settings[SETTING] = figures
    settings["JINJA_GLOBALS"] = {
        **settings["JINJA_GLOBALS"],
        **_globals(figures, Path(settings["THEME"]).name),
    }
    markdown = settings["MARKDOWN"]
    extensions = [name for name in markdown.get("extensions", []) if name != MARKDOWN_EXTENSION]
    settings["MARKDOWN"] = {**markdown, "extensions": [*extensions, MARKDOWN_EXTENSION]}


def _globals(figures: Figures, theme: str) -> dict[str, Any]:
    """Return what templates may call; a figure that is missing is a problem of the template."""

    def complain(context: Context, series: str, date: str | None = None) -> None:
        if not figures.complete:
            return
        problem = Problem(f"{theme}/templates/{context.name}", 0, *figures.missing(series, date))
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


def substitute_figures(content: Any) -> None:
    """Put the figures into a page's text and into every text of its front matter."""
    figures: Figures = content.settings[SETTING]
    unknown: list[UnknownToken] = []
    if "{" in (content._content or ""):  # noqa: SLF001  Pelican gives no public way to change it
        content._content, missing = substitute(content._content, figures)  # noqa: SLF001
        unknown += missing
    for name, value in content.metadata.items():
        if isinstance(value, str) and "{" in value:
            text, missing = substitute(value, figures)
            unknown += missing
            content.metadata[name] = text
            # Pelican's own copy of the summary has another name
            setattr(content, "_summary" if name == "summary" else name, text)
    if unknown and figures.complete:
        _report_unknown(Path(content.source_path), Path(content.settings["PATH"]), figures, unknown)


def _report_unknown(source: Path, folder: Path, figures: Figures, unknown: list[UnknownToken]) -> None:
    """Report the unknown figures of a page, each on the line of its source that names it."""
    shown = f"{folder.name}/{source.relative_to(folder).as_posix()}"
    lines = source.read_text(encoding="utf-8-sig").split("\n")
    found = [
        Problem(shown, number, token.text, token.remedy)
        for number, line in enumerate(lines, start=1)
        for token in substitute(line, figures)[1]
    ]
    # a token broken over two lines stands on none
    for problem in found or [Problem(shown, 0, token.text, token.remedy) for token in unknown]:
        report(problem)
