"""Random sequences of saves, moves and mistakes, at random moments, that end in a site without mistakes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from pathlib import Path

EDITS = 8
LONGEST_PAUSE = 0.7
"""Seconds: from two saves in one event up to a whole build between them."""


def text_of(name: str, body: str) -> str:
    """Return a page of the section `pages`."""
    return (
        f'---\ntitre: "La page {name}"\n'
        f'resume: "Un résumé assez long pour la page {name}, en une seule phrase complète et claire."\n'
        f"---\n\n{body}\n"
    )


def play(content: Path, chance: random.Random, pause: Callable[[float], object]) -> None:
    """Edit the folder `pages` of a site, `EDITS` times; what was left half done is then finished.

    Args:
        content: a content folder that no other edits are made in meanwhile.
        chance: decides everything.
        pause: called with seconds.
    """
    folder = content / "pages"
    for number in range(EDITS):
        name = chance.choice(("alpha", "beta", "gamma"))
        path = folder / f"{name}.md"
        whole = text_of(name, f"Le texte numéro {number} : {chance.random()}.")
        match chance.randrange(6):
            case 0 if path.exists():
                path.unlink()
            case 1 if path.exists():
                path.rename(folder / "delta.md")
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
    for path in folder.glob("*a.md"):
        path.write_text(text_of(path.stem, f"La dernière version : {chance.random()}."), encoding="utf-8")
