"""Works out on which days the permanence is held, as far as the school holidays are known.

Between two holidays that are both known, every day is known; before the first,
after the last, and after a holiday whose end is unknown, none is promised.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from plugins.agenda.facts import FactError, Permanence, SchoolHoliday, read_holidays
from plugins.french.dates import medium_date

DAY: Final = dt.timedelta(days=1)
WARNING_TIME: Final = dt.timedelta(days=183)
"""Six months: time enough to look up the next school year."""


def public_holidays(first: dt.date, last: dt.date) -> frozenset[dt.date]:
    """Return the Belgian legal holidays between two days, both included."""
    from holidays import country_holidays  # noqa: PLC0415  slow to load, and the days are kept

    # The years are named: left to itself the library would add those that are asked for, one by one
    legal = country_holidays("BE", years=range(first.year, last.year + 1), expand=False)
    return frozenset(day for day in legal if first <= day <= last)


def permanence_days(weekday: int, holidays: Sequence[SchoolHoliday]) -> tuple[dt.date, ...]:
    """Return every known day of the permanence, cancelled ones included, by date.

    Args:
        weekday: Monday is 0.
        holidays: school holidays by date.
    """
    return tuple(
        day
        for first, last in _terms(holidays)
        for day in _weekly(weekday, first, last)
        if not any(holiday.covers(day) for holiday in holidays)
    )


def _terms(holidays: Sequence[SchoolHoliday]) -> Iterator[tuple[dt.date, dt.date]]:
    """Yield first and last day of each stretch of school between two known holidays."""
    for one, following in pairwise(holidays):
        if one.end and one.end + DAY < following.start:
            yield one.end + DAY, following.start - DAY


def _weekly(weekday: int, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    closed = public_holidays(first, last)
    day = first + DAY * ((weekday - first.weekday()) % 7)
    while day <= last:
        if day not in closed:
            yield day
        day += 7 * DAY


def gaps(
    days: Sequence[dt.date], cancelled: Collection[dt.date], holidays: Sequence[SchoolHoliday]
) -> dict[dt.date, str]:
    """Return every day of the permanence, each with why there was none the week before; nothing if there was.

    Args:
        days: known days of the permanence by date, cancelled ones included.
        cancelled: those that are.
        holidays: school holidays by date.
    """
    held = [day for day in days if day not in cancelled]
    reasons = dict.fromkeys(days, "")
    for one, following in pairwise(held):
        if following - one > 7 * DAY:
            names = [
                f"{holiday.name[:1].lower()}{holiday.name[1:]}"
                for holiday in holidays
                if one < holiday.start < following and holiday.name
            ]
            suspended = any(one < day < following for day in cancelled)
            reasons[following] = " et ".join(names) or ("permanence suspendue" if suspended else "jour férié")
    return reasons


def known_until(holidays: Sequence[SchoolHoliday]) -> dt.date | None:
    """Return the last day of which we know whether it is a holiday."""
    if not holidays:
        return None
    last = holidays[-1]
    return last.end or last.start - DAY


def holiday_warning(association: Mapping[str, Any], today: dt.date) -> str | None:
    """Say in French that the school holidays must be completed, if they end within six months.

    Args:
        association: `association.toml`, as read.
        today: the day on which the question is asked.
    """
    end = known_until(read_holidays(association)[0])
    if end and end - today >= WARNING_TIME:
        return None
    known = f"connus que jusqu’au {medium_date(end)} : au-delà" if end else "pas connus"
    return (
        f"Les congés scolaires ne sont {known}, le site ne promet aucune date de permanence. "
        "Complétez les blocs [[conges_scolaires]] de content/association.toml."
    )


def check_cancelled(permanence: Permanence, days: Sequence[dt.date]) -> Iterator[FactError]:
    """Yield the cancelled days on which there was to be no permanence: surely a mistyped date."""
    end = max(days, default=dt.date.min)
    for day in sorted(permanence.cancelled - set(days)):
        if day > end and day.weekday() == permanence.weekday:  # not known yet
            continue
        yield FactError(
            "dates_annulees",
            f"le {day.isoformat()} n’est pas un jour de permanence",
            "corrigez la date, ou retirez-la",
        )
