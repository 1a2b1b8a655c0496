"""The connection of an `ssh:` target: OpenSSH as a subprocess, with the user's own keys and configuration.

One connection carries everything, and one shell on the host runs every small
operation, a round trip each: when it is gone, nothing more happens in our name.
"""

from __future__ import annotations

import base64
import contextlib
import re
import secrets
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING

from tools.publish.errors import (
    CutError,
    GuardError,
    HostError,
    PublishError,
    SettingsError,
    cut_link,
    full_disk,
)

if TYPE_CHECKING:
    from tools.publish.settings import Settings

CUT_CODES = {10, 12, 30, 35, 255}
"""rsync: socket I/O, protocol stream, time-outs; 255 is ssh's own."""
USE_SFTP = "employez sftp: au lieu de ssh: dans CVTS_CIBLE"
FULL = re.compile(r"No space left|Disk quota exceeded|File too large|\((28|122|27)\)")
UNKNOWN_OPTION = re.compile(r"rsync: .*(unknown|unrecognized) option")
BAD_CONFIGURATION = re.compile(r"user config file|line \d+: |Match criteria|configuration option")
UNKNOWN_HOST = re.compile(r"Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED")


class SshShell:
    """A shell on the host, in the target's folder."""

    def __init__(self, settings: Settings) -> None:
        _require_programs()
        target = settings.target
        self.base = target.path
        user = f"{target.user}@" if target.user else ""
        self.name = f"{user}{target.host}"
        # rsync alone reads a colon as the end of the host's name
        self.rsync_name = f"{user}[{target.host}]" if ":" in target.host else self.name
        self._folder = tempfile.TemporaryDirectory(prefix="cvts-")
        config = ["-F", settings.ssh_config] if settings.ssh_config else []
        port = ["-p", str(target.port)] if target.port else []
        options = (
            *("BatchMode=yes", "StrictHostKeyChecking=yes", "ConnectTimeout=15"),
            # nothing of this machine is lent to the host, whatever the user's configuration says
            *("ForwardAgent=no", "ForwardX11=no", "ClearAllForwardings=yes", "PermitLocalCommand=no"),
            *("ServerAliveInterval=5", "ServerAliveCountMax=3", f"ControlPath={self._folder.name}/lien"),
        )
        given = _given_files(Path(self._folder.name), settings)
        ssh = ["ssh", *config, *port, *(f"-o{option}" for option in (*options, *given))]
        # a client of the connection never opens a connection of its own
        self.client = [*ssh, "-oControlMaster=no", "-oProxyCommand=false"]
        self._token = secrets.token_hex(16)
        self.lock_holder: subprocess.Popen[bytes] | None = None
        # into a file: whoever writes much to a pipe that nobody reads yet waits for ever
        with (Path(self._folder.name) / "erreurs").open("w+b") as errors:
            self._shell = subprocess.Popen(
                [*ssh, "-oControlMaster=yes", self.name, "echo pret; exec sh"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
            )
            greeting = b""
            # after what a login may print
            while self._shell.stdout and (line := self._shell.stdout.readline()) != b"pret\n":
                greeting += line
                if not line:
                    text = greeting.decode("utf-8", "replace") + read_from_start(errors)
                    self.close()
                    raise _connection_error(text, self.name, target.port)

    def close(self) -> None:
        """End the connection."""
        end(self._shell)
        self._folder.cleanup()

    @property
    def is_held(self) -> bool:
        """Whether nothing of what we rely on has ended: the connection and, once taken, the lock."""
        return self._shell.poll() is None and (self.lock_holder is None or self.lock_holder.poll() is None)

    def run(self, script: str, *arguments: str, data: bytes = b"", anywhere: bool = False) -> bytes:
        """Run a script in the target's folder (`anywhere`: without it), its arguments as $1 and $2."""
        if not self.is_held or not self._shell.stdin or not self._shell.stdout:
            raise cut_link()
        try:
            self._shell.stdin.write(
                _framed(self.command(script, *arguments, anywhere=anywhere), data, self._token)
            )
            self._shell.stdin.flush()
        except OSError:
            raise cut_link() from None
        output, code = _answer(self._shell.stdout, self._token)
        errors, _ = _answer(self._shell.stdout, self._token)
        if code:
            raise self.error(code, errors.decode("utf-8", "replace"))
        return output

    def error(self, code: int, text: str) -> PublishError:
        """Return the error of a command that ended with a code and a text."""
        if FULL.search(text):
            return full_disk()
        if UNKNOWN_OPTION.search(text):
            return HostError(
                f"rsync, ici ou chez l’hôte, est trop ancien → installez rsync 3.1, ou {USE_SFTP}"
            )
        if code in CUT_CODES or code < 0 or not self.is_held:
            return cut_link()
        reason = next((line for line in text.strip().splitlines() if line), f"code {code}")
        return HostError(f"l’hôte refuse l’opération ({reason}) → vérifiez les droits du dossier {self.base}")

    def command(self, script: str, *arguments: str, anywhere: bool = False) -> str:
        """Return what runs a script in the target's folder, its arguments as $1 and $2."""
        enter = "" if anywhere else 'cd -- "$0" || exit 1'
        whole = f"export LC_ALL=C; umask 022; {enter}\n{script}"
        return shlex.join(["sh", "-c", whole, self.base, *arguments])


def _require_programs() -> None:
    missing = [name for name in ("ssh", "rsync") if not shutil.which(name)]
    if missing:
        names = " et ".join(missing)
        raise GuardError(f"il manque {names} sur cette machine → installez-les, ou {USE_SFTP}")


def _given_files(folder: Path, settings: Settings) -> list[str]:
    """Write the key and the known hosts that came as text; return the options that name the files."""
    options = []
    if settings.ssh_key:
        (folder / "cle").touch(mode=0o600)
        (folder / "cle").write_text(settings.ssh_key.strip() + "\n", encoding="utf-8", newline="\n")
        options += [f"IdentityFile={folder}/cle", "IdentitiesOnly=yes"]
    if settings.known_hosts:
        (folder / "hotes").write_text(settings.known_hosts.strip() + "\n", encoding="utf-8", newline="\n")
        options.append(f"UserKnownHostsFile={folder}/hotes")
    return options


def _framed(command: str, data: bytes, token: str) -> bytes:
    """Return what makes the shell run a command and print its output, the token, its code and its errors.

    The braces are the safety: a shell whose input ends early, in the middle
    of the data, finds no closing brace and runs nothing.
    """
    text = base64.encodebytes(data).decode()
    run = f"base64 -d <<'{token}' | {command}" if data else f"{command} </dev/null"
    body = f"\n{text}{token}" if data else ""
    return (
        f"{{\n{{ err=$(\n{run} 2>&1 >&3 3>&-{body}\n); code=$?; }} 3>&1\n"
        f'printf \'\\n{token} %s\\n%s\\n{token} 0\\n\' "$code" "$err"\n}}\n'
    ).encode()


def _answer(stream: IO[bytes], token: str) -> tuple[bytes, int]:
    """Read up to the line with the token; return what precedes it, and the code beside it."""
    lines = []
    while not (line := stream.readline()).startswith(token.encode()):
        if not line:
            raise cut_link()
        lines.append(line)
    return b"".join(lines).removesuffix(b"\n"), int(line.split()[1])


def read_from_start(file: IO[bytes]) -> str:
    """Return what a process has written into a file of ours."""
    file.seek(0)
    return file.read().decode("utf-8", "replace")


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process: by its closed input, else by force."""
    with contextlib.suppress(OSError):
        if process.stdin:
            process.stdin.close()
    try:
        process.wait(timeout=2)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for stream in (process.stdout, process.stderr):
        if stream:
            stream.close()


def _connection_error(text: str, name: str, port: int) -> PublishError:
    if UNKNOWN_HOST.search(text):
        return GuardError(unknown_host_key(name, port))
    if "sftp connections only" in text:
        return HostError(f"ce compte n’a pas de shell → {USE_SFTP}")
    if "Permission denied" in text:
        return HostError(
            f"l’hôte ne reconnaît pas {name} → vérifiez le nom, et la clé SSH déposée chez l’hébergeur"
        )
    reason = next(iter(text.strip().splitlines()), "pas de réponse")
    if BAD_CONFIGURATION.search(reason):
        return bad_configuration(reason)
    return CutError(f"l’hôte est injoignable ({reason}) → vérifiez CVTS_CIBLE et la connexion, puis relancez")


def bad_configuration(reason: object) -> SettingsError:
    """Return the error of an SSH configuration, ours or the user's, that cannot be read."""
    return SettingsError(f"la configuration SSH est illisible ({reason}) → corrigez-la (CVTS_SSH_CONFIG)")


def unknown_host_key(name: str, port: int) -> str:
    """Return the message for a host whose key is not known; `ssh` is never told to accept it by itself."""
    command = f"ssh -p {port} {name}" if port else f"ssh {name}"
    return (
        f"la clé de l’hôte n’est pas connue, ou elle a changé → lancez une fois « {command} », "
        "comparez l’empreinte avec celle que l’hébergeur communique, et acceptez-la si c’est la même"
    )
