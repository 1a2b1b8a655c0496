"""Opens a PDF without ever holding much more than its weight: objects are counted before they are read."""

from __future__ import annotations

import contextlib
import gc
import io
from typing import TYPE_CHECKING, Any, Final

from plugins.media.archives import check_weight
from plugins.media.pdf_weight import MOST, PACKED, weigh, weigh_all, weight_of
from plugins.media.unusable import UnusableFileError, protected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdf import PdfReader

_MOST_INFLATED: Final = 16_000_000  # bytes of one stream; images stay compressed
_MOST_OBJECTS: Final = 200_000
_MOST_OPERANDS: Final = 400_000  # of a page whose words are looked for


@contextlib.contextmanager
def bounded_pdfs() -> Iterator[None]:
    """Lower pypdf's own limits: they leave room for gigabytes."""
    import pypdf  # noqa: PLC0415  heavy: only builds that meet a new document pay

    with pypdf.apply_configuration(
        zlib_maximum_output_length=_MOST_INFLATED,
        lzw_maximum_output_length=_MOST_INFLATED,
        run_length_maximum_output_length=_MOST_INFLATED,
        brotli_maximum_output_length=_MOST_INFLATED,
        array_based_stream_maximum_output_length=_MOST_INFLATED,
        stream_decoding_work_maximum_length=4 * _MOST_INFLATED,
        stream_parsing_work_maximum_count=_MOST_OPERANDS,
        page_tree_maximum_entries=10_000,
        jbig2dec_binary=None,
    ):
        yield


def open_pdf(data: bytes) -> PdfReader:
    """Return a PDF that opens without a password and is not too large to be cleaned.

    Raises:
        UnusableFileError: it is protected, or too large.
        Exception: it is broken; readers of broken files raise anything.
    """
    import pypdf  # noqa: PLC0415

    check_weight(data)
    gc.collect()  # pypdf's objects refer to each other: those of the file before would stay beside these
    weight = weigh(data)
    if weight.total > MOST:
        raise _too_much()
    reader = pypdf.PdfReader(
        io.BytesIO(data), root_object_recovery_limit=1_000, xref_stream_maximum_entries=_MOST_OBJECTS
    )
    if reader.is_encrypted:
        raise protected()
    if sum(map(len, reader.xref.values())) > _MOST_OBJECTS:
        raise _too_much()
    alone = (place for known in reader.xref.values() for place in known.values())
    total = weight_of(data, weight, alone) + PACKED * len(reader.xref_objStm)
    for number in sorted({place for place, _ in reader.xref_objStm.values()}):
        packed: Any = reader.get_object(number)
        total += weigh_all(packed.get_data()) if hasattr(packed, "get_data") else 0
        if total > MOST:
            break
    if total > MOST:
        raise _too_much()
    return reader


def _too_much() -> UnusableFileError:
    return UnusableFileError(
        "le PDF contient trop d’objets pour être vérifié",
        "imprimez-le dans un nouveau PDF, ou publiez-le en plusieurs parties",
    )
