"""An edit changes its own field and not one other byte: on every page of the site, and on headers made to be odd."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.core.front_matter_bounds import text_of
from plugins.core.invisible import unseen_characters
from plugins.core.sections import SECTIONS, Section
from plugins.core.vocabularies import read_vocabularies
from plugins.texts.front_matter import parse_document
from tools.build import ROOT
from tools.editing.header import is_simple_list, remove_field, replace_all, replace_body, set_field
from tools.editing.marks import EditError, read_header
from tools.scaffold import COMMANDS, new_front_matter

if TYPE_CHECKING:
    from tools.editing.header import Typed

CONTENT = ROOT / "content"
AWKWARD = (
    "",
    "~",
    "yes",
    "2024",
    "14:30",
    "a: b",
    "a #b",
    "# a",
    "- a",
    "-",
    "?",
    ": a",
    "a:",
    "& a",
    "*a",
    "!a",
    "@a",
    "`a`",
    "%a",
    "|",
    ">",
    "[a, b]",
    "{a: b}",
    "a, b",
    "]",
    "'a'",
    "l'été",
    '"a"',
    'a "b" \\ c',
    "\\",
    "---",
    "...",
    " a ",
    "\u00a0a\u00a0",
    "👩‍🏫 « é »",
    "œ" * 3000,
)


def lines_of(data: bytes) -> list[bytes]:
    return re.findall(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", data)


def own_lines(data: bytes, name: str) -> tuple[int, int]:
    """Return from which line to which a field goes: to the next line that is not indented and no entry."""
    first = parse_document(text_of(data)).fields[name].line - 1
    lines = lines_of(data)
    last = first + 1
    for number in range(first + 1, len(lines)):
        if lines[number].strip() == b"---" or (
            lines[number].strip() and lines[number][:1] not in (b" ", b"-")
        ):
            break
        if lines[number].strip():
            last = number + 1
    return first, last


def value_of(data: bytes, name: str) -> object:
    fields = parse_document(text_of(data)).fields
    return fields[name].value if name in fields else None


def assert_only(before: bytes, after: bytes, name: str) -> None:
    """Check that nothing but the lines of one field differs, wherever it stood and stands."""
    rest = []
    for data in (before, after):
        lines = lines_of(data)
        if value_of(data, name) is not None:
            first, last = own_lines(data, name)
            del lines[first:last]
        rest.append([line for line in lines if line.strip() != f"# {name}:".encode()])
    assert rest[0] == rest[1]


def files_of(section: Section) -> list[bytes]:
    return [file.read_bytes() for file in sorted((CONTENT / section.folder).glob("*.md"))]


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_every_field_of_every_page_is_set_changed_and_removed_alone(section: Section) -> None:
    order = [field.name for field in section.fields]
    for data in files_of(section):
        for name in order:
            for value in ("Une valeur : « oui » #1", ("un", "deux: trois")):
                changed = set_field(data, name, value, order=order)
                assert value_of(changed, name) == (list(value) if isinstance(value, tuple) else value)
                assert_only(data, changed, name)
            removed = remove_field(changed, name)
            assert value_of(removed, name) is None
            assert_only(data, removed, name)
            assert value_of(data, name) is not None or removed == data


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_what_stands_in_every_page_set_again_changes_nothing(section: Section) -> None:
    for data in files_of(section):
        document = parse_document(text_of(data))
        assert replace_body(data, document.body) == data
        assert replace_all(data, text_of(data)) == data
        header = read_header(data)
        for name, typed in document.fields.items():
            if isinstance(typed.value, str):
                assert set_field(data, name, typed.value) == data
            elif is_simple_list(header, name):
                assert set_field(data, name, tuple(map(str, typed.value))) == data


# --- headers made to be odd

PIECES = (
    "titre: Un titre   ",
    'titre : "Un \\"titre\\""  # sûr ?',
    "titre:\n  'Un titre'",
    "titre: >\n  Un titre\n  en deux lignes",
    "titre:",
    "titre: # à faire",
    "titre:\u00a0Un titre\u00a0",
    "themes: [a,  'b' ]  # deux",
    "themes:\n- a\n- 'b'",
    "themes:\n    - a\n\n    - b: c",
    "themes:\n  # le premier\n  - a  # ici\n  - b",
    "themes: []",
    "themes: un seul",
    "# themes:",
    "# la fin, si on la connaît",
    "# fin:",
    "fin: 17:00",
    "",
    "inconnu: {a: b}",
    "date: 2024-03",
)
NAMES = ("titre", "resume", "date", "themes", "fin", "inconnu")
TEXTS = st.sampled_from(AWKWARD) | st.text(max_size=30)
VALUES = TEXTS | st.lists(TEXTS, max_size=4).map(tuple)


@st.composite
def odd_files(draw: st.DrawFn) -> bytes:
    """Return a file that can be read, with any pieces in any order and any endings of lines."""
    pieces = draw(st.lists(st.sampled_from(PIECES), max_size=8))
    chosen = {piece.partition(":")[0].strip(): piece for piece in pieces}
    text = "\n".join(
        ["---", *chosen.values(), "---", draw(st.sampled_from(("", "\nUn texte.\n\nFin", "a\n")))]
    )
    kinds = draw(st.sampled_from((("\n",), ("\r\n",), ("\r",), ("\n", "\r\n"))))
    endings = draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=5))
    lines = text.split("\n")
    ended = [line + endings[number % len(endings)] for number, line in enumerate(lines[:-1])]
    return (draw(st.sampled_from(("", "\ufeff"))) + "".join([*ended, lines[-1]])).encode()


def may_be_refused(value: Typed) -> bool:
    texts = (value,) if isinstance(value, str) else value
    return any(unseen_characters(text, one_line=True) or set(text) & set("\t\n\r") for text in texts)


@given(odd_files(), st.sampled_from(NAMES), VALUES)
@example(b"---\ntitre: 'a'\r\n# fin:\r\n---\n", "fin", ("👩‍🏫", "# a"))
def test_an_odd_header_changes_in_one_field_or_is_refused(data: bytes, name: str, value: Typed) -> None:
    simple = is_simple_list(read_header(data), name) or not isinstance(value_of(data, name), list | dict)
    try:
        changed = set_field(data, name, value, order=NAMES)
    except EditError:
        assert may_be_refused(value) or not simple
        return
    assert value_of(changed, name) == (list(value) if isinstance(value, tuple) else value)
    assert_only(data, changed, name)
    if value_of(data, name) == value_of(changed, name):
        assert changed == data or value_of(data, name) in ("", [])


@given(odd_files(), st.sampled_from(NAMES))
def test_a_removed_field_takes_its_lines_along_and_comes_back_to_its_place(data: bytes, name: str) -> None:
    removed = remove_field(data, name)
    assert value_of(removed, name) is None
    assert_only(data, removed, name)
    again = set_field(removed, name, "de nouveau", order=NAMES)
    assert_only(data, again, name)
    assert remove_field(again, name) in (removed, remove_field(again, name))


@given(odd_files(), st.text(alphabet="ab é\n\u200b", max_size=30))
def test_another_text_leaves_the_header_and_the_lines_that_stay(data: bytes, text: str) -> None:
    changed = replace_body(data, text)
    above = len(read_header(data).above_body.encode())
    assert changed[:above] == data[:above]
    assert parse_document(text_of(changed)).body == text
    assert replace_body(changed, text) == changed


def test_a_line_break_that_would_melt_into_the_fence_is_refused() -> None:
    with pytest.raises(EditError):
        replace_body(b"---\rtitre: a\n---\ra\n", "\n")


def test_the_style_that_stood_there_is_kept_and_a_comment_stays() -> None:
    data = b"---\r\ntitre: 'l''eau'  # relu\ndate:   2024\n---"
    assert set_field(data, "titre", "d'eau") == b"---\r\ntitre: 'd''eau'  # relu\ndate:   2024\n---"
    assert set_field(data, "date", "2025") == b"---\r\ntitre: 'l''eau'  # relu\ndate:   2025\n---"


def test_a_list_keeps_the_lines_of_the_entries_that_stay() -> None:
    data = b"---\nthemes:\n  -   'a'\r\n  - b\n---\n"
    assert set_field(data, "themes", ("z", "a", "c")) == b"---\nthemes:\n  - 'z'\r\n  -   'a'\r\n  - c\n---\n"
    assert set_field(data, "themes", ()) == b"---\nthemes: []\n---\n"


def test_the_commented_line_of_a_new_page_is_filled_in_and_left_again() -> None:
    data = b"---\ntitre: a\n# quand il se termine (facultatif)\n# fin:\nlieu: b\n---\n"
    filled = set_field(data, "fin", "17:00", order=("titre", "lieu", "fin"))
    assert filled == data.replace(b"# fin:", b"fin: 17:00")
    assert remove_field(filled, "fin") == data


@pytest.mark.parametrize("section", COMMANDS.values(), ids=COMMANDS)
def test_every_field_of_a_new_page_is_filled_in_where_it_waits(section: Section) -> None:
    vocabularies = read_vocabularies(CONTENT)
    data = new_front_matter(section, "Un titre", dt.date(2024, 6, 1), vocabularies).encode()
    order = [field.name for field in section.fields]
    for field in section.fields:
        filled = set_field(data, field.name, ("un", "deux"), order=order)
        place = [line.partition(b":")[0].lstrip(b"# ") for line in lines_of(data)].index(field.name.encode())
        assert lines_of(filled)[place].startswith(f"{field.name}:".encode())
        assert lines_of(filled)[:place] == lines_of(data)[:place]
        if value_of(data, field.name) is None:
            assert remove_field(filled, field.name) == data


def test_a_new_field_goes_to_its_place_in_the_order() -> None:
    data = b"---\ntitre: a\nlieu: b\n---\n"
    assert (
        set_field(data, "date", "2024", order=("titre", "date", "lieu"))
        == b"---\ntitre: a\ndate: 2024\nlieu: b\n---\n"
    )
    assert (
        set_field(data, "date", "2024", order=("date", "titre"))
        == b"---\ndate: 2024\ntitre: a\nlieu: b\n---\n"
    )


def test_what_yaml_takes_for_a_comment_is_written_as_it_was_meant() -> None:
    data = b"---\ntitre: Colloque #3\n---\n"
    assert set_field(data, "titre", "Colloque #4", whole_line=True) == b'---\ntitre: "Colloque #4"\n---\n'


@pytest.mark.parametrize("header", ["titre: [", "{titre: a}", "titre: a\ntitre: b", "titre:\ta"])
def test_a_header_that_cannot_be_edited_is_refused_and_not_touched(header: str) -> None:
    with pytest.raises(EditError, match="→"):
        set_field(f"---\n{header}\n---\n".encode(), "titre", "b")
