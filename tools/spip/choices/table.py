"""Writes the first `table.toml`: every rubrique and keyword with its count, examples and a proposal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from plugins.core.printable import printable
from plugins.texts.front_matter import yaml_text
from tools.spip.choices.choices import IGNORED, SECTIONS
from tools.spip.choices.proposal import propose, rubrique_numbers
from tools.spip.markup.plain import title_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from plugins.core.vocabularies import Vocabulary
    from tools.spip.records import Records

_EXAMPLES: Final = 3
_LEFT: Final = ("refuse", "poubelle")


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
            if article.rubrique == number and article.status not in _LEFT
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
