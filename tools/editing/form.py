"""One Markdown file as a form: each line of its header as a field to fill in, its text, and what is wrong.

In: a file's bytes and the vocabularies. Out: a `FormPage`. Problems are the build's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from plugins.checks.sources.values import FREE_TEXTS, NUMBER, YEAR
from plugins.core.fields import FieldKind
from plugins.core.front_matter_bounds import lines_of, text_of
from plugins.texts.dates import read_day, read_partial_date
from tools.editing.header import is_simple_list
from tools.editing.marks import EditError, read_header
from tools.editing.problems import problems_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from plugins.core.fields import Field
    from plugins.core.vocabularies import Vocabulary
    from plugins.texts.front_matter import Value
    from plugins.texts.sources import Source
    from tools.editing.marks import Header
    from tools.editing.problems import FormProblem

RAW: Final = "raw"
WIDGETS: Final = {
    FieldKind.TEXT: "text",
    FieldKind.SUMMARY: "long",
    FieldKind.DATE: "date",
    FieldKind.PARTIAL_DATE: "partial_date",
    FieldKind.MOMENT: "moment",
    FieldKind.END: "text",
    FieldKind.DATES: "list",
    FieldKind.RHYTHM: "list",
    FieldKind.COMMUNE: "text",
    FieldKind.COORDINATES: "list",
    FieldKind.FLAG: "flag",
    FieldKind.NUMBER: "number",
    FieldKind.YEAR: "number",
    FieldKind.PERIOD: "text",
    FieldKind.STATUS: "choice",
    FieldKind.TERM: "choice",
    FieldKind.TERMS: "choices",
    FieldKind.LINK: "text",
    FieldKind.EMAIL: "text",
    FieldKind.FILE: "file",
    FieldKind.MENTIONS: "list",
    FieldKind.AGENDA: "list",
    FieldKind.OLD_ADDRESSES: "list",
    FieldKind.SENTENCES: "list",
    FieldKind.NOTES: "list",
}
"""What each kind of field is filled in with."""
LISTS: Final = ("list", "choices")
DRAFT: Final = ("brouillon", "Brouillon : dans l’aperçu seulement")
PUBLISHED: Final = "Publié, ou à sa date"


class Choice(NamedTuple):
    """One value to choose."""

    value: str
    label: str


@dataclass(frozen=True)
class FormField:
    """One line of the header."""

    name: str
    label: str
    help: str
    required: bool
    widget: str
    """One of `WIDGETS`' values, or `raw`: shown as it is typed, and not to be changed in the form."""
    value: str | tuple[str, ...]
    """A list for the widgets `list` and `choices`, else a text."""
    raw: str
    """Its lines as they are typed; empty when it is not there."""
    choices: tuple[Choice, ...]
    present: bool
    problems: tuple[str, ...]


@dataclass(frozen=True)
class FormPage:
    """Everything that the form of one file shows."""

    source: Source
    token: str
    fields: tuple[FormField, ...]
    body: str
    """The text below the header; the whole file when `whole`."""
    body_line: int
    """Its first line in the file, from 1."""
    whole: bool
    """Whether `body` is the whole file, without fields: its header cannot be read, or it was asked for."""
    chosen: bool
    """Whether it was asked for: to change what the form shows as it is typed."""
    problems: tuple[FormProblem, ...]
    """Every problem, those of the fields among them."""
    notes: tuple[str, ...]

    @property
    def title(self) -> str:
        """Return the title, or the file's name where there is none."""
        title = next((field.value for field in self.fields if field.name == "titre"), "")
        return title if isinstance(title, str) and title.strip() else self.source.path


def form_page(
    source: Source,
    data: bytes,
    content: Path,
    vocabularies: Mapping[str, Vocabulary],
    token: str,
    *,
    whole: bool = False,
) -> FormPage:
    """Return the form of a file that is UTF-8.

    Args:
        source: the file, checked.
        data: its bytes.
        content: the content folder.
        vocabularies: what the fields are chosen from.
        token: of the session.
        whole: to edit the file as one text, header and all.
    """
    document, problems = None if whole else source.document, problems_of(source, content)
    return FormPage(
        source,
        token,
        tuple(_fields(source, data, vocabularies, problems)) if document else (),
        document.body if document else text_of(data),
        document.body_line if document else 1,
        document is None,
        whole and source.document is not None,
        problems,
        tuple(_notes(source)),
    )


