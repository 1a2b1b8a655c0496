"""Asks the five questions of a row in the terminal: lists to choose from, nothing to invent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.statistics.programme import DIMENSIONS
from plugins.statistics.records.register import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plugins.statistics.records.classification import Classifications, Period
    from plugins.statistics.records.rows import Checker

LABELS = {"theme": "Thème", "secteur": "Secteur du service qui demande", "region": "Région"}


def ask_choice(question: str, options: Sequence[str]) -> int:
    """Ask until one of the options is chosen by its number; return its index.

    Raises:
        EOFError, KeyboardInterrupt: the person leaves.
    """
    print(f"\n{question}")
    for number, option in enumerate(options, 1):
        print(f"  {number:>2}. {option}")
    while True:
        answer = input("Votre choix : ").strip()
        if answer.isascii() and answer.isdigit() and 1 <= int(answer[:4]) <= len(options):
            return int(answer) - 1
        print(f"Tapez un nombre de 1 à {len(options)}.")


def ask_records(years: Sequence[Period], classifications: Classifications, checker: Checker) -> list[Record]:
    """Ask for rows until the person has no more, and whether to seal them; none if not.

    Raises:
        EOFError, KeyboardInterrupt: the person leaves.
    """
    records: list[Record] = []
    while True:
        period = years[ask_choice("Période", [str(year) for year in years])]
        kinds = tuple(classifications.kinds.items())
        cells = [str(period), kinds[ask_choice("Type d’activité", [label for _, label in kinds])][0]]
        for column in DIMENSIONS:
            categories = classifications.valid(column, period)
            cells.append(categories[ask_choice(LABELS[column], [c.label for c in categories])].identifier)
        for found in checker.check(cells):
            if isinstance(found, Record):
                records.append(found)
            else:
                print(f"Cette ligne est refusée : {found.text} → {found.remedy}")
        options = ("noter une autre activité", f"sceller ({len(records)} à sceller)", "tout abandonner")
        wanted = ask_choice("Et maintenant ?", options)
        if wanted:
            return records if wanted == 1 else []
