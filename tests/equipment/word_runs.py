"""The runs of nine words of the printed reports, as hashes: what our texts may only say as a quotation.

The reports are not in the repository, and these hashes do not replace them. They are made anew by

    python -m tests.equipment.word_runs report-2019-2020.txt report-2021-2023.txt

from the texts of the two reports, and written to `report_runs.bin`: sorted, five bytes each. Forty bits:
the texts' 32,000 runs meet one of the 8,400 by chance in one project of 4,000.

No key is needed, and none would help: who may test a text needs the key. But runs that overlap can be
unrolled, word after word, by whoever knows one of them and owns a dictionary. So what must never be told,
the requests and the names, keeps only every ninth run there: neighbours share no word, and nine words
cannot be guessed at once (of all nine-word sentences that French allows, millions have the same hash).
"""

from __future__ import annotations

import hashlib
import re
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LENGTH: Final = 9
BYTES: Final = 5
KNOWN: Final = Path(__file__).with_name("report_runs.bin")

SECRET: Final = (
    ("les avis que nous avons rendus durant", "3 journees d"),
    ("remercier toutes ces personnes", "mais le bureau reste vivant"),
    ("les moments et les besoins", "realiser un kit d accueil"),
)
"""Passages of the reports by their first words and by the first ones after them, folded."""

_PAGE_BORDERS: Final = re.compile(r"^\s*(?:\d+|Comité de Vigilance en Travail Social)\s*$", re.MULTILINE)
_HYPHENATION: Final = re.compile(r"(?<=\w)-\s*\n\s*(?=\w)")
_THOUSANDS: Final = re.compile(r"(?<=\d)[ .\u00a0\u202f](?=\d{3}\b)")
_TAGS: Final = re.compile(r"</?[a-z][^<>]*>")


def words_of(text: str) -> list[str]:
    """Return the words of a text without case, accents, punctuation, tags; « l’été » is two words."""
    plain = _THOUSANDS.sub("", _TAGS.sub(" ", text)).casefold().replace("œ", "oe").replace("æ", "ae")
    letters = (char for char in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(char))
    return re.findall(r"[a-z0-9]+", "".join(letters))


def runs_of(words: Sequence[str], step: int = 1) -> Iterator[bytes]:
    """Yield the hash of each run of nine words, in order; of figures only, nothing."""
    for start in range(0, len(words) - LENGTH + 1, step):
        run = " ".join(words[start : start + LENGTH])
        yield hashlib.blake2b(run.encode(), digest_size=BYTES).digest() if re.search("[a-z]", run) else b""


def read_known() -> frozenset[bytes]:
    """Return the hashes of the reports' runs."""
    data = KNOWN.read_bytes()
    return frozenset(data[start : start + BYTES] for start in range(0, len(data), BYTES))


def runs_of_report(text: str) -> set[bytes]:
    """Return the hashes of a report's runs, its words at line ends joined and parted."""
    lines = _PAGE_BORDERS.sub("", text)
    found: set[bytes] = set()
    for hyphen in ("", " "):
        for words, step in _parts(words_of(_HYPHENATION.sub(hyphen, lines))):
            found.update(runs_of(words, step))
    return found - {b""}


def _parts(words: list[str]) -> Iterator[tuple[list[str], int]]:
    """Yield what is told and what must not be, each with the steps between its runs."""
    start = 0
    for first, after in sorted(_secrets(words)):
        yield words[start:first], 1
        yield words[first:after], LENGTH
        start = after
    yield words[start:], 1


def _secrets(words: list[str]) -> Iterator[tuple[int, int]]:
    for opening, following in SECRET:
        first = _place(words, opening.split(), 0)
        if first >= 0:
            yield first, _place(words, following.split(), first)


def _place(words: list[str], wanted: list[str], start: int) -> int:
    """Return where some words stand, the first time from a place on; -1 where they do not."""
    places = range(start, len(words) - len(wanted) + 1)
    return next((place for place in places if words[place : place + len(wanted)] == wanted), -1)


def write_known(reports: Iterable[Path]) -> None:
    """Write the hashes of these reports' runs."""
    found = set[bytes]().union(*(runs_of_report(report.read_text(encoding="utf-8")) for report in reports))
    KNOWN.write_bytes(b"".join(sorted(found)))


if __name__ == "__main__":
    write_known(map(Path, sys.argv[1:]))
