"""Pure-FTPd and ProFTPD on loopback, as shared hosting has them: an account of its own, its umask, its limits.

Debian installs one FTP server at a time, so `make test` unpacks these two (`tools/test_prerequisites.py`).
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.equipment.hosts import Ftps, Lab, Ssh, certificate
from tests.equipment.loopback import LOOPBACK, free_port
from tools.test_prerequisites import UNPACKED

USER, PASSWORD = "asbl", "pa'ss w\"ord#é:@/1"
ACCOUNT = 12345
"""The number of the account on the host where root starts it: nobody else has it."""


@dataclass(frozen=True)
class Account:
    """What a host gives: where, and with what limits."""

    home: Path
    folder: str = "/www"
    """Where the target is, from the account's home; `/` is the home itself."""
    umask: str = "022"
    most_connections: int = 0
    """0: as many as one likes."""
    more: str = "DefaultRoot ~\n"
    """Further lines of ProFTPD's configuration."""
    flags: tuple[str, ...] = ()
    """Further arguments of Pure-FTPd."""

    @property
    def number(self) -> int:
        """The account's number here."""
        return ACCOUNT if os.geteuid() == 0 else os.geteuid()

    def own(self, *folders: Path) -> None:
        """Give folders to the account."""
        for folder in folders:
            os.chown(folder, self.number, -1)


def pure_ftpd(lab: Lab, account: Account) -> Ftps:
    """Start Pure-FTPd, which delays refusals and hangs up after many of them."""
    port = free_port()
    folder = lab.folder / f"pure-ftpd-{port}"
    folder.mkdir(mode=0o755)
    signed, key = certificate(folder)
    both = folder / "ensemble.pem"
    both.write_text(key.read_text() + signed.read_text())
    both.chmod(0o600)
    account.own(account.home)
    users = folder / "comptes"
    most = str(account.most_connections or "")
    # by hand: the hash that its own command makes takes seconds at each login
    fields = (USER, _hashed(), account.number, account.number, "", f"{account.home}/./", "", "", "", "", most)
    Path(f"{users}.txt").write_text(":".join(map(str, fields)) + ":::::::\n")
    make = [f"{UNPACKED}/usr/bin/pure-pw", "mkdb", f"{users}.pdb", "-f", f"{users}.txt"]
    subprocess.run(make, check=True, capture_output=True)
    files = int(account.umask, 8) | 0o111  # this server starts from 777 for files too
    limits = ["--peruserlimits", f"{account.most_connections}:1"] if account.most_connections else []
    process = lab.start(
        [
            *([] if os.geteuid() == 0 else ["sudo", "-n"]),  # it starts as root alone
            *(
                f"{UNPACKED}/usr/sbin/pure-ftpd",
                "--bind",
                f"{LOOPBACK},{port}",
                "--login",
                f"puredb:{users}.pdb",
            ),
            *("--tls", "2", "--certfile", str(both), "--umask", f"{files:03o}:{account.umask}"),
            *("--maxclientsperip", "50", "--dontresolve", "--pidfile", f"{folder}/pid", "--minuid", "1"),
            *limits,
            *account.flags,
        ],
        port,
    )
    return Ftps(process, port, signed, USER, PASSWORD)


def proftpd(lab: Lab, account: Account) -> Ftps:
    """Start ProFTPD with mod_tls, which requires that TLS sessions are resumed."""
    port = free_port()
    folder = lab.folder / f"proftpd-{port}"
    folder.mkdir(mode=0o755)
    signed, key = certificate(folder)
    lines = (
        "LoadModule mod_tls.c\nTLSEngine on\nTLSRequired on\nTLSProtocol TLSv1.2 TLSv1.3\n"
        f"TLSECCertificateFile {signed}\nTLSECCertificateKeyFile {key}\n"
    )
    return Ftps(_start_proftpd(lab, account, folder, port, lines), port, signed, USER, PASSWORD)


def mod_sftp(lab: Lab, account: Account) -> Ssh:
    """Start ProFTPD with mod_sftp; its account has a password."""
    port = free_port()
    folder = lab.folder / f"mod-sftp-{port}"
    folder.mkdir(mode=0o755)
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / "host")], check=True)
    lines = (
        f"LoadModule mod_sftp.c\nSFTPEngine on\nSFTPHostKey {folder}/host\nSFTPAuthMethods password\n"
        f"SFTPLog {folder}/sftp.log\n"
    )
    process = _start_proftpd(lab, account, folder, port, lines)
    host_key = (folder / "host.pub").read_text()
    (folder / "known").write_text(f"[{LOOPBACK}]:{port} {host_key}hote {host_key}")
    config = folder / "client_config"
    config.write_text(
        f"Host hote\n  HostName {LOOPBACK}\n  Port {port}\n  HostKeyAlias hote\n  User {USER}\n"
        f"  UserKnownHostsFile {folder}/known\n  IdentitiesOnly yes\n  GlobalKnownHostsFile /dev/null\n"
    )
    return Ssh(process, port, config, USER, PASSWORD)


def _hashed() -> str:
    command = ["openssl", "passwd", "-6", "-stdin"]
    made = subprocess.run(command, check=True, capture_output=True, input=PASSWORD.encode())
    return made.stdout.decode().strip()


def _start_proftpd(
    lab: Lab, account: Account, folder: Path, port: int, lines: str
) -> subprocess.Popen[bytes]:
    account.own(account.home)
    users = folder / "comptes"
    number = account.number
    users.write_text(f"{USER}:{_hashed()}:{number}:{number}::{account.home}:/bin/false\n")
    users.chmod(0o600)
    limit = f"MaxClientsPerUser {account.most_connections}\n" if account.most_connections else ""
    configuration = folder / "proftpd.conf"
    configuration.write_text(
        f"ModulePath {UNPACKED}/usr/lib/proftpd\n{lines}{limit}User root\nGroup root\n"
        f"ServerType standalone\nDefaultAddress {LOOPBACK}\nSocketBindTight on\nPort {port}\nUseIPv6 off\n"
        f"PidFile {folder}/pid\nScoreboardFile {folder}/scoreboard\nDelayTable {folder}/delays\n"
        f"SystemLog {folder}/system.log\nTransferLog none\nWtmpLog off\nUseReverseDNS off\nAuthPAM off\n"
        f"AuthOrder mod_auth_file.c\nAuthUserFile {users}\nRequireValidShell off\nUmask {account.umask}\n"
        f"AllowOverwrite on\nMaxInstances 60\nTimesGMT on\n{account.more}"
    )
    command = [f"{UNPACKED}/usr/sbin/proftpd", "--nodaemon", "--config", str(configuration)]
    return lab.start_as_root(command, port)
