"""Who claims which old address: the pages in their front matter, and the list of the content folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from plugins.addresses.targets import is_live
from plugins.core.problems import Problem
from plugins.core.toml_files import line_with, read_toml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from plugins.texts.sources import Source

FIELD: Final = "anciennes_adresses"
LIST: Final = "anciennes-adresses.toml"
GONE: Final = "parties"
MOVED: Final = "vers"
GONE_EXAMPLE: Final = f'{GONE} = ["/?Une-ancienne-page", "/?Une-autre"]'
MOVED_EXAMPLE: Final = '"/IMG/pdf/ancien.pdf" = "/documents/ressources/nouveau.pdf"'


@dataclass(frozen=True)
class Claim:
    """One old address as an editor typed it, and where: `target` answers for it, or nobody if empty."""

    address: str
    target: str
    path: str
    line: int
    waits: bool = False
    """Whether its page is not published yet: `target` is the front page of its section."""
    is_draft: bool = False
    is_listed: bool = False
    """Whether an editor typed the target too."""


def page_claims(
    sources: Iterable[Source], waiting: Collection[str], folder: str, live: Collection[str]
) -> Iterator[Claim]:
    """Yield what the front matters claim.

    Args:
        sources: the files that can be read.
        waiting: the paths of those that have no page yet.
        folder: the name of the content folder, for the messages.
        live: the files of the written site.
    """
    for source in sources:
        value = source.document.fields.get(FIELD) if source.document else None
        if value is None or not isinstance(value.value, list):
            continue
        waits = source.path in waiting
        front = source.section.address_start
        target = source.address if not waits else f"/{front}/" if is_live(front, live) else "/"
        for address in map(str, value.value):
            line = value.line_with(address)
            yield Claim(address, target, f"{folder}/{source.path}", line, waits, source.is_draft)


def listed_claims(content: Path) -> tuple[tuple[Claim, ...], tuple[Problem, ...]]:
    """Read the list of the addresses that were retired, or led elsewhere; without the file it is empty."""
    shown = f"{content.name}/{LIST}"
    file = read_toml(content / LIST, shown, GONE_EXAMPLE)
    gone, moved = file.tables.get(GONE, []), file.tables.get(MOVED, {})
    wrong = (
        (GONE, not _are_texts(gone), f"« {GONE} » n’est pas une liste", f"écrivez {GONE_EXAMPLE}"),
        (
            MOVED,
            not isinstance(moved, dict),
            f"« {MOVED} » n’est pas une table",
            f"écrivez [{MOVED}], puis {MOVED_EXAMPLE}",
        ),
    )
    problems = tuple(
        Problem(shown, line_with(file.text, name), text, remedy)
        for name, is_wrong, text, remedy in wrong
        if is_wrong
    )
    if problems:
        return (), problems
    found = [Claim(address, "", shown, _line(file.text, address), is_listed=True) for address in gone]
    faults = list(file.problems)
    for address, target in moved.items():
        line = _line(file.text, address)
        if isinstance(target, str) and target:
            found.append(Claim(address, target, shown, line, is_listed=True))
        elif address == GONE:
            faults.append(
                Problem(shown, line, f"« {GONE} » est après [{MOVED}]", f"mettez-la au-dessus de [{MOVED}]")
            )
        else:
            faults.append(
                Problem(shown, line, f"{address} ne mène à aucune adresse", f"écrivez {MOVED_EXAMPLE}")
            )
    return tuple(found), tuple(faults)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _line(text: str, address: str) -> int:
    return line_with(text, f'"{address}"') or line_with(text, f"'{address}'") or line_with(text, address)
