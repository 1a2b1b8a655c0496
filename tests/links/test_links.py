"""`invoke links` against a server that does all that servers do to visitors."""

from __future__ import annotations

import datetime as dt
import http.server
import json
import socket
import ssl
import struct
import threading
import time
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.equipment.inline import page
from tests.equipment.waiting import PATIENCE
from tools.links import command, fetch
from tools.links.command import run
from tools.links.fetch import HostLocks, Patience, archived_copy, probe
from tools.links.report import LinkState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TODAY = dt.date(2026, 3, 1)


class Server(http.server.ThreadingHTTPServer):
    """Counts what it is asked, and how much at once."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: Counter[str] = Counter()
        self.agents: set[str] = set()
        self.now = self.most = 0
        self.lock = threading.Lock()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *_: object) -> None:
        """Say nothing of visitors who leave."""


class Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        self.left = False
        with self.server.lock:
            self.server.now += 1
            self.server.most = max(self.server.most, self.server.now)
        try:
            path = urlsplit(self.path).path
            self.server.asked[f"{self.command} {path}"] += 1
            self.server.agents.add(self.headers["User-Agent"])
            getattr(self, f"on_{path.strip('/').replace('-', '_')}", self.on_absent)()
        finally:
            self.leave()

    def leave(self) -> None:
        """Count the visitor out, before the answer lets it go on."""
        with self.server.lock:
            self.server.now -= not self.left
        self.left = True

    def say(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.leave()
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def times(self) -> int:
        return self.server.asked[f"{self.command} {urlsplit(self.path).path}"]

    def on_absent(self) -> None:
        self.say(404)

    def on_removed(self) -> None:
        self.say(410)

    def on_alive(self) -> None:
        time.sleep(0.02)
        self.say(200, b"x")

    def on_moved(self) -> None:
        self.say(301, Location="/moved-again")

    def on_moved_again(self) -> None:
        self.say(308, Location=f"{self.server.address}/alive")

    def on_for_now(self) -> None:
        self.say(302, Location="/alive")

    def on_moved_to_nothing(self) -> None:
        self.say(301, Location="/absent")

    def on_round(self) -> None:
        self.say(301, Location="/round-again")

    def on_round_again(self) -> None:
        self.say(301, Location="/round")

    def on_portal(self) -> None:
        self.say(302, Location="http://portail.example/connexion")

    def on_busy(self) -> None:
        if self.times() == 1:
            self.say(429, Retry_After="7")
        else:
            self.say(200)

    def on_busy_until_a_date(self) -> None:
        self.say(429, Retry_After="Wed, 21 Oct 2099 07:28:00 GMT")

    def on_refuses_head(self) -> None:
        self.say(405 if self.command == "HEAD" else 200)

    def on_lies_to_head(self) -> None:
        self.say(404 if self.command == "HEAD" else 200)

    def on_forbidden(self) -> None:
        self.say(403)

    def on_broken_once(self) -> None:
        if self.times() == 1 and self.command == "HEAD":
            self.reset()
        else:
            self.say(200)

    def on_reset(self) -> None:
        self.reset()

    def reset(self) -> None:
        self.leave()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.rfile.close()
        self.wfile.close()
        self.connection.close()

    def on_slow(self) -> None:
        time.sleep(1.5)
        self.say(200)

    def on_wayback(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        if "absent" in asked["url"][0]:
            copy = {
                "available": True,
                "url": f"http://web.archive.org/web/{asked['timestamp'][0]}0301/{asked['url'][0]}",
            }
            self.say(200, json.dumps({"archived_snapshots": {"closest": copy}}).encode())
        else:
            self.say(200, b'{"archived_snapshots": {}}')

    def log_message(self, *_: object) -> None:
        """Keep the test's output."""


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture(autouse=True)
def _servers_here_may_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "leads_inside", lambda _: False)


class Slept:
    """Patience that costs the test no time."""

    def __init__(self, timeout: float = PATIENCE) -> None:
        self.pauses: list[float] = []
        self.patience = Patience(timeout=timeout, pauses=(3, 15), sleep=self.pauses.append)

    def ask(self, address: str) -> Any:
        return probe(address, self.patience, HostLocks())


