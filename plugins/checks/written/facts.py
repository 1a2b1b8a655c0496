"""Reads the facts of one written page: its links, headings, images… and nothing of any other page."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import html

FACTS: Final = "facts"
"""The name under which `WrittenPages` holds the facts of a page."""

LOADING_TAGS: Final = {
    "img": "src",
    "script": "src",
    "source": "src",
    "iframe": "src",
    "video": "src",
    "audio": "src",
    "link": "href",
}
LOADED_LINKS: Final = {
    "stylesheet",
    "icon",
    "apple-touch-icon",
    "manifest",
    "preload",
    "modulepreload",
    "mask-icon",
}
LEFTOVERS: Final = re.compile(
    r"\{(?:filename|static|attach|chiffre|author|category|tag|index)\}?[:/\w.-]*\}?|\{\{.*?\}\}|\{%.*?%\}"
)
HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


# Named tuples: a large site has hundreds of thousands of links to read back from the cache


class Target(NamedTuple):
    """An address inside the site: the file that answers, the anchor in it, the address without it."""

    path: str
    fragment: str
    address: str


class PageLink(NamedTuple):
    """An `a` element: where it leads and what a screen reader says of it."""

    href: str
    name: str
    target: Target | None
    """None: outside the site."""


class LoadedFile(NamedTuple):
    """An address that the browser loads by itself."""

    address: str
    target: Target | None
    """None: outside the site."""


@dataclass(frozen=True)
class PageFacts:
    """What the rules need to know of one written page."""

    path: str
    """Relative to the output folder, with forward slashes."""
    title: str
    headings: tuple[tuple[int, str], ...]
    """(level, text), in the order of the page."""
    ids: tuple[str, ...]
    links: tuple[PageLink, ...]
    loaded: tuple[LoadedFile, ...]
    images_without_text: tuple[str, ...]
    leftovers: tuple[str, ...]
    """Pieces of Markdown or template syntax that nothing has replaced."""

    @property
    def address(self) -> str:
        """Return the page's address, from the site's root."""
        return address_of(self.path)


def read_page(path: str, tree: html.HtmlElement) -> PageFacts:
    """Read the facts of one HTML page; `path` is relative to the output folder."""
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    address = address_of(path)
    return PageFacts(
        path=path,
        title=_text(title) if (title := tree.find("head/title")) is not None else "",
        headings=tuple(
            (int(element.tag[1]), _text(element)) for element in elements if element.tag in HEADINGS
        ),
        ids=tuple(element.get("id", "") for element in elements if element.get("id") is not None),
        links=tuple(
            PageLink(href, _name(element), target(address, href))
            for element in elements
            if element.tag == "a" and (href := element.get("href")) is not None
        ),
        loaded=tuple(LoadedFile(found, target(address, found)) for found in _loaded(elements)),
        images_without_text=tuple(
            element.get("src", "")
            for element in elements
            if element.tag == "img"
            and not (element.get("alt") or "").strip()
            and element.get("role") != "presentation"
        ),
        leftovers=tuple(_leftovers(elements)),
    )


def address_of(path: str) -> str:
    """Return the address of a written file, from the site's root."""
    return "/" + (path.removesuffix("index.html") if path.endswith("index.html") else path)


def target(address: str, href: str) -> Target | None:
    """Return where a link of the page at `address` leads; None: outside the site."""
    return _target("/" if href.startswith("/") else address, href)  # the menu's: the same from every page


@functools.lru_cache(maxsize=4096)
def _target(address: str, href: str) -> Target | None:
    parts = urlsplit(urljoin(address, href.strip()))
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path).lstrip("/")
    if not path or path.endswith("/"):
        path += "index.html"
    return Target(path, unquote(parts.fragment), parts.path)


def _text(element: html.HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())


def _name(element: html.HtmlElement) -> str:
    """Return the accessible name of a link, near enough: label, text, alternative texts."""
    label = element.get("aria-label") or ""
    if len(element) == 0:  # text alone, as most are
        return " ".join(f"{label} {element.text or ''}".split())
    images = " ".join(image.get("alt") or "" for image in element.iter("img"))
    titles = " ".join(title.text or "" for title in element.iter("title"))
    return " ".join(f"{label} {_text(element)} {images} {titles}".split())


def _loaded(elements: list[html.HtmlElement]) -> Iterator[str]:
    for element in elements:
        attribute = LOADING_TAGS.get(element.tag)
        if attribute is None:
            continue
        if element.tag == "link" and not LOADED_LINKS & set((element.get("rel") or "").split()):
            continue
        if element.get(attribute):
            yield element.get(attribute, "")
        for candidate in (element.get("srcset") or "").split(","):
            if candidate.strip():
                yield candidate.split()[0]


def _leftovers(elements: list[html.HtmlElement]) -> Iterator[str]:
    for element in elements:
        texts = [element.tail]
        if element.tag not in ("code", "pre", "script", "style"):
            texts += [element.text, *map(element.get, ("href", "src", "content"))]
        for text in texts:
            if text and "{" in text and not _in_code(element):
                yield from LEFTOVERS.findall(text)


def _in_code(element: html.HtmlElement) -> bool:
    """Tell whether an element stands inside code, where braces are meant."""
    return next(element.iterancestors("code", "pre"), None) is not None
