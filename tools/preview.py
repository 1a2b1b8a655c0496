"""The preview: builds, serves on loopback, watches the files and reloads the browser.

Drafts and future pages are shown, marked. A mistake leaves the last good
pages in place and shows its message over them. The preview has a folder of
its own: what is in `output/` is only ever a publication build.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

from watchfiles import watch

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

WATCHED = ("content", "theme", "plugins", "tools", "pelicanconf.py")
CLIENT = Path(__file__).with_name("preview.js")
CLIENT_ADDRESS = "/__apercu__.js"
EVENTS_ADDRESS = "/__apercu__"
NOTHING_YET = "<!doctype html><title>Aperçu</title><p>Le site n’a pas pu être construit.</p></body>"
HEARTBEAT = 15.0
"""Seconds between two signs of life to the browser, which also tell when it has gone."""


@dataclass
class Site:
    """What is being shown: a counter that grows at each build, and what is wrong with the last one."""

    folder: Path
    version: int = 0
    problems: tuple[str, ...] = ()
    changed: threading.Condition = field(default_factory=threading.Condition)

    def publish(self, problems: tuple[str, ...]) -> None:
        """Tell every open page about a finished build."""
        with self.changed:
            self.version += 1
            self.problems = problems
            self.changed.notify_all()


def serve(root: Path, port: int) -> None:
    """Build and serve until the command is interrupted."""
    site = Site(root / ".cache" / "preview" / "site")
    print("Construction du site…", flush=True)
    rebuild(root, site)
    server = _server(site, port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"Le site est sur http://127.0.0.1:{server.server_port}/ (Ctrl+C pour arrêter)", flush=True)
    try:
        _watch(root, site)
    except KeyboardInterrupt:
        print()
    finally:
        server.shutdown()


def _watch(root: Path, site: Site) -> None:
    """Rebuild at each change; a change that comes during a build starts another one."""
    dirty = threading.Event()

    def note() -> None:
        for _ in watch(*(root / name for name in WATCHED if (root / name).exists())):
            dirty.set()

    threading.Thread(target=note, daemon=True).start()
    while True:
        dirty.wait()
        dirty.clear()  # before building: what changes from here on is not in this build
        rebuild(root, site)


def rebuild(root: Path, site: Site) -> None:
    """Build in a process of its own, so that changed plugins are read anew."""
    made = subprocess.run(
        [sys.executable, "-m", "tools.preview", str(root), str(site.folder)],
        cwd=root,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    try:
        answer = json.loads(made.stdout)
    except json.JSONDecodeError:
        answer = {"problems": ["la construction s’est arrêtée : voyez le terminal"], "pages": 0, "seconds": 0}
    for problem in answer["problems"]:
        print(problem, file=sys.stderr)
    if not answer["problems"]:
        print(f"{answer['pages']} pages en {answer['seconds']:.1f} s".replace(".", ","), flush=True)
    site.publish(tuple(answer["problems"]))


def _build_once(root: Path, folder: Path) -> None:
    """Build for the preview and print the outcome as JSON (the child process of `rebuild`)."""
    from tools.build import Request, build, today  # noqa: PLC0415  only the child needs Pelican

    report = build(Request(output=folder, today=today(), root=root, settings={"SHOW_DRAFTS": True}))
    answer = dataclasses.asdict(report) | {"problems": [str(problem) for problem in report.problems]}
    json.dump(answer, sys.stdout)


def _server(site: Site, port: int) -> ThreadingHTTPServer:
    handler = functools.partial(PreviewHandler, site=site)
    for candidate in range(port, port + 100):
        try:
            return ThreadingHTTPServer(("127.0.0.1", candidate), handler)
        except OSError:
            continue
    sys.exit(f"Aucun port libre de {port} à {port + 99} → invoke serve --port 9000")


class PreviewHandler(SimpleHTTPRequestHandler):
    """Serves the folder; adds the reload script to pages, and tells them about builds."""

    def __init__(
        self, request: socket.socket, client: tuple[str, int], server: ThreadingHTTPServer, *, site: Site
    ) -> None:
        self.site = site
        super().__init__(request, client, server, directory=str(site.folder))

    def do_GET(self) -> None:
        """Answer one request."""
        address = self.path.split("?")[0]
        if address == EVENTS_ADDRESS:
            self._events()
        elif address == CLIENT_ADDRESS:
            self._send(HTTPStatus.OK, "text/javascript", CLIENT.read_bytes())
        else:
            self._page(Path(self.translate_path(self.path)), address)

    def _page(self, path: Path, address: str) -> None:
        if path.is_dir() and not address.endswith("/"):
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", f"{address}/")
            self.end_headers()
            return
        if path.is_dir():
            path /= "index.html"
        status = HTTPStatus.OK
        if not path.is_file():
            status, path = HTTPStatus.NOT_FOUND, self.site.folder / "404.html"
        try:
            data = path.read_bytes()
        except OSError:  # nothing was ever built: show the page that will reload by itself
            data = NOTHING_YET.encode()
        if path.suffix == ".html":
            script = f'<script src="{CLIENT_ADDRESS}" data-version="{self.site.version}"></script></body>'
            data = data.replace(b"</body>", script.encode())
        self._send(status, self.guess_type(str(path)), data)

    def _send(self, status: HTTPStatus, media_type: str, data: bytes) -> None:
        charset = "; charset=utf-8" if media_type.startswith("text/") else ""
        self.send_response(status)
        self.send_header("Content-Type", media_type + charset)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)

    def _events(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        try:
            for event in self._builds():
                self.wfile.write(event)
                self.wfile.flush()
        except OSError:
            return  # the page was closed

    def _builds(self) -> Iterator[bytes]:
        seen = -1
        while True:
            with self.site.changed:
                if self.site.version == seen:
                    self.site.changed.wait(HEARTBEAT)
                version, problems = self.site.version, self.site.problems
            if version == seen:
                yield b": toujours la\n\n"
                continue
            seen = version
            yield f"data: {json.dumps({'version': version, 'problems': problems})}\n\n".encode()

    def log_message(self, *_: object) -> None:
        """Keep the terminal for builds and their problems."""


if __name__ == "__main__":
    _build_once(Path(sys.argv[1]), Path(sys.argv[2]))
