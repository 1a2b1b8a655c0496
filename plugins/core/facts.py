"""Reads what the whole site goes by: the association's facts and the closed vocabularies."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from plugins.core.problems import Problem
from plugins.core.toml_files import line_with, read_toml
from plugins.core.vocabularies import FILE_NAME as VOCABULARY_FILE
from plugins.core.vocabularies import load_vocabularies

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from plugins.core.vocabularies import Vocabulary

ASSOCIATION_FILE: Final = "association.toml"
NEEDED: Final = {ASSOCIATION_FILE: "les coordonnées", VOCABULARY_FILE: "les mots qu’emploient les en-têtes"}
"""The files without which nothing can be judged, and what each holds, in French."""
LOCAL_ADDRESS: Final = "http://127.0.0.1:8000"
"""Stands in for the site's address while association.toml has none."""


HTTPS: Final = ("apache", "mandataire", "non")
"""Who answers for https: the web server, a proxy in front of it, or nobody."""
ADDRESS: Final = re.compile(r"https?://[^\s/?#@]+/?")
"""A site's address: at the root of its host, as all its links are."""


@dataclass(frozen=True)
class Facts:
    """What `association.toml` and `vocabulaire.toml` say; templates have it as `SITE.facts`."""

    association: dict[str, Any]
    vocabularies: dict[str, Vocabulary]
    problems: tuple[Problem, ...] = ()
    """Why a file cannot be read: what depends on it is not to be judged then."""

    @property
    def address(self) -> str:
        """Return the site's address, without a final slash; empty while nobody has said it."""
        return self._text("site", "adresse").rstrip("/")

    @property
    def https(self) -> str:
        """Return who answers for https, one of `HTTPS`."""
        return self._text("hebergeur", "https") or HTTPS[0]

    @property
    def short_name(self) -> str:
        """Return the association's initials; empty while nobody has said them."""
        return self._text("site", "sigle")

    @property
    def empty(self) -> tuple[str, ...]:
        """Return the dotted names of the facts that the association has yet to fill in."""
        return tuple(_empty(self.association))

    def _text(self, table: str, name: str) -> str:
        values = self.association.get(table)
        return str(values.get(name, "")) if isinstance(values, dict) else ""


def load_facts(content: Path) -> Facts:
    """Read both files of the content folder; one that has a fault is empty, and says so."""
    vocabularies, unreadable = load_vocabularies(content)
    shown = f"{content.name}/{ASSOCIATION_FILE}"
    file = read_toml(content / ASSOCIATION_FILE, shown)
    problems = [*unreadable, *file.problems]
    for name, what in NEEDED.items():
        if not (content / name).exists():
            missing = "le fichier manque", f"remettez-le : il contient {what}"
            problems.append(Problem(f"{content.name}/{name}", 0, *missing))
    facts = Facts(dict(file.tables), vocabularies)
    if facts.address and not ADDRESS.fullmatch(facts.address):
        remedy = "écrivez https:// et le nom du site, sans dossier derrière : « https://www.exemple.be »"
        line = line_with(file.text, facts.address)
        problems.append(Problem(shown, line, "« adresse » n’est pas l’adresse d’un site", remedy))
    if facts.https not in HTTPS:
        remedy = f"choisissez parmi : {', '.join(HTTPS)}"
        line = line_with(file.text, f'"{facts.https}"')
        problems.append(Problem(shown, line, "« https » a une valeur inconnue", remedy))
    return replace(facts, problems=tuple(problems))


def _empty(association: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    for name, value in association.items():
        if isinstance(value, dict):
            yield from _empty(value, f"{prefix}{name}.")
        elif value == "":
            yield f"{prefix}{name}"
