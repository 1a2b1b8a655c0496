"""A tiny site that changes as editors and maintainers change theirs: one random edit after another.

site = ChangingSite(folder, seed=7)
site.edit()            # what was done is the last of `site.history`
site.build(output, cache)
"""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
from copy import deepcopy
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any

from PIL import Image

from tests.equipment.files import pdf
from tests.equipment.inline import TODAY, Site, page
from tools.build import ROOT, Report, Request, build

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

BASE = """\
<!doctype html>
<html lang="fr">
<head><meta charset="utf-8"><title>{% block title %}{{ page.title }}{% endblock %} — {{ SITENAME }}</title>
<link rel="stylesheet" href="{{ asset('site.css') }}"></head>
<body>
<nav>{% for item in pages if item.slug != "404" %}<a href="/{{ item.url }}">{{ item.title }}</a>
{% endfor %}{% for item in articles %}<a href="/{{ item.url }}">{{ item.title }}</a>
<a href="/actualites/{{ item.date.year }}/">{{ item.date.year }}</a>{% endfor %}
{% for list in listes() %}<a href="{{ list }}">{{ list }}</a>
{% endfor %}</nav>
<main><h1>{% block heading %}{{ page.title }}{% endblock %}</h1>
{% block content %}{{ page.content|safe }}{% endblock %}
<p>{{ SITE.facts.association.site.nom }}, {{ SITE.facts.association.contact.courriel }}</p>
{% for label, address in MENU %}<a href="{{ address }}">{{ label }}</a>{% endfor %}
</main></body></html>
"""
ARTICLE = """\
{% extends "base.html" %}
{% block title %}{{ article.title }}{% endblock %}
{% block heading %}{{ article.title|typographie }}{% endblock %}
{% block content %}<p>{{ article.date|date_longue }} {{ article.waiting }} {{ article.summary }}</p>
{% for theme in article.themes or () %}<p>{{ SITE.facts.vocabularies["themes"][theme].label }}</p>{% endfor %}
{% if carte is defined and "police" in (article.themes or ()) %}<p>{{ carte(article) }}</p>{% endif %}
{{ article.content|safe }}{% endblock %}
"""
"""Templates that show what an edit of the facts, the vocabulary or the settings must change."""

SETTINGS: tuple[dict[str, Any], ...] = (
    {},
    {"SITENAME": "Un autre nom"},
    {"SHOW_DRAFTS": True},
    {"PRECOMPRESS": True},
    {"MENU": [["Contact", "/contact/"]]},
    {"JINJA_ENVIRONMENT": {"autoescape": True, "trim_blocks": False}},
)
REPORTING = (
    '{{ chiffre("permanences", 1900) }}',
    '{% if article.slug == "colloque" %}{{ chiffre("permanences", 1900) }}{% endif %}',
    '{% for year in (1900, 2023) %}{{ chiffre("permanences", year) }}{% endfor %}',
    '{% macro absent() %}{{ chiffre("permanences", 1900) }}{% endmacro %}{{ absent() }}',
    '{{ chiffres("absente")|length }}',
)
"""What makes a template complain: on every page, on one, in a loop, in a macro."""
BEFORE_HEADER = ("", "\ufeff", "\n", "\n\n\n\n", "\ufeff\r\n", "   \n")
"""What a text may begin with before its front matter."""
DAYS = (TODAY, dt.date(2024, 8, 1))
FRESH_PROCESS = """
import datetime as dt, json, sys
from pathlib import Path
from tools.build import Request, build
output, content, day, settings = sys.argv[1:]
request = Request(Path(output), dt.date.fromisoformat(day), content=Path(content), settings=json.loads(settings))
print(*map(str, build(request).problems), sep="\\n")
"""


@dataclass
class State:
    """All that a build depends on: files below the root with their times, settings, the day."""

    files: dict[Path, tuple[bytes, int]]
    settings: dict[str, Any]
    today: dt.date


