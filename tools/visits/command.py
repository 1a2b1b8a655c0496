"""`invoke visits`: reads the logs, writes a file per month that they cover, prints what was done.

The same logs in any order give the same bytes; a second run changes nothing.
A month that the logs do not cover from its first day to its last is refused
unless asked for, and a file made from more days is never replaced.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from plugins.core.disk import write_whole
from plugins.core.facts import ASSOCIATION_FILE
from plugins.core.problems import Problem
from plugins.core.toml_files import read_toml
from plugins.french.numbers import number
from plugins.visits.months import FOLDER, VisitMonth, month_text, parse_month
from tools import report
from tools.visits import log_lines
from tools.visits.months import Span, count_months, span_of
from tools.visits.requests import origin_of, robot_detector, seen_page
from tools.visits.sessions import Hit, Hits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path


@dataclass
class Tally:
    """What the lines of one file were."""

    lines: int = 0
    unreadable: int = 0
    robots: int = 0
    """Pages, but for a robot."""
    pages: int = 0


@dataclass(frozen=True)
class VisitCounts:
    """The counts of all logs, before anything is written."""

    months: tuple[VisitMonth, ...]
    spans: tuple[Span, ...]
    """Of each month."""
    tallies: tuple[tuple[str, Tally], ...]
    """Of each file, by name."""
    problems: tuple[Problem, ...]
    """Why nothing may be written."""


@dataclass(frozen=True)
class Saved:
    """The months' files by what was done with them; paths start at the content folder."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    refused: tuple[Problem, ...]


def run(logs: Sequence[Path], content: Path, *, partial: bool = False) -> None:
    """Count the visits, write the months' files and print what was done; exit 1 if no month could be counted.

    Args:
        logs: Apache's logs, plain or gzipped, in any order.
        content: the content folder.
        partial: also write the months that the logs do not wholly cover.
    """
    if not logs:
        report.fail("quels journaux ? → donnez les journaux d’Apache : invoke visits access.log*")
    own_host, problems = read_own_host(content)
    counted = count_visits(logs, own_host)
    for name, tally in counted.tallies:
        if tally.unreadable:
            print(f"{name}: lignes illisibles : {number(tally.unreadable)} sur {number(tally.lines)}")
    if problems or counted.problems:
        report.fail("Aucune visite n’a été comptée : rien n’a été modifié.", (*problems, *counted.problems))
    total = [tally for _, tally in counted.tallies]
    print(
        f"lignes lues : {number(sum(tally.lines for tally in total))}, "
        f"pages vues : {number(sum(tally.pages for tally in total))}, "
        f"pages demandées par des robots : {number(sum(tally.robots for tally in total))}"
    )
    if not own_host:
        print(
            f"{content.name}/{ASSOCIATION_FILE}: sans l’adresse du site,"
            " ses propres liens comptent comme provenance"
        )
    _show(counted, save(counted, content, partial=partial))


def _show(counted: VisitCounts, saved: Saved) -> None:
    """Print what was done with each month; exit 1 if none was counted."""
    for path in saved.written:
        print(f"{path} est écrit")
    for path in saved.unchanged:
        print(f"{path} n’a pas changé")
    for month in counted.months:
        if month.untraced:
            print(f"{month.name}: jours sans une seule ligne : {month.untraced} (manque-t-il un journal ?)")
    report.show_problems(saved.refused)
    if not saved.written and not saved.unchanged:
        report.fail("Aucun mois n’a été compté : rien n’a été modifié.")


def read_own_host(content: Path) -> tuple[str, tuple[Problem, ...]]:
    """Return the site's host without `www.`, empty where it is not known, or why it cannot be read."""
    try:
        address = read_toml(content / ASSOCIATION_FILE, ASSOCIATION_FILE).tables["site"]["adresse"]
        host = urlsplit(address).hostname or ""
    except (ValueError, KeyError, TypeError, AttributeError):
        text, remedy = "l’adresse du site n’y est pas lisible", "voyez ce qu’en dit invoke check"
        return "", (Problem(f"{content.name}/{ASSOCIATION_FILE}", 0, text, remedy),)
    return host.removeprefix("www."), ()


def count_visits(logs: Iterable[Path], own_host: str) -> VisitCounts:
    """Read every log, line by line, and count the visits of each month."""
    is_robot = robot_detector()
    hits, traced = Hits(), set[int]()
    tallies: list[tuple[str, Tally]] = []
    problems: list[Problem] = []
    for path in logs:
        tally = Tally()
        tallies.append((path.name, tally))
        try:
            for line in log_lines.read_lines(path):
                _note(line, hits, traced, tally, is_robot, own_host)
        except log_lines.LogError as error:
            problems.append(error.problem)
    if not traced and not problems:
        text = "aucune ligne n’est au format « combined » d’Apache"
        remedy = "demandez ce format à l’hébergeur, sans nom de domaine en début de ligne"
        problems.append(Problem(", ".join(name for name, _ in tallies), 0, text, remedy))
    months = count_months(hits.visits(), traced)
    return VisitCounts(
        months=months,
        spans=tuple(span_of(month.year, month.month, traced) for month in months),
        tallies=tuple(tallies),
        problems=tuple(sorted(problems)),
    )


def _note(
    text: bytes, hits: Hits, traced: set[int], tally: Tally, is_robot: Callable[[str], bool], own_host: str
) -> None:
    """Sort one line: unreadable, no page, a robot's, or a page that somebody saw."""
    tally.lines += 1
    line = log_lines.parse_line(text)
    if line is None:
        tally.unreadable += 1
        return
    traced.add(line.day)
    page = seen_page(line.request, line.status)
    if page is None:
        return
    if is_robot(line.agent.decode("latin-1")):
        tally.robots += 1
        return
    tally.pages += 1
    hits.add(line.address, Hit(line.second, line.day, page, origin_of(line.referrer, own_host)))


def save(counted: VisitCounts, content: Path, *, partial: bool) -> Saved:
    """Write the file of every month that may be; a file whose bytes stay the same is left alone."""
    written: list[str] = []
    unchanged: list[str] = []
    refused: list[Problem] = []
    for month, span in zip(counted.months, counted.spans, strict=True):
        file = content / FOLDER / f"{month.name}.csv"
        path = f"{content.name}/{FOLDER}/{file.name}"
        existing = file.read_bytes() if file.exists() else b""
        text = month_text(month).encode("ascii")
        problem = _refusal(path, month, span, existing, partial=partial)
        if problem:
            refused.append(problem)
        elif existing == text:
            unchanged.append(path)
        else:
            write_whole(file, text)
            written.append(path)
    return Saved(tuple(written), tuple(unchanged), tuple(refused))


def _refusal(path: str, month: VisitMonth, span: Span, existing: bytes, *, partial: bool) -> Problem | None:
    """Say why a month's file may not be written, or None."""
    if not month.complete and not partial:
        first, last = (dt.date.fromordinal(day).isoformat() for day in span)
        return Problem(
            path,
            0,
            f"mois incomplet, les journaux vont du {first} au {last}",
            "ajoutez les journaux des autres jours, ou l’option --partial pour compter ceux-ci",
        )
    previous = parse_month(path, existing.decode("ascii", errors="replace")) if existing else None
    if isinstance(previous, VisitMonth) and previous.traced > month.traced:
        return Problem(
            path,
            0,
            f"ces journaux couvrent {month.traced} jours du mois, ce fichier {previous.traced}",
            "donnez tous les journaux du mois, ou supprimez ce fichier",
        )
    return None
