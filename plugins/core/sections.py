"""The sections of the site, each declared once, in one long table: addresses, template, names, fields.

Everything that goes by sections reads them here: the settings, the checks, the reader that hands the fields
to Pelican, the search, the feeds, the counts of visits, `invoke new` and the test of the editors' guide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plugins.core.fields import COMMON, DATE, Field, FieldKind, Heading


@dataclass(frozen=True)
class Section:
    """One kind of page: everything that the site knows of it."""

    name: str
    """How code and templates know it (`item.section`); also the address of its feed, `/feeds/NAME.rss`."""
    folder: str
    """Where its files are, below the content folder."""
    prefix: str
    """What stands before the file's name in the address, without the first slash."""
    template: str
    """The template of its pages, without `.html`."""
    label: str
    """As an editor calls one of its pages, with the article: in messages."""
    singular: str
    """As visitors read it, of one page: beside a result of the search."""
    plural: str
    """As visitors read it, of all of them: the filter of the search, its feed."""
    fields: tuple[Field, ...]
    title: str = ""
    """What visitors call the part of the site below `prefix`, where it is not `plural`: counts of visits."""
    front_template: str = ""
    """The template of the page that stands at `prefix` itself (`pages/PREFIX.md`), where it has its own."""
    command: str = ""
    """What `invoke new` makes one of its pages by, if it does."""
    feed: str = ""
    """What its feed brings, in a sentence; without it there is no feed."""
    article: bool = False
    """Pelican's articles, in lists by year and with neighbours in time. One section only: `articles`."""
    dated_names: bool = False
    """Its files' names may start with a date, which `invoke new` writes and the address leaves out."""
    may_be_empty: bool = False
    """A page needs no text below its fields."""
    headings: tuple[Heading, ...] = ()
    """The parts that the text of each of its pages has, no other and in this order; empty: a free text."""
    retells: bool = False
    """Each page retells the one of that file name in `pages/`, which links it and is found in its place."""
    rubriques: str = ""
    """What the title of a SPIP rubrique that belongs here may hold: beginnings of words, without accents.

    Those that have some take in old pages (`invoke import`).
    """
    kept: bool = False
    """Pages are kept between builds: their template shows no other page's text (a test looks)."""

    def field(self, name: str) -> Field | None:
        """Return the field of that name, if the section has it."""
        return next((field for field in self.fields if field.name == name), None)

    @property
    def dated(self) -> bool:
        """Whether its pages have a date of publication."""
        return self.field("date") is not None

    @property
    def address_start(self) -> str:
        """Return the first part of its addresses; empty for the pages at the site's root."""
        return self.prefix.partition("/")[0]


THEMES_HELP = "un à trois thèmes de vocabulaire.toml"

