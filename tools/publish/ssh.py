"""A host with a shell: OpenSSH and rsync as subprocesses, with the user's own keys and configuration.

One connection carries everything, and one shell on the host runs every small
operation, a round trip each: when it is gone, nothing more happens in our
name. The lock is a second shell beside it. rsync makes the release with hard
links to the live one; without `-t`, or a fresh build's new times would break
every link and every visitor's cache.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import re
import secrets
import shlex
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import IO, TYPE_CHECKING

from tools.publish import manifest as manifests
from tools.publish.errors import BusyError, CutError, FullError, HostError, PublishError, RefusedError
from tools.publish.host import LOCK, RELEASES, STAGING, Job, Kind, require_real_folders

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tools.publish.manifest import Manifest
    from tools.publish.settings import Settings

BEAT = 5.0
"""Seconds between two signs of life of the lock's holder."""
PATIENCE = 30
"""Seconds without a sign of life after which the host frees the lock: the link was cut silently."""
CUT_CODES = {10, 12, 30, 35, 255}
"""rsync: socket I/O, protocol stream, time-outs; 255 is ssh's own."""
USE_SFTP = "employez sftp: au lieu de ssh: dans CVTS_CIBLE"

FULL = re.compile(r"No space left|Disk quota exceeded|File too large|\((28|122|27)\)")
UNKNOWN_HOST = re.compile(r"Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED")

# flock first, so that it is the kernel of the host that keeps the others away;
# then read signs of life until they stop, whatever the reason.
HOLD = """
for tool in flock rsync sha256sum timeout; do
  command -v $tool >/dev/null || { echo manque $tool; exit 1; }
done
[ ! -L "$1" ] || { echo lien; exit 1; }
exec 9>>"$1" || exit 1
flock -n 9 || { echo occupe; exit 0; }
echo pris
while [ -n "$(timeout "$2" head -c 1 9>&-)" ]; do :; done
"""
LIST = 'if [ -d "$1" ] && [ ! -L "$1" ]; then find "$1" -mindepth 1 -maxdepth 1 -printf "%y%f\\\\0"; fi'
READ = 'if [ -e "$1" ]; then echo oui; cat -- "$1"; fi'
WRITE = 'rm -f -- "$1.cvts" && (set -C; cat > "$1.cvts") && chmod 644 "$1.cvts" && mv -fT -- "$1.cvts" "$1"'
LINK = 'rm -f -- "$1.nouveau" && ln -s -- "$2" "$1.nouveau" && mv -fT -- "$1.nouveau" "$1"'
COPY = """
xargs -0 -r -n 200 sh -c 'while [ $# -gt 0 ]; do
  if [ ! -e "$2" ] && [ ! -L "$2" ]; then
    mkdir -p -- "$(dirname -- "$2")" && { ln -P -- "$1" "$2" || cp -pP -- "$1" "$2"; } || exit 255
  fi; shift 2
done' sh
"""
VERIFY = """
cd -- "$1" || exit 1
{ printf '%s  %s\\n' "$3" "$2"; sed -E 's/^([0-9a-f]{64}) [0-9]+ [0-9]+ /\\1  /' "$2"; } |
  sha256sum --check --quiet --strict - 2>&1 || true
"""


