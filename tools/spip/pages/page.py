"""A page of the import: its front matter and its text, ready to be written but for its old addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.texts.front_matter import yaml_text
from tools.spip.pages.items import french_name
from tools.spip.pages.summaries import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tools.spip.markup.values import Converted, Doubt
    from tools.spip.pages.site_plan import Planned


@dataclass(frozen=True)
class Page:
    """What was planned, and what came of it."""

    planned: Planned
    converted: Converted
    summary: str
    draft: tuple[str, ...]
    """Why it is a draft: what somebody has to look at; empty when it is published."""
    doubts: tuple[Doubt, ...]
    documents: tuple[int, ...]
    """Those that it shows or offers."""

    def text(self, old_addresses: Sequence[str] = ()) -> str:
        """Return its file."""
        lines = self._front_matter(old_addresses)
        return "\n".join(["---", *lines, "---", "", self.converted.markdown.strip(), ""])

    def _front_matter(self, old_addresses: Sequence[str]) -> Iterator[str]:
        planned = self.planned
        yield f"titre: {yaml_text(one_line(planned.title))}"
        if self.draft:
            yield "statut: brouillon"
        if planned.date:
            yield f"date: {planned.date}"
        yield f"resume: {yaml_text(self.summary)}"
        for name, value in planned.fields.items():
            if isinstance(value, str):
                if value:
                    plain = name in ("type", "annee", "lien", "mise_a_jour")
                    yield f"{name}: {value if plain else yaml_text(one_line(value))}"
            else:
                yield from _list(name, value, quoted=False)
        yield from _list("anciennes_adresses", old_addresses)
        yield from _list("d_apres", [planned.origin or f"ancien site, {french_name(planned.key)}"])
        yield from _list("a_confirmer", [f"{one_line(reason)} : qui relit" for reason in self.draft])


def _list(name: str, items: Sequence[str], *, quoted: bool = True) -> Iterator[str]:
    if items:
        yield f"{name}:"
        yield from (f"  - {yaml_text(item) if quoted else item}" for item in items)
