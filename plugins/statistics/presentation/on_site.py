"""Puts the protected statistics on the site: page, downloads, PDF reports, and the last look for leaks."""

from __future__ import annotations

import io
import json
import pickle
import zlib
from collections import defaultdict
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

from plugins.build_cache import Cache, Job, key_of
from plugins.figures import in_texts
from plugins.figures.recompute import recompute_problems
from plugins.folders import files_below
from plugins.french_numbers import file_size
from plugins.problems import Problem, report
from plugins.progress import CHECKS
from plugins.statistics.freezing.publishing import Statistics, load
from plugins.statistics.freezing.snapshots import RELEASE_FILE, fingerprints, write_fingerprints
from plugins.statistics.presentation import downloads, pdf
from plugins.statistics.presentation.page import Evolution, StatisticsPage, compose, evolution
from plugins.statistics.presentation.page import blocks as page_blocks
from plugins.statistics.prose.scrape import Manifest, Statement, leaks, manifest, may_say, said_in, statements
from plugins.visits.months import read_visits
from plugins.written_pages import WrittenPages, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STATISTICS, FILES = "STATISTICS", "STATISTICS_FILES"
"""Where the settings hold what the register publishes, a `Statistics`, and the files to write, by path."""

PRINTED = "STATISTICS_PRINTED"
"""Where the settings hold the HTML of each PDF, by source."""

FEEDS = "feeds/"
"""The site's folder of feeds. No other JSON is read for leaks: the search holds the words of the pages,
and of documents that are not ours."""

GROUPS = 1024
"""Of files that are judged together: few enough to look up, and a changed page takes few others along."""

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
    settings[PRINTED] = {}
    made = _files(sets, f"{settings['SITENAME']} : chiffres", licence, Cache(Path(settings["CACHE_FOLDER"])))
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


def _files(sets: tuple[downloads.Dataset, ...], title: str, licence: str, cache: Cache) -> dict[str, bytes]:
    """Return the downloads; the spreadsheet, slow to make, comes from the cache when nothing has changed."""
    code = [Path(__file__).with_name(name).read_bytes() for name in ("downloads.py", "spreadsheet.py")]
    key = key_of("ods", *code, version("odfpy"), repr(sets))
    return downloads.files(sets, title, licence, cache.get(key, partial(_spreadsheet, sets)))


def _spreadsheet(sets: tuple[downloads.Dataset, ...]) -> bytes:
    from plugins.statistics.presentation import spreadsheet  # noqa: PLC0415  slow to load, and rarely made anew

    return spreadsheet.to_ods(sets)


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
    settings[PRINTED][page.source_path] = document
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


def read_pages_for_leaks(pelican: Any) -> None:
    """Ask for what every written page says of protected activities."""
    pages: WrittenPages = pelican.settings["WRITTEN_PAGES"]
    pages.add(STATISTICS, statements)


def look_for_leaks(pelican: Any) -> None:
    """Read what was written again: a number that says more than the tables is a problem."""
    settings = pelican.settings
    statistics: Statistics = settings[STATISTICS]
    known = manifest(statistics.publication, statistics.classifications, settings[in_texts.SETTING])
    content = Path(settings["PATH"]).parent
    sources = {
        Path(written).relative_to(settings["OUTPUT_PATH"]).as_posix(): source
        for written, source in settings["PAGE_ORIGINS"].items()
    }
    found = [(sources.get(name, ""), name, labels) for name, labels in _suspects_on_site(settings, known)]
    for page, text in settings[PRINTED].items():
        found.append((page, "", _labels(statements("", parse(text.encode())), known)))
    blamed = {label for source, _, labels in found if source for label in labels}
    for source, name, labels in found:
        shown = Path(source).relative_to(content).as_posix() if source else name
        for label in labels:
            if not source and label in blamed:  # a feed repeats what pages say
                continue
            report(
                Problem(
                    shown,
                    0,
                    f"un nombre accompagne « {label} » sans être dans les tableaux publiés",
                    "retirez ce nombre : il pourrait désigner quelqu’un",
                )
            )


def _suspects_on_site(settings: Any, known: Manifest) -> Iterator[tuple[str, list[str]]]:
    """Yield each file that was written, with what suspect numbers in it are about.

    Files are judged by groups: one in which nothing has changed keeps its verdict.
    """
    pages: WrittenPages = settings["WRITTEN_PAGES"]
    names = files_below(pages.folder)
    pages.read_ahead(name for name in names if name.endswith(".html"))
    groups: defaultdict[int, list[str]] = defaultdict(list)
    for name in names:
        if name.endswith((".html", ".ics", ".rss", ".atom")) or (
            name.startswith(FEEDS) and name.endswith(".json")
        ):
            groups[zlib.crc32(name.encode()) % GROUPS].append(name)
    base = key_of("leaks", settings["MACHINERY"], repr(known))

    def judged(names: Iterable[str]) -> bytes:
        return json.dumps([(name, _labels(_said(name, settings), known)) for name in names]).encode()

    jobs = []
    for group in groups.values():
        key = key_of(base, *(part for name in group for part in (name, settings["OUTPUT"].digest(name))))
        jobs.append(Job(key, partial(judged, group)))
    for verdict in settings["CACHE"].get_all(jobs, CHECKS):
        yield from json.loads(verdict)


def _labels(said: Iterable[Statement], known: Manifest) -> list[str]:
    return sorted({leak.label for leak in leaks(said, known)})


def _said(name: str, settings: Any) -> Iterator[Statement]:
    """Yield what a file says; a text is read once, whatever feeds it is in."""
    pages: WrittenPages = settings["WRITTEN_PAGES"]
    if name.endswith(".html"):
        yield from pages.read(STATISTICS, name)
        return
    for text in texts_of(name, (pages.folder / name).read_bytes()):
        if may_say(text):
            kept = settings["CACHE"].get(key_of("said", settings["MACHINERY"], text), partial(_pickled, text))
            yield from pickle.loads(kept)  # noqa: S301  our own folder, each entry with its digest


def _pickled(text: str) -> bytes:
    return pickle.dumps(said_in(text))


def texts_of(name: str, data: bytes) -> Iterator[str]:
    """Yield the texts that a file holds, each HTML or plain: an entry of a feed is one or more."""
    if name.endswith(".json"):
        yield from _strings(json.loads(data))
    elif name.endswith((".rss", ".atom")):
        yield from map(str, etree.fromstring(data).itertext())
    else:
        yield data.decode().replace("\r\n ", "").replace("\\n", "\n")  # a calendar's lines are cut anywhere


def _strings(data: object) -> Iterator[str]:
    """Yield every string of what was read from JSON."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for value in data.values() if isinstance(data, dict) else data:
            yield from _strings(value)
