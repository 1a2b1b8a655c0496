"""Renders single pages of the site that this process has just built, as Pelican did and with the same checks.

What a page is made of is known here as it was at the build. A changed text is
read by the same reader and takes its content's place; changed templates, style
sheets and facts are read anew. Whatever this misses (lists, feeds, addresses),
the whole build that always follows puts right.
"""

from __future__ import annotations

import contextlib
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateError
from pelican import signals
from pelican.contents import Article, Content, Page, SkipStub
from pelican.generators import ArticlesGenerator, PagesGenerator
from pelican.writers import Writer

from plugins.checks.sources.check import check_source
from plugins.checks.written.rules import Origin, check_page
from plugins.core.crashes import crash_problem, template_problem
from plugins.core.pelican_log import collected_problems
from plugins.core.sections import section_of
from plugins.core.toml_files import read_toml
from plugins.core.vocabularies import load_vocabularies
from plugins.host.bundles import read_assets
from plugins.media import SETTING as MEDIA
from plugins.statistics.prose.on_build import SETTING as PROSE
from tools import build
from tools.build.request import ASSOCIATION_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plugins.core.problems import Problem


@dataclass
class Heard:
    """What Pelican's signals told of the one build of this process."""

    generators: list[Any] = field(default_factory=list)
    pelican: Any = None


@contextlib.contextmanager
def listening() -> Iterator[Heard]:
    """Keep what Pelican makes inside the block."""
    heard = Heard()

    def generators(made: list[Any]) -> None:
        heard.generators[:] = made

    def finished(pelican: Any) -> None:
        heard.pelican = pelican

    with (
        signals.all_generators_finalized.connected_to(generators),
        signals.finalized.connected_to(finished),
    ):
        yield heard


class UnknownPageError(Exception):
    """Only a whole build can answer: a new page, another address, a page that is kept out."""


class _Found(Exception):  # noqa: N818  not an error: what an editor must mend
    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__()
        self.problems = sorted(set(problems))


