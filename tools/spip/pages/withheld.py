"""Takes out of a page what no text of the site may say: counts that the tables do not publish.

The build reads drafts too, since many can read the files. The passage goes to the report instead.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from plugins.core.sections import section_named
from tools.spip.markup.values import Doubt
from tools.spip.pages.items import french_name

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from tools.spip.pages.page import Page
    from tools.spip.pages.site_plan import Planned

_DOUBT: Final = "un passage compte des demandes que les tableaux ne publient pas : il n’est qu’ici"
_PLACEHOLDER: Final = "*(Un passage est à revoir : il est dans le rapport du déménagement.)*"


def without_counts(page: Page, lines: AbstractSet[int]) -> Page:
    """Return the page without the blocks and fields that stand on these lines of its file."""
    header = page.text().split("\n---\n", 1)[0].split("\n")
    first = len(header) + 3  # the line that closes the header, then an empty one
    body, taken = _without_blocks(page.converted.markdown.strip(), {line - first for line in lines})
    named = [header[line - 1] for line in lines if 0 < line <= len(header)]
    if any(field.startswith("resume:") for field in named):
        taken.append(page.summary)
        page = replace(
            page,
            summary=f"À revoir : {french_name(page.planned.key)} de l’ancien site, dont le résumé manque.",
        )
    if any(field.startswith(("titre:", "---")) for field in named):  # the first line stands for the address
        taken.append(page.planned.title)
        page = replace(page, planned=_renamed(page))
    doubts = (*page.doubts, *(Doubt(_DOUBT, words) for words in taken))
    return replace(
        page, converted=replace(page.converted, markdown=body), doubts=tuple(dict.fromkeys(doubts))
    )


def _without_blocks(markdown: str, numbers: AbstractSet[int]) -> tuple[str, list[str]]:
    """Return a text without the blocks on these lines, from 0, and the blocks."""
    kept, taken, start = [], [], 0
    for block in markdown.split("\n\n"):
        end = start + block.count("\n") + 1
        if numbers & set(range(start, end)):
            taken.append(block)
            kept.append(_PLACEHOLDER)
        else:
            kept.append(block)
        start = end + 1
    return "\n\n".join(kept), taken


def _renamed(page: Page) -> Planned:
    """Return the plan of a page under a title and an address that say nothing."""
    planned = page.planned
    name = f"a-revoir-{planned.key.name.replace(' ', '-')}"
    folder, section = planned.path.rpartition("/")[0], section_named(planned.section)
    return replace(
        planned,
        title=f"À revoir : {french_name(planned.key)}",
        path=f"{folder}/{name}.md",
        address=f"/{section.prefix}{name}/",
    )
