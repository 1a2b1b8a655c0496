"""Publication on the servers that shared hosting has: their refusals, their limits, their umasks."""

from __future__ import annotations

import ftplib
import os
import shutil
import stat
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.equipment import faults, hosts
from tests.equipment.loopback import LOOPBACK, free_port
from tests.equipment.shared_hosts import Account, pure_ftpd
from tests.equipment.visitors import write_site
from tests.publish.conftest import Target
from tools.publish import health, lease, preparation, releases, run
from tools.publish.errors import CutError, FullError, GuardError, HostError, SettingsError
from tools.publish.ftps_listing import parsed_facts, parsed_lines
from tools.publish.host import Entry, EntryKind
from tools.publish.manifest import read_folder
from tools.publish.run import PublicationRun, connect
from tools.publish.settings import Settings, parse_target, read_settings
from tools.publish.terminal import Terminal
from tools.publish.uploading import Build

pytestmark = pytest.mark.browser

SERVERS = (("ftps", "Pure-FTPd"), ("ftps", "ProFTPD"), ("sftp", "mod_sftp"))


def home(lab: hosts.Lab) -> Path:
    """Make the folder of an account."""
    made = Path(tempfile.mkdtemp(prefix="compte-", dir=lab.folder))
    made.chmod(0o755)
    return made


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "BEAT", faults.QUICK_LEASE[0])
    monkeypatch.setattr(lease, "PATIENCE", faults.QUICK_LEASE[1])
    monkeypatch.setattr(run, "PAUSES", faults.QUICK_PAUSES)
    monkeypatch.setattr(health, "PAUSES", (0.01,))