class Live:
    """A built site whose pages can be rendered again, one by one."""

    def __init__(self, root: Path, output: Path, heard: Heard) -> None:
        self._root = root
        self._output = output
        self._settings = heard.pelican.settings
        self._content = Path(self._settings["PATH"])
        self._pages: dict[str, tuple[Any, Any]] = {}
        """Generator and content of each source, relative to the project."""
        self._generators = [
            generator
            for generator in heard.generators
            if isinstance(generator, ArticlesGenerator | PagesGenerator)
        ]
        for generator in self._generators:
            for item in getattr(generator, _list_of(generator)):
                self._pages[self._shown(Path(item.source_path))] = (generator, item)
        self._sources = {item.save_as: source for source, (_, item) in self._pages.items()}
        self._library = self._settings[MEDIA]
        self._published = set(self._library.files)
        self._laid: set[str] = set()
        """Files that are no part of the build, and that the session has been given since."""
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
        self._laid |= self._new_files.keys()
        files = {name: data.hex() for name, data in self._new_files.items()}
        return {"pages": pages, "files": files, "problems": problems}

    def _attempt(self, path: str, make: Any, problems: dict[str, list[str]]) -> bool:
        """Do one thing, and note what is wrong with `path`; nothing when only a whole build can tell."""
        places = self._root, self._content, self._output
        try:
            with collected_problems() as logged:
                make()
            if logged:
                raise _Found(logged)  # noqa: TRY301
        except UnknownPageError:
            return False
        except _Found as found:
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
            generator._templates.clear()  # noqa: SLF001  else Pelican never asks Jinja again
            if generator.env.cache is not None:
                generator.env.cache.clear()
        assets = self._settings["ASSETS"]
        fresh = read_assets(Path(self._settings["THEME"]) / "static", self._settings["CSS_BUNDLES"])
        known = {asset.published for asset in assets.values()}
        self._new_files |= {
            f"theme/{asset.published}": asset.data for asset in fresh.values() if asset.published not in known
        }
        assets.clear()
        assets.update(fresh)  # the same dictionary: the templates' functions hold it

    def _reread_facts(self) -> None:
        """Read the facts and the vocabularies anew, into the dictionaries that everything holds."""
        facts = read_toml(self._content / ASSOCIATION_FILE, ASSOCIATION_FILE)
        words, problems = load_vocabularies(self._content)
        if problems or not facts.tables:
            raise UnknownPageError  # the whole build says it with its line
        both = ((self._settings["ASSOCIATION"], facts.tables), (self._settings["VOCABULARIES"], words))
        for held, fresh in both:
            held.clear()
            held.update(fresh)

    def _edit(self, source: str) -> dict[str, str]:
        """Put a changed text in the place of its content, and render its page; a mistake changes nothing."""
        if source not in self._pages:
            raise UnknownPageError
        generator, item = self._pages[source]
        before = dict(item.__dict__)
        waiting, sources = (dict(self._settings[name]) for name in ("WAITING_SOURCES", "SOURCES"))
        try:
            fresh = self._read(source, generator)
            if (fresh.save_as, type(fresh)) != (item.save_as, type(item)):
                raise UnknownPageError  # noqa: TRY301
            added = {name: value for name, value in before.items() if name not in item.metadata}
            item.__dict__.clear()
            item.__dict__.update({**added, **fresh.__dict__})  # every list of the site holds this very object
            _forget_texts()
            item.refresh_metadata_intersite_links()
            return self._render(source)
        except Exception:
            item.__dict__.clear()
            item.__dict__.update(before)
            _forget_texts()
            for name, known in (("WAITING_SOURCES", waiting), ("SOURCES", sources)):
                self._settings[name].clear()
                self._settings[name].update(known)
            raise

    def _read(self, source: str, generator: Any) -> Any:
        """Check a text as the build does, and let Pelican read it."""
        path = self._root / source
        relative = path.relative_to(self._content).as_posix()
        if section_of(relative) is None:
            raise UnknownPageError
        checked = check_source(
            relative, path.read_bytes(), self._content.name, self._settings["VOCABULARIES"]
        )
        if checked.problems:
            raise _Found(checked.problems)
        with collected_problems() as refused:
            self._settings[PROSE].report(checked)
        if refused:
            raise _Found(refused)
        self._settings["SOURCES"][relative] = checked
        reason = checked.waits(build.today())
        self._settings["WAITING_SOURCES"].pop(relative, None)
        if reason:
            self._settings["WAITING_SOURCES"][relative] = reason
        articles = isinstance(generator, ArticlesGenerator)
        kind = "article" if articles else "page"
        with collected_problems() as logged:
            fresh = generator.readers.read_file(
                base_path=generator.path,
                path=relative,
                content_class=Article if articles else Page,
                context=generator.context,
                preread_signal=getattr(signals, f"{kind}_generator_preread"),
                preread_sender=generator,
                context_signal=getattr(signals, f"{kind}_generator_context"),
                context_sender=generator,
            )
        if logged:
            raise _Found(logged)
        if isinstance(fresh, SkipStub) or not fresh.is_valid():
            raise UnknownPageError
        return fresh

    def _render(self, source: str) -> dict[str, str]:
        """Let Pelican's generator write one page, and check what it has written."""
        generator, item = self._pages[source]
        name = _list_of(generator)
        held = getattr(generator, name)
        with tempfile.TemporaryDirectory(prefix="cvts-") as folder, collected_problems() as logged:
            # Pelican's own: a build's writer may keep for later builds what is only a preview of one
            writer = Writer(folder, self._settings)
            try:
                setattr(generator, name, [item])  # the templates' own lists are in the context
                if name == "articles":
                    generator.generate_articles(writer.write_file)
                else:
                    generator.generate_output(writer)
            finally:
                setattr(generator, name, held)
            text = Path(folder, item.save_as).read_text(encoding="utf-8")
        found = [*logged, *self._check(item, source, text)]
        if found:
            raise _Found(found)
        return {item.save_as: text}

    def _check(self, item: Any, source: str, text: str) -> list[Problem]:
        for name in self._library.files.keys() - self._published - self._laid:
            self._new_files[name] = self._library.files[name].make()  # an image that no earlier page has used
        origin = Origin(source, (self._root / source).read_text(encoding="utf-8", errors="replace"))
        extra = frozenset(self._laid | self._new_files.keys())
        if not list(check_page(item.save_as, text, self._output, extra, origin, ())):
            return []
        places = [
            self._root / "pelicanconf.py",
            *sorted((self._root / "theme" / "templates").rglob("*.html")),
        ]
        fallbacks = tuple(
            Origin(self._shown(path), path.read_text(encoding="utf-8", errors="replace"))
            for path in places
            if path.is_file()
        )
        return list(check_page(item.save_as, text, self._output, extra, origin, fallbacks))

    def _shown(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix() if path.is_relative_to(self._root) else path.name


def _list_of(generator: Any) -> str:
    return "articles" if isinstance(generator, ArticlesGenerator) else "pages"


def _forget_texts() -> None:
    """Empty Pelican's memory of finished texts, which knows a content only by its identity."""
    for name in ("get_content", "get_summary"):
        remembered = getattr(Content.__dict__[name], "cache", None)
        if remembered is not None:
            remembered.clear()
