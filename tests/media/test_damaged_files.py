"""No file, however damaged or built, ends a build by anything but a message, or takes more than 500 MB.

A small sample of it here; `invoke bench --only files` draws for an hour.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pypdf
import pytest
from PIL import Image, PngImagePlugin
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject

from plugins.media.unusable import UnusableFileError
from tests.equipment import hostile, mutations, peak
from tests.equipment.files import encoded, gradient

if TYPE_CHECKING:
    from pathlib import Path

MOST_MEMORY = 450  # megabytes, of a process that makes one file ready: 500 are promised
PREPARED = "report(sys.argv[1])"


@pytest.mark.parametrize("seed", range(4))
def test_damaged_files_are_published_harmless_or_refused(seed: int) -> None:
    said, memory = peak.memory_of(f"report_campaign({seed}, 200)")
    assert said.isdecimal(), said
    assert memory < MOST_MEMORY


def noisy_text(form: str) -> bytes:
    """Return a small PNG whose text, profile or XMP is 300 MB of zeros."""
    notes = PngImagePlugin.PngInfo()
    if form == "XMP":
        notes.add_itxt("XML:com.adobe.xmp", "\0" * 300_000_000, zip=True)
    else:
        notes.add_text("a", "\0" * 300_000_000, zip=True)
    profile = {"icc_profile": bytes(300_000_000)} if form == "profile" else {}
    return encoded(gradient(30, 30), "PNG", pnginfo=notes if form != "profile" else None, **profile)


def many_frames() -> bytes:
    frames = [Image.new("L", (200, 200), number % 255) for number in range(3000)]
    return encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])


def numbers(count: int) -> bytes:
    """Return a PDF of that many objects, most of them in arrays."""
    arrays = b"".join(
        b"%d 0 obj [%s] endobj\n" % (number, b"0 " * 90_000) for number in range(9, 9 + count // 90_000)
    )
    return (
        b"%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[]/Count 0>> endobj\n"
        + arrays
    )


def tagged(count: int) -> bytes:
    """Return a PDF of one page with that many tags, which is a book's."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(9, 9)
    tag = DictionaryObject({NameObject("/S"): NameObject("/P"), NameObject("/K"): NumberObject(1)})
    tags = ArrayObject(writer._add_object(DictionaryObject(tag)) for _ in range(count))
    writer.root_object[NameObject("/StructTreeRoot")] = DictionaryObject({NameObject("/K"): tags})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def photo_of(side: int, **options: object) -> bytes:
    return encoded(gradient(side, side), "JPEG", **options)


LARGE = {
    "16 million pixels.png": (lambda: encoded(gradient(4000, 4000).convert("RGBA"), "PNG"), "published"),
    "16 million pixels.webp": (lambda: encoded(gradient(4000, 4000), "WEBP", method=0), "published"),
    "50 million pixels.jpg": (lambda: photo_of(7100, progressive=True, subsampling=0), "published"),
    "four colours.jpg": (
        lambda: encoded(Image.new("CMYK", (7100, 7100)), "JPEG", progressive=True),
        "4000 pixels",
    ),
    "59 million pixels.png": (lambda: encoded(Image.new("RGB", (7700, 7700)), "PNG"), "4000 pixels"),
    "tall.png": (lambda: encoded(Image.new("RGB", (1500, 9000)), "PNG"), "trop haute"),
    "frames.gif": (many_frames, "animée"),
    "text.png": (lambda: noisy_text("text"), "→"),
    "XMP.png": (lambda: noisy_text("XMP"), "→"),
    "profile.png": (lambda: noisy_text("profile"), "→"),
    "zeros.docx": (lambda: hostile.zeros(400_000_000), "bien plus"),
    "lying.docx": (lambda: hostile.lying(400_000_000), "→"),
    "elements.docx": (lambda: hostile.docx("<w:p/>" * 490_000), "→|published"),
    "numbers.pdf": (lambda: numbers(8_000_000), "trop d’objets"),
    "tagged.pdf": (lambda: tagged(40_000), "published"),
}


@pytest.mark.parametrize("name", LARGE)
def test_a_large_file_takes_no_more_memory_than_that(name: str, tmp_path: Path) -> None:
    make, expected = LARGE[name]
    path = tmp_path / name
    path.write_bytes(make())
    said, memory = peak.memory_of(PREPARED, str(path))
    assert [word for word in expected.split("|") if word in said], said
    assert memory < MOST_MEMORY


@pytest.mark.parametrize("form", ["TIFF", "PPM", "BMP", "PDF"])
def test_an_image_of_another_kind_than_its_name_says_is_refused(form: str) -> None:
    with pytest.raises(UnusableFileError, match="pas une image lisible"):
        mutations.made_ready("photo.png", encoded(gradient(30, 30), form))
