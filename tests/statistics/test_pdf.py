"""The printed report: tagged, titled, numbered, and the same bytes each time."""

from __future__ import annotations

import gc
import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdf
import pytest

from plugins.core.colours import read_colours
from plugins.statistics.presentation.page import blocks
from plugins.statistics.presentation.pdf import document, printable, render_pdf, style_sheet
from tests.statistics.public import STATISTICS, VOCABULARIES
from tools.build import ROOT

FONTS = ROOT / "theme" / "static" / "fonts"
CSS = style_sheet(read_colours(ROOT / "theme").light)
BODY = (
    '<h2 id="un">Une partie</h2><p>Un texte &amp; un <a href="/manifeste/">lien</a>.</p>' * 1
    + '<h2 id="deux">Une autre</h2>'
    + "<p>Encore un paragraphe.</p>" * 80
)
REPORT = document(
    "Une association",
    "Rapport d’essai",
    "Un résumé.",
    printable(BODY, ""),
    blocks(STATISTICS, VOCABULARIES["activites"]),
)


@pytest.fixture(scope="module")
def made() -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(render_pdf(REPORT, CSS, FONTS)))


def test_it_is_tagged_titled_and_in_french(made: pypdf.PdfReader) -> None:
    catalogue = made.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalogue
    assert str(catalogue["/Lang"]).startswith("fr")
    assert made.metadata is not None
    assert made.metadata.title == "Rapport d’essai"


def test_it_has_an_outline_and_a_table_of_contents_with_page_numbers(made: pypdf.PdfReader) -> None:
    assert len(made.outline) >= 1
    contents = made.pages[1].extract_text()
    assert "Une partie" in contents
    assert "Les avis en tableaux" in contents
    assert any(character.isdigit() for character in contents)
    assert len(made.pages) >= 4


def test_its_tables_say_what_is_counted_together(made: pypdf.PdfReader) -> None:
    text = "".join(page.extract_text() for page in made.pages)
    assert "Le métier" in text
    assert "comptées ensemble" in " ".join(text.split())


PROGRAM = """
import hashlib, time
from tests.statistics.test_pdf import *
print(hashlib.sha256(render_pdf(REPORT, CSS, FONTS)).hexdigest())
"""


def test_it_is_the_same_bytes_at_another_time_in_another_zone() -> None:
    digests = set()
    for zone, seed in (("UTC", "0"), ("Pacific/Kiritimati", "1")):
        run = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=ROOT,
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        digests.add(run.stdout)
    assert len(digests) == 1


def test_links_are_absolute_or_plain_words() -> None:
    assert printable('<a href="/x/">X</a>', "https://a.example") == '<a href="https://a.example/x/">X</a>'
    assert printable('<a href="/x/">X</a>', "") == "X"
    assert printable('<picture><img src="/m.jpg" alt="Une place"></picture>', "") == "[Une place]"


def test_nothing_is_fetched() -> None:
    with pytest.raises(ValueError, match="https"):
        render_pdf(
            document("A", "T", "R", '<img src="https://ailleurs.example/x.png" alt="x">'),
            CSS,
            FONTS,
        )


def test_no_file_is_left_behind_even_where_no_garbage_is_collected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a build."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    gc.disable()
    try:
        render_pdf(document("A", "T", "R", "<p>Un texte.</p>"), CSS, FONTS)
        assert not list(tmp_path.iterdir())
        with pytest.raises(ValueError, match="https"):
            render_pdf(document("A", "T", "R", '<img src="https://ailleurs.example/x.png">'), CSS, FONTS)
        assert not list(tmp_path.iterdir())
    finally:
        gc.enable()
