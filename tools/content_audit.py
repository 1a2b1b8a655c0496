"""`invoke check --contenu`: what an editor may improve, kind by kind; nothing here stops a build.

In: the content folder and the day. Out: `Chapter`s of advice, each line `fichier:ligne: constat → remède`.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from plugins.checks.sources.check import read_sources
from plugins.core.fields import SOURCES, TO_CONFIRM
from plugins.core.problems import Problem
from plugins.french.dates import medium_date
from plugins.french.readability import lix, words
from plugins.statistics.prose.statements import sentences
from plugins.texts.blocks import BlockKind
from plugins.texts.convert import convert
from plugins.texts.dates import read_day
from plugins.texts.parser import make_parser
from plugins.texts.recurrence import RuleError, read_dates
from plugins.texts.when import When, read_end, read_when

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from plugins.texts.front_matter import Document
    from plugins.texts.sources import Source

YEAR: Final = dt.timedelta(days=365)
NOTICE: Final = dt.timedelta(days=61)
"""Two months: time enough to ask a group whether it goes on."""
ON_HOME: Final = 3
"""How many news the home page shows."""
HARDEST: Final = 45
"""Where Björnsson begins « difficult ». The printed reports have 48 and 49, half of our pages at most 37."""
FEWEST_WORDS: Final = 100
"""Shorter texts have too few sentences for an index."""
OUTSIDE: Final = re.compile(r"\]\((?:https?://|[^/#):]+\.\w+\))")
"""A link to another site, or to a document beside the text."""
TO_COME: Final = re.compile(r"\b(?:prochaine?s?|bientôt|à venir|cette année|ce mois-ci)\b", re.IGNORECASE)
PAST_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True)
class Page:
    """A source that can be read, with its document."""

    source: Source
    document: Document
    path: str

    @cached_property
    def sentences(self) -> tuple[tuple[int, str], ...]:
        """Return the sentences of its paragraphs and lists, each with its line."""
        blocks = convert(make_parser(), self.document.body, self.document.body_line).blocks
        return tuple(
            (block.line + block.text.count("\n", 0, start), sentence)
            for block in blocks
            if block.kind in (BlockKind.PARAGRAPH, BlockKind.LABEL)
            for start, sentence in sentences(block.text)
        )

    def line(self, field: str) -> int:
        """Return the line of a field, 0 where it is not."""
        return self.document.fields[field].line if field in self.document.fields else 0

    def day(self, field: str) -> dt.date | None:
        """Return the day that a field names."""
        return read_day(str(self.source.value(field)))

    def texts(self, field: str) -> list[str]:
        """Return the texts that a field lists."""
        value = self.source.value(field)
        return [str(item) for item in value] if isinstance(value, list) else []

    def questions(self) -> Iterator[tuple[int, str]]:
        """Yield what is to be confirmed, each with its line."""
        field = self.document.fields.get(TO_CONFIRM.name)
        if field is None:
            return
        for item in self.texts(TO_CONFIRM.name):
            place = field.raw.find(item)  # -1 where YAML reads it otherwise than it was typed
            below = field.raw.startswith("-") + field.raw.count("\n", 0, place) if place >= 0 else 0
            yield field.line + below, item

    def quotes(self, line: int) -> bool:
        """Tell whether a line of the text belongs to a block quotation."""
        return self.document.body.split("\n")[line - self.document.body_line].startswith(">")

    def advice(self, field: str, text: str, remedy: str) -> Problem:
        """Return what to improve, at a field's line."""
        return Problem(self.path, self.line(field), text, remedy)


@dataclass(frozen=True)
class Chapter:
    """All advice of one kind, by file and line."""

    title: str
    advice: tuple[Problem, ...]


def audit(content: Path, today: dt.date) -> tuple[Chapter, ...]:
    """Return what may be improved in a content folder; kinds without advice are left out."""
    pages = read_pages(content)
    published = [page for page in pages if not page.source.waits(today)]
    chapters = (
        ("Sans source", unsourced(pages)),
        ("À confirmer", to_confirm(published)),
        ("Brouillons", drafts(pages)),
        ("Ressources sans texte à lire", unreadable_resources(published)),
        ("Liens jamais vérifiés, ou il y a plus d’un an", unverified_links(published, today)),
        ("Vieilles nouvelles en tête de l’accueil", old_news(published, today)),
        (
            "Dates passées",
            [*past_events(published, today), *past_bistrots(pages, today), *past_promises(published, today)],
        ),
        (f"Difficile à lire (indice LIX au-dessus de {HARDEST})", hard_texts(published)),
    )
    return tuple(
        Chapter(title, tuple(sorted(advice))) for title, found in chapters if (advice := list(found))
    )


def report(chapters: Sequence[Chapter]) -> str:
    """Return the advice as the terminal shows it."""
    if not chapters:
        return "Rien à améliorer."
    return "\n\n".join(
        "\n".join([f"{chapter.title} ({len(chapter.advice)})", *map(str, chapter.advice)])
        for chapter in chapters
    )


def read_pages(content: Path) -> tuple[Page, ...]:
    """Read the Markdown files of a content folder; what is wrong with them is the build's affair."""
    return tuple(
        Page(source, source.document, f"{content.name}/{source.path}")
        for source in read_sources(content, None)
        if source.document
    )


def unsourced(pages: Sequence[Page]) -> Iterator[Problem]:
    """Yield the pages with a text that do not say where their facts come from."""
    remedy = 'ajoutez « d_apres: ["Rapport d’activités 2021-2023, le titre de la partie"] »'
    for page in pages:
        if page.document.body.strip() and not page.texts(SOURCES.name):
            yield Problem(page.path, 0, "la page ne dit pas d’où viennent ses faits", remedy)


