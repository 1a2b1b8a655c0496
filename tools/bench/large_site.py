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
from pathlib import Path

from tools.bench import texts
from tools.build import ROOT

PEERS = Path(__file__).resolve().parent / "peers"
ARTICLES = {"ours": "content/actualites", "pelican": "content/articles", "hugo": "content/articles"}
IMAGES = {"ours": "content/actualites", "pelican": "content/images", "hugo": "static/images"}
OUTPUTS = {"ours": "output", "pelican": "output", "hugo": "public"}
CACHES = {"ours": ".cache", "pelican": "cache", "hugo": "resources"}


@dataclass(frozen=True)
class Site:
    """One written site."""

    tool: str
    """ours, pelican or hugo."""
    root: Path
    articles: int

    @property
    def output(self) -> Path:
        """Return the folder that the tool builds into."""
        return self.root / OUTPUTS[self.tool]

    @property
    def cache(self) -> Path:
        """Return the folder that the tool keeps between builds, if it keeps any."""
        return self.root / CACHES[self.tool]

    def clean(self) -> None:
        """Forget every earlier build."""
        for folder in (self.output, self.cache):
            shutil.rmtree(folder, ignore_errors=True)

    def source(self, number: int) -> Path:
        """Return an article's file."""
        return self.root / ARTICLES[self.tool] / _name(self.tool, number)

    def page(self, number: int) -> Path:
        """Return an article's written page."""
        folder = "actualites" if self.tool == "ours" else "articles"
        return self.output / folder / texts.head(number).slug / "index.html"

    def restore(self, number: int) -> None:
        """Write an article as it was at first."""
        self.source(number).write_text(_article(self.tool, number), encoding="utf-8")

    def edit(self, number: int, mark: int) -> str:
        """Change one word of an article's body, and return the word that is now there."""
        path = self.source(number)
        header, _, body = _article(self.tool, number).partition("\n\n")
        word = f"modification{mark}"
        path.write_text(f"{header}\n\n" + re.sub(r"\b\w{6,}\b", word, body, count=1), encoding="utf-8")
        return word

    def rename(self, number: int, mark: int) -> str:
        """Change an article's title (not its address), and return the word that is now in it."""
        title, word = texts.head(number).title, f"renomination{mark}"
        changed = _article(self.tool, number).replace(title, f"{title} {word}", 1)
        self.source(number).write_text(changed, encoding="utf-8")
        return word


def write(tool: str, root: Path, articles: int, resources: int = 0) -> Site:
    """Write a site into an empty or absent folder.

    Args:
        tool: ours, pelican or hugo.
        root: becomes the site's folder.
        articles: how many.
        resources: how many ressources besides, for ours only.
    """
    if tool == "ours":
        shutil.copytree(ROOT / "content", root / "content")
    else:
        shutil.copytree(PEERS / tool, root, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
    folder, images = root / ARTICLES[tool], root / IMAGES[tool]
    for path in (folder, images):
        path.mkdir(parents=True, exist_ok=True)
    for number in range(texts.PICTURES):
        (images / _image_name(number)).write_bytes(texts.picture(number))
    site = Site(tool, root, articles)
    for number in range(articles):
        site.restore(number)
    if resources:
        _write_resources(root / "content", resources)
    return site


def _name(tool: str, number: int) -> str:
    article = texts.head(number)
    return f"{article.date:%Y-%m-%d}-{article.slug}.md" if tool == "ours" else f"{article.slug}.md"


def _article(tool: str, number: int) -> str:
    """Return an article's file: header, empty line, body."""
    article = texts.head(number)
    header = {"ours": _our_header, "pelican": _pelican_header, "hugo": _hugo_header}[tool](number, article)
    return f"{header}\n\n" + texts.written(
        texts.body(number), lambda target: _link(tool, target), lambda image: _image(tool, image)
    )


def _our_header(number: int, article: texts.Head) -> str:
    themes = _identifiers("themes")
    chosen = [themes[(number + step) % len(themes)] for step in range(number % 3 + 1)]
    return "\n".join(
        (
            *("---", f"titre: {_quoted(article.title)}", f"date: {article.date:%Y-%m-%d}"),
            *(f"resume: {_quoted(article.summary)}", f"themes: [{', '.join(chosen)}]", "---"),
        )
    )


def _pelican_header(_: int, article: texts.Head) -> str:
    tags = (f"Tags: {', '.join(article.tags)}",) if article.tags else ()
    lines = (
        f"Title: {article.title}",
        f"Date: {article.date:%Y-%m-%d %H:%M}",
        f"Category: {article.category}",
    )
    return "\n".join((*lines, *tags, f"Slug: {article.slug}"))


def _hugo_header(_: int, article: texts.Head) -> str:
    tags = ", ".join(map(_quoted, article.tags))
    return "\n".join(
        (
            *("---", f"title: {_quoted(article.title)}", f"date: {article.date.isoformat()}"),
            *(
                f"slug: {article.slug}",
                f"categories: [{_quoted(article.category)}]",
                f"tags: [{tags}]",
                "---",
            ),
        )
    )


def _link(tool: str, number: int) -> str:
    slug = texts.head(number).slug
    forms = {
        "ours": f"/actualites/{slug}/",
        "pelican": f"{{filename}}{slug}.md",
        "hugo": f'{{{{< relref "{slug}.md" >}}}}',
    }
    return forms[tool]


def _image(tool: str, number: int) -> str:
    folder = {"ours": "", "pelican": "{static}/images/", "hugo": "/images/"}[tool]
    return folder + _image_name(number)


def _image_name(number: int) -> str:
    return f"photo-{number:02}.png"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _identifiers(table: str) -> tuple[str, ...]:
    with (ROOT / "content" / "vocabulaire.toml").open("rb") as stream:
        return tuple(tomllib.load(stream)[table])


def _write_resources(content: Path, resources: int) -> None:
    themes, kinds = _identifiers("themes"), _identifiers("types_de_ressource")
    for number in range(resources):
        head = texts.head(number)
        lines = (
            "---",
            f"titre: {_quoted(f'Ressource {number + 1}. {head.title}')}",
            f"date: {head.date:%Y-%m-%d}",
            f"resume: {_quoted(head.summary)}",
            f"type: {kinds[number % len(kinds)]}",
            f"themes: [{themes[number % len(themes)]}]",
            f"auteur: {_quoted(texts.WORDS['subjects'][number % len(texts.WORDS['subjects'])])}",
            f"source: {_quoted(texts.WORDS['subjects'][number // 7 % len(texts.WORDS['subjects'])])}",
            f"annee: {head.date.year}",
            "---",
        )
        text = "\n".join(lines) + f"\n\n{head.summary}\n"
        (content / "ressources" / f"{head.slug}.md").write_text(text, encoding="utf-8")
