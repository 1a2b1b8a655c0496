"""Says which bistrots must soon say again that they go on: their rule comes to its end."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from plugins.checks.sources.check import read_sources
from plugins.core.vocabularies import read_vocabularies
from plugins.french.dates import medium_date
from plugins.texts.recurrence import RuleError, read_dates

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOTICE: Final = dt.timedelta(days=61)
"""Two months: time enough to ask the group."""


def ending_rules(content: Path, today: dt.date) -> Iterator[str]:
    """Yield one sentence in French for each rule that ends within two months, or has ended."""
    for source in read_sources(content, read_vocabularies(content)):
        if source.section.name != "bistrots" or source.problems:
            continue
        try:
            rules = read_dates(source.value("dates") or []).rules
        except RuleError:
            continue
        last = max((rule.last for rule in rules), default=dt.date.max)
        if last - today <= NOTICE:
            verb = "s’est arrêté" if last < today else "s’arrête"
            yield (
                f"{content.name}/{source.path} : le rythme {verb} le {medium_date(last)}. "
                "Demandez au groupe s’il continue, puis changez les dates de la règle."
            )
