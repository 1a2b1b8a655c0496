"""Reads `content/synonymes.toml`: what visitors type, what the pages call it, and the pages that answer it.

    [synonymes]
    as = ["assistant social", "assistante sociale"]

    [[reponses]]
    questions = ["convoqué par la police"]
    pages = ["/permanence/"]

Who types the left side of a synonym also finds the pages that hold all words of one of the
right sides; the other way round nothing changes. Who types all words of a question, in any
order and among others, gets its pages first. An answer to no question in particular
(`questions = []`) is for those that no page answers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeGuard

from plugins.core.problems import Problem
from plugins.core.toml_files import read_toml
from plugins.french.typography import typeset
from plugins.search.words import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from plugins.search.words import Stemmer

    Faults = Iterator[tuple[str, str, str]]

FILE_NAME: Final = "synonymes.toml"
SYNONYMS: Final = "synonymes"
ANSWERS: Final = "reponses"
QUESTIONS: Final = "questions"
PAGES: Final = "pages"
EXAMPLE: Final = 'cpas = ["centre public d\'action sociale"]'

Expansions = dict[str, list[list[str]]]
"""By what is typed (its terms, joined by spaces): of each synonym, the terms of its words."""


@dataclass(frozen=True)
class Answer:
    """A question that editors know people ask, and the pages that answer it."""

    question: str
    terms: tuple[str, ...]
    pages: tuple[str, ...]
    """Their addresses, best first; a page that waits may be among them."""


@dataclass(frozen=True)
class Editors:
    """What editors say of what people type."""

    synonyms: Expansions
    answers: tuple[Answer, ...] = ()
    otherwise: tuple[str, ...] = ()
    """The pages for whoever asks what no page answers."""


def read_synonyms(
    content: Path, stemmer: Stemmer, addresses: Collection[str]
) -> tuple[Editors, tuple[Problem, ...]]:
    """Read the file of the content folder, and what is wrong with it; without the file there is nothing.

    `addresses` are those of all pages, the ones that wait included.
    """
    shown = f"{content.name}/{FILE_NAME}"
    file = read_toml(content / FILE_NAME, shown, EXAMPLE)
    if file.problems or not (content / FILE_NAME).exists():
        return Editors({}), file.problems
    synonyms: dict[str, list[str]] = {}
    answers: dict[str, Answer] = {}
    faults = list(_misplaced(file.tables))
    if not faults:
        faults += _synonyms(file.tables[SYNONYMS], stemmer, synonyms)
        faults += _answers(file.tables.get(ANSWERS, []), stemmer, addresses, answers)
    problems = tuple(Problem(shown, _line(file.text, name), text, remedy) for name, text, remedy in faults)
    terms = {key: [stemmer.phrase(text) for text in meant] for key, meant in sorted(synonyms.items())}
    otherwise = answers.pop("", Answer("", (), ()))
    return Editors(terms, tuple(answers.values()), otherwise.pages), problems


def _misplaced(tables: Mapping[str, object]) -> Faults:
    remedy = f"gardez une seule ligne [{SYNONYMS}], et sous les synonymes des [[{ANSWERS}]]"
    wrong = [name for name in tables if name not in {SYNONYMS, ANSWERS}]
    wrong += [SYNONYMS] if not isinstance(tables.get(SYNONYMS), dict) else []
    wrong += [ANSWERS] if not isinstance(tables.get(ANSWERS, []), list) else []
    yield from ((name, f"« {name} » n’est pas à sa place", remedy) for name in wrong[:1])


def _synonyms(entries: Mapping[str, object], stemmer: Stemmer, read: dict[str, list[str]]) -> Faults:
    """Yield what is wrong; the others are added to what was read."""
    for typed, meant in entries.items():
        key = " ".join(stemmer.phrase(typed))
        faults = list(_key_faults(typed, key, read))
        if _are_texts(meant):
            for text in meant:
                if not words(text):
                    faults.append(
                        (typed, f"un synonyme de « {typed} » est vide", "écrivez-le, ou retirez-le")
                    )
                elif " ".join(stemmer.phrase(text)) == key:
                    faults.append((typed, f"« {typed} » est son propre synonyme", "retirez-le de sa liste"))
            if not faults:
                read[key] = meant
        else:
            remedy = f"écrivez-la entre crochets : {EXAMPLE}"
            faults.append((typed, f"« {typed} » n’a pas de liste de synonymes", remedy))
        yield from faults


def _answers(
    entries: list[object], stemmer: Stemmer, addresses: Collection[str], read: dict[str, Answer]
) -> Faults:
    """Yield what is wrong; the others are added to what was read."""
    remedy = f"il y faut deux listes entre crochets, {QUESTIONS} et {PAGES}, et rien d’autre"
    for entry in entries:
        lists = entry if isinstance(entry, dict) else {}
        questions, pages = lists.get(QUESTIONS), lists.get(PAGES)
        known = questions == [] or _are_texts(questions)
        if set(lists) != {QUESTIONS, PAGES} or not known or not _are_texts(pages):
            yield (ANSWERS, f"une des [[{ANSWERS}]] n’est pas complète", remedy)
            continue
        for page in pages:
            if page not in addresses:
                yield (
                    page,
                    f"« {page} » n’est pas une page du site",
                    "recopiez son adresse, barres comprises",
                )
        if not questions:
            read[""] = Answer("", (), tuple(pages))
        for question in questions or ():
            key = " ".join(dict.fromkeys(stemmer.phrase(question)))
            faults = list(_key_faults(question, key, read))
            yield from faults
            if not faults:
                read[key] = Answer(typeset(question), tuple(key.split()), tuple(pages))


def _key_faults(typed: str, key: str, read: Collection[str]) -> Faults:
    if not key:
        yield (typed, f"« {typed} » n’a ni lettre ni chiffre", "écrivez ce que les gens tapent")
    if key in read:
        yield (typed, f"« {typed} » est déjà écrit plus haut", "gardez l’un des deux")


def _are_texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and bool(value) and all(isinstance(text, str) for text in value)


def _line(text: str, name: str) -> int:
    """Return the first line that begins with a name, quoted or not, else that quotes it; 0 if none does."""
    lines = list(enumerate(text.split("\n"), start=1))
    beginning = re.compile(rf"\s*\[*\s*[\"']?{re.escape(name)}[\"']?\s*[\]=]")
    found = [number for number, line in lines if beginning.match(line)]
    return next(iter(found or [number for number, line in lines if f'"{name}"' in line]), 0)
