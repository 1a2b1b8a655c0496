"""`invoke letter`: drafts the next issue where there is something new, and makes the e-mail of the issue.

Which issue: the one that waits (a draft, or dated after today); otherwise a
new draft if something is new; otherwise the last one once more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from plugins.checks.sources.check import read_sources
from plugins.checks.sources.references import mentions_of
from plugins.core.disk import write_whole
from plugins.core.facts import ASSOCIATION_FILE, LOCAL_ADDRESS
from plugins.core.problems import Problem
from plugins.french.numbers import file_size
from tools import report
from tools.newsletter import drafts, message, plain_text, rendering
from tools.newsletter.facts import LetterFacts, read_facts

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from plugins.texts.sources import Source

FOLDER: Final = ".cache/lettre"
"""Where the e-mails go, below the project's root: never part of the site."""
LARGEST: Final = 100_000
"""Bytes of a message; Gmail cuts what is longer than 102 kB."""
TRIAL: Final = "[essai] "


@dataclass(frozen=True)
class LetterResult:
    """An e-mail, and what the editor must know of it; no bytes if there are problems."""

    eml: bytes = b""
    incomplete: tuple[str, ...] = ()
    """Facts that association.toml leaves empty."""
    problems: tuple[Problem, ...] = ()


def run(root: Path, today: dt.date, name: str = "", *, essai: bool = False) -> Path:
    """Make the e-mail of an issue and return its path; exit 1 with every problem if that cannot be.

    Args:
        root: holds content/ and theme/.
        today: the day on which the next issue starts.
        name: of an issue, such as `2024-06`; empty for the one whose turn it is.
        essai: make it even if nobody knows the site's address yet.
    """
    content = root / "content"
    facts, problems = read_facts(content)
    if facts and not facts.address and not essai:
        text = "site.adresse : à compléter, les liens de la lettre en dépendent"
        problems = (
            Problem(
                f"{content.name}/{ASSOCIATION_FILE}",
                0,
                text,
                "écrivez-la, ou essayez avec invoke letter --essai",
            ),
        )
    sources = read_sources(content, None)
    letters = (source for source in sources if source.section == drafts.SECTION)
    problems += tuple(problem for letter in letters for problem in letter.problems)
    if problems or not facts:
        report.fail("La lettre n’a pas été faite : rien n’a été modifié.", problems)
    issue = _named(sources, name) if name else _current(content, sources, today)
    made = make(root, content, issue, facts, essai=essai)
    if made.problems:
        count = report.count(len(made.problems), "problème")
        report.fail(f"{count} : le message n’a pas été écrit.", made.problems)
    path = root / FOLDER / f"{issue.slug}.eml"
    write_whole(path, made.eml)
    for fact in made.incomplete:
        print(f"{content.name}/{ASSOCIATION_FILE}: {fact} : à compléter avant l’envoi")
    print(f"{FOLDER}/{path.name} est écrit ({file_size(len(made.eml))}), d’après {content.name}/{issue.path}")
    return path


def _named(sources: Sequence[Source], name: str) -> Source:
    letters = {letter.slug: letter for letter in drafts.issues(sources)}
    slug = name.removesuffix(".md").rpartition("/")[2]
    if slug not in letters:
        known = ", ".join(letters) or "il n’y en a pas encore"
        report.fail(f"aucune lettre ne s’appelle « {name} » → choisissez parmi : {known}")
    return letters[slug]


def _current(content: Path, sources: Sequence[Source], today: dt.date) -> Source:
    """Return the issue whose turn it is; write the draft of a new one if need be."""
    letters = drafts.issues(sources)
    waiting = [letter for letter in letters if letter.waits(today)]
    if waiting:
        return waiting[0]
    news = drafts.news(sources, today)
    if not news.fresh:
        if not letters:
            report.fail("Il n’y a rien à annoncer : ni actualité, ni date à venir.")
        print("Rien de neuf depuis la dernière lettre : la voici encore une fois.")
        return letters[-1]
    draft = drafts.draft(sources, news, today)
    path = content / draft.path
    write_whole(path, draft.text.encode(), new=True)
    print(f"{content.name}/{draft.path} est créé : relisez-le, changez-le, puis relancez invoke letter")
    if letters:
        print(f"(pour refaire la lettre précédente : invoke letter --issue {letters[-1].slug})")
    return next(source for source in read_sources(content, None) if source.path == draft.path)


def make(
    root: Path, content: Path, issue: Source, facts: LetterFacts, *, essai: bool = False
) -> LetterResult:
    """Return the e-mail of an issue."""
    day = drafts.day_of(issue)
    address = facts.address or LOCAL_ADDRESS
    path = issue.address.strip("/")
    problems = tuple(_mistimed(content, issue, day))
    written, faults = rendering.written_page(root, content, path, day)
    if problems or faults:
        return LetterResult(problems=(*problems, *faults))
    page = rendering.styled(rendering.absolute(written, f"{address}/{path}/"), root)
    letter = message.Letter(
        name=issue.slug,
        subject=f"{TRIAL if essai else ''}{issue.value('titre')}",
        day=day,
        text=plain_text.plain_text(page),
        html=page,
    )
    eml = message.pack_letter(letter, facts)
    if len(eml) > LARGEST:
        text = f"le message pèse {file_size(len(eml))}, Gmail le couperait"
        return LetterResult(
            problems=(
                Problem(_path(content, issue), 0, text, "retirez des pages, ou raccourcissez le texte"),
            )
        )
    missing = (
        ("site.adresse", facts.address),
        ("lettre.expediteur", facts.sender),
        ("lettre.liste", facts.recipient),
    )
    return LetterResult(eml, tuple(name for name, value in missing if not value))


def _mistimed(content: Path, issue: Source, day: dt.date) -> Iterator[Problem]:
    """Yield what the letter announces too early or too late on its own day."""
    pages = {source.address: source for source in read_sources(content, None)}
    for mention, line, _ in mentions_of(issue):
        page = pages.get(mention.address)
        waits = page.waits(day) if page else ""
        if waits:
            text = f"« {mention.key} » n’est pas encore sur le site le jour de la lettre ({waits})"
            yield Problem(_path(content, issue), line, text, "retirez la ligne, ou publiez d’abord la page")
        if mention.day and mention.day < day:
            text = f"le {mention.day.isoformat()} est passé le jour de la lettre"
            yield Problem(_path(content, issue), line, text, "retirez la ligne, ou corrigez la date")


def _path(content: Path, issue: Source) -> str:
    return f"{content.name}/{issue.path}"
