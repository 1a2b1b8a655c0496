"""Real OpenSSH and vsftpd servers on loopback, to publish to.

Each runs from a configuration of its own in the lab's folder, on a free port, with
temporary keys, as whoever starts it; nothing of the machine's own set-up is read.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.equipment.loopback import LOOPBACK, free_port, listens
from tests.equipment.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    Command = list[str]


@dataclass
class Lab:
    """A folder that every server may read, and the processes started in it."""

    folder: Path
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, command: Command, port: int, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
        """Start a server and wait until it listens.

        Signals stay as Python has them: SIGXFSZ ignored, so that a limit on file sizes
        is an error like a full disk, and kills nobody.
        """
        log = (self.folder / f"{Path(command[0]).name}-{port}.log").open("wb")
        process = subprocess.Popen(command, stdin=stdin, stdout=log, stderr=log, restore_signals=False)
        log.close()
        self.started.append(process)
        if until(lambda: process.poll() is not None or listens(port)) and process.poll() is None:
            return process
        raise RuntimeError(Path(log.name).read_text(errors="replace"))

    def start_as_root(self, command: Command, port: int) -> subprocess.Popen[bytes]:
        """Start a server that only root may start; it ends with its input, since nobody else may end it."""
        until_input_ends = ["sh", "-c", '"$@" & read -r _; kill $!; wait', "sh", *command]
        sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
        return self.start([*sudo, *until_input_ends], port, subprocess.PIPE)

    def stop(self, process: subprocess.Popen[bytes]) -> None:
        """Stop one server that this lab started."""
        if process.stdin:
            process.stdin.close()  # see `start_as_root`
        else:
            process.terminate()
        try:
            process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self.started.remove(process)


@contextlib.contextmanager
def lab() -> Iterator[Lab]:
    """Give a lab, stopped and removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="cvts-lab-"))
    folder.chmod(0o755)
    made = Lab(folder)
    try:
        yield made
    finally:
        for process in list(made.started):
            made.stop(process)
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class Ssh:
    """An OpenSSH server; `config` is what a client needs to reach it as `hote`, through `port`."""

    process: subprocess.Popen[bytes]
    port: int
    config: Path
    user: str = ""
    password: str = field(default="", repr=False)
    """Where the server takes no key."""

    def through(self, port: int) -> Path:
        """Return a client configuration that goes through another port (a wire)."""
        path = self.config.with_name(f"client-{port}")
        path.write_text(self.config.read_text().replace(f"Port {self.port}\n", f"Port {port}\n"))
        return path


def ssh_server(
    lab: Lab,
    *,
    only_files: bool = False,
    prefix: Command | None = None,
    umask: str = "022",
    listen: str = LOOPBACK,
) -> Ssh:
    """Start an OpenSSH server; with `only_files`, its account can do nothing but SFTP, under a umask."""
    port = free_port()
    folder = lab.folder / f"ssh-{port}"
    folder.mkdir(mode=0o700)
    for name in ("host", "client"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
    shutil.copy(folder / "client.pub", folder / "authorized")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # root's sshd insists on its empty folder
    (folder / "sshd_config").write_text(
        "".join(f"ListenAddress {address}\n" for address in sorted({LOOPBACK, listen}))
        + f"Port {port}\nHostKey {folder}/host\n"
        f"AuthorizedKeysFile {folder}/authorized\n"
        "UsePAM no\nStrictModes no\nPasswordAuthentication no\nPermitRootLogin yes\nPidFile none\n"
        f"SetEnv HOME={folder}\n"  # no start-up files of the machine's own account
        "MaxStartups 200\nMaxSessions 50\nPrintMotd no\nSubsystem sftp internal-sftp\n"
        + (f"ForceCommand internal-sftp -u {umask}\n" if only_files else "")
    )
    host_key = (folder / "host.pub").read_text()
    (folder / "known").write_text(f"[{LOOPBACK}]:{port} {host_key}[::1]:{port} {host_key}hote {host_key}")
    config = folder / "client_config"
    config.write_text(
        f"Host hote\n  HostName {LOOPBACK}\n  Port {port}\n  HostKeyAlias hote\n"
        f"Host *\n  IdentityFile {folder}/client\n"
        f"  UserKnownHostsFile {folder}/known\n  IdentitiesOnly yes\n  GlobalKnownHostsFile /dev/null\n"
    )
    sshd = shutil.which("sshd") or "/usr/sbin/sshd"
    process = lab.start([*(prefix or []), sshd, "-D", "-e", "-f", f"{folder}/sshd_config"], port)
    return Ssh(process, port, config)


def certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for this machine that nobody else signed; return it and its key."""
    made = folder / "certificat.pem", folder / "cle.pem"
    request = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    names = ("-subj", "/CN=localhost", "-addext", f"subjectAltName=DNS:localhost,IP:{LOOPBACK}")
    command = [*request, "-nodes", "-days", "2", *names, "-keyout", str(made[1]), "-out", str(made[0])]
    subprocess.run(command, check=True, capture_output=True)
    return made


@dataclass(frozen=True)
class Ftps:
    """An FTPS server; clients trust `certificate`."""

    process: subprocess.Popen[bytes]
    port: int
    certificate: Path
    user: str = ""
    """Who owns what is published; empty: whoever will."""
    password: str = field(default="", repr=False)


def ftps_server(lab: Lab, *, prefix: Command | None = None) -> Ftps:
    """Start vsftpd, which requires that TLS sessions are resumed; any name and password will do."""
    port = free_port()
    folder = lab.folder / f"ftps-{port}"
    root = folder / "racine"
    root.mkdir(parents=True)
    signed, key = certificate(folder)
    (folder / "vide").mkdir()
    (folder / "vsftpd.conf").write_text(
        f"listen=YES\nlisten_address={LOOPBACK}\nlisten_port={port}\nbackground=NO\nrun_as_launching_user=YES\n"
        f"anonymous_enable=YES\nlocal_enable=NO\nanon_root={root}\nno_anon_password=YES\nwrite_enable=YES\n"
        "anon_upload_enable=YES\nanon_mkdir_write_enable=YES\nanon_other_write_enable=YES\nanon_umask=022\n"
        "anon_world_readable_only=NO\nallow_writeable_chroot=YES\nmdtm_write=YES\nseccomp_sandbox=NO\n"
        f"ssl_enable=YES\nallow_anon_ssl=YES\nforce_anon_logins_ssl=YES\nforce_anon_data_ssl=YES\n"
        f"require_ssl_reuse=YES\nssl_ciphers=HIGH\nrsa_cert_file={signed}\nrsa_private_key_file={key}\n"
        f"secure_chroot_dir={folder}/vide\nutf8_filesystem=YES\nvsftpd_log_file={folder}/journal\n"
        "pasv_address=127.0.0.1\nxferlog_enable=NO\nuse_localtime=NO\n"
    )
    vsftpd = shutil.which("vsftpd") or "/usr/sbin/vsftpd"
    process = lab.start([*(prefix or []), vsftpd, f"{folder}/vsftpd.conf"], port)
    return Ftps(process, port, signed)
