"""From a document that an editor dropped to what the site publishes of it: checked, cleaned, described."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import PurePath

from plugins.media.clean_epub import clean_epub
from plugins.media.clean_office import SUFFIXES, clean_office
from plugins.media.clean_pdf import clean_pdf
from plugins.media.document_text import document_text
from plugins.media.documents import DocumentFacts, read_document
from plugins.media.pdf_reading import bounded_pdfs
from plugins.media.unusable import UnusableFileError


@dataclass(frozen=True)
class Publishable:
    """A document as it is published: its facts, its words for the search, its bytes."""

    document: DocumentFacts
    text: str
    data: bytes


@bounded_pdfs()
def prepare_document(name: str, data: bytes, title: str) -> Publishable:
    """Return what to publish of a document.

    Args:
        name: of its file; its extension tells the kind.
        data: as the editor dropped it.
        title: that the published copy must bear; empty to keep its own, or to take its file's name.

    Raises:
        UnusableFileError: it cannot be opened by everyone, or cannot be cleaned.
    """
    before = read_document(name, data)
    extension = PurePath(name).suffix.lower()
    try:
        if extension == ".pdf":
            cleaned = clean_pdf(name, data, title)
        elif extension in SUFFIXES:
            cleaned = clean_office(name, data, title)
        elif extension == ".epub":
            cleaned = clean_epub(data)
        else:  # texts, and what `plain_files` found harmless
            cleaned = data
        after = read_document(name, cleaned)
        text = document_text(name, cleaned)
    except UnusableFileError:
        raise
    except Exception as error:  # readers of broken files raise anything
        raise _unusable() from error
    if after.pages != before.pages:
        raise _unusable()
    return Publishable(after, text, cleaned)


def _unusable() -> UnusableFileError:
    return UnusableFileError(
        "le document ne peut pas être débarrassé du nom de son auteur sans s’abîmer",
        "enregistrez-le à nouveau, ou exportez-le en PDF",
    )


def pack_document(made: Publishable) -> bytes:
    """Write one as bytes, for the cache."""
    return json.dumps([asdict(made.document), made.text]).encode() + b"\n" + made.data


def unpack_document(packed: bytes) -> Publishable:
    """Read back what `pack_document` wrote."""
    facts, _, data = packed.partition(b"\n")
    document, text = json.loads(facts)
    return Publishable(DocumentFacts(**document), text, data)
