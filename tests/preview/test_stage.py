"""What stands at an address: the folder, what lies over it, and who is told."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from tests.equipment.waiting import PATIENCE
from tools.preview.server import with_script
from tools.preview.stage import NOTHING_YET, Answer, Stage

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("index.html", "contact/index.html", "404.html", "été/index.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path.parent / "secret.txt").write_text("secret")
    return tmp_path


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/", "index.html"),
        ("/contact/", "contact/index.html"),
        ("/contact/?a=b", "contact/index.html"),
        ("/contact/index.html", "contact/index.html"),
        ("/%C3%A9t%C3%A9/", "été/index.html"),
    ],
)
def test_an_address_names_a_file(folder: Path, address: str, name: str) -> None:
    answer = Stage(folder).read(address)
    assert (answer.name, answer.data, answer.found) == (name, name.encode(), True)


@pytest.mark.parametrize("address", ["/nulle-part/", "/x", "/../secret.txt", "/%2e%2e/secret.txt", "/%00"])
def test_an_address_without_a_file_or_outside_the_folder_gives_the_404_page(
    folder: Path, address: str
) -> None:
    assert Stage(folder).read(address) == Answer("404.html", b"404.html", found=False)


def test_a_forgotten_slash_is_added(folder: Path) -> None:
    assert Stage(folder).read("/contact").moved == "/contact/"


def test_before_the_first_build_a_page_waits() -> None:
    assert Stage(None).read("/contact/").data == NOTHING_YET


def test_a_rendered_page_lies_over_the_folder_until_the_folder_is_replaced(folder: Path) -> None:
    stage = Stage(folder)
    stage.lay({"contact/index.html": b"edited", "theme/new.css": b"css"})
    assert stage.read("/contact/").data == b"edited"
    assert stage.read("/theme/new.css").data == b"css"
    stage.replace(folder, {})
    assert stage.read("/contact/").data == b"contact/index.html"
    assert not stage.read("/theme/new.css").found


def test_who_waits_is_told_at_once_and_of_nothing_that_is_no_news(folder: Path) -> None:
    stage = Stage(folder)
    version = stage.wait(-1, 0)[0]
    stage.complain(())
    stage.lay({})
    assert stage.wait(version, 0.01) == (version, (), ())
    threading.Timer(0.05, stage.complain, [("a",)]).start()
    assert stage.wait(version, PATIENCE) == (version + 1, ("a",), ())
    stage.complain(("a",), ("à relire",))
    assert stage.wait(version + 1, PATIENCE) == (version + 2, ("a",), ("à relire",))


def test_the_open_pages_are_those_that_a_browser_still_shows(folder: Path) -> None:
    stage = Stage(folder)
    for address in ("/", "/contact/", "/contact/", "/sitemap.xml"):
        stage.opened(address)
    stage.closed("/")
    stage.closed("/contact/")
    assert stage.open_pages == ("contact/index.html", "sitemap.xml")


@pytest.mark.parametrize("page", [b"<body>x</body></html>", b"x", b"<p>&lt;/body> </body></body>"])
def test_every_page_gets_the_script_once_with_the_mark_of_its_bytes(page: bytes) -> None:
    answer = Answer("index.html", page, found=True)
    made = with_script(page, answer.etag)
    assert made.count(b"/__apercu__.js") == 1
    assert f'data-etag="{answer.etag}"'.encode() in made
    assert Answer("index.html", page + b" ", found=True).etag != answer.etag
