"""The closed vocabularies of `content/vocabulaire.toml`, as typed look-ups.

Themes, kinds of resource, states of a bistrot, series of figures: each entry
is a table `[<vocabulary>.<identifier>]` with at least a French label
(`libelle`). Adding an entry there is all that an editor does to allow a new value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from plugins.core.toml_files import read_toml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from plugins.core.problems import Problem

FILE_NAME = "vocabulaire.toml"


@dataclass(frozen=True)
class Term:
    """One allowed value: `identifier` as written in files, `label` as read by visitors."""

    identifier: str
    label: str
    details: Mapping[str, object]
    """The entry's other keys, as in the file (`famille`, `unite`, `du`, `au`…)."""


Vocabulary = dict[str, Term]
"""Terms by identifier, in the order of the file: the order in which lists show them."""


def label_of(vocabulary: Vocabulary, identifier: str) -> str:
    """Return how visitors read a term; what no vocabulary has (the build says so) stands for itself."""
    term = vocabulary.get(identifier)
    return term.label if term else identifier


def read_vocabularies(content: Path) -> dict[str, Vocabulary]:
    """Read every vocabulary of the content folder, by name; empty when there is no file, or it is no TOML."""
    return load_vocabularies(content)[0]


def load_vocabularies(content: Path) -> tuple[dict[str, Vocabulary], tuple[Problem, ...]]:
    """Return the same, and why the file cannot be read."""
    file = read_toml(content / FILE_NAME, f"{content.name}/{FILE_NAME}")
    return _vocabularies(file.tables), file.problems


def _vocabularies(tables: Mapping[str, Any]) -> dict[str, Vocabulary]:
    return {
        name: {
            identifier: Term(identifier, str(entry.get("libelle", entry.get("texte", identifier))), entry)
            for identifier, entry in table.items()
            if isinstance(entry, dict)
        }
        for name, table in tables.items()
        if isinstance(table, dict)
    }
