"""Reads rules such as "premier mardi du mois, depuis 2026-09-01, sauf juillet", and works out their dates.

A rule promises no more than a year at a time: whoever holds the meeting says
again that it goes on. So every rule has its first and last day, and the dates
are the same whenever they are worked out.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from plugins.belgium.names import loose
from plugins.french.dates import MONTHS, WEEKDAYS
from plugins.texts.dates import read_day
from plugins.texts.when import HOUR, When, plain_spaces, read_hour, read_when, timed

ORDINALS: Final = {
    **dict.fromkeys(("premier", "1er"), 1),
    **dict.fromkeys(("deuxieme", "second", "2e", "2eme"), 2),
    **dict.fromkeys(("troisieme", "3e", "3eme"), 3),
    **dict.fromkeys(("quatrieme", "4e", "4eme"), 4),
    "dernier": -1,
}
LONGEST: Final = dt.timedelta(days=366)
EXAMPLE: Final = "« premier mardi du mois à 19:00, depuis 2026-09-01 »"

_DAY = r"(\d{4}-\d{2}-\d{2})"
_FROM = re.compile(rf"\b(?:depuis(?: le)?|a partir du|des le|du) {_DAY}")
_UNTIL = re.compile(rf"\b(?:jusqu au|au) {_DAY}")
_HOURS = re.compile(
    rf"(?:\b(?:à|a|de|dès|vers) )?\b({HOUR})(?: ?(?:[-–]|à|a|jusqu['’ ]?(?:à|a)) ?({HOUR}))?", re.IGNORECASE
)
_EXCEPT = re.compile(r"\bsauf (?:en )?(.+)$")
_WORDS = re.compile(r"[a-z0-9]+(?:-\d{2}-\d{2})?")
_NAMES = {name: number for number, name in enumerate(WEEKDAYS)}
_MONTHS = {loose(name): number for number, name in enumerate(MONTHS, 1)}


class RuleError(ValueError):
    """The rule cannot be read; `text` and `remedy` are French and for the editor."""

    def __init__(self, text: str, remedy: str) -> None:
        super().__init__(f"{text} → {remedy}")
        self.text = text
        self.remedy = remedy


@dataclass(frozen=True)
class Rule:
    """When a meeting comes back, from the first to the last day, both included."""

    weekdays: tuple[int, ...]
    """Monday is 0."""
    ordinals: tuple[int, ...]
    """Which of the month's: 1 is the first, -1 the last; empty means every week."""
    every: int
    """Every week, or every second one, counted from the first day."""
    except_months: tuple[int, ...]
    """1 to 12."""
    first: dt.date
    last: dt.date
    hour: dt.time | None = None
    end_hour: dt.time | None = None

    def occurrences(self) -> Iterator[When]:
        """Yield every date with its hours, in order."""
        return (timed(day, self.hour, self.end_hour) for day in self.days())

    def days(self) -> Iterator[dt.date]:
        """Yield every date, in order."""
        for number in range((self.last - self.first).days + 1):
            day = self.first + dt.timedelta(days=number)
            if (
                day.weekday() in self.weekdays
                and day.month not in self.except_months
                and (number // 7) % self.every == 0
                and self._is_counted(day)
            ):
                yield day

    def _is_counted(self, day: dt.date) -> bool:
        last = (day + dt.timedelta(days=7)).month != day.month
        return not self.ordinals or (day.day - 1) // 7 + 1 in self.ordinals or (last and -1 in self.ordinals)

    def words(self) -> str:
        """Say the rule in French, as a sentence without its full stop: « le premier mardi du mois »."""
        names = [WEEKDAYS[day] for day in self.weekdays]
        if self.every > 1:
            text = f"un {names[0]} sur deux"
        elif self.ordinals:
            said = {1: "premier", 2: "deuxième", 3: "troisième", 4: "quatrième", -1: "dernier"}
            ordinals = [said[number] for number in self.ordinals]
            article, plural = ("les", "s") if len(ordinals) > 1 else ("le", "")
            days = _listed([f"{name}{plural}" for name in names])
            text = f"{article} {_listed(ordinals)} {days} du mois"
        else:
            text = f"tous les {_listed([f'{name}s' for name in names])}"
        months = [MONTHS[month - 1] for month in self.except_months]
        hours = When(self.first, self.hour, None, self.end_hour).hours
        text = f"{text} {hours}" if hours else text
        return f"{text}, sauf en {_listed(months)}" if months else text


def _listed(words: Sequence[str]) -> str:
    return " et ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]


def read_rule(text: str) -> Rule:
    """Read a rule; capitals, accents and apostrophes do not matter.

    Raises:
        RuleError: it says no day, or holds for no known time or for more than a year.
    """
    text = plain_spaces(text)
    hours = _HOURS.search(text)
    plain = _plain(_HOURS.sub(" ", text, count=1))
    first, plain = _taken(_FROM, plain)
    last, plain = _taken(_UNTIL, plain)
    excluded = _EXCEPT.search(plain)
    months = _months(excluded[1]) if excluded else ()
    plain = plain[: excluded.start()] if excluded else plain
    weekdays, ordinals, every = _rhythm(plain, text)
    start, end = _bounds(first, last)
    if every > 1 and (first is None or start.weekday() != weekdays[0]):
        raise RuleError(
            "« un jour sur deux » se compte depuis une première date",
            f"ajoutez « depuis » et la date d’un {WEEKDAYS[weekdays[0]]}",
        )
    hour, end_hour = (read_hour(part) for part in hours.groups()) if hours else (None, None)
    if hour and hour == end_hour:
        raise RuleError("la rencontre finit à l’heure où elle commence", "corrigez l’une des deux heures")
    rule = Rule(weekdays, ordinals, every, months, start, end, hour, end_hour)
    if not any(True for _ in rule.days()):
        raise RuleError("la règle ne donne aucune date", "corrigez ses dates, ou ses mois exclus")
    return rule


def _plain(text: str) -> str:
    parts = re.split(r"[\s,;.'’]+", text.strip())
    words = [part if re.fullmatch(r"\d{4}-\d{2}-\d{2}", part) else loose(part) for part in parts]
    return " ".join(word for word in words if word)


def _taken(pattern: re.Pattern[str], plain: str) -> tuple[dt.date | None, str]:
    """Return the day that a pattern finds, and the text without it."""
    found = pattern.search(plain)
    if not found:
        return None, plain
    day = read_day(found[1])
    if day is None:
        raise RuleError(f"« {found[1]} » n’est pas une date", "écrivez par exemple 2026-09-01")
    return day, f"{plain[: found.start()]} {plain[found.end() :]}".strip()


def _months(text: str) -> tuple[int, ...]:
    words = [word for word in text.split() if word not in ("et", "en")]
    unknown = [word for word in words if word not in _MONTHS]
    if unknown or not words:
        raise RuleError(
            f"« sauf {text.strip()} » n’est pas une liste de mois",
            "écrivez par exemple « sauf juillet et août » ; une date isolée va dans dates_annulees",
        )
    return tuple(sorted({_MONTHS[word] for word in words}))


def _rhythm(plain: str, text: str) -> tuple[tuple[int, ...], tuple[int, ...], int]:
    """Return weekdays, ordinals and interval in weeks."""
    words = [word for word in _WORDS.findall(plain) if word not in ("le", "les", "et")]
    unreadable = RuleError(f"« {text} » n’est ni une date ni une règle", f"écrivez {EXAMPLE}")
    weekdays = tuple(sorted({_NAMES[word.rstrip("s")] for word in words if word.rstrip("s") in _NAMES}))
    rest = [word for word in words if word.rstrip("s") not in _NAMES]
    if not weekdays:
        raise unreadable
    if rest == ["un", "sur", "deux"] and len(weekdays) == 1:
        return weekdays, (), 2
    if rest in (["tous"], ["chaque"], ["toutes", "semaines"], ["chaque", "semaine"]):
        return weekdays, (), 1
    if rest[-2:] == ["du", "mois"] or rest[-3:] == ["de", "chaque", "mois"]:
        counted = rest[: -3 if rest[-2] == "chaque" else -2]
        if counted and all(word.removesuffix("s") in ORDINALS for word in counted):
            ordinals = {ORDINALS[word.removesuffix("s")] for word in counted}
            return weekdays, tuple(sorted(ordinals, key=lambda number: (number < 0, number))), 1
    raise unreadable


def _bounds(first: dt.date | None, last: dt.date | None) -> tuple[dt.date, dt.date]:
    day = dt.timedelta(days=1)
    if first is None and last is None:
        raise RuleError(
            "la règle ne dit pas quand elle commence",
            "ajoutez « depuis 2026-09-01 » : elle vaut alors un an, ou « jusqu’au 2027-06-30 »",
        )
    start = first or _years_on(last or dt.date.max, -1) + day
    end = last or _years_on(start, 1) - day
    if end < start:
        raise RuleError("la règle finit avant de commencer", "corrigez ses deux dates")
    if end - start >= LONGEST:
        raise RuleError(
            "la règle vaut pour plus d’un an",
            "rapprochez ses dates : chaque année, le bistrot dit s’il continue",
        )
    return start, end


def _years_on(day: dt.date, years: int) -> dt.date:
    """Return the anniversary; that of 29 February is 1 March."""
    if (day.month, day.day) == (2, 29):
        return dt.date(day.year + years, 3, 1)
    return day.replace(year=day.year + years)


@dataclass(frozen=True)
class Dates:
    """What a field of dates says: every date with its hours, and the rules from which some of them come."""

    occurrences: tuple[When, ...] = ()
    rules: tuple[Rule, ...] = ()

    def __iter__(self) -> Iterator[When]:
        """Yield the dates, in order, one a day."""
        return iter(self.occurrences)

    def __len__(self) -> int:
        """Count the dates: without any, the field says nothing."""
        return len(self.occurrences)


def read_dates(value: object) -> Dates:
    """Read one date, one rule, or a list of both; a date that is written out replaces that of a rule.

    Raises:
        RuleError: one of them is neither; what it says names the culprit.
    """
    written: dict[dt.date, When] = {}
    rules = []
    for item in value if isinstance(value, list) else [value]:
        if not isinstance(item, str):
            raise RuleError("une liste dans une liste", f"écrivez [2024-03-01, {EXAMPLE[2:-2]}]")
        when = read_when(item)
        if when is None:
            if re.match(r"\s*\d{4}", item):
                raise RuleError(
                    f"« {item} » n’est pas une date", 'écrivez par exemple 2024-03-01, ou "2024-03-01 19:00"'
                )
            rules.append(read_rule(item))
        elif written.setdefault(when.day, when) != when:
            raise RuleError(f"deux heures pour le {when.day.isoformat()}", "gardez une seule des deux lignes")
    by_rule = {when.day: when for rule in rules for when in rule.occurrences()}
    days = {**by_rule, **written}
    return Dates(tuple(days[day] for day in sorted(days)), tuple(rules))
