"""Reads `content/manifeste/signataires.csv`: who agreed to be named, or a problem that names nobody.

A line stands for a consent, so a doubtful one is refused. Messages name columns
and lines only: no cell of the file is ever repeated, not even the first line's,
which holds a person where the header was forgotten.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from plugins.core.csv_rows import gathered, header_mistakes, row_mistake, rows, text_of_table
from plugins.core.letters import plain_letters
from plugins.core.problems import Problem
from plugins.texts.dates import read_day

FILE_NAME = "manifeste/signataires.csv"
COLUMNS = ("genre", "nom", "prenom", "fonction", "commune", "signature", "consentement")
LONGEST = 120
"""Characters of a cell."""
FIRST_YEAR = 2013
"""The Manifeste follows the ten years of the committee, which turned twenty in 2023."""

_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_CONTACT = re.compile(r"@|\d(?:[ ./-]?\d){5,}")  # an e-mail, a telephone or national number
_YEAR = re.compile(r"[0-9]{4}")


class SignatoryKind(StrEnum):
    """What may sign, as the column `genre` says."""

    PERSON = "personne"
    ORGANISATION = "organisation"


@dataclass(frozen=True)
class Signatory:
    """One line: a person or an organisation that agreed to be named. Texts are plain, NFC."""

    kind: SignatoryKind
    name: str
    """Of an organisation; of a person, the family name."""
    first_name: str = ""
    role: str = ""
    town: str = ""
    year: str = ""
    """In which it signed, where that is known."""

    @property
    def full_name(self) -> str:
        """The name as the list shows it."""
        return f"{self.first_name} {self.name}".strip()


def read_signatories(
    data: bytes, path: str, today: dt.date
) -> tuple[tuple[Signatory, ...], tuple[Problem, ...]]:
    """Read the file: the lines that are right, and a problem for all that is wrong.

    Args:
        data: the file's bytes.
        path: the file's name in messages.
        today: the day of the build; a consent given later is a slip of the keyboard.
    """
    text = text_of_table(data, path)
    if isinstance(text, Problem):
        return (), (text,)
    table = list(rows(text))
    header_line, header = table[0] if table else (1, [])
    problems = [Problem(path, header_line, *wrong) for wrong in _check_header(header)]
    if problems or header is None:
        return (), tuple(problems)
    found: list[Signatory] = []
    namesakes: dict[tuple[SignatoryKind, str], list[tuple[int, str]]] = {}
    for line, cells in table[1:]:
        row = _named(header, cells)
        wrong = list(_check_cells(row, today)) if row else [row_mistake(cells, COLUMNS)]
        if row and not wrong:
            signatory = _signatory(row)
            known = namesakes.setdefault((signatory.kind, folded(signatory.full_name)), [])
            town = folded(signatory.town)
            # only two towns tell namesakes apart: a line forgotten would outlive a withdrawn consent
            first = next((place for place, other in known if not town or other in {"", town}), None)
            if first:
                wrong = [_repeated(first, signatory.kind)]
            else:
                known.append((line, town))
                found.append(signatory)
        problems += [Problem(path, line, *mistake) for mistake in wrong]
    return tuple(found), gathered(problems, lambda problem: problem.text)


def folded(text: str) -> str:
    """Return a text without accents, case or punctuation: what a reader takes for the same words."""
    kept = plain_letters(text).translate(_LETTERS)
    return " ".join(re.sub(r"[\W_]+", " ", kept).split())


_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
"""Letters of names that Unicode does not take apart; after casefold, which has dealt with ß."""


def _named(header: list[str], cells: list[str] | None) -> Mapping[str, str] | None:
    if cells is None or len(cells) != len(header):
        return None
    texts = (unicodedata.normalize("NFC", cell) for cell in cells)
    return dict(zip(header, texts, strict=True))


def _signatory(row: Mapping[str, str]) -> Signatory:
    texts = {name: " ".join(cell.split()) for name, cell in row.items()}
    return Signatory(
        SignatoryKind(texts["genre"]),
        texts["nom"],
        texts["prenom"],
        texts["fonction"],
        texts["commune"],
        texts["signature"][:4],
    )


def _repeated(first: int, kind: SignatoryKind) -> tuple[str, str]:
    who = "la même personne" if kind is SignatoryKind.PERSON else "la même organisation"
    return (
        f"{who} qu’à la ligne {first}",
        "gardez une seule des deux lignes ; pour deux homonymes, donnez à chacune sa commune",
    )


def _check_header(header: list[str] | None) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the first line, without repeating a word of it."""
    if not header:
        yield "la première ligne ne nomme pas les colonnes", f"elle est : {','.join(COLUMNS)}"
        return
    if not set(header) & set(COLUMNS):
        yield "la première ligne ne nomme pas les colonnes", f"ajoutez-la : {','.join(COLUMNS)}"
        return
    yield from header_mistakes(header, COLUMNS)
    for place, name in enumerate(header, start=1):
        if name not in COLUMNS:
            yield f"la colonne n° {place} n’existe pas", f"les colonnes sont : {', '.join(COLUMNS)}"