@pytest.mark.parametrize(
    ("path", "state", "words"),
    [
        ("alive", LinkState.ALIVE, ""),
        ("alive#partie", LinkState.ALIVE, ""),
        ("absent", LinkState.DEAD, "404"),
        ("removed", LinkState.DEAD, "410"),
        ("moved", LinkState.MOVED, ""),
        ("for-now", LinkState.ALIVE, ""),
        ("moved-to-nothing", LinkState.DEAD, "404"),
        ("round", LinkState.UNSURE, "sans fin"),
        ("busy", LinkState.ALIVE, ""),
        ("busy-until-a-date", LinkState.UNSURE, "429"),
        ("refuses-head", LinkState.ALIVE, ""),
        ("lies-to-head", LinkState.ALIVE, ""),
        ("forbidden", LinkState.UNSURE, "403"),
        ("broken-once", LinkState.ALIVE, ""),
        ("reset", LinkState.UNSURE, "coupe la connexion"),
        ("slow", LinkState.UNSURE, "à temps"),
    ],
)
def test_a_link_is_what_a_patient_reader_would_find(
    path: str, state: LinkState, words: str, server: Server
) -> None:
    outcome = Slept(0.2 if path == "slow" else PATIENCE).ask(f"{server.address}/{path}")
    assert (outcome.state, words in outcome.reason) == (state, True), outcome


def test_a_move_for_good_gives_the_last_address_and_keeps_the_place_in_the_page(server: Server) -> None:
    assert Slept().ask(f"{server.address}/moved#ici").moved_to == f"{server.address}/alive#ici"


def test_a_server_that_asks_to_wait_is_given_its_time(server: Server) -> None:
    slept = Slept()
    slept.ask(f"{server.address}/busy")
    assert slept.pauses == [7]
    assert server.asked == {"HEAD /busy": 2}


def test_one_that_asks_for_years_is_left_alone(server: Server) -> None:
    slept = Slept()
    slept.ask(f"{server.address}/busy-until-a-date")
    assert server.asked == {"HEAD /busy-until-a-date": 1}


def test_pauses_grow_between_attempts(server: Server) -> None:
    slept = Slept()
    slept.ask(f"{server.address}/reset")
    assert slept.pauses == [3, 15]


def test_nobody_answers_at_a_closed_door() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        outcome = Slept().ask(f"http://127.0.0.1:{closed.getsockname()[1]}/")
    assert outcome.state is LinkState.UNSURE


def test_a_name_that_does_not_exist_is_dead() -> None:
    outcome = Slept().ask("http://absent.invalid/")
    assert outcome.state in (LinkState.DEAD, LinkState.UNSURE)  # a machine without network cannot know
    assert outcome.reason == "le nom de ce site est inconnu"


def test_a_certificate_that_is_not_valid_is_said(server: Server, tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_self_signed(tmp_path))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    outcome = Slept().ask(f"https://127.0.0.1:{server.server_port}/alive")
    assert (outcome.state, outcome.reason) == (LinkState.UNSURE, "le certificat du site n’est pas valable")


