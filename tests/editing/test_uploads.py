"""Photos and documents that are dropped on the form: judged by what they are, never written over another file."""

from __future__ import annotations

import io
from pathlib import PurePath
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.equipment import hostile
from tests.equipment.files import archive, encoded, gradient, pdf, photo
from tests.equipment.inline import page
from tools.editing import uploads

if TYPE_CHECKING:
    from tests.editing.conftest import Browser

NEWS = "actualites/2023-11-23-colloque.md"
DANGERS = {PurePath(name).suffix: (name, data) for name, data in hostile.refused().values()}
"""One of each kind: `tests/media` has them all."""
SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><script>alert(1)</script></svg>'


def names(browser: Browser) -> set[str]:
    return {path.name for path in (browser.content / "actualites").iterdir()}


def tiff(megabytes: int) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (megabytes * 1_000_000 // 3 // 1000, 1000), "white").save(stream, "TIFF")
    return stream.getvalue()


def test_a_photo_is_put_beside_the_text_and_built(browser: Browser) -> None:
    data = photo()
    answer = browser.deposit(NEWS, "Été à Mons (1).JPEG", data, "La salle [pleine] * à Mons")
    assert answer.json == {
        "nom": "ete-a-mons-1.jpg",
        "markdown": "![La salle \\[pleine\\] \\* à Mons](ete-a-mons-1.jpg)",
    }
    assert (browser.content / "actualites" / "ete-a-mons-1.jpg").read_bytes() == data
    text = (browser.content / NEWS).read_text()
    (browser.content / NEWS).write_text(f"{text}\n{answer.json['markdown']}\n")
    assert not browser.site.build().problems
    assert 'alt="La salle [pleine] * à Mons"' in browser.site.read("actualites/colloque/index.html")


def test_the_extension_is_that_of_what_it_is(browser: Browser) -> None:
    assert browser.deposit(NEWS, "photo.jpg", encoded(gradient(), "PNG")).json["nom"] == "photo.png"
    assert browser.deposit(NEWS, "sans-rien.webp", encoded(gradient(), "JPEG")).json["nom"] == "sans-rien.jpg"


def test_nothing_is_written_over_and_the_same_file_is_kept_once(browser: Browser) -> None:
    first, second = photo(), encoded(gradient(), "JPEG")
    assert browser.deposit(NEWS, "photo.jpg", first).json["nom"] == "photo.jpg"
    assert browser.deposit(NEWS, "Photo.JPG", second).json["nom"] == "photo-2.jpg"
    assert browser.deposit(NEWS, "photo.jpg", first).json["nom"] == "photo.jpg"
    assert (browser.content / "actualites" / "photo.jpg").read_bytes() == first
    (browser.content / "actualites" / "lien.jpg").symlink_to(browser.content / "association.toml")
    assert browser.deposit(NEWS, "lien.jpg", first).json["nom"] == "lien-2.jpg"


def test_a_document_gets_a_link(browser: Browser) -> None:
    answer = browser.deposit(NEWS, "Programme 2024.pdf", pdf(2), "")
    assert answer.json == {"nom": "programme-2024.pdf", "markdown": "[programme 2024](programme-2024.pdf)"}


@pytest.mark.parametrize(
    "name",
    [
        "../../evil.txt",
        "..\\..\\evil.txt",
        "/etc/evil.txt",
        "C:\\evil.txt",
        ".evil.txt",
        "evil\0.txt",
        "e" * 300 + ".txt",
    ],
)
def test_a_name_leads_nowhere_else(browser: Browser, name: str) -> None:
    answer = browser.deposit(NEWS, name, b"notes", "Des notes")
    assert answer.status == 200
    assert answer.json["nom"] in names(browser)
    assert not answer.json["nom"].startswith(".")
    assert len(answer.json["nom"]) < 100


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("plan.tiff", tiff(30), "n’est pas une image lisible → enregistrez l’image en JPEG, PNG ou WebP"),
        ("plan.jpg", tiff(1), "n’est pas une image lisible"),
        ("texte.jpg", b"Bonjour", "n’est pas une image lisible"),
        ("photo.jpg", photo()[:-2000], "abîmée ou incomplète"),
        ("photo.heic", b"\0\0\0\x18ftypheic", "HEIC"),
        ("dessin.svg", SCRIPT, "→ exportez le dessin"),
        ("dessin.svg", b"<html/>", "n’est pas un dessin SVG"),
        ("charte.pdf", b"MZ\x90", "illisible, incomplet ou d’un autre format"),
        ("charte.pdf", photo(), "illisible, incomplet ou d’un autre format"),
        ("charte.docx", archive({"a": "b"}), "illisible, incomplet ou d’un autre format"),
        ("table.csv", b"nom\n=1+1\n", "formule"),
        ("page.html", b"<script>", "ne publie pas de fichiers .html"),
        ("page.md", b"---", "ne publie pas de fichiers .md"),
        ("liste.toml", b"a = 1", "ne publie pas de fichiers .toml"),
        ("son.mp3", b"ID3", "mettez le son ou la vidéo"),
        ("programme", b"a", "sans extension"),
        ("vide.txt", b"", "vide"),
    ],
)
def test_what_the_site_cannot_publish_is_refused_in_the_words_of_the_build(
    browser: Browser, name: str, data: bytes, said: str
) -> None:
    before = names(browser)
    answer = browser.deposit(NEWS, name, data)
    assert answer.status in {400, 422}
    assert said in answer.json["message"]
    assert names(browser) == before


@pytest.mark.parametrize(("name", "data"), DANGERS.values(), ids=DANGERS)
def test_a_document_that_acts_is_refused(browser: Browser, name: str, data: bytes) -> None:
    before = names(browser)
    assert browser.deposit(NEWS, name, data).status == 422
    assert names(browser) == before


def test_an_image_needs_its_description(browser: Browser) -> None:
    answer = browser.deposit(NEWS, "photo.jpg", photo(), "  ")
    assert answer.status == 400
    assert "description" in answer.json["message"]
    assert "photo.jpg" not in names(browser)


def test_the_signatories_are_not_brought_in_this_way(browser: Browser) -> None:
    browser.site.add({"manifeste/signer.md": page("Signer")})
    answer = browser.deposit("manifeste/signer.md", "Signataires.csv", b"nom\nAnne\n", "La liste")
    assert answer.status == 403
    assert not (browser.content / "manifeste" / "signataires.csv").exists()


def test_too_large_a_file_is_refused_before_it_is_read(browser: Browser) -> None:
    answer = browser.deposit(NEWS, "film.jpg", b"\0" * (uploads.HEAVIEST + 1))
    assert answer.status == 413
    assert "40\u00a0Mo" in answer.json["message"]
