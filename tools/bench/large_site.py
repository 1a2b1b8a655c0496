"""Writes the same site of N articles for this project, for stock Pelican and for Hugo.

    site = write("ours", folder, 1000)      # or "pelican", "hugo"
    site.edit(500, 3)                       # one word of the body, another each time
    site.rename(500, 3)                     # the title

Ours stands on a copy of the project's real content, as its pages are needed;
the peers have the articles alone, with their tag and category lists.
"""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tools.bench import texts
from tools.build import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

PEERS = Path(__file__).resolve().parent / "peers"


@dataclass(frozen=True)
class Tool:
    """Where a generator looks for what, and how an article is written for it."""

    label: str
    articles: str
    images: str
    file_name: str
    address: str
    header: str
    """The values of `_fields`; texts are quoted as JSON where the tool reads YAML."""
    link: str
    image: str


TOOLS = {
    "ours": Tool(
        label="this project",
        articles="content/actualites",
        images="content/actualites",
        file_name="{day}-{slug}.md",
        address="actualites/{slug}/",
        header="---\ntitre: {quoted_title}\ndate: {day}\nresume: {summary}\nthemes: [{themes}]\n---",
        link="/actualites/{slug}/",
        image="",
    ),
    "pelican": Tool(
        label="stock Pelican",
        articles="content/articles",
        images="content/images",
        file_name="{slug}.md",
        address="articles/{slug}/",
        header="Title: {title}\nDate: {day} {time}\nCategory: {category}\nTags: {tags}\nSlug: {slug}",
        link="{{filename}}{slug}.md",
        image="{static}/images/",
    ),
    "hugo": Tool(
        label="Hugo",
        articles="content/articles",
        images="static/images",
        file_name="{slug}.md",
        address="articles/{slug}/",
        header=(
            "---\ntitle: {quoted_title}\ndate: {moment}\nslug: {slug}\ncategories: [{quoted_category}]\n"
            "tags: [{quoted_tags}]\n---"
        ),
        link='{{{{< relref "{slug}.md" >}}}}',
        image="/images/",
    ),
}


@dataclass(frozen=True)
class LargeSite:
    """One written site."""

    name: str
    """Of its tool, in `TOOLS`."""
    root: Path
    articles: int

    @property
    def tool(self) -> Tool:
        """Return the generator that builds it."""
        return TOOLS[self.name]

    @property
    def output(self) -> Path:
        """Return the folder that the tool builds into."""
        return self.root / "output"

    @property
    def cache(self) -> Path:
        """Return the folder that ours keeps between builds; the peers keep none."""
        return self.root / ".cache"

    def clean(self) -> None:
        """Forget every earlier build."""
        for folder in (self.output, self.cache):
            shutil.rmtree(folder, ignore_errors=True)

    def source(self, number: int) -> Path:
        """Return an article's file."""
        return self.root / self.tool.articles / self.tool.file_name.format(**_fields(number))

    def address(self, number: int) -> str:
        """Return an article's address, without the first slash."""
        return self.tool.address.format(**_fields(number))

    def page(self, number: int) -> Path:
        """Return an article's written page."""
        return self.output / self.address(number) / "index.html"

    def restore(self, number: int) -> None:
        """Write an article as it was at first."""
        self.source(number).write_text(self._text(number), encoding="utf-8")

    def edit(self, number: int, mark: int) -> str:
        """Change one word of an article's body, and return the word that is now there."""
        header, _, body = self._text(number).partition("\n\n")
        word = f"modification{mark}"
        changed = re.sub(r"\b\w{6,}\b", word, body, count=1)
        self.source(number).write_text(f"{header}\n\n{changed}", encoding="utf-8")
        return word

    def rename(self, number: int, mark: int) -> str:
        """Change an article's title (not its address), and return the word that is now in it."""
        title, word = texts.head(number).title, f"renomination{mark}"
        changed = self._text(number).replace(title, f"{title} {word}", 1)
        self.source(number).write_text(changed, encoding="utf-8")
        return word

    def _text(self, number: int) -> str:
        """Return an article's file: header, empty line, body."""
        body = texts.with_links(
            texts.body(number),
            lambda target: self.tool.link.format(**_fields(target)),
            lambda image: self.tool.image + _image_name(image),
        )
        return f"{self.tool.header.format(**_fields(number))}\n\n{body}"


def write_site(name: str, root: Path, articles: int, resources: int = 0) -> LargeSite:
    """Write a site into an empty or absent folder.

    Args:
        name: of the tool: ours, pelican or hugo.
        root: becomes the site's folder.
        articles: how many.
        resources: how many ressources besides, for ours only.
    """
    if name == "ours":
        shutil.copytree(ROOT / "content", root / "content")
    else:
        shutil.copytree(PEERS / name, root, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
    site = LargeSite(name, root, articles)
    images = root / site.tool.images
    for folder in (root / site.tool.articles, images):
        folder.mkdir(parents=True, exist_ok=True)
    for number in range(texts.PICTURES):
        (images / _image_name(number)).write_bytes(texts.picture(number))
    for number in range(articles):
        site.restore(number)
    if resources:
        _write_resources(root / "content", resources)
    return site


def _fields(number: int) -> dict[str, str]:
    """Return the values that headers, links and file names take from an article."""
    head = texts.head(number)
    themes = _identifiers("themes")
    return {
        "title": head.title,
        "quoted_title": _quoted(head.title),
        "slug": head.slug,
        "summary": _quoted(head.summary),
        "day": f"{head.date:%Y-%m-%d}",
        "time": f"{head.date:%H:%M}",
        "moment": head.date.isoformat(),
        "themes": ", ".join(themes[(number + step) % len(themes)] for step in range(number % 3 + 1)),
        "category": head.category,
        "quoted_category": _quoted(head.category),
        "tags": ", ".join(head.tags),
        "quoted_tags": ", ".join(map(_quoted, head.tags)),
    }


def _image_name(number: int) -> str:
    return f"photo-{number:02}.png"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


@cache
def _identifiers(table: str) -> Sequence[str]:
    with (ROOT / "content" / "vocabulaire.toml").open("rb") as stream:
        return tuple(tomllib.load(stream)[table])


def _write_resources(content: Path, resources: int) -> None:
    themes, kinds = _identifiers("themes"), _identifiers("types_de_ressource")
    authors = texts.WORDS["subjects"]
    for number in range(resources):
        head, fields = texts.head(number), _fields(number)
        lines = (
            "---",
            f"titre: {_quoted(f'Ressource {number + 1}. {head.title}')}",
            f"date: {fields['day']}",
            f"resume: {fields['summary']}",
            f"type: {kinds[number % len(kinds)]}",
            f"themes: [{themes[number % len(themes)]}]",
            f"auteur: {_quoted(authors[number % len(authors)])}",
            f"source: {_quoted(authors[number // 7 % len(authors)])}",
            f"annee: {head.date.year}",
            "---",
        )
        text = "\n".join(lines) + f"\n\n{head.summary}\n"
        (content / "ressources" / f"{head.slug}.md").write_text(text, encoding="utf-8")
