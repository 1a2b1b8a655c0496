"""What `invoke freeze` and `invoke audit` do: read the register, freeze or prove, and say so in French."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from plugins.figures.figures import FILE_NAME, Figures
from plugins.figures.figures_file import Known, read_figures, report_periods
from plugins.figures.recompute import calculations
from plugins.statistics.freezing.freeze import RefusedError, freeze
from plugins.statistics.freezing.publishing import SNAPSHOTS, counted
from plugins.statistics.freezing.snapshots import read_snapshots
from plugins.statistics.proof.aware import aware_findings
from plugins.statistics.proof.everything import audit_all
from plugins.statistics.protection.publication import protect
from plugins.statistics.register.at_hand import read_at_hand
from plugins.statistics.register.classification import parse_period, read_classifications
from plugins.vocabulary import read_vocabularies
from tools.build import today
from tools.report import count, fail, show_problems

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from plugins.problems import Problem
    from plugins.statistics.proof.audit import AuditReport
    from plugins.statistics.protection.tables import Figure
    from plugins.statistics.register.classification import Classifications
    from plugins.statistics.register.records import Register
    from plugins.vocabulary import Vocabulary


def freeze_period(content: Path, text: str) -> None:
    """Freeze one period, or exit 1 and say why not; nothing is written unless the audit accepts."""
    period = parse_period(text)
    if period is None:
        fail(f"« {text} » n’est pas une période → écrivez 2024, ou 2021-2023")
    classifications, register, figures = _sources(content, whole=True)
    console = Console()
    try:
        with console.status("Audit…") as status:
            path, report = freeze(
                period,
                register,
                classifications,
                content / SNAPSHOTS,
                today=today(),
                figures=figures,
                progress=_shown(status.update),
            )
    except RefusedError as error:
        for finding in error.report.findings if error.report else ():
            print(finding)
        fail(str(error))
    print(f"{content.name}/{path.relative_to(content).as_posix()} est arrêté.")
    _summary(report)


def show_audit(content: Path) -> None:
    """Audit all that is published, print the intervals of the hidden counts, exit 1 if it is refused."""
    classifications, register, figures = _sources(content)
    snapshots, problems = read_snapshots(content / SNAPSHOTS, classifications)
    if problems:
        show_problems(problems)
        fail("rien n’a pu être audité.")
    console = Console()
    with console.status("Audit…") as status:
        report = audit_all(snapshots, classifications, register, figures, progress=_shown(status.update))
        status.update("Audit : un lecteur qui connaît la méthode")
        checked, narrowed = aware_findings(
            register, classifications, lambda other: protect(other, classifications)
        )
    table = Table("tableau", "période", "case cachée", "ce qu’on peut en déduire")
    for cell in report.intervals:
        table.add_row(cell.table, cell.period, " × ".join(cell.cell), f"de {cell.low} à {cell.high}")
    console.print(table)
    _summary(report)
    if not narrowed:
        print(f"Connaître la méthode n’apprend rien de plus sur les nombres cachés ({checked} vérifiés).")
    if narrowed or not report.accepted:
        for finding in (*report.findings, *narrowed):
            print(finding)
        fail("l’audit refuse ces statistiques.")


def show_calculations(content: Path) -> None:
    """Say how many printed sums and differences were done again, and which do not come out."""
    vocabularies = read_vocabularies(content)
    figures, mistakes = _figures(content, vocabularies)
    if mistakes:
        return  # the build lists them
    done = tuple(calculations(figures, vocabularies.get("series", {})))
    print(f"Calculs imprimés, refaits : {len(done)}")
    for calculation in done:
        if not calculation.comes_out:
            place = f"{content.name}/{FILE_NAME}:{calculation.figure.line}"
            wording = f"{calculation.wording} = {calculation.result}, imprimé {calculation.figure.value}"
            print(f"{place}: {wording} (signalé en note)")


def _figures(content: Path, vocabularies: dict[str, Vocabulary]) -> tuple[Figures, tuple[Problem, ...]]:
    """Read the printed figures."""
    reports = sorted((content / "activites" / "rapports").glob("*.md"))
    known = Known(
        series=frozenset(vocabularies.get("series", ())),
        remarks=frozenset(vocabularies.get("remarques", ())),
        reports=report_periods(page.read_text(encoding="utf-8", errors="replace") for page in reports),
    )
    return read_figures((content / FILE_NAME).read_bytes(), f"{content.name}/{FILE_NAME}", known)


def _sources(content: Path, *, whole: bool = False) -> tuple[Classifications, Register, tuple[Figure, ...]]:
    """Read vocabularies, register and printed figures; exit 1 with every problem if there is any.

    `whole`: also when there are sealed entries that no key at hand opens.
    """
    vocabularies = read_vocabularies(content)
    classifications, _ = read_classifications(vocabularies)
    at_hand = read_at_hand(content, vocabularies)
    figures, mistakes = _figures(content, vocabularies)
    if at_hand.problems or mistakes:
        show_problems((*at_hand.problems, *mistakes))
        fail("corrigez d’abord ces problèmes.")
    if whole and at_hand.missing:
        fail(at_hand.missing)
    return classifications, at_hand.comparable, counted(figures, vocabularies)


def _shown(update: Callable[[str], None]) -> Callable[[str, int, int], None]:
    return lambda block, done, total: update(f"Audit : {block} ({done + 1} sur {total})")


def _summary(report: AuditReport) -> None:
    print(
        f"{count(report.tables, 'tableau').replace('tableaus', 'tableaux')}, {count(report.cells, 'case')}, "
        f"{report.counts} sommes vérifiées en {report.seconds:.1f} s".replace(".", ",")
        + (" : personne ne peut être deviné." if report.accepted else ".")
    )
