"""Converts the planned pages, again and again until no answer about another page changes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from plugins.core.progress import advance
from plugins.texts.dates import read_partial_date
from tools.spip.markup.convert import convert
from tools.spip.markup.plain import plain_text
from tools.spip.markup.values import Part
from tools.spip.pages.page import Page
from tools.spip.pages.page_documents import attached_to, document_doubts
from tools.spip.pages.resolving import PageResolver, Place
from tools.spip.pages.site_plan import list_of
from tools.spip.pages.summaries import opening_of, summary_of
from tools.spip.pages.withheld import without_counts
from tools.spip.records import Key, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tools.spip.pages.documents import Documents
    from tools.spip.pages.examination import Examiner
    from tools.spip.pages.resolving import Places
    from tools.spip.pages.site_plan import Planned
    from tools.spip.records import Records

STAGE: Final = "pages"
_ROUNDS: Final = 5
"""A page that becomes a draft changes the links of others; drafts never become pages again."""


@dataclass
class Conversion:
    """The pages of one import."""

    records: Records
    places: Places
    documents: Documents
    examiner: Examiner
    publish_doubts: bool
    _planned: set[Key] = field(default_factory=set)
    _resolvers: dict[Key, PageResolver] = field(default_factory=dict)
    _pages: dict[Key, Page] = field(default_factory=dict)

    def convert_all(self, planned: Sequence[Planned]) -> tuple[Page, ...]:
        """Return every page; what `places` says of them is then true."""
        self._planned = {page.key for page in planned}
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
            address = list_of(page.section) if hidden else page.address
            self.places.of[page.key] = Place(address, page.title, hidden)

    def _convert(self, page: Planned) -> None:
        folder = page.path.rpartition("/")[0]
        resolver = self._resolvers[page.key] = PageResolver(self.places, self.documents, folder, page.key)
        attached = attached_to(page, self.records, self.documents)
        parts = (*page.parts, *self._listed(page), *attached)
        converted = convert(parts, resolver, newline_breaks=self.records.newline_breaks)
        summary = summary_of(plain_text(page.summary), opening_of(page.parts), self._facts(page))
        used = tuple(sorted(set(converted.documents) & self.documents.all.keys()))
        doubts = [*page.doubts, *resolver.doubts()]
        doubts += document_doubts(converted, resolver.shown, page, self.records, self.documents)
        draft = [*page.draft, *(self._pages[page.key].draft if page.key in self._pages else ())]
        if not self.publish_doubts:
            draft += [doubt.problem for doubt in doubts if doubt.blocking]
        made = Page(page, converted, summary, tuple(dict.fromkeys(draft)), tuple(dict.fromkeys(doubts)), used)
        self._pages[page.key] = self._examined(made)
        if self._pages[page.key].draft:
            self._place(page, "brouillon")

    def _examined(self, page: Page) -> Page:
        """Return the page as a draft for what the build would refuse, without what drafts may not say."""
        offered = [
            self.documents.placed[number].words
            for number in page.documents
            if number in self.documents.placed
        ]
        reasons, refusals = page.draft, list[str]()
        missing = () if page.planned.date else ("date",)
        for _ in range(_ROUNDS):
            text = replace(page, draft=()).text()
            examined = self.examiner.examine(page.planned.path, text.encode(), offered, missing)
            refusals += examined.refusals
            if not examined.counts:
                break
            page = without_counts(replace(page, draft=()), examined.counts)
        self.places.anchors[page.planned.key] = examined.anchors
        draft = tuple(f"la construction le refuserait : {refusal}" for refusal in refusals)
        return replace(page, draft=tuple(dict.fromkeys((*reasons, *draft))))

    def _listed(self, page: Planned) -> Iterator[Part]:
        """Yield, for the page of a rubrique, the links to what it holds: SPIP listed them below its text."""
        if page.key.kind != Kind.RUBRIQUE:
            return
        number, records = page.key.id, self.records
        inside = [
            *(one.key for one in records.rubriques if one.parent == number),
            *(one.key for one in records.articles if one.rubrique == number),
        ]
        seen = [key for key in inside if key in self._planned and not self.places.of[key].hidden]
        if seen:
            lines = "\n".join(f"-* [->{key.kind}{key.id}]" for key in seen)
            yield Part(lines, heading="Dans cette rubrique")

    def _facts(self, page: Planned) -> Iterator[str]:
        """Yield what is known of a page besides its text, for a summary."""
        yield page.title
        yield f"Rubrique : {page.rubrique}" if page.rubrique else ""
        known = read_partial_date(page.date)
        yield f"{known.label} {known.words}" if known else ""
        yield "Cette page est reprise telle quelle de notre ancien site"
