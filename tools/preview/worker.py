"""The builder's own process: imports the slow libraries, waits, builds, then renders single pages.

Nothing of the project but this file is imported before the order to build, so
that what is built is what then stands in the files. When the pipe that brings
the orders ends, so does the process, at once.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import queue
import threading
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

LIBRARIES = (
    "babel.dates",
    "holidays",
    "icalendar",
    "jinja2.ext",
    "lxml.html",
    "markdown_it",
    "pelican",
    "PIL.Image",
    "pypdf",
    "rich.progress",
    "weasyprint",
)
"""What a build imports from outside the project, and takes most of a second."""


def main() -> None:
    """Serve orders until there is nobody left to give any."""
    orders, answers = os.dup(0), os.dup(1)
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)  # what anything prints is for the terminal, never for the pipe
    waiting: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(orders, waiting.put), daemon=True).start()
    for name in LIBRARIES:
        if not waiting.empty():  # the pages of the first build need only some of them
            break
        with contextlib.suppress(ImportError, OSError):  # WeasyPrint without Pango: the build says so
            importlib.import_module(name)
    live = None
    while True:
        order = waiting.get()
        if "build" in order:
            try:
                live, answer = _build(
                    Path(order["root"]), Path(order["build"]), pages_first=order["pages_first"]
                )
            except Exception as error:  # noqa: BLE001  the generator's own code is broken: it is being edited
                live, answer = None, _broken(error, Path(order["root"]))
        elif live is None:
            answer = {"pages": {}, "files": {}, "problems": {}}
        else:
            answer = live.answer(order)
        _send(answers, answer)


def _build(root: Path, folder: Path, *, pages_first: bool) -> tuple[Any, dict[str, Any]]:
    """Build the whole site or its pages first, and keep what Pelican holds of it."""
    from plugins.core.pelican import kept_generators  # noqa: PLC0415
    from tools import build, progress  # noqa: PLC0415  not before the order
    from tools.preview.live import Live  # noqa: PLC0415

    request = build.Request(
        output=folder,
        today=build.today(),
        root=root,
        settings={"SHOW_DRAFTS": True},
        pages_first=pages_first,
        anew=True,
    )
    with kept_generators() as generators, progress.bars(root / "content"):
        report = build.build(request)
    answer = {
        "problems": [(problem.path, str(problem)) for problem in report.problems],
        "reminders": (*report.drafts, *report.reminders),
        "pages": report.pages,
        "seconds": report.seconds,
    }
    return (Live(root, folder, generators) if report.ok else None), answer


def _broken(error: Exception, root: Path) -> dict[str, Any]:
    """Say where the code stopped that would else have said it."""
    places = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename:  # no line of it has run
        places.append((error.filename, error.lineno))
    own = [
        (Path(name), line) for name, line in places if Path(name).is_relative_to(root) and ".venv" not in name
    ]
    path, line = own[-1] if own else (root / "tools", 0)
    shown = path.relative_to(root).as_posix()
    message = f"{shown}:{line}: le générateur ne démarre pas ({type(error).__name__} : {error})"
    return {"problems": [(shown, message)], "reminders": (), "pages": 0, "seconds": 0.0}


def _receive(orders: int, put: Callable[[dict[str, Any]], object]) -> None:
    """Hand over each line; at the end of the pipe, end the process in the midst of whatever it does."""
    rest = b""
    while data := os.read(orders, 1 << 16):
        *lines, rest = (rest + data).split(b"\n")
        for line in lines:
            put(json.loads(line))
    os._exit(0)


def _send(answers: int, answer: dict[str, Any]) -> None:
    data = json.dumps(answer).encode() + b"\n"
    while data:
        data = data[os.write(answers, data) :]


if __name__ == "__main__":
    main()
