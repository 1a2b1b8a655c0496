"""Collects what is wrong with one text while it is parsed; the same mistake on several lines is said once."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from typing import Any, Final

from plugins.core.problems import Problem

_KEY: Final = "mistakes"


class Mistakes:
    """The mistakes of one text; lines count from 0 at the text's first one."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, str, str], list[int]] = {}

    def add(self, line: int, text: str, remedy: str, about: str = "") -> None:
        """Note what is wrong on a line, and what to do; `about` as in `Problem`."""
        self._lines.setdefault((text, remedy, about), []).append(line)

    def problems(self, path: str, first_line: int) -> Iterator[Problem]:
        """Yield them as problems of a file, in which the text begins at `first_line`."""
        for (text, remedy, about), lines in self._lines.items():
            first, *others = [first_line + line for line in dict.fromkeys(lines)]
            also = (
                f" (et ligne{'s' if len(others) > 1 else ''} {', '.join(map(str, others))})" if others else ""
            )
            yield Problem(path, first, f"{text}{also}", remedy, about)


def mistakes_of(environment: MutableMapping[str, Any]) -> Mistakes:
    """Return the mistakes of the text that is parsed in an environment."""
    found: Mistakes = environment.setdefault(_KEY, Mistakes())
    return found
