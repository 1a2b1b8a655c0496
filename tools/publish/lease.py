"""A lock for hosts that only store files (SFTP, FTPS): a folder whose holder keeps changing a word in it.

Making a folder fails when it exists: that is the lock. Nobody compares clocks:
whoever finds the folder watches it, by a stopwatch of its own, and takes it
over only when the word has not changed for `PATIENCE` seconds; the holder
changes it every `BEAT`. So a killed publication blocks for that long and no
longer. The rest is caution: a takeover that turns out to have moved a live
lock puts it back, and the holder reads the word again before each switch.
"""

from __future__ import annotations

import contextlib
import secrets
import threading
import time
from typing import TYPE_CHECKING

from tools.publish.errors import AlreadyPublishingError, CutError, HostError, PublishError
from tools.publish.host import LOCK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.publish.host import Host

BEAT = 4.0
"""Seconds."""
PATIENCE = 20.0
"""Seconds; several beats, so that a slow link is not taken for a dead one."""
WORD = f"{LOCK}/mot"


class Lease:
    """One holder's lock; it may be asked from several threads."""

    def __init__(self, host: Host) -> None:
        """Hold it over the connection of `host`, which is the lease's own."""
        self._host = host
        self._token = secrets.token_hex(8)
        self._count = 0
        self._lost = False
        self._mutex = threading.Lock()

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock, and keep changing the word.

        Raises:
            AlreadyPublishingError: another holder is alive.
        """
        self._acquire()
        stop = threading.Event()
        beating = threading.Thread(target=self._beat, args=(stop,), daemon=True)
        beating.start()
        try:
            yield
        finally:
            stop.set()
            beating.join()
            with contextlib.suppress(PublishError):
                if self._is_ours():
                    self._host.remove_tree(LOCK)

    def require(self) -> None:
        """Make sure that nobody took the lock over.

        Raises:
            CutError: someone did, after a silence of ours; the publication starts again.
        """
        with self._mutex:
            if self._lost or not self._is_ours():
                raise CutError("la liaison a été coupée trop longtemps → relancez")

    def _is_ours(self) -> bool:
        return (self._host.read(WORD) or b"").startswith(self._token.encode())

    def _beat(self, stop: threading.Event) -> None:
        """Change the word until `stop` is set; never bring a lock back that was taken over."""
        while not stop.wait(BEAT):
            with self._mutex:
                try:
                    self._lost = self._lost or not self._is_ours()
                    if self._lost:
                        return
                    self._write_word()
                except PublishError:
                    self._lost = True
                    return

    def _write_word(self) -> None:
        self._count += 1
        self._host.write(WORD, f"{self._token} {self._count}\n".encode())

    def _acquire(self) -> None:
        while not self._made():
            self._take_aside(self._watch())
        self._write_word()

    def _made(self) -> bool:
        """Make the lock; False when another one holds it.

        A holder may give it back between the host's refusal and our look for
        the reason: a refusal without a lock counts when it comes again.
        """
        for last in (False, False, True):
            try:
                self._host.make_folder(LOCK)
            except HostError:
                if LOCK in self._host.entries(""):
                    return False
                if last:
                    raise
            else:
                break
        return True

    def _take_aside(self, seen: bytes | None) -> None:
        aside = f"{LOCK}-{self._token}"
        try:
            self._host.rename(LOCK, aside)
        except HostError:
            return  # another one was faster; the next look decides
        if self._host.read(f"{aside}/mot") != seen:
            self._host.rename(aside, LOCK)
            raise AlreadyPublishingError
        self._host.remove_tree(aside)

    def _watch(self) -> bytes | None:
        """Return the word of a dead holder.

        Raises:
            AlreadyPublishingError: the holder is alive.
        """
        seen, since = self._host.read(WORD), time.monotonic()
        while time.monotonic() - since < PATIENCE:
            time.sleep(min(1.0, PATIENCE / 10))
            if self._host.read(WORD) != seen:
                raise AlreadyPublishingError
        return seen


class LeaseHolder:
    """A host whose lock is a lease: it asks before each step that nobody may take twice."""

    _lease: Lease | None = None

    @contextlib.contextmanager
    def _hold_lease(self, host: Host) -> Iterator[None]:
        self._lease = Lease(host)
        try:
            with self._lease.held():
                yield
        finally:
            self._lease = None

    def _require_lease(self) -> None:
        if self._lease:
            self._lease.require()
