"""Kills and cuts publications while visitors load pages; returns what the visitors saw.

`Stage` is one target on real servers with pollers in front of it. A fault is a
publication in a process of its own (`python -m tests.equipment.faults SITE`) that
is killed, or whose link is cut, at a random moment or right at the switch.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tests.equipment import hosts
from tests.equipment.apache import serving
from tests.equipment.shared_hosts import Account, mod_sftp, proftpd, pure_ftpd
from tests.equipment.visitors import Visitors, write_site
from tests.equipment.waiting import PATIENCE
from tests.equipment.wire import Wire
from tools.publish import lease, pointers, preparation, run, uploading
from tools.publish.errors import PublishError
from tools.publish.manifest import read_folder
from tools.publish.settings import PublishTarget, Settings, parse_target
from tools.publish.terminal import Terminal

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

    from tools.publish.host import Host

ROOT = Path(__file__).resolve().parent.parent.parent
COMBINATIONS = (
    *(("local", "symlink", ""), ("local", "htaccess", "")),
    *(("ssh", "symlink", "OpenSSH"), ("ssh", "htaccess", "OpenSSH")),
    *(("sftp", "symlink", "OpenSSH"), ("sftp", "htaccess", "OpenSSH"), ("sftp", "htaccess", "mod_sftp")),
    *(("ftps", "htaccess", "vsftpd"), ("ftps", "htaccess", "Pure-FTPd"), ("ftps", "htaccess", "ProFTPD")),
)
"""Transport, pointer, server."""
QUICK_LEASE = (0.3, 5.0)
"""Beat and patience of a lease in seconds: a real one waits longer for a slow link.

