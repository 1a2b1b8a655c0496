"""One build: the sources are checked, Pelican runs, the written site is checked, all problems are listed."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateError
from pelican import Pelican
from pelican.settings import read_settings

from plugins.agenda.known_days import holiday_warning
from plugins.checks.sources.check import Known, check_folder, check_sources, document_titles
from plugins.checks.written.pages import WrittenPages
from plugins.checks.written.rules import PAGE, Origin, Page, check_site, read_page
from plugins.core.cache import key_of
from plugins.core.crashes import crash_problem, template_problem
from plugins.core.pelican_log import collected_problems
from plugins.core.problems import Problem
from plugins.core.toml_files import read_toml
from plugins.core.vocabularies import Vocabulary, load_vocabularies
from tools.build.request import ASSOCIATION_FILE, LOCAL_ADDRESS, Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plugins.core.cache import Cache
    from plugins.core.output import Output
    from plugins.texts.source import Source
    from tools.build.ingredients import Ingredients
    from tools.build.request import Request


class Run:
    """One build in its fresh folder; holds what the steps hand to each other."""

    def __init__(self, request: Request, ingredients: Ingredients, cache: Cache, output: Output) -> None:
        self.request = request
        self.content = request.content_folder
        self.ingredients = ingredients
        self.cache = cache
        self.output = output
        self.staging = output.folder
        self.origins: dict[str, str] = {}
        self.incomplete: tuple[str, ...] = ()
        self.reminders: list[Problem] = []
        self.rendered: list[str] = []
        """Keys of the pages that this build has made or found."""
        self.written = WrittenPages(output.folder, cache, output.placed)
        self.written.add(PAGE, Page, read_page)

    def report(self) -> Report:
        """Build, and say what came of it."""
        try:
            problems = self._problems()
        except Exception as error:  # noqa: BLE001  a fault of ours, before or after Pelican
            problems = (crash_problem(error, *self._places),)
        reminders = tuple(str(reminder) for reminder in sorted(set(self.reminders)))
        return Report(problems, self.incomplete, self.written.number, 0, reminders)

    @property
    def _places(self) -> tuple[Path, Path, Path]:
        """Return the folders that a crash is told by: of the project, the sources, the written site."""
        return self.request.root, self.content, self.staging

    def _problems(self) -> tuple[Problem, ...]:
        """Run every step and return all problems, sorted by file and line."""
        if not self.content.is_dir():
            missing = "le dossier manque", "remettez-le : il contient les textes du site"
            return (Problem(f"{self.content.name}/", 0, *missing),)
        with collected_problems(*self._places) as logged:
            vocabularies, association, facts_problems = self._facts()
            words = None if facts_problems else vocabularies  # what cannot be read judges nothing
            known = Known(self.cache, key_of(self.ingredients.machinery, repr(words)))
            sources = check_sources(self.ingredients.texts, self.content.name, words, known)
            found = [
                *facts_problems,
                *(problem for source in sources for problem in source.problems),
                *check_folder(self.content, sources),
            ]
            if facts_problems:
                return tuple(sorted(set(found)))
            blamed = {problem.path for problem in found}
            faulty = tuple(source for source in sources if f"{self.content.name}/{source.path}" in blamed)
            crash = self._run_pelican(sources, faulty, vocabularies, association)
            found += logged
            if crash:
                found.append(crash)
            else:
                found += [
                    problem
                    for problem in self._check_written(sources, faulty)
                    if not _follows(problem, found)
                ]
        return tuple(sorted(set(found)))

    def _facts(self) -> tuple[dict[str, Vocabulary], dict[str, Any], list[Problem]]:
        """Read the TOML files of the content folder that everything goes by."""
        vocabularies, unreadable = load_vocabularies(self.content)
        shown = f"{self.content.name}/{ASSOCIATION_FILE}"
        facts = read_toml(self.content / ASSOCIATION_FILE, shown)
        problems = [*unreadable, *facts.problems]
        if not (self.content / ASSOCIATION_FILE).exists():
            remedy = "remettez-le : il contient les coordonnées"
            problems.append(Problem(shown, 0, "le fichier manque", remedy))
        association = dict(facts.tables)
        warning = holiday_warning(association, self.request.today)
        empty = (f"{name} : à compléter" for name in _empty_facts(association))
        self.incomplete = (*empty, *((warning,) if warning else ()))
        return vocabularies, association, problems

    def _run_pelican(
        self,
        sources: tuple[Source, ...],
        faulty: tuple[Source, ...],
        vocabularies: dict[str, Vocabulary],
        association: dict[str, Any],
    ) -> Problem | None:
        """Let Pelican write the site; what it cannot survive becomes a problem."""
        waiting = {source.path: source.waits(self.request.today) for source in sources}
        address = str(association.get("site", {}).get("adresse", "")).rstrip("/")
        override = {
            "PATH": str(self.content),
            "OUTPUT_PATH": str(self.staging),
            "THEME": str(self.request.theme),
            "CACHE_FOLDER": str(self.request.cache_folder),
            "CACHE": self.cache,
            "MACHINERY": self.ingredients.machinery,
            "FIELDS_HASH": key_of(self.ingredients.fields, *sorted(source.path for source in faulty)),
            "OUTPUT": self.output,
            "RENDERED": self.rendered,
            "REMINDERS": self.reminders,
            "WRITTEN_PAGES": self.written,
            "SOURCES": {source.path: source for source in sources},
            "FAULTY_SOURCES": frozenset(source.path for source in faulty),
            "WAITING_SOURCES": {path: reason for path, reason in waiting.items() if reason},
            "PAGE_ORIGINS": self.origins,
            "DOCUMENT_TITLES": document_titles(sources),
            "ASSOCIATION": association,
            "VOCABULARIES": vocabularies,
            "SITE_ADDRESS": address or LOCAL_ADDRESS,
            "TODAY": self.request.today,
            **self.request.settings,
        }
        try:
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                settings = read_settings(str(self.request.root / self.request.conf), override)
                Pelican(settings).run()
        except TemplateError as error:
            return template_problem(error, *self._places)
        except Exception as error:  # noqa: BLE001  whatever it is, an editor gets a message and no traceback
            return crash_problem(error, *self._places)
        return None

    def _origin_of(self, page: str) -> Origin | None:
        """Return what a page was written from, as it was read for this build."""
        source = self.origins.get(str(self.staging / page))
        if source is None:
            return None
        path = Path(source)
        text = self.ingredients.texts.get(path.relative_to(self.content).as_posix())
        if text is None:
            return _origin(self.content.parent, path)
        return Origin(path.relative_to(self.content.parent).as_posix(), text.decode("utf-8", "replace"))

    def _check_written(self, sources: tuple[Source, ...], faulty: tuple[Source, ...]) -> Iterator[Problem]:
        """Check the pages; a link to a page whose source is faulty is no second problem."""
        waiting = {source.address: source.waits(self.request.today) for source in sources}
        if self.request.settings.get("SHOW_DRAFTS"):
            waiting = dict.fromkeys(waiting, "")
        waiting |= {source.address: "" for source in faulty}
        root = self.request.root
        fallbacks = [root / "pelicanconf.py", *sorted((root / "theme" / "templates").rglob("*.html"))]
        yield from check_site(
            self.written,
            self._origin_of,
            waiting,
            tuple(_origin(root, path) for path in fallbacks if path.exists()),
        )


def _follows(problem: Problem, found: list[Problem]) -> bool:
    """Tell whether a dead link is only what is left of a missing file that a plugin has reported."""
    if not problem.text.endswith(("n’existe pas", "ne mène nulle part")):
        return False
    words = set(problem.text.split())
    return any(
        (problem.path, problem.line) == (other.path, other.line)
        and any("." in word for word in words & set(other.text.split()))
        for other in found
    )


def _origin(base: Path, path: Path) -> Origin:
    return Origin(path.relative_to(base).as_posix(), path.read_text(encoding="utf-8", errors="replace"))


def _empty_facts(association: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    """Yield the dotted names of empty values: what the association has yet to fill in."""
    for name, value in association.items():
        if isinstance(value, dict):
            yield from _empty_facts(value, f"{prefix}{name}.")
        elif value == "":
            yield f"{prefix}{name}"
