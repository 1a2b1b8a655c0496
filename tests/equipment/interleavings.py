"""Random sequences of saves, moves and mistakes, at random moments, that end in a site without mistakes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from pathlib import Path

EDITS = 8
NAMES = ("alpha", "beta", "gamma")
MOVED = "delta"
LONGEST_PAUSE = 0.7
"""Seconds: from two saves in one event up to a whole build between them."""


def text_of(name: str, body: str) -> str:
    """Return an actualité: pages link to every one of them, whatever the theme."""
    return (
        f'---\ntitre: "La page {name}"\ndate: 2024-01-01\n'
        f'resume: "Un résumé assez long pour la page {name}, en une seule phrase complète et claire."\n'
        f"---\n\n{body}\n"
    )


def play(content: Path, chance: random.Random, pause: Callable[[float], object]) -> None:
    """Edit the actualités of a site, `EDITS` times; what was left half done is then finished.

    Args:
        content: a content folder that no other edits are made in meanwhile.
        chance: decides everything.
        pause: called with seconds.
    """
    folder = content / "actualites"
    for number in range(EDITS):
        name = chance.choice(NAMES)
        path = folder / f"{name}.md"
        whole = text_of(name, f"Le texte numéro {number} : {chance.random()}.")
        match chance.randrange(6):
            case 0 if path.exists():
                path.unlink()
            case 1 if path.exists():
                path.rename(folder / f"{MOVED}.md")
            case 2:
                path.write_text(whole[: chance.randrange(len(whole))], encoding="utf-8")
            case 3:
                path.write_text(text_of(name, "Voir [ici](/nulle-part/)."), encoding="utf-8")
            case 4:
                fresh = folder / f".{name}.md.tmp"
                fresh.write_text(whole, encoding="utf-8")
                fresh.replace(path)
            case _:
                path.write_text(whole, encoding="utf-8")
        if chance.random() < 0.8:  # else at once
            pause(chance.random() * LONGEST_PAUSE)
    for name in (*NAMES, MOVED):
        if (folder / f"{name}.md").exists():
            text = text_of(name, f"La dernière version : {chance.random()}.")
            (folder / f"{name}.md").write_text(text, encoding="utf-8")
