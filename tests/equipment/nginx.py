"""A real nginx on loopback: what a host may have in the place of Apache, or in front of it.

with nginx(lambda port: f"server {{ listen 127.0.0.1:{port}; root {folder}; }}") as address:
...
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.equipment.loopback import free_port, listens
from tests.equipment.waiting import stop, until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CONFIGURATION = """\
daemon off;
master_process off;
pid "{run}/pid";
error_log "{run}/error.log";
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path "{run}/body";
  proxy_temp_path "{run}/proxy";
  fastcgi_temp_path "{run}/fastcgi";
  uwsgi_temp_path "{run}/uwsgi";
  scgi_temp_path "{run}/scgi";
  {http}
}}
"""


@contextlib.contextmanager
def nginx(http: Callable[[int], str]) -> Iterator[int]:
    """Run nginx until the block ends, and give its port.

    Args:
        http: what stands in the `http` block, given the port to listen on.

    Raises:
        RuntimeError: it is not installed, or refuses its configuration; the message says why.
    """
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    with tempfile.TemporaryDirectory(prefix="cvts-nginx-", ignore_cleanup_errors=True) as name:
        run = Path(name)
        for _ in range(5):  # another process may take the port in between
            port = free_port()
            configuration = run / "nginx.conf"
            configuration.write_text(CONFIGURATION.format(run=run, http=http(port)), encoding="utf-8")
            process = subprocess.Popen(
                [program, "-e", f"{run}/error.log", "-p", str(run), "-c", str(configuration)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            if _answers(process, port):
                break
        else:
            raise RuntimeError((run / "error.log").read_text(encoding="utf-8"))
        try:
            yield port
        finally:
            stop(process)


def _answers(process: subprocess.Popen[bytes], port: int) -> bool:
    return until(lambda: process.poll() is not None or listens(port)) and process.poll() is None