class SshHost:
    """See `tools.publish.host.Host`."""

    shares = True

    def __init__(self, settings: Settings) -> None:
        target = settings.target
        self._base = target.path
        self._name = f"{target.user}@{target.host}" if target.user else target.host
        self._folder = tempfile.TemporaryDirectory(prefix="cvts-")
        self._socket = f"{self._folder.name}/lien"
        config = ["-F", settings.ssh_config] if settings.ssh_config else []
        port = ["-p", str(target.port)] if target.port else []
        options = (
            *("BatchMode=yes", "StrictHostKeyChecking=yes", "ConnectTimeout=15"),
            *("ServerAliveInterval=5", "ServerAliveCountMax=3", f"ControlPath={self._socket}"),
        )
        given = _given_files(Path(self._folder.name), settings)
        self._ssh = ["ssh", *config, *port, *(f"-o{option}" for option in (*options, *given))]
        # a client of the connection never opens a connection of its own
        self._client = [*self._ssh, "-oControlMaster=no", "-oProxyCommand=false"]
        self._token = secrets.token_hex(16)
        self._holder: subprocess.Popen[bytes] | None = None
        self._shell = subprocess.Popen(
            [*self._ssh, "-oControlMaster=yes", self._name, "echo pret; exec sh"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        if self._shell.stdout and self._shell.stderr:
            said = b""
            while (line := self._shell.stdout.readline()) != b"pret\n":  # after what a login may print
                said += line
                if not line:
                    said += self._shell.stderr.read()
                    self.close()
                    raise _connection_error(said.decode("utf-8", "replace"), self._name)

    def close(self) -> None:
        """End the connection."""
        _end(self._shell)
        self._folder.cleanup()

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Hold a flock on the host at the end of a pipe of ours, with signs of life."""
        holder = subprocess.Popen(
            [*self._client, self._name, _command(self._base, HOLD, LOCK, str(PATIENCE))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        stop = threading.Event()
        beating = threading.Thread(target=_beat, args=(holder, stop), daemon=True)
        try:
            answer = holder.stdout.readline() if holder.stdout else b""
            if answer == b"occupe\n":
                raise BusyError
            if answer.startswith(b"manque "):
                tool = answer.decode().split()[1]
                raise HostError(f"l’hôte n’a pas la commande {tool} → {USE_SFTP}")
            if answer != b"pris\n":
                text = holder.stderr.read().decode("utf-8", "replace") if holder.stderr else ""
                raise self._error(holder.wait(), text or "flock")
            beating.start()
            self._holder = holder
            yield
        finally:
            stop.set()
            if beating.is_alive():
                beating.join()
            self._holder = None
            _end(holder)

    @property
    def _held(self) -> bool:
        """Whether nothing of what we rely on has ended: the connection and, once taken, the lock."""
        return self._shell.poll() is None and (self._holder is None or self._holder.poll() is None)

    def _run(self, script: str, *arguments: str, data: bytes = b"") -> bytes:
        """Run a script in the target's folder, its arguments as $1 and $2."""
        if not self._held or not self._shell.stdin or not self._shell.stdout:
            raise _cut()
        try:
            self._shell.stdin.write(_framed(_command(self._base, script, *arguments), data, self._token))
            self._shell.stdin.flush()
        except OSError:
            raise _cut() from None
        output, code = _answer(self._shell.stdout, self._token)
        errors, _ = _answer(self._shell.stdout, self._token)
        if code:
            raise self._error(code, errors.decode("utf-8", "replace"))
        return output

    def _error(self, code: int, text: str) -> PublishError:
        if FULL.search(text):
            return FullError(
                "le disque de l’hôte est plein → libérez de la place chez l’hébergeur, puis relancez"
            )
        if code in CUT_CODES or code < 0 or not self._held:
            return _cut()
        reason = next((line for line in text.strip().splitlines() if line), f"code {code}")
        return HostError(
            f"l’hôte refuse l’opération ({reason}) → vérifiez les droits du dossier {self._base}"
        )

    def entries(self, folder: str) -> Mapping[str, Kind]:
        """List with `find`."""
        found = self._run(LIST, f"./{folder}").decode("utf-8", "surrogateescape").split("\0")
        kinds = {kind.value: kind for kind in Kind}
        return {name[1:]: kinds.get(name[0], Kind.OTHER) for name in found if name}

    def read(self, path: str) -> bytes | None:
        """Read with `cat`."""
        answer = self._run(READ, f"./{path}")
        return answer.removeprefix(b"oui\n") if answer else None

    def write(self, path: str, data: bytes) -> None:
        """Write beside, then `mv -T`."""
        self._run(WRITE, f"./{path}", data=data)

    def read_link(self, path: str) -> str | None:
        """Ask `readlink`."""
        return self._run('readlink -- "$1" || true', f"./{path}").decode().strip() or None

    def replace_link(self, path: str, target: str) -> None:
        """Make a second link, then `mv -T`: `ln -sfn` removes the first for a moment."""
        self._run(LINK, f"./{path}", target)

    def rename(self, old: str, new: str) -> None:
        """Rename with `mv -T`, which never moves into a folder."""
        self._run('mv -nT -- "$1" "$2" && [ ! -e "$1" ]', f"./{old}", f"./{new}")

    def make_folder(self, path: str) -> None:
        """Make it, for all to read."""
        self._run('[ -d "$1" ] || mkdir -p -m 755 -- "$1"', f"./{path}")

    def remove_tree(self, path: str) -> None:
        """Remove with `rm -rf`, which follows no link."""
        self._run('rm -rf -- "$1"', f"./{path}")

    def free(self) -> int | None:
        """Ask `df`."""
        lines = self._run("df -Pk . || true").decode().splitlines()
        return int(lines[-1].split()[3]) * 1024 if len(lines) > 1 else None

    def modified(self, path: str) -> float | None:
        """Ask `stat`."""
        answer = self._run('stat -c %Y -- "$1" || true', f"./{path}").strip()
        return float(answer) if answer else None

    def copy(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Link the files in one command."""
        self._run(COPY, data="".join(f"./{a}\0./{b}\0" for a, b in pairs).encode())

    def fill(self, job: Job) -> None:
        """Send the build with rsync, then link what is carried over."""
        own, carried = job.manifest.own, [path for path, file in job.manifest.files.items() if file.age]
        require_real_folders(self, RELEASES, ())
        self._run('[ ! -L "$1" ] || rm -f -- "$1"', f"./{STAGING}")
        self.make_folder(STAGING)
        with tempfile.TemporaryDirectory(prefix="cvts-") as folder:
            (Path(folder) / manifests.NAME).write_bytes(job.manifest.dump())
            self._rsync(job, folder, own)
        pairs = [(f"{RELEASES}/{job.live}/{path}", f"{STAGING}/{path}") for path in carried]
        if pairs:
            require_real_folders(self, STAGING, carried)
            self.copy(pairs)

    def _rsync(self, job: Job, extra: str, own: Mapping[str, manifests.File]) -> None:
        command = [
            *("rsync", "--recursive", "--perms", "--checksum", "--compress", "--secluded-args", "--delete"),
            *("--chmod=D755,F644", "--timeout=60", "--out-format=%n", "--rsync-path=LC_ALL=C rsync"),
            *([f"--link-dest={self._base}/{RELEASES}/{job.live}"] if job.live else []),
            *("--rsh", shlex.join(self._client)),
            *("--", f"{job.site}/", f"{extra}/", f"{self._name}:{self._base}/{STAGING}/"),
        ]
        if not self._held:
            raise _cut()
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            for line in process.stdout or ():
                file = own.get(line.decode("utf-8", "replace").rstrip("\n"))
                if file:
                    job.progress(file.size)
            errors = process.stderr.read().decode("utf-8", "replace") if process.stderr else ""
        if process.returncode:
            raise self._error(process.returncode, errors)

    def wrong_files(self, folder: str, manifest: Manifest) -> Sequence[str]:
        """Have `sha256sum --check` read them on the host, from the list that is already there."""
        own = hashlib.sha256(manifest.dump()).hexdigest()
        answer = self._run(VERIFY, f"./{folder}", manifests.NAME, own).decode("utf-8", "replace")
        failed = {line.partition(": FAILED")[0] for line in answer.splitlines() if ": FAILED" in line}
        return sorted(failed & manifest.hashes.keys()) or answer.splitlines()[:1]


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


def _command(base: str, script: str, *arguments: str) -> str:
    whole = f'export LC_ALL=C; umask 022; cd -- "$0" || exit 1\n{script}'
    return shlex.join(["sh", "-c", whole, base, *arguments])


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
            raise _cut()
        lines.append(line)
    return b"".join(lines).removesuffix(b"\n"), int(line.split()[1])


def _end(process: subprocess.Popen[bytes]) -> None:
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


def _beat(holder: subprocess.Popen[bytes], stop: threading.Event) -> None:
    while holder.stdin and holder.poll() is None:
        try:
            holder.stdin.write(b"x")
            holder.stdin.flush()
        except OSError:
            return
        if stop.wait(BEAT):
            return


def _cut() -> CutError:
    return CutError("la liaison avec l’hôte est coupée → vérifiez la connexion, puis relancez")


def _connection_error(text: str, name: str) -> PublishError:
    if UNKNOWN_HOST.search(text):
        return RefusedError(unknown_host_key(name))
    if "sftp connections only" in text:
        return HostError(f"ce compte n’a pas de shell → {USE_SFTP}")
    if "Permission denied" in text:
        return HostError(
            f"l’hôte ne reconnaît pas {name} → vérifiez le nom, et la clé SSH déposée chez l’hébergeur"
        )
    reason = next(iter(text.strip().splitlines()), "pas de réponse")
    return CutError(f"l’hôte est injoignable ({reason}) → vérifiez CVTS_CIBLE et la connexion, puis relancez")


def unknown_host_key(name: str) -> str:
    """Return the message for a host whose key is not known; `ssh` is never told to accept it by itself."""
    return (
        f"la clé de l’hôte n’est pas connue, ou elle a changé → lancez une fois « ssh {name} », "
        "comparez l’empreinte avec celle que l’hébergeur communique, et acceptez-la si c’est la même"
    )
