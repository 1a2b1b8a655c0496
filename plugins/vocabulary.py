"""The closed vocabularies of `content/vocabulaire.toml`, as typed look-ups.

Themes, kinds of resource, states of a bistrot, series of figures: each entry
is a table `[<vocabulary>.<identifier>]` with at least a French label
(`libelle`). Adding an entry there is all that an editor does to allow a new value.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

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


def read_vocabularies(content: Path) -> dict[str, Vocabulary]:
    """Read every vocabulary of the content folder, by name; empty when there is no file.

    Raises:
        tomllib.TOMLDecodeError: the file is no TOML; the message carries line and column.
    """
    path = content / FILE_NAME
    if not path.exists():
        return {}
    with path.open("rb") as stream:
        tables = tomllib.load(stream)
    return {
        name: {
            identifier: Term(identifier, str(entry.get("libelle", entry.get("texte", identifier))), entry)
            for identifier, entry in table.items()
            if isinstance(entry, dict)
        }
        for name, table in tables.items()
        if isinstance(table, dict)
    }
