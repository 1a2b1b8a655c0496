"""A SPIP site that has every object below number 900: what shortcuts name in the tests of the import."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tools.spip.markup.values import Media, Target

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.spip.records import Key

_MISSING: Final = 900


@dataclass(frozen=True)
class EveryObject:
    """Answers for each object, with an address elsewhere so that no page must exist."""

    documents: Mapping[int, Media] = field(default_factory=dict)
    """Those that are no photograph with a description."""

    def object(self, key: Key, anchor: str) -> Target | None:
        """Return its address; « Titre 12 » is the article 12."""
        place = f"#{anchor}" if anchor else ""
        target = Target(f"https://nouveau.example/{key.kind}/{key.id}/{place}", f"Titre {key.id}")
        return target if key.id < _MISSING else None

    def address(self, address: str) -> Target | None:
        """Return the address itself, unless it holds « perdu »."""
        return None if "perdu" in address else Target(address)

    def media(self, document: int) -> Media | None:
        """Return the document."""
        photo = Media(f"https://nouveau.example/{document}.jpg", is_image=True, title="Photo", alt="Vue")
        return self.documents.get(document, photo) if document < _MISSING else None
