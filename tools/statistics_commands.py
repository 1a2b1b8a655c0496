"""`invoke freeze` and `invoke audit`: closes a period, and proves what is published.

In: the content folder, and a period. Out: a snapshot in the content folder, or words in the terminal; any
problem ends the command with exit code 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console

from plugins.core.vocabularies import load_vocabularies
from plugins.french.dates import medium_date
from plugins.french.numbers import number
from plugins.statistics.freezing.freeze import ClosedPeriod, RefusedError, freeze, waiting, withdraw
from plugins.statistics.freezing.history import closed_periods
from plugins.statistics.freezing.snapshots import Snapshot, published
from plugins.statistics.presentation.page import BY, cell_labels
from plugins.statistics.protection.publication import protect
from plugins.statistics.records.at_hand import RegisterAtHand, read_at_hand
from plugins.statistics.records.classification import parse_period, read_classifications
from tools.build import today
from tools.report import count, fail

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from plugins.statistics.protection.tables import ProtectedTable
    from plugins.statistics.records.classification import Classifications
    from plugins.statistics.records.register import Register

NOT_SHOWN = (
    "non publié : un groupe serait trop petit, ou son croisement avec un autre tableau pourrait désigner une "
    "équipe"
)
"""Both reasons at once: naming the one that holds would reveal something of the numbers."""


@dataclass(frozen=True)
class _Sources:
    """What the commands read: the vocabulary, the register as far as it can be read, the snapshots."""

    classifications: Classifications
    at_hand: RegisterAtHand
    snapshots: tuple[Snapshot, ...]


def close_period(content: Path, text: str, *, withdrawn: bool) -> None:
    """Freeze or withdraw one period and say what is published of it, or exit 1 and say why not."""
    sources = _sources(content)
    if not text:
        _print_periods(sources)
        fail("quelle période ? → invoke freeze 2024, ou invoke freeze 2021-2023")
    period = parse_period(text)
    if period is None:
        fail(f"« {text} » n’est pas une période → écrivez 2024, ou 2021-2023")
    try:
        if withdrawn:
            closed = withdraw(period, sources.classifications, content, today())
        else:
            if sources.at_hand.missing:
                fail(sources.at_hand.missing)
            register = sources.at_hand.register
            closed = freeze(period, register, sources.classifications, content, today())
    except RefusedError as error:
        fail(str(error))
    _print_closed(closed, sources.classifications, content)


def _print_periods(sources: _Sources) -> None:
    for snapshot in sources.snapshots:
        state = f"retirée le {medium_date(snapshot.withdrawn)}" if snapshot.withdrawn else "arrêtée"
        print(f"{snapshot.period} : {state}")
    for period in waiting(sources.at_hand.comparable, sources.snapshots, today()):
        print(f"{period} : close, à arrêter")


def _print_closed(closed: ClosedPeriod, classifications: Classifications, content: Path) -> None:
    snapshot = closed.snapshot
    place = f"{content.name}/{closed.path.relative_to(content).as_posix()}"
    if snapshot.withdrawn:
        print(f"{snapshot.period} est retirée pour toujours : {place}")
        print("À la prochaine publication, ses tableaux et ses fichiers quittent le site, qui dit quand.")
        return
    print(f"{snapshot.period} est arrêtée une fois pour toutes : {place}")
    for line in _publication_in_words(snapshot, classifications):
        print(line)


def _publication_in_words(snapshot: Snapshot, classifications: Classifications) -> Iterator[str]:
    """Yield what is published of a period, in words for a volunteer."""
    for total in snapshot.publication.totals:
        label = classifications.kinds.get(total.kind, total.kind)
        yield f"{label}, {total.period} : {number(total.number)}, un total public"
    for table in snapshot.publication.tables:
        yield f"  {BY[table.dimension]} : {_table_in_words(table, classifications)}"


def _table_in_words(table: ProtectedTable, classifications: Classifications) -> str:
    if not table.is_shown:
        return NOT_SHOWN
    labels = cell_labels(table, classifications)
    together = [label for label, cell in zip(labels, table.cells, strict=True) if len(cell.categories) > 1]
    words = count(len(table.cells), "nombre")
    return (
        f"{words}, dont comptées ensemble : {', '.join(f'« {label} »' for label in together)}"
        if together
        else words
    )


def show_audit(content: Path) -> None:
    """Prove all that is published, say what a reader can deduce, exit 1 if anything wrong is published."""
    # no other command needs it
    from plugins.statistics.proof.audit import audit  # noqa: PLC0415
    from plugins.statistics.proof.method import method_findings  # noqa: PLC0415

    sources = _sources(content)
    publication = published(sources.snapshots)
    console = Console()
    with console.status("Audit…") as status:
        report = audit(
            publication,
            sources.classifications,
            progress=lambda block, done, total: status.update(f"Audit : {block} ({done + 1} sur {total})"),
        )
        status.update("Audit : un lecteur qui connaît la méthode")
        tried, narrowed = method_findings(publication, sources.classifications)
    for snapshot in sources.snapshots:
        if snapshot.withdrawn:
            print(f"{snapshot.period} : retirée le {medium_date(snapshot.withdrawn)}")
        for line in _publication_in_words(snapshot, sources.classifications):
            print(line)
    for line in _deductions(publication.tables, sources.classifications):
        print(line)
    for line in differences(sources.at_hand.comparable, sources.snapshots, sources.classifications):
        print(line)
    tables = count(report.tables, "tableau").replace("tableaus", "tableaux")
    print(
        f"{tables}, {count(report.cells, 'case')} : {report.counts} sommes et {tried} suppositions vérifiées."
    )
    if narrowed or report.findings:
        for finding in (*report.findings, *narrowed):
            print(finding)
        fail("l’audit refuse ces statistiques → retirez la période : invoke freeze … --retirer")
    print("Personne ne peut être deviné, même par qui connaît la méthode et une des réponses.")


def _deductions(tables: tuple[ProtectedTable, ...], classifications: Classifications) -> Iterator[str]:
    """Yield what a reader can deduce of the categories that are counted together."""
    for table in tables:
        if not table.is_shown:
            continue
        for label, cell in zip(cell_labels(table, classifications), table.cells, strict=True):
            if len(cell.categories) > 1:
                yield (
                    f"{table.identifier} {table.period}, « {label} » : chacune des {len(cell.categories)} "
                    f"catégories peut valoir de 0 à {cell.number}"
                )


def differences(
    register: Register, snapshots: tuple[Snapshot, ...], classifications: Classifications
) -> Iterator[str]:
    """Yield the closed periods of which the register, where it is at hand, now counts otherwise."""
    for snapshot in snapshots:
        now = protect(register, classifications, within=snapshot.period)
        if now.totals and not snapshot.withdrawn and now != snapshot.publication:
            yield (
                f"{snapshot.period} : le registre compte aujourd’hui autrement ; "
                "ce qui est publié ne change plus"
            )


def _sources(content: Path) -> _Sources:
    """Read vocabulary, register and snapshots; exit 1 with every problem if there is any."""
    vocabularies, problems = load_vocabularies(content)
    if problems:
        fail("corrigez d’abord ce problème.", problems)
    classifications, _ = read_classifications(vocabularies)
    at_hand = read_at_hand(content, vocabularies)
    closed = closed_periods(content, classifications)
    found = (*at_hand.problems, *closed.problems)
    if found:
        fail("corrigez d’abord ces problèmes.", found)
    return _Sources(classifications, at_hand, closed.snapshots)