def _check_cells(row: Mapping[str, str], today: dt.date) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a row: problem and remedy."""
    for column, cell in row.items():
        yield from _check_text(column, cell)
    if row["genre"] not in set(SignatoryKind):
        yield "la colonne « genre » ne dit pas de qui il s’agit", "écrivez personne ou organisation"
    if not folded(row["nom"]):
        yield "la colonne « nom » est vide", "écrivez le nom, ou retirez la ligne"
    if row["genre"] == SignatoryKind.PERSON and not folded(row["prenom"]):
        yield "la colonne « prenom » est vide", "écrivez le prénom de la personne"
    for column in ("prenom", "fonction"):
        if row["genre"] == SignatoryKind.ORGANISATION and row[column]:
            yield (
                f"une organisation n’a pas de « {column} »",
                "laissez la case vide : on ne nomme pas la personne qui a signé pour elle",
            )
    yield from _check_signature(row["signature"], today)
    yield from _check_consent(row["consentement"], today)


def _check_text(column: str, cell: str) -> Iterator[tuple[str, str]]:
    """Yield what no cell may hold."""
    if "\n" in cell or "\r" in cell:
        yield f"la colonne « {column} » tient sur plusieurs lignes", "écrivez-la sur une seule"
    elif any(unicodedata.category(letter) in _INVISIBLE for letter in cell):
        yield f"la colonne « {column} » contient un caractère invisible", "effacez-la et tapez-la à nouveau"
    if len(cell) > LONGEST:
        yield f"la colonne « {column} » dépasse {LONGEST} caractères", "raccourcissez-la"
    if column in {"nom", "prenom", "fonction", "commune"} and _CONTACT.search(cell):
        yield (
            f"la colonne « {column} » contient une adresse e-mail ou un numéro",
            "retirez-le : la page le publierait",
        )


def _check_signature(text: str, today: dt.date) -> Iterator[tuple[str, str]]:
    if not text:
        return
    day = dt.date(int(text), 1, 1) if _YEAR.fullmatch(text) and text != "0000" else read_day(text)
    if day is None:
        yield "la colonne « signature » n’est pas une date", "écrivez 2024-02-26 ou 2024, ou laissez vide"
    elif day > today:
        yield "la signature est dans le futur", "corrigez la date de la colonne « signature »"
    elif day.year < FIRST_YEAR:
        yield "la signature est plus ancienne que le Manifeste", "corrigez la colonne « signature »"


def _check_consent(text: str, today: dt.date) -> Iterator[tuple[str, str]]:
    if not text:
        yield (
            "la date du consentement manque",
            "écrivez le jour où l’accord a été donné ; sans accord écrit, retirez la ligne",
        )
        return
    day = read_day(text)
    if day is None:
        yield "la colonne « consentement » n’est pas une date AAAA-MM-JJ", "écrivez par exemple 2024-02-26"
    elif day > today:
        yield "le consentement est dans le futur", "écrivez le jour où l’accord a été donné"
    elif day.year < FIRST_YEAR:
        yield "le consentement est plus ancien que le Manifeste", "écrivez le jour où l’accord a été donné"