def _notes(source: Source) -> Iterator[str]:
    if source.is_draft:
        yield "Brouillon : la page se voit dans l’aperçu seulement."
    questions = source.value("a_confirmer")
    if isinstance(questions, list):
        yield from (f"À confirmer : {question}" for question in questions)


def _fields(
    source: Source, data: bytes, vocabularies: Mapping[str, Vocabulary], problems: Iterable[FormProblem]
) -> Iterator[FormField]:
    """Yield the section's fields, then what else the header holds."""
    lines, typed = lines_of(data), source.document.fields if source.document else {}
    try:
        header = read_header(data)
    except EditError:  # fields between braces: they are shown, and changed in the file
        header = None
    names = [field.name for field in source.section.fields]
    for name in [*names, *(name for name in typed if name not in names)]:
        field, value = source.section.field(name), typed.get(name)
        widget = widget_of(field, value, header)
        messages = tuple(problem["message"] for problem in problems if problem["champ"] == name)
        yield FormField(
            name,
            field.label if field else name,
            field.help if field else "ce champ n’est pas connu : il se modifie dans le fichier",
            bool(field and field.required),
            widget,
            _value(widget, value, field),
            _raw(lines, header, value, name),
            _choices(field, value, vocabularies) if widget in ("choice", "choices") else (),
            value is not None,
            messages,
        )


def widget_of(field: Field | None, value: Value | None, header: Header | None) -> str:
    """Return what a field is filled in with: `raw` when more than its value would change with it."""
    if field is None or header is None:
        return RAW
    widget = WIDGETS.get(field.kind, RAW)
    if value is None or value.blank:
        return widget
    if isinstance(value.value, list):
        return widget if widget in LISTS and is_simple_list(header, field.name) else RAW
    if not isinstance(value.value, str) or "\n" in value.value.strip():
        return RAW
    if widget in LISTS:  # one text where a list belongs, as a rule of a bistrot's dates
        return "text"
    return widget if _fits(widget, field.kind, value.value) else "text"


def _fits(widget: str, kind: FieldKind, value: str) -> bool:
    """Tell whether a widget can show a value as it is: a browser's controls empty what they do not know."""
    if widget == "date":
        return read_day(value) is not None
    if widget == "partial_date":
        return read_partial_date(value) is not None
    if widget == "number":
        return bool((YEAR if kind is FieldKind.YEAR else NUMBER).fullmatch(value))
    return widget != "flag" or value == "oui"


def whole_line(field: Field, value: Value | None) -> bool:
    """Tell whether what YAML takes for a comment after a value was meant as a part of it."""
    return value is not None and (value.cut or (bool(value.lost) and field.kind in FREE_TEXTS))


def _value(widget: str, value: Value | None, field: Field | None) -> str | tuple[str, ...]:
    content = value.value if value else ""
    if widget in LISTS:
        return tuple(str(entry) for entry in content) if isinstance(content, list) else ()
    if value is None or value.blank or not isinstance(content, str):
        return ""
    return f"{content} {value.lost}" if field and whole_line(field, value) else content.strip()


def _raw(lines: list[str], header: Header | None, value: Value | None, name: str) -> str:
    if value is None:
        return ""
    if header is None:
        return value.raw
    first, last = header.lines_of(header.fields[name])
    return "\n".join(lines[value.line - 1 : value.line + last - first])


def _choices(
    field: Field | None, value: Value | None, vocabularies: Mapping[str, Vocabulary]
) -> tuple[Choice, ...]:
    """Return what may be chosen, and what the file has besides."""
    if field is None:
        return ()
    terms = vocabularies.get(field.vocabulary, {})
    content = value.value if value and not value.blank else []
    pairs = [(name, term.label) for name, term in terms.items()]
    if field.kind is FieldKind.STATUS:  # where no line says so, a page is published
        pairs = [DRAFT, ("publie" if content else "", PUBLISHED)]
    own = map(str, content) if isinstance(content, list) else (str(content),)
    known = dict(pairs)
    return tuple(Choice(*pair) for pair in {**known, **{word: known.get(word, word) for word in own}}.items())
