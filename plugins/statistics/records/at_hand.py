"""Reads the register as far as the keys at hand open it: for the build and for every command.

Nobody needs a key to build: what is sealed is then not at hand, and nothing is compared with it.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.core.problems import Problem
from plugins.statistics.records.clear import clear_files, printed_sources, strays
from plugins.statistics.records.entries import FOLDER, entries
from plugins.statistics.records.keys import RECIPIENTS, read_keys, read_recipients
from plugins.statistics.records.register import (
    Register,
    RegisterSource,
    read_register_sources,
    shown_register_file,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from plugins.core.vocabularies import Vocabulary

_RESTORE = "remettez-le tel que git le connaît (git checkout), ou demandez à qui l’a ajouté de recommencer"


@dataclass(frozen=True)
class RegisterAtHand:
    """The register, as far as it can be read here."""

    register: Register
    """The records of printed reports and of every entry that a key opened."""
    problems: tuple[Problem, ...]
    complete: bool
    """Whether every record is in `register`: only then may anything be compared with it."""
    sealed: int = 0
    """Entries that are sealed."""
    opened: int = 0
    """Those that a key opened."""
    stale: int = 0
    """Those opened that are not sealed to the present `destinataires.txt`."""

    @property
    def missing(self) -> str:
        """Say in French what keeps the register from being complete; empty when it is."""
        if self.complete or self.problems:
            return ""
        return (
            f"le registre est scellé : votre clé ouvre {self.opened} de ses {self.sealed} entrées"
            " → une personne qui a une clé du bureau lance cette commande, ou invoke registre --cle"
        )

    @property
    def comparable(self) -> Register:
        """The register to compare publications with: an empty one unless it is complete."""
        return self.register if self.complete else Register({})


def read_at_hand(
    content: Path, vocabularies: Mapping[str, Vocabulary], environment: Mapping[str, str] = os.environ
) -> RegisterAtHand:
    """Read what was coded from printed reports, and every entry that the keys at hand open."""
    folder = content / FOLDER
    problems: list[Problem] = []
    sources: list[RegisterSource] = []
    opened = stale = 0
    sealed: tuple[Path, ...] = ()
    try:
        problems += (*clear_files(content), *strays(content))
        sources += printed_sources(content)
        sealed = entries(folder)
        if sealed or (folder / RECIPIENTS).exists():
            from plugins.statistics.records.sealing import (  # noqa: PLC0415  most sites seal nothing
                ClosedReason,
                Opened,
                fingerprint,
                unseal,
            )

            recipients = read_recipients(folder / RECIPIENTS, shown_register_file(folder / RECIPIENTS))
            keys = read_keys(environment)
            problems += recipients.problems
            problems += [keys.problem] if keys.problem else []
            current = fingerprint(recipients.keys)
            first: dict[bytes, Path] = {}
            for file in sealed:
                data = file.read_bytes()
                twin = first.setdefault(hashlib.sha256(data).digest(), file)
                if twin != file:
                    text = f"c’est une copie de {twin.name}, qui compterait deux fois"
                    problems.append(Problem(shown_register_file(file), 0, text, "retirez l’une des deux"))
                    continue
                found = unseal(data, keys.identities)
                if isinstance(found, Opened):
                    opened += 1
                    stale += found.recipients != current
                    sources.append(RegisterSource(shown_register_file(file), found.table))
                elif found is not ClosedReason.NO_KEY:
                    problems.append(Problem(shown_register_file(file), 0, found.value, _RESTORE))
    except OSError as error:
        place = shown_register_file(folder) if error.filename is None else str(error.filename)
        problems.append(
            Problem(place, 0, "le registre ne peut pas être lu", "vérifiez les droits du fichier")
        )
    register, wrong = read_register_sources(sources, vocabularies)
    return RegisterAtHand(
        register,
        tuple(sorted({*problems, *wrong})),
        complete=opened == len(sealed) and not problems and not wrong,
        sealed=len(sealed),
        opened=opened,
        stale=stale,
    )
