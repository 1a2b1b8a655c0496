"""Renders the pages, and none of those again whose ingredients are the same as in an earlier build.

Actualités and ressources, of which there are many, show their own text and of
other pages their fields only (title, address, date…): a page is known by the
hash of its own source and of everything else but the other texts
(`tools/build/ingredients.py`). Every other page is rendered at each build. Unknown
pages are rendered on every core.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from jinja2 import BytecodeCache
from pelican import signals

from plugins.core.cache import Job, key_of
from plugins.core.pelican import PortableWriter, content_generators, kind_of, page_context, site_of
from plugins.core.problems import COMPLAINTS
from plugins.core.progress import PAGES
from plugins.core.sections import SECTIONS
from plugins.rendering import navigation
from plugins.texts.sources import Sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jinja2.bccache import Bucket

    from plugins.core.problems import Problem
    from plugins.core.site import Site

KEPT: Final = frozenset(section.name for section in SECTIONS if section.kept)


class FaultyPageError(Exception):
    """A page of which the template complains: it is made, but not kept, so that every build says it again."""

    def __init__(self, page: bytes, problems: Sequence[Problem]) -> None:
        super().__init__(str(problems[0]))
        self.page = page
        self.problems = problems


class SiteWriter(PortableWriter):
    """Writes pages through `plugins.core.output`, so that unchanged ones keep their date."""

    def write_file(  # noqa: D102  Pelican's own
        self, name: str, template: Any, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> None:
        complaints: list[Problem] = []
        item = kwargs.get("article") or kwargs.get("page")
        site = site_of(self)
        if item is None or item.section not in KEPT:
            named = {**kwargs, COMPLAINTS: complaints}
            super().write_file(name, template, context, *args, **named)  # type: ignore[no-untyped-call]
            site.report(complaints)
            return
        job = _job(template, context, item, kwargs)
        try:
            site.output.place(name, job.key, lambda: site.pages.get(job.key, job.make))
        except FaultyPageError as error:
            site.output.write(name, error.page)  # the checks of the written site go on
            site.report(error.problems)
        signals.content_written.send(f"{self.output_path}/{name}", context={**context, **kwargs})


def _job(template: Any, context: dict[str, Any], item: Any, names: dict[str, Any]) -> Job:
    site = site_of(item)
    source = site.part(Sources).all[item.relative_source_path]
    key = key_of("render", site.fields_hash, source.path, source.digest)

    def make() -> bytes:
        complaints: list[Problem] = []
        whole = {**page_context(item, context, names), COMPLAINTS: complaints}
        page: bytes = template.render(whole).encode()
        if complaints:
            raise FaultyPageError(page, complaints)
        return page

    return Job(key, make)


def _render_ahead(generators: list[Any]) -> None:
    """Render on every core what is not known."""
    site_of(generators[0]).pages.fill(_jobs(generators), PAGES)


def _jobs(generators: list[Any]) -> Iterator[Job]:
    for generator, items in content_generators(generators):
        for item in items:
            if item.section in KEPT:
                names = {kind_of(generator): item}
                yield _job(generator.get_template(item.template), generator.context, item, names)


class _Compiled(BytecodeCache):
    """Keeps compiled templates where everything else is kept.

    Jinja applies filters to constants when it compiles, and reads by the settings: both count.
    """

    def __init__(self, site: Site) -> None:
        self._cache = site.cache
        self._base = key_of("template", site.machinery, site.settings_hash)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what an earlier build compiled, if it did."""
        kept = self._cache.peek(self._key(bucket))
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._cache.get(self._key(bucket), bucket.bytecode_to_string)

    def _key(self, bucket: Bucket) -> str:
        return key_of(self._base, bucket.key, bucket.checksum)


def _prepare(pelican: Any) -> None:
    """Have Jinja look into the cache before it compiles a template."""
    site, environment = site_of(pelican), pelican.settings["JINJA_ENVIRONMENT"]
    pelican.settings["JINJA_ENVIRONMENT"] = {**environment, "bytecode_cache": _Compiled(site)}


def _use_writer(_pelican: Any) -> type[SiteWriter]:
    return SiteWriter


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(_prepare)
    signals.get_writer.connect(_use_writer)
    signals.all_generators_finalized.connect(navigation.place)
    signals.all_generators_finalized.connect(_render_ahead)
