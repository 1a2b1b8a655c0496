"""One build: the sources are checked, Pelican runs, the written site is checked, all problems are listed."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import TemplateError
from pelican import Pelican
from pelican.settings import read_settings

from plugins.agenda.known_days import holiday_warning
from plugins.checks.sources.check import KeptChecks, check_folder, check_sources
from plugins.checks.sources.folder import links_elsewhere
from plugins.checks.written.facts import FACTS, PageFacts, read_page
from plugins.checks.written.origins import Origin
from plugins.checks.written.pages import WrittenPages
from plugins.checks.written.rules import check_site
from plugins.core.cache import key_of
from plugins.core.crashes import crash_problem, template_problem
from plugins.core.facts import LOCAL_ADDRESS, Facts, load_facts
from plugins.core.pelican import SETTING
from plugins.core.pelican_log import collected_problems
from plugins.core.problems import Problem
from plugins.core.site import Site
from plugins.texts.sources import Sources
from tools.build.request import Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.core.cache import UnconfirmedCache
    from plugins.core.output import Output
    from plugins.texts.sources import Source
    from tools.build.ingredients import Ingredients
    from tools.build.request import Request


def run(request: Request, ingredients: Ingredients, pages: UnconfirmedCache, output: Output) -> Report:
    """Build into the fresh folder of `output`, and say what came of it."""
    places = request.root, request.content_folder, output.folder
    try:
        return _run(request, ingredients, pages, output)
    except Exception as error:  # noqa: BLE001  a fault of ours, before or after Pelican
        return Report((crash_problem(error, *places),), (), 0, 0)


def _run(request: Request, ingredients: Ingredients, pages: UnconfirmedCache, output: Output) -> Report:
    content = request.content_folder
    if not content.is_dir():
        missing = "le dossier manque", "remettez-le : il contient les textes du site"
        return Report((Problem(f"{content.name}/", 0, *missing),), (), 0, 0)
    facts = load_facts(content)
    words = None if facts.problems else facts.vocabularies  # what cannot be read judges nothing
    checks = KeptChecks(pages.confirmed, key_of(ingredients.machinery, repr(words)))
    sources = check_sources(ingredients.texts, content.name, words, checks)
    found = [
        *(problem for source in sources for problem in source.problems),
        *check_folder(content, sources),
        *links_elsewhere(request.theme),
    ]
    drafts = {f"{content.name}/{source.path}" for source in sources if source.is_draft}
    problems = [*facts.problems, *(problem for problem in found if problem.path not in drafts)]
    in_drafts = tuple(map(str, _sorted([problem for problem in found if problem.path in drafts])))
    incomplete = _incomplete(facts, request)
    if facts.problems:
        return Report(_sorted(problems), incomplete, 0, 0, drafts=in_drafts)
    blamed = {problem.path for problem in found}
    faulty = frozenset(source.path for source in sources if f"{content.name}/{source.path}" in blamed)
    site = _site(request, ingredients, pages, output, facts)
    written = WrittenPages(output.folder, site.cache, site.machinery, output.placed)
    written.add(FACTS, PageFacts, read_page)
    site.add(written)
    site.add(_sources(sources, faulty, request))
    crash, logged = _run_pelican(request, site)
    problems += [*logged, *site.problems, *crash]
    if not (crash or request.pages_first):
        problems += [
            problem
            for problem in _check_written(request, ingredients, site)
            if not _already_said(problem, problems)
        ]
    reminders = tuple(map(str, _sorted(site.reminders)))
    return Report(_sorted(problems), incomplete, written.number, 0, reminders, in_drafts)


def _sorted(problems: list[Problem]) -> tuple[Problem, ...]:
    """Return problems by file and line, each once."""
    return tuple(sorted(set(problems)))


def _incomplete(facts: Facts, request: Request) -> tuple[str, ...]:
    warning = holiday_warning(facts.association, request.today)
    return (*(f"{name} : à compléter" for name in facts.empty), *((warning,) if warning else ()))


def _site(
    request: Request, ingredients: Ingredients, pages: UnconfirmedCache, output: Output, facts: Facts
) -> Site:
    return Site(
        content=request.content_folder,
        theme=request.theme,
        facts=facts,
        address=str(request.settings.get("SITE_ADDRESS", "")) or facts.address or LOCAL_ADDRESS,
        today=request.today,
        output=output,
        cache=pages.confirmed,
        pages=pages,
        machinery=ingredients.machinery,
        settings_hash=ingredients.settings,
        fields_hash=ingredients.fields,
        pages_first=request.pages_first,
    )


def _sources(sources: tuple[Source, ...], faulty: frozenset[str], request: Request) -> Sources:
    waiting = {source.path: source.waits(request.today) for source in sources}
    return Sources(
        {source.path: source for source in sources},
        faulty,
        {path: reason for path, reason in waiting.items() if reason},
        shows_waiting=bool(request.settings.get("SHOW_DRAFTS")),
    )


def _run_pelican(request: Request, site: Site) -> tuple[list[Problem], list[Problem]]:
    """Let Pelican write the site; return why it stopped (one problem or none), and what it logged."""
    places = request.root, request.content_folder, site.output.folder
    override = {
        "PATH": str(site.content),
        "OUTPUT_PATH": str(site.output.folder),
        "THEME": str(site.theme),
        "CACHE_FOLDER": str(request.cache_folder),
        SETTING: site,
        **request.settings,
    }
    with collected_problems(*places) as logged:
        try:
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                settings = read_settings(str(request.root / request.conf), override)
                Pelican(settings).run()
        except TemplateError as error:
            return [template_problem(error, *places)], logged
        except Exception as error:  # noqa: BLE001  whatever it is, an editor gets a message and no traceback
            return [crash_problem(error, *places)], logged
    return [], logged


def _check_written(request: Request, ingredients: Ingredients, site: Site) -> Iterator[Problem]:
    """Check the pages; a link to a page whose source is faulty is no second problem, unless it is a draft."""
    sources = site.part(Sources)
    waiting = {
        source.address: ""
        if sources.shows_waiting or (path in sources.faulty and not source.is_draft)
        else sources.waiting.get(path, "")
        for path, source in sources.all.items()
    }
    yield from check_site(
        site.part(WrittenPages),
        lambda page: _origin_of(page, site, ingredients),
        waiting,
        fallback_origins(request.root),
    )


def fallback_origins(root: Path) -> tuple[Origin, ...]:
    """Return where what no source says may come from: the settings and the templates."""
    places = (root / "pelicanconf.py", *sorted((root / "theme" / "templates").rglob("*.html")))
    return tuple(_origin(root, path) for path in places if path.is_file())


def _origin_of(page: str, site: Site, ingredients: Ingredients) -> Origin | None:
    """Return what a page was written from, as it was read for this build."""
    source = site.part(Sources).pages.get(str(site.output.folder / page))
    if source is None:
        return None
    path = Path(source)
    text = ingredients.texts.get(path.relative_to(site.content).as_posix())
    if text is None:
        return _origin(site.content.parent, path)
    return Origin(path.relative_to(site.content.parent).as_posix(), text.decode("utf-8", "replace"))


def _origin(base: Path, path: Path) -> Origin:
    return Origin(path.relative_to(base).as_posix(), path.read_text(encoding="utf-8", errors="replace"))


def _already_said(problem: Problem, found: list[Problem]) -> bool:
    """Tell whether a plugin has reported the missing file that a written page leads to."""
    return bool(problem.about) and any(
        (problem.path, problem.about) == (other.path, other.about) for other in found
    )
