"""Makes the site searchable from one of its pages: the index is written here, the browser searches it.

`words` cuts texts as `theme/static/js/search/words.js` cuts what is typed, `documents` counts
the words of a page (kept between builds), `index` inverts them, `families` knows which nouns
come from which verbs, `synonyms` reads what editors say that people type, `files` writes small
files of which a search loads a few. `theme/static/js/search/rank.js` ranks, in the page.
Templates have `recherche()`.

Why not Pagefind 1.5.2, which brings index and engine in one: its first search of 200 pages
costs 187 kB and ours 58, of 10,000 pages 255 and 109 (BENCHMARKS.md, "Search"; its WebAssembly
alone weighs 72 kB); the policy of every page would have to allow 'wasm-unsafe-eval'; three kinds
of its files change from run to run on the same pages; it knows no synonyms; its wheel weighs 57 MB.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from pelican import signals

from plugins.core.cache import key_of
from plugins.core.pelican import contents_of, html_of, offer, site_of
from plugins.core.sections import SECTIONS, section_named
from plugins.figures.figures import Figures, substitute
from plugins.french.typography import typeset
from plugins.search.documents import SearchDocument, Words
from plugins.search.families import read_families
from plugins.search.files import Choice, write_files
from plugins.search.index import merge
from plugins.search.synonyms import Answer, read_synonyms
from plugins.search.words import Stemmer
from plugins.texts.convert import text_of
from plugins.texts.sources import Sources
from plugins.texts.text import Passage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from plugins.core.site import Site
    from plugins.core.vocabularies import Vocabulary

RESOURCES: Final = "ressources"
SITUATIONS: Final = "situations"
KINDS: Final = sorted(SECTIONS, key=lambda section: section.name != RESOURCES)
"""The sections as the filter has them: the ressources, which it cuts up by type, first."""
TYPES: Final = "types_de_ressource"
LEFT_OUT: Final = frozenset({"404", "ancienne-adresse", "plan-du-site", "recherche"})
"""Pages for the lost, and lists of what is found otherwise."""


@dataclass(frozen=True)
class Search:
    """What the page of the search shows before anything is searched, and what is written for it."""

    manifest: str
    """Address of the file from which a search starts."""
    kinds: tuple[Choice, ...]
    themes: tuple[Choice, ...]
    years: tuple[Choice, ...]
    files: Mapping[str, bytes]


def _offer(pelican: Any) -> None:
    site = site_of(pelican)
    offer(pelican, recherche=lambda: site.part(Search))


def _index(generators: list[Any]) -> None:
    """Index what will be written, before the page that searches it is."""
    site = site_of(generators[0])
    words = site.facts.vocabularies
    documents = sorted(_documents(contents_of(generators), site), key=lambda document: document.address)
    stemmer = Stemmer()
    indexed = [] if site.pages_first else documents
    counted = Words(site.cache, stemmer).count(indexed)
    addresses = {source.address for source in site.part(Sources).all.values()}
    editors, problems = read_synonyms(site.content, stemmer, addresses)
    site.report(problems)
    kinds, themes = _kinds(documents, words), _themes(documents, words)
    editors = replace(editors, answers=(*_situations(documents, stemmer), *editors.answers))
    written = write_files(merge(indexed, counted), kinds, themes, editors, read_families())
    site.add(Search(f"/{written.manifest}", kinds, themes, _years(documents), written.files))


def _situations(documents: Iterable[SearchDocument], stemmer: Stemmer) -> Iterator[Answer]:
    """Yield the situations, whose titles are questions, as answers to them."""
    for document in documents:
        if document.kind == SITUATIONS:
            yield Answer(
                document.title, tuple(dict.fromkeys(stemmer.phrase(document.title))), (document.address,)
            )


def _write(pelican: Any) -> None:
    site = site_of(pelican)
    for name, data in site.part(Search).files.items():
        site.output.write(name, data)


def _documents(items: Iterable[Any], site: Site) -> Iterator[SearchDocument]:
    """Yield every public page that says something of its own."""
    types = site.facts.vocabularies.get(TYPES, {})
    for item in items:
        known = (
            item.section != RESOURCES or item.type in types
        )  # else the vocabulary is at fault, and says so
        if (
            known
            and not item.waiting
            and item.slug not in LEFT_OUT
            and not section_named(item.section).retells
        ):
            yield _document(item, site)


def _document(item: Any, site: Site) -> SearchDocument:
    vocabularies = site.facts.vocabularies
    known = vocabularies.get("themes", {})
    themes = tuple(name for name in getattr(item, "themes", None) or () if name in known)
    section = section_named(item.section)
    kind, label, year = section.name, section.singular, 0
    facts = [known[name].label for name in themes]
    if item.section == RESOURCES:
        kind, year = item.type, item.annee or 0
        parts = (vocabularies[TYPES][kind].label, typeset(item.auteur or ""), str(year or ""))
        label = ", ".join(part for part in parts if part)
        facts += [item.auteur or "", item.source, vocabularies[TYPES][kind].label]
    elif item.section == SITUATIONS:
        facts.append(item.question)
    elif section.dated:
        year = item.date.year
        label = f"{label}, {item.parution.words}"
    elif item.section == "bistrots":
        label = f"{label}, {typeset(item.commune)}"
        facts += [item.commune, item.lieu or ""]
    return SearchDocument(
        f"/{item.url}", item.title, label, item.summary, "\n".join(facts), kind, themes, year,
        key_of(site.machinery, html_of(item)), partial(_passages, item), getattr(item, "document_text", ""),
    )  # fmt: skip


def _passages(item: Any) -> tuple[Passage, ...]:
    """Return the words of a page with the figures that it names."""
    figures = site_of(item).part(Figures)

    def one_line(words: str) -> str:
        lines = words.split("\n")
        return " ".join(substitute(line, figures)[0] if "{" in line else line for line in lines)

    return tuple(
        Passage(passage.anchor, one_line(passage.heading), one_line(passage.words))
        for passage in text_of(item).passages
    )


def _kinds(documents: Sequence[SearchDocument], vocabularies: Mapping[str, Vocabulary]) -> tuple[Choice, ...]:
    """Return the filter of kinds: each section, followed for the ressources by their types."""
    numbers = Counter(document.kind for document in documents)
    types = vocabularies.get(TYPES, {})
    made = []
    for section in KINDS:
        name = section.name
        parts = [
            Choice(kind, str(term.details.get("pluriel") or term.label), numbers[kind], name)
            for kind, term in types.items()
            if name == RESOURCES and numbers[kind]
        ]
        made += [Choice(name, section.plural, numbers[name] + sum(part.number for part in parts)), *parts]
    return tuple(choice for choice in made if choice.number)


def _themes(
    documents: Sequence[SearchDocument], vocabularies: Mapping[str, Vocabulary]
) -> tuple[Choice, ...]:
    numbers = Counter(name for document in documents for name in document.themes)
    terms = vocabularies.get("themes", {})
    return tuple(Choice(name, term.label, numbers[name]) for name, term in terms.items() if numbers[name])


def _years(documents: Sequence[SearchDocument]) -> tuple[Choice, ...]:
    numbers = Counter(document.year for document in documents if document.year)
    return tuple(Choice(str(year), str(year), numbers[year]) for year in sorted(numbers, reverse=True))


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(_offer)
    signals.all_generators_finalized.connect(_index)
    signals.finalized.connect(_write)
