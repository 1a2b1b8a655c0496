"""The real preview of a tiny inline site, as a process of its own, asked over HTTP as a browser does."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tests.equipment.inline import TODAY
from tests.equipment.waiting import PATIENCE, until
from tools.build import ROOT, Request, build

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.equipment.inline import Site

PROGRAM = (
    "import pathlib, sys; from tools.preview.session import serve;"
    "serve(pathlib.Path(sys.argv[1]), int(sys.argv[2]))"
)
CODE = ("plugins", "tools", "pelicanconf.py")
EPOCH = "1717236000"
"""1 June 2024, the day of `TODAY`."""
_SCRIPT = re.compile(rb'<script src="/__apercu__\.js" data-etag="[0-9a-f]+"></script>')


class Previewed:
    """A running preview."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def start(self, port: int) -> None:
        """Start it on this port, or the first free one after it."""
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(self.root), str(port)],
            cwd=self.root,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1", "SOURCE_DATE_EPOCH": EPOCH},
        )
        assert self.process.stdout is not None
        match = None
        while match is None:
            match = re.search(r"http://127\.0\.0\.1:\d+", self.process.stdout.readline())
        self.address = match[0]
        # the tiny site has none of the pages of the real menus
        assert until(lambda: self.get("/contact/")[0] == 200), self.problems()

    def stop(self) -> None:
        """End it."""
        self.process.terminate()  # not SIGINT, which a shell's background jobs ignore
        self.process.communicate(timeout=PATIENCE)

    def get(self, path: str) -> tuple[int, bytes]:
        """Return status and bytes of an address, the reload script taken out."""
        connection = http.client.HTTPConnection(self.address.removeprefix("http://"), timeout=PATIENCE)
        connection.request("GET", quote(path))
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer.status, _SCRIPT.sub(b"", data)

    def shows(self, path: str, text: str) -> bool:
        """Wait until an address shows a text; False when it never does."""
        return until(lambda: text in self.get(path)[1].decode())

    @contextlib.contextmanager
    def events(self, page: str) -> Iterator[Iterator[dict[str, Any]]]:
        """Listen as an open page does; what it is told, one after the other."""
        connection = http.client.HTTPConnection(self.address.removeprefix("http://"), timeout=PATIENCE)
        connection.request("GET", f"/__apercu__?page={quote(page)}")
        stream = connection.getresponse()
        yield (json.loads(line.removeprefix(b"data:")) for line in stream if line.startswith(b"data:"))
        stream.close()
        connection.close()

    def problems(self) -> tuple[str, ...]:
        """Return what a page that opens now is told to show over itself."""
        with self.events("/") as events:
            return tuple(next(events)["problems"])

    def says(self, words: str) -> bool:
        """Wait until a problem holds these words."""
        return until(lambda: any(words in problem for problem in self.problems()))

    def is_content(self) -> bool:
        """Wait until there is no problem."""
        return until(lambda: not self.problems())

    def settles(self) -> bool:
        """Wait until what is served is what a fresh build of the same files gives, byte for byte."""
        fresh = self.root / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        # with a cache of its own: what the preview has kept must not speak for itself
        settings = {"SHOW_DRAFTS": True, "CACHE_FOLDER": str(self.root / "fresh-cache")}
        report = build(Request(output=fresh, today=TODAY, root=self.root, settings=settings))
        assert report.ok, report.problems
        files = [path for path in fresh.rglob("*") if path.is_file()]
        pages = {path.relative_to(fresh).as_posix(): path.read_bytes() for path in files}
        return until(lambda: all(self.get(f"/{name}")[1] == data for name, data in pages.items()))

    def builders(self) -> list[int]:
        """Return the preview's builders, by process number."""
        listed = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        return [int(number) for number in listed.stdout.split()]


@contextlib.contextmanager
def previewed(
    site: Site, *, linked: bool = True, appended: Mapping[str, str] | None = None, port: int = 8100
) -> Iterator[Previewed]:
    """Run the preview of a site with the project's code.

    Args:
        site: its texts.
        linked: False copies the code, so that a test may break it.
        appended: what to write at the end of copied modules before the preview starts, by path.
        port: where it is to listen, if it is free.
    """
    for name in CODE:
        if linked:
            (site.root / name).symlink_to(ROOT / name)
        elif (ROOT / name).is_dir():
            # with what Python has compiled, but not what it is just writing
            shutil.copytree(ROOT / name, site.root / name, ignore=shutil.ignore_patterns("*.pyc.*"))
        else:
            shutil.copy(ROOT / name, site.root / name)
    shutil.copytree(ROOT / "tests" / "equipment" / "tiny_theme", site.root / "theme")
    for name, code in (appended or {}).items():
        with (site.root / name).open("a", encoding="utf-8") as module:
            module.write(code)
    preview = Previewed(site.root)
    try:
        preview.start(port)
        yield preview
    finally:
        preview.stop()