SECTIONS = (
    Section(
        name="actualites",
        folder="actualites",
        prefix="actualites/",
        template="article",
        label="une actualité",
        singular="Actualité",
        plural="Actualités",
        front_template="article_list",
        command="actualite",
        feed="Les prises de position, rencontres, plénières et colloques du comité.",
        article=True,
        dated_names=True,
        rubriques="actu nouvelle agenda evenement breve colloque petition presse pleniere rencontre",
        kept=True,
        fields=(
            *COMMON,
            DATE,
            Field("themes", FieldKind.TERMS, THEMES_HELP, vocabulary="themes"),
            Field("evenement", FieldKind.MOMENT, "jour de l’événement annoncé ou raconté, avec son heure"),
            Field(
                "fin",
                FieldKind.END,
                "quand il se termine : une heure, ou un autre jour",
                needs=("evenement",),
            ),
            Field("lieu", FieldKind.TEXT, "où se tient l’événement", needs=("evenement",)),
            Field(
                "evenement_annule",
                FieldKind.FLAG,
                "oui : l’événement n’aura pas lieu",
                needs=("evenement", "mise_a_jour"),
            ),
            Field(
                "evenement_initial",
                FieldKind.MOMENT,
                "la date annoncée d’abord, si l’événement a changé de jour ou d’heure",
                needs=("evenement", "mise_a_jour"),
            ),
            Field(
                "lieu_initial",
                FieldKind.TEXT,
                "le lieu annoncé d’abord, si l’événement a changé de lieu",
                needs=("evenement", "lieu", "mise_a_jour"),
            ),
        ),
    ),
    Section(
        name="ressources",
        folder="ressources",
        prefix="ressources/",
        template="resource",
        label="une ressource",
        singular="Ressource",
        plural="Ressources",
        front_template="resource_list",
        command="ressource",
        feed="Les codes, lois, articles et outils qui entrent dans nos ressources.",
        rubriques=(
            "ressource document textes legislation loi code charte deontologi article publication outil "
            "bibliograph etude recherche video lecture reference jurisprudence dossier"
        ),
        kept=True,
        fields=(
            *COMMON,
            DATE,
            Field(
                "type",
                FieldKind.TERM,
                "un type de vocabulaire.toml",
                required=True,
                vocabulary="types_de_ressource",
            ),
            Field("themes", FieldKind.TERMS, THEMES_HELP, required=True, vocabulary="themes"),
            Field("auteur", FieldKind.TEXT, "qui l’a écrite ou réalisée, si on le sait"),
            Field("source", FieldKind.TEXT, "qui l’a publiée, ou d’où nous la connaissons", required=True),
            Field("annee", FieldKind.YEAR, "année de parution"),
            Field("lien", FieldKind.LINK, "adresse où la lire, si elle est en ligne"),
            Field(
                "lien_verifie",
                FieldKind.DATE,
                "le dernier jour où l’on a vérifié que le lien fonctionne ; « invoke links --noter » l’écrit",
                needs=("lien",),
            ),
            Field("document", FieldKind.FILE, "document à télécharger"),
        ),
    ),
    Section(
        name="situations",
        folder="situations",
        prefix="situations/",
        template="situation",
        label="une situation",
        singular="Que faire si…",
        plural="Que faire si…",
        title="Situations",
        front_template="situation_list",
        command="situation",
        headings=(
            Heading("Dans l’heure", steps=True),
            Heading("Ensuite", steps=True),
            Heading("Ce que disent la loi et le code", sources=True),
            Heading("Qui appeler"),
        ),
        fields=(
            *COMMON,
            Field("question", FieldKind.TEXT, "la question, dans les mots de qui la pose", required=True),
            Field("ordre", FieldKind.NUMBER, "sa place dans la liste : 10, 20, 30…", required=True),
            Field("ressources", FieldKind.MENTIONS, "les ressources qui aident, dans l’ordre", required=True),
        ),
    ),
    Section(
        name="manifeste",
        folder="manifeste",
        prefix="manifeste/",
        template="page",
        label="une page du Manifeste",
        singular="Manifeste",
        plural="Manifeste",
        front_template="manifesto",
        fields=COMMON,
    ),
    Section(
        name="bistrots",
        folder="bistrots",
        prefix="bistrots/",
        template="bistrot",
        label="un bistrot",
        singular="Bistrot du social",
        plural="Bistrots du social",
        front_template="bistrot_list",
        command="bistrot",
        feed="Les bistrots du social, et chaque soirée dès qu’elle a une date.",
        may_be_empty=True,
        fields=(
            *COMMON,
            Field(
                "commune",
                FieldKind.COMMUNE,
                "commune ou localité, en français ; la province tant qu’on n’en sait pas plus",
                required=True,
            ),
            Field(
                "etat",
                FieldKind.TERM,
                "actif, en-veille ou cherche-porteurs",
                required=True,
                vocabulary="etats_de_bistrot",
            ),
            Field("lieu", FieldKind.TEXT, "le café, avec sa rue"),
            Field("coordonnees", FieldKind.COORDINATES, "l’endroit exact : latitude, puis longitude"),
            Field(
                "dates",
                FieldKind.RHYTHM,
                "les dates connues, ou une règle : premier mardi du mois à 19:00, depuis 2026-09-01",
            ),
            Field(
                "dates_annulees",
                FieldKind.DATES,
                "les dates qui n’auront pas lieu ; elles restent aussi dans « dates »",
                among="dates",
            ),
            Field("contact", FieldKind.EMAIL, "adresse e-mail du bistrot"),
        ),
    ),
    Section(
        name="rapports",
        folder="activites/rapports",
        prefix="activites/",
        template="report",
        label="un rapport d’activités",
        singular="Rapport d’activités",
        plural="Rapports d’activités",
        title="Activités",
        front_template="report_list",
        fields=(
            *COMMON,
            DATE,
            Field("periode", FieldKind.PERIOD, "les années que le rapport couvre", required=True),
        ),
    ),
    Section(
        name="lettre",
        folder="lettres",
        prefix="lettre/",
        template="letter_issue",
        label="une lettre",
        singular="Lettre d’information",
        plural="Lettres d’information",
        title="Lettre d’information",
        fields=(
            *COMMON,
            Field("date", FieldKind.DATE, "le jour de l’envoi", required=True, pelican="date"),
            Field("sujets", FieldKind.MENTIONS, "les pages que la lettre présente, dans l’ordre"),
            Field("agenda", FieldKind.AGENDA, "les dates qu’elle annonce, dans l’ordre"),
        ),
    ),
    Section(
        name="facile-a-lire",
        folder="facile-a-lire",
        prefix="facile-a-lire/",
        template="easy",
        label="une page facile à lire",
        singular="Facile à lire",
        plural="Facile à lire",
        retells=True,
        fields=(
            *COMMON,
            Field("titre_court", FieldKind.TEXT, "le nom dans le fil d’Ariane, s’il faut plus court"),
        ),
    ),
    Section(
        name="pages",
        folder="pages",
        prefix="",
        template="page",
        label="une page",
        singular="Page du comité",
        plural="Pages du comité",
        command="page",
        rubriques="qui sommes presentation contact statuts association asbl propos accueil membre mention",
        may_be_empty=True,
        fields=(
            *COMMON,
            Field("titre_court", FieldKind.TEXT, "le nom dans le fil d’Ariane, s’il faut plus court"),
        ),
    ),
)
"""In the order of the menu, the filters and the feeds.

A new one is one more `Section` here, a template (or `page`, which there is), a page `pages/PREFIX.md` that
presents it, and its folder and fields in the editors' guide, `content/LISEZMOI.md`.
"""

