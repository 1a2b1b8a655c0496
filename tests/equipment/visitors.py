"""A small site whose files say their version, and visitors who notice when two versions mix."""

from __future__ import annotations

import hashlib
import http.client
import random
import re
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.equipment.waiting import PATIENCE

if TYPE_CHECKING:
    from pathlib import Path

VISITORS = 4


def write_site(folder: Path, version: int, pages: int = 30) -> Path:
    """Write a site whose pages and assets all say their version; half of the pages never change."""
    files = {}
    assets = {}
    for name in ("css", "js"):
        text = f"/* version {version} */ {name} {'x' * 3000}\n"
        assets[name] = f"theme/site.{hashlib.sha256(text.encode()).hexdigest()[:10]}.{name}"
        files[assets[name]] = text
    links = f'<link href="/{assets["css"]}"><script src="/{assets["js"]}"></script>'
    for number in range(pages):
        name = "index.html" if number == 0 else f"actualites/page-{number}/index.html"
        says = f"<p>version {version}</p>{links}" if number % 2 == 0 else "<p>toujours la même</p>"
        files[name] = f"<!doctype html><title>{number}</title>{says}{'texte ' * 300}</html>\n"
    files |= {"404.html": "<p>introuvable</p>", "robots.txt": "User-agent: *\n", "sitemap.xml": "<urlset/>\n"}
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@dataclass
class Visitors:
    """Threads that load pages with their assets, as browsers do, and judge what they get."""

    address: str
    pages: int
    hashes: set[str] = field(default_factory=set)
    """Of every page that was ever built."""
    loads: int = 0
    faults: list[str] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Start the threads."""
        for number in range(VISITORS):
            thread = threading.Thread(target=self._visit, args=(random.Random(number),), daemon=True)  # noqa: S311
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """Stop the threads and wait for them."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _visit(self, chance: random.Random) -> None:
        host = self.address.removeprefix("http://")
        connection = http.client.HTTPConnection(host, timeout=PATIENCE)
        while not self._stop.is_set():
            number = chance.randrange(self.pages)
            try:
                self.load(connection, "/" if number == 0 else f"/actualites/page-{number}/")
            except (OSError, http.client.HTTPException) as error:
                self.faults.append(f"connexion : {error!r}")
                connection.close()
            self.loads += 1
            time.sleep(chance.random() * 0.02)
        connection.close()

    def load(self, connection: http.client.HTTPConnection, page: str) -> None:
        """Load one page and its assets; note what is not whole or not of one release."""
        status, body = _get(connection, page)
        if status != http.HTTPStatus.OK or hashlib.sha256(body).hexdigest() not in self.hashes:
            self.faults.append(f"{page} : {status}, {len(body)} o")
            return
        version = re.search(rb"version \d+", body)
        for asset in re.findall(rb'(?:href|src)="([^"]+)"', body):
            status, data = _get(connection, asset.decode())
            if status != http.HTTPStatus.OK or not version or version[0] not in data:
                self.faults.append(f"{page} → {asset.decode()} : {status}")


def _get(connection: http.client.HTTPConnection, path: str) -> tuple[int, bytes]:
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.read()
