"""Says what changes in the words of an editor: « Actualités : 1 ajout, Ressources : 2 modifications »."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plugins.core.sections import SECTIONS, section_named

if TYPE_CHECKING:
    from tools.publish.plan import Changes

COPIES = (".br", ".gz")
"""Precompressed copies: bytes to send, but nothing that an editor wrote."""
LISTS = "Listes"
OTHERS = "Fichiers du site"
PICTURES = "Images et documents"
LOOK = "Apparence"


def kind_of(path: str) -> str:
    """Return the name of the group to which a published path belongs."""
    if path.startswith("theme/"):
        return LOOK
    if not path.endswith(".html"):
        return PICTURES if path.startswith("media/") or path.endswith(".pdf") else OTHERS
    address = path.removesuffix("index.html")
    if re.fullmatch(r".*/(\d{4}|page/\d+)/", address):
        return LISTS
    sections = [
        section
        for section in SECTIONS
        if section.prefix and address.startswith(section.prefix) and address != section.prefix
    ]
    section = max(sections, key=lambda section: len(section.prefix), default=section_named("pages"))
    _, first, *rest = section.label.split(" ")
    return " ".join((f"{first.capitalize()}s", *rest))


def summary(changes: Changes) -> str:
    """Return one line for all groups, in the order of the sections, or say that nothing changes."""
    counts: dict[str, list[int]] = {}
    for index, paths in enumerate((changes.added, changes.changed, changes.removed)):
        for path in paths:
            if not path.endswith(COPIES):
                counts.setdefault(kind_of(path), [0, 0, 0])[index] += 1
    words = (("ajout", "ajouts"), ("modification", "modifications"), ("suppression", "suppressions"))
    parts = [
        f"{group} : "
        + ", ".join(f"{n} {word[n > 1]}" for n, word in zip(counts[group], words, strict=True) if n)
        for group in sorted(counts, key=_rank)
    ]
    return " · ".join(parts) or "aucun changement"


def _rank(group: str) -> tuple[int, str]:
    last = (LISTS, PICTURES, LOOK, OTHERS)
    return (last.index(group) + 1 if group in last else 0, group)
