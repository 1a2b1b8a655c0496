"""Writes the first `table.toml`: every rubrique and keyword with its count, examples and a proposal.

Proposed is, from names alone, where a rubrique goes and which theme a keyword is; a volunteer decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from plugins.core.printable import printable
from plugins.texts.front_matter import yaml_text
from tools.spip.choices.choices import IGNORED, SECTIONS, Choices, RubriqueChoice
from tools.spip.markup.plain import title_of
from tools.spip.records import UNWANTED
from tools.spip.words import words_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from plugins.core.vocabularies import Term, Vocabulary
    from tools.spip.records import Records

_EXAMPLES: Final = 3
_DEFAULT_SECTION: Final = "actualites"
_DEFAULT_TYPE: Final = "article"
_DEFAULT_THEME: Final = "divers"


def table_text(records: Records, vocabularies: Mapping[str, Vocabulary]) -> str:
    """Return the file, to be completed by a volunteer."""
    return "\n".join(_lines(records, vocabularies))


def rubrique_titles(records: Records) -> dict[int, str]:
    """Return the title of each rubrique that something may be in."""
    known = {rubrique.id: title_of(rubrique.title) for rubrique in records.rubriques}
    return {number: known.get(number) or "sans rubrique" for number in rubrique_numbers(records)}


def keyword_titles(records: Records) -> dict[int, str]:
    """Return the title of each keyword."""
    return {keyword.id: title_of(keyword.title) for keyword in records.keywords}


def _lines(records: Records, vocabularies: Mapping[str, Vocabulary]) -> Iterator[str]:
    proposed = propose(records, vocabularies)
    titles = rubrique_titles(records)
    parents = {rubrique.id: rubrique.parent for rubrique in records.rubriques}
    yield from _introduction(vocabularies)
    for number, choice in proposed.rubriques.items():
        articles = [
            title_of(article.title)
            for article in records.articles
            if article.rubrique == number and article.status not in UNWANTED
        ]
        news = sum(breve.rubrique == number for breve in records.breves)
        inside = titles.get(parents.get(number, 0), "") if parents.get(number) else ""
        place = f", dans « {inside} »" if inside else ""
        count = f"{len(articles)} article(s)" + (f", {news} brève(s)" if news else "")
        yield f"[rubriques.{number}]"
        yield _comment(f"« {titles[number]} »{place} : {count}{_examples(articles)}")
        yield f"section = {yaml_text(choice.section)}"
        if choice.section == "ressources":
            yield f"type = {yaml_text(choice.type)}"
            yield f"themes = [{', '.join(map(yaml_text, choice.themes))}]"
        yield ""
    if proposed.keywords:
        yield "# --- Les mots-clés de SPIP : un thème pour chacun, ou « ignorer ».\n"
    groups = {keyword.id: keyword.group for keyword in records.keywords}
    for number, title in keyword_titles(records).items():
        bearers = sum(number in numbers for numbers in records.keywords_of.values())
        group = f" (groupe « {title_of(groups[number])} »)" if groups[number] else ""
        yield f"[mots.{number}]"
        yield _comment(f"« {title} »{group}, porté par {bearers} page(s)")
        yield f"theme = {yaml_text(proposed.keywords[number])}\n"


def _introduction(vocabularies: Mapping[str, Vocabulary]) -> Iterator[str]:
    yield "# Où va chaque rubrique de l’ancien site, et quel thème est chaque mot-clé."
    yield "#"
    yield "# Ce qui suit les « = » est une PROPOSITION, faite d’après les noms seulement. Relisez chaque"
    yield "# entrée, corrigez-la, enregistrez, puis relancez la même commande : elle écrira les pages."
    yield "#"
    yield f"# section : {', '.join(SECTIONS)}, ou {IGNORED} (rien n’est repris, sauf dans le rapport)."
    yield "# type    : pour les ressources seulement, un de :"
    yield f"#           {', '.join(vocabularies.get('types_de_ressource', {}))}"
    yield "# themes  : un à trois ; il en faut un aux ressources que leurs mots-clés ne classent pas :"
    yield f"#           {', '.join(vocabularies.get('themes', {}))}"
    yield ""
    yield "# --- Les rubriques de SPIP."
    yield ""


def _examples(titles: Sequence[str]) -> str:
    shown = ", ".join(f"« {title} »" for title in titles[:_EXAMPLES])
    return f", par exemple {shown}" if shown else ""


def _comment(text: str) -> str:
    return f"# {printable(' '.join(text.split()))}"


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
