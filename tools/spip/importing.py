"""The second run as one value: from the records and the volunteer's choices to every file to be written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from plugins.addresses.claims import LIST as GONE_FILE
from plugins.addresses.claims import MOVED
from plugins.addresses.keys import address_key
from plugins.core.toml_files import read_toml
from tools.spip.addresses.settling import addresses_of, settle, taken_in, toml_text
from tools.spip.pages.conversion import Conversion
from tools.spip.pages.destinations import destinations_of, places_of, virtual_address
from tools.spip.pages.documents import TO_CONVERT, Documents, is_logo
from tools.spip.pages.examination import examiner
from tools.spip.pages.site_plan import LINKS, make_plan
from tools.spip.records import Kind
from tools.spip.results import report
from tools.spip.results.inventory import FILE_NAME as INVENTORY
from tools.spip.results.inventory import inventory_of
from tools.spip.results.journal import (
    DRAFT,
    FILE_NAME,
    LEFT,
    PUBLISHED,
    REDIRECTED,
    Row,
    journal_text,
    statuses,
)
from tools.spip.results.writing import CONTENT

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from tools.spip.choices.choices import Choices
    from tools.spip.pages.existing import Existing
    from tools.spip.pages.page import Page
    from tools.spip.pages.resolving import Places
    from tools.spip.pages.site_plan import Plan
    from tools.spip.records import Records


@dataclass(frozen=True)
class Imported:
    """What an import writes, and what it tells in the terminal."""

    files: Mapping[str, bytes | Path]
    """By path below the folder of the import."""
    rows: tuple[Row, ...]


def import_site(
    records: Records,
    choices: Choices,
    existing: Existing,
    images: Path,
    today: dt.date,
    *,
    publish_doubts: bool = False,
) -> Imported:
    """Make the pages, the report and the journal.

    Args:
        records: of the dump.
        choices: of `table.toml`, for every rubrique and keyword.
        existing: what stands in `content/`.
        images: the folder `IMG/`.
        today: the day of the import: what is dated later waits.
        publish_doubts: publish the pages that somebody should look at, but for what the build refuses.
    """
    plan = make_plan(records, choices, existing, today)
    old = addresses_of(records)
    documents = Documents.of(records.documents, images, existing.files)
    places = places_of(records, choices, plan, existing, old)
    conversion = Conversion(records, places, documents, examiner(existing), publish_doubts)
    pages = conversion.convert_all(plan.pages)
    destinations = destinations_of(records, plan, places, pages, documents)
    live = {
        *existing.addresses,
        *(page.planned.address for page in pages),
        *(documents.published_address(number) for number in documents.placed),
    } - {""}
    settled = settle(old, destinations, _taken(existing), live)
    files: dict[str, bytes | Path] = {
        f"{CONTENT}/{page.planned.path}": page.text(settled.pages.get(page.planned.key, ())).encode()
        for page in pages
    }
    files |= {f"{CONTENT}/{placed.path}": placed.source for placed in documents.placed.values()}
    for number, file in documents.unusable.items():
        files[f"{TO_CONVERT}/{number}-{file.name}"] = file
    files[f"{CONTENT}/{GONE_FILE}"] = toml_text(settled, existing.file(GONE_FILE)).encode()
    rows = tuple(sorted(_rows(records, plan, pages, places, documents)))
    inventory = inventory_of(records, old)
    facts = report.ReportFacts(records, rows, pages, plan, documents, settled.listed, inventory, choices)
    files["rapport.md"] = report.report_text(facts).encode()
    files[FILE_NAME] = journal_text(rows).encode()
    files[INVENTORY] = inventory.to_json().encode()
    return Imported(files, rows)


def _taken(existing: Existing) -> dict[str, str]:
    """Return the old addresses that others than this import claim; an earlier run's are made again."""
    moved = read_toml(existing.content / GONE_FILE, GONE_FILE).tables.get(MOVED, {})
    own = {address_key(address) for address in moved}
    pages = {f"{existing.content.name}/{path}" for path in existing.addresses.values()}
    pages.add(f"{existing.content.name}/{GONE_FILE}")
    return {
        name: file
        for name, file in taken_in(existing.content).items()
        if file in pages and not (file.endswith(GONE_FILE) and name in own)
    }


def _rows(
    records: Records, plan: Plan, pages: Sequence[Page], places: Places, documents: Documents
) -> Iterator[Row]:
    status = statuses(records)
    for page in pages:
        row = _page_row(page, status.get(page.planned.key, ""))
        if page.planned.key != LINKS:
            yield row
            continue
        left = {item.key for item in plan.others}
        for site in records.sites:
            if site.key not in left:
                yield replace(row, id=site.id, status=site.status)
    for item in plan.others:
        result = REDIRECTED if item.address else LEFT
        yield Row(item.key.kind, item.key.id, status[item.key], result, item.address, item.reason)
    for article in plan.virtual:
        key, address = article.key, virtual_address(article, places, documents)
        reason = f"article virtuel vers {article.leads_to}"
        if not address:
            reason += ", que rien ne montre sur le nouveau site"
        yield Row(key.kind, key.id, article.status, REDIRECTED if address else LEFT, address, reason)
    yield from _document_rows(records, pages, documents)


def _page_row(page: Page, status: str) -> Row:
    planned, result = page.planned, DRAFT if page.draft else PUBLISHED
    waits = f"paraîtra le {planned.date}" if planned.waits else ""
    seen = [doubt.problem for doubt in page.doubts if doubt.blocking]
    reasons = dict.fromkeys((*page.draft, *seen, waits))
    key = planned.key
    return Row(key.kind, key.id, status, result, planned.path, " ; ".join(filter(None, reasons)))


def _document_rows(records: Records, pages: Sequence[Page], documents: Documents) -> Iterator[Row]:
    users: dict[int, Page] = {}
    for page in sorted(pages, key=lambda page: bool(page.draft)):
        for number in page.documents:
            users.setdefault(number, page)
    for document in records.documents:
        user, placed = users.get(document.id), documents.placed.get(document.id)
        row = Row(Kind.DOCUMENT, document.id, document.status, LEFT)
        if document.id in documents.faults:
            yield replace(row, reason=documents.faults[document.id])
        elif user and (placed or document.remote):
            where = placed.path if placed else document.file
            reason = f"dans {user.planned.path}"
            yield replace(row, result=DRAFT if user.draft else PUBLISHED, page=where, reason=reason)
        else:
            yield replace(
                row, reason="logo ou vignette" if is_logo(document) else "attaché à aucune page reprise"
            )
