"""A builder as the session knows it: a process that waits, builds once, then renders single pages.

Orders and answers are JSON, one a line, over pipes of their own. The process
ends with the pipe: none outlives the preview, however that ends.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 10.0
"""Seconds for the quick answer; a builder that takes longer is given up."""


@dataclass(frozen=True)
class Built:
    """What came of a whole build; without problems, `folder` holds the site."""

    problems: tuple[tuple[str, str], ...]
    """(path, whole message)"""
    reminders: tuple[str, ...]
    """What somebody must read again, whole messages; nothing waits for it."""
    pages: int
    seconds: float


@dataclass(frozen=True)
class Rendered:
    """What a live builder answers: the pages it could render at once, and what kept others back."""

    over: dict[str, bytes] = field(default_factory=dict)
    """Files to show, by name relative to the site's root."""
    problems: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """For each file that was looked at (relative to the project): its problems, none when it is right."""


class Builder:
    """One process. It waits, with the slow libraries imported, until it is told what to build."""

    def __init__(self, root: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tools.preview.worker"],
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # A group of its own, for `pause`: Ctrl+C is for the session, which then closes the pipe. Not a
            # session of its own: then the system wakes and ends a paused group whose parent has died.
            process_group=0,
        )

    def build(self, root: Path, folder: Path, *, pages_first: bool) -> Built | None:
        """Build the whole site or its pages first into `folder` (blocks); None when the process has died."""
        answer = self._ask({"build": str(folder), "root": str(root), "pages_first": pages_first}, None)
        if answer is None:
            return None
        problems = tuple(map(tuple, answer["problems"]))
        return Built(problems, tuple(answer["reminders"]), answer["pages"], answer["seconds"])

    def render(
        self, texts: tuple[str, ...], open_pages: tuple[str, ...], *, theme: bool, facts: bool
    ) -> Rendered | None:
        """Render what changed, at once; None when the process has died or thinks for too long."""
        order = {"texts": texts, "open": open_pages, "theme": theme, "facts": facts}
        answer = self._ask(order, PATIENCE)
        if answer is None:
            return None
        return Rendered(
            {name: bytes.fromhex(data) for name, data in answer["files"].items()}
            | {name: text.encode() for name, text in answer["pages"].items()},
            {path: tuple(problems) for path, problems in answer["problems"].items()},
        )

    def pause(self) -> None:
        """Leave the processor to others, with all that the process has started."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Go on."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            if self._process.poll() is None:
                os.killpg(self._process.pid, number)

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._signal(signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with contextlib.suppress(OSError):  # an order that a dead process did not take
                    pipe.close()

    def _ask(self, order: dict[str, Any], seconds: float | None) -> dict[str, Any] | None:
        into, out = self._process.stdin, self._process.stdout
        if into is None or out is None:
            return None
        try:
            into.write(json.dumps(order).encode() + b"\n")
            into.flush()
            line = out.readline() if seconds is None or _readable(out, seconds) else b""
        except (OSError, ValueError):  # it has died, or was closed meanwhile
            return None
        if not line.endswith(b"\n"):
            return None
        answer: dict[str, Any] = json.loads(line)
        return answer


def _readable(stream: IO[bytes], seconds: float) -> bool:
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        return bool(selector.select(seconds))
