"""The images inside documents: their pixels as they are, without what a camera or a program noted.

They are not drawn again, so that a document keeps its look: notes stand in parts of
their own (segments of JPEG, chunks of PNG and WebP), which are left out.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from plugins.media.svg import read_drawing
from plugins.media.unusable import UnusableFileError

_JPEG: Final = b"\xff\xd8\xff"
_JP2: Final = b"\0\0\0\x0cjP  \r\n\x87\n"
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT: Final = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs".split())
_WEBP_DROPPED: Final = (b"EXIF", b"XMP ")
_WEBP_FLAGS: Final = 0x0C  # of the header: says that EXIF and XMP follow
_EMF_DESCRIPTION: Final = 60  # offset in the header of an EMF file: length and place of who drew it
_WITHOUT_NOTES: Final = (b"GIF87a", b"GIF89a", b"BM", b"VCLMTF", b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00")
"""How the other kinds begin: GIF, BMP, and the metafiles of LibreOffice and Windows."""
_JPEG_NOTES: Final = {0xFE, *(0xE0 + number for number in range(16) if number not in (0, 2, 14))}
"""Comments and application segments, except JFIF, the colour profile and Adobe's colour transform."""
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
_JP2_DROPPED: Final = (b"uinf", b"uuid", b"xml ")
"""Boxes of JPEG 2000 that hold XMP, Exif and the notes of programs."""
_WITHOUT_LENGTH: Final = frozenset({0x01, *range(0xD0, 0xD9)})


def clean_picture(name: str, data: bytes) -> bytes:
    """Return an image of a document without its notes.

    Raises:
        UnusableFileError: it is broken, of another kind than images are, or a drawing that could act.
    """
    try:
        return _clean(data)
    except (ValueError, IndexError, struct.error):
        raise UnusableFileError(
            f"une image du document est illisible ou d’un format inattendu ({name})",
            "remplacez-la par une image PNG ou JPEG, ou exportez le document en PDF",
        ) from None


def _clean(data: bytes) -> bytes:
    if data.startswith(_JPEG):
        return clean_jpeg(data)
    if data.startswith(_PNG):
        return _PNG + b"".join(_png_chunks(data))
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        body = b"".join(_webp_chunks(data))
        return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body
    if data[:4] == b"\x01\x00\x00\x00" and data[40:44] == b" EMF":
        return _clean_emf(data)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<svg", b"<?xml", b"<!--")):
        return read_drawing(data).data
    if data.startswith(_WITHOUT_NOTES):
        return data
    msg = "unknown kind of image"
    raise ValueError(msg)


def clean_jpeg(data: bytes) -> bytes:
    """Return a JPEG file without comments, Exif, XMP, IPTC, and what follows its end.

    Raises:
        ValueError: it is broken before its first pixels.
    """
    out, place = bytearray(data[:2]), 2
    while place < len(data):
        if data[place] != 0xFF:
            msg = "no marker where one must stand"
            raise ValueError(msg)
        marker = data[place + 1]
        if marker == 0xFF:  # padding
            place += 1
            continue
        if marker == _END_OF_IMAGE:
            break
        end = place + 2
        if marker not in _WITHOUT_LENGTH:
            end += int.from_bytes(data[place + 2 : place + 4])
        if end <= place + 2 and marker not in _WITHOUT_LENGTH:
            msg = "a segment without length"
            raise ValueError(msg)
        if marker == _START_OF_SCAN:
            end = _end_of_scan(data, end)
        if marker not in _JPEG_NOTES:
            out += data[place:end]
        place = end
    return bytes(out) + b"\xff\xd9"


def clean_jpeg_2000(data: bytes) -> bytes:
    """Return a JPEG 2000 image of a PDF without notes; bare pixels are returned as they are.

    Raises:
        ValueError: a box is cut short.
    """
    if not data.startswith(_JP2):
        return data
    out, place = bytearray(), 0
    while place < len(data):
        length, kind = int.from_bytes(data[place : place + 4]), data[place + 4 : place + 8]
        length = length or len(data) - place  # the last box may leave it out
        if length == 1:
            length = int.from_bytes(data[place + 8 : place + 16])
        if length < 8 or place + length > len(data):
            msg = "a box cut short"
            raise ValueError(msg)
        if kind not in _JP2_DROPPED:
            out += data[place : place + length]
        place += length
    return bytes(out)


def _end_of_scan(data: bytes, place: int) -> int:
    """Return where the compressed pixels end: at the next marker that is not one of theirs."""
    while (place := data.find(b"\xff", place)) >= 0:
        if place + 1 >= len(data):
            break
        if data[place + 1] != 0 and not 0xD0 <= data[place + 1] <= 0xD7:
            return place
        place += 2
    return len(data)


def _png_chunks(data: bytes) -> Iterator[bytes]:
    place, kind = len(_PNG), b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", data, place)
        end = place + 12 + length
        if end > len(data):
            msg = "a chunk cut short"
            raise ValueError(msg)
        if kind in _PNG_KEPT:
            yield data[place:end]
        place = end


def _webp_chunks(data: bytes) -> Iterator[bytes]:
    place = 12
    while place + 8 <= len(data):
        kind, length = struct.unpack_from("<4sI", data, place)
        end = place + 8 + length + length % 2
        if kind == b"VP8X":
            yield data[place : place + 8] + bytes([data[place + 8] & ~_WEBP_FLAGS]) + data[place + 9 : end]
        elif kind not in _WEBP_DROPPED:
            yield data[place:end]
        place = end


def _clean_emf(data: bytes) -> bytes:
    """Blank the description, which holds the program and the name of the drawing."""
    length, start = struct.unpack_from("<II", data, _EMF_DESCRIPTION)
    end = start + 2 * length
    return data[:start] + bytes(end - start) + data[end:] if length and end <= len(data) else data
