"""Takes a Markdown file apart: its YAML front matter, field by field with line numbers, and its body.

YAML itself is lenient: it keeps the last of two equal keys, reads `2024` or `no`
as something else than the text that was typed, cuts « Colloque #3 » at its `#`, and
forgets on which line anything stood. Here every value is the text as typed, each
field keeps its line, and what YAML would swallow is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import yaml

from plugins.core.front_matter_bounds import bounds
from plugins.core.invisible import unseen_characters

LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Reads every scalar as the text that it is; the fields' kinds decide what it means."""
HARD_SPACES: Final = re.compile(r"^\w+[ \u00a0\u202f]*:[ \u00a0\u202f]+|[\u00a0\u202f]+$", re.MULTILINE)
"""No-break spaces around a field's colon, as French keyboards type them, and at the end of a line."""
BROKEN: Final = re.compile(r"""^\w+ *:(?: *"(?:[^"\\\n]|\\.)*| *'[^'\n]*|[^ \n].*)$""", re.MULTILINE)
"""A quotation mark that is not closed on its line, or a colon without a space: YAML stops further on."""
ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
"""What YAML reads as another letter between quotation marks, and an editor means as typed."""
BACKSLASH: Final = ("une barre oblique inverse seule entre guillemets", "doublez-la : « \\\\ »")

MOST_LINES: Final = 500
"""Lines of a header: the longest of ours has 30, and reading takes time that grows with their square."""

Content = str | list[object] | dict[str, object]
"""A text, a list of texts, or texts by name: what stands beside a field's name."""


@dataclass(frozen=True)
class Value:
    """What stands beside a field's name: the value, in texts; the whole as typed; its line."""

    value: Content
    raw: str
    line: int
    lost: str = ""
    """What YAML takes for a comment after a text without quotation marks: « #3 du CVTS »."""

    @property
    def blank(self) -> bool:
        """Whether nothing was filled in."""
        return is_blank(self.value)

    @property
    def cut(self) -> bool:
        """Whether what is lost is no remark: « #3 », without a space after its sign."""
        return bool(self.lost) and not self.lost.startswith("# ")

    def line_with(self, *parts: str) -> int:
        """Return the line of the first entry that holds these texts; a list may start below its name."""
        for number, text in enumerate(self.raw.split("\n"), start=self.line + self.raw.startswith("-")):
            if all(part in text for part in parts):
                return number
        return self.line


@dataclass(frozen=True)
class Document:
    """A Markdown file in two parts; lines count from 1."""

    fields: Mapping[str, Value]
    body: str
    body_line: int


class FrontMatterError(ValueError):
    """The front matter cannot be read; the message is French and says the remedy after `→`."""

    def __init__(self, line: int, text: str, remedy: str) -> None:
        super().__init__(f"{text} → {remedy}")
        self.line = line
        self.text = text
        self.remedy = remedy


def is_blank(content: object) -> bool:
    """Tell whether a value is nothing: an empty text, YAML's `~`, or an empty list."""
    return content.strip() in ("", "~") if isinstance(content, str) else not content


