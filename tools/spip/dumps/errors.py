"""Why a dump cannot be read."""

from __future__ import annotations

from plugins.core.problems import Problem


class DumpError(ValueError):
    """A dump cannot be read to its end; `str()` is one French line with its remedy.

    Never quotes what the dump holds.
    """

    def __init__(self, name: str, text: str, remedy: str) -> None:
        self.problem = Problem(name, 0, text, remedy)
        super().__init__(str(self.problem))


class Damaged(Exception):  # noqa: N818 — a reader's own sign, which `reading` turns into a `DumpError`
    """A reader met what it cannot read: `text` and `remedy` in French, without the file's name."""

    def __init__(self, text: str, remedy: str) -> None:
        super().__init__(text)
        self.text = text
        self.remedy = remedy


def cut() -> Damaged:
    """Return what is said of a file that ends too early."""
    return Damaged("cette copie est incomplète : sa fin manque", "téléchargez-la de nouveau, en entier")


def broken() -> Damaged:
    """Return what is said of a file whose content is damaged."""
    return Damaged("cette copie est abîmée", "téléchargez-la de nouveau depuis l’hébergeur")
