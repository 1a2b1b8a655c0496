"""Dates and times of day as Belgian French writes them: "mardi 1er mars 2022", "14 h 30"."""

from __future__ import annotations

import datetime as dt
from typing import Final

from plugins.french.numbers import NO_BREAK_SPACE

WEEKDAYS: Final = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS: Final = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


def long_date(day: dt.date) -> str:
    """Write a day with its weekday: "jeudi 23 novembre 2023".

    A no-break space holds the day of the month to its month. A `datetime`
    counts as the day it falls on, in its own time zone.
    """
    return f"{WEEKDAYS[day.weekday()]} {medium_date(day)}"


def medium_date(day: dt.date) -> str:
    """Write a day: "23 novembre 2023", "1er mars 2022"."""
    ordinal = "1er" if day.day == 1 else str(day.day)
    return f"{ordinal}{NO_BREAK_SPACE}{month(day)}"


def month(day: dt.date) -> str:
    """Write the month of a day: "novembre 2023"."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def time(moment: dt.time | dt.datetime) -> str:
    """Write a time of day, with no-break spaces: "14 h 30", "9 h 05", "14 h"."""
    hours = f"{moment.hour}{NO_BREAK_SPACE}h"
    return f"{hours}{NO_BREAK_SPACE}{moment.minute:02}" if moment.minute else hours
