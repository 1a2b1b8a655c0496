"""Where everything stands in a Markdown file's header: the marks of YAML's reader, in the file's own text."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import yaml

from plugins.core.front_matter_bounds import bounds, lines_of, text_of
from plugins.texts.front_matter import HARD_SPACES, LOADER, FrontMatterError, parse_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Edit = tuple[int, int, str]
"""From where to where in the header's own text, and what comes there."""


class EditError(ValueError):
    """The edit cannot be made without harm; the message is French and for the editor."""


@dataclass(frozen=True)
class Place:
    """Where a field, or an entry of a list, stands in the header's own text."""

    text: str
    """Its value, where that is a text."""
    key: int
    """Where its name begins; for an entry, where it begins itself."""
    after_colon: int
    start: int
    end: int
    style: str | None
    """Its quotation mark, or the sign of a text on several lines."""
    entries: tuple[Place, ...] | None = None
    """Of a list of texts."""
    block_list: bool = False
    """Whether its entries, or names and values, have a line each."""
    nested: bool = False
    """Whether it holds more than texts: a list of lists, or of names and values."""

    @property
    def empty(self) -> bool:
        """Whether nothing stands after the colon."""
        return self.start == self.end


@dataclass(frozen=True)
class Header:
    """A file in three parts, and what stands where in the one between the fences."""

    above: str
    """To the end of the line of the first fence."""
    text: str
    """The lines of the header, each with its own ending."""
    below: str
    """The text below the second fence."""
    fence: str
    """The line of the second fence."""
    fields: Mapping[str, Place]
    starts: Sequence[int]
    """Where each line of the header starts, and where the last one ends."""

    @property
    def length(self) -> int:
        """Return the number of lines."""
        return len(self.starts) - 1

    @property
    def above_body(self) -> str:
        """Return everything to the end of the second fence."""
        return self.above + self.text + self.fence

    @property
    def opening_ending(self) -> str:
        """Return how the line of the first fence ends."""
        return _ending(self.above)

    @property
    def fence_ending(self) -> str:
        """Return how the line of the second fence ends; where the file ends with it, as the first."""
        return _ending(self.fence) or self.opening_ending

    def line_start(self, number: int) -> int:
        """Return where a line starts, counted from 0."""
        return self.starts[number]

    def line(self, number: int) -> str:
        """Return a line without its ending."""
        line = self.text[self.starts[number] : self.starts[number + 1]]
        return line.removesuffix(_ending(line))

    def ending(self, number: int) -> str:
        """Return how a line ends."""
        return _ending(self.text[self.starts[number] : self.starts[number + 1]])

    def end_of_line(self, offset: int) -> int:
        """Return where the line at an offset ends, before its line break."""
        return offset + len(re.match(r"[^\r\n]*", self.text[offset:])[0])  # type: ignore[index]

    def lines_of(self, place: Place) -> tuple[int, int]:
        """Return the numbers of the first and the last line of a field or an entry."""
        last = max(place.end, place.after_colon)
        return bisect_right(self.starts, place.key) - 1, bisect_right(self.starts, last) - 1

    def edited(self, edits: Iterable[Edit]) -> str:
        """Return the whole file with edits that do not overlap."""
        text = self.text
        for start, end, new in sorted(edits, reverse=True):
            text = text[:start] + new + text[end:]
        return self.above + text + self.fence + self.below


def read_header(data: bytes) -> Header:
    """Find everything in a file's header.

    Raises:
        EditError: it cannot be read, or is no list of fields with a line each.
    """
    try:
        parse_document(text_of(data))
    except FrontMatterError as error:
        raise EditError(f"{error.text} → {error.remedy}") from None
    except UnicodeDecodeError:
        raise EditError("le fichier n’est pas en UTF-8 → enregistrez-le avec l’encodage UTF-8") from None
    parts = re.split("(\r\n|\r|\n)", data.decode())
    lines = [line + ending for line, ending in zip(parts[::2], [*parts[1::2], ""], strict=True)]
    plain = lines_of(data)
    first, second = bounds(plain)
    own = lines[first + 1 : second]
    starts = list(accumulate(map(len, own), initial=0))
    fields = _fields("\n".join(plain[first + 1 : second]), starts)
    return Header(
        "".join(lines[: first + 1]),
        "".join(own),
        "".join(lines[second + 1 :]),
        lines[second],
        fields,
        starts,
    )


def _fields(header: str, starts: Sequence[int]) -> dict[str, Place]:
    """Return where each field stands.

    Args:
        header: its lines, ended by a line feed alone.
        starts: where each of them starts in the file's own text.
    """
    header = HARD_SPACES.sub(lambda found: re.sub(r"[\u00a0\u202f]", " ", found[0]), header)
    loader = LOADER(header)
    try:
        node = loader.get_single_node()
    finally:
        loader.dispose()
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        raise EditError("l’en-tête est entre accolades → écrivez un champ par ligne : « champ: valeur »")
    breaks = list(accumulate((len(line) + 1 for line in header.split("\n")), initial=0))

    def own(offset: int) -> int:
        line = bisect_right(breaks, offset) - 1
        return starts[line] + offset - breaks[line]

    def place(key: int, colon: int, value: Any) -> Place:
        end = _end(value, header)
        flat = isinstance(value, yaml.SequenceNode) and all(
            isinstance(entry, yaml.ScalarNode) for entry in value.value
        )
        start = value.start_mark.index
        return Place(
            value.value if isinstance(value, yaml.ScalarNode) else "",
            own(key),
            own(colon),
            own(start),
            own(max(start, end)),
            getattr(value, "style", None),
            tuple(place(e.start_mark.index, e.start_mark.index, e) for e in value.value) if flat else None,
            isinstance(value, yaml.CollectionNode) and not value.flow_style,
            isinstance(value, yaml.CollectionNode) and not flat,
        )

    return {
        key.value: place(key.start_mark.index, header.index(":", key.end_mark.index) + 1, value)
        for key, value in node.value
    }


def _end(node: Any, header: str) -> int:
    """Return where a value ends: YAML counts blank lines and comments to a list that they follow."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style:
        parts = [part for each in node.value for part in (each if isinstance(each, tuple) else (each,))]
        return max(_end(part, header) for part in parts)
    return len(header[: node.end_mark.index].rstrip())


def _ending(line: str) -> str:
    return re.search(r"(?:\r\n|\r|\n)?\Z", line)[0]  # type: ignore[index]
