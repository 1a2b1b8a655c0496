"""A host with a shell: scripts for the small operations, rsync for the release.

The lock is a second shell beside the first. rsync makes the release with hard
links to the live one; without `-t`, or a fresh build's new times would break
every link and every visitor's cache.
"""

from __future__ import annotations

import contextlib
import hashlib
import shlex
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from tools.publish import manifest as manifests
from tools.publish.errors import AlreadyPublishingError, HostError, cut_link
from tools.publish.host import (
    LOCK,
    MOST_READ,
    RELEASES,
    STAGING,
    Capabilities,
    EntryKind,
    FillJob,
    make_folders,
    require_our_size,
)
from tools.publish.ssh_shell import USE_SFTP, SshShell, end, read_from_start

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from tools.publish.manifest import Manifest
    from tools.publish.settings import Settings

BEAT = 5.0
"""Seconds between two signs of life of the lock's holder."""
PATIENCE = 30
"""Seconds without a sign of life after which the host frees the lock: the link was cut silently."""

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
READ = f'if [ -e "$1" ]; then echo oui; head -c {MOST_READ + 1} -- "$1"; fi'
WRITE = 'rm -f -- "$1.cvts" && (set -C; cat > "$1.cvts") && chmod 644 "$1.cvts" && mv -fT -- "$1.cvts" "$1"'
LINK = 'rm -f -- "$1.nouveau" && ln -s -- "$2" "$1.nouveau" && mv -fT -- "$1.nouveau" "$1"'
COPY = """
xargs -0 -r -n 200 sh -c 'while [ $# -gt 0 ]; do
  if [ ! -e "$2" ] && [ ! -L "$2" ]; then
    ln -P -- "$1" "$2" || cp -pP -- "$1" "$2" || exit 255
  fi; shift 2
done' sh
"""
CLOSED = """
xargs -0 -r sh -c '
  find "$@" -maxdepth 0 \\( -type d ! -perm -005 -o ! -type d ! -perm -004 \\) -printf "%p\\0"' sh
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
        self._shell = SshShell(settings)
        self._run = self._shell.run

    def close(self) -> None:
        self._shell.close()

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Hold a flock on the host at the end of a pipe of ours, with signs of life."""
        errors = tempfile.TemporaryFile()  # noqa: SIM115  closed below, with the process
        holder = subprocess.Popen(
            [*self._shell.client, self._shell.name, self._shell.command(HOLD, LOCK, str(PATIENCE))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
        stop = threading.Event()
        beating = threading.Thread(target=_beat, args=(holder, stop), daemon=True)
        try:
            answer = holder.stdout.readline() if holder.stdout else b""
            if answer == b"occupe\n":
                raise AlreadyPublishingError
            if answer.startswith(b"manque "):
                tool = answer.decode().split()[1]
                raise HostError(f"l’hôte n’a pas la commande {tool} → {USE_SFTP}")
            if answer != b"pris\n":
                raise self._shell.error(holder.wait(), read_from_start(errors) or "flock")
            beating.start()
            self._shell.lock_holder = holder
            yield
        finally:
            stop.set()
            if beating.is_alive():
                beating.join()
            self._shell.lock_holder = None
            end(holder)
            errors.close()

    def capabilities(self) -> Capabilities:
        return Capabilities("SSH", free=self.free())

    def make_base(self) -> None:
        self._shell.run('mkdir -p -m 755 -- "$1"', self._shell.base, anywhere=True)

    def entries(self, folder: str) -> Mapping[str, EntryKind]:
        place = f"{self._shell.base}/{folder}"
        found = self._run(LIST, place, anywhere=True).decode("utf-8", "surrogateescape").split("\0")
        kinds = {kind.value: kind for kind in EntryKind}
        return {name[1:]: kinds.get(name[0], EntryKind.OTHER) for name in found if name}

    def read(self, path: str) -> bytes | None:
        answer = self._run(READ, f"./{path}")
        data = answer.removeprefix(b"oui\n")
        require_our_size(path, len(data))
        return data if answer else None

    def write(self, path: str, data: bytes) -> None:
        """Write beside, then `mv -T`."""
        self._run(WRITE, f"./{path}", data=data)

    def read_link(self, path: str) -> str | None:
        return self._run('readlink -- "$1" || true', f"./{path}").decode().strip() or None

    def replace_link(self, path: str, target: str) -> None:
        """Make a second link, then `mv -T`: `ln -sfn` removes the first for a moment."""
        self._run(LINK, f"./{path}", target)

    def rename(self, old: str, new: str) -> None:
        """Rename with `mv -T`, which never moves into a folder."""
        self._run('mv -nT -- "$1" "$2" && [ ! -e "$1" ]', f"./{old}", f"./{new}")

    def make_folder(self, path: str) -> None:
        self._run('mkdir -m 755 -- "$1"', f"./{path}")

    def closed(self, paths: Collection[str]) -> Sequence[str]:
        found = self._run(CLOSED, data=_listed(paths)).decode("utf-8", "surrogateescape").split("\0")
        return [path.removeprefix("./") for path in found if path]

    def set_modes(self, modes: Mapping[str, int]) -> None:
        for mode in sorted(set(modes.values())):
            paths = [path for path in modes if modes[path] == mode]
            self._run('xargs -0 -r chmod "$1" -- || true', f"{mode:o}", data=_listed(paths))

    def remove_tree(self, path: str) -> None:
        """Remove with `rm -rf`, which follows no link."""
        self._run('rm -rf -- "$1"', f"./{path}")

    def free(self) -> int | None:
        lines = self._run('df -Pk -- "$1" || true', self._shell.base, anywhere=True).decode().splitlines()
        return int(lines[-1].split()[3]) * 1024 if len(lines) > 1 else None

    def modified(self, path: str) -> float | None:
        answer = self._run('stat -c %Y -- "$1" || true', f"./{path}").strip()
        return float(answer) if answer else None

    def copy(self, pairs: Sequence[tuple[str, str]]) -> None:
        self._run(COPY, data="".join(f"./{a}\0./{b}\0" for a, b in pairs).encode())

    def fill(self, job: FillJob) -> None:
        """Send the build with rsync, then link what is carried over."""
        own, carried = job.manifest.own, [path for path, file in job.manifest.files.items() if file.age]
        self._run('[ ! -L "$1" ] || rm -f -- "$1"', f"./{STAGING}")
        make_folders(self, STAGING)
        with tempfile.TemporaryDirectory(prefix="cvts-") as folder:
            (Path(folder) / manifests.NAME).write_bytes(job.manifest.dump())
            self._rsync(job, folder, own)
        pairs = [(f"{RELEASES}/{job.live}/{path}", f"{STAGING}/{path}") for path in carried]
        if pairs:
            make_folders(self, STAGING, carried)
            self.copy(pairs)

    def _rsync(self, job: FillJob, extra: str, own: Mapping[str, manifests.PublishedFile]) -> None:
        command = [
            *("rsync", "--recursive", "--perms", "--checksum", "--compress", "--protect-args", "--delete"),
            *("--chmod=D755,F644", "--timeout=60", "--out-format=%n", "--rsync-path=LC_ALL=C rsync"),
            *([f"--link-dest={self._shell.base}/{RELEASES}/{job.live}"] if job.live else []),
            *("--rsh", shlex.join(self._shell.client)),
            *("--", f"{job.site}/", f"{extra}/", f"{self._shell.rsync_name}:{self._shell.base}/{STAGING}/"),
        ]
        if not self._shell.is_held:
            raise cut_link()
        # into a file: whoever writes much to a pipe that nobody reads yet waits for ever
        with (
            tempfile.TemporaryFile() as errors,
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors) as process,
        ):
            for line in process.stdout or ():
                file = own.get(line.decode("utf-8", "replace").rstrip("\n"))
                if file:
                    job.progress(file.size)
            if process.wait():
                raise self._shell.error(process.returncode, read_from_start(errors))

    def wrong_files(self, folder: str, manifest: Manifest) -> Sequence[str]:
        """Have `sha256sum --check` read them on the host, from the list that is already there."""
        own = hashlib.sha256(manifest.dump()).hexdigest()
        answer = self._run(VERIFY, f"./{folder}", manifests.NAME, own).decode("utf-8", "replace")
        failed = {line.partition(": FAILED")[0] for line in answer.splitlines() if ": FAILED" in line}
        return sorted(failed & manifest.hashes.keys()) or answer.splitlines()[:1]


def _listed(paths: Iterable[str]) -> bytes:
    return "".join(f"./{path}\0" for path in paths).encode()


def _beat(holder: subprocess.Popen[bytes], stop: threading.Event) -> None:
    while holder.stdin and holder.poll() is None:
        try:
            holder.stdin.write(b"x")
            holder.stdin.flush()
        except OSError:
            return
        if stop.wait(BEAT):
            return
