"""A real Apache on loopback, serving a folder as a shared host would: `.htaccess` files are all it is told.

    with public_folder() as root, serving(root) as apache:
        answer = apache.get("/", accept_encoding="br")
        assert answer.status == 200

Started by root, Apache runs as `www-data`: what it serves must be readable by
everyone, folders above included (pytest's `tmp_path` is not: use `public_folder`).
"""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.equipment.loopback import LOOPBACK, free_port, listens
from tests.equipment.waiting import PATIENCE, stop, until

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

MODULES = (
    "mpm_event",
    "authz_core",
    "alias",
    "autoindex",
    "brotli",
    "deflate",
    "dir",
    "env",
    "expires",
    "filter",
    "headers",
    "mime",
    "negotiation",
    "rewrite",
    "setenvif",
)
"""What Debian enables, and what a host usually adds."""
MODULE_FOLDER = Path("/usr/lib/apache2/modules")
SETTINGS_FOLDER = Path("/etc/apache2/mods-available")
"""Debian's own settings of each module: types, languages, compression by the server."""
ACCOUNT = "www-data"
CONFIGURATION = """\
ServerRoot "{run}"
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
{modules}
PidFile "{run}/pid"
DefaultRuntimeDir "{run}"
Mutex "file:{run}"
ErrorLog "{run}/error.log"
LogLevel warn
StartServers 1
ServerLimit 1
ThreadsPerChild 64
MaxRequestWorkers 64
MaxKeepAliveRequests 0
{settings}
DocumentRoot "{root}"
<Directory "{root}">
  Options Indexes FollowSymLinks
  AllowOverride All
  Require all granted
</Directory>
{more}
"""


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the headers by lower-case name (repeated ones joined), the bytes."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Apache:
    """A running server."""

    root: Path
    """The folder it serves."""
    port: int
    log: Path
    """Its error log."""

    @property
    def address(self) -> str:
        """Return the server's address, without a final slash."""
        return f"http://{LOOPBACK}:{self.port}"

    def get(self, target: str, *, method: str = "GET", **headers: str) -> Answer:
        """Ask for a target exactly as given; follow no redirect, decode nothing.

        Headers are given as keywords: `accept_encoding="br"`.
        """
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=PATIENCE)
        try:
            names = {name.replace("_", "-").title(): value for name, value in headers.items()}
            connection.request(method, target, headers={"Accept-Encoding": "identity", **names})
            response = connection.getresponse()
            body = response.read()
            found: dict[str, str] = {}
            for name, value in response.getheaders():
                key = name.lower()
                found[key] = f"{found[key]}, {value}" if key in found else value
            return Answer(response.status, found, body)
        finally:
            connection.close()


@contextlib.contextmanager
def public_folder() -> Iterator[Path]:
    """Give an empty folder that Apache may read whoever runs the tests; it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="cvts-apache-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "site").mkdir(mode=0o755)
        yield folder / "site"


@contextlib.contextmanager
def serving(root: Path, *, without: Collection[str] = (), more: str = "") -> Iterator[Apache]:
    """Serve a folder until the block ends.

    Args:
        root: the document root; it may be a link, or change under the server's feet.
        without: modules that this host lacks, of `MODULES`.
        more: further lines of the server's configuration.

    Raises:
        RuntimeError: Apache is not installed, or does not start; the message says why.
    """
    with tempfile.TemporaryDirectory(prefix="cvts-apache-run-", ignore_cleanup_errors=True) as name:
        run = Path(name)
        if os.geteuid() == 0:
            shutil.chown(run, ACCOUNT, ACCOUNT)
        process, port = _start(run, root, [module for module in MODULES if module not in without], more)
        try:
            yield Apache(root, port, run / "error.log")
        finally:
            stop(process)


def _start(run: Path, root: Path, modules: list[str], more: str) -> tuple[subprocess.Popen[bytes], int]:
    """Start Apache on a free port; another process may take the port in between, so try again."""
    program = shutil.which("apache2", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        raise RuntimeError("sudo apt-get install apache2")
    loaded = "\n".join(
        f"LoadModule {module}_module {MODULE_FOLDER}/mod_{module}.so"
        for module in modules
        if (MODULE_FOLDER / f"mod_{module}.so").exists()
    )
    settings = "\n".join(
        f"Include {SETTINGS_FOLDER}/{module}.conf"
        for module in modules
        if not module.startswith("mpm_") and (SETTINGS_FOLDER / f"{module}.conf").exists()
    )
    account = ACCOUNT if os.geteuid() == 0 else None
    for _ in range(5):
        port = free_port()
        configuration = run / "apache.conf"
        configuration.write_text(
            CONFIGURATION.format(run=run, port=port, modules=loaded, settings=settings, root=root, more=more),
            encoding="utf-8",
        )
        configuration.chmod(0o644)
        with (run / "start.log").open("wb") as complaints:
            process = subprocess.Popen(
                [program, "-d", str(run), "-f", str(configuration), "-DFOREGROUND"],
                cwd=run,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=complaints,
                start_new_session=True,
                user=account,
                group=account,
                extra_groups=None if account is None else [],
            )
        if _answers(process, port):
            return process, port
        process.kill()
        process.wait()
    logs = [path.read_text(encoding="utf-8") for path in sorted(run.glob("*.log"))]
    raise RuntimeError("Apache does not start: " + "".join(logs))


def _answers(process: subprocess.Popen[bytes], port: int) -> bool:
    return until(lambda: process.poll() is not None or listens(port)) and process.poll() is None