def _self_signed(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(tz=dt.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )
    path = folder / "server.pem"
    path.write_bytes(
        certificate
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


def test_the_archive_is_asked_for_the_pages_year(server: Server) -> None:
    api = f"{server.address}/wayback"
    patience = Slept().patience
    assert archived_copy("https://a.example/absent", "2019", patience, api) == (
        "https://web.archive.org/web/20190301/https://a.example/absent"
    )
    assert archived_copy("https://a.example/autre", "", patience, api) == ""
    assert archived_copy("https://a.example/", "", patience, f"{server.address}/absent") == ""


@pytest.fixture
def content(tmp_path: Path, server: Server) -> Path:
    base = server.address
    folder = tmp_path / "content"
    (folder / "ressources").mkdir(parents=True)
    (folder / "pages").mkdir()
    for name, link in (("vivante", "alive"), ("morte", "absent"), ("deplacee", "moved")):
        text = page(name, "Un texte.", annee="2019", lien=f"{base}/{link}")
        (folder / "ressources" / f"{name}.md").write_text(text, encoding="utf-8")
    (folder / "pages" / "contact.md").write_text(
        page("Contact", f"[Un]({base}/removed), [deux]({base}/forbidden) et [trois]({base}/alive)."),
        encoding="utf-8",
    )
    return folder


def test_the_report_tells_by_state_where_each_link_stands_and_what_to_do(
    content: Path, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in content.rglob("*.md")}
    code = run(content, TODAY, note=False, patience=Slept().patience, archive=f"{server.address}/wayback")
    base = server.address
    assert code == 1
    assert capsys.readouterr().out == (
        "Morts (2)\n"
        f"  content/pages/contact.md:6: {base}/removed : la page a été retirée (410)\n"
        f"    → cherchez une copie : https://web.archive.org/web/2/{base}/removed\n"
        f"  content/ressources/morte.md:5: {base}/absent : la page n’existe pas (404)\n"
        f"    → copie archivée : https://web.archive.org/web/20190301/{base}/absent\n"
        "\n"
        "Incertains : le site ne répond pas comme il faut aujourd’hui, réessayez un autre jour (1)\n"
        f"  content/pages/contact.md:6: {base}/forbidden : le site répond par l’erreur 403\n"
        "\n"
        "Déplacés pour de bon : ils fonctionnent, mais mieux vaut la nouvelle adresse (1)\n"
        f"  content/ressources/deplacee.md:5: {base}/moved\n"
        f"    → écrivez {base}/alive\n"
        "\n"
        "Vivants : 2\n"
    )
    assert {path: path.read_bytes() for path in content.rglob("*.md")} == before
    assert server.most == 1, "one request at a time"
    assert all("@" not in agent for agent in server.agents)


def test_the_day_is_noted_where_the_link_works_and_nowhere_else(content: Path, server: Server) -> None:
    run(content, TODAY, note=True, patience=Slept().patience, archive=f"{server.address}/wayback")
    noted = {
        path.stem for path in content.rglob("*.md") if "\nlien_verifie: 2026-03-01\n" in path.read_text()
    }
    assert noted == {"vivante", "deplacee"}


def test_only_dead_links_make_the_command_fail(content: Path, server: Server) -> None:
    (content / "ressources" / "morte.md").unlink()
    (content / "pages" / "contact.md").unlink()
    api = f"{server.address}/wayback"
    assert run(content, TODAY, note=False, patience=Slept().patience, archive=api) == 0


def test_a_site_without_links_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, TODAY, note=False) == 0
    assert capsys.readouterr().out == "Aucun lien vers un autre site.\n"


@pytest.mark.parametrize("answering", [False, True], ids=["no network", "a login page"])
def test_without_a_network_no_link_is_judged_and_nothing_is_written(
    answering: bool, tmp_path: Path, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    port = server.server_port
    links = (
        (f"http://127.0.0.1:{port}/portal", f"http://localhost:{port}/portal")
        if answering
        else ("http://un.invalid/", "http://deux.invalid/")
    )
    folder = tmp_path / "content" / "ressources"
    folder.mkdir(parents=True)
    for number, link in enumerate(links):
        (folder / f"r{number}.md").write_text(page("Une page", lien=link), encoding="utf-8")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    archive = f"{server.address}/portal" if answering else "http://archive.invalid/"
    code = run(tmp_path / "content", TODAY, note=True, patience=Slept().patience, archive=archive)
    said = capsys.readouterr()
    assert (code, said.out) == (2, "")
    assert ("une même page" if answering else "hors ligne") in said.err.lower()
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_an_archive_that_is_down_is_no_missing_network(content: Path, server: Server) -> None:
    code = run(content, TODAY, note=False, patience=Slept().patience, archive=f"{server.address}/absent")
    assert code == 1


def test_a_network_that_goes_meanwhile_judges_nothing(
    content: Path, server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = iter(("", "hors ligne"))
    monkeypatch.setattr(command, "network_trouble", lambda *_: next(said))
    assert run(content, TODAY, note=True, patience=Slept().patience, archive=f"{server.address}/wayback") == 2
    assert capsys.readouterr() == ("", "hors ligne\n")
