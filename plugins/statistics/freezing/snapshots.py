"""The snapshots of closed periods: their one form on disk, read back unchanged (`freeze` writes them).

The site publishes from snapshots only: a later edit of the register cannot move a
published number by one and so expose the record that was added. A snapshot is canonical JSON
(sorted keys, one form per value), one file per period in `content/activites/statistiques-arretees/`: the
tables, the tree by which their categories were grouped, and the SHA-256 of all that. It never changes.
A period that must go is withdrawn for ever: its file then says when, and nothing else.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from plugins.core.problems import Problem
from plugins.statistics.programme import METHOD_VERSION, PROGRAMME
from plugins.statistics.protection.tables import NOTHING, Cell, ProtectedTable, Publication, Total
from plugins.statistics.records.classification import Node, Period, parse_period

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from plugins.statistics.records.classification import Classifications

SNAPSHOTS = "activites/statistiques-arretees"
"""Where the snapshots are, below the content folder."""

RELEASE_FILE = "chiffres/statistiques-arretees.json"
"""In every published site: the fingerprint of each closed period, for the next publication to compare."""

WITHDRAWN = "retire"
"""What stands in the place of a fingerprint for a withdrawn period."""

_REMEDY_CHANGED = (
    "remettre le fichier tel qu’il était (git le garde) ; une période arrêtée ne change plus : "
    "invoke freeze {period} --retirer la retire du site"
)


@dataclass(frozen=True)
class Snapshot:
    """A closed period: what is published of it for good, or the day on which it was withdrawn."""

    period: Period
    publication: Publication = NOTHING
    withdrawn: dt.date | None = None
    method: str = METHOD_VERSION

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of all that is published of the period, or `WITHDRAWN`."""
        return WITHDRAWN if self.withdrawn else sha256(_compact(_content(self)).encode()).hexdigest()


def read_snapshots(
    folder: Path, classifications: Classifications
) -> tuple[tuple[Snapshot, ...], tuple[Problem, ...]]:
    """Read every snapshot of a folder, by period, and what is wrong: unreadable, changed, malformed."""
    snapshots: list[Snapshot] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.json")):
        name = f"content/{SNAPSHOTS}/{path.name}"
        remedy = _REMEDY_CHANGED.format(period=path.stem)
        try:
            text = path.read_bytes().decode("utf-8")
            snapshot = from_json(text)
            is_whole = text == to_json(snapshot) and path.stem == str(snapshot.period)
        except ValueError:
            problems.append(Problem(name, 0, "l’arrêté est illisible ou a été modifié", remedy))
            continue
        if not is_whole:
            problems.append(Problem(name, 0, "l’arrêté a été modifié depuis qu’il a été figé", remedy))
        elif not (snapshot.withdrawn or _is_well_formed(snapshot)):
            problems.append(Problem(name, 0, "l’arrêté n’a pas la forme qu’invoke freeze lui donne", remedy))
        elif unknown := _unknown(snapshot.publication, classifications):
            problems.append(
                Problem(
                    name,
                    0,
                    f"vocabulaire.toml ne connaît plus « {unknown} », que cet arrêté emploie",
                    "y remettre cet identifiant ; son libellé et sa famille peuvent changer",
                )
            )
        else:
            snapshots.append(snapshot)
    problems += [
        Problem(
            f"content/{SNAPSHOTS}/{other.period}.json",
            0,
            f"cet arrêté recouvre celui de {one.period}",
            "ne garder que des périodes sans année commune",
        )
        for one in snapshots
        for other in snapshots
        if one.period < other.period and one.period.overlaps(other.period)
    ]
    return tuple(sorted(snapshots, key=lambda snapshot: snapshot.period)), tuple(problems)


def published(snapshots: Sequence[Snapshot]) -> Publication:
    """Return all that the site publishes from its snapshots, as one publication."""
    return Publication(
        tuple(sorted(total for snapshot in snapshots for total in snapshot.publication.totals)),
        tuple(table for snapshot in snapshots for table in snapshot.publication.tables),
    )


def fingerprints(snapshots: Sequence[Snapshot]) -> dict[str, str]:
    """Return the fingerprint of each closed period."""
    return {str(snapshot.period): snapshot.fingerprint for snapshot in snapshots}


def write_fingerprints(marks: Mapping[str, str]) -> bytes:
    """Return the content of `RELEASE_FILE`."""
    return (json.dumps(marks, sort_keys=True, indent=1) + "\n").encode()


def parse_fingerprints(data: bytes) -> dict[str, str]:
    """Read `RELEASE_FILE`.

    Raises:
        ValueError: it is another sort of file.
    """
    marks = json.loads(data)
    if not isinstance(marks, dict) or not all(isinstance(mark, str) for mark in marks.values()):
        raise ValueError("not a table of fingerprints")
    return marks


