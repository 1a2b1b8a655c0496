"""The rows of a CSV file, each with its line: what every reader of a hand-written table starts from.

Excel saves a CSV as it likes: semicolons, another encoding, dates and numbers as its country writes them.
A file like that has one mistake, not one a line.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from plugins.core.encoding import undecodable_line
from plugins.core.problems import Problem

SAVE_AGAIN: Final = (
    "enregistrez-le en « CSV UTF-8 », avec des virgules entre les colonnes et les dates comme 2024-02-26 ; "
    "ou remettez le fichier d’avant : git checkout"
)
MOST_ALIKE: Final = 3
"""Lines with one mistake that are each told: from the next one on, it is one mistake of the whole file."""
_SEPARATORS: Final = {";": "des points-virgules", "\t": "des tabulations", "|": "des barres"}


def text_of_table(data: bytes, path: str) -> str | Problem:
    """Return the text of a table whose cells are separated by commas, or why it is none.

    Byte order marks and any kind of line ending do no harm.

    Args:
        data: the file's bytes.
        path: the file's name in messages.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Problem(
            path, 1, "le fichier n’est pas en UTF-8 mais en UTF-16 (« texte Unicode »)", SAVE_AGAIN
        )
    try:
        text = data.decode().lstrip("\ufeff")
    except UnicodeDecodeError as error:
        return Problem(path, undecodable_line(error), "le fichier n’est pas en UTF-8", SAVE_AGAIN)
    if "\0" in text:
        return Problem(
            path, text[: text.index("\0")].count("\n") + 1, "le fichier n’est pas du texte", SAVE_AGAIN
        )
    first = next((line for line in text.splitlines() if line.strip()), "")
    for separator, name in _SEPARATORS.items():
        if separator in first and "," not in first:
            return Problem(path, 1, f"les colonnes sont séparées par {name}", SAVE_AGAIN)
    return text


def gathered(problems: Iterable[Problem], mistake: Callable[[Problem], str]) -> tuple[Problem, ...]:
    """Return problems by line; a mistake that many lines have is told once, on the first of them.

    Args:
        problems: those of one file.
        mistake: what two problems have in common when they are one mistake.
    """
    alike: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        alike[mistake(problem)].append(problem)
    found: list[Problem] = []
    for same in alike.values():
        if len(same) <= MOST_ALIKE:
            found += same
        else:
            text = f"{same[0].text} ; {len(same) - 1} autres lignes ont la même faute"
            found.append(replace(same[0], text=text))
    return tuple(sorted(found, key=lambda problem: problem.line))


def header_mistakes(header: Sequence[str], columns: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield which columns the first line lacks, or has twice; nothing that it says is repeated."""
    for name in columns:
        if name not in header:
            yield f"il manque la colonne « {name} »", f"la première ligne est : {','.join(columns)}"
        elif header.count(name) > 1:
            yield f"la colonne « {name} » est là deux fois", "retirez-en une"


def row_mistake(cells: list[str] | None, columns: Sequence[str]) -> tuple[str, str]:
    """Say what is wrong with a row that has not one cell a column, or is no CSV."""
    if cells is None:
        return (
            "un guillemet ouvert n’est pas fermé, ou l’est trop tôt",
            "corrigez les guillemets droits de la ligne",
        )
    if len(cells) == 1 and ";" in cells[0]:
        return f"les colonnes sont séparées par {_SEPARATORS[';']}", SAVE_AGAIN
    return (
        f"{len(cells)} case{'s' if len(cells) > 1 else ''} au lieu de {len(columns)}",
        "séparez-les par des virgules ; mettez entre guillemets droits un texte qui contient une virgule",
    )


def rows(text: str) -> Iterator[tuple[int, list[str] | None]]:
    """Yield each row's cells, stripped, with the line (from 1) on which it starts.

    None stands for a row that is no CSV. Blank rows, and rows of empty cells, do not count.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error:
            yield line, None
            continue
        if any(cells):
            yield line, cells
