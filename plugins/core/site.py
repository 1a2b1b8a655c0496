"""What the steps of one build share: `Site`, the only object of ours in Pelican's settings.

A plugin keeps what it knows of the build as a part, found by its type: `site.add(Agenda(…))`,
then `site.part(Agenda)`. So each part is typed, and this module knows none of them.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from plugins.core.cache import Cache, UnconfirmedCache
    from plugins.core.facts import Facts
    from plugins.core.output import Output
    from plugins.core.problems import Problem

T = TypeVar("T")


@dataclass
class Site:
    """One build: what it is made from, where it is written, what was found wrong."""

    content: Path
    """The folder of the texts."""
    theme: Path
    """The folder of templates, style sheets and scripts."""
    facts: Facts
    address: str
    """The site's own address, without a final slash, for whatever must be absolute."""
    today: dt.date
    """The one day that a build knows."""
    output: Output
    cache: Cache
    pages: UnconfirmedCache
    """The rendered pages, whose keys say what the sources were when the build began."""
    machinery: str
    """Hash of our code and the libraries: part of every key of the cache."""
    settings_hash: str
    fields_hash: str
    """Hash of all that the site is made from, except the texts below the front matters."""
    pages_first: bool = False
    """Whether to leave to the next build what no page shows (`tools.build.Request`)."""
    problems: list[Problem] = field(default_factory=list)
    reminders: list[Problem] = field(default_factory=list)
    """What somebody must read again; it keeps nothing from being built."""
    _parts: dict[type, object] = field(default_factory=dict)

    def add(self, part: object) -> None:
        """Keep a plugin's part, in the place of the one of its type."""
        self._parts[type(part)] = part

    def part(self, kind: type[T]) -> T:
        """Return the part of that type.

        Raises:
            KeyError: the plugin that owns it has not run.
        """
        return cast("T", self._parts[kind])

    def report(self, problems: Iterable[Problem]) -> None:
        """Keep problems: the build fails at its end, with all of them."""
        self.problems.extend(problems)

    @contextlib.contextmanager
    def apart(self) -> Iterator[list[Problem]]:
        """Collect what is reported inside the block on a list of its own."""
        kept, self.problems = self.problems, []
        try:
            yield self.problems
        finally:
            self.problems = kept