OWN_ADDRESSES = {"pages/accueil.md": "", "pages/404.md": "404.html"}
"""Pages whose address is not made from their file's name."""
SITE_MAP = "plan-du-site"
"""The name of the page that lists every other one."""


def section_named(name: str) -> Section:
    """Return the section of that name, which must exist."""
    return next(section for section in SECTIONS if section.name == name)


def section_of(relative_path: str) -> Section | None:
    """Return the section to which a file of the content folder belongs.

    Args:
        relative_path: relative to the content folder, with forward slashes.
    """
    folder = relative_path.rpartition("/")[0]
    return next((section for section in SECTIONS if folder == section.folder), None)


def path_metadata(templates: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return what Pelican must know of each section's folder, and of each page that differs from the others.

    Args:
        templates: the name of its template, for each file that has one of its own.
    """
    made = {
        section.folder: {"section": section.name, "prefix": section.prefix, "template": section.template}
        for section in SECTIONS
    }
    fronts = {
        f"pages/{section.address_start}.md": section.front_template
        for section in SECTIONS
        if section.front_template
    }
    for path, template in {**fronts, **templates}.items():
        made[path] = {"template": template}
    for path, address in OWN_ADDRESSES.items():
        made[path] = {**made.get(path, {}), "url": address, "save_as": address or "index.html"}
    return made
