"""Renders single pages of the site that this process has just built, as Pelican did and with the same checks.

What a page is made of is known here as it was at the build. A changed text is
read by the same reader and takes its content's place; changed templates, style
sheets and facts are read anew. Whatever this misses (lists, feeds, addresses),
the whole build that always follows puts right.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateError

from plugins.checks.sources.check import check_source
from plugins.checks.written.origins import Origin
from plugins.checks.written.rules import check_page
from plugins.core.crashes import crash_problem, template_problem
from plugins.core.facts import load_facts
from plugins.core.pelican import (
    content_generators,
    forget_templates,
    forget_texts,
    read_content,
    site_of,
    write_one,
)
from plugins.core.pelican_log import collected_problems
from plugins.core.sections import section_of
from plugins.host import STATIC, Assets
from plugins.host.bundles import read_assets
from plugins.media.library import Library
from plugins.statistics.prose.on_build import Reader
from plugins.texts.sources import Sources
from tools import build
from tools.build.run import fallback_origins

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plugins.core.problems import Problem


class UnknownPageError(Exception):
    """Only a whole build can answer: a new page, another address, a page that is kept out."""


class FaultyEditError(Exception):
    """What an editor must mend before the page can be shown."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__()
        self.problems = sorted(set(problems))


class Live:
    """A built site whose pages can be rendered again, one by one."""

    def __init__(self, root: Path, output: Path, generators: list[Any]) -> None:
        self._root = root
        self._output = output
        self._site = site_of(generators[0])
        self._css_bundles = generators[0].settings["CSS_BUNDLES"]
        self._content = self._site.content
        self._pages: dict[str, tuple[Any, Any]] = {}
        """Generator and content of each source, relative to the project."""
        made = content_generators(generators)
        self._generators = [generator for generator, _ in made]
        for generator, contents in made:
            for item in contents:
                self._pages[self._shown(Path(item.source_path))] = (generator, item)
        self._sources = {item.save_as: source for source, (_, item) in self._pages.items()}
        self._library = self._site.part(Library)
        self._published = set(self._library.files)
        self._sent_files: set[str] = set()
        """The names of files that the build has not written, and that the session was sent since."""
        self._new_files: dict[str, bytes] = {}

    def answer(self, order: dict[str, Any]) -> dict[str, Any]:
        """Render what an order names: changed texts, and the open pages when all pages are concerned."""
        pages: dict[str, str] = {}
        problems: dict[str, list[str]] = {}
        self._new_files = {}
        everywhere = False
        if order["theme"]:
            everywhere |= self._attempt("theme", self._reread_theme, problems)
        if order["facts"]:
            everywhere |= self._attempt("content", self._reread_facts, problems)
        for text in order["texts"]:
            self._attempt(text, lambda text=text: pages.update(self._edit(text)), problems)
        if everywhere:
            for source in {self._sources[name] for name in order["open"] if name in self._sources}:
                if source not in problems:
                    self._attempt(source, lambda source=source: pages.update(self._render(source)), problems)
        self._sent_files |= self._new_files.keys()
        files = {name: data.hex() for name, data in self._new_files.items()}
        return {"pages": pages, "files": files, "problems": problems}

    def _attempt(self, path: str, make: Any, problems: dict[str, list[str]]) -> bool:
        """Do one thing, and note what is wrong with `path`; nothing when only a whole build can tell."""
        places = self._root, self._content, self._output
        try:
            with collected_problems() as logged, self._site.apart() as reported:
                make()
            if logged or reported:
                raise FaultyEditError([*logged, *reported])  # noqa: TRY301
        except UnknownPageError:
            return False
        except FaultyEditError as found:
            problems[path] = [str(problem) for problem in found.problems]
            return False
        except TemplateError as error:
            problems[path] = [str(template_problem(error, *places))]
            return False
        except Exception as error:  # noqa: BLE001  whatever it is, an editor gets a message and no traceback
            problems[path] = [str(crash_problem(error, *places))]
            return False
        problems[path] = []
        return True

    def _reread_theme(self) -> None:
        """Forget the templates, and publish the style sheets and scripts as they are now."""
        for generator in self._generators:
            forget_templates(generator)
        fresh = read_assets(self._site.theme / STATIC, self._css_bundles)
        known = {asset.published for asset in self._site.part(Assets).by_name.values()}
        self._new_files |= {
            f"theme/{asset.published}": asset.data for asset in fresh.values() if asset.published not in known
        }
        self._site.add(Assets(fresh))

    def _reread_facts(self) -> None:
        """Read the facts and the vocabularies anew."""
        facts = load_facts(self._content)
        if facts.problems:
            raise UnknownPageError  # the whole build says it with its line
        self._site.facts = facts

    def _edit(self, source: str) -> dict[str, str]:
        """Put a changed text in the place of its content, and render its page; a mistake changes nothing."""
        if source not in self._pages:
            raise UnknownPageError
        generator, item = self._pages[source]
        before = dict(item.__dict__)
        sources = self._site.part(Sources)
        kept = dict(sources.waiting), dict(sources.all)
        try:
            fresh = self._read(source, generator)
            if (fresh.save_as, type(fresh)) != (item.save_as, type(item)):
                raise UnknownPageError  # noqa: TRY301
            added = {name: value for name, value in before.items() if name not in item.metadata}
            item.__dict__.clear()
            item.__dict__.update({**added, **fresh.__dict__})  # every list of the site holds this very object
            forget_texts()
            item.refresh_metadata_intersite_links()
            return self._render(source)
        except Exception:
            item.__dict__.clear()
            item.__dict__.update(before)
            forget_texts()
            sources.waiting, sources.all = kept
            raise

    def _read(self, source: str, generator: Any) -> Any:
        """Check a text as the build does, and let Pelican read it."""
        path = self._root / source
        relative = path.relative_to(self._content).as_posix()
        if section_of(relative) is None:
            raise UnknownPageError
        try:
            data = path.read_bytes()
        except FileNotFoundError:  # deleted since: the next build leaves it out
            raise UnknownPageError from None
        checked = check_source(relative, data, self._content.name, self._site.facts.vocabularies)
        if checked.problems:
            raise FaultyEditError(checked.problems)
        if refused := self._site.part(Reader).refusals(checked):
            raise FaultyEditError(refused)
        sources = self._site.part(Sources)
        sources.all[relative] = checked
        sources.waiting.pop(relative, None)
        if reason := checked.waits(build.today()):
            sources.waiting[relative] = reason
        with collected_problems() as logged, self._site.apart() as reported:
            fresh = read_content(generator, relative)
        if logged or reported:
            raise FaultyEditError([*logged, *reported])
        if fresh is None:
            raise UnknownPageError
        return fresh

    def _render(self, source: str) -> dict[str, str]:
        """Let Pelican's generator write one page, and check what it has written."""
        generator, item = self._pages[source]
        with tempfile.TemporaryDirectory(prefix="cvts-") as folder, collected_problems() as logged:
            write_one(generator, item, folder)
            text = Path(folder, item.save_as).read_text(encoding="utf-8")
        found = [*logged, *self._check(item, source, text)]
        if found:
            raise FaultyEditError(found)
        return {item.save_as: text}

    def _check(self, item: Any, source: str, text: str) -> list[Problem]:
        for name in self._library.files.keys() - self._published - self._sent_files:
            self._new_files[name] = self._library.files[name].make()  # an image that no earlier page has used
        origin = Origin(source, (self._root / source).read_text(encoding="utf-8", errors="replace"))
        extra = frozenset(self._sent_files | self._new_files.keys())
        if not list(check_page(item.save_as, text, self._output, extra, origin, ())):
            return []
        found = list(
            check_page(item.save_as, text, self._output, extra, origin, fallback_origins(self._root))
        )
        return found if not self._site.pages_first else self._without_known(item, extra, origin, found)

    def _without_known(
        self, item: Any, extra: frozenset[str], origin: Origin, found: list[Problem]
    ) -> list[Problem]:
        """Return the problems without those that the page had as it was built: the next build has more."""
        built = (self._output / item.save_as).read_text(encoding="utf-8")
        known = {problem.text for problem in check_page(item.save_as, built, self._output, extra, origin, ())}
        return [problem for problem in found if problem.text not in known]

    def _shown(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix() if path.is_relative_to(self._root) else path.name
