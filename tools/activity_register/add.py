"""`invoke registre --ajouter`: checks every row of a file, or five answers, and seals all or none."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.statistics.records.at_hand import read_at_hand
from plugins.statistics.records.entries import FOLDER, added, finish_interrupted
from plugins.statistics.records.keys import RECIPIENTS, read_recipients
from plugins.statistics.records.register import shown_register_file
from plugins.statistics.records.rows import Checker, read_batch
from plugins.statistics.records.sealing import seal, tables
from tools.activity_register.questions import ask_records
from tools.activity_register.sources import frozen_periods, open_years, vocabularies_of
from tools.report import count, fail

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from plugins.statistics.records.register import Record


def run(root: Path, file: str, today: dt.date) -> None:
    """Add the rows of a file, of the terminal if it is empty; exit 1 and say why if anything is wrong."""
    content = root / "content"
    folder = content / FOLDER
    if not file and not sys.stdin.isatty():
        fail(
            "sans fichier, les questions se posent dans un terminal → invoke registre --ajouter FICHIER",
            code=2,
        )
    if finish_interrupted(folder):
        fail(
            "Le dernier ajout avait été interrompu après avoir été scellé en entier :"
            " il est maintenant en place.\n"
            "Si c’était celui-ci, c’est fait : supprimez le fichier en clair. Sinon, relancez la commande."
        )
    recipients = read_recipients(folder / RECIPIENTS, shown_register_file(folder / RECIPIENTS))
    if recipients.problems:
        fail("", recipients.problems)
    if not recipients.keys:
        place = shown_register_file(folder / RECIPIENTS)
        fail(f"{place}: aucune clé → une personne du bureau lance invoke registre --cle")
    records = _read(Path(file), content) if file else _ask(content, today)
    sealed = [seal(table, recipients.keys) for table in tables(records)]
    with added(folder, sealed):
        print(
            f"{count(len(records), 'ligne')} scellée{'s' * (len(records) > 1)} "
            f"dans {count(len(sealed), 'fichier')} de {shown_register_file(folder)}/."
        )
        if file:
            print(f"Supprimez maintenant le fichier en clair, {file}, et videz la corbeille.")


def _read(file: Path, content: Path) -> Sequence[Record]:
    """Return the records of a file; exit 1 with every problem if there is any."""
    try:
        data = file.read_bytes()
    except OSError:
        fail(f"{file}: le fichier ne peut pas être lu → vérifiez son nom et ses droits")
    vocabularies, classifications = vocabularies_of(content)
    known = read_at_hand(content, vocabularies).register.blocks()
    records, problems = read_batch(str(file), data, classifications, frozen_periods(content), known)
    if problems:
        fail(f"{count(len(problems), 'problème')} : rien n’a été scellé.", problems)
    return records


def _ask(content: Path, today: dt.date) -> Sequence[Record]:
    """Return the records that a person gives in the terminal; exit 1 if there is none."""
    vocabularies, classifications = vocabularies_of(content)
    known = read_at_hand(content, vocabularies).register.blocks()
    checker = Checker(classifications, frozen_periods(content), set(known))
    records = ask_records(open_years(content, today), classifications, checker)
    if not records:
        fail("rien n’a été scellé.")
    return records