def yaml_text(value: str) -> str:
    """Write a text between straight quotation marks, as YAML reads it."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def parse_document(text: str) -> Document:
    """Split a file's text into fields and body.

    Raises:
        FrontMatterError: there is no front matter, or YAML cannot read it.
    """
    lines = text.split("\n")
    start, end = bounds(lines)
    if start < 0:
        raise FrontMatterError(
            1,
            "le fichier ne commence pas par un en-tête",
            "commencez le fichier par une ligne « --- », les champs, puis une ligne « --- »",
        )
    if end < 0:
        raise FrontMatterError(
            start + 1,
            "l’en-tête n’est pas fermé",
            "ajoutez une ligne « --- » après le dernier champ",
        )
    header = lines[start + 1 : end]
    if len(header) > MOST_LINES:
        raise FrontMatterError(
            start + 2 + MOST_LINES,
            f"l’en-tête a plus de {MOST_LINES} lignes",
            "vérifiez la ligne « --- » qui le ferme ; le texte de la page vient après elle",
        )
    for index, line in enumerate(header, start=start + 2):
        if "\t" in line:
            raise FrontMatterError(index, "une tabulation dans l’en-tête", "remplacez-la par des espaces")
        for unseen in unseen_characters(line, one_line=True):
            raise FrontMatterError(index, f"{unseen.text} dans l’en-tête", unseen.remedy)
    try:
        fields = _fields("\n".join(header), offset=start + 2)
    except RecursionError:
        raise FrontMatterError(
            start + 2,
            "une valeur de l’en-tête contient des listes dans des listes",
            "écrivez chaque champ sur une ligne : « champ: valeur » ou « champ: [un, deux] »",
        ) from None
    return Document(fields, "\n".join(lines[end + 1 :]), end + 2)


def _fields(header: str, offset: int) -> dict[str, Value]:
    """Read the YAML block; `offset` is the file's line on which it starts."""
    header = HARD_SPACES.sub(lambda found: re.sub(r"[\u00a0\u202f]", " ", found[0]), header)
    loader = LOADER(header)
    try:
        node = loader.get_single_node()
        values = loader.construct_document(node) if node else {}
    except yaml.YAMLError as error:
        line = offset + _line_of(error, header)
        if re.search("escape|hex", getattr(error, "problem", None) or ""):
            raise FrontMatterError(line, *BACKSLASH) from error
        raise FrontMatterError(
            line,
            "l’en-tête n’est pas du YAML lisible",
            "écrivez « champ: valeur » avec une espace, et mettez la valeur entre guillemets droits "
            "si elle contient « : », « # » ou commence par un signe",
        ) from error
    finally:
        loader.dispose()
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode):
        raise FrontMatterError(
            offset,
            "l’en-tête n’est pas une suite de champs",
            "écrivez un champ par ligne : « champ: valeur »",
        )
    fields: dict[str, Value] = {}
    seen: set[int] = set()
    for key, value in node.value:
        name = str(key.value)
        line = offset + header.count("\n", 0, key.start_mark.index)
        if name in fields:
            raise FrontMatterError(
                line, f"le champ « {name} » est écrit deux fois", "gardez une seule des deux lignes"
            )
        raw = header[value.start_mark.index : value.end_mark.index].strip()
        scalars = list(_scalars(value, seen))
        if None in scalars or any(_is_order(part, header) for part in (key, value, *filter(None, scalars))):
            raise FrontMatterError(
                line,
                f"« {name} » contient « & », « * » ou « ! » là où YAML y lit un ordre",
                "mettez le texte entre guillemets droits",
            )
        if any(scalar and _has_escape(scalar, header) for scalar in scalars):
            raise FrontMatterError(line, *BACKSLASH)
        cuts = filter(None, (_cut(scalar, header) for scalar in scalars if scalar))
        lost = min(cuts, key=lambda cut: cut.startswith("# "), default="")
        fields[name] = Value(values[key.value], raw, line, lost)
    return fields


def _line_of(error: yaml.YAMLError, header: str) -> int:
    """Return the line to mend, from 0: where quotes or brackets were opened, else where YAML stops."""
    broken = BROKEN.search(header)
    if broken:
        return header.count("\n", 0, broken.start())
    context = getattr(error, "context", None) or ""
    inside = context.startswith(("while parsing a flow", "while scanning a quoted"))
    mark = getattr(error, "context_mark" if inside else "problem_mark", None)
    return header.count("\n", 0, mark.index) if mark else 0


def _is_order(node: yaml.Node, header: str) -> bool:
    """Tell whether a part begins with an anchor or a tag, which YAML does not give back."""
    return header[node.start_mark.index : node.start_mark.index + 1] in ("&", "!")


def _has_escape(scalar: yaml.ScalarNode, header: str) -> bool:
    """Tell whether YAML changes what follows a backslash, except a quotation mark and another backslash."""
    if scalar.style != '"':
        return False
    typed = header[scalar.start_mark.index : scalar.end_mark.index]
    return any(letter not in '"\\' for letter in ESCAPE.findall(typed))


def _scalars(node: yaml.Node, seen: set[int]) -> Iterator[yaml.ScalarNode | None]:
    """Yield the texts of a value; None for a part that stands twice (an alias), which is not walked again."""
    if id(node) in seen:
        yield None
        return
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        yield node
        return
    for part in node.value:
        for inner in part if isinstance(part, tuple) else (part,):
            yield from _scalars(inner, seen)


def _cut(scalar: yaml.ScalarNode, header: str) -> str:
    """Return what YAML takes for a comment after a text without quotation marks."""
    rest = header[scalar.end_mark.index :].partition("\n")[0]
    plain = scalar.style not in ("'", '"', "|", ">")
    return rest.strip() if plain and rest.lstrip(" ").startswith("#") else ""
