"""`invoke check`: what `invoke build` does, without keeping it, and what is left to do.

In: the content folder and the day. Out: the old addresses, the printed sums that were done again, the
statistics to close, the rules of bistrots that end, what is to be confirmed, the sentences to read again and
the facts to complete in the terminal; then every problem and exit 1, or success.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.addresses.redirects import redirects_report
from plugins.core.facts import ASSOCIATION_FILE
from plugins.core.vocabularies import load_vocabularies
from plugins.figures.csv_file import figures_of
from plugins.figures.figures import FILE_NAME
from plugins.figures.recompute import calculations
from plugins.statistics.freezing.freeze import waiting
from plugins.statistics.freezing.snapshots import SNAPSHOTS, read_snapshots
from plugins.statistics.records.at_hand import read_at_hand
from plugins.statistics.records.classification import read_classifications
from tools import content_audit, report
from tools.old_addresses import redirects_of
from tools.statistics_commands import differences

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from plugins.core.vocabularies import Vocabulary


def run(root: Path, today: dt.date, *, contents: bool = False) -> None:
    """Check a project and print what is to be done; exit 1 if the site cannot be built.

    Args:
        root: the project's folder.
        today: the day of the check.
        contents: print instead what may be improved in the texts, which is advice: nothing fails.
    """
    content = root / "content"
    if contents:
        print(content_audit.report(content_audit.audit(content, today)))
        return
    with report.built_aside(today, root=root) as (made, site):
        print(redirects_report(redirects_of(content, site, today)))
    for line in (*reminders(content, today), *made.reminders):
        print(line)
    for fact in made.incomplete:
        print(f"{content.name}/{ASSOCIATION_FILE}: {fact}")
    report.show_and_exit(made, "Tout est en ordre")


def reminders(content: Path, today: dt.date) -> Iterator[str]:
    """Yield one line for each thing to look at; the build lists what is damaged."""
    vocabularies, problems = load_vocabularies(content)
    if not problems:
        yield from repeated_calculations(content, vocabularies)
        yield from open_statistics(content, vocabularies, today)
    pages = content_audit.read_pages(content)
    yield from map(str, (*content_audit.past_bistrots(pages, today), *content_audit.to_confirm(pages)))


def repeated_calculations(content: Path, vocabularies: Mapping[str, Vocabulary]) -> Iterator[str]:
    """Yield how many printed sums and differences were done again, and which do not come out."""
    figures, mistakes = figures_of(content, vocabularies)
    if mistakes:
        return
    done = tuple(calculations(figures, vocabularies.get("series", {})))
    yield f"Calculs imprimés, refaits : {len(done)}"
    for calculation in done:
        if not calculation.comes_out:
            place = f"{content.name}/{FILE_NAME}:{calculation.figure.line}"
            wording = f"{calculation.wording} = {calculation.result}, imprimé {calculation.figure.value}"
            yield f"{place}: {wording} (signalé en note)"


def open_statistics(content: Path, vocabularies: Mapping[str, Vocabulary], today: dt.date) -> Iterator[str]:
    """Yield the periods to close, and what of the register differs from them or cannot be read."""
    classifications, _ = read_classifications(vocabularies)
    at_hand = read_at_hand(content, vocabularies)
    snapshots, damaged = read_snapshots(content / SNAPSHOTS, classifications)
    if at_hand.problems or damaged:
        return
    for period in waiting(at_hand.comparable, snapshots, today):
        yield f"période close, à arrêter : invoke freeze {period}"
    yield from differences(at_hand.comparable, snapshots, classifications)
    if at_hand.missing:
        yield f"rien n’est comparé au registre : {at_hand.missing}"
    if at_hand.stale:
        yield (
            "des entrées du registre ne sont pas scellées pour les clés d’aujourd’hui : invoke registre --cle"
        )
