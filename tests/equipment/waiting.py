"""Waiting for what will happen: asked again and again, as long as the busiest machine may take."""

from __future__ import annotations

import subprocess
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 240.0
"""Seconds: nothing that tests wait for takes more than a few on an idle machine."""


def until(true: Callable[[], object], seconds: float = PATIENCE) -> bool:
    """Ask until it is true or the time is over; return whether it is true."""
    end = time.monotonic() + seconds
    while not (done := bool(true())) and time.monotonic() < end:
        time.sleep(0.03)
    return done


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask a process to end, and end it if it does not."""
    process.terminate()
    try:
        process.wait(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
