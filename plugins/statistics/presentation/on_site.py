"""Puts the protected statistics on the site: page, downloads, PDF reports."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.core.cache import Cache, key_of
from plugins.core.problems import report
from plugins.figures import in_texts
from plugins.figures.recompute import recompute_problems
from plugins.french.numbers import file_size
from plugins.statistics.freezing.publishing import Statistics, load
from plugins.statistics.freezing.snapshots import RELEASE_FILE, fingerprints, write_fingerprints
from plugins.statistics.presentation import downloads, pdf
from plugins.statistics.presentation.page import Evolution, StatisticsPage, compose, evolution
from plugins.statistics.presentation.page import blocks as page_blocks
from plugins.statistics.presentation.spreadsheet import to_ods
from plugins.visits.months import read_visits

if TYPE_CHECKING:
    from collections.abc import Iterable

STATISTICS, FILES = "STATISTICS", "STATISTICS_FILES"
"""Where the settings hold what the register publishes, a `Statistics`, and the files to write, by path."""

FOLDER = "chiffres"
"""The site's folder of downloads, below the page that offers them."""


def load_statistics(pelican: Any) -> None:
    """Read and prove what the register publishes, and hand it to the templates."""
    settings = pelican.settings
    content, vocabularies, figures = (
        Path(settings["PATH"]),
        settings["VOCABULARIES"],
        settings[in_texts.SETTING],
    )
    statistics, problems = load(content, vocabularies, Cache(Path(settings["CACHE_FOLDER"])))
    months, unreadable = read_visits(content)
    mistakes = recompute_problems(figures, vocabularies.get("series", {}), content.name)
    for problem in (*problems, *unreadable, *mistakes):
        report(problem)
    sets = downloads.datasets(statistics.publication, statistics.classifications, figures, vocabularies)
    licence = str(settings["ASSOCIATION"].get("site", {}).get("licence_contenus", ""))
    settings[STATISTICS] = statistics
    made = downloads.files(sets, f"{settings['SITENAME']} : chiffres", licence, to_ods(sets))
    settings[FILES] = {f"{FOLDER}/{name}": data for name, data in made.items()}
    settings[FILES][RELEASE_FILE] = write_fingerprints(fingerprints(statistics.snapshots))

    def page() -> StatisticsPage:
        return compose(figures, vocabularies, statistics)

    def dated(series: str) -> Evolution:
        """Return a series of totals with its chart; empty while nobody has counted."""
        names = vocabularies.get("series", {})
        label = names[series].label if series in names else series
        return evolution(series, label, figures.of(series), vocabularies.get("remarques", {}))

    def offered() -> list[tuple[str, str, str]]:
        """Return (address, title, weight) of every file, the spreadsheet first."""
        titles = {f"{data.name}.csv": data.title for data in sets}
        titles |= {downloads.SPREADSHEET: "Tous les tableaux dans un classeur"}
        titles |= {downloads.PACKAGE: "La description des fichiers (Frictionless Data Package)"}
        order = [downloads.SPREADSHEET, *(f"{data.name}.csv" for data in sets), downloads.PACKAGE]
        return [(f"/{FOLDER}/{name}", titles[name], file_size(len(made[name]))) for name in order]

    extra = {"statistiques": page, "telechargements": offered, "visites": lambda: months, "evolution": dated}
    settings["JINJA_GLOBALS"] = {**settings["JINJA_GLOBALS"], **extra}


def print_reports(generators: Iterable[Any]) -> None:
    """Make the PDF of each activity report, and tell its page where it is."""
    for generator in generators:
        for page in getattr(generator, "pages", ()):
            if page.section == "rapports":
                page.pdf = _print_report(page)


def _print_report(page: Any) -> tuple[str, str]:
    """Return the address of a report's PDF, and its facts for the link."""
    settings = page.settings
    statistics: Statistics = settings[STATISTICS]
    kinds = settings["VOCABULARIES"].get("activites", {})
    period = page.periode.replace("-", "–")
    blocks = page_blocks(statistics, kinds)
    document = pdf.document(
        pdf.Report(
            settings["SITENAME"],
            page.title,
            page.summary,
            pdf.printable(page.content, str(settings["ASSOCIATION"].get("site", {}).get("adresse", ""))),
            tuple(block for block in blocks if block.period == period),
        )
    )
    fonts = Path(settings["THEME"]) / "static" / "fonts"
    cache = Cache(Path(settings["CACHE_FOLDER"]))
    data = cache.get(pdf.key(document, fonts), lambda: pdf.render(document, fonts))
    path = f"documents/rapports/{page.slug}.pdf"
    settings[FILES][path] = data
    pages = int(cache.get(key_of("pages", data), lambda: _count_pages(data)))
    return f"/{path}", f"PDF, {file_size(len(data))}, {pages}\u00a0pages"


def _count_pages(document: bytes) -> bytes:
    import pypdf  # noqa: PLC0415  slow to load, and a report is rarely made anew

    return str(len(pypdf.PdfReader(io.BytesIO(document)).pages)).encode()


def write_files(pelican: Any) -> None:
    """Write the downloads and the reports, where a page offers them."""
    output = Path(pelican.settings["OUTPUT_PATH"])
    for name, data in pelican.settings[FILES].items():
        offered = name == RELEASE_FILE or not name.startswith(f"{FOLDER}/")
        if not offered and not (output / FOLDER / "index.html").exists():
            continue
        path = output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
