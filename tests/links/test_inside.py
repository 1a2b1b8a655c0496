"""No link, and no redirection, has the command ask this machine or its network."""

from __future__ import annotations

import http.server
import socket
import threading
from typing import TYPE_CHECKING, Any

import pytest

from tools.links import fetch
from tools.links.fetch import HostLocks, Patience, leads_inside, probe
from tools.links.report import LinkState

if TYPE_CHECKING:
    from collections.abc import Iterator


class Handler(http.server.BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        self.send_response(302)
        self.send_header("Location", f"http://127.0.0.1:{self.server.server_address[1]}/secret")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Any]:
    made: Any = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.asked = []
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "0.0.0.0",  # noqa: S104  nothing is bound
        "10.1.2.3",
        "192.168.1.1",
        "169.254.169.254",
        "[fe80::1]",
        "[fd00::1]",
    ],
)
def test_an_address_of_this_network_is_not_asked(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch._OPENER, "open", lambda *_, **__: pytest.fail("asked"))
    outcome = probe(f"http://{host}:8080/x", Patience(pauses=()), HostLocks())
    assert (outcome.state, outcome.reason) == (LinkState.DEAD, "l’adresse mène dans un réseau privé")


def test_a_name_that_is_looked_up_as_this_machine_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch.urllib.request, "getproxies", dict)
    places = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, 0)) for place in ("93.184.215.14", "10.0.0.1")
    ]
    monkeypatch.setattr(fetch.socket, "getaddrinfo", lambda *_, **__: places)
    assert leads_inside("http://exemple.be/")
    monkeypatch.setattr(fetch.socket, "getaddrinfo", lambda *_, **__: places[:1])
    assert not leads_inside("http://exemple.be/")


def test_a_redirection_to_this_machine_is_not_followed(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    real = fetch.leads_inside
    public = f"http://127.0.0.1:{server.server_address[1]}/public"
    monkeypatch.setattr(fetch, "leads_inside", lambda address: address != public and real(address))
    outcome = probe(public, Patience(pauses=(), sleep=lambda _: None), HostLocks())
    assert outcome.state is LinkState.DEAD
    assert server.asked == ["/public"]
