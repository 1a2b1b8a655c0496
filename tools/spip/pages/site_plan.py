"""Decides what becomes of each object: its page with section, title and address, or why it has none."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from plugins.core.link_addresses import address_problem
from plugins.core.sections import SITE_MAP, section_named
from plugins.texts.dates import read_partial_date
from tools.scaffold import slug_of
from tools.spip.choices.choices import IGNORED
from tools.spip.markup.plain import plain_text, title_of
from tools.spip.markup.values import Doubt, Part
from tools.spip.pages.existing import GENERATED, title_key
from tools.spip.pages.items import date_of, day_of, french_name, texts_of, words_of
from tools.spip.pages.page_parts import fields_of, link_to, parts_of
from tools.spip.records import PUBLISHED, UNWANTED, Article, Breve, Key, Kind, Rubrique, Site

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from tools.spip.choices.choices import Choices
    from tools.spip.pages.existing import Existing
    from tools.spip.records import Item, Records

DRAFTS: Final = {"prop": "proposé dans SPIP, jamais publié", "prepa": "en cours de rédaction dans SPIP"}
LINKS: Final = Key(Kind.SITE, 0)
"""The page that lists the sites."""
_LINKS_TITLES: Final = ("Les sites amis", "Les sites de l’ancien site", "Les liens de l’ancien site")
_LINKS_SUMMARY: Final = (
    "Les sites vers lesquels menait l’ancien site du comité, tels qu’ils y étaient présentés."
)
_LIST_SLUGS: Final = frozenset({"annee", "theme", "type", "page"})


@dataclass(frozen=True)
class Planned:
    """One page to be written."""

    key: Key
    section: str
    title: str
    path: str
    """Below the content folder."""
    address: str
    date: str = ""
    """As its front matter has it; empty when it is not known, or the section has none."""
    fields: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    """Fields of its section, besides those that every page has."""
    rubrique: str = ""
    """The title of the rubrique that it was in."""
    summary: str = ""
    """`descriptif`, in SPIP's markup."""
    parts: tuple[Part, ...] = ()
    draft: tuple[str, ...] = ()
    """Why it is a draft whatever is asked for."""
    doubts: tuple[Doubt, ...] = ()
    waits: bool = False
    """Whether it appears at a later day by itself."""
    twin: str = ""
    """The address of the published page that bears its title already: links and old addresses lead there."""
    origin: str = ""
    """Where it comes from; empty: from the object of its key."""


@dataclass(frozen=True)
class WithoutPage:
    """An object that gets no page of its own."""

    key: Key
    reason: str
    address: str = ""
    """Where its old addresses lead; empty: they are gone."""
    words: str = ""
    """What it said, for the report."""


@dataclass(frozen=True)
class Plan:
    """Articles, rubriques, brèves and sites."""

    pages: tuple[Planned, ...]
    """The page of links, which all sites share, has the key `LINKS`."""
    others: tuple[WithoutPage, ...]
    virtual: tuple[Article, ...] = ()
    """Published articles that lead elsewhere: where to is known once every page has an address."""


def list_of(section: str) -> str:
    """Return the address of the list of a section's pages."""
    prefix = section_named(section).prefix
    return f"/{prefix}" if prefix else f"/{SITE_MAP}/"


def make_plan(records: Records, choices: Choices, existing: Existing, today: dt.date) -> Plan:
    """Return what becomes of every article, rubrique and brève."""
    return _Planner(records, choices, existing, today).plan()


