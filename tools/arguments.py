"""Lets a task take any number of words, as `invoke visits access.log*` and `invoke freeze`; reads numbers.

Invoke gives a positional argument exactly one word, and offers no other
setting; this one waits for all the words that follow the task's name.
"""

from __future__ import annotations

import itertools
import sys
from typing import Any

from invoke.parser.argument import Argument
from invoke.tasks import Task

from tools.report import fail


class WordsArgument(Argument):
    """A positional argument of any number of words; its value is their list, in order."""

    def __init__(self, name: str, number: int, help: str | None) -> None:  # noqa: A002 - Invoke's
        super().__init__(name=name, positional=True, help=help)
        self._number = number
        self._words: list[str] = []

    @property
    def value(self) -> list[str] | None:
        """Return the words; None, which makes Invoke hand over the next one, until all are there."""
        return self._words if len(self._words) == self._number else None

    @value.setter
    def value(self, arg: str) -> None:
        self._words.append(arg)


class WordsTask(Task[Any]):
    """A task whose one positional argument is a list: the words after its name that are no option."""

    def get_arguments(self, ignore_unknown_help: bool | None = None) -> list[Argument]:  # noqa: FBT001 - Invoke's
        """Return the body's arguments, the positional one with as many words as the command line has."""
        arguments = super().get_arguments(ignore_unknown_help)
        valued = {
            f"-{'-' * (len(name) > 1)}{name}" for each in arguments if each.takes_value for name in each.names
        }
        following = sys.argv[sys.argv.index(self.name) :] if self.name in sys.argv else []
        number = sum(
            not word.startswith("-") and before not in valued
            for before, word in itertools.pairwise(following)
        )
        return [
            WordsArgument(str(argument.name), number, argument.help) if argument.positional else argument
            for argument in arguments
        ]


def whole_number(text: str, option: str, lowest: int, highest: int) -> int:
    """Return the number that an option was given, or exit 2 and say what it takes."""
    typed = text.strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) < 12 and lowest <= int(typed) <= highest):
        fail(f"{option}: « {text} » ne va pas → écrivez un nombre entier de {lowest} à {highest}", code=2)
    return int(typed)
