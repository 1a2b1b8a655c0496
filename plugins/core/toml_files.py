"""Reads the TOML files of the content folder: their tables, or the one problem that they have."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.core.encoding import undecodable_line
from plugins.core.problems import Problem

LONGEST_LINE = 10_000
EXAMPLE = 'nom = "valeur", avec des guillemets droits'


@dataclass(frozen=True)
class TomlFile:
    """One file; without tables where it is missing or cannot be read."""

    tables: Mapping[str, Any]
    text: str = ""
    problems: tuple[Problem, ...] = ()
    """One at the most: what depends on the file is not to be judged then."""


def read_toml(path: Path, shown: str, example: str = EXAMPLE) -> TomlFile:
    """Read a file, with or without a byte order mark; one that is not there is empty.

    Args:
        path: the file.
        shown: its name in messages.
        example: what its lines look like.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return TomlFile({})
    except OSError:
        return TomlFile({}, "", (Problem(shown, 0, "le fichier ne peut pas être lu", "vérifiez ses droits"),))
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    try:
        data.decode("utf-8-sig")
        if not (line := _endless_line(text)):
            return TomlFile(tomllib.loads(text), text)
    except UnicodeDecodeError as error:
        line = undecodable_line(error)
    except (ValueError, RecursionError) as error:  # also numbers of thousands of digits, lists in lists
        place = re.search(r"at line (\d+)", str(error))
        line = int(place[1]) if place else text.rstrip().count("\n") + 1
    problem = Problem(
        shown,
        line,
        "le fichier n’est pas du TOML lisible, en UTF-8",
        f"écrivez chaque ligne sous la forme {example}",
    )
    return TomlFile({}, text, (problem,))


def _endless_line(text: str) -> int:
    """Return the first line that is too long to be one, 0 if none is: a key of 50,000 parts takes minutes."""
    lines = enumerate(text.split("\n"), start=1)
    return next((number for number, line in lines if len(line) > LONGEST_LINE), 0)


def line_with(text: str, needle: str) -> int:
    """Return the first line (from 1) that holds the needle, 0 if none does."""
    return next((number for number, line in enumerate(text.split("\n"), start=1) if needle in line), 0)
