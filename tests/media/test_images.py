"""Images: responsive, never larger than they were, and empty of everything but pixels."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import ExifTags, Image

from plugins.media.images import describe, pack_renditions, render_image, unpack_renditions
from plugins.media.unusable import UnusableFileError
from tests.equipment.files import SECRETS, encoded, gradient, photo

if TYPE_CHECKING:
    from plugins.media.images import Rendition


def opened(rendition: Rendition) -> Image.Image:
    return Image.open(io.BytesIO(rendition.data))


def test_the_photo_of_this_test_is_indiscreet() -> None:
    """Else the next test would prove nothing."""
    assert Image.open(io.BytesIO(photo())).getexif().get_ifd(ExifTags.IFD.GPSInfo)
    assert sum(secret in photo() for secret in SECRETS) >= 5


def test_nothing_but_pixels_is_left() -> None:
    for rendition in render_image(photo()):
        image = opened(rendition)
        assert not image.getexif()
        assert not image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        assert not {"icc_profile", "xmp", "comment", "exif"} & set(image.info)
        assert [secret for secret in SECRETS if secret in rendition.data] == []


def test_a_photo_is_made_in_three_formats_and_never_larger_than_it_was() -> None:
    renditions = render_image(photo())
    assert {rendition.extension for rendition in renditions} == {"avif", "webp", "jpg"}
    assert {rendition.width for rendition in renditions} == {360, 720, 800}
    for rendition in renditions:
        assert opened(rendition).size == (rendition.width, rendition.height)


def test_a_small_picture_keeps_its_size() -> None:
    assert {rendition.width for rendition in render_image(encoded(gradient(90, 40), "PNG"))} == {90}


def test_a_photo_taken_sideways_is_put_upright() -> None:
    upright = opened(render_image(photo(6))[-1])
    assert upright.height > upright.width
    red, green, _ = upright.convert("RGB").getpixel((upright.width - 20, 20))  # type: ignore[misc]
    assert red > 200
    assert green < 80


def test_transparency_survives() -> None:
    image = gradient(100, 100).convert("RGBA")
    image.putalpha(0)
    assert {rendition.extension for rendition in render_image(encoded(image, "PNG"))} == {
        "avif",
        "webp",
        "png",
    }
    assert opened(render_image(encoded(image, "PNG"))[-1]).convert("RGBA").getpixel((5, 5))[3] == 0  # type: ignore[index]


def test_the_same_photo_gives_the_same_bytes_and_names() -> None:
    assert render_image(photo()) == render_image(photo())
    assert describe(render_image(photo()), "x") == describe(render_image(photo()), "x")


def test_every_jpeg_has_its_own_quality_whatever_is_encoded_beside_it() -> None:
    """Pillow keeps the options of a save on the image: two saves of one image at once mix them up."""
    expected = Image.open(io.BytesIO(encoded(gradient(), "JPEG", quality=78))).quantization  # type: ignore[attr-defined]
    jpegs = [one for _ in range(5) for one in render_image(photo()) if one.extension == "jpg"]
    assert [opened(one).quantization == expected for one in jpegs] == [True] * 15  # type: ignore[attr-defined]


def test_what_is_kept_between_builds_is_what_was_made() -> None:
    renditions = render_image(photo())
    assert unpack_renditions(pack_renditions(renditions)) == renditions


@pytest.mark.parametrize(
    "data",
    [b"", b"no image", photo()[:2000], b"GIF89a" + bytes(50), encoded(gradient(), "TIFF")],
    ids=["empty", "text", "truncated", "broken", "another format"],
)
def test_what_is_no_usable_image_is_refused_in_french(data: bytes) -> None:
    with pytest.raises(UnusableFileError, match="→"):
        render_image(data)


def test_a_decompression_bomb_is_refused() -> None:
    with pytest.raises(UnusableFileError):
        render_image(encoded(Image.new("1", (30_000, 30_000)), "PNG"))
