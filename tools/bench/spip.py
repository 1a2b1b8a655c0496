"""What moving a SPIP site in costs: processor time by the number of articles, from the dump to the files.

Each article holds lists, tables, notes, links and quotations: four times the text of the tests' first one.
"""

from __future__ import annotations

import datetime as dt
import itertools
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.equipment.spip_dumps import SpipSite, rich_site, write_img, write_sqlite
from tools.bench import table
from tools.build import ROOT
from tools.spip.choices.table import propose
from tools.spip.dumps import read_dump
from tools.spip.importing import import_site
from tools.spip.pages.existing import read_existing
from tools.spip.results.writing import write_files
from tools.spip.words import words_in

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZES: Final = (100, 1000)
TODAY: Final = dt.date(2026, 1, 1)


def run(sizes: Sequence[int] = SIZES) -> str:
    """Return the table: seconds to read the dump, to make the pages, and to write them."""
    return table(
        ("articles", "words", "read the dump", "make the pages", "write them", "together"),
        [_row(size) for size in sizes],
    )


def _row(size: int) -> tuple[object, ...]:
    with tempfile.TemporaryDirectory(prefix="cvts-") as name:
        folder, site = Path(name), _site(size)
        dump, images = write_sqlite(site, folder / "site.sqlite"), write_img(folder)
        moments = [time.process_time()]
        records = read_dump(dump)
        moments.append(time.process_time())
        existing, _ = read_existing(ROOT / "content", TODAY)
        choices = propose(records, existing.vocabularies)
        made = import_site(records, choices, existing, images, TODAY)
        moments.append(time.process_time())
        write_files(folder / "demenagement", made.files)
        moments.append(time.process_time())
    read, convert, write = (after - before for before, after in itertools.pairwise(moments))
    words = sum(len(words_in(article.text)) for article in site.records.articles)
    seconds = (f"{taken:.1f} s" for taken in (read, convert, write, read + convert + write))
    return (f"{size:,}", f"{words:,}", *seconds)


def _site(size: int) -> SpipSite:
    """Return the tests' site with so many articles more, each linked to another."""
    site = rich_site()
    model = site.records.articles[0]
    text = "\n\n".join([model.text.replace("art999", "art1001")] * 4)
    articles = tuple(
        replace(
            model,
            id=1000 + number,
            title=f"Article d’essai numéro {number}",
            text=text.replace("->3]", f"->{1000 + number * 7 % size}]"),
            rubrique=1 + number % 4,
        )
        for number in range(size)
    )
    return replace(site, records=replace(site.records, articles=(*site.records.articles, *articles)))
