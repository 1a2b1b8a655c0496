"""`invoke registre --lire`: the register in the terminal of who holds a key, and nowhere else."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

from plugins.statistics.records.at_hand import read_at_hand
from plugins.statistics.records.entries import FOLDER, entries
from plugins.statistics.records.keys import KEY_VARIABLE, key_file, read_keys
from plugins.statistics.records.keys import shown_key_file as shown_key
from tools.activity_register.sources import vocabularies_of
from tools.report import fail, show_problems

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.statistics.records.classification import Classifications
    from plugins.statistics.records.register import Register


def run(root: Path) -> None:
    """Print counts and rows; exit 1 if a part of the register stays closed, 2 if this is no terminal."""
    content = root / "content"
    if not sys.stdout.isatty():
        fail("le registre ne se lit que dans un terminal, pour qu’aucun fichier ne le garde en clair", code=2)
    keys = read_keys()
    if keys.problem:
        fail(str(keys.problem))
    if not keys.identities and entries(content / FOLDER):
        fail(
            f"{shown_key(key_file())}: il n’y a pas de clé ici → remettez la vôtre,"
            f" ou dites où elle est avec {KEY_VARIABLE}"
        )
    vocabularies, classifications = vocabularies_of(content)
    at_hand = read_at_hand(content, vocabularies)
    _show(at_hand.register, classifications)
    show_problems(at_hand.problems)
    if at_hand.stale:
        print(
            "Des entrées ne sont pas scellées pour les destinataires d’aujourd’hui : invoke registre --cle."
        )
    if at_hand.missing:
        fail(at_hand.missing)
    if at_hand.problems:
        sys.exit(1)


def _show(register: Register, classifications: Classifications) -> None:
    totals: Counter[tuple[str, str]] = Counter()
    for record, number in register.counts.items():
        totals[str(record.period), record.kind] += number
    for (period, kind), number in sorted(totals.items()):
        print(f"{period}  {classifications.kinds.get(kind, kind)} : {number}")
        for record, times in sorted(register.counts.items()):
            if (str(record.period), record.kind) == (period, kind):
                print(f"    {times:>4} × {record.theme}, {record.sector}, {record.region}")