@pytest.fixture
def refusals(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the commands that an FTP server has refused."""
    found: list[str] = []
    sent = ftplib.FTP.sendcmd
    voided = ftplib.FTP.voidcmd

    def noting(real: object) -> object:
        def send(client: ftplib.FTP, command: str) -> str:
            try:
                return real(client, command)  # type: ignore[operator,no-any-return]
            except ftplib.error_perm:
                found.append(command)
                raise

        return send

    monkeypatch.setattr(ftplib.FTP, "sendcmd", noting(sent))
    monkeypatch.setattr(ftplib.FTP, "voidcmd", noting(voided))
    return found


@pytest.mark.parametrize(("transport", "server"), SERVERS)
def test_an_account_whose_umask_closes_everything_publishes_what_visitors_can_read(
    lab: hosts.Lab, transport: str, server: str, refusals: list[str]
) -> None:
    account = Account(home(lab), umask="077")
    with (
        faults.stage(lab, transport, "htaccess", pages=4, server=server, account=account) as made,
        faults.environment_of(made.environment),
    ):
        target = Target(made, made.base)
        target.next()
        target.next()
        target.next()
        assert target.run().rollback("", "").live == target.live.name
        assert not made.broken_pages()
        for path in (made.base / "releases", *target.live.rglob("*")):
            assert path.stat().st_mode & 0o004, path
        # what is refused is delayed, and after some refusals the server hangs up
        assert len([command for command in refusals if not command.startswith("OPTS")]) < 8, refusals


def test_an_openssh_account_whose_umask_closes_everything_is_read_all_the_same(lab: hosts.Lab) -> None:
    with (
        faults.stage(lab, "sftp", "htaccess", pages=4, account=Account(home(lab), umask="077")) as made,
        faults.environment_of(made.environment),
    ):
        target = Target(made, made.base)
        target.next()
        assert not made.broken_pages()
        assert stat.S_IMODE((made.base / ".htaccess").stat().st_mode) == 0o644


def test_a_host_that_keeps_files_closed_is_refused_before_the_switch(lab: hosts.Lab) -> None:
    account = Account(home(lab))
    with (
        faults.stage(lab, "ftps", "htaccess", pages=4, server="Pure-FTPd", account=account) as made,
        faults.environment_of(made.environment),
    ):
        before = Target(made, made.base).next().live
        strict = pure_ftpd(lab, Account(account.home, umask="077", flags=("--nochmod",)))
        environment = {**made.environment, "SSL_CERT_FILE": str(strict.certificate)}
        target = f"ftps:{strict.user}@localhost:{strict.port}:/www"
        made.settings = Settings(parse_target(target), made.settings.address, made.settings.password)
        with faults.environment_of(environment):
            closed = Target(made, made.base)
            with pytest.raises(GuardError, match=r"réserve ce qu’il reçoit à votre compte .*umask 022"):
                closed.next()
            assert closed.live.name == before
            assert not made.broken_pages()


def test_a_server_with_one_connection_an_account_is_published_to(lab: hosts.Lab) -> None:
    """And where that account sees nothing but the document root itself."""
    account = Account(home(lab), folder="/", most_connections=1)
    with (
        faults.stage(lab, "ftps", "htaccess", pages=4, server="ProFTPD", account=account) as made,
        faults.environment_of(made.environment),
    ):
        target = Target(made, made.base)
        assert target.next().live == target.live.name
        assert not made.broken_pages()
        with run.connected(made.settings, faults.ROOT), pytest.raises(CutError, match="fermez les autres"):
            target.next()


@pytest.mark.parametrize("asked", ["", "symlink"])
def test_a_host_that_cannot_replace_a_link_gets_the_other_pointer_or_keeps_nothing(
    lab: hosts.Lab, asked: str
) -> None:
    """mod_sftp takes a link's arguments in the other order, and refuses to rename over a link."""
    account = Account(home(lab))
    with faults.stage(lab, "sftp", "htaccess", server="mod_sftp", account=account) as made:
        place = account.home / "autre"
        parsed = parse_target("sftp:hote:/autre")
        settings = Settings(parsed, password=made.settings.password, ssh_config=made.settings.ssh_config)
        with run.connected(settings, faults.ROOT) as host:
            if asked:
                with pytest.raises(HostError, match=" → "):
                    preparation.initialise(host, parsed, asked)
                assert list(place.iterdir()) == []
            assert preparation.initialise(host, parsed) == "htaccess"
        assert sorted(path.name for path in place.iterdir()) == [
            ".cvts-publication",
            ".htaccess",
            "releases",
        ]


@pytest.fixture
def sftp(lab: hosts.Lab) -> tuple[Path, Settings]:
    server = hosts.ssh_server(lab, only_files=True)
    place = home(lab)
    return place, Settings(parse_target(f"sftp:hote:{place}/www"), ssh_config=str(server.config))


def test_a_document_root_as_hosts_have_it_is_prepared_and_what_stands_there_stays(
    sftp: tuple[Path, Settings],
) -> None:
    place, settings = sftp
    kept = ("cgi-bin/", ".well-known/acme-challenge/", "stats/", ".ftpquota", "404.shtml", "google0a1b.html")
    for name in kept:
        if name.endswith("/"):
            (place / "www" / name).mkdir(parents=True)
        else:
            (place / "www" / name).write_text("de l’hôte")
    with run.connected(settings, faults.ROOT) as host:
        assert preparation.initialise(host, settings.target, "htaccess") == "htaccess"
    assert all((place / "www" / name).exists() for name in kept)


@pytest.mark.parametrize("name", ["index.php", "lettre.txt", ".htaccess", "releases/0007-00000000/x"])
def test_a_folder_that_may_be_somebody_s_is_refused_and_stays_as_it_is(
    sftp: tuple[Path, Settings], name: str
) -> None:
    place, settings = sftp
    (place / "www" / name).parent.mkdir(parents=True)
    (place / "www" / name).write_text("à quelqu’un")
    with (
        run.connected(settings, faults.ROOT) as host,
        pytest.raises(GuardError, match=r"n’est pas vide .* → indiquez un autre dossier"),
    ):
        preparation.initialise(host, settings.target)
    assert [path.name for path in (place / "www").rglob("*") if path.is_file()] == [Path(name).name]


def test_a_folder_that_cannot_be_made_is_named(sftp: tuple[Path, Settings]) -> None:
    place, settings = sftp
    (place / "www").write_text("un fichier")
    target = replace(settings.target, path=f"{settings.target.path}/site")
    with (
        run.connected(replace(settings, target=target), faults.ROOT) as host,
        pytest.raises(
            GuardError, match=r"n’existe pas, et ne peut pas être créé .* → créez-le par le panneau"
        ),
    ):
        preparation.initialise(host, target)


def test_what_a_killed_preparation_has_left_is_prepared_again(
    sftp: tuple[Path, Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    place, settings = sftp
    with run.connected(settings, faults.ROOT) as host:
        preparation.initialise(host, settings.target)
        (place / "www" / releases.MARKER).unlink()
        assert preparation.initialise(host, settings.target, "htaccess") == "htaccess"
    assert not (place / "www" / "courant").is_symlink()


@pytest.mark.parametrize(("transport", "server"), SERVERS[1:])
def test_an_old_release_that_cannot_be_removed_is_named_and_the_others_go(
    lab: hosts.Lab, transport: str, server: str
) -> None:
    """As root's files are to an account."""
    account = Account(home(lab))
    with (
        faults.stage(lab, transport, "htaccess", pages=4, server=server, account=account) as made,
        faults.environment_of(made.environment),
    ):
        target = Target(made, made.base)
        page = made.base / "releases" / (target.next().live or "") / "actualites" / "page-2" / "index.html"
        if os.geteuid() == 0:
            os.chown(page, 0, 0)
            os.chown(page.parent, 0, 0)
        page.chmod(0o444)
        page.parent.chmod(0o555)
        results = [target.next() for _ in range(6)]
        assert results[-1].live == target.live.name
        assert "supprimez-le chez l’hébergeur" in results[-1].left[0]
        assert len(target.releases) == (2 if transport == "ftps" else 5)
        assert not made.broken_pages()


def test_a_command_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GuardError, match="il manque ssh et rsync sur cette machine → "):
        connect(Settings(parse_target("ssh:hote:/site")), faults.ROOT)
    (tmp_path / "ssh").symlink_to("/bin/true")
    with pytest.raises(GuardError, match="il manque rsync sur cette machine → "):
        connect(Settings(parse_target("ssh:hote:/site")), faults.ROOT)


RSYNC = """\
#!/bin/sh
{first}
exec {rsync} "$@"
"""


@pytest.mark.parametrize(
    ("first", "message"),
    [
        ("head -c 1000000 /dev/zero | tr '\\0' x >&2", ""),
        (
            "echo 'rsync: --protect-args: unknown option' >&2; exit 1",
            "rsync, ici ou chez l’hôte, est trop ancien",
        ),
    ],
)
def test_an_rsync_that_complains_neither_hangs_nor_is_misunderstood(
    lab: hosts.Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: str, message: str
) -> None:
    own = tmp_path / "rsync"
    own.write_text(RSYNC.format(first=first, rsync=shutil.which("rsync")))
    own.chmod(0o755)
    with faults.stage(lab, "ssh", "symlink", pages=4) as made, faults.environment_of(made.environment):
        monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
        target = Target(made, made.base)
        if message:
            with pytest.raises(HostError, match=message):
                target.next()
        else:
            assert target.next().live == target.live.name


@pytest.mark.parametrize("kind", ["ssh", "sftp"])
def test_a_configuration_that_cannot_be_read_is_no_cut_link(tmp_path: Path, kind: str) -> None:
    config = tmp_path / "config"
    config.write_text("Match bidule\n")
    with pytest.raises(SettingsError, match=r"la configuration SSH est illisible .* → corrigez-la"):
        connect(Settings(parse_target(f"{kind}:hote:/site"), ssh_config=str(config)), faults.ROOT)
    with pytest.raises(SettingsError, match="il n’y a pas de fichier /absent"):
        read_settings(tmp_path, {"CVTS_CIBLE": f"{kind}:hote:/site", "CVTS_SSH_CONFIG": "/absent"})


@pytest.mark.parametrize("only_files", [False, True])
def test_an_unknown_key_is_to_be_looked_at_through_the_same_port(lab: hosts.Lab, only_files: bool) -> None:
    server = hosts.ssh_server(lab, only_files=only_files)
    (server.config.parent / "known").write_text("")
    target = parse_target(f"{'sftp' if only_files else 'ssh'}:hote:{server.port}:/tmp")
    with pytest.raises(GuardError, match=f"lancez une fois « ssh -p {server.port} hote »"):
        connect(Settings(target, ssh_config=str(server.config)), faults.ROOT)


@pytest.mark.parametrize("kind", ["ssh", "sftp"])
def test_an_address_of_the_sixth_version_is_a_host_like_another(lab: hosts.Lab, kind: str) -> None:
    server = hosts.ssh_server(lab, only_files=kind == "sftp", listen="::1")
    place = home(lab)
    target = parse_target(f"{kind}:[::1]:{server.port}:{place}/www")
    made = write_site(lab.folder / f"site-six-{kind}", 1, 3)
    settings = Settings(target, ssh_config=str(server.config))
    with run.connected(settings, faults.ROOT) as host:
        preparation.initialise(host, target)
    assert (
        PublicationRun(settings, faults.ROOT, Terminal(quiet=True))
        .publish(Build(made, read_folder(made)))
        .live
    )


def test_a_name_in_another_encoding_is_said_to_be_one(
    lab: hosts.Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = hosts.ftps_server(lab)
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    place = home(lab)
    (place / os.fsdecode("été".encode("latin-1"))).write_text("d’un ancien site")
    host = connect(Settings(parse_target(f"ftps:localhost:{server.port}:{place}")), faults.ROOT)
    with pytest.raises(HostError, match="n’est pas en UTF-8 → renommez-le"):
        host.entries("")
    host.close()


def test_a_quota_is_named_and_the_live_site_stays(lab: hosts.Lab) -> None:
    """Pure-FTPd answers 552 in the middle of a file, and counts in a `.ftpquota` of the account's folder."""
    account = Account(home(lab), flags=("--quota", "1000:1"))
    with (
        faults.stage(lab, "ftps", "htaccess", pages=4, server="Pure-FTPd", account=account) as made,
        faults.environment_of(made.environment),
    ):
        target = Target(made, made.base)
        before = target.next().live
        site = made.next_site()
        (site / "grand.pdf").write_bytes(bytes(2_000_000))
        with pytest.raises(FullError, match="plein → libérez"):
            target.publish(site)
        assert target.live.name == before
        assert not made.broken_pages()


def test_data_ports_that_nobody_reaches_are_named(lab: hosts.Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    server = hosts.ftps_server(lab)
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    monkeypatch.setattr(ftplib.FTP, "makepasv", lambda _: (LOOPBACK, free_port()))
    host = connect(Settings(parse_target(f"ftps:localhost:{server.port}:/")), faults.ROOT)
    with pytest.raises(CutError, match="canal des données, mode passif : "):
        host.entries("")
    host.close()


def test_a_link_is_a_link_however_a_server_calls_it() -> None:
    facts = {"a": "OS.unix=slink:", "b": "OS.unix=symlink", "c": "dir", "d": "cdir"}
    found = dict(parsed_facts((name, {"type": kind}) for name, kind in facts.items()))
    assert {name: entry.kind.value for name, entry in found.items()} == {"a": "l", "b": "l", "c": "d"}


def test_a_server_without_detailed_lists_is_read_line_by_line() -> None:
    lines = (
        "total 12",
        "drwxr-xr-x    2 1000     1000         4096 Nov 28 09:27 .",
        "drwx------    2 1000     1000         4096 Nov 28 09:27 fermé et long",
        "-rw-r--r--    1 1000     1000           12 Nov 28  2025 a -> b.txt",
        "lrwxrwxrwx    1 1000     1000           12 Nov 28  2025 courant -> releases/1",
    )
    assert dict(parsed_lines(lines)) == {
        "fermé et long": Entry(EntryKind.FOLDER, 0o700),
        "a -> b.txt": Entry(EntryKind.FILE, 0o644),
        "courant": Entry(EntryKind.LINK, 0o777),
    }
    with pytest.raises(HostError, match="d’une façon que nous ne lisons pas"):
        list(parsed_lines(["02-23-05  09:24AM       <DIR>          dossier"]))
