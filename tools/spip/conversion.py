"""Converts the planned pages, again and again until no answer about another page changes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from plugins.core.progress import advance
from plugins.texts.dates import read_partial_date
from tools.spip.documents import TO_DESCRIBE, description, is_image, is_logo
from tools.spip.markup.convert import convert
from tools.spip.markup.plain import plain_text
from tools.spip.markup.values import Converted, Doubt, Part
from tools.spip.page_text import page_text
from tools.spip.records import Kind
from tools.spip.resolving import PageResolver, Place
from tools.spip.site_plan import LISTS
from tools.spip.summaries import summary_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tools.spip.documents import Documents
    from tools.spip.examination import Examiner
    from tools.spip.records import Key, Records
    from tools.spip.resolving import Places
    from tools.spip.site_plan import Planned

STAGE: Final = "pages"
_ROUNDS: Final = 5
"""A page that becomes a draft changes the links of others; drafts never become pages again."""
_NAMES_DOCUMENT: Final = re.compile(r"(?:<[a-z_]{3,}|->\s*[a-z]{3,})\s*(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """A page that is ready to be written, but for its old addresses."""

    planned: Planned
    converted: Converted
    summary: str
    draft: tuple[str, ...]
    """Why it is a draft; empty when it is published."""
    doubts: tuple[Doubt, ...]
    documents: tuple[int, ...]
    """Those that it shows or offers."""

    def text(self, old_addresses: Sequence[str] = ()) -> str:
        """Return its file."""
        return page_text(
            self.planned,
            self.summary,
            self.converted.markdown,
            draft=bool(self.draft),
            to_confirm=self.draft,
            old_addresses=old_addresses,
        )


@dataclass
class Conversion:
    """The pages of one import."""

    records: Records
    places: Places
    documents: Documents
    examiner: Examiner
    publish_doubts: bool
    _resolvers: dict[Key, PageResolver] = field(default_factory=dict)
    _pages: dict[Key, Page] = field(default_factory=dict)

    def convert_all(self, planned: Sequence[Planned]) -> tuple[Page, ...]:
        """Return every page; what `places` says of them is then true."""
        for page in planned:
            self._place(page, hidden="brouillon" if page.draft else "à paraître" if page.waits else "")
        for number, page in enumerate(planned, start=1):
            self._convert(page)
            advance(STAGE, number, len(planned))
        for _ in range(_ROUNDS):
            stale = [page for page in planned if self._resolvers[page.key].stale()]
            if not stale:
                break
            for page in stale:
                self._convert(page)
        return tuple(self._pages[page.key] for page in planned)

    def _place(self, page: Planned, hidden: str) -> None:
        if page.twin:
            self.places.of[page.key] = Place(page.twin, page.title)
        else:
            address = LISTS[page.section] if hidden else page.address
            self.places.of[page.key] = Place(address, page.title, hidden)

    def _convert(self, page: Planned) -> None:
        folder = page.path.rpartition("/")[0]
        resolver = self._resolvers[page.key] = PageResolver(self.places, self.documents, folder, page.key)
        parts = (*page.parts, *self._attached(page))
        converted = convert(parts, resolver, newline_breaks=self.records.newline_breaks)
        summary = summary_of(plain_text(page.summary), converted.plain, self._facts(page))
        used = self._used(converted, resolver)
        doubts = [*page.doubts, *converted.doubts, *resolver.doubts(), *self._image_doubts(used)]
        draft = [*page.draft, *(self._pages[page.key].draft if page.key in self._pages else ())]
        if not self.publish_doubts:
            draft += [doubt.problem for doubt in doubts if doubt.blocking]
        made = Page(page, converted, summary, tuple(dict.fromkeys(draft)), tuple(dict.fromkeys(doubts)), used)
        examined = self.examiner.examine(
            page.path,
            replace(made, draft=()).text().encode(),
            [self.documents.placed[number].words for number in used if number in self.documents.placed],
        )
        refusals = tuple(
            f"la construction le refuserait : {refusal}"
            for refusal in examined.refusals
            if "« date »" not in refusal or page.date  # said already
        )
        self.places.anchors[page.key] = examined.anchors
        self._pages[page.key] = replace(made, draft=tuple(dict.fromkeys((*made.draft, *refusals))))
        if self._pages[page.key].draft:
            self._place(page, "brouillon")

    def _facts(self, page: Planned) -> Iterator[str]:
        """Yield what is known of a page besides its text, for a summary."""
        yield page.title
        yield f"Rubrique : {page.rubrique}" if page.rubrique else ""
        known = read_partial_date(page.date)
        yield f"{known.label} {known.words}" if known else ""
        yield "Cette page est reprise telle quelle de notre ancien site"

    def _used(self, converted: Converted, resolver: PageResolver) -> tuple[int, ...]:
        linked = (key.id for key, _ in resolver.asked if key.kind == Kind.DOCUMENT.value)
        return tuple(sorted({*converted.documents, *linked} & self.documents.all.keys()))

    def _attached(self, page: Planned) -> Iterator[Part]:
        """Yield what SPIP showed below a text: images, then documents, that the text itself does not name."""
        texts = "\n".join(part.text for part in page.parts)
        named = {int(number) for number in _NAMES_DOCUMENT.findall(texts)}
        attached = [
            self.documents.all[number]
            for number in self.records.documents_of.get(page.key, ())
            if number in self.documents.all and number not in named
        ]
        shown = [document for document in attached if not is_logo(document)]
        images = [document for document in shown if is_image(document) and not document.remote]
        others = [document for document in shown if document not in images]
        if images:
            yield Part("\n\n".join(f"<img{image.id}>" for image in images), heading="Images jointes")
        if others:
            yield Part("\n".join(f"-* [->doc{other.id}]" for other in others), heading="Documents joints")

    def _image_doubts(self, used: Sequence[int]) -> Iterator[Doubt]:
        for number in used:
            document = self.documents.all[number]
            if number in self.documents.faults:
                yield Doubt(f"document {number} : {self.documents.faults[number]}")
            elif number in self.documents.placed and is_image(document) and not description(document):
                name = self.documents.placed[number].path.rpartition("/")[2]
                yield Doubt(f"l’image {name} n’a pas de description : remplacez « {TO_DESCRIBE} »")