On a busy machine a holder may well miss a dozen beats.
"""
QUICK_PAUSES = (0.2, 0.4, 0.8, 1.5, 3.0)


@dataclass
class Stage:
    """One transport and pointer on real servers, published to through a wire."""

    base: Path
    """The target's folder, as one sees it on the host."""
    sites: Path
    """Where the versions of the site are written."""
    settings: Settings
    address: str
    visitors: Visitors
    wire: Wire | None
    environment: dict[str, str]
    pages: int
    version: int = 0
    runs: int = 0

    def bytes_sent(self) -> int:
        """Return what went through the wire so far."""
        if not self.wire:
            return 0
        self.wire.settle()
        return self.wire.sent

    def next_site(self) -> Path:
        """Write the next version of the site."""
        self.version += 1
        site = write_site(self.sites / f"site-{self.version}", self.version, self.pages)
        manifest = read_folder(site)
        self.visitors.hashes |= {
            file.sha256 for path, file in manifest.files.items() if path.endswith(".html")
        }
        return site

    def start(self, site: Path) -> subprocess.Popen[bytes]:
        """Start a publication in a process group of its own."""
        self.runs += 1
        return subprocess.Popen(
            [sys.executable, "-m", "tests.equipment.faults", str(site)],
            cwd=ROOT,
            env={**os.environ, **self.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def publish(self, site: Path) -> str:
        """Publish undisturbed; return what went wrong, or nothing."""
        process = self.start(site)
        output, _ = process.communicate(timeout=PATIENCE)
        return "" if process.returncode == 0 else output.decode("utf-8", "replace")

    def get(self, target: str) -> tuple[int, bytes]:
        """Return the status and the bytes of a target, asked for exactly as given."""
        connection = http.client.HTTPConnection(self.address.removeprefix("http://"), timeout=PATIENCE)
        try:
            connection.request("GET", target)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def broken_pages(self) -> list[str]:
        """Load every page once and return what is wrong."""
        judge = Visitors(self.address, self.pages, self.visitors.hashes)
        connection = http.client.HTTPConnection(self.address.removeprefix("http://"), timeout=PATIENCE)
        for number in range(self.pages):
            judge.load(connection, "/" if number == 0 else f"/actualites/page-{number}/")
        connection.close()
        return judge.faults


@contextlib.contextmanager
def stage(
    lab: hosts.Lab,
    transport: str,
    pointer: str,
    pages: int = 30,
    prefix: tuple[str, ...] = (),
    place: Path | None = None,
    server: str = "",
    account: Account | None = None,
) -> Iterator[Stage]:
    """Set up servers and an initialised target; visitors are not yet in.

    Args:
        lab: where.
        transport: local, ssh, sftp or ftps.
        pointer: symlink or htaccess.
        pages: how many the site has.
        prefix: a command that starts the server, such as one that limits what it may do.
        place: an empty folder for the target, where it matters.
        server: Pure-FTPd, ProFTPD or mod_sftp; else OpenSSH, and vsftpd for ftps.
        account: what that server gives; its home holds the target.
    """
    if not place:
        place = Path(tempfile.mkdtemp(prefix=f"{transport}-{pointer}-", dir=lab.folder))
    place.chmod(0o755)
    path, wire, user, password, environment = str(place), None, "", "", {}
    target, ssh_config = f"local:{place}", ""
    shared = {"Pure-FTPd": pure_ftpd, "ProFTPD": proftpd}
    chrooted = server in {"mod_sftp", *shared}
    if chrooted:
        account = account or Account(place)
        place, path = account.home / account.folder.strip("/"), account.folder
    if transport in {"ssh", "sftp"}:
        if chrooted:
            ssh = mod_sftp(lab, account or Account(place))
        else:
            umask = account.umask if account else "022"
            ssh = hosts.ssh_server(lab, only_files=transport == "sftp", prefix=[*prefix], umask=umask)
        wire, password = Wire(ssh.port), ssh.password
        ssh_config = str(ssh.through(wire.port))
        target = f"{transport}:hote:{path}"
    elif transport == "ftps":
        if chrooted:
            ftps = shared[server](lab, account or Account(place))
        else:
            ftps = hosts.ftps_server(lab, prefix=[*prefix])
        wire, password = Wire(ftps.port), ftps.password
        user = f"{ftps.user}@" if ftps.user else ""
        target = f"ftps:{user}localhost:{wire.port}:{path}"
        environment["SSL_CERT_FILE"] = str(ftps.certificate)
    parsed: PublishTarget = parse_target(target)
    environment |= {"CVTS_CIBLE": target, "CVTS_SSH_CONFIG": ssh_config, "CVTS_MOT_DE_PASSE": password}
    settings = Settings(parsed, password=password, ssh_config=ssh_config)
    with environment_of(environment), run.connected(settings, lab.folder) as host:
        preparation.initialise(host, parsed, pointer)
    sites = Path(tempfile.mkdtemp(prefix="sites-", dir=lab.folder))
    try:
        with serving(place / "courant" if pointer == "symlink" else place) as apache:
            environment["CVTS_ADRESSE"] = apache.address
            settings = replace(settings, address=apache.address)
            visitors = Visitors(apache.address, pages)
            yield Stage(place, sites, settings, apache.address, visitors, wire, environment, pages)
    finally:
        if wire:
            wire.close()


@contextlib.contextmanager
def environment_of(values: dict[str, str]) -> Iterator[None]:
    """Have these environment variables for a while."""
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@dataclass
class Tally:
    """What a series of faults came to."""

    faults: int = 0
    aimed: int = 0
    left_broken: list[str] = field(default_factory=list)
    not_resumed: list[str] = field(default_factory=list)
    """Publications whose link was cut for a moment and that did not end well by themselves."""
    failed_next: list[str] = field(default_factory=list)
    loads: int = 0
    bad_loads: list[str] = field(default_factory=list)


def disturb(made: Stage, chance: random.Random, faults: int, aimed: int) -> Tally:
    """Publish again and again, with a fault in each; then look at every page and publish undisturbed."""
    tally = Tally()
    problem = made.publish(made.next_site())
    if problem:
        raise RuntimeError(problem)
    began = time.monotonic()
    if made.publish(made.next_site()):
        raise RuntimeError
    usual = time.monotonic() - began
    made.visitors.start()
    for number in range(faults + aimed):
        at_switch = number >= faults
        site = made.next_site()
        process = made.start(site)
        if at_switch:
            wait_for_switch(process)
            time.sleep(chance.random() * 0.06)
        else:
            time.sleep(chance.random() * usual)
        tally.not_resumed += _break(made, process, chance)
        tally.faults += not at_switch
        tally.aimed += at_switch
        tally.left_broken += made.broken_pages()
        problem = made.publish(site)
        if problem:
            tally.failed_next.append(problem)
    made.visitors.stop()
    tally.loads, tally.bad_loads = made.visitors.loads, made.visitors.faults
    return tally


def wait_for_switch(process: subprocess.Popen[bytes]) -> None:
    """Read what a publication says until it is about to switch, or ends."""
    for line in process.stdout or ():
        if line.startswith(b"bascule"):
            return


def _break(made: Stage, process: subprocess.Popen[bytes], chance: random.Random) -> list[str]:
    """Kill the publisher, or it and its ssh, or cut its link for a moment; return what a cut ended with."""
    kind = chance.choice(("kill", "kill all", "cut")) if made.wire else chance.choice(("kill", "kill all"))
    if kind == "cut" and made.wire:
        made.wire.cut()
        time.sleep(chance.random() * 0.5)
        made.wire.mend()
    elif kind == "kill":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    output, _ = process.communicate(timeout=PATIENCE)
    return [output.decode("utf-8", "replace")] if kind == "cut" and process.returncode else []


def main(site: Path) -> int:
    """Publish one folder as `invoke publish` does after its build; say « bascule » before the switch."""
    lease.BEAT, lease.PATIENCE = QUICK_LEASE
    run.PAUSES = QUICK_PAUSES
    for pointer in (pointers.Symlink, pointers.Htaccess):
        pointer.switch = _announced(pointer.switch)  # type: ignore[method-assign]
    environment = os.environ
    settings = Settings(
        parse_target(environment["CVTS_CIBLE"]),
        address=environment.get("CVTS_ADRESSE", ""),
        password=environment.get("CVTS_MOT_DE_PASSE", ""),
        ssh_config=environment.get("CVTS_SSH_CONFIG", ""),
    )
    try:
        run.PublicationRun(settings, ROOT, Terminal(), force=True).publish(
            uploading.Build(site, read_folder(site))
        )
    except PublishError as error:
        print(f"{type(error).__name__} {error}", flush=True)  # noqa: T201  the test shows it
        return error.code
    return 0


def _announced(switch: Callable[..., None]) -> Callable[..., None]:
    def announce(pointer: pointers.Pointer, host: Host, release: str) -> None:
        print("bascule", flush=True)  # noqa: T201  a fault is aimed at it
        switch(pointer, host, release)

    return announce


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
