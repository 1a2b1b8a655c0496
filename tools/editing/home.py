"""The first page of the editing pages: what there is to edit, to finish and to send.

In: the content folder, git if there is one, and what is looked for. Out: a `Home`.
"""

from __future__ import annotations

import subprocess
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from plugins.belgium.names import loose
from plugins.checks.sources.check import read_sources
from plugins.core.facts import ASSOCIATION_FILE, load_facts
from plugins.core.sections import SECTIONS
from tools.content_audit import Page, past_bistrots, to_confirm
from tools.editing.desk import START

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from pathlib import Path

    from plugins.texts.sources import Source
    from tools.editing.desk import Desk


@dataclass(frozen=True)
class Entry:
    """One page in a list."""

    title: str
    path: str
    address: str
    section: str
    edit: str
    """The address of its form."""
    state: str
    """« brouillon », or when it will appear; empty when it is public."""
    notes: tuple[str, ...]
    """What is to be done to it."""


@dataclass(frozen=True)
class Home:
    """Everything that the first page shows."""

    token: str
    query: str
    pages: tuple[Entry, ...]
    """Every page, or those that were looked for, by section and title."""
    drafts: tuple[Entry, ...]
    """Those that are not public yet."""
    to_complete: tuple[Entry, ...]
    facts: tuple[str, ...]
    """What association.toml does not say yet: it is not edited here."""
    changed: tuple[Entry, ...] | None
    """None without git."""
    since: str
    """Since when, in French; why there is no list, where there is none."""
    new: tuple[tuple[str, str], ...]
    """The kinds of pages that may be begun: what `nouveau` is asked for by, and « une actualité »."""


def home(desk: Desk, query: str, today: dt.date) -> Home:
    """Return the first page."""
    sources = read_sources(desk.content, None)
    facts = load_facts(desk.content)
    changed, since = changed_files(desk.root, desk.content)
    notes = _notes(desk.content.name, sources, today)
    entries = {source.path: _entry(source, notes.get(source.path, ()), today) for source in sources}
    listed = sorted(entries.values(), key=lambda entry: (entry.section, entry.title.casefold()))
    words = loose(query).split()
    found = (entry for entry in listed if all(word in loose(f"{entry.title} {entry.path}") for word in words))
    return Home(
        desk.token,
        query,
        tuple(found),
        tuple(entry for entry in listed if entry.state),
        tuple(entry for entry in listed if entry.notes),
        tuple(f"{ASSOCIATION_FILE} : {name}" for name in facts.empty),
        None if changed is None else tuple(entry for entry in listed if entry.path in changed),
        since,
        tuple((section.command, section.label) for section in SECTIONS if section.command),
    )


def form_address(path: str) -> str:
    """Return the address of a file's form."""
    return f"{START}page?fichier={quote(path, safe='/')}"


def changed_files(root: Path, content: Path) -> tuple[frozenset[str] | None, str]:
    """Return what differs from what was sent last, below the content folder; and since when, in French.

    A publication notes no commit, and requires that its own is on the server: the branch there is the nearest
    that is known. None without git.
    """
    if _git(root, "rev-parse", "--verify", "--quiet", "HEAD") is None:
        return None, "ce dossier n’est pas suivi par git : la liste de ce qui a changé manque"
    base, since = "HEAD", "depuis le dernier commit"
    sent = _git(root, "merge-base", "HEAD", "@{upstream}")
    if sent:
        base, since = sent.strip(), "depuis le dernier envoi au serveur git"
    below = content.name
    differing = _git(root, "diff", "--name-only", "-z", "--no-renames", "--relative", base, "--", below) or ""
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", below) or ""
    paths = (differing + new).split("\0")
    return frozenset(path.removeprefix(f"{below}/") for path in paths if path), since


def _git(root: Path, *arguments: str) -> str | None:
    try:
        # without the optional locks, in whose way somebody's `git pull` would be
        made = subprocess.run(
            ["git", "--no-optional-locks", "-C", str(root), *arguments], capture_output=True, check=False
        )
    except OSError:
        return None
    return made.stdout.decode("utf-8", "surrogateescape") if made.returncode == 0 else None


def _notes(folder: str, sources: Iterable[Source], today: dt.date) -> dict[str, tuple[str, ...]]:
    """Return what `invoke check` says is left to do, by path."""
    pages = [
        Page(source, source.document, f"{folder}/{source.path}") for source in sources if source.document
    ]
    notes: dict[str, list[str]] = defaultdict(list)
    for problem in (*to_confirm(pages), *past_bistrots(pages, today)):
        notes[problem.path.removeprefix(f"{folder}/")].append(problem.text)
    return {path: tuple(found) for path, found in notes.items()}


def _entry(source: Source, notes: tuple[str, ...], today: dt.date) -> Entry:
    title = source.value("titre")
    return Entry(
        title if isinstance(title, str) and title.strip() else source.path,
        source.path,
        source.address,
        source.section.singular,
        form_address(source.path),
        source.waits(today),
        notes,
    )
