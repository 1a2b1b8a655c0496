"""Opens the ZIP archives that documents are, without ever holding more of them than a bound.

A few kilobytes of archive can hold gigabytes of zeros, and what an archive says of
its sizes need not be true: an entry is read by pieces, up to what it declared, and
what the entries declare together is bounded before the first one is read.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any, Final

from plugins.media.unusable import UnusableFileError, protected

HEAVIEST: Final = 30_000_000
"""Bytes of the heaviest document, whatever its format."""

_MOST_ENTRIES: Final = 3_000
_MOST_BYTES: Final = 120_000_000  # of all entries, uncompressed
_MOST_BYTES_OF_XML: Final = 16_000_000  # of one part: a text of thousands of pages has less
_MOST_NODES: Final = 1_000_000  # elements and attributes of one part, counted by their signs
_MOST_RATIO: Final = 100  # an office's XML shrinks ten to forty times
_FREE_OF_RATIO: Final = 5_000_000  # bytes below which the ratio means nothing
_OLDEST: Final = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP archive can note
_PIECE: Final = 1 << 16
_ENTRY: Final = b"PK\x01\x02"  # begins each line of an archive's table of contents
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def check_weight(data: bytes) -> None:
    """Refuse a file that is too heavy for its readers, and for whoever cleans it.

    Raises:
        UnusableFileError: it is.
    """
    if len(data) > HEAVIEST:
        raise UnusableFileError(
            f"le document pèse plus de {HEAVIEST // 1_000_000}\u00a0Mo",
            "réduisez ses images, ou publiez-le en plusieurs parties",
        )


def open_archive(data: bytes) -> zipfile.ZipFile:
    """Return an archive whose entries may be read, one by one, with `read_entry`.

    Raises:
        UnusableFileError: it is too heavy, holds too much, or hides what it holds.
        zipfile.BadZipFile: it is none.
    """
    check_weight(data)
    if data.count(_ENTRY) > _MOST_ENTRIES:
        raise _too_much()
    archive = zipfile.ZipFile(io.BytesIO(data))
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    if total > _MOST_BYTES or (total > _FREE_OF_RATIO and total > _MOST_RATIO * len(data)):
        raise _too_much()
    names = [entry.filename.lower() for entry in entries]
    odd = [name for name in names if name.startswith("/") or "\\" in name or ".." in name.split("/")]
    methods = {entry.compress_type for entry in entries}
    if odd or len(set(names)) < len(names) or not methods <= set(_METHODS):
        msg = "ambiguous names, or a method that not every program reads"
        raise zipfile.BadZipFile(msg)
    if any(entry.flag_bits & 1 for entry in entries):
        raise protected()
    return archive


def read_entry(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return an entry of an open archive, never more than it declared.

    Raises:
        zipfile.BadZipFile: it holds more or less than it declared.
    """
    declared = archive.getinfo(name).file_size
    pieces, length = [], 0
    with archive.open(name) as entry:
        while piece := entry.read(_PIECE):
            pieces.append(piece)
            length += len(piece)
    if length != declared:
        msg = "not the declared size"
        raise zipfile.BadZipFile(msg)
    return b"".join(pieces)


def entry_to_write(name: str) -> zipfile.ZipInfo:
    """Return how an entry is written: without date and system, the same each time."""
    entry = zipfile.ZipInfo(name, _OLDEST)
    entry.create_system = 3
    # OpenDocument and EPUB want their type readable at the start of the file
    entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
    return entry


def parse_part(data: bytes) -> Any:
    """Return the root of an XML part, without comments, instructions and document type.

    Raises:
        UnusableFileError: it has too many elements, or defines entities.
        lxml.etree.XMLSyntaxError: it is not well-formed.
        UnicodeError: it is neither UTF-8 nor UTF-16.
    """
    from lxml import etree  # noqa: PLC0415  heavy: only builds that meet a new document pay

    if len(data) > _MOST_BYTES_OF_XML or data.count(b"<") + data.count(b"=") > _MOST_NODES:
        raise _too_much()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16").encode()
    data.decode()  # what this code reads is what every program reads, whatever the part says of its encoding
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(data, parser)
    kind: Any = root.getroottree().docinfo.internalDTD  # lxml's stubs do not know its entities
    if kind is not None and kind.entities():
        raise UnusableFileError("le document définit des entités XML", "enregistrez-le à nouveau")
    return root


def local_name(name: Any) -> str:
    """Return the name of an element or of an attribute, whatever its namespace."""
    return str(name).rpartition("}")[2]


def _too_much() -> UnusableFileError:
    return UnusableFileError(
        "le document contient bien plus que ce que son poids annonce",
        "vérifiez d’où il vient ; si c’est bien le vôtre, publiez-le en plusieurs parties ou en PDF",
    )
