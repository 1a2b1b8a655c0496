"""Says where the links of old texts lead now: answers what `tools.spip.markup` asks, page by page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plugins.core.link_addresses import address_problem
from tools.spip.markup.targets import media_target
from tools.spip.markup.values import Doubt, Media, Target
from tools.spip.pages.items import french_name
from tools.spip.records import Key, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.spip.addresses.old_site import OldSite
    from tools.spip.pages.documents import Documents


@dataclass(frozen=True)
class Place:
    """Where an object is on the new site."""

    address: str
    title: str = ""
    hidden: str = ""
    """Why visitors do not see its page yet: « brouillon »; then `address` is that of a list."""


@dataclass
class Places:
    """Where every object is; what is known of pages grows while they are converted."""

    of: dict[Key, Place]
    old_site: OldSite
    aliases: Mapping[Key, Key] = field(default_factory=dict)
    """Virtual articles that lead to another object."""
    anchors: dict[Key, frozenset[str]] = field(default_factory=dict)
    """Of the pages that have been converted."""

    def find(self, key: Key) -> tuple[Key, Place | None]:
        """Return the object that answers for another one, and where it is; none where they go in circles."""
        passed = {key}
        while key in self.aliases:
            key = self.aliases[key]
            if key in passed:
                return key, None
            passed.add(key)
        return key, self.of.get(key)


@dataclass
class PageResolver:
    """Answers for one page, and remembers what it answered."""

    places: Places
    documents: Documents
    folder: str
    """That of the page, below `content/`."""
    key: Key
    asked: dict[tuple[Key, str], tuple[Target | None, str]] = field(default_factory=dict)
    """Object and anchor → the answer, and why the page is hidden."""
    shown: set[int] = field(default_factory=set)
    """The documents that were asked for."""

    def object(self, key: Key, anchor: str) -> Target | None:
        """Return where an object is now."""
        target, hidden = self.answer(key, anchor)
        self.asked[key, anchor] = target, hidden
        return target

    def answer(self, key: Key, anchor: str) -> tuple[Target | None, str]:
        """Return the answer, and why the page that is meant cannot be seen."""
        if key.kind == Kind.DOCUMENT:
            self.shown.add(key.id)
            media = self.documents.media(key.id, self.folder)
            return (media_target(media) if media else None), ""
        key, place = self.places.find(key)
        if place is None or not place.address:
            return None, ""
        known = self.places.anchors.get(key)
        wanted = anchor.removeprefix("#")
        end = f"#{wanted}" if wanted and not place.hidden and (known is None or wanted in known) else ""
        return Target(f"{place.address}{end}", place.title), place.hidden

    def address(self, address: str) -> Target | None:
        """Return where a typed address leads now; one of the old site becomes that of the new page."""
        if address.startswith("#"):
            return Target(address)
        shown = self.places.old_site.find(address)
        if shown and shown.is_home:
            return Target("/")
        if shown:
            return self.object(shown.key, shown.anchor) if shown.key else None
        return None if address_problem(address) else Target(address)

    def media(self, document: int) -> Media | None:
        """Return a document as this page shows it."""
        self.shown.add(document)
        return self.documents.media(document, self.folder)

    def stale(self) -> bool:
        """Tell whether an answer would be another one today."""
        return any(self.answer(key, anchor) != given for (key, anchor), given in self.asked.items())

    def doubts(self) -> list[Doubt]:
        """Return what there is to say of the links to pages that nobody sees yet."""
        return [
            Doubt(
                f"un lien vers {french_name(key)} ({hidden}) mène en attendant à la liste : {target.address}",
                blocking=False,
            )
            for (key, _), (target, hidden) in sorted(self.asked.items(), key=lambda entry: entry[0])
            if target and hidden and key != self.key
        ]
