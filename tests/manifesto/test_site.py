"""The Manifeste's pages, built: what they count, whom they name, and that a name taken off the list is gone."""

from __future__ import annotations

import contextlib
import gzip
import re
import zlib
from typing import TYPE_CHECKING

import brotli
import pytest
from lxml import html

from tests.equipment.inline import page, snapshot
from tests.manifesto.small_site import build, sign, small_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.equipment.inline import Site

ELODIE = "personne,Zorglute,Élodie,cheffe de brigandage,Mons,2016,2024-03-01"
KARIM = "personne,Fantoche,Karim,,,,2024-03-01"
COLLECTIVE = "organisation,Collectif Quatrevent,,,Namur,2024-02-26,2024-03-01"


@pytest.fixture
def named(tmp_path: Path) -> Site:
    site = small_site(tmp_path)
    sign(site, ELODIE, KARIM, COLLECTIVE)
    return site


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Give the same site, built; nobody may change it."""
    site = small_site(tmp_path_factory.mktemp("written"))
    sign(site, ELODIE, KARIM, COLLECTIVE)
    assert (report := build(site)).ok, report.problems
    return site


def text_of(site: Site, path: str) -> str:
    tree = html.document_fromstring(site.read(path))
    return " ".join(" ".join(tree.find(".//main").itertext()).split())


@pytest.mark.parametrize("with_file", [True, False])
def test_a_list_without_names_says_so_and_makes_no_page(tmp_path: Path, with_file: bool) -> None:
    site = small_site(tmp_path)
    if with_file:
        sign(site)
    assert (report := build(site)).ok, report.problems
    shown = text_of(site, "manifeste/index.html")
    assert "La liste des personnes et des organisations qui ont accepté d’être citées viendra ici." in shown
    assert not (site.output / "manifeste" / "signataires").exists()


def test_the_totals_are_the_printed_ones_at_their_dates(written: Site) -> None:
    tree = html.document_fromstring(written.read("manifeste/index.html"))
    tables = [
        [" ".join(cell.text_content().split()) for cell in table.findall(".//tbody/tr/*")]
        for table in tree.findall(".//table")
    ]
    assert tables == [["fin 2020", "1 062", "26 février 2024", "1 160"], ["fin 2020", "105", "26 février 2024", "113"]]  # fmt: skip
    assert not tree.xpath("//svg[@class='chart']"), "what a table of two numbers says is not said twice"
    assert "109 signatures individuelles" in text_of(written, "manifeste/index.html"), "the report's inset"


def test_organisations_stand_on_the_page_and_people_on_one_that_search_engines_leave_out(
    written: Site,
) -> None:
    front = written.read("manifeste/index.html")
    assert "Collectif Quatrevent" in front
    assert "Zorglute" not in front
    assert "noindex" not in front
    assert "1 organisation et 2 personnes ont accepté d’être citées" in text_of(
        written, "manifeste/index.html"
    )
    people = written.read("manifeste/signataires/index.html")
    assert '<meta name="robots" content="noindex">' in people
    assert "Élodie Zorglute , cheffe de brigandage, Mons 2016" in text_of(
        written, "manifeste/signataires/index.html"
    )
    assert "manifeste/signataires" not in written.read("sitemap.xml")


def test_names_stand_only_where_indexes_and_caches_are_told_to_look_away(written: Site) -> None:
    for path in written.output.rglob("*"):
        if not path.is_file() or not re.search(rb"Zorglute|Fantoche|Quatrevent", path.read_bytes()):
            continue
        assert path.suffix == ".html", path
        tree = html.document_fromstring(path.read_text(encoding="utf-8"))
        for element in tree.iter():
            if re.search("Zorglute|Fantoche|Quatrevent", element.text or ""):
                around = [element, *element.iterancestors()]
                assert any("data-search-ignore" in one.attrib for one in around), path
                assert any("data-no-cache" in one.attrib for one in around), path


@pytest.mark.parametrize(
    ("gone", "left", "words"),
    [
        (ELODIE, (KARIM, COLLECTIVE), ("zorglute", "élodie", "brigandage")),
        (COLLECTIVE, (ELODIE, KARIM), ("quatrevent",)),
    ],
    ids=["a person", "an organisation"],
)
def test_removing_a_line_removes_the_name_everywhere(
    named: Site, gone: str, left: tuple[str, ...], words: tuple[str, ...]
) -> None:
    """From pages, feeds, compressed copies and every cache, built into the same folders."""
    named.add({"pages/contact.md": page("Page contact", "Un long texte. " * 100)})
    assert build(named, PRECOMPRESS=True).ok
    before = list(traces(named.output, words))
    assert {path.suffix for path in before} == {".html", ".br", ".gz"}, "they were there"
    assert list((named.root / "cache" / "compressed").iterdir()), "other pages' copies are kept"
    assert list(traces(named.root / "cache", words)) == []
    sign(named, *left)
    assert build(named, PRECOMPRESS=True).ok
    assert list(traces(named.output, words)) == []
    assert list(traces(named.root / "cache", words)) == []
    assert list(traces(named.root / "content", words)) == []


def test_a_removal_leaves_the_site_that_would_have_been_there_without_the_line(
    named: Site, tmp_path: Path
) -> None:
    build(named, PRECOMPRESS=True)
    sign(named, KARIM)
    assert build(named, PRECOMPRESS=True).ok
    fresh = small_site(tmp_path / "fresh")
    sign(fresh, KARIM)
    assert build(fresh, PRECOMPRESS=True).ok
    assert snapshot(named.output) == snapshot(fresh.output)


def test_a_line_without_consent_stops_the_build_and_names_nobody(named: Site) -> None:
    assert build(named).ok
    before = snapshot(named.output)
    sign(named, ELODIE.replace("2024-03-01", ""), COLLECTIVE)
    report = build(named)
    (problem,) = report.problems
    assert str(problem).startswith("content/manifeste/signataires.csv:2: la date du consentement manque →")
    assert snapshot(named.output) == before


def test_whoever_signs_is_named_nowhere_unless_they_say_yes(written: Site) -> None:
    tree = html.document_fromstring(written.read("manifeste/signer/index.html"))
    question = "Acceptez-vous que votre nom soit publié sur la page du Manifeste ?"
    choices = [one for one in tree.iter("input") if one.get("name") == question]
    assert [(one.get("value"), "checked" in one.attrib) for one in choices] == [("non", True), ("oui", False)]


def traces(folder: Path, words: tuple[str, ...]) -> Iterator[Path]:
    """Yield the files that hold a word, as it is or compressed; cache entries carry their digest in front."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        texts = [path.as_posix().encode(), data]
        for part in (data, data[32:]):
            for unpack in (brotli.decompress, gzip.decompress, zlib.decompress):
                with contextlib.suppress(Exception):
                    texts.append(unpack(part))
        whole = b"\n".join(texts).decode("utf-8", "replace").casefold()
        if any(word in whole for word in words):
            yield path
