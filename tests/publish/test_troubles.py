"""What can go wrong around a publication, on real servers: the live site stays, the message says what to do."""

from __future__ import annotations

import contextlib
import ftplib
import gc
import os
import resource
import ssl
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.equipment import faults, hosts
from tests.equipment.loopback import LOOPBACK, free_port
from tests.equipment.waiting import PATIENCE, until
from tests.equipment.wire import Wire
from tests.publish.conftest import ONE_EACH, Target, read_only
from tools.publish import commands, health, lease, run
from tools.publish.errors import CutError, FullError, GuardError, HostError, SwappedBackError
from tools.publish.run import connect
from tools.publish.settings import Settings, parse_target

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.browser

LIMIT = 60_000
"""Bytes that a file may have on the host: the disk of `full_target` has no room for more."""


@contextlib.contextmanager
def _limited() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("combination", ONE_EACH, ids="-".join)
def test_a_full_disk_is_named_and_the_live_site_stays(
    lab: hosts.Lab, combination: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit on file sizes needs no rights, and is to a server what a full disk is: a write that fails."""
    monkeypatch.setattr(lease, "BEAT", faults.QUICK_LEASE[0])
    monkeypatch.setattr(run, "PAUSES", faults.QUICK_PAUSES)
    prefix = ("prlimit", f"--fsize={LIMIT}")
    with (
        faults.stage(lab, *combination, pages=8, prefix=prefix) as made,
        faults.environment_of(made.environment),
    ):
        target = Target(made, made.base)
        before = target.next().live
        site = made.next_site()
        (site / "grand.pdf").write_bytes(os.urandom(3 * LIMIT))
        with (
            _limited() if combination[0] == "local" else contextlib.nullcontext(),
            pytest.raises(FullError, match="plein → libérez"),
        ):
            target.publish(site)
        assert target.live.name == before
        assert not made.broken_pages()
        assert not (made.base / "releases" / ".en-cours").exists(), "what was sent takes room for nothing"
        (site / "grand.pdf").unlink()
        assert target.publish(site).live != before


def test_a_disk_that_says_it_has_no_room_is_believed(target: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    if target.settings.target.kind == "ftps":
        return  # FTP cannot ask
    target.next()
    host = connect(target.settings, faults.ROOT)
    assert host.free()
    monkeypatch.setattr(type(host), "free", lambda _: 1000)
    host.close()
    with pytest.raises(GuardError, match="il reste 1,0 ko"):
        target.next()


def test_a_read_only_target_is_named_and_stays_as_it_is(target: Target) -> None:
    before = target.next().live
    site = target.stage.next_site()
    with read_only(target.base, target.base / "releases"), pytest.raises(HostError, match=" → vérifiez"):
        target.publish(site)
    assert target.live.name == before
    assert target.publish(site).live != before


@pytest.mark.parametrize("year", [1980, 2036])
def test_clocks_that_disagree_change_nothing(target: Target, year: int) -> None:
    for _ in range(2):
        target.next()
    moment = (year - 1970) * 365.25 * 86400
    for path in (target.base, *target.base.rglob("*")):
        os.utime(path, (moment, moment), follow_symlinks=False)
    number = target.releases[-1]
    assert (target.next().live or "") > number
    assert target.run().rollback("", "").live == number
    assert not target.stage.broken_pages()


def test_a_link_that_is_cut_for_a_moment_is_taken_up_again(target: Target) -> None:
    wire = target.stage.wire
    if not wire:
        return  # a local folder has none
    target.next()
    sent = wire.sent

    def cut() -> None:
        assert until(lambda: wire.sent > sent + 1000)
        wire.cut()
        time.sleep(0.3)
        wire.mend()

    thread = threading.Thread(target=cut)
    thread.start()
    outcome = target.next()
    thread.join()
    assert outcome.live == target.live.name
    assert not target.stage.broken_pages()


def test_a_link_that_is_cut_while_it_opens_is_taken_up_again(target: Target) -> None:
    wire = target.stage.wire
    if not wire:
        return
    wire.last_byte = last = wire.carried + 1000

    def mend() -> None:
        assert until(lambda: wire.carried >= last)
        wire.last_byte = None

    thread = threading.Thread(target=mend)
    thread.start()
    outcome = target.next()
    thread.join()
    assert outcome.live == target.live.name


def test_a_host_that_does_not_answer_is_named(target: Target) -> None:
    wire = target.stage.wire
    if not wire:
        return
    before = target.next().live
    wire.cut()
    try:
        with pytest.raises(CutError, match=" → vérifiez CVTS_CIBLE"):
            target.next()
    finally:
        wire.mend()
    assert target.live.name == before


def test_a_server_that_dies_during_the_check_gets_the_previous_site_back(
    target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = target.next().live
    monkeypatch.setattr(health, "PAUSES", (0.01,))
    monkeypatch.setattr(health, "TIMEOUT", 1)
    check, dead = health.check_over_web, f"http://{LOOPBACK}:{free_port()}"
    monkeypatch.setattr(health, "check_over_web", lambda _, *what: check(dead, *what))
    with pytest.raises(SwappedBackError):
        target.next()
    assert target.live.name == before
    assert not target.stage.broken_pages()


def test_a_dead_holders_lock_is_free_again(target: Target) -> None:
    target.next()
    process = target.stage.start(target.stage.next_site())
    faults.wait_for_switch(process)
    process.kill()
    process.communicate()
    assert target.next().live == target.live.name


@pytest.mark.parametrize("only_files", [False, True])
def test_an_unknown_host_key_is_refused(lab: hosts.Lab, only_files: bool) -> None:
    server = hosts.ssh_server(lab, only_files=only_files)
    other = hosts.ssh_server(lab)
    known = server.config.parent / "known"
    kind = "sftp" if only_files else "ssh"
    settings = Settings(parse_target(f"{kind}:hote:/tmp"), ssh_config=str(server.config))
    for text in ("", (other.config.parent / "known").read_text()):
        known.write_text(text)
        with pytest.raises(GuardError, match="clé de l’hôte n’est pas connue, ou elle a changé → "):
            connect(settings, faults.ROOT)


@pytest.mark.parametrize("only_files", [False, True])
@pytest.mark.parametrize(
    "given", ["UserKnownHostsFile none", "UserKnownHostsFile /dev/null\n  StrictHostKeyChecking no"]
)
def test_a_configuration_that_knows_no_hosts_trusts_none(
    lab: hosts.Lab, only_files: bool, given: str
) -> None:
    server = hosts.ssh_server(lab, only_files=only_files)
    kept = "\n".join(line for line in server.config.read_text().splitlines() if "UserKnownHosts" not in line)
    server.config.write_text(f"{kept}\n  {given}\n")
    kind = "sftp" if only_files else "ssh"
    settings = Settings(parse_target(f"{kind}:hote:/tmp"), ssh_config=str(server.config), password="secret")  # noqa: S106  an example
    with pytest.raises(GuardError, match="clé de l’hôte n’est pas connue, ou elle a changé → "):
        connect(settings, faults.ROOT)


@pytest.mark.parametrize("only_files", [False, True])
def test_a_forge_gives_the_key_and_the_hosts_as_text(
    lab: hosts.Lab,
    only_files: bool,
    tmp_path: Path,
) -> None:
    server = hosts.ssh_server(lab, only_files=only_files)
    folder = server.config.parent
    bare = tmp_path / "config"
    bare.write_text(
        f"Host hote\n  HostName {LOOPBACK}\n  Port {server.port}\n  GlobalKnownHostsFile /dev/null\n"
    )
    place = lab.folder / f"forge-{server.port}"
    place.mkdir()
    kind = "sftp" if only_files else "ssh"
    settings = Settings(
        parse_target(f"{kind}:hote:{place}"),
        ssh_config=str(bare),
        ssh_key=(folder / "client").read_text(),
        known_hosts=(folder / "known").read_text(),
    )
    host = connect(settings, faults.ROOT)
    assert host.entries("") == {}
    host.close()
    with pytest.raises(GuardError, match="clé de l’hôte"):
        connect(replace(settings, known_hosts=f"autre {(folder / 'host.pub').read_text()}"), faults.ROOT)


def test_an_account_without_a_shell_says_so(lab: hosts.Lab) -> None:
    server = hosts.ssh_server(lab, only_files=True)
    with pytest.raises(HostError, match="n’a pas de shell → employez sftp:"):
        connect(Settings(parse_target("ssh:hote:/tmp"), ssh_config=str(server.config)), faults.ROOT)


def test_the_ftps_server_of_these_tests_refuses_a_client_that_does_not_resume_its_session(
    lab: hosts.Lab,
) -> None:
    server = hosts.ftps_server(lab)
    client = ftplib.FTP_TLS(  # noqa: S321  what we refuse to be
        context=ssl.create_default_context(cafile=server.certificate), timeout=PATIENCE
    )
    client.connect("localhost", server.port)
    client.login()
    client.prot_p()
    with pytest.raises((ftplib.Error, OSError), match=r"522|SSL|EOF|reset|reuse"):
        client.nlst()
    client.close()


def test_an_ftps_certificate_that_nobody_signed_is_refused(
    lab: hosts.Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = hosts.ftps_server(lab)
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    settings = Settings(parse_target(f"ftps:localhost:{server.port}:/tmp"))
    with pytest.raises(GuardError, match="certificat de l’hôte n’est pas valable"):
        connect(settings, faults.ROOT)
    assert "cette commande n’y a rien changé" in commands.live_sentence(settings, faults.ROOT)


def test_an_ftps_link_that_is_cut_at_any_byte_while_it_opens_is_a_cut_and_leaves_nothing_open(
    lab: hosts.Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the greeting to the last question, the TLS handshake included; a forgotten socket is a warning."""
    server = hosts.ftps_server(lab)
    wire = Wire(server.port)
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    settings = Settings(parse_target(f"ftps:localhost:{wire.port}:/tmp"))
    connect(settings, faults.ROOT).close()
    whole = wire.carried
    for allowed in range(0, whole - 64, 89):  # a signature may be some bytes shorter next time
        wire.last_byte = wire.carried + allowed
        with pytest.raises(CutError, match="liaison avec l’hôte est coupée"):
            connect(settings, faults.ROOT)
        wire.settle()
    wire.close()
    gc.collect()
