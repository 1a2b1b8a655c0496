"""What every command of the register reads first: vocabularies, closed periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.core.vocabularies import load_vocabularies
from plugins.statistics.freezing.snapshots import SNAPSHOTS
from plugins.statistics.records.classification import (
    Classifications,
    Period,
    parse_period,
    read_classifications,
)
from tools.report import fail

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from plugins.core.vocabularies import Vocabulary

MOST_YEARS = 10


def vocabularies_of(content: Path) -> tuple[dict[str, Vocabulary], Classifications]:
    """Read the vocabularies; exit 1 and say why if they cannot be read."""
    vocabularies, problems = load_vocabularies(content)
    classifications, wrong = read_classifications(vocabularies)
    if problems or wrong:
        fail("", problems or wrong)
    return vocabularies, classifications


def frozen_periods(content: Path) -> tuple[Period, ...]:
    """Return the frozen periods, which take no more records."""
    names = (file.stem for file in sorted((content / SNAPSHOTS).glob("*.json")))
    return tuple(period for name in names if (period := parse_period(name)))


def open_years(content: Path, today: dt.date) -> tuple[Period, ...]:
    """Return the years since the last frozen period, this one included; the last ten at most."""
    first = max((period.last + 1 for period in frozen_periods(content)), default=today.year)
    years = range(min(max(first, today.year - MOST_YEARS + 1), today.year), today.year + 1)
    return tuple(Period(year, year) for year in years)
