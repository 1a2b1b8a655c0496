"""Follows which elements are open in a text, Markdown's and raw ones: what may stand and close where."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markdown_it.token import Token

from plugins.texts.allowed import CONTAINERS, FRAMES, LINES, VOID

if TYPE_CHECKING:
    from plugins.texts.mistakes import Mistakes
    from plugins.texts.raw_tags import RawTag

DEEPEST: Final = 30
"""Elements inside each other."""
_KINDS: Final = {
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), "heading"),
    "a": "link",
    "li": "list_item",
    "ol": "ordered_list",
    "p": "paragraph",
    "ul": "bullet_list",
}
"""Elements that Markdown's tokens call otherwise."""


@dataclass(frozen=True)
class _Open:
    name: str
    line: int
    raw: bool
    """Whether the editor wrote its tag."""


class OpenElements:
    """The elements that are open."""

    def __init__(self, mistakes: Mistakes) -> None:
        """Begin with none."""
        self.refused: Counter[str] = Counter()
        """Elements whose opening tag was refused: their closing tag is no second mistake."""
        self._mistakes = mistakes
        self._open: list[_Open] = []
        self._mistaken = False
        """Whether a tag was found without its other half: whatever follows may be a consequence."""

    def __len__(self) -> int:
        """Return how many are open."""
        return len(self._open)

    def __contains__(self, name: str) -> bool:
        """Tell whether an element of that name is open."""
        return any(element.name == name for element in self._open)

    @property
    def raw_parent(self) -> str:
        """The element that is open, if the editor wrote its tag."""
        return self._open[-1].name if self._open and self._open[-1].raw else ""

    def open(self, tag: RawTag, line: int) -> Token:
        """Open a raw element, and return its token."""
        self._open.append(_Open(tag.name, line, raw=True))
        if len(self._open) > DEEPEST:
            self.misplaced(line, "des balises trop emboîtées", "sortez-en quelques-unes")
        if tag.attribute_mistake:
            self._mistakes.add(line, *tag.attribute_mistake)
        kind = _KINDS.get(tag.name, tag.name)
        return Token(f"{kind}_open", tag.name, 1, dict(tag.allowed), map=[line, line + 1])

    def open_markdown(self, name: str, line: int) -> None:
        """Open an element of Markdown's own."""
        self._open.append(_Open(name, line, raw=False))

    def close_markdown(self) -> list[Token]:
        """Close Markdown's last element, and return what closes those that the editor left open in it."""
        closings = self.close_down_to(self._inside_markdown)
        self._open.pop()
        return closings

    def close(self, name: str, line: int) -> list[Token]:
        """Close the raw element that was opened last under a name, and return what closes it."""
        for place in range(len(self._open) - 1, self._inside_markdown - 1, -1):
            if self._open[place].name == name:
                closings = self.close_down_to(place + 1)
                self._open.pop()
                return [*closings, _closing(name)]
        if self.refused[name]:
            self.refused[name] -= 1
        elif name in VOID:
            self._mistakes.add(line, f"</{name}> n’existe pas", f"écrivez <{name}>")
        else:
            self.misplaced(line, f"</{name}> ne ferme rien", "retirez-la")
        return []

    def close_down_to(self, number: int) -> list[Token]:
        """Return what closes the elements that the editor left open, but for the first ones."""
        closings = []
        while len(self._open) > number:
            last = self._open.pop()
            remedy = f"ajoutez </{last.name}> dans le même paragraphe ou le même bloc"
            self.misplaced(last.line, f"<{last.name}> n’est pas fermée où elle doit l’être", remedy)
            closings.append(_closing(last.name))
        return closings

    def admits(self, name: str, line: int, shown: str = "du texte") -> bool:
        """Tell whether a block may stand here, and note the mistake if not.

        Args:
            name: of the element.
            line: where it stands.
            shown: what the editor wrote: the tag, or words.
        """
        parent = self.raw_parent
        parents = (LINES.get(name) or CONTAINERS.get(name, "")).split() if shown.startswith("<") else []
        if parents and parent not in parents:
            self.misplaced(
                line,
                f"{shown} n’est pas dans <{parents[0]}>",
                f"écrivez <{parents[0]}> autour, ou retirez-la",
            )
        elif parent in LINES or name not in FRAMES.get(parent, {name}):
            self.misplaced(line, f"{shown} ne peut pas être dans <{parent}>", f"fermez </{parent}> avant")
        else:
            return True
        return False

    def misplaced(self, line: int, text: str, remedy: str) -> None:
        """Note a tag that is not where it should be."""
        if not self._mistaken:
            self._mistakes.add(line, text, remedy)
        self._mistaken = True

    @property
    def _inside_markdown(self) -> int:
        """How many elements are open up to the last one of Markdown's own."""
        places = range(len(self._open) - 1, -1, -1)
        return next((place + 1 for place in places if not self._open[place].raw), 0)


def _closing(name: str) -> Token:
    return Token(f"{_KINDS.get(name, name)}_close", name, -1)
