"""A TCP proxy that counts what passes and can be cut at any moment."""

from __future__ import annotations

import contextlib
import socket
import threading

from tests.equipment.loopback import LOOPBACK
from tests.equipment.waiting import PATIENCE, until


class Wire:
    """A TCP proxy that counts what the client sends and can be cut, now or after so many bytes."""

    def __init__(self, port: int) -> None:
        self._far = port
        self._listener = socket.create_server((LOOPBACK, 0))
        self.port = int(self._listener.getsockname()[1])
        self.sent = 0
        """Bytes from the client to the server, encryption included."""
        self.carried = 0
        """Bytes both ways."""
        self.last_byte: int | None = None
        """The value of `carried` at which every connection is closed, wherever a message stands."""
        self._ends: set[socket.socket] = set()
        self._guard = threading.Lock()
        self._open = True
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            try:
                if not self._open:
                    raise ConnectionError
                far = socket.create_connection((LOOPBACK, self._far), timeout=PATIENCE)
            except OSError:
                near.close()
                continue
            far.settimeout(None)
            for end in (near, far):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._guard:
                self._ends |= {near, far}
            threading.Thread(target=self._serve, args=(near, far), daemon=True).start()

    def _serve(self, near: socket.socket, far: socket.socket) -> None:
        back = threading.Thread(target=self._carry, args=(far, near), daemon=True)
        back.start()
        self._carry(near, far, from_client=True)
        back.join()
        with self._guard:
            self._ends -= {near, far}
        near.close()
        far.close()

    def cut(self) -> None:
        """Cut every connection; new ones are refused until `mend`."""
        self._open = False
        with self._guard:
            ends = list(self._ends)
        for end in ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """Accept connections again."""
        self._open = True

    def _carry(self, source: socket.socket, target: socket.socket, *, from_client: bool = False) -> None:
        """Carry bytes until either end closes or no more may pass, then close both ways."""
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                allowed = self._count(data, from_client=from_client)
                target.sendall(allowed)
                if len(allowed) < len(data):
                    break
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _count(self, data: bytes, *, from_client: bool) -> bytes:
        """Count bytes that are about to pass; return those that may."""
        with self._guard:
            if self.last_byte is not None:
                data = data[: max(0, self.last_byte - self.carried)]
            self.carried += len(data)
            if from_client:
                self.sent += len(data)
        return data

    def settle(self) -> None:
        """Wait until every connection has ended, so that all bytes are counted."""
        if not until(lambda: not self._ends):
            raise TimeoutError

    def close(self) -> None:
        """Stop for good."""
        self._listener.close()
        self.cut()