def reopened(known: Mapping[str, Collection[str]], now: Mapping[str, str]) -> tuple[str, ...]:
    """Return the periods that were closed or withdrawn otherwise: their tables would be published twice.

    Args:
        known: every fingerprint that a period is known to have had.
        now: the fingerprint of each closed period now.
    """
    return tuple(
        period
        for period, marks in sorted(known.items())
        if now.get(period) != WITHDRAWN and set(marks) != {now.get(period)}
    )


def to_json(snapshot: Snapshot) -> str:
    """Return the file of a snapshot."""
    if snapshot.withdrawn:
        document = {"periode": str(snapshot.period), "retire": snapshot.withdrawn.isoformat()}
    else:
        document = {**_content(snapshot), "empreinte": snapshot.fingerprint}
    return json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def from_json(text: str) -> Snapshot:
    """Rebuild a snapshot; the caller compares its JSON with the file, fingerprint included.

    Raises:
        ValueError: the text has another structure.
    """
    try:
        document = json.loads(text)
        period = _period(document["periode"])
        if "retire" in document:
            return Snapshot(period, withdrawn=dt.date.fromisoformat(document["retire"]))
        return Snapshot(period, _publication(document), method=_text(document["methode"]))
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(text[:0]) from error  # nothing of the text: it may be anything


def _compact(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _content(snapshot: Snapshot) -> dict[str, Any]:
    publication = snapshot.publication
    return {
        "methode": snapshot.method,
        "periode": str(snapshot.period),
        "totaux": [
            {"type": total.kind, "periode": str(total.period), "nombre": total.number}
            for total in publication.totals
        ],
        "tableaux": [
            {
                "tableau": table.identifier,
                "type": table.kind,
                "periode": str(table.period),
                "colonne": table.dimension,
                "arbre": _tree(table.tree),
                "cases": [
                    {"categories": list(cell.categories), "nombre": cell.number} for cell in table.cells
                ],
            }
            for table in publication.tables
        ],
    }


def _tree(node: Node) -> Any:
    """Return a category as its identifier, a group as the list of its name and its children."""
    return [node.name, *map(_tree, node.children)] if node.children else node.members[0]


def _publication(content: Any) -> Publication:
    return Publication(
        tuple(
            Total(_text(t["type"]), _period(t["periode"]), _integer(t["nombre"])) for t in content["totaux"]
        ),
        tuple(
            ProtectedTable(
                _text(table["tableau"]),
                _text(table["type"]),
                _period(table["periode"]),
                _text(table["colonne"]),
                _node(table["arbre"]),
                tuple(
                    Cell(tuple(map(_text, cell["categories"])), _integer(cell["nombre"]))
                    for cell in table["cases"]
                ),
            )
            for table in content["tableaux"]
        ),
    )


def _node(value: Any) -> Node:
    if isinstance(value, str):
        return Node("", (value,))
    name, *rest = value
    children = tuple(map(_node, rest))
    return Node(_text(name), tuple(member for child in children for member in child.members), children)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _integer(value: Any) -> int:
    """Return a JSON integer: neither 11.0, nor true, nor "11"."""
    if type(value) is not int:
        raise TypeError
    return value


def _period(value: Any) -> Period:
    period = parse_period(_text(value))
    if period is None:
        raise ValueError
    return period


def _is_well_formed(snapshot: Snapshot) -> bool:
    """Tell whether the tables are those of the programme, and their cells nodes of their trees.

    The fingerprint tells an accident, not a forgery: anyone can compute it. Whether the numbers give
    anything away is the proof's part.
    """
    publication = snapshot.publication
    counted = [(total.kind, total.period) for total in publication.totals]
    expected = [
        (spec.identifier, kind, when, spec.dimension)
        for kind, when in counted
        for spec in PROGRAMME
        if spec.kind == kind
    ]
    totals = {(total.kind, total.period): total.number for total in publication.totals}
    return (
        bool(counted)
        and snapshot.method == METHOD_VERSION
        and counted == sorted(set(counted))
        and all(snapshot.period.contains(when) for _, when in counted)
        and min(totals.values()) > 0
        and expected == [(t.identifier, t.kind, t.period, t.dimension) for t in publication.tables]
        and all(_is_sound(table, totals[table.kind, table.period]) for table in publication.tables)
    )


def _is_sound(table: ProtectedTable, total: int) -> bool:
    members = table.tree.members
    return (
        len(set(members)) == len(members)
        and tuple(name for cell in table.cells for name in cell.categories) == members
        and {cell.categories for cell in table.cells} <= {node.members for node in table.tree.walk()}
        and sum(cell.number for cell in table.cells) == total
    )


def _unknown(publication: Publication, classifications: Classifications) -> str:
    """Return an identifier of the publication that the vocabulary no longer has, or nothing."""
    for table in publication.tables:
        known = {category.identifier for category in classifications.categories[table.dimension]}
        for name in table.tree.members:
            if name not in known:
                return name
    return next((t.kind for t in publication.totals if t.kind not in classifications.kinds), "")
