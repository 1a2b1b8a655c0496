"""`invoke links`: requests every link of the texts to another site once, and reports the results."""

from __future__ import annotations

import sys
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.progress import Progress

from plugins.core.disk import write_whole
from plugins.core.sections import SECTIONS
from tools.links.extract import FoundLink, links_of, with_check_date
from tools.links.fetch import ARCHIVE_API, HostLocks, Patience, archived_copy, host_of, probe
from tools.links.network import network_trouble
from tools.links.report import Checked, LinkOutcome, LinkState, link_report

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable
    from pathlib import Path

AT_ONCE: Final = 6
"""Hosts asked at the same time; each gets one request after the other."""
UNJUDGED: Final = 2
"""The exit code without a network."""


def run(
    content: Path,
    today: dt.date,
    *,
    note: bool,
    patience: Patience | None = None,
    archive: str = ARCHIVE_API,
) -> int:
    """Check the links, print the report and return the exit code: 1 if links are dead, else 0.

    Without a network, before or after, nothing is judged, nothing written, and the code is 2.

    Args:
        content: the content folder.
        today: what `lien_verifie` gets.
        note: write it into the pages whose `lien` works.
        patience: how long to wait.
        archive: the address of the archive's availability API.
    """
    patience = patience or Patience()
    found = tuple(find(content))
    addresses = sorted({item.address for item in found})
    trouble = network_trouble(addresses, patience, archive) if addresses else ""
    if trouble:
        print(trouble, file=sys.stderr)
        return UNJUDGED
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
        bar = progress.add_task("Liens", total=len(addresses))
        outcomes = ask(addresses, patience, lambda: progress.advance(bar))
    if any(outcome.state in (LinkState.DEAD, LinkState.UNSURE) for outcome in outcomes.values()):
        trouble = network_trouble(addresses, patience, archive)  # it may have gone meanwhile
        if trouble:
            print(trouble, file=sys.stderr)
            return UNJUDGED
    checked = []
    for item in found:
        outcome = outcomes[item.address]
        lost = outcome.state in (LinkState.DEAD, LinkState.UNSURE)
        if lost:
            patience.sleep(patience.between)
        copy = archived_copy(item.address, item.year, patience, archive) if lost else ""
        checked.append(Checked(item, outcome, copy))
    print(link_report(checked))
    if note:
        print(f"\n« lien_verifie » est au {today.isoformat()} dans {_note(content, checked, today)} page(s).")
    return int(any(item.outcome.state is LinkState.DEAD for item in checked))


def find(content: Path) -> Iterable[FoundLink]:
    """Yield the links of every page, in the order of the files."""
    for path in sorted(path for section in SECTIONS for path in (content / section.folder).glob("*.md")):
        path_in_content = f"{content.name}/{path.relative_to(content).as_posix()}"
        yield from links_of(path_in_content, path.read_text(encoding="utf-8-sig", errors="replace"))


def ask(addresses: Iterable[str], patience: Patience, done: Callable[[], None]) -> dict[str, LinkOutcome]:
    """Ask for each address; several hosts at once, but never two requests to one host."""
    by_host: defaultdict[str, list[str]] = defaultdict(list)
    for address in addresses:
        by_host[host_of(address)].append(address)
    locks = HostLocks()

    def one_host(of_host: list[str]) -> dict[str, LinkOutcome]:
        found: dict[str, LinkOutcome] = {}
        host_patience = patience
        for address in of_host:
            if found:
                patience.sleep(patience.between)
            found[address] = probe(address, host_patience, locks)
            if found[address].state is LinkState.UNSURE:
                host_patience = replace(patience, pauses=())  # the host has had its chance
            done()
        return found

    outcomes: dict[str, LinkOutcome] = {}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for task in as_completed([pool.submit(one_host, of_host) for of_host in by_host.values()]):
            outcomes |= task.result()
    return outcomes


def _note(content: Path, checked: Iterable[Checked], today: dt.date) -> int:
    """Write the day into each page whose own link works, and return in how many it was written."""
    count = 0
    for item in checked:
        if item.found.is_field and item.outcome.state in (LinkState.ALIVE, LinkState.MOVED):
            path = content.parent / item.found.path
            text = path.read_bytes().decode("utf-8", "surrogateescape")  # all else stays as it is
            write_whole(path, with_check_date(text, today).encode("utf-8", "surrogateescape"))
            count += 1
    return count
