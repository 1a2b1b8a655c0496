"""`rapport.md`, in French, for the volunteer who looks at the pages: what to do first, then page by page."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tools.spip.choices.choices import IGNORED
from tools.spip.dumps.schema import COLUMNS, KINDS, split_name
from tools.spip.markup.plain import plain_text, title_of
from tools.spip.pages.documents import TO_CONVERT, size_of
from tools.spip.pages.items import french_name, words_of
from tools.spip.records import UNWANTED, Key, Kind
from tools.spip.results.journal import DRAFT, LEFT, PUBLISHED, REDIRECTED
from tools.spip.words import words_of_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tools.spip.addresses.rows import Listed
    from tools.spip.choices.choices import Choices
    from tools.spip.pages.documents import Documents
    from tools.spip.pages.page import Page
    from tools.spip.pages.site_plan import Plan
    from tools.spip.records import Records
    from tools.spip.results.inventory import Inventory
    from tools.spip.results.journal import Row

FILE_NAME: Final = "rapport.md"
_NAMES: Final = {
    Kind.ARTICLE: "articles",
    Kind.RUBRIQUE: "rubriques",
    Kind.BREVE: "brèves",
    Kind.SITE: "sites",
    Kind.DOCUMENT: "documents",
}
_TABLES: Final[Mapping[str, str]] = {kind: table for table, kind in KINDS.items() if kind != Kind.DOCUMENT}
_RESULTS: Final = (PUBLISHED, DRAFT, REDIRECTED, LEFT)


@dataclass(frozen=True)
class ReportFacts:
    """Everything that the report speaks of."""

    records: Records
    rows: Sequence[Row]
    pages: Sequence[Page]
    plan: Plan
    documents: Documents
    listed: Sequence[Listed]
    inventory: Inventory
    choices: Choices


def report_text(facts: ReportFacts) -> str:
    """Return the file."""
    parts = (_summary, _first, _pages, _without_page, _files, _keywords, _addresses, _letters, _left_out)
    blocks = ["\n".join(lines) for part in parts if (lines := list(part(facts)))]
    body = "\n\n".join(blocks)
    lost = "\n".join(_lost_words(facts, body))
    return f"{body}\n\n{lost}\n" if lost else f"{body}\n"


def _summary(facts: ReportFacts) -> Iterator[str]:
    yield "# Le déménagement depuis SPIP\n"
    name = facts.records.name or facts.records.address or "l’ancien site"
    yield f"Ce rapport raconte ce que {_flat(name)} (SPIP {facts.records.version}) est devenu."
    yield "Le tableau complet, ligne par ligne, est dans `journal.csv`.\n"
    yield "| | publiés | brouillons | redirigés | laissés |"
    yield "|---|---|---|---|---|"
    counts = Counter((row.kind, row.result) for row in facts.rows)
    for kind, plural in _NAMES.items():
        yield f"| {plural} | {' | '.join(str(counts[kind, result]) for result in _RESULTS)} |"


def _first(facts: ReportFacts) -> Iterator[str]:
    """Yield the drafts by how little they lack: what a volunteer does first."""
    drafts = sorted(
        (page for page in facts.pages if page.draft), key=lambda page: (len(page.draft), page.planned.path)
    )
    yield "## À regarder d’abord\n"
    if not drafts:
        yield "Aucun brouillon : tout ce que SPIP publiait est repris sans doute."
        return
    yield "Ces pages attendent en brouillon. Ouvrez chacune, réglez ce qui est dit, puis retirez ses lignes"
    yield "`statut: brouillon` et `a_confirmer`.\n"
    for page in drafts:
        yield f"- `{page.planned.path}` : {_flat(' ; '.join(page.draft))}"


def _pages(facts: ReportFacts) -> Iterator[str]:
    yield "## Page par page\n"
    quiet, columns = True, _columns(facts.records)
    for page in sorted(facts.pages, key=lambda page: page.planned.path):
        others = columns.get(page.planned.key, [])
        if not (page.doubts or others):
            continue
        quiet = False
        state = "brouillon" if page.draft else "publiée"
        yield f"### {_flat(page.planned.title)}\n"
        yield f"`{page.planned.path}` ({french_name(page.planned.key)}, {state})\n"
        for doubt in page.doubts:
            yield f"- {_flat(doubt.problem)}"
            if doubt.words.strip():
                yield from _quoted(doubt.words, "  ")
        for name, words in others:
            yield f"- la colonne « {name} », ajoutée par un plugin, n’est pas reprise"
            yield from _quoted(words, "  ")
        yield ""
    if quiet:
        yield "Rien à signaler."


def _columns(records: Records) -> dict[Key, list[tuple[str, str]]]:
    """Return what the columns of plugins hold, by object."""
    held = {
        item.key: [each for each in sorted(item.others.items()) if each[1].strip()] for item in records.items
    }
    return {key: columns for key, columns in held.items() if columns}


def _without_page(facts: ReportFacts) -> Iterator[str]:
    rows = {row.key: row for row in facts.rows}
    shown = [item for item in facts.plan.others if rows[item.key].result != REDIRECTED or item.words]
    if not (shown or facts.plan.virtual):
        return
    yield "## Ce qui n’a pas de page\n"
    for item in sorted(shown, key=lambda item: item.key):
        yield f"- {french_name(item.key)} : {_flat(item.reason)}"
        yield from _quoted(item.words, "  ")
    for article in facts.plan.virtual:
        row = rows[article.key]
        yield f"- {french_name(row.key)} : {_flat(row.reason)}{f' → {row.page}' if row.page else ''}"
        texts = (article.title, article.overtitle, article.subtitle, article.summary, article.text)
        yield from _quoted(words_of(texts), "  ")


def _files(facts: ReportFacts) -> Iterator[str]:
    rows = [row for row in facts.rows if row.kind == Kind.DOCUMENT and row.result == LEFT]
    if not rows:
        return
    documents = facts.documents
    yield "## Documents laissés de côté\n"
    if documents.unusable:
        yield f"Les fichiers que le site ne publie pas tels quels sont dans `{TO_CONVERT}/` : changez leur"
        yield "format comme il est dit, posez-les à côté de leur page et faites le lien.\n"
    for row in rows:
        document = documents.all[row.id]
        file = documents.unusable.get(row.id)
        weight = f" ({size_of(file) // 1000} ko)" if file else ""
        yield f"- document {row.id}, `{_flat(document.file)}`{weight} : {_flat(row.reason)}"
        words = (document.title, document.summary, document.credits, document.alt)
        yield from _quoted(words_of(words), "  ")


def _keywords(facts: ReportFacts) -> Iterator[str]:
    if not facts.records.keywords:
        return
    yield "## Les mots-clés\n"
    for keyword in facts.records.keywords:
        theme = facts.choices.keywords.get(keyword.id, IGNORED)
        became = "laissé" if theme == IGNORED else f"devient le thème « {theme} »"
        group = f" (groupe « {_flat(plain_text(keyword.group))} »)" if keyword.group else ""
        yield f"- {_flat(plain_text(keyword.title)) or keyword.id}{group} : {became}"
        yield from _quoted("\n".join((plain_text(keyword.summary), plain_text(keyword.text))), "  ")


def _addresses(facts: ReportFacts) -> Iterator[str]:
    if not facts.listed:
        return
    yield "## Anciennes adresses qui ne mènent plus au même endroit\n"
    for listed in sorted(facts.listed):
        yield f"- `{_flat(listed.address)}` ({french_name(listed.key)}) : {_flat(listed.reason)}"


def _letters(facts: ReportFacts) -> Iterator[str]:
    left = {(_TABLES.get(row.kind), str(row.id)) for row in facts.rows if row.status in UNWANTED}
    repairs = [one for one in facts.records.repairs if (one.table.rpartition("_")[2], one.id) not in left]
    if not repairs:
        return
    yield "## Lettres réparées\n"
    yield "Ces textes étaient enregistrés avec des lettres abîmées. Vérifiez-en quelques-uns.\n"
    for repair in repairs:
        place = f"{repair.table} {repair.id}, {repair.column}"
        yield f"- {place} : {_flat(repair.before)} → {_flat(repair.after)}"


def _left_out(facts: ReportFacts) -> Iterator[str]:
    records = facts.records
    yield "## Ce qui n’est pas repris\n"
    yield f"- les messages du forum : {records.forum_messages}, comptés et jamais lus"
    yield "- les comptes, les mots de passe et les adresses e-mail des personnes : jamais lus"
    for table, count in sorted(records.left_out.items()):
        other = split_name(table)[1] in COLUMNS
        whose = "d’un autre site de la même base (le plus grand est repris)" if other else "d’un plugin"
        yield f"- la table `{table}` {whose} : {count} ligne(s)"
    for table in records.missing:
        yield f"- la table `{table}` manque dans la copie : ce qu’elle tenait n’est pas repris"
    ignored = sorted(
        number for number, choice in facts.choices.rubriques.items() if choice.section == IGNORED
    )
    for number in ignored:
        titles = (title_of(one.title) for one in records.rubriques if one.id == number)
        yield f"- la rubrique {number} (« {_flat(next(titles, ''))} »), ignorée dans `table.toml`"


def _lost_words(facts: ReportFacts, body: str) -> Iterator[str]:
    """Yield the words that stand neither in their page nor above: nothing is lost without a trace."""
    said = words_of_page(body)
    texts = {page.planned.key: words_of_page(page.text()) for page in facts.pages}
    everywhere = frozenset().union(*texts.values())
    shared = (Kind.SITE, Kind.DOCUMENT)  # shown by pages of other objects
    lost = []
    for key, words in sorted(facts.inventory.words.items()):
        shown = everywhere if key.kind in shared else texts.get(key, frozenset())
        missing = [word for word in words if word not in shown and word not in said]
        if missing:
            lost.append(f"- {french_name(key)} : {' '.join(missing)}")
    if lost:
        yield "## Mots que leur page ne montre pas\n"
        yield from lost


def _quoted(words: str, indent: str) -> Iterator[str]:
    lines = [line.strip() for line in words.strip().splitlines()]
    if any(lines):
        yield ""
        yield from (f"{indent}> {line}".rstrip() for line in lines)
        yield ""


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
