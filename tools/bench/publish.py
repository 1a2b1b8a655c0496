"""Publishes on real servers while everything breaks, and counts what visitors saw and what travelled."""

from __future__ import annotations

import random
import subprocess
import tempfile
import time
from pathlib import Path

from tests.equipment import faults, hosts
from tests.equipment.wire import Wire
from tools.bench import build_to_measure, large_site, table
from tools.build import ROOT, Request, today
from tools.publish.manifest import read_folder
from tools.publish.run import PublicationRun
from tools.publish.terminal import Terminal
from tools.publish.uploading import Build

FAULTS = 60
AIMED = 30
SEED = 2024
PAGES = 1000


def run() -> str:
    """Run the whole campaign and return its two tables."""
    disturbed = [_disturbed(*combination) for combination in faults.COMBINATIONS]
    with tempfile.TemporaryDirectory() as folder:
        sites = _sites(Path(folder))
        remote = [combination for combination in faults.COMBINATIONS if combination[0] != "local"]
        sent = [*(_sent(*combination, sites) for combination in remote), _plain_rsync(sites)]
    header = (
        *("Transport", "pointer", "server", "kills and cuts", "aimed at the switch", "page loads"),
        *("broken or mixed", "sites left broken", "cuts not resumed", "next runs failed"),
    )
    return f"{table(header, disturbed)}\n\nOne article added to a site of {PAGES} pages:\n\n" + table(
        ("Method", "pointer", "server", "bytes sent", "files written", "seconds"), sent
    )


def _disturbed(transport: str, pointer: str, server: str) -> tuple[object, ...]:
    print(f"  {transport}, {pointer}, {server}…", flush=True)
    with hosts.lab() as lab, faults.stage(lab, transport, pointer, server=server) as stage:
        tally = faults.disturb(stage, random.Random(SEED), FAULTS, AIMED)  # noqa: S311  repeatable faults
    failures = (tally.bad_loads, tally.left_broken, tally.not_resumed, tally.failed_next)
    for lines in failures:
        print(*(f"    {line}" for line in lines[:5]), sep="\n", end="\n" if lines else "", flush=True)
    return (
        transport,
        pointer,
        server or "–",
        tally.faults,
        tally.aimed,
        f"{tally.loads:,}",
        *map(len, failures),
    )


def _sites(folder: Path) -> tuple[Path, ...]:
    """Build a site of `PAGES` pages, then with one article more, then with another."""
    ours = sum(1 for _ in (ROOT / "content").rglob("*.md"))
    large = large_site.write_site("ours", folder / "sources", PAGES - ours)
    settings = {"CACHE_FOLDER": str(large.cache)}
    sites = tuple(folder / f"site-{more}" for more in range(3))
    for more, site in enumerate(sites):
        if more:
            large.restore(large.articles + more - 1)
        build_to_measure(
            Request(output=site, today=today(), content=large.root / "content", settings=settings)
        )
    return sites


def _sent(transport: str, pointer: str, server: str, sites: tuple[Path, ...]) -> tuple[object, ...]:
    """Measure the last of seven publications: the host then keeps what it keeps after some weeks of use."""
    print(f"  {transport}, {pointer}, {server}, {PAGES} pages…", flush=True)
    with (
        hosts.lab() as lab,
        faults.stage(lab, transport, pointer, server=server) as stage,
        faults.environment_of(stage.environment),
    ):
        sent_before, since = 0, 0.0
        for site in (*sites[:2] * 3, sites[2]):
            sent_before, since = stage.bytes_sent(), time.time()
            PublicationRun(stage.settings, ROOT, Terminal(quiet=True)).publish(Build(site, read_folder(site)))
        seconds = time.time() - since
        newest = max(path for path in (stage.base / "releases").iterdir() if path.name[0].isdigit())
        # a hard link changes the file's ctime, a date given back its mtime: the later of what cannot be both
        stamp = "st_ctime" if transport == "ftps" else "st_mtime"
        written = _written(newest, stamp, since)
        sent = stage.bytes_sent() - sent_before
        if transport == "ftps":  # its data connections do not go through the wire: count what they brought
            sent += _written(newest, stamp, since, size=True)
        return f"`{transport}:`", pointer, server, f"{sent:,}", written, f"{seconds:.1f}"


def _written(folder: Path, stamp: str, since: float, *, size: bool = False) -> int:
    """Count the files that were written, or their bytes."""
    stats = [path.stat() for path in folder.rglob("*") if path.is_file()]
    return sum(stat.st_size if size else 1 for stat in stats if getattr(stat, stamp) >= since)


def _plain_rsync(sites: tuple[Path, ...]) -> tuple[object, ...]:
    with hosts.lab() as lab:
        server = hosts.ssh_server(lab)
        wire = Wire(server.port)
        rsync = ["rsync", "-rlpc", "--compress", "--delete", "-e", f"ssh -F {server.through(wire.port)}"]
        sent_before, since = 0, 0.0
        for site in sites:
            wire.settle()
            sent_before, since = wire.sent, time.time()
            subprocess.run([*rsync, f"{site}/", f"hote:{lab.folder}/nu/"], check=True, capture_output=True)
        seconds = time.time() - since
        wire.settle()
        sent, written = wire.sent - sent_before, _written(lab.folder / "nu", "st_mtime", since)
        wire.close()
        return (
            "plain `rsync -c --delete` into the live site",
            "–",
            "OpenSSH",
            f"{sent:,}",
            written,
            f"{seconds:.1f}",
        )
