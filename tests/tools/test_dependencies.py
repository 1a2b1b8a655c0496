"""The licences of what runs, and its known flaws, as a database that the test plays tells of them."""

from __future__ import annotations

import json
import threading
import zipfile
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from tools.build import ROOT
from tools.dependencies import known_flaws, licences

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OURS = "AGPL-3.0-or-later"
GOES_WITH_OURS = ("AGPL", "Apache", "BSD", "GPL", "MIT", "Python Software Foundation", "PSF", "Public Domain")


def test_every_package_that_runs_says_under_a_licence_that_goes_with_ours() -> None:
    listed = dict(licences(ROOT / "requirements.txt"))
    assert {"pelican", "lxml", "pyrage", "asyncssh"} <= listed.keys()
    assert f'license = "{OURS}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    unknown = {
        name: licence
        for name, licence in listed.items()
        if not any(word in licence for word in GOES_WITH_OURS)
    }
    assert not unknown


@contextmanager
def advisories(flaws: list[str]) -> Iterator[str]:
    """Answer as osv.dev does, of whatever package it is asked about."""

    class Database(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            queries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
            found = [{"id": flaw, "modified": "2026-01-01T00:00:00Z"} for flaw in flaws]
            self.answer({"results": [{"vulns": found} if found else {} for _ in queries]})

        def do_GET(self) -> None:
            if self.path.startswith("/simple/"):  # the index, asked whether the package was withdrawn
                page = {"meta": {"api-version": "1.1"}, "name": "paquet", "files": [], "versions": []}
                self.answer(page, "application/vnd.pypi.simple.v1+json")
                return
            self.answer(
                {"id": self.path.rpartition("/")[2], "modified": "2026-01-01T00:00:00Z", "summary": "!"}
            )

        def answer(self, value: Any, kind: str = "application/json") -> None:
            body = json.dumps(value).encode()
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Database)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def pinned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a file of requirements whose one package is found in a folder."""
    with zipfile.ZipFile(tmp_path / "paquet-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("paquet-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: paquet\nVersion: 1.0\n")
        wheel.writestr(
            "paquet-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr("paquet-1.0.dist-info/RECORD", "")
    for name, value in {
        "FIND_LINKS": str(tmp_path),
        "NO_CONFIG": "1",
        "HTTP_RETRIES": "0",
    }.items():
        monkeypatch.setenv(f"UV_{name}", value)
    path = tmp_path / "requirements.txt"
    path.write_text("--only-binary :all:\n\npaquet==1.0 ; python_version >= '3' \\\n    --hash=sha256:00\n")
    return path


@pytest.mark.parametrize(("flaws", "code"), [([], 0), (["PYSEC-2026-1"], 1)])
def test_a_known_flaw_of_a_pinned_version_is_told(
    flaws: list[str],
    code: int,
    pinned: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with advisories(flaws) as database:
        monkeypatch.setenv("UV_DEFAULT_INDEX", f"{database}simple/")
        assert known_flaws(pinned, database) == code
    told = capfd.readouterr()
    assert [flaw for flaw in flaws if flaw not in told.out + told.err] == []


def test_a_database_that_does_not_answer_is_no_flaw(
    pinned: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with advisories([]) as database:
        pass
    monkeypatch.setenv("UV_DEFAULT_INDEX", f"{database}simple/")
    assert known_flaws(pinned, database) == 2
    assert "recommencez avec un réseau" in capfd.readouterr().out
