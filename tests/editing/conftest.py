"""A site whose editing pages are served for real, and a browser that says what browsers say."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import pytest

from tests.equipment.inline import Site
from tests.equipment.waiting import PATIENCE
from tools.preview import server
from tools.preview.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


@dataclass
class Answered:
    status: int
    headers: Mapping[str, str]
    data: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.data)

    @property
    def text(self) -> str:
        return self.data.decode()


class Browser:
    """Asks one server; `headers` of a request take the place of the usual ones, None leaves one out."""

    def __init__(self, served: server.Server, site: Site) -> None:
        self.site = site
        self.content = site.root / "content"
        self.host = f"{server.LOOPBACK}:{served.server_port}"
        self.token = ""

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Answered:
        connection = http.client.HTTPConnection(self.host, timeout=PATIENCE)
        given = {name: value for name, value in (headers or {}).items() if value is not None}
        connection.request(method, path, body, given)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return Answered(answer.status, dict(answer.getheaders()), data)

    def get(self, path: str, **headers: str) -> Answered:
        return self.ask(
            "GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )

    def form(self, file: str) -> Answered:
        return self.get(f"/__modifier__/page?fichier={quote(file)}")

    def post(
        self,
        path: str,
        body: Mapping[str, Any] | bytes,
        headers: Mapping[str, str | None] | None = None,
    ) -> Answered:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        usual = {
            "Origin": f"http://{self.host}",
            "Sec-Fetch-Site": "same-origin",
            "X-CVTS-Jeton": self.token,
            "Content-Type": "application/octet-stream" if isinstance(body, bytes) else "application/json",
        }
        return self.ask("POST", f"/__modifier__/{path}", data, {**usual, **(headers or {})})

    def save(self, file: str, digest: str, text: str | None = None, **fields: Any) -> Answered:
        asked = {"fichier": file, "empreinte": digest, "champs": fields}
        return self.post("enregistrer", asked if text is None else {**asked, "texte": text})

    def deposit(self, file: str, name: str, data: bytes, description: str = "Une photo") -> Answered:
        query = urlencode({"fichier": file, "nom": name, "description": description})
        return self.post(f"deposer?{query}", data)


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    site = Site(tmp_path)
    served = server.start(Stage(None), tmp_path, 8400)
    made = Browser(served, site)
    made.token = made.get("/__modifier__/").text.partition('data-token="')[2].partition('"')[0]
    yield made
    served.shutdown()
    served.server_close()
