"""Nothing in a published document can act, call out, or name who made it; and no document fills the memory."""

from __future__ import annotations

import io
import zipfile

import pypdf
import pytest

from plugins.media.document_text import document_text
from plugins.media.publishable import prepare_document
from plugins.media.unusable import UnusableFileError
from tests.equipment import hostile
from tests.equipment.files import everything
from tests.equipment.inline import Site, page

REFUSED = hostile.refused()
PUBLISHED = hostile.published()


@pytest.mark.parametrize("danger", REFUSED)
def test_a_document_that_could_act_is_refused_with_what_to_do(danger: str) -> None:
    name, data = REFUSED[danger]
    with pytest.raises(UnusableFileError, match="→"):
        prepare_document(name, data, "")


def test_the_same_documents_without_dangers_are_published() -> None:
    for name, data in {
        "a.docx": hostile.docx(),
        "a.epub": hostile.epub(),
        "a.odt": hostile.odf(),
        "a.pptx": hostile.pptx(),
        "a.xlsx": hostile.xlsx(),
    }.items():
        prepare_document(name, data, "")


@pytest.mark.parametrize("name", PUBLISHED)
def test_nothing_in_a_published_document_acts_calls_out_or_names_anybody(name: str) -> None:
    data = PUBLISHED[name]
    assert hostile.found(everything(data)), "the file of this test is hostile"
    made = prepare_document(name, data, "Une charte")
    assert hostile.found(everything(made.data)) == []
    assert prepare_document(name, made.data, "Une charte").data == made.data


def test_what_readers_see_stays() -> None:
    made = {name: everything(prepare_document(name, data, "").data) for name, data in PUBLISHED.items()}
    for text in ("un lien", "le site", "https://cvts.example", "word/media/image1.jpeg"):
        assert text in made["a.docx"]
    assert "<sheetData/>" in made["a.xlsx"]
    assert "hyperlinks" not in made["a.xlsx"]
    assert "un lien" in made["a.pptx"]
    assert "chartSpace" in made["a.pptx"]
    assert "Pictures/a.jpg" in made["a.odt"]
    assert "Un\u00a0texte" in made["a.epub"]
    assert "https://cvts.example" in made["a.pdf"]


def test_the_parts_of_a_published_document_are_those_that_it_lists() -> None:
    data = prepare_document("a.xlsx", PUBLISHED["a.xlsx"], "").data
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert not [name for name in parts.namelist() if "printer" in name or "revisions" in name]
        assert b"printerSettings" not in parts.read("[Content_Types].xml")
        assert b"rId1" not in parts.read("xl/worksheets/sheet1.xml")


def test_an_earlier_revision_of_a_pdf_is_not_published() -> None:
    """Its objects stand in the file until it is written anew."""
    data = PUBLISHED["a.pdf"]
    assert data.count(b"startxref") > 1
    made = prepare_document("a.pdf", data, "").data
    assert made.count(b"startxref") == 1
    reader = pypdf.PdfReader(io.BytesIO(made))
    assert len(reader.pages) == 2
    assert [item.title for item in reader.outline] == ["Un", "Deux"]


def test_a_hostile_document_is_named_with_its_line(site: Site) -> None:
    site.add(
        {
            "pages/charte.docx": REFUSED["vbaProject"][1],
            "pages/essai.md": page("Essai", "[La charte](charte.docx)"),
        }
    )
    (problem,) = site.build().problems
    assert (problem.path, problem.line) == ("content/pages/essai.md", 6)
    assert "charte.docx : le document contient des macros" in problem.text


def test_the_words_of_a_document_are_never_those_of_a_part_that_is_too_large() -> None:
    with pytest.raises(UnusableFileError):
        document_text("a.docx", REFUSED["elements"][1])