@dataclass
class _Planner:
    records: Records
    choices: Choices
    existing: Existing
    today: dt.date
    titles: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)

    def plan(self) -> Plan:
        self.titles.update(self.existing.titles)
        self.addresses.update(self.existing.addresses)
        others: list[WithoutPage] = []
        virtual: list[Article] = []
        wanted: list[Item] = []
        for item in self.records.items:
            left = self._left(item)
            if left:
                others.append(left)
            elif isinstance(item, Article) and item.leads_to:
                virtual.append(item)
            else:
                wanted.append(item)
        # The pages that visitors see keep their title and address; drafts make room.
        wanted.sort(key=lambda item: (item.status != PUBLISHED, item.key))
        pages = [self._page(item) for item in wanted]
        published = [site for site in self.records.sites if site.status == PUBLISHED]
        sites = [site for site in published if not address_problem(site.url)]
        others += [_left_site(site) for site in self.records.sites if site not in sites]
        if sites:
            pages.append(self._links_page(sites))
        return Plan(tuple(pages), tuple(others), tuple(virtual))

    def _links_page(self, sites: Sequence[Site]) -> Planned:
        title = next(title for title in _LINKS_TITLES if title_key(title) not in self.titles)
        slug = self._free_slug("pages", title, LINKS)
        lines = (
            f"-* {link_to(site.name, site.url)}"
            + (f" : {plain_text(site.summary)}" if site.summary.strip() else "")
            for site in sites
        )
        text = "\n".join(" ".join(line.split()) for line in lines)
        return Planned(
            LINKS, "pages", title, f"pages/{slug}.md", f"/{slug}/",
            summary=_LINKS_SUMMARY, parts=(Part(text),), origin="ancien site, sites référencés",
        )  # fmt: skip

    def _left(self, item: Item) -> WithoutPage | None:
        """Return why an object gets no page, if it does not."""
        section, address = self._section(item), ""
        if item.status in UNWANTED:
            return WithoutPage(item.key, UNWANTED[item.status])
        if section == IGNORED:
            reason = "sa rubrique est ignorée dans table.toml"
        elif isinstance(item, Rubrique) and not plain_text(item.text):
            reason, address = "sans texte : son adresse mène à la liste", list_of(section)
        elif isinstance(item, Article) and item.leads_to and item.status != PUBLISHED:
            reason = f"article virtuel jamais publié (vers {item.leads_to})"
        else:
            return None
        return WithoutPage(item.key, reason, address, words_of(texts_of(item), between="\n\n"))

    def _section(self, item: Item) -> str:
        number = item.id if isinstance(item, Rubrique) else item.rubrique
        return self.choices.rubriques[number].section

    def _page(self, item: Item) -> Planned:
        section = self._section(item) if isinstance(item, Article) else "pages"
        section = "actualites" if isinstance(item, Breve) else section
        key = item.key
        doubts: list[Doubt] = []
        date = date_of(item, doubts) if section_named(section).dated else ""
        draft = tuple(self._draft_reasons(item, section, date))
        own = title_of(item.title)
        twin = self.existing.page_titled(own)
        title = self._free_title(item, own, doubts)
        if isinstance(item, Article):
            doubts += _languages(item)
        slug = self._free_slug(section, title, key)
        known = read_partial_date(date)
        dated = (
            f"{date}-"
            if section_named(section).dated_names and re.fullmatch(r"\d{4}-\d\d-\d\d", date)
            else ""
        )
        return Planned(
            key,
            section,
            title,
            f"{section}/{dated}{slug}.md",
            f"/{section_named(section).prefix}{slug}/",
            date,
            fields_of(item, section, self.records, self.choices),
            self._rubrique_title(item),
            "" if isinstance(item, Breve) else item.summary,
            tuple(parts_of(item, section, self.records)),
            draft,
            tuple(doubts),
            waits=bool(known and known.first > self.today),
            twin=twin,
        )

    def _draft_reasons(self, item: Item, section: str, date: str) -> Iterator[str]:
        if item.status in DRAFTS:
            yield DRAFTS[item.status]
        elif item.status != PUBLISHED:
            yield f"statut « {item.status} » dans SPIP" if item.status else "sans statut dans SPIP"
        if not title_of(item.title):
            yield "sans titre dans SPIP : donnez-lui un titre"
        if section_named(section).dated and not date:
            yield "sans date dans SPIP : écrivez celle de sa parution"
        first = day_of(item.date)
        if section == "pages" and first > self.today.isoformat():
            yield f"à paraître le {first} : publiez-la ce jour-là"

    def _free_title(self, item: Item, own: str, doubts: list[Doubt]) -> str:
        """Return the title, made unique by the year, the rubrique or the number, which is reported."""
        key = item.key
        title = own or f"Sans titre ({french_name(key)})"
        twin = self.existing.titles.get(title_key(title))
        if title_key(title) in self.titles:
            year = item.date[:4] if re.match(r"[12]\d{3}", item.date) else ""
            rubrique = self._rubrique_title(item)
            for mark in filter(None, (year, rubrique, french_name(key))):
                if title_key(f"{title} ({mark})") not in self.titles:
                    title = f"{title} ({mark})"
                    break
            if twin:
                problem = f"content/{twin} porte déjà le titre « {own} » : comparez les deux, gardez-en une"
                if self.existing.page_titled(own):
                    problem += " ; les anciennes adresses mènent à celle qui existait"
                doubts.append(Doubt(problem))
            else:
                problem = f"une autre page a le titre « {own} » : celle-ci s’appelle « {title} »"
                doubts.append(Doubt(problem, blocking=False))
        self.titles.add(title_key(title))
        return title

    def _rubrique_title(self, item: Item) -> str:
        number = item.parent if isinstance(item, Rubrique) else item.rubrique
        found = (title_of(rubrique.title) for rubrique in self.records.rubriques if rubrique.id == number)
        return next(found, "")

    def _free_slug(self, section: str, title: str, key: Key) -> str:
        slug = slug_of(title)
        taken = slug in GENERATED if section == "pages" else slug in _LIST_SLUGS
        # a number or a date at the start would be the address of a year, or be left out of the address
        if not slug or taken or re.match(r"\d+$|\d{4}-\d\d-\d\d-", slug):
            slug = f"{key.kind}-{slug or key.id}"
        prefix, free, number = section_named(section).prefix, slug, 1
        while f"/{prefix}{free}/" in self.addresses:
            number += 1
            free = f"{slug}-{number}"
        self.addresses.add(f"/{prefix}{free}/")
        return free


def _languages(article: Article) -> Iterator[Doubt]:
    if article.language not in ("", "fr"):
        problem = (
            f'un texte en « {article.language} » : mettez-le entre <div lang="{article.language}"> et </div>'
        )
        yield Doubt(problem, blocking=False)
    if article.translation_of not in (0, article.id):
        yield Doubt(f"la traduction de l’article {article.translation_of} : reliez les deux", blocking=False)


def _left_site(site: Site) -> WithoutPage:
    if site.status in UNWANTED:
        return WithoutPage(site.key, UNWANTED[site.status])
    wrong = "son adresse n’en est pas une"
    reason = wrong if site.status == PUBLISHED else f"statut « {site.status} » dans SPIP"
    words = f"{site.name}\n\n{plain_text(site.summary)}\n\n{site.url}".strip()
    return WithoutPage(site.key, reason, words=words)
