"""newsboat, a real reader, subscribes over loopback to a real Apache that serves a real build."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from tests.equipment.apache import Apache, public_folder, serving
from tests.equipment.inline import Site, page
from tests.equipment.waiting import PATIENCE, until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.browser


class Reader:
    """A newsboat with a cache of its own."""

    def __init__(self, folder: Path, address: str) -> None:
        self.folder = folder
        (folder / "urls").write_text(f"{address}\n", encoding="utf-8")
        (folder / "config").write_text("max-items 0\n", encoding="utf-8")

    def reload(self) -> list[str]:
        """Fetch the feed and return the titles, newest first."""
        command = ["newsboat", "-u", "urls", "-C", "config", "-c", "cache.db", "-x", "reload"]
        subprocess.run(
            command,
            cwd=self.folder,
            env={"HOME": str(self.folder), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            check=True,
            capture_output=True,
            timeout=PATIENCE,
        )
        with sqlite3.connect(self.folder / "cache.db") as base:
            titles = [
                title
                for (title,) in base.execute(
                    "select title from rss_item where deleted = 0 order by pubDate desc, id"
                )
            ]
        base.close()
        return titles


@pytest.fixture
def hosted(site: Site) -> Iterator[tuple[Site, Apache]]:
    with public_folder() as root:
        log = root.parent / "access.log"
        log.touch()
        log.chmod(0o666)  # Apache gives up being root before it opens it
        with serving(root, more=f'CustomLog "{log}" "%m %U %>s"') as apache:
            publish(site, apache)
            yield site, apache


def publish(site: Site, apache: Apache) -> None:
    """Build, and put the site in Apache's folder as a publication does: unchanged files stay as they are."""
    site.output = apache.root.parent / "build"
    report = site.build(SITE_ADDRESS=apache.address, PRECOMPRESS=True)
    assert report.ok, report.problems
    time.sleep(1.1)  # HTTP's dates count in seconds: two publications within one cannot be told apart
    subprocess.run(["rsync", "-rlpc", "--delete", f"{site.output}/", f"{apache.root}/"], check=True)


def statuses(apache: Apache, path: str) -> list[str]:
    """Return the statuses that Apache has answered for a path, in order."""
    lines = (apache.root.parent / "access.log").read_text(encoding="utf-8").splitlines()
    return [line.split()[-1] for line in lines if f" {path} " in line]


@pytest.mark.parametrize(
    "address", ["/feeds/actualites.rss", "/spip.php?page=backend"], ids=["new address", "old SPIP address"]
)
def test_a_subscriber_gets_each_item_once_and_304_when_nothing_is_new(
    address: str, hosted: tuple[Site, Apache], tmp_path: Path
) -> None:
    site, apache = hosted
    assert shutil.which("newsboat"), "sudo apt-get install newsboat"
    folder = tmp_path / "newsboat"
    folder.mkdir()
    reader = Reader(folder, f"{apache.address}{address}")
    assert reader.reload() == ["Un colloque"]
    assert reader.reload() == ["Un colloque"]  # newsboat keeps what a conditional request needs from here on

    publish(site, apache)
    assert reader.reload() == ["Un colloque"]
    # Apache answers first, then writes its log
    assert until(lambda: statuses(apache, "/feeds/actualites.rss")[-1] == "304")

    site.add(
        {
            "actualites/2023-11-23-colloque.md": page(
                "Un colloque, raconté", "Un autre texte.", date="2023-11-23"
            )
        }
    )
    publish(site, apache)
    assert reader.reload() == ["Un colloque, raconté"]

    site.add({"actualites/neuf.md": page("Du neuf", date="2024-03-01")})
    publish(site, apache)
    assert reader.reload() == ["Du neuf", "Un colloque, raconté"]


def test_an_evening_is_shown_once_and_again_when_it_is_cancelled(
    hosted: tuple[Site, Apache], tmp_path: Path
) -> None:
    """In the order of the days on which they are announced; the bistrot itself, undated, came just now."""
    site, apache = hosted
    folder = tmp_path / "newsboat"
    folder.mkdir()
    reader = Reader(folder, f"{apache.address}/feeds/bistrots.rss")
    mons = page("Mons", commune="Mons", etat="actif", dates="[2023-12-07, 2024-07-04, 2024-08-01]")
    site.add({"bistrots/mons.md": mons})
    publish(site, apache)
    july, august = "Mons\u00a0: jeudi 4\u00a0juillet 2024", "Mons\u00a0: jeudi 1er\u00a0août 2024"
    assert reader.reload() == ["Mons", august, july]
    assert reader.reload() == ["Mons", august, july]

    cancelled = "dates_annulees: [2024-07-04]\nmise_a_jour: 2024-05-30\netat:"
    site.add({"bistrots/mons.md": mons.replace("etat:", cancelled)})
    publish(site, apache)
    assert reader.reload() == ["Mons", august, f"Annulé\u00a0: {july}"]
