"""Changes one field of a Markdown file, or its text, and not one other byte.

`ruamel.yaml` 0.19 gives back none of our 127 headers with its own settings (it breaks lines, moves lists),
and all with ours; but CRLF, and spaces at `:`, in brackets, before comments and at ends of lines, are lost.
So the edit is made in the text itself, at the marks that YAML's reader gives, and read back before it counts.

A field that is removed takes its lines along. Where a comment stands just above, `# name:` stays, as
`invoke new` writes it; a field that is set anew takes that place, else that of the section's order.
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from plugins.core.front_matter_bounds import text_of
from plugins.texts.front_matter import FrontMatterError, parse_document
from tools.editing.marks import EditError, Header, Place, read_header
from tools.editing.quoting import ALONE, IN_A_LIST, IN_BRACKETS, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plugins.texts.front_matter import Document
    from tools.editing.marks import Edit

Typed = str | tuple[str, ...]
"""What an editor gives a field: a text of one line, or a list of them."""

_NOT_WRITTEN = (
    "cette valeur ne peut pas s’écrire ici sans changer autre chose → modifiez la ligne dans le fichier"
)


def set_field(
    data: bytes, name: str, value: Typed, *, order: Sequence[str] = (), whole_line: bool = False
) -> bytes:
    """Return the file with another value of a field, which may be new.

    Args:
        data: the file.
        name: of the field.
        value: a text, or a list of texts.
        order: the section's fields: where a new one goes.
        whole_line: whether what YAML takes for a comment after the value was meant as a part of it.

    Raises:
        EditError: the value cannot be written there, or the header cannot be read.
    """
    if any("\n" in text or "\r" in text for text in ((value,) if isinstance(value, str) else value)):
        raise EditError("un champ tient sur une seule ligne → retirez le retour à la ligne")
    header = read_header(data)
    place = header.fields.get(name)
    if place is None:
        edits = [_added(header, name, value, order)]
    elif place.nested or _remarks(header, place):
        raise EditError(_NOT_WRITTEN)
    elif isinstance(value, str):
        edits = [_text_edit(header, place, value, whole_line=whole_line)]
    else:
        edits = list(_list_edits(header, place, value))
    return _checked(data, header.edited(edits), name, value)


def remove_field(data: bytes, name: str) -> bytes:
    """Return the file without a field; the same when it has none.

    Raises:
        EditError: the header cannot be read.
    """
    header = read_header(data)
    place = header.fields.get(name)
    if place is None:
        return data
    first, last = header.lines_of(place)
    start, stop = header.line_start(first), header.line_start(last + 1)
    above = header.line(first - 1) if first else ""
    indent = " " * (place.key - start)
    kept = f"{indent}# {name}:{header.ending(last)}" if above.lstrip().startswith("#") else ""
    return _checked(data, header.edited([(start, stop, kept)]), name, None)


def is_simple_list(header: Header, name: str) -> bool:
    """Tell whether a field is a list of texts, with no comment among them: its entries can be edited."""
    place = header.fields.get(name)
    return place is not None and place.entries is not None and not _remarks(header, place)


def replace_body(data: bytes, text: str) -> bytes:
    """Return the file with another text below its header; lines that are the same keep their endings.

    Raises:
        EditError: the header cannot be read, or the text cannot be written in UTF-8.
    """
    header = read_header(data)
    made = _encoded(header.above_body + _with_endings(header.below, text, header.fence_ending))
    if parse_document(text_of(made)).body != _plain(text):
        raise EditError(_NOT_WRITTEN)
    return made


def replace_all(data: bytes, text: str) -> bytes:
    """Return the file with another text, header and all: for one whose header cannot be read.

    Raises:
        EditError: the text cannot be written in UTF-8.
    """
    old = data.decode()
    mark = old[: len(old) - len(old.lstrip("\ufeff"))]
    return _encoded(mark + _with_endings(old[len(mark) :], text, "\n"))


def _with_endings(old: str, text: str, ending: str) -> str:
    """Return a text of which each line ends as it did, and a new one as the line above it."""
    lines = _plain(text).split("\n")
    parts = re.split("(\r\n|\r|\n)", old)
    texts, endings = parts[::2], [*parts[1::2], ""]
    known: list[str | None] = [None] * len(lines)
    if len(set(endings[:-1])) <= 1:
        ending = endings[0] or ending
    else:
        for old_at, new_at, size in difflib.SequenceMatcher(None, texts, lines).get_matching_blocks():
            known[new_at : new_at + size] = endings[old_at : old_at + size]
    made = []
    for line, own in zip(lines[:-1], known, strict=False):
        ending = own or ending
        made.append(line + ending)
    return "".join([*made, lines[-1]])


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise EditError("un caractère est incomplet → retapez ce qui l’entoure") from None


def _checked(before: bytes, after: str, name: str, value: Typed | None) -> bytes:
    """Return the edited file, once it is read back: the value is there, and nothing else has changed."""
    data = _encoded(after)
    try:
        old, new = parse_document(text_of(before)), parse_document(text_of(data))
    except FrontMatterError as error:
        raise EditError(f"{error.text} → {error.remedy}") from None
    found = new.fields[name].value if name in new.fields else None
    same = _others(old, name) == _others(new, name) and old.body == new.body
    if not same or found != (list(value) if isinstance(value, tuple) else value):
        raise EditError(_NOT_WRITTEN)
    return data


def _others(document: Document, name: str) -> list[object]:
    """Return the other fields; a text on several lines ends with a line break unless it ends the header."""
    return [
        (key, each.value.strip() if isinstance(each.value, str) else each.value, each.lost)
        for key, each in document.fields.items()
        if key != name
    ]


def _added(header: Header, name: str, value: Typed, order: Sequence[str]) -> Edit:
    """Return how a new field comes in: in the place of its commented line, else after its predecessor."""
    waiting = re.compile(rf"(?P<indent> *)#[ \u00a0]*{re.escape(name)}[ \u00a0]*:\s*")
    taken = {line for place in header.fields.values() for line in _range(header, place)}
    for number in range(header.length):
        found = waiting.fullmatch(header.line(number))
        if found and number not in taken:
            ending = header.ending(number)
            lines = _new_lines(name, value, found["indent"], ending)
            return header.line_start(number), header.line_start(number + 1), lines
    earlier = order[: order.index(name)] if name in order else ()
    above = next((header.fields[each] for each in reversed(earlier) if each in header.fields), None)
    first = next(iter(header.fields.values()), None)
    sample = above or first
    indent = " " * (sample.key - header.line_start(header.lines_of(sample)[0])) if sample else ""
    if above is None and (name in order or first is None):
        number = 0
    else:
        number = header.lines_of(above)[1] + 1 if above else header.length
    ending = header.ending(number - 1) if number else header.opening_ending
    start = header.line_start(number)
    return start, start, _new_lines(name, value, indent, ending)


def _range(header: Header, place: Place) -> range:
    first, last = header.lines_of(place)
    return range(first, last + 1)


def _new_lines(name: str, value: Typed, indent: str, ending: str) -> str:
    if isinstance(value, str):
        return f"{indent}{name}: {written(value, None, ALONE)}{ending}"
    if not value:
        return f"{indent}{name}: []{ending}"
    entries = "".join(f"{indent}  - {written(text, None, IN_A_LIST)}{ending}" for text in value)
    return f"{indent}{name}:{ending}{entries}"


def _text_edit(header: Header, place: Place, value: str, *, whole_line: bool) -> Edit:
    if place.empty:
        return place.start, place.start, f" {written(value, None, ALONE)}"
    if place.block_list:
        return place.after_colon, place.end, f" {written(value, None, ALONE)}"
    end = header.end_of_line(place.end) if whole_line else place.end
    return place.start, end, written(value, place.style, ALONE)


def _list_edits(header: Header, place: Place, values: tuple[str, ...]) -> Iterator[Edit]:
    if place.entries is None:  # a text, or nothing
        if place.empty and values:
            number = header.lines_of(place)[1]
            start, ending = header.line_start(number + 1), header.ending(number)
            indent = " " * (place.key - header.line_start(number))
            entries = (f"{indent}  - {written(text, None, IN_A_LIST)}{ending}" for text in values)
            yield start, start, "".join(entries)
        else:
            space = " " if place.empty else ""
            yield place.start, place.end, space + _in_brackets(header, place, values)
    elif not place.block_list:
        yield place.start, place.end, _in_brackets(header, place, values)
    elif not values:
        yield place.after_colon, place.end, " []"
    else:
        yield from _entry_edits(header, place.entries, values)


def _in_brackets(header: Header, place: Place, values: tuple[str, ...]) -> str:
    entries = place.entries or ()
    typed = {entry.text: header.text[entry.start : entry.end] for entry in entries}
    style = entries[0].style if entries else place.style
    return f"[{', '.join(typed.get(text) or written(text, style, IN_BRACKETS) for text in values)}]"


def _entry_edits(header: Header, entries: Sequence[Place], values: tuple[str, ...]) -> Iterator[Edit]:
    """Yield what changes of a list with an entry a line: entries that stay keep their lines."""
    matcher = difflib.SequenceMatcher(None, [entry.text for entry in entries], values, autojunk=False)
    for _, old_from, old_to, new_from, new_to in (
        code for code in matcher.get_opcodes() if code[0] != "equal"
    ):
        pairs = min(old_to - old_from, new_to - new_from)
        for entry, text in zip(entries[old_from:old_to], values[new_from:new_to], strict=False):
            yield entry.start, entry.end, written(text, entry.style, IN_A_LIST)
        for entry in entries[old_from + pairs : old_to]:
            first, last = header.lines_of(entry)
            yield header.line_start(first), header.line_start(last + 1), ""
        if new_from + pairs < new_to:
            yield _new_entries(header, entries, old_from + pairs, values[new_from + pairs : new_to])


def _new_entries(header: Header, entries: Sequence[Place], at: int, values: Sequence[str]) -> Edit:
    """Return the lines of entries that come before the one at a place, written as their neighbour is."""
    neighbour = entries[max(at - 1, 0)]
    first, last = header.lines_of(neighbour)
    dash = header.text[header.line_start(first) : neighbour.start].rstrip() + " "
    lines = (f"{dash}{written(text, neighbour.style, IN_A_LIST)}{header.ending(last)}" for text in values)
    start = header.line_start(last + 1 if at else first)
    return start, start, "".join(lines)


def _remarks(header: Header, place: Place) -> bool:
    """Tell whether more than signs and spaces stands among the entries of a list."""
    if place.entries is None:
        return False
    entries = place.entries
    starts = [place.after_colon if place.block_list else place.start, *(entry.end for entry in entries)]
    stops = [*(entry.start for entry in entries), place.end]
    if place.block_list:
        stops[-1] = header.end_of_line(place.end)
        alone = all(
            re.fullmatch(
                r" *-[ \u00a0]*", header.text[header.line_start(header.lines_of(entry)[0]) : entry.start]
            )
            for entry in entries
        )
        if not alone:
            return True
    gaps = "".join(header.text[start:stop] for start, stop in zip(starts, stops, strict=True))
    return re.fullmatch(r"[-\s]*" if place.block_list else r"[\[\],\s]*", gaps) is None
