"""Measures what one command costs: seconds, CPU and memory of its whole process tree."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BETWEEN_LOOKS = 0.1
"""Seconds between two looks at the memory of a process that has children."""


@dataclass(frozen=True)
class Cost:
    """What a command cost."""

    wall: float
    """Seconds from start to end, start-up included."""
    cpu: float
    """Seconds of processor, user and system, of the process and of all that it waited for."""
    memory: float
    """MiB at the peak: the largest process, or the whole tree seen at once (shared pages counted once)."""


class CommandFailedError(Exception):
    """A measured command failed or took too long; the message holds the end of what it wrote."""


def cost(command: Sequence[str], folder: Path, patience: float = 3600) -> Cost:
    """Run a command in a folder and measure it.

    Args:
        command: the program and its arguments.
        folder: where it runs.
        patience: seconds after which it is killed.

    Raises:
        CommandFailedError: it did not end well.
    """
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "TZ": "Europe/Brussels", "NO_COLOR": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # who builds a site keeps compiled modules
    with (folder / "run.log").open("w+b") as log:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        with _watched(process.pid, patience) as peak:
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            log.seek(0)
            words = log.read().decode("utf-8", "replace")[-2000:]
            raise CommandFailedError(f"{' '.join(command[:3])}: {process.returncode}\n{words}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, max(usage.ru_maxrss / 1024, peak[0]))


@contextlib.contextmanager
def _watched(pid: int, patience: float) -> Iterator[list[float]]:
    """Look at a tree's memory while the block runs, and kill it when its time is over."""
    peak = [0.0]
    over = threading.Event()

    def watch() -> None:
        deadline = time.monotonic() + patience
        while not over.wait(BETWEEN_LOOKS):
            tree = list(_tree(pid))
            if len(tree) > 1:  # the system reports the peak of a lone process
                peak[0] = max(peak[0], sum(map(_memory, tree)))
            if time.monotonic() > deadline:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(pid, signal.SIGKILL)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        over.set()
        watcher.join()


def _tree(pid: int) -> Iterator[int]:
    yield pid
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text(encoding="ascii").split():
                yield from _tree(int(child))


def _memory(pid: int) -> float:
    """Return the MiB of a process, its share of what it shares with others."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0
