"""Free ports of this machine, and folders served on one."""

from __future__ import annotations

import contextlib
import functools
import random
import socket
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from tests.equipment.waiting import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """Return a port that nobody listens on, of those that the system gives to no connection by itself."""
    while True:
        with contextlib.suppress(OSError), socket.socket() as found:
            found.bind((LOOPBACK, random.SystemRandom().randrange(20_000, 32_000)))
            return int(found.getsockname()[1])


def listens(port: int) -> bool:
    """Tell whether somebody listens on a port."""
    with contextlib.suppress(OSError), socket.create_connection((LOOPBACK, port), timeout=PATIENCE):
        return True
    return False


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_: object) -> None:
        """Keep the terminal for what is tested or measured."""


@contextlib.contextmanager
def served(folder: Path, handler: type[Quiet] = Quiet) -> Iterator[str]:
    """Serve a folder and give its address."""
    server = ThreadingHTTPServer((LOOPBACK, 0), functools.partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
