"""Serves the stage on this machine alone, adds the reload script to pages, and tells them of every change."""

from __future__ import annotations

import contextlib
import functools
import json
import mimetypes
import sys
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from plugins.host.htaccess import SOURCES, Hosted, policy
from tools.editing.desk import START, Desk

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator, Mapping

    from tools.preview.stage import Answer, Stage

LOOPBACK = "127.0.0.1"
OWN_NAMES = (LOOPBACK, "localhost", "::1")
"""Of the hosts that a browser may think it is talking to."""
POLICY = policy(
    Hosted(frozenset(f"x{suffix}" for _, suffixes in SOURCES for suffix in suffixes), forms=True)
).replace("frame-ancestors 'none'", "frame-ancestors 'self'")
"""That of the finished site, with a file of each kind; a page may stand in a frame, beside its form."""
HEADERS = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
CLIENT = Path(__file__).with_name("client.js")
CLIENT_ADDRESS = "/__apercu__.js"
EVENTS_ADDRESS = "/__apercu__"
IDLE = 60
"""Seconds after which a connection that says nothing is closed."""
HEARTBEAT = 15.0
"""Seconds between two signs of life to the browser, which also tell when it has gone."""

TYPES = {
    ".atom": "application/atom+xml",
    ".avif": "image/avif",
    ".ics": "text/calendar",
    ".js": "text/javascript",
    ".json": "application/json",
    ".rss": "application/rss+xml",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
"""What Python knows only on machines that have a list of types."""


NOT_BUILT = (
    "<!doctype html><html lang=fr><meta charset=utf-8><title>Aperçu</title>"
    "<p>Cette page n’est pas encore construite : elle se montrera ici d’elle-même, "
    "une fois corrigé ce que le formulaire signale.</p></body></html>"
).encode()
"""What stands beside the form of a page that was just begun, instead of « Cette page n’existe pas »."""


class Server(ThreadingHTTPServer):
    """One thread a connection; a page that is closed is no error."""

    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep quiet about a browser that has gone; anything else is a fault of ours."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


def start(stage: Stage, root: Path, port: int) -> Server:
    """Serve in threads of their own on `port`, or on the first free one after it.

    Args:
        stage: what is shown.
        root: the project's folder, whose texts may be edited.
        port: the wanted one.

    Raises:
        OSError: none of a hundred ports is free.
    """
    handler = functools.partial(Handler, stage=stage, desk=Desk(root))
    for candidate in range(port, port + 99):
        try:
            server = Server((LOOPBACK, candidate), handler)
            break
        except OSError:
            continue
    else:
        server = Server((LOOPBACK, port + 99), handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    return server


class Handler(BaseHTTPRequestHandler):
    """Answers a browser."""

    protocol_version = "HTTP/1.1"
    timeout = IDLE
    disable_nagle_algorithm = True  # else an answer's second packet waits for the first to be acknowledged

    def __init__(
        self,
        request: socket.socket,
        client: tuple[str, int],
        server: ThreadingHTTPServer,
        *,
        stage: Stage,
        desk: Desk,
    ) -> None:
        self.stage = stage
        self.desk = desk
        super().__init__(request, client, server)

    def do_GET(self) -> None:
        """Answer one request; a name that a page elsewhere has given this machine reads nothing."""
        if not self._is_for_us():
            return
        address = urlsplit(self.path)
        if address.path == EVENTS_ADDRESS:
            self._events(parse_qs(address.query).get("page", ["/"])[0])
        elif address.path == CLIENT_ADDRESS:
            self._send(HTTPStatus.OK, "text/javascript", CLIENT.read_bytes())
        elif address.path.startswith(START):
            self._edit()
        else:
            self._page(self.stage.read(self.path))

    do_HEAD = do_GET  # noqa: N815  the base class's name

    def do_POST(self) -> None:
        """Change something, which only the editing pages do."""
        if not self._is_for_us():
            return
        if urlsplit(self.path).path.startswith(START):
            self._edit()
        else:
            self.close_connection = True  # with what was not read
            self.send_error(HTTPStatus.METHOD_NOT_ALLOWED)

    def _is_for_us(self) -> bool:
        """Refuse a request to a name that a page elsewhere has given this machine."""
        with contextlib.suppress(ValueError):  # half an IPv6 address, in either
            urlsplit(self.path)
            if urlsplit(f"//{self.headers.get('Host', '')}").hostname in OWN_NAMES:
                return True
        self.close_connection = True
        self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
        return False

    def _edit(self) -> None:
        from tools.editing import web  # noqa: PLC0415  slow, and many a preview is only looked at

        reply = web.answer(self, self.desk)
        self._send(reply.status, reply.media_type, reply.data, web.HEADERS)
        if self.close_connection and self.command == "POST":
            web.hear_out(self)

    def _page(self, answer: Answer) -> None:
        if answer.moved:
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", answer.moved)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        status = HTTPStatus.OK if answer.found else HTTPStatus.NOT_FOUND
        data = answer.data
        if not answer.found and self.headers.get("Sec-Fetch-Dest") == "iframe":
            data = NOT_BUILT
        if answer.name.endswith(".html"):
            data = with_script(data, answer.etag)
        self._send(status, _media_type(answer.name), data)

    def _send(
        self, status: HTTPStatus, media_type: str, data: bytes, headers: Mapping[str, str] = HEADERS
    ) -> None:
        charset = "; charset=utf-8" if media_type.startswith("text/") else ""
        self.send_response(status)
        self.send_header("Content-Type", media_type + charset)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _events(self, page: str) -> None:
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.stage.opened(page)
        try:
            for event in self._changes(page):
                self.wfile.write(event)
        except OSError:
            return  # the page was closed
        finally:
            self.stage.closed(page)

    def _changes(self, page: str) -> Iterator[bytes]:
        """Yield what the page must know: at once, at each change that concerns it, and a sign of life."""
        seen, last_state = -1, None
        yield b"retry: 300\n\n"
        while True:
            version, problems, reminders = self.stage.wait(seen, HEARTBEAT)
            state = {"etag": self.stage.read(page).etag, "problems": problems, "reminders": reminders}
            if state == last_state:
                if version == seen:
                    yield b": toujours la\n\n"
            else:
                yield f"data: {json.dumps(state)}\n\n".encode()
            seen, last_state = version, state

    def log_message(self, *_: object) -> None:
        """Keep the terminal for builds and their problems."""


def with_script(page: bytes, etag: str) -> bytes:
    """Return the page with the reload script, which exists nowhere but in the preview."""
    script = f'<script src="{CLIENT_ADDRESS}" data-etag="{etag}"></script>'.encode()
    before, end, after = page.rpartition(b"</body>")
    return before + script + end + after if end else page + script


def _media_type(name: str) -> str:
    suffix = Path(name).suffix
    return TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
