"""Drafts the next issue: the actualités since the last one, and every date to come."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from plugins.checks.sources.references import days_of, first_day_of, mentions_of
from plugins.core.sections import section_named
from plugins.french.dates import medium_date
from tools.report import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plugins.texts.sources import Source

SECTION: Final = section_named("lettre")
FIRST_ISSUE: Final = 5
"""The number of actualités of the very first letter."""


@dataclass(frozen=True)
class Draft:
    """A new file of the content folder."""

    path: str
    """Relative to the content folder."""
    text: str


@dataclass(frozen=True)
class News:
    """What an issue can announce."""

    articles: tuple[Source, ...]
    """Newest first."""
    dates: tuple[tuple[dt.date, Source], ...]
    """By day."""
    fresh: bool
    """Whether some of it was never announced, and the last issue is not of the same day."""


def issues(sources: Sequence[Source]) -> tuple[Source, ...]:
    """Return the letters, oldest first; each must have passed the checks."""
    letters = (source for source in sources if source.section == SECTION)
    return tuple(sorted(letters, key=lambda letter: (day_of(letter), letter.slug)))


def day_of(source: Source) -> dt.date:
    """Return the date of a letter or an actualité that has passed the checks."""
    return source.date.first if source.date else dt.date.min


def news(sources: Sequence[Source], today: dt.date) -> News:
    """Return what happened since the last issue, and what is to come."""
    letters = issues(sources)
    announced = {(mention.address, mention.day) for letter in letters for mention, *_ in mentions_of(letter)}
    published = [source for source in sources if not source.problems and not source.waits(today)]
    articles = sorted(
        (source for source in published if source.section.name == "actualites"),
        key=lambda source: (-day_of(source).toordinal(), source.slug),
    )
    since = day_of(letters[-1]) if letters else dt.date.min
    new = [item for item in articles if day_of(item) >= since and (item.address, None) not in announced]
    if not letters:
        new = new[:FIRST_ISSUE]
    dates = tuple(sorted(_coming(published, announced, today), key=lambda date: (date[0], date[1].address)))
    pending = bool(new) or any((source.address, day) not in announced for day, source in dates)
    return News(tuple(new), dates, fresh=pending and today > since)


def _coming(
    sources: Sequence[Source], announced: set[tuple[str, dt.date | None]], today: dt.date
) -> Iterator[tuple[dt.date, Source]]:
    """Yield the days to come; a cancelled one only if an earlier issue has announced it, or its first day."""
    for source in sources:
        for day, cancelled in days_of(source).items():
            announcements = {(source.address, known or day) for known in (day, first_day_of(source))}
            if day >= today and (not cancelled or announcements & announced):
                yield day, source


def draft(sources: Sequence[Source], content: News, today: dt.date) -> Draft:
    """Write the front matter of the next issue, with its lists for the editor to rearrange."""
    taken = {letter.slug for letter in issues(sources)}
    month = f"{today:%Y-%m}"
    names = (month, *(f"{month}-{number}" for number in range(2, len(taken) + 3)))
    name = next(name for name in names if name not in taken)
    day = medium_date(today).replace("\u00a0", " ")
    since = "depuis notre dernière lettre" if taken else "ces derniers temps"
    lines = [
        "---",
        *_field("titre", f'"Lettre du {day}"'),
        *_field("resume", f'"La lettre d’information du {day} : {_contents(content)}."'),
        "# retirez la ligne suivante quand la lettre est prête : sa page paraîtra sur le site",
        "statut: brouillon",
        "# le jour de l’envoi",
        f"date: {today.isoformat()}",
        "# déplacez les lignes, retirez-en, ajoutez-en ; pour introduire une page d’une phrase :",
        '#   - actualites/le-nom: "La phrase."',
        *_field("sujets"),
        *(f"  - {_key(item)}  # {item.value('titre')}" for item in content.articles),
        *_field("agenda"),
        *(f"  - {day} {_key(item)}  # {item.value('titre')}" for day, item in content.dates),
        "---",
        "",
        f"Voici ce qui s’est passé au comité {since}, et ce qui s’annonce.",
        "",
    ]
    return Draft(f"{SECTION.folder}/{name}.md", "\n".join(lines))


def _field(name: str, value: str = "") -> tuple[str, str]:
    field = SECTION.field(name)
    return f"# {field.help if field else ''}", f"{name}: {value}".rstrip()


def _contents(content: News) -> str:
    parts = []
    if content.articles:
        parts.append(count(len(content.articles), "actualité"))
    if content.dates:
        parts.append(count(len(content.dates), "date") + " à retenir")
    return " et ".join(parts)


def _key(source: Source) -> str:
    return source.address.strip("/")
