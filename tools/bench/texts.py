"""Deterministic French articles of about 1,000 words: the same texts for every generator that is measured.

Article `number` is the same whatever the size of the site: only the articles
before it are linked from it. A body marks its links and images in a form of
its own, which `written` turns into what a tool reads.
"""

from __future__ import annotations

import datetime as dt
import io
import random
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable

SEED = "cvts"
PICTURES = 12
"""How many images the articles share."""
SHORTEST, LONGEST = 300, 1500
"""Words of a body; their mean is about 1,000 with the headings and tables."""

WORDS: dict[str, list[str]] = tomllib.loads(
    Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
)


@dataclass(frozen=True)
class ArticleHead:
    """What stands above an article."""

    title: str
    slug: str
    summary: str
    """Between 50 and 200 characters."""
    date: dt.datetime
    category: str
    tags: tuple[str, ...]


def head(number: int) -> ArticleHead:
    """Return the head of one article; titles are unique, dates fifteen hours apart since 2008."""
    chance = random.Random(f"{SEED}-head-{number}")  # noqa: S311  repeatable texts
    about, town = _picked(chance, "titles", "things"), chance.choice(WORDS["tags"][1:10])
    title = f"{about} ({town}, n° {number + 1})"
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    summary = _picked(chance, "subjects", "verbs", "objects", "tails")
    date = dt.datetime(2008, 1, 7, 9, 0, tzinfo=dt.UTC) + dt.timedelta(hours=15 * number)
    category = WORDS["categories"][min(int(chance.expovariate(0.45)), len(WORDS["categories"]) - 1)]
    weights = [1 / (rank + 3) for rank in range(len(WORDS["tags"]))]
    tags = dict.fromkeys(chance.choices(WORDS["tags"], weights, k=chance.randrange(5)))
    return ArticleHead(title, slug, f"{summary}, comme le raconte cet article.", date, category, tuple(tags))


def _picked(chance: random.Random, *lists: str) -> str:
    return " ".join(chance.choice(WORDS[name]) for name in lists)


def body(number: int) -> str:
    """Return one article's Markdown, with ⟦link:number|text⟧ and ⟦image:number|alternative⟧ in it."""
    return _Writer(number).write()


def with_links(text: str, link: Callable[[int], str], image: Callable[[int], str]) -> str:
    """Turn the marks of a body into Markdown links and images."""
    text = re.sub(r"⟦link:(\d+)\|(.*?)⟧", lambda found: f"[{found[2]}]({link(int(found[1]))})", text)
    return re.sub(r"⟦image:(\d+)\|(.*?)⟧", lambda found: f"![{found[2]}]({image(int(found[1]))})", text)


class _Writer:
    """Writes one body, block after block, until it is long enough."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.chance = random.Random(f"{SEED}-body-{number}")  # noqa: S311  repeatable texts
        self.footnote = ""

    def write(self) -> str:
        target = self.chance.randint(SHORTEST, LONGEST)
        headings = self.chance.sample(WORDS["headings"], len(WORDS["headings"]))
        blocks = [self.paragraph()]
        words = len(blocks[0].split())
        level = 1
        while words < target:
            if len(blocks) % 5 == 3 and headings:
                level = 2 if level == 1 or self.chance.random() < 0.75 else 3
                blocks.append("#" * level + " " + headings.pop())
            blocks.append(self.block())
            words += len(blocks[-1].split())
        if self.footnote:
            blocks.append(f"[^1]: {self.footnote}")
        return "\n\n".join(blocks) + "\n"

    def block(self) -> str:
        chance = self.chance
        kind = chance.random()
        if kind < 0.12:
            bullet = chance.choice(("- ", "1. "))
            return "\n".join(bullet + self.sentence() for _ in range(chance.randint(3, 7)))
        if kind < 0.16:
            rows = [
                f"| {chance.randint(1, 28)} mars | {_picked(chance, 'objects')} | {chance.randint(0, 25)} € |"
                for _ in range(chance.randint(3, 6))
            ]
            return "\n".join(("| Date | Activité | Prix |", "| --- | --- | ---: |", *rows))
        if kind < 0.20:
            return f"> {chance.choice(WORDS['quotes'])}, raconte {chance.choice(WORDS['subjects']).lower()}."
        if kind < 0.225:
            return f"⟦image:{chance.randrange(PICTURES)}|Des personnes réunies autour d’une table⟧"
        return self.paragraph()

    def paragraph(self) -> str:
        chance = self.chance
        text = " ".join(self.sentence() for _ in range(chance.randint(3, 6)))
        if self.number and chance.random() < 0.22:
            text += f" À lire aussi : ⟦link:{chance.randrange(self.number)}|notre article précédent⟧."
        if not self.footnote and chance.random() < 0.12:
            self.footnote = self.sentence()
            text += " Un détail utile.[^1]"
        return text

    def sentence(self) -> str:
        chance = self.chance
        tail = ("tails",) if chance.random() < 0.75 else ()
        text = _picked(chance, "subjects", "verbs", "objects", *tail)
        if chance.random() < 0.3:
            text = f"{chance.choice(WORDS['openings'])} {text[0].lower()}{text[1:]}"
        kind = chance.random()
        if kind < 0.10:
            text = re.sub(r"(\w{6,})", r"**\1**", text, count=1)
        elif kind < 0.18:
            text = re.sub(r"(\w{7,})", r"*\1*", text, count=1)
        elif kind < 0.22:
            text += f" (voir [la page externe](https://www.example.org/page/{chance.randrange(1000)}))"
        return text + chance.choice((".", ".", ".", ".", " !"))


def picture(number: int, width: int = 480, height: int = 320) -> bytes:
    """Return a small noisy PNG."""
    chance = random.Random(f"{SEED}-picture-{number}")  # noqa: S311  repeatable texts
    pixels = bytes(
        chance.randrange(16) * 17 if x % 8 == 0 else (y // 4 * number) % 256
        for y in range(height)
        for x in range(width)
    )
    stream = io.BytesIO()
    Image.frombytes("L", (width, height), pixels).save(stream, "png")
    return stream.getvalue()
