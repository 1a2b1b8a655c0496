"""The build function: what it writes, what it leaves alone, what it never depends on."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import plugins.host
from tests.equipment.inline import Site, page, snapshot
from tests.equipment.real_site import RealSite, build_real_site
from tools.build import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_address_of_a_page_is_its_folder_and_file_name(site: Site) -> None:
    assert site.build().ok
    for name in (
        "index.html",
        "404.html",
        "contact/index.html",
        "actualites/colloque/index.html",
        "ressources/code/index.html",
    ):
        assert (site.output / name).is_file()


def test_a_missing_plugin_is_a_problem(site: Site) -> None:
    report = site.build(PLUGINS=["plugins.texts", "plugins.host", "plugins.absent"])
    assert "plugins.absent" in str(report.problems[0])
    assert not site.output.exists()


def test_without_its_content_folder_there_is_one_problem_and_the_old_site(site: Site) -> None:
    assert site.build().ok
    before = snapshot(site.output)
    shutil.rmtree(site.root / "content")
    assert [str(problem) for problem in site.build().problems] == [
        "content/: le dossier manque → remettez-le : il contient les textes du site"
    ]
    assert snapshot(site.output) == before


def test_an_unknown_complaint_of_pelican_is_a_problem(site: Site) -> None:
    """A setting that Pelican deprecates: it warns and goes on, we stop."""
    report = site.build(TEMPLATE_PAGES={"absent.html": "x.html"})
    assert report.problems


def test_a_misspelt_name_in_a_template_is_a_problem(site: Site, tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    subprocess.run(["cp", "-r", ROOT / "tests" / "equipment" / "tiny_theme", theme], check=True)
    (theme / "templates" / "page.html").write_text(
        '{% extends "base.html" %}\n{% block content %}{{ pagge }}{% endblock %}'
    )
    report = site.build(THEME=str(theme))
    assert "pagge" in str(report.problems[0])
    assert "page.html" in str(report.problems[0])


def test_drafts_and_future_pages_are_not_written(site: Site) -> None:
    site.add({"pages/essai.md": page("Essai secret", statut="brouillon"),
              "ressources/plus-tard.md": page("Ressource future", date="2024-06-02", type="code", themes="[secret]", auteur="A", source="B"),
              "actualites/demain.md": page("Actualité future", date="2024-06-02")})  # fmt: skip
    assert site.build(today=dt.date(2024, 6, 1)).ok
    assert not [path for path in site.output.rglob("*") if path.is_file() and b"future" in path.read_bytes()]
    assert not [
        path for path in site.output.rglob("*") if path.is_file() and b"Essai secret" in path.read_bytes()
    ]
    assert site.build(today=dt.date(2024, 6, 2)).ok
    assert (site.output / "actualites/demain/index.html").is_file()
    assert (site.output / "ressources/plus-tard/index.html").is_file()
    assert not (site.output / "essai").exists()


def test_the_preview_shows_drafts_marked_as_such(site: Site) -> None:
    site.add({"actualites/demain.md": page("Demain", date="2031-01-01")})
    assert site.build(SHOW_DRAFTS=True).ok
    assert "paraîtra le 2031-01-01" in site.read("actualites/demain/index.html")


def test_a_crash_in_the_middle_leaves_the_old_output(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    assert site.build().ok
    before = snapshot(site.output)

    def explode(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(plugins.host, "read_assets", explode)
    site.add({"pages/contact.md": page("Contact", "Un autre texte.")})
    report = site.build()
    assert "RuntimeError" in str(report.problems[0])
    assert snapshot(site.output) == before


def test_a_page_that_disappears_from_the_content_disappears_from_the_site(site: Site) -> None:
    site.add({"pages/essai.md": page("Essai")})
    assert site.build().ok
    site.add({"pages/essai.md": None})
    assert site.build().ok
    assert not (site.output / "essai").exists()


def test_the_lock_of_an_open_file_is_no_text(site: Site) -> None:
    """Some editors put a link that leads nowhere beside the file that they have open."""
    assert site.build().ok
    before = snapshot(site.output)
    (site.root / "content/pages/.#contact.md").symlink_to("quelqu’un@machine.4242:1700000000")
    report = site.build()
    assert report.ok, report.problems
    assert snapshot(site.output) == before


def test_files_saved_on_windows_are_read(site: Site) -> None:
    """A byte order mark and CRLF line ends are no mistake of the editor's."""
    site.add(
        {"pages/essai.md": b"\xef\xbb\xbf" + page("Essai", "## Un\n\nDeux").replace("\n", "\r\n").encode()}
    )
    assert site.build().ok, "windows"
    assert "<h2" in site.read("essai/index.html")


def test_empty_facts_are_listed(site: Site) -> None:
    assert site.build().incomplete[0] == "contact.courriel : à compléter"


BUILD = """
import datetime as dt, pathlib, sys
from tests.equipment.inline import Site, page, snapshot
site = Site(pathlib.Path(sys.argv[1]))
site.add({f"actualites/meme-jour-{n}.md": page(f"Le 1er jour {n} : «essai» n° {n} !", date="2024-01-01") for n in range(12)})
assert site.build(today=dt.date(2024, 6, 1)).ok
for name, digest in snapshot(site.output).items():
    print(name, digest)
"""


def test_two_builds_are_byte_identical_whatever_surrounds_them(tmp_path: Path) -> None:
    """Other folder, time zone, locale and hash seed; the same bytes."""
    results = []
    for number, (zone, locale) in enumerate(
        [("UTC", "C"), ("Pacific/Kiritimati", "fr_BE.UTF-8"), ("America/Lima", "C.UTF-8")]
    ):
        folder = tmp_path / f"{'x' * number}site{number}"
        folder.mkdir()
        made = subprocess.run(
            [sys.executable, "-c", BUILD, str(folder)],
            cwd=ROOT,
            env={**os.environ, "TZ": zone, "LC_ALL": locale, "LANG": locale, "PYTHONHASHSEED": str(number)},
            capture_output=True,
            text=True,
            check=True,
        )
        results.append(made.stdout)
    assert results[0].count("\n") > 15
    assert results[0] == results[1] == results[2]


def test_two_builds_of_the_real_site_from_nothing_give_the_same_bytes_and_keep_the_same(
    tmp_path: Path, real_site: RealSite
) -> None:
    """No key may depend on the order of a set, which differs from process to process."""
    other = build_real_site(
        tmp_path / "other",
        TZ="Pacific/Kiritimati",
        LC_ALL="fr_BE.UTF-8",
        LANG="fr_BE.UTF-8",
        PYTHONHASHSEED="2",
    )
    assert len(snapshot(other.output)) > 100
    assert snapshot(other.output) == snapshot(real_site.output)
    assert other.kept() == real_site.kept()
