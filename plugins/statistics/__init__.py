"""Publishes the association's figures: those of the printed reports, and its protected statistics.

The figures of the reports (`figures`) are put into texts and summaries
wherever an editor writes `{chiffre:permanences:2023}`, and templates have
`chiffre(serie, date)` and `chiffres(serie)`.

The protected statistics are those of the frozen snapshots (`publishing`), proved by
the audit at every build. Templates have `statistiques()`, the page's view (`page`),
and `telechargements()`, its files (`downloads`). Once everything is written, the site
is read again for numbers that say more than the tables (`scrape`).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import pass_context
from pelican import signals

from plugins.build_cache import Cache
from plugins.french_numbers import file_size
from plugins.problems import Problem, report
from plugins.statistics import downloads
from plugins.statistics.figures import FILE_NAME, Figure, Figures, UnknownToken, substitute
from plugins.statistics.figures_file import Known, read_figures, report_periods
from plugins.statistics.page import StatisticsPage, compose
from plugins.statistics.publishing import Statistics, load
from plugins.statistics.recompute import recompute_problems
from plugins.statistics.scrape import leaks, manifest
from plugins.statistics.visits import read_visits

if TYPE_CHECKING:
    from jinja2.runtime import Context

MARKDOWN_EXTENSION = "plugins.statistics.figures_markdown"
SETTING = "FIGURES"
"""Where the settings hold the figures of one build, a `Figures`."""

STATISTICS, FILES = "STATISTICS", "STATISTICS_FILES"
"""Where the settings hold what the register publishes, a `Statistics`, and the files to offer."""

FOLDER = "chiffres"
"""The site's folder of downloads, below the page that offers them."""


def _load_figures(pelican: Any) -> None:
    """Read the figures, and hand them to texts and templates."""
    settings = pelican.settings
    content = Path(settings["PATH"])
    figures, problems = _read(content, settings.get("VOCABULARIES", {}))
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


def _load_statistics(pelican: Any) -> None:
    """Read and prove what the register publishes, and hand it to the templates."""
    settings = pelican.settings
    content, vocabularies, figures = Path(settings["PATH"]), settings["VOCABULARIES"], settings[SETTING]
    statistics, problems = load(content, vocabularies, figures, Cache(Path(settings["CACHE_FOLDER"])))
    months, unreadable = read_visits(content)
    mistakes = recompute_problems(figures, vocabularies.get("series", {}), content.name)
    for problem in (*problems, *unreadable, *mistakes):
        report(problem)
    sets = downloads.datasets(statistics.publication, statistics.classifications, figures, vocabularies)
    licence = str(settings["ASSOCIATION"].get("site", {}).get("licence_contenus", ""))
    settings[STATISTICS] = statistics
    settings[FILES] = downloads.files(sets, f"{settings['SITENAME']} : chiffres", licence)

    def page() -> StatisticsPage:
        return compose(figures, vocabularies, statistics.publication, statistics.classifications)

    def offered() -> list[tuple[str, str, str]]:
        """Return (address, title, weight) of every file, the spreadsheet first."""
        titles = {f"{data.name}.csv": data.title for data in sets}
        titles |= {downloads.SPREADSHEET: "Tous les tableaux dans un classeur"}
        titles |= {downloads.PACKAGE: "La description des fichiers (Frictionless Data Package)"}
        order = [downloads.SPREADSHEET, *(f"{data.name}.csv" for data in sets), downloads.PACKAGE]
        files = settings[FILES]
        return [(f"/{FOLDER}/{name}", titles[name], file_size(len(files[name]))) for name in order]

    extra = {"statistiques": page, "telechargements": offered, "visites": lambda: months}
    settings["JINJA_GLOBALS"] = {**settings["JINJA_GLOBALS"], **extra}


def _write_files(pelican: Any) -> None:
    """Write the downloads where a page offers them."""
    folder = Path(pelican.settings["OUTPUT_PATH"]) / FOLDER
    if not (folder / "index.html").exists():
        return
    for name, data in pelican.settings[FILES].items():
        (folder / name).write_bytes(data)


def _look_for_leaks(pelican: Any) -> None:
    """Read the written pages again: a number that says more than the tables is a problem."""
    settings = pelican.settings
    statistics: Statistics = settings[STATISTICS]
    known = manifest(statistics.publication, statistics.classifications, settings[SETTING])
    output = Path(settings["OUTPUT_PATH"])
    content = Path(settings["PATH"])
    for path in sorted(output.rglob("*.html")):
        source = settings["PAGE_ORIGINS"].get(str(path))
        shown = (
            Path(source).relative_to(content.parent).as_posix()
            if source
            else path.relative_to(output).as_posix()
        )
        for label in sorted({leak.label for leak in leaks(path.read_text(encoding="utf-8"), known)}):
            report(
                Problem(
                    shown,
                    0,
                    f"un nombre accompagne « {label} » sans être dans les tableaux publiés",
                    "retirez ce nombre : il pourrait désigner quelqu’un",
                )
            )


def _read(content: Path, vocabularies: Any) -> tuple[Figures, tuple[Problem, ...]]:
    path = content / FILE_NAME
    if not path.exists():
        return Figures(), ()
    pages = sorted((content / "activites" / "rapports").glob("*.md"))
    known = Known(
        series=frozenset(vocabularies.get("series", ())),
        remarks=frozenset(vocabularies.get("remarques", ())),
        reports=report_periods(page.read_text(encoding="utf-8", errors="replace") for page in pages),
    )
    return read_figures(path.read_bytes(), f"{content.name}/{FILE_NAME}", known)


def _globals(figures: Figures, theme: str) -> dict[str, Any]:
    """Return what templates may call; a figure that is missing is a problem of the template."""

    def complain(context: Context, series: str, date: str | None = None) -> None:
        if figures.complete:
            report(Problem(f"{theme}/templates/{context.name}", 0, *figures.missing(series, date)))

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


def _substitute_figures(content: Any) -> None:
    """Put the figures into a page's text and into every text of its front matter."""
    figures: Figures = content.settings[SETTING]
    unknown: list[UnknownToken] = []
    if content._content:  # noqa: SLF001  Pelican gives no public way to change it
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


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(_load_figures)
    signals.initialized.connect(_load_statistics)
    signals.content_object_init.connect(_substitute_figures)
    signals.finalized.connect(_write_files)
    signals.finalized.connect(_look_for_leaks)
