"""The outcome of each link, and the report of all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tools.links.extract import FoundLink

ARCHIVE: Final = "https://web.archive.org/web"


class LinkState(Enum):
    """What a reader who follows a link finds; the values head the report's parts, the worst first."""

    DEAD = "Morts"
    UNSURE = "Incertains : le site ne répond pas comme il faut aujourd’hui, réessayez un autre jour"
    MOVED = "Déplacés pour de bon : ils fonctionnent, mais mieux vaut la nouvelle adresse"
    ALIVE = "Vivants"


@dataclass(frozen=True)
class LinkOutcome:
    """The result of the requests for one address."""

    state: LinkState
    reason: str = ""
    """In French, for DEAD and UNSURE."""
    moved_to: str = ""
    """For MOVED."""


@dataclass(frozen=True)
class Checked:
    """A link with its outcome."""

    found: FoundLink
    outcome: LinkOutcome
    archived: str = ""
    """Address of an archived copy, where the archive has one."""


def archive_link(found: FoundLink) -> str:
    """Return the archive's own address for the copy that is nearest to the page's year."""
    return f"{ARCHIVE}/{found.year or '2'}/{found.address}"


def link_report(checked: Iterable[Checked]) -> str:
    """Return the report: a part for each state, each link with its file and line; the living are counted."""
    by_state: dict[LinkState, list[Checked]] = {state: [] for state in LinkState}
    for item in checked:
        by_state[item.outcome.state].append(item)
    parts = []
    for state, items in by_state.items():
        if items and state is LinkState.ALIVE:
            parts.append(f"{state.value} : {len(items)}")
        elif items:
            lines = [f"{state.value} ({len(items)})"]
            for item in sorted(items, key=lambda item: (item.found.path, item.found.line)):
                lines += _lines_of(item)
            parts.append("\n".join(lines))
    return "\n\n".join(parts) or "Aucun lien vers un autre site."


def _lines_of(item: Checked) -> list[str]:
    found, outcome = item.found, item.outcome
    lines = [
        f"  {found.path}:{found.line}: {found.address}{f' : {outcome.reason}' if outcome.reason else ''}"
    ]
    if outcome.state is LinkState.MOVED:
        lines.append(f"    → écrivez {outcome.moved_to}")
    elif item.archived:
        lines.append(f"    → copie archivée : {item.archived}")
    elif outcome.state is LinkState.DEAD:
        lines.append(f"    → cherchez une copie : {archive_link(found)}")
    return lines
