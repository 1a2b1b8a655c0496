"""Takes a Markdown file apart: its YAML front matter, field by field with line numbers, and its body.

YAML itself is lenient: it keeps the last of two equal keys, reads `2024` where
a text was meant, and forgets on which line anything stood. Here each field
keeps its line, and what YAML would swallow is an error.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003  `plugins.core.cached_values` reads the types when it runs
from dataclasses import dataclass

import yaml

from plugins.core.front_matter_bounds import bounds
from plugins.core.invisible import unseen_characters

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Value:
    """What stands beside a field's name: the value as YAML reads it, its text as typed, its line."""

    value: object
    raw: str
    line: int


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
    for index, line in enumerate(header, start=start + 2):
        if "\t" in line:
            raise FrontMatterError(index, "une tabulation dans l’en-tête", "remplacez-la par des espaces")
        for unseen in unseen_characters(line, one_line=True):
            raise FrontMatterError(index, f"{unseen.text} dans l’en-tête", unseen.remedy)
    fields = _fields("\n".join(header), offset=start + 2)
    return Document(fields, "\n".join(lines[end + 1 :]), end + 2)


def _fields(header: str, offset: int) -> dict[str, Value]:
    """Read the YAML block; `offset` is the file's line on which it starts."""
    loader = LOADER(header)
    try:
        node = loader.get_single_node()
        values = loader.construct_document(node) if node else {}
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = offset + (mark.line if mark else 0)
        raise FrontMatterError(
            line,
            "l’en-tête n’est pas du YAML lisible",
            "écrivez « champ: valeur », et mettez la valeur entre guillemets droits "
            "si elle contient « : », « # » ou commence par un signe",
        ) from error
    except (yaml.YAMLError, ValueError) as error:
        # ValueError: YAML takes 2024-02-31 for a date, and Python refuses it
        line = next(
            (offset + index for index, text in enumerate(header.split("\n")) if _looks_impossible(text)),
            offset,
        )
        raise FrontMatterError(
            line, "une date impossible ou un caractère interdit", "écrivez une date qui existe, AAAA-MM-JJ"
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
    for key, value in node.value:
        name = str(key.value)
        line = offset + key.start_mark.line
        if name in fields:
            raise FrontMatterError(
                line, f"le champ « {name} » est écrit deux fois", "gardez une seule des deux lignes"
            )
        raw = header[value.start_mark.index : value.end_mark.index].strip()
        fields[name] = Value(values.get(key.value, value.value), raw, line)
    return fields


def _looks_impossible(line: str) -> bool:
    """Tell whether YAML refuses this one line by itself."""
    try:
        yaml.safe_load(line)
    except yaml.MarkedYAMLError:
        return False
    except (yaml.YAMLError, ValueError):
        return True
    return False
