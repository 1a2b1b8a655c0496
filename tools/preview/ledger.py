"""Keeps account of the changes: which of them no build covers yet, and what is known to be wrong."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Ledger:
    """Which changes there were, which of them the last build covers, and what is known to be wrong."""

    number: int = 0
    covered: int = -1
    changes: dict[str, int] = field(default_factory=dict)
    """The number of the last change of each file, for those that no good build covers."""
    site: tuple[tuple[str, str], ...] = ()
    """The problems (path, message) of the last whole build."""
    answers: dict[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)
    """What quick answers said since of each file: when, and its problems."""

    @property
    def behind(self) -> bool:
        """Whether a change is in no build that has ended."""
        return self.covered < self.number

    def note(self, paths: frozenset[str]) -> None:
        """Give these changes the next number."""
        self.number += 1
        self.changes.update(dict.fromkeys(paths, self.number))

    def answered(self, problems: dict[str, tuple[str, ...]]) -> None:
        """Keep what a quick answer said, which holds until a build covers the same change."""
        self.answers.update({path: (self.number, found) for path, found in problems.items()})

    def built(self, start: int, problems: tuple[tuple[str, str], ...]) -> None:
        """Enter the outcome of a build that covers the changes up to `start`."""
        self.covered = start
        self.site = problems
        self.answers = {path: answer for path, answer in self.answers.items() if answer[0] > start}
        if not problems:
            self.changes = {path: number for path, number in self.changes.items() if number > start}

    @property
    def problems(self) -> tuple[str, ...]:
        """Return every problem that stands: the quick answers', then the build's that they leave open."""
        quick = [problem for _, found in self.answers.values() for problem in found]
        rest = [message for path, message in self.site if path not in self.answers]
        return tuple(dict.fromkeys([*quick, *rest]))
