"""Reads when something takes place: a day, an hour of it, an end; and says it in French.

Hours are those of Brussels, as on a poster. A day whose hour nobody gave stays a day.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from plugins.french.dates import long_date, time
from plugins.texts.dates import read_day

BRUSSELS: Final = ZoneInfo("Europe/Brussels")
HOUR: Final = r"(?:[01]?\d|2[0-3])(?:(?::|\s?h\s?)[0-5]\d|\s?h)(?!\d)"
"""`19:00`, `19h`, `19h30`, `19 h 30`: what people write on posters."""
_HOUR_PARTS: Final = re.compile(r"(\d{1,2})\D+(\d{2})?", re.ASCII)
_MOMENT: Final = re.compile(
    rf"(\d{{4}}-\d{{2}}-\d{{2}})(?:[T\s]\s*({HOUR})(?:\s*[-–]\s*({HOUR}))?)?", re.ASCII | re.IGNORECASE
)


@dataclass(frozen=True, order=True)
class When:
    """From a day on, or from an hour of it; until when, where somebody has said so."""

    day: dt.date
    hour: dt.time | None = None
    last_day: dt.date | None = None
    """Where it ends on another day, or goes on for days."""
    end_hour: dt.time | None = None
    """Only together with `hour`."""

    @property
    def start(self) -> dt.date | dt.datetime:
        """Return the day, or the moment in Brussels."""
        return _placed(self.day, self.hour)

    @property
    def end(self) -> dt.date | dt.datetime | None:
        """Return the last day, included, or the moment in Brussels; None where nobody has said it."""
        if self.hour is None:
            return self.last_day
        return _placed(self.last_day or self.day, self.end_hour) if self.end_hour else None

    @property
    def over(self) -> str:
        """Return the moment from which it is past, on the clocks of Brussels: `2026-12-18 22:00`.

        Without an end it is past when its day is.
        """
        day = self.last_day or self.day
        return f"{day} {self.end_hour:%H:%M}" if self.end_hour else f"{day} 24:00"

    @property
    def iso(self) -> str:
        """Return its start for machines: a day, or a moment with its distance to UTC."""
        start = self.start
        return start.isoformat("T", "minutes") if isinstance(start, dt.datetime) else start.isoformat()

    @property
    def hours(self) -> str:
        """Return the hours of a single day: « de 19 h à 22 h », « à 19 h », or nothing."""
        if self.hour is None:
            return ""
        if self.end_hour is None:
            return f"à {time(self.hour)}"
        return f"de {time(self.hour)} à {time(self.end_hour)}"

    @property
    def words(self) -> str:
        """Return all of it: « vendredi 18 décembre 2026, de 19 h à 22 h »."""
        if self._one_evening:
            return f"{long_date(self.day)}, {self.hours}" if self.hours else long_date(self.day)
        last = self.last_day or self.day
        if self.hour and self.end_hour:
            return f"du {long_date(self.day)}, {time(self.hour)}, au {long_date(last)}, {time(self.end_hour)}"
        return f"du {long_date(self.day)} au {long_date(last)}"

    @property
    def _one_evening(self) -> bool:
        """Whether it is told by its first day alone: it may end in the small hours of the next."""
        if self.last_day is None or self.last_day == self.day:
            return True
        after_midnight = self.last_day - self.day == dt.timedelta(days=1)
        return bool(after_midnight and self.hour and self.end_hour and self.end_hour <= self.hour)


def _placed(day: dt.date, hour: dt.time | None) -> dt.date | dt.datetime:
    return dt.datetime.combine(day, hour, BRUSSELS) if hour is not None else day


def read_when(text: str) -> When | None:
    """Read `2026-12-18`, `2026-12-18 19:00` or `2026-12-18 19:00-22:00`; None if the text is none of them.

    An end before the start is that of the next day: bistrots go on after midnight.
    """
    found = _MOMENT.fullmatch(plain_spaces(text))
    day = read_day(found[1]) if found else None
    hour, end_hour = (read_hour(found[2]), read_hour(found[3])) if found else (None, None)
    return timed(day, hour, end_hour) if day and (hour is None or hour != end_hour) else None


def plain_spaces(text: str) -> str:
    """Return a text without the no-break spaces that French typing puts around « h »."""
    return " ".join(text.split())


def timed(day: dt.date, hour: dt.time | None, end_hour: dt.time | None) -> When:
    """Return what takes place on a day at these hours; an end before the start is on the next day."""
    late = hour is not None and end_hour is not None and end_hour < hour
    return When(day, hour, day + dt.timedelta(days=1) if late else None, end_hour)


def read_hour(text: str | None) -> dt.time | None:
    """Read an hour as `HOUR` finds it; None for None."""
    found = _HOUR_PARTS.match(text) if text else None
    return dt.time(int(found[1]), int(found[2] or 0)) if found else None


def read_end(text: str, start: When) -> When | str:
    """Return what begins at `start` and ends as `text` says: a date, a date and an hour, or an hour.

    What cannot be is told in French, as the remedy of a message.
    """
    alone = re.fullmatch(HOUR, plain_spaces(text), re.ASCII | re.IGNORECASE)
    end = When(start.day, read_hour(alone[0])) if alone else read_when(text)
    if start.end_hour:
        return "gardez une seule des deux fins : elle est déjà dans « evenement »"
    if end is None or end.end_hour:
        return 'écrivez 2024-03-02, "2024-03-02 17:00", ou l’heure seule : 17:00'
    if end.hour and start.hour is None:
        return "ajoutez l’heure du début à « evenement »"
    if start.hour and end.hour is None:
        return 'ajoutez l’heure de la fin : "2024-03-02 17:00"'
    if end < start or (end == start and end.hour):
        return "écrivez une fin qui vient après le début, avec sa date si elle est un autre jour"
    last_day = end.day if end.day != start.day else None
    return When(start.day, start.hour, last_day, end.hour)
