"""Documents and images, as editors bring them."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pypdf
from PIL import ExifTags, Image, ImageCms, ImageDraw
from pypdf.generic import StreamObject

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)
"""One grey pixel."""
SECRETS = (
    b"Exif",
    b"GPS",
    b"xmp",
    b"XMP",
    b"ICC_PROFILE",
    b"iCCP",
    b"EXIF",
    b"Canon",
    b"Photoshop",
    b"secret",
)
"""What `photo` tells about whoever took it: none of it may be published."""


def pdf(pages: int, password: str = "") -> bytes:
    """Return a PDF of empty pages."""
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def archive(files: dict[str, str]) -> bytes:
    """Return a ZIP file, as office documents are."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as entries:
        for name, text in files.items():
            entries.writestr(name, text)
    return stream.getvalue()


def encoded(image: Image.Image, form: str, **options: object) -> bytes:
    """Return an image as a file of a form of Pillow's."""
    stream = io.BytesIO()
    image.save(stream, form, **options)
    return stream.getvalue()


def gradient(width: int = 800, height: int = 500) -> Image.Image:
    """Return an image that no two corners of are alike."""
    image = Image.linear_gradient("L").resize((width, height))
    return Image.merge("RGB", (image, image.transpose(Image.Transpose.ROTATE_180), image))


def photo(orientation: int = 1) -> bytes:
    """Make a telephone's photo: position, camera, owner, colour profile, comment."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Canon"
    exif[ExifTags.Base.Artist] = "secret"
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.IFD.GPSInfo] = {
        ExifTags.GPS.GPSLatitudeRef: "N",
        ExifTags.GPS.GPSLatitude: (50.0, 24.0, 39.6),
        ExifTags.GPS.GPSLongitudeRef: "E",
        ExifTags.GPS.GPSLongitude: (4.0, 26.0, 38.4),
    }
    stream = io.BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = gradient()
    ImageDraw.Draw(image).rectangle((0, 0, 100, 100), (255, 0, 0))
    image.save(
        stream,
        "JPEG",
        exif=exif,
        icc_profile=profile,
        comment=b"secret",
        xmp=b"<x:xmpmeta>secret</x:xmpmeta>",
    )
    return stream.getvalue()


def everything(data: bytes) -> str:
    """Return all that a file holds, uncompressed."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return "\n".join(
                f"{part.filename} {parts.read(part).decode('utf-8', 'replace')}" for part in parts.infolist()
            )
    reader = pypdf.PdfReader(io.BytesIO(data))
    texts = [data.decode("latin-1"), str(reader.metadata)]
    numbers = {number for known in (*reader.xref.values(), reader.xref_objStm) for number in known} - {0}
    for number in sorted(numbers):
        item: Any = reader.get_object(number)
        texts.append(repr(item))
        if isinstance(item, StreamObject):
            texts.append(item.get_data().decode("utf-8", "replace"))
    return "\n".join(texts)
