"""What `invoke check` says of the register: whether its sealed records could be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.statistics.register.at_hand import read_at_hand
from plugins.vocabulary import read_vocabularies
from tools.report import count

if TYPE_CHECKING:
    from pathlib import Path


def show(content: Path) -> None:
    """Say it in one line; nothing where nothing is sealed, or where the build lists what is wrong."""
    try:
        at_hand = read_at_hand(content, read_vocabularies(content))
    except ValueError:
        return  # the build says why the vocabularies cannot be read
    if not at_hand.sealed or at_hand.problems:
        return
    compared = "les arrêtés lui sont comparés" if at_hand.complete else "rien ne lui est comparé"
    print(f"Registre : {count(at_hand.sealed, 'entrée')}, {at_hand.opened} que votre clé ouvre ; {compared}.")
    if at_hand.stale:
        print("Des entrées ne sont pas scellées pour les clés d’aujourd’hui : invoke registre --cle.")
