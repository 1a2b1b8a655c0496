"""Reads what FTP servers list of a folder: facts (MLSD), or on older servers the lines of `ls -l`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tools.publish.errors import HostError
from tools.publish.host import Entry, EntryKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LISTED = re.compile(r"([-dlbcps])([-rwxsStTlL]{9})\S?\s+\d+\s+\S+\s+\S+\s+\d+\s+\S+\s+\S+\s+\S+ (.+)")
KINDS = {
    "-": EntryKind.FILE,
    "d": EntryKind.FOLDER,
    "l": EntryKind.LINK,
    "file": EntryKind.FILE,
    "dir": EntryKind.FOLDER,
}


def parsed_facts(lines: Iterable[tuple[str, dict[str, str]]]) -> Iterator[tuple[str, Entry]]:
    """Return each name with what MLSD says of it."""
    for name, facts in lines:
        kind = facts.get("type", "").lower()
        if kind not in {"cdir", "pdir"}:
            found = EntryKind.LINK if "link" in kind else KINDS.get(kind, EntryKind.OTHER)
            mode = facts.get("unix.mode", "")
            yield name, Entry(found, int(mode, 8) if mode.isdigit() else None)


def parsed_lines(lines: Iterable[str]) -> Iterator[tuple[str, Entry]]:
    """Return each name with what LIST says of it."""
    for line in lines:
        match = LISTED.match(line)
        if match and match[3] not in {".", ".."}:
            kind = KINDS.get(match[1], EntryKind.OTHER)
            name = match[3].partition(" -> ")[0] if kind is EntryKind.LINK else match[3]
            yield (
                name,
                Entry(kind, sum(1 << (8 - place) for place in range(9) if match[2][place] not in "-ST")),
            )
        elif not match and not re.match(r"total \d+|\s*$", line):
            problem = f"l’hôte liste ses dossiers d’une façon que nous ne lisons pas ({line[:40]})"
            raise HostError(f"{problem} → demandez-lui MLSD, ou un accès SFTP")
