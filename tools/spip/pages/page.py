"""A page of the import, ready to be written but for its old addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.spip.pages.page_text import page_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.spip.markup.values import Converted, Doubt
    from tools.spip.pages.site_plan import Planned


@dataclass(frozen=True)
class Page:
    """What was planned, and what came of it."""

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
