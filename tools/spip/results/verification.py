"""`invoke import --verifier`: proves that a folder still holds all that the dump held."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.addresses.claims import LIST as GONE_FILE
from plugins.addresses.keys import address_key
from plugins.checks.sources.check import read_sources
from plugins.core.toml_files import read_toml
from tools.spip.records import Key, Kind
from tools.spip.results.journal import COLUMNS
from tools.spip.results.journal import FILE_NAME as JOURNAL
from tools.spip.results.report import FILE_NAME as REPORT
from tools.spip.results.writing import CONTENT
from tools.spip.words import words_of_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tools.spip.results.inventory import Inventory


@dataclass(frozen=True)
class Proof:
    """One of the three: what holds, or what does not."""

    claim: str
    """In French: « chaque objet est une fois dans le journal »."""
    number: int
    """How many things were looked at."""
    faults: tuple[str, ...]


def verify(folder: Path, inventory: Inventory) -> tuple[Proof, ...]:
    """Look for every object, word and old address of a dump in the folder of its import.

    Args:
        folder: the one of `--vers`.
        inventory: what the dump holds.
    """
    rows = _rows(folder)
    pages = {key: row[COLUMNS.index("page")] for key, row in rows}
    report = _read(folder / REPORT)
    return (
        Proof(
            "chaque article, rubrique, brève, site et document est une fois dans le journal",
            len(inventory.objects),
            tuple(_journal_faults(inventory, Counter(key for key, _ in rows))),
        ),
        Proof(
            "chaque mot est dans sa page ou dans le rapport",
            sum(map(len, inventory.words.values())),
            tuple(_word_faults(folder, inventory, pages, words_of_page(report))),
        ),
        Proof(
            "chaque ancienne adresse mène quelque part, est retirée exprès, ou est dans le rapport",
            len(inventory.addresses),
            tuple(_address_faults(folder, inventory, report)),
        ),
    )


def _rows(folder: Path) -> list[tuple[Key, list[str]]]:
    lines = [*csv.reader(io.StringIO(_read(folder / JOURNAL)))][1:]
    return [
        (Key(line[0], int(line[1])), line)
        for line in lines
        if len(line) == len(COLUMNS) and line[1].isdigit()
    ]


def _journal_faults(inventory: Inventory, counts: Counter[Key]) -> Iterator[str]:
    expected = set(inventory.objects)
    for key in sorted(expected | set(counts)):
        if counts[key] != 1 or key not in expected:
            yield f"{key.name} : {counts[key]} fois" + (
                "" if key in expected else ", sans être dans la copie"
            )


def _word_faults(
    folder: Path, inventory: Inventory, pages: dict[Key, str], report: frozenset[str]
) -> Iterator[str]:
    files = {path: _read(folder / CONTENT / path) for path in {*pages.values()} if path.endswith(".md")}
    everywhere = frozenset[str]().union(*map(words_of_page, files.values()))
    for key, words in sorted(inventory.words.items()):
        path = pages.get(key, "")
        shown = words_of_page(files.get(path, ""))
        page = everywhere if key.kind == Kind.DOCUMENT else shown
        missing = [word for word in words if word not in page and word not in report]
        if missing:
            yield f"{key.name} ({path or 'sans page'}) : {' '.join(missing)}"


def _address_faults(folder: Path, inventory: Inventory, report: str) -> Iterator[str]:
    claimed = {address_key(address) for address in _claimed(folder / CONTENT)}
    listed = {*re.findall(r"^- `(.+?)` \(", report, re.MULTILINE)}
    for address in inventory.addresses:
        if address_key(address) not in claimed and " ".join(address.split()) not in listed:
            yield address


def _claimed(content: Path) -> Iterator[str]:
    for source in read_sources(content, None):
        old = source.value("anciennes_adresses")
        yield from map(str, old if isinstance(old, list) else ())
    tables = read_toml(content / GONE_FILE, GONE_FILE).tables
    for value in tables.values():
        if isinstance(value, (list, dict)):
            yield from map(str, value)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
