"""Reads what `association.toml` says of the permanence and of the school holidays, and finds its mistakes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from plugins.french.dates import WEEKDAYS

TIME: Final = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d")
HOLIDAYS: Final = "conges_scolaires"
LONGEST_TERM: Final = dt.timedelta(weeks=12)
"""Since 2022 seven or eight weeks of school lie between two holidays: after twelve, one is missing."""


@dataclass(frozen=True)
class FactError:
    """A mistake, in French; `needle` and `nth` (from 1) say at which of the lines that begin so it stands."""

    needle: str
    text: str
    remedy: str
    nth: int = 1


@dataclass(frozen=True)
class SchoolHoliday:
    """A holiday, first and last day included; `end` is None while the return to school is unknown."""

    start: dt.date
    end: dt.date | None
    name: str
    block: int = 1
    """Its place in the file, from 1."""

    def covers(self, day: dt.date) -> bool:
        """Tell whether a day surely belongs to the holiday."""
        return self.start <= day <= (self.end or self.start)


@dataclass(frozen=True)
class Permanence:
    """When the telephone is answered; both hours are known, in local time, or none is."""

    weekday: int
    """Monday is 0."""
    moment: str
    """As visitors read it: "après-midi"."""
    start: dt.time | None = None
    end: dt.time | None = None
    telephone: str = ""
    cancelled: frozenset[dt.date] = frozenset()
    modified: dt.date | None = None

    @property
    def day_name(self) -> str:
        """Return its day in French: "jeudi"."""
        return WEEKDAYS[self.weekday]


def read_holidays(association: Mapping[str, Any]) -> tuple[tuple[SchoolHoliday, ...], tuple[FactError, ...]]:
    """Return the school holidays by date, and what is wrong with them."""
    blocks = association.get(HOLIDAYS, [])
    if not isinstance(blocks, list):
        text = "les congés ne forment pas une liste"
        return (), (FactError(f"[{HOLIDAYS}", text, f"écrivez [[{HOLIDAYS}]] avant chaque congé"),)
    holidays = []
    findings = []
    for number, block in enumerate(blocks, start=1):
        start, end = block.get("debut"), block.get("fin")
        if type(start) is dt.date and (end is None or (type(end) is dt.date and start <= end)):
            holidays.append(SchoolHoliday(start, end, str(block.get("nom", "")), number))
        else:
            findings.append(
                FactError(
                    f"[[{HOLIDAYS}]]",
                    "les dates de ce congé ne sont pas lisibles",
                    "écrivez debut = 2025-10-20 et fin = 2025-11-02, sans guillemets et dans cet ordre",
                    number,
                )
            )
    holidays.sort(key=lambda holiday: (holiday.start, holiday.block))
    return tuple(holidays), (*findings, *_incoherences(holidays))


def _incoherences(holidays: list[SchoolHoliday]) -> Iterator[FactError]:
    for one, following in pairwise(holidays):
        if one.end is None:
            yield _of_block(
                one,
                f"« {one.name} » n’a pas de fin alors que le congé suivant est connu",
                "ajoutez la ligne « fin = », la veille de la rentrée",
            )
        elif following.start <= one.end:
            yield _of_block(
                following, f"« {following.name} » commence avant la fin du précédent", "corrigez leurs dates"
            )
        elif following.start - one.end > LONGEST_TERM:
            yield _of_block(
                following,
                f"plus de douze semaines de cours entre « {one.name} » et « {following.name} »",
                "ajoutez le congé qui manque entre les deux",
            )


def _of_block(holiday: SchoolHoliday, text: str, remedy: str) -> FactError:
    return FactError(f"[[{HOLIDAYS}]]", text, remedy, holiday.block)


def read_permanence(association: Mapping[str, Any]) -> tuple[Permanence | None, tuple[FactError, ...]]:
    """Return the permanence (None where its day is unknown), and what is wrong with it."""
    facts = association.get("permanence", {})
    name = str(facts.get("jour", "")).strip().lower()
    if not name:
        return None, ()
    if name not in WEEKDAYS:
        return None, (
            FactError("jour", f"« {name} » n’est pas un jour", 'écrivez par exemple jour = "jeudi"'),
        )
    findings = []
    hours = [str(facts.get(key, "")).strip() for key in ("heure_debut", "heure_fin")]
    start = end = None
    if all(TIME.fullmatch(hour) for hour in hours):
        start, end = (dt.datetime.strptime(hour, "%H:%M").time() for hour in hours)  # noqa: DTZ007  a time of day
    if any(hours) and (start is None or end is None or start >= end):
        findings.append(
            FactError(
                "heure_debut" if hours[0] else "heure_fin",
                "les heures de la permanence ne sont pas lisibles",
                'écrivez les deux, sur 24 heures : heure_debut = "14:00" et heure_fin = "17:00"',
            )
        )
        start = end = None
    cancelled = facts.get("dates_annulees", [])
    if not isinstance(cancelled, list) or any(type(day) is not dt.date for day in cancelled):
        findings.append(
            FactError(
                "dates_annulees",
                "les dates annulées ne sont pas une liste de dates",
                "écrivez dates_annulees = [2025-09-04, 2025-09-11], sans guillemets",
            )
        )
        cancelled = []
    modified = facts.get("mise_a_jour")
    permanence = Permanence(
        weekday=WEEKDAYS.index(name),
        moment=str(facts.get("moment", "")).strip(),
        start=start,
        end=end,
        telephone=str(facts.get("telephone", "")).strip(),
        cancelled=frozenset(cancelled),
        modified=modified if type(modified) is dt.date else None,
    )
    return permanence, tuple(findings)


def line_of_fact(text: str, finding: FactError) -> int:
    """Return the line (from 1) of the file at which a finding stands; 0 when there is none."""
    lines = [
        number for number, line in enumerate(text.split("\n"), 1) if line.lstrip().startswith(finding.needle)
    ]
    return lines[finding.nth - 1] if len(lines) >= finding.nth else 0
