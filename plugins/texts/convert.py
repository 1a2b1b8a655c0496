"""Converts a text once into everything that is known of it, and keeps that between builds."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from plugins.core.cache import Cache, Job, key_of
from plugins.core.cached_values import decoder_of, encode, recall
from plugins.core.pelican import site_of
from plugins.core.problems import Problem
from plugins.core.progress import READING
from plugins.french.tokens import typeset_tokens
from plugins.texts.abbreviations import ABBREVIATIONS, mark_abbreviations
from plugins.texts.anchors import give_anchors
from plugins.texts.footnotes import Footnotes
from plugins.texts.mistakes import mistakes_of
from plugins.texts.parser import DEEPEST, make_parser
from plugins.texts.passages import count_words
from plugins.texts.reading import read
from plugins.texts.render import Renderer
from plugins.texts.sources import Sources
from plugins.texts.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markdown_it import MarkdownIt

    from plugins.texts.sources import Source

TEXT: Final = decoder_of(Text)
_TOO_DEEP: Final = (
    "des listes ou des citations emboîtées plus profondément qu’une page ne peut les montrer",
    "sortez-en quelques-unes",
)


def convert(parser: MarkdownIt, body: str, first_line: int = 1, path: str = "") -> Text:
    """Return what is known of a Markdown text.

    Args:
        parser: of `make_parser`.
        body: the text, below the front matter.
        first_line: its line in the file, from 1.
        path: of the file as an editor sees it, for problems.
    """
    environment: dict[str, Any] = {}
    tokens = parser.parse(body, environment)
    blocks = read(tokens, first_line)
    give_anchors(tokens)
    mark_abbreviations(tokens, environment.get(ABBREVIATIONS, {}))
    typeset_tokens(tokens)
    notes, renderer = Footnotes(tokens), Renderer(first_line)
    html = renderer.html(notes.placed())
    passages = renderer.passages.found()
    problems = [
        *mistakes_of(environment).problems(path, first_line),
        *(_uncalled(path, label, first_line + line) for label, line in notes.uncalled()),
    ]
    deepest = max(tokens, key=lambda token: token.level, default=None)
    if deepest and deepest.level >= DEEPEST - 1:
        line = first_line + (deepest.map[0] if deepest.map else 0)
        problems.append(Problem(path, line, *_TOO_DEEP))
    return Text(
        html,
        passages,
        tuple(renderer.links),
        tuple(renderer.images),
        tuple(renderer.others),
        blocks,
        sum(count_words(f"{passage.heading} {passage.words}") for passage in passages),
        tuple(problems),
    )


def _uncalled(path: str, label: str, line: int) -> Problem:
    """Say that a note would not be shown."""
    remedy = f"écrivez [^{label}] dans le texte, là où elle sert, ou retirez-la"
    return Problem(path, line, f"aucun mot n’appelle la note [^{label}]", remedy)


@dataclass
class Converter:
    """The texts of one build, each converted when it is first asked for."""

    cache: Cache
    machinery: str
    """Hash of our code and the libraries."""
    folder: str
    """Name of the content folder, for problems."""
    _latest: tuple[str, Text] = field(default=("", Text("")))
    """The text that was asked for last, with its key: several plugins ask for one after the other."""

    def text(self, source: Source) -> Text:
        """Return what is known of the text of a source that can be read."""
        key = self._key(source)
        latest, text = self._latest
        if latest != key:
            text = recall(self.cache, key, TEXT, lambda: self._convert(source))
            self._latest = key, text
        return text

    def convert_ahead(self, sources: Iterable[Source]) -> None:
        """Convert on every core what is not yet known."""
        self.cache.fill((self._job(source) for source in sources if source.document), READING)

    def _job(self, source: Source) -> Job:
        return Job(self._key(source), lambda: encode(self._convert(source)))

    def _key(self, source: Source) -> str:
        line, body = (source.document.body_line, source.document.body) if source.document else (0, "")
        return key_of("text", self.machinery, self.folder, source.path, str(line), body)

    def _convert(self, source: Source) -> Text:
        if source.document is None:
            return Text("")
        document, path = source.document, f"{self.folder}/{source.path}"
        return convert(self._parser, document.body, document.body_line, path)

    @cached_property
    def _parser(self) -> MarkdownIt:
        return make_parser()


def text_of(content: Any) -> Text:
    """Return what is known of the text of an article or a page."""
    site = site_of(content)
    source = site.part(Sources).source_of(content.source_path, site.content)
    return site.part(Converter).text(source) if source else Text("")