def to_confirm(pages: Sequence[Page]) -> Iterator[Problem]:
    """Yield each thing that a page says and somebody must still confirm."""
    remedy = f"une fois confirmé, retirez-le de « {TO_CONFIRM.name} »"
    for page in pages:
        yield from (
            Problem(page.path, line, f"à confirmer : {item}", remedy) for line, item in page.questions()
        )


def drafts(pages: Sequence[Page]) -> Iterator[Problem]:
    """Yield the drafts with the questions that they wait for."""
    for page in pages:
        if page.source.is_draft:
            remedy = "la réponse reçue, corrigez le texte et retirez la question"
            yield from (
                Problem(page.path, line, f"question : {item}", remedy) for line, item in page.questions()
            )
            if not page.texts(TO_CONFIRM.name):
                yield page.advice(
                    "statut",
                    "un brouillon sans question",
                    f"publiez-le, ou écrivez dans « {TO_CONFIRM.name} » ce qui lui manque et qui le sait",
                )


def unreadable_resources(pages: Sequence[Page]) -> Iterator[Problem]:
    """Yield the resources that lead to no text."""
    for page in pages:
        if page.source.section.name == "ressources" and not (
            page.source.value("lien") or page.source.value("document") or OUTSIDE.search(page.document.body)
        ):
            yield Problem(
                page.path,
                0,
                "la ressource ne mène à aucun texte",
                "ajoutez « lien » ou « document », quand vous l’avez",
            )


def unverified_links(pages: Sequence[Page], today: dt.date) -> Iterator[Problem]:
    """Yield the links of resources that nobody has followed for a year."""
    for page in pages:
        verified = page.day("lien_verifie")
        if page.source.value("lien") and (verified is None or today - verified > YEAR):
            since = (
                f"n’a plus été vérifié depuis le {medium_date(verified)}"
                if verified
                else "n’a jamais été vérifié"
            )
            yield page.advice("lien", f"le lien {since}", "lancez « invoke links --noter »")


def old_news(pages: Sequence[Page], today: dt.date) -> Iterator[Problem]:
    """Yield the news on top of the home page that are older than a year."""
    news = [
        (date.first, page) for page in pages if page.source.section.article and (date := page.source.date)
    ]
    for day, page in sorted(news, key=lambda one: one[0], reverse=True)[:ON_HOME]:
        if today - day > YEAR:
            yield page.advice(
                "date",
                "une nouvelle de plus d’un an est en tête de l’accueil",
                "racontez ce que le comité a fait depuis",
            )


def past_events(pages: Sequence[Page], today: dt.date) -> Iterator[Problem]:
    """Yield the events that are over and whose page was not touched since."""
    for page in pages:
        when = read_when(str(page.source.value("evenement")))
        if when is None:
            continue
        end = read_end(str(page.source.value("fin")), when)
        last = (end if isinstance(end, When) else when).last_day or when.day
        days = [day for day in (page.source.date and page.source.date.first, page.day("mise_a_jour")) if day]
        if last < today and max(days, default=dt.date.min) <= last:
            yield page.advice(
                "evenement",
                f"l’événement a eu lieu le {medium_date(last)}",
                "dites ce qui s’y est passé, et remplissez « mise_a_jour »",
            )


def past_bistrots(pages: Sequence[Page], today: dt.date) -> Iterator[Problem]:
    """Yield the bistrots whose rule ends within two months or has ended, or whose last date is past."""
    for page in pages:
        if page.source.section.name != "bistrots" or page.source.problems:
            continue
        try:
            dates = read_dates(page.source.value("dates") or [])
        except RuleError:
            continue
        remedy = "demandez au groupe s’il continue, puis changez les dates"
        last = max((rule.last for rule in dates.rules), default=None)
        single = max((when.day for when in dates), default=None)
        if last and last - today <= NOTICE:
            verb = "s’est arrêté" if last < today else "s’arrête"
            yield page.advice("dates", f"le rythme {verb} le {medium_date(last)}", remedy)
        elif single and not last and single < today:
            yield page.advice("dates", f"la dernière date est passée : le {medium_date(single)}", remedy)


def past_promises(pages: Sequence[Page], today: dt.date) -> Iterator[Problem]:
    """Yield the sentences that announce something and are old: by a year they name, or by the page's date."""
    for page in pages:
        date = page.source.date
        written = page.day("mise_a_jour") or (date.first if date else None)
        for line, sentence in page.sentences:
            word = TO_COME.search(sentence)
            years = [int(year) for year in PAST_YEAR.findall(sentence)]
            is_old = max(years) < today.year if years else written is not None and today - written > YEAR
            if word and is_old:
                yield Problem(
                    page.path,
                    line,
                    f"« {word[0]} » annonce ce qui est peut-être passé",
                    "dites quand, ou racontez la suite",
                )


def hard_texts(pages: Sequence[Page]) -> Iterator[Problem]:
    """Yield the pages that are hard to read, at their longest sentence; quotations stay as they are."""
    for page in pages:
        own = [one for one in page.sentences if not page.quotes(one[0])]
        said = [sentence for _, sentence in own]
        index = lix(said)
        if index > HARDEST and sum(len(words(sentence)) for sentence in said) >= FEWEST_WORDS:
            line, longest = max(own, key=lambda one: len(words(one[1])))
            yield Problem(
                page.path,
                line,
                f"indice {index:.0f} ; la phrase la plus longue a {len(words(longest))} mots",
                "coupez les longues phrases, préférez des verbes et des mots courts",
            )
