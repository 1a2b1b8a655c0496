"""Everything that we use of Pelican beyond its documentation: one function for each such part.

`tests/core/test_pelican.py` names each assumption, and fails when a new Pelican breaks it.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, cast

from pelican import signals
from pelican.contents import Article, Content, Page, SkipStub
from pelican.generators import ArticlesGenerator, PagesGenerator
from pelican.log import LimitFilter, LimitLogger
from pelican.readers import BaseReader
from pelican.writers import Writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plugins.core.site import Site

SETTING = "SITE"


def site_of(owner: Any) -> Site:
    """Return the build's `Site`, from whatever has Pelican's settings: Pelican, a generator, a content."""
    return cast("Site", owner.settings[SETTING])


def contents_of(generators: Iterable[Any]) -> tuple[Any, ...]:
    """Return every article, then every page, of the site."""
    context = next(iter(generators)).context  # they share one
    return (*context["articles"], *context["pages"])


def offer(pelican: Any, **functions: Any) -> None:
    """Give the templates what they may call, or look at, by name; Pelican's own dictionary is shared."""
    pelican.settings["JINJA_GLOBALS"] = {**pelican.settings["JINJA_GLOBALS"], **functions}


# --- A content: an article or a page


def html_of(content: Any) -> str:
    """Return the HTML of a content's text, before Pelican looks for its own links in it."""
    return content._content or ""  # noqa: SLF001


def replace_html(content: Any, html: str) -> None:
    """Give a content another text; to be called while it is being made."""
    content._content = html  # noqa: SLF001


def with_pelican_links(content: Any, html: str, address: str) -> str:
    """Return HTML with Pelican's own links (`{filename}page.md`) as addresses of the site at `address`."""
    return str(content._update_content(html, address))  # noqa: SLF001


def replace_field(content: Any, name: str, value: str) -> None:
    """Give a content's field another value, where Pelican and the templates look for it."""
    content.metadata[name] = value
    setattr(content, "_summary" if name == "summary" else name, value)


def fix_address(content: Any) -> None:
    """Compute a content's address and file once: Pelican would format them anew at each look."""
    content.override_url, content.override_save_as = content.url, content.save_as


def forget_texts() -> None:
    """Empty Pelican's memory of finished texts, which knows a content only by its identity."""
    for name in ("get_content", "get_summary"):
        remembered = getattr(Content.__dict__[name], "cache", None)
        if remembered is not None:
            remembered.clear()


# --- Reading


class SkippingReader(BaseReader):
    """The base of a reader that may leave a file out."""

    LEFT_OUT = ("", {"status": "skip"})
    """What `read` returns for a file of which Pelican must make nothing."""


class _NoReaders(dict[str, BaseReader]):
    """Stays empty: Pelican would warn at each text that the library of its own Markdown reader is missing."""

    def __setitem__(self, _suffix: str, _reader: BaseReader) -> None:
        """Leave it out."""


def use_readers(readers: Any, classes: dict[str, type[BaseReader]]) -> None:
    """Have files read by these classes, by ending, and by no other."""
    readers.reader_classes = classes
    readers.disabled_readers = _NoReaders()


def read_content(generator: Any, path: str) -> Any | None:
    """Return a fresh content of one source, made as a build makes it; None when it is to be left out."""
    kind = kind_of(generator)
    fresh = generator.readers.read_file(
        base_path=generator.path,
        path=path,
        content_class=Article if kind == "article" else Page,
        context=generator.context,
        preread_signal=getattr(signals, f"{kind}_generator_preread"),
        preread_sender=generator,
        context_signal=getattr(signals, f"{kind}_generator_context"),
        context_sender=generator,
    )
    return None if isinstance(fresh, SkipStub) or not fresh.is_valid() else fresh


def content_generators(generators: Iterable[Any]) -> tuple[tuple[Any, tuple[Any, ...]], ...]:
    """Return the generators of articles and of pages, each with its contents."""
    return tuple(
        (generator, tuple(getattr(generator, f"{kind_of(generator)}s")))
        for generator in generators
        if isinstance(generator, ArticlesGenerator | PagesGenerator)
    )


def kind_of(generator: Any) -> str:
    """Return the name by which templates know what a generator of contents makes."""
    return "article" if isinstance(generator, ArticlesGenerator) else "page"


# --- Writing


class PortableWriter(Writer):
    """Writes the same bytes on every system."""

    def _open_w(self, *args: Any, **kwargs: Any) -> Any:
        stream = super()._open_w(*args, **kwargs)  # type: ignore[no-untyped-call]
        stream.reconfigure(newline="\n")
        return stream


def page_context(content: Any, context: dict[str, Any], names: dict[str, Any]) -> dict[str, Any]:
    """Return what a content's template is rendered with, as Pelican's writer puts it together."""
    return {**context, "localsiteurl": None, "output_file": content.save_as, **names}


def write_one(generator: Any, content: Any, folder: str) -> None:
    """Have a generator write one of its contents alone, below `folder`."""
    # Pelican's own writer: ours may keep for later builds what is only a preview of one
    writer = Writer(folder, generator.settings)
    name = f"{kind_of(generator)}s"
    held = getattr(generator, name)
    try:
        setattr(generator, name, [content])  # the templates' own lists are in the context
        if name == "articles":
            generator.generate_articles(writer.write_file)
        else:
            with signals.page_writer_finalized.muted():  # else plugins write their lists too
                generator.generate_output(writer)
    finally:
        setattr(generator, name, held)


def forget_templates(generator: Any) -> None:
    """Have a generator's templates read anew: Pelican remembers each besides Jinja."""
    generator._templates.clear()  # noqa: SLF001
    if generator.env.cache is not None:
        generator.env.cache.clear()


# --- What Pelican says


@contextlib.contextmanager
def unlimited_log() -> Iterator[None]:
    """Let every record pass Pelican's limiter, which remembers across builds what it has shown.

    The limiter is one object that all of Pelican's loggers share, made before
    we could say otherwise: its threshold and its memory are all there is to set.
    """
    remembered = LimitFilter._raised_messages  # noqa: SLF001
    threshold = LimitFilter._threshold  # noqa: SLF001
    LimitFilter._raised_messages = _Forgetful()  # noqa: SLF001
    LimitFilter._threshold = 10**9  # noqa: SLF001
    LimitLogger.limit_filter._group_count.clear()  # noqa: SLF001
    try:
        yield
    finally:
        LimitFilter._raised_messages = remembered  # noqa: SLF001
        LimitFilter._threshold = threshold  # noqa: SLF001


class _Forgetful(set[object]):
    """A set that never holds anything."""

    def add(self, _element: object) -> None:
        """Forget it at once."""


@contextlib.contextmanager
def kept_generators() -> Iterator[list[Any]]:
    """Return, once Pelican has run inside the block, the generators that it has used."""
    kept: list[Any] = []

    def keep(made: list[Any]) -> None:
        kept[:] = made

    with signals.all_generators_finalized.connected_to(keep):
        yield kept