@dataclass
class ChangingSite:
    """An inline site with a theme of its own, and what has been done to it."""

    root: Path
    seed: int
    settings: dict[str, Any] = field(default_factory=dict)
    today: dt.date = TODAY
    history: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Write the first state of the site."""
        self.chance = Random(self.seed)  # noqa: S311  repeatable edits
        self.number = 0
        self.content = self.root / "content"
        self.theme = self.root / "theme"
        self.past: list[State] = []
        self.deck: list[int] = []
        Site(self.root)
        shutil.copytree(ROOT / "tests" / "equipment" / "tiny_theme", self.theme)
        (self.theme / "templates" / "base.html").write_text(BASE, encoding="utf-8")
        (self.theme / "templates" / "article.html").write_text(ARTICLE, encoding="utf-8")
        fonts = self.theme / "static" / "fonts"
        fonts.mkdir()
        shutil.copy(ROOT / "theme" / "static" / "fonts" / "atkinson-hyperlegible-next.woff2", fonts)
        self._picture("place.png")
        (self.content / "actualites" / "charte.pdf").write_bytes(pdf(2))
        for _ in range(3):
            self._add_article()
        self._change_themes("[police]")

    # --- What a build is ---------------------------------------------------------------------------

    def options(self, cache: Path) -> dict[str, Any]:
        """Return the settings of a build that keeps its results in `cache`."""
        own = {"THEME": str(self.theme), "CACHE_FOLDER": str(cache), "MENU": [], "FOOTER": []}
        return {**own, **deepcopy(self.settings)}

    def build(self, output: Path, cache: Path) -> Report:
        """Build in this process."""
        return build(Request(output, self.today, content=self.content, settings=self.options(cache)))

    def start(self, output: Path, cache: Path) -> subprocess.Popen[str]:
        """Start a build in a process of its own; it prints the problems."""
        arguments = (str(output), str(self.content), str(self.today), json.dumps(self.options(cache)))
        return subprocess.Popen(
            [sys.executable, "-c", FRESH_PROCESS, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )

    def preview(self, output: Path, cache: Path) -> Report:
        """Build what the preview shows first."""
        options = self.options(cache)
        return build(Request(output, self.today, content=self.content, settings=options, pages_first=True))

    def kill_build(self, output: Path, cache: Path) -> None:
        """Start a build and kill it after a while; it may have ended."""
        with self.start(output, cache) as process:
            time.sleep(self.chance.uniform(0.5, 2.5))
            process.kill()
        self.history.append("kill a build")

    # --- What happens to it ------------------------------------------------------------------------

    def edit(self) -> None:
        """Do one thing, or go back to an earlier moment; sometimes the files' times do not show it."""
        before = self._state()
        if self.past and self.chance.random() < 0.2:
            self._restore(self.chance.choice(self.past[-5:]))
            self.history.append("go back")
        else:
            name, change = self._deal()
            self.history.append(f"{name} {change() or ''}".strip())
        for path, (data, moment) in self._state().files.items():
            known = before.files.get(path)
            if known and known[0] != data and self.chance.random() < 0.3:
                os.utime(path, ns=(known[1], known[1]))
                self.history.append(f"  same mtime: {path.name}")
            elif self.chance.random() < 0.05:
                os.utime(path, ns=(moment + 10**9, moment + 10**9))

    def write_more(self) -> None:
        """Make one article longer, which is never a mistake."""
        path = self._pick("actualites") or self._any_page()
        text = path.read_text(encoding="utf-8")
        path.write_text(f"{text}\n\nUne phrase de plus, la {self._next()}.\n", encoding="utf-8")

    def remember(self) -> None:
        """Note that the site is good as it is now."""
        self.past.append(self._state())

    def mend(self) -> None:
        """Go back to the last moment that was good."""
        self._restore(self.past[-1])
        self.history.append("mend")

    def _deal(self) -> tuple[str, Callable[[], str | None]]:
        """Take one edit of a shuffled deck, so that each kind comes in its turn."""
        edits = self._edits()
        if not self.deck:
            self.deck = self.chance.sample(range(len(edits)), len(edits))
        return edits[self.deck.pop()]

    def _edits(self) -> list[tuple[str, Callable[[], str | None]]]:
        return [
            ("body", self._change_body),
            ("body", self._change_body),
            ("title", self._change_title),
            ("summary", self._change_summary),
            ("add article", self._add_article),
            ("add article", self._add_article),
            ("remove article", self._remove_article),
            ("rename", self._rename),
            ("draft", self._draft),
            ("date", self._change_date),
            ("themes", self._change_themes),
            ("picture", lambda: self._picture("place.png")),
            ("document", self._document),
            (
                "label",
                lambda: self._put("vocabulaire.toml", r'(libelle = ")[^"]*', rf"\1Libellé {self._next()}"),
            ),
            ("name", lambda: self._put("association.toml", r'(nom = ")[^"]*', rf"\1Nom {self._next()}")),
            (
                "address",
                lambda: self._put("association.toml", r"https://[^\"]*", f"https://{self._next()}.example"),
            ),
            ("figure", lambda: self._put("activites/chiffres.csv", r"2023,\d+", f"2023,{self._next() + 20}")),
            ("template", self._change_template),
            ("sheet", self._change_sheet),
            *(("settings", self._change_settings) for _ in range(3)),
            ("day", self._change_day),
            ("mistake", self._mistake),
            ("report", self._report),
            ("begin", self._change_beginning),
            ("line ends", self._change_line_ends),
            ("swap", self._swap),
        ]

    def _next(self) -> int:
        self.number += 1
        return self.number

    def _put(self, name: str, pattern: str, replacement: str) -> str:
        """Change one match of a pattern in a file of the content."""
        path = self.content / name
        text = path.read_text(encoding="utf-8")
        count = len(re.findall(pattern, text))
        chosen = self.chance.randrange(count) if count else 0
        seen = iter(range(count))
        changed = re.sub(
            pattern, lambda found: found.expand(replacement) if next(seen) == chosen else found[0], text
        )
        path.write_text(changed, encoding="utf-8")
        return name

    def _pick(self, *folders: str) -> Path | None:
        files = [path for folder in folders for path in sorted((self.content / folder).glob("*.md"))]
        return self.chance.choice(files) if files else None

    def _any_page(self) -> Path:
        found = self._pick("pages", "actualites", "ressources", "bistrots")
        assert found is not None
        return found

    def _body(self) -> str:
        number = self._next()
        pieces = (
            f"Un « texte » : {number} mots, et 10 % d'autres !",
            f"## Un titre {number}\n\n### Plus bas\n\nUn *texte* **fort**.",
            f"Une note.[^1]\n\n[^1]: La note {number}.",
            "[Le contact](/contact/) et [le colloque](/actualites/colloque/).",
            "Il y a eu {chiffre:permanences:2023} permanences.",
            f"| Un | Deux |\n| --- | ---: |\n| {number} | « b » |",
            "![Une place](place.png)",
            "[La charte](charte.pdf)",
            "Une ligne\nune autre",
        )
        chosen = self.chance.sample(pieces, self.chance.randint(1, 4))
        return "\n\n".join(sorted(chosen, key=lambda piece: piece.startswith("##")))

    def _change_body(self) -> str:
        path = (
            self._any_page() if self.chance.random() < 0.3 else (self._pick("actualites") or self._any_page())
        )
        header = path.read_text(encoding="utf-8").split("---\n")[1]
        body = self._body()
        if path.parent.name != "actualites":  # the picture and the document lie beside the articles
            body = re.sub(r"!?\[[^]]*\]\((place.png|charte.pdf)\)", "Rien.", body)
        path.write_text(f"---\n{header}---\n\n{body}\n", encoding="utf-8")
        return path.name

    def _field(self, path: Path, name: str, value: str | None) -> str:
        """Set or remove a field of a front matter."""
        _, header, body = path.read_text(encoding="utf-8").split("---\n", 2)
        lines = [line for line in header.splitlines() if not line.startswith(f"{name}:")]
        if value is not None:
            lines.append(f"{name}: {value}")
        path.write_text("---\n" + "\n".join(lines) + f"\n---\n{body}", encoding="utf-8")
        return path.name

    def _change_title(self) -> str:
        return self._field(self._any_page(), "titre", f'"Titre n° {self._next()} : «essai» !"')

    def _change_summary(self) -> str:
        summary = (
            f'"Un résumé n° {self._next()}, assez long pour que la construction l’accepte sans rien dire."'
        )
        return self._field(self._any_page(), "resume", summary)

    def _add_article(self) -> str:
        number = self._next()
        name = f"2024-0{number % 5 + 1}-01-essai-{number}.md"
        date = f"2024-0{number % 5 + 1}-01"
        text = page(f"Essai {number}", self._body(), date=date, themes="[secret]")
        (self.content / "actualites" / name).write_text(text, encoding="utf-8")
        return name

    def _remove_article(self) -> str | None:
        path = self._pick("actualites")
        if path:
            path.unlink()
        return path.name if path else None

    def _rename(self) -> str | None:
        path = self._pick("actualites", "ressources")
        return path.rename(path.with_name(f"renomme-{self._next()}.md")).name if path else None

    def _draft(self) -> str | None:
        path = self._pick("actualites", "ressources")
        if path is None:
            return None
        draft = "statut:" in path.read_text(encoding="utf-8")
        return self._field(path, "statut", None if draft else "brouillon")

    def _change_date(self) -> str | None:
        path = self._pick("actualites", "ressources")
        day = self.chance.choice(("2023-01-01", "2024-05-05", "2024-07-01"))
        return self._field(path, "date", day) if path else None

    def _change_themes(self, themes: str = "") -> str | None:
        """Change the themes of a page; only articles on the police show a card, which takes long to draw."""
        path = self._pick("actualites") or self._pick("ressources")
        themes = themes or self.chance.choice(("[secret]", "[police]", "[police, secret]"))
        return self._field(path, "themes", themes) if path else None

    def _picture(self, name: str) -> str:
        number = self._next()
        stream = io.BytesIO()
        Image.new("RGB", (60 + number % 3, 40), (number * 40 % 256, number * 90 % 256, 120)).save(
            stream, "PNG"
        )
        (self.content / "actualites" / name).write_bytes(stream.getvalue())
        return name

    def _document(self) -> None:
        (self.content / "actualites" / "charte.pdf").write_bytes(pdf(self._next() % 4 + 1))

    def _change_template(self) -> str:
        name = self.chance.choice(("base.html", "article.html", "page.html"))
        path = self.theme / "templates" / name
        text = path.read_text(encoding="utf-8")
        mark = f"<p>modèle {self._next()}</p>"
        changed = text.replace("<h1>", f"{mark}<h1>", 1) if "<h1>" in text else text
        if name == "article.html":
            changed = text.replace("{{ article.content|safe }}", f"{mark}{{{{ article.content|safe }}}}", 1)
        path.write_text(changed, encoding="utf-8")
        return name

    def _change_sheet(self) -> None:
        sheet = self.theme / "static" / "css" / self.chance.choice(("tokens.css", "print.css", "feed.css"))
        colours = "--paper: #ffffff; --ink: #000000; --accent: #cc0000;"
        sheet.write_text(f":root {{ {colours} --essai: {self._next()}px; }}\n", encoding="utf-8")

    def _change_settings(self) -> str:
        self.settings = deepcopy(SETTINGS[(3 * self.seed + self._next()) % len(SETTINGS)])
        return ", ".join(self.settings)

    def _change_day(self) -> str:
        self.today = DAYS[self.today == DAYS[0]]
        return str(self.today)

    def _report(self) -> str:
        """Have a template complain, as a build must say each time."""
        said = self.chance.choice(REPORTING)
        changed = ARTICLE.replace(
            "{% endblock %}\n{% block heading", f"{said}{{% endblock %}}\n{{% block heading"
        )
        (self.theme / "templates" / "article.html").write_text(changed, encoding="utf-8")
        return said

    def _change_beginning(self) -> str:
        path = self._any_page()
        text = path.read_text(encoding="utf-8").lstrip("\ufeff \n")
        path.write_text(self.chance.choice(BEFORE_HEADER) + text, encoding="utf-8", newline="")
        return path.name

    def _change_line_ends(self) -> str:
        path = self._any_page()
        text = path.read_text(encoding="utf-8")
        path.write_text(text, encoding="utf-8", newline=self.chance.choice(("\n", "\r\n")))
        return path.name

    def _swap(self) -> str | None:
        """Give two articles each other's text."""
        files = sorted((self.content / "actualites").glob("*.md"))
        if len(files) < 2:
            return None
        one, other = self.chance.sample(files, 2)
        texts = one.read_bytes(), other.read_bytes()
        other.write_bytes(texts[0])
        one.write_bytes(texts[1])
        return f"{one.name} {other.name}"

    def _mistake(self) -> str:
        """Do what a build must refuse."""
        path = self._any_page()
        text = path.read_text(encoding="utf-8")
        kind, changed = self.chance.choice(
            (
                ("no summary", re.sub(r"resume:.*\n", "", text)),
                ("no front matter", text.removeprefix("---\n")),
                ("dead link", f"{text}\n[Rien](/nulle-part/)\n"),
                ("dead anchor", f"{text}\n[Rien](/contact/#absente)\n"),
                ("absent picture", f"{text}\n![Rien](absente.png)\n"),
                ("absent figure", f"{text}\n{{chiffre:absente:2023}}\n"),
                ("unknown field", text.replace("---\n", "---\ncouleur: rouge\n", 1)),
            )
        )
        if self.chance.random() < 0.25:
            kind, path, changed = self.chance.choice(
                (
                    (
                        "template",
                        self.theme / "templates" / "article.html",
                        ARTICLE.replace("article.title", "artcle.titre"),
                    ),
                    ("facts", self.content / "association.toml", "[site\n"),
                    ("vocabulary", self.content / "vocabulaire.toml", "[themes.secret\n"),
                )
            )
        path.write_text(changed, encoding="utf-8")
        return f"{kind} in {path.name}"

    # --- Time travel -------------------------------------------------------------------------------

    def _files(self) -> Iterator[Path]:
        for folder in (self.content, self.theme):
            yield from (path for path in sorted(folder.rglob("*")) if path.is_file())

    def _state(self) -> State:
        files = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in self._files()}
        return State(files, deepcopy(self.settings), self.today)

    def _restore(self, state: State) -> None:
        for path in list(self._files()):
            if path not in state.files:
                path.unlink()
        for path, (data, moment) in state.files.items():
            if not path.is_file() or path.read_bytes() != data:
                path.write_bytes(data)
                os.utime(path, ns=(moment, moment))  # as a version control system or a copy may
        self.settings, self.today = deepcopy(state.settings), state.today


def tree(folder: Path) -> Mapping[str, bytes]:
    """Return all that a folder holds: bytes by name; a folder's name ends with a slash."""
    return {
        path.relative_to(folder).as_posix() + "/" * path.is_dir(): path.read_bytes()
        if path.is_file()
        else b""
        for path in sorted(folder.rglob("*"))
    }


def differences(one: Path, other: Path) -> list[str]:
    """Return the names of what differs between two folders, readably."""
    first, second = tree(one), tree(other)
    return [
        f"{name}: {'only in ' + one.name if name not in second else 'only in ' + other.name if name not in first else 'other bytes'}"
        for name in sorted(first.keys() | second.keys())
        if first.get(name) != second.get(name)
    ]
