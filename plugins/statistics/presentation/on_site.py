"""Puts the protected statistics on the site: page, downloads, PDF reports."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from plugins.core.cache import key_of
from plugins.core.colours import Colours
from plugins.core.pelican import contents_of, offer, site_of
from plugins.figures.figures import Figures
from plugins.figures.recompute import recompute_problems
from plugins.french.numbers import file_size
from plugins.statistics.freezing.publishing import Statistics, load
from plugins.statistics.freezing.snapshots import RELEASE_FILE, fingerprints, write_fingerprints
from plugins.statistics.presentation import downloads, pdf
from plugins.statistics.presentation.page import Evolution, StatisticsPage, compose, evolution
from plugins.statistics.presentation.page import blocks as page_blocks
from plugins.statistics.presentation.spreadsheet import to_ods
from plugins.visits.months import read_visits

FOLDER = "chiffres"
"""The site's folder of downloads, below the page that offers them."""


@dataclass(frozen=True)
class StatisticsFiles:
    """What is written for the statistics: downloads, reports, fingerprints."""

    by_path: dict[str, bytes]
    """By path below the output folder; the reports are added once their pages are known."""


def load_statistics(pelican: Any) -> None:
    """Read and prove what the register publishes, and hand it to the templates."""
    site = site_of(pelican)
    vocabularies, figures = site.facts.vocabularies, site.part(Figures)
    statistics, problems = load(site.content, vocabularies, site.cache, prove=not site.pages_first)
    months, unreadable = read_visits(site.content)
    mistakes = recompute_problems(figures, vocabularies.get("series", {}), site.content.name)
    site.report((*problems, *unreadable, *mistakes))
    sets = downloads.datasets(statistics.publication, statistics.classifications, figures, vocabularies)
    licence = str(site.facts.association.get("site", {}).get("licence_contenus", ""))
    made = downloads.download_files(sets, f"{pelican.settings['SITENAME']} : chiffres", licence, to_ods(sets))
    files = {f"{FOLDER}/{name}": data for name, data in made.items()}
    files[RELEASE_FILE] = write_fingerprints(fingerprints(statistics.snapshots))
    site.add(statistics)
    site.add(StatisticsFiles(files))

    def page() -> StatisticsPage:
        return compose(figures, vocabularies, statistics)

    def dated(series: str) -> Evolution:
        """Return a series of totals; empty while nobody has counted."""
        return evolution(figures.of(series), vocabularies.get("remarques", {}))

    def offered() -> list[tuple[str, str, str]]:
        """Return (address, title, weight) of every file, the spreadsheet first."""
        titles = {f"{data.name}.csv": data.title for data in sets}
        titles |= {downloads.SPREADSHEET: "Tous les tableaux dans un classeur"}
        titles |= {downloads.PACKAGE: "La description des fichiers (Frictionless Data Package)"}
        order = [downloads.SPREADSHEET, *(f"{data.name}.csv" for data in sets), downloads.PACKAGE]
        return [(f"/{FOLDER}/{name}", titles[name], file_size(len(made[name]))) for name in order]

    offer(pelican, statistiques=page, telechargements=offered, visites=lambda: months, evolution=dated)


def print_reports(generators: Iterable[Any]) -> None:
    """Make the PDF of each activity report, and tell its page where it is."""
    for page in contents_of(generators):
        if page.section == "rapports":
            page.pdf = _print_report(page)


def _print_report(page: Any) -> tuple[str, str]:
    """Return the address of a report's PDF, and its facts for the link."""
    site, path = site_of(page), f"documents/rapports/{page.slug}.pdf"
    if site.pages_first:
        return f"/{path}", "PDF"
    period = page.periode.replace("-", "–")
    blocks = page_blocks(site.part(Statistics), site.facts.vocabularies.get("activites", {}))
    document = pdf.document(
        page.settings["SITENAME"],
        page.title,
        page.summary,
        pdf.printable(page.content, site.facts.address),
        (block for block in blocks if block.period == period),
    )
    fonts = site.theme / "static" / "fonts"
    cache, css = site.cache, pdf.style_sheet(site.part(Colours).light)
    data = cache.get(pdf.key(document, css, fonts), lambda: pdf.render_pdf(document, css, fonts))
    site.part(StatisticsFiles).by_path[path] = data
    pages = int(cache.get(key_of("pages", data), lambda: _count_pages(data)))
    return f"/{path}", f"PDF, {file_size(len(data))}, {pages}\u00a0pages"


def _count_pages(document: bytes) -> bytes:
    import pypdf  # noqa: PLC0415  slow to load, and a report is rarely made anew

    return str(len(pypdf.PdfReader(io.BytesIO(document)).pages)).encode()


def write_files(pelican: Any) -> None:
    """Write the downloads and the reports, where a page offers them."""
    site = site_of(pelican)
    downloads_offered = (site.output.folder / FOLDER / "index.html").exists()
    for name, data in site.part(StatisticsFiles).by_path.items():
        if name == RELEASE_FILE or downloads_offered or not name.startswith(f"{FOLDER}/"):
            site.output.write(name, data)
