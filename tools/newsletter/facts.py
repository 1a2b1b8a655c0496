"""Reads the site's address and the letter's list from `association.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from plugins.core.facts import ASSOCIATION_FILE
from plugins.core.problems import Problem
from plugins.core.toml_files import read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EMAIL: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True)
class LetterFacts:
    """What the letter needs of the association; a value that is missing is empty."""

    address: str
    """Of the site, without a final slash."""
    name: str
    sender: str
    """The e-mail address that the letter comes from."""
    recipient: str
    """The e-mail address of the list."""

    @property
    def host(self) -> str:
        """Return the site's host."""
        return urlsplit(self.address).hostname or ""


def read_facts(content: Path) -> tuple[LetterFacts | None, tuple[Problem, ...]]:
    """Return the facts, or why they cannot be read."""
    path = f"{content.name}/{ASSOCIATION_FILE}"
    tables = read_toml(content / ASSOCIATION_FILE, path).tables
    if not tables:
        text, remedy = "le fichier manque ou n’est pas lisible", "voyez ce qu’en dit invoke check"
        return None, (Problem(path, 0, text, remedy),)
    site, letter = tables.get("site", {}), tables.get("lettre", {})
    facts = LetterFacts(
        address=str(site.get("adresse", "")).strip().rstrip("/"),
        name=str(site.get("sigle") or site.get("nom") or "").strip(),
        sender=str(letter.get("expediteur", "")).strip(),
        recipient=str(letter.get("liste", "")).strip(),
    )
    problems = tuple(_problems(path, facts))
    return (None if problems else facts), problems


def _problems(path: str, facts: LetterFacts) -> Iterator[Problem]:
    for name, value in (("expediteur", facts.sender), ("liste", facts.recipient)):
        if value and not EMAIL.fullmatch(value):
            yield Problem(
                path, 0, f"lettre.{name} n’est pas une adresse e-mail", "écrivez nom@domaine.be, sans accent"
            )
    if facts.address and not (facts.address.startswith("https://") and facts.host):
        yield Problem(path, 0, "site.adresse n’est pas une adresse", "écrivez-la à partir de https://")
