"""The documents of one page: those that SPIP showed below its text, and what is wrong with any of them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tools.spip.markup.values import Doubt, Part
from tools.spip.pages.documents import TO_DESCRIBE, description, is_image, is_logo

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tools.spip.markup.values import Converted
    from tools.spip.pages.documents import Documents
    from tools.spip.pages.site_plan import Planned
    from tools.spip.records import Document, Records

_NAMED: Final = re.compile(r"(?:<[a-z_]{3,}|->\s*[a-z]{2,})\s*(\d+)", re.IGNORECASE)
"""A document that a text names, by any model or link."""


def attached_to(page: Planned, records: Records, documents: Documents) -> Iterator[Part]:
    """Yield what SPIP showed below a text: images, then documents, that the text itself does not name."""
    folder = page.path.rpartition("/")[0]
    usable = [one for one in _attached(page, records, documents) if documents.media(one.id, folder)]
    images = [document for document in usable if is_image(document) and not document.remote]
    others = [document for document in usable if document not in images]
    if images:
        yield Part("\n\n".join(f"<img{image.id}>" for image in images), heading="Images jointes")
    if others:
        yield Part("\n".join(f"-* [->doc{other.id}]" for other in others), heading="Documents joints")


def document_doubts(
    converted: Converted, asked: Collection[int], page: Planned, records: Records, documents: Documents
) -> Iterator[Doubt]:
    """Yield the doubts of a conversion; of a document that cannot be shown they say why, once.

    Args:
        converted: what the conversion gave.
        asked: the documents that the text named.
        page: the page.
        records: of the dump.
        documents: what is known of the files.
    """
    unsaid = {one.id for one in _attached(page, records, documents)} | set(asked)
    faults = {number: fault for number, fault in documents.faults.items() if number in unsaid}
    said: set[int] = set()
    for doubt in converted.doubts:
        if doubt.document in faults:
            said.add(doubt.document)
            yield replace(doubt, problem=f"le document {doubt.document} : {faults[doubt.document]}")
        else:
            yield doubt
    yield from (Doubt(f"le document {number} : {faults[number]}") for number in sorted(faults.keys() - said))
    for number in converted.documents:
        document = documents.all.get(number)
        if document and number in documents.placed and is_image(document) and not description(document):
            name = documents.placed[number].path.rpartition("/")[2]
            yield Doubt(f"l’image {name} n’a pas de description : remplacez « {TO_DESCRIBE} »")


def _attached(page: Planned, records: Records, documents: Documents) -> list[Document]:
    named = {int(number) for part in page.parts for number in _NAMED.findall(part.text)}
    numbers = records.documents_of.get(page.key, ())
    attached = [documents.all[number] for number in numbers if number in documents.all]
    return [document for document in attached if document.id not in named and not is_logo(document)]
