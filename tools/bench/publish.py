"""Publishes on real servers while everything breaks, and counts what visitors saw and what travelled."""

from __future__ import annotations

import os
import random
import subprocess
import tempfile
import time
from pathlib import Path

from tests.equipment import faults, hosts
from tests.equipment.wire import Wire
from tools.bench import built, large_site, table
from tools.build import ROOT, Request, today
from tools.publish.errors import FullError, RefusedError
from tools.publish.manifest import read_folder
from tools.publish.run import Build, Run
from tools.publish.terminal import Terminal

FAULTS = 100
AIMED = 30
SEED = 2024
PAGES = 1000


def run() -> str:
    """Run the whole campaign and return its tables."""
    rows = [_disturbed(*combination) for combination in faults.COMBINATIONS]
    parts = [
        table(
            (
                *("Transport", "pointer", "kills and cuts", "aimed at the switch", "page loads"),
                *("broken or mixed", "sites left broken", "cuts not resumed", "next runs failed"),
            ),
            rows,
        ),
        "A file system of 2 MB, really full:\n\n" + _full_disks(),
        f"One article added to a site of {PAGES} pages:\n\n" + _one_article(),
    ]
    return "\n\n".join(parts)


def _disturbed(transport: str, pointer: str) -> tuple[object, ...]:
    print(f"  {transport}, {pointer}…", flush=True)
    with hosts.lab() as lab, faults.stage(lab, transport, pointer) as made:
        tally = faults.disturb(made, random.Random(SEED), FAULTS, AIMED)  # noqa: S311  repeatable faults
    for what in (
        *tally.bad_loads[:5],
        *tally.left_broken[:5],
        *tally.not_resumed[:5],
        *tally.failed_next[:5],
    ):
        print(f"    {what}", flush=True)
    return (
        *(transport, pointer, tally.faults, tally.aimed, f"{tally.loads:,}"),
        *(len(tally.bad_loads), len(tally.left_broken), len(tally.not_resumed), len(tally.failed_next)),
    )


def _full_disks() -> str:
    """Publish more than fits; mounting needs root, and the tests have a way that does not."""
    if os.geteuid() != 0:
        return "not measured: mounting a small file system needs root"
    rows: list[tuple[object, ...]] = []
    for transport, pointer in faults.COMBINATIONS:
        with hosts.lab() as lab:
            lab_target = lab.folder / "disque"
            lab_target.mkdir()
            mounted = ["mount", "-t", "tmpfs", "-o", "size=2m,mode=755", "none", str(lab_target)]
            subprocess.run(mounted, check=True)
            try:
                rows.append((transport, pointer, *_full_disk(lab, transport, pointer, lab_target)))
            finally:
                subprocess.run(["umount", "--lazy", str(lab_target)], check=True)
    return table(("Transport", "pointer", "refused as full", "live site whole", "next run"), rows)


def _full_disk(lab: hosts.Lab, transport: str, pointer: str, place: Path) -> tuple[str, str, str]:
    with faults.stage(lab, transport, pointer, place=place) as made, faults.environment_of(made.environment):
        site = made.next_site()
        first = Run(made.settings, ROOT, Terminal(quiet=True), force=True)
        first.publish(Build(site, read_folder(site)))
        site = made.next_site()
        # half of it fits, and a transport that asks first is told that all of it does
        for number in range(30):
            (site / f"document-{number}.pdf").write_bytes(os.urandom(100_000))
        refused = "no"
        try:
            Run(made.settings, ROOT, Terminal(quiet=True), force=True).publish(Build(site, read_folder(site)))
        except (FullError, RefusedError):
            refused = "yes"
        whole = "no" if made.broken_pages() else "yes"
        site = made.next_site()
        problem = made.publish(site)
        return refused, whole, "fails" if problem else "succeeds"


def _one_article() -> str:
    with tempfile.TemporaryDirectory() as folder:
        sites = _sites(Path(folder))
        rows = [
            _sent(*combination, sites) for combination in faults.COMBINATIONS if combination[0] != "local"
        ]
        rows.append(_plain_rsync(sites))
    return table(("Method", "pointer", "bytes sent", "files written", "seconds"), rows)


def _sites(folder: Path) -> tuple[Path, ...]:
    """Build a site of `PAGES` pages, then with one article more, then with another."""
    ours = sum(1 for _ in (ROOT / "content").rglob("*.md"))
    large = large_site.write("ours", folder / "sources", PAGES - ours)
    settings = {"CACHE_FOLDER": str(large.cache)}
    sites = tuple(folder / f"site-{more}" for more in range(3))
    for more, site in enumerate(sites):
        if more:
            large.restore(large.articles + more - 1)
        built(Request(output=site, today=today(), content=large.root / "content", settings=settings))
    return sites


def _sent(transport: str, pointer: str, sites: tuple[Path, ...]) -> tuple[object, ...]:
    """Measure the last of seven publications: the host then keeps what it keeps after some weeks of use."""
    print(f"  {transport}, {pointer}, {PAGES} pages…", flush=True)
    with (
        hosts.lab() as lab,
        faults.stage(lab, transport, pointer) as made,
        faults.environment_of(made.environment),
    ):
        before, since = 0, 0.0
        for site in (*sites[:2] * 3, sites[2]):
            before, since = made.bytes_sent(), time.time()
            Run(made.settings, ROOT, Terminal(quiet=True)).publish(Build(site, read_folder(site)))
        seconds = time.time() - since
        newest = max(path for path in (made.base / "releases").iterdir() if path.name[0].isdigit())
        # a hard link changes the file's ctime, a date given back its mtime: the later of what cannot be both
        stamp = "st_ctime" if transport == "ftps" else "st_mtime"
        written = _written(newest, stamp, since)
        sent = made.bytes_sent() - before
        if transport == "ftps":  # its data connections do not go through the wire: count what they brought
            sent += _written(newest, stamp, since, size=True)
        return f"`{transport}:`", pointer, f"{sent:,}", written, f"{seconds:.1f}"


def _written(folder: Path, stamp: str, since: float, *, size: bool = False) -> int:
    """Count the files that were written, or their bytes."""
    stats = [path.stat() for path in folder.rglob("*") if path.is_file()]
    return sum(stat.st_size if size else 1 for stat in stats if getattr(stat, stamp) >= since)


def _plain_rsync(sites: tuple[Path, ...]) -> tuple[object, ...]:
    with hosts.lab() as lab:
        server = hosts.ssh_server(lab)
        wire = Wire(server.port)
        rsync = ["rsync", "-rlpc", "--compress", "--delete", "-e", f"ssh -F {server.through(wire.port)}"]
        before, since = 0, 0.0
        for site in sites:
            wire.settle()
            before, since = wire.sent, time.time()
            subprocess.run([*rsync, f"{site}/", f"hote:{lab.folder}/nu/"], check=True, capture_output=True)
        seconds = time.time() - since
        wire.settle()
        sent, written = wire.sent - before, _written(lab.folder / "nu", "st_mtime", since)
        wire.close()
        return "plain `rsync -c --delete` into the live site", "–", f"{sent:,}", written, f"{seconds:.1f}"
