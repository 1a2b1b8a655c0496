"""What a build is asked for, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from plugins.core.problems import Problem

ROOT = Path(__file__).resolve().parents[2]
CACHE_FOLDER = "CACHE_FOLDER"
"""The setting that says where results are kept: it changes nothing on the site."""


@dataclass(frozen=True)
class Request:
    """What to build."""

    output: Path
    today: dt.date
    """The one day that a build knows: pages dated after it wait."""
    root: Path = ROOT
    """Holds content/ and theme/ where `settings` does not say otherwise."""
    content: Path | None = None
    conf: str = "pelicanconf.py"
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Overrides, for the preview (`SHOW_DRAFTS`) and for tests."""
    pages_first: bool = False
    """Leave to the next build what no page shows (cards, feeds, calendars, printed reports, the search
    index, the host's files) and whatever checks the written site, the statistics and what texts may not
    say; show images as they are. For the first page of the preview alone: it is no complete site."""
    anew: bool = False
    """Build even what would come out the same: the preview needs what Pelican then holds."""

    @property
    def content_folder(self) -> Path:
        """Return where the texts are."""
        return self.content or self.root / "content"

    @property
    def theme(self) -> Path:
        """Return where templates, style sheets and scripts are."""
        return Path(self.settings.get("THEME", self.root / "theme"))

    @property
    def cache_folder(self) -> Path:
        """Return where results are kept between builds."""
        return Path(self.settings.get(CACHE_FOLDER, self.root / ".cache"))


@dataclass(frozen=True)
class Report:
    """What came of a build."""

    problems: tuple[Problem, ...]
    incomplete: tuple[str, ...]
    """What association.toml has yet to say, in French: empty facts, holidays that run out."""
    pages: int
    seconds: float
    reminders: tuple[str, ...] = ()
    """What somebody must read again, one line each; it keeps nothing from being built."""

    drafts: tuple[str, ...] = ()
    """What is wrong in drafts, one line each: the site is built without them."""

    @property
    def ok(self) -> bool:
        """Whether the output was replaced by what was asked for."""
        return not self.problems
