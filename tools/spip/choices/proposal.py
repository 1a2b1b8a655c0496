"""Proposes, from names alone, where a rubrique goes and which theme a keyword is; a volunteer decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tools.spip.choices.choices import IGNORED, SECTIONS, Choices, RubriqueChoice
from tools.spip.markup.plain import title_of
from tools.spip.words import words_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from plugins.core.vocabularies import Term, Vocabulary
    from tools.spip.records import Records

_DEFAULT_SECTION: Final = "actualites"
_DEFAULT_TYPE: Final = "article"
_DEFAULT_THEME: Final = "divers"


def propose(records: Records, vocabularies: Mapping[str, Vocabulary]) -> Choices:
    """Return a choice for every rubrique and keyword; where a name says nothing, the parent's decides."""
    parents = {rubrique.id: rubrique.parent for rubrique in records.rubriques}
    titles = {rubrique.id: " ".join(words_in(title_of(rubrique.title))) for rubrique in records.rubriques}
    rubriques = {}
    for number in rubrique_numbers(records):
        line = _ancestors(number, parents)
        section = next(filter(None, (_section(titles.get(each, "")) for each in line)), _DEFAULT_SECTION)
        kind: str = ""
        themes: tuple[str, ...] = ()
        if section == "ressources":
            kind = _kind([titles.get(each, "") for each in line], vocabularies.get("types_de_ressource", {}))
            themes = _themes([titles.get(each, "") for each in line], vocabularies.get("themes", {}))
        rubriques[number] = RubriqueChoice(section, kind, themes)
    themes_known = vocabularies.get("themes", {})
    keywords = {
        keyword.id: next(iter(_named(" ".join(words_in(title_of(keyword.title))), themes_known)), IGNORED)
        for keyword in records.keywords
    }
    return Choices(rubriques, keywords)


def rubrique_numbers(records: Records) -> tuple[int, ...]:
    """Return the rubriques, and those that articles or brèves name though they do not exist."""
    articles, breves = records.articles, records.breves
    named = {*(one.rubrique for one in articles), *(one.rubrique for one in breves)}
    return tuple(sorted({*named, *(rubrique.id for rubrique in records.rubriques)}))


def _ancestors(number: int, parents: Mapping[int, int]) -> list[int]:
    line: list[int] = []
    while number not in line:
        line.append(number)
        number = parents.get(number, 0)
    return line


def _section(title: str) -> str:
    words = title.split()
    return next(
        (
            section.name
            for section in SECTIONS.values()
            if any(word.startswith(start) for word in words for start in section.rubriques.split())
        ),
        "",
    )


def _kind(titles: Iterable[str], kinds: Vocabulary) -> str:
    for title in titles:
        for identifier, term in kinds.items():
            if set(words_in(term.label)) & {word.removesuffix("s") for word in title.split()} - {"ou"}:
                return identifier
    return _DEFAULT_TYPE if _DEFAULT_TYPE in kinds else next(iter(kinds), "")


def _themes(titles: Iterable[str], themes: Vocabulary) -> tuple[str, ...]:
    for title in titles:
        named = _named(title, themes)
        if named:
            return named[:1]
    return (_DEFAULT_THEME,) if _DEFAULT_THEME in themes else tuple(themes)[:1]


def _named(title: str, themes: Vocabulary) -> tuple[str, ...]:
    """Return the themes of which a title is one of the words."""
    return tuple(identifier for identifier, term in themes.items() if title and title in _words_of(term))


def _words_of(term: Term) -> set[str]:
    listed = [
        str(word)
        for name in ("mots", "dont")
        if isinstance(words := term.details.get(name), list)
        for word in words
    ]
    return {" ".join(words_in(word)) for word in (term.label, term.identifier.replace("-", " "), *listed)}
