"""What an editor may write: the fields of each section's front matter.

The one place where a field exists. The checks, the reader that hands the
fields to Pelican, `invoke new` and the test of the editors' guide all read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a field may hold; `plugins/checks/sources/values.py` says how each is checked."""

    TEXT = "un texte d’une ligne"
    SUMMARY = "un texte de 50 à 200 caractères"
    DATE = "une date AAAA-MM-JJ"
    MOMENT = 'une date AAAA-MM-JJ, ou "AAAA-MM-JJ HH:MM"'
    DATES = "une liste de dates AAAA-MM-JJ"
    RHYTHM = "une date AAAA-MM-JJ, une règle, ou une liste des deux"
    COMMUNE = "une commune ou une localité de Belgique"
    COORDINATES = "une latitude et une longitude, [50.41, 4.44]"
    FLAG = "oui ou non"
    YEAR = "une année à quatre chiffres"
    PERIOD = "une période AAAA-AAAA"
    STATUS = "brouillon ou publie"
    TERM = "un mot du vocabulaire"
    TERMS = "une liste de mots du vocabulaire"
    LINK = "une adresse qui commence par https://"
    EMAIL = "une adresse e-mail"
    FILE = "le nom d’un fichier posé à côté"
    MENTIONS = "une liste de pages du site"
    AGENDA = "une liste de dates, chacune avec sa page"
    OLD_ADDRESSES = "une liste d’adresses sans le nom de domaine"
    SENTENCES = "une liste de débuts de phrases"


@dataclass(frozen=True)
class Field:
    """One line of a front matter."""

    name: str
    kind: Kind
    help: str
    """What it is for, in French: the comment that `invoke new` writes beside it."""
    required: bool = False
    vocabulary: str = ""
    """Name of its table in `vocabulaire.toml`, for TERM and TERMS."""
    needs: str = ""
    """Another field without which this one means nothing."""
    among: str = ""
    """Another field of the page, a list that must hold everything that this one lists."""
    pelican: str = ""
    """Pelican's own name of it, where it has one."""


@dataclass(frozen=True)
class Section:
    """One kind of page: a folder, the form of its addresses and its fields."""

    name: str
    label: str
    """As an editor calls one of them, in messages and for `invoke new`."""
    folder: str
    """Relative to the content folder."""
    prefix: str
    """What stands before the file's name in the address, without the first slash."""
    fields: tuple[Field, ...]
    dated_names: bool = False
    """`invoke new` puts the date before the file's name."""

    def field(self, name: str) -> Field | None:
        """Return the field of that name, if the section has it."""
        return next((field for field in self.fields if field.name == name), None)


TITLE = Field("titre", Kind.TEXT, "le titre, unique sur tout le site", required=True, pelican="title")
SUMMARY = Field(
    "resume",
    Kind.SUMMARY,
    "une ou deux phrases : listes, moteurs de recherche, partages",
    required=True,
    pelican="summary",
)
STATUS = Field("statut", Kind.STATUS, "brouillon : visible dans l’aperçu seulement", pelican="status")
MODIFIED = Field("mise_a_jour", Kind.DATE, "date du dernier changement important", pelican="modified")
DATE = Field(
    "date",
    Kind.DATE,
    "date de parution ; une date à venir fait attendre la page",
    required=True,
    pelican="date",
)
OLD_ADDRESSES = Field(
    "anciennes_adresses", Kind.OLD_ADDRESSES, "les adresses que la page a eues : elles mènent ici"
)
REREAD = Field(
    "phrases_relues",
    Kind.SENTENCES,
    "les phrases « à relire » d’« invoke check » qui ne comptent pas de demandes",
)
COMMON = (TITLE, SUMMARY, STATUS, MODIFIED, OLD_ADDRESSES, REREAD)

THEMES_HELP = "un à trois thèmes de vocabulaire.toml"

SECTIONS = (
    Section(
        "pages",
        "page",
        "pages",
        "",
        (*COMMON, Field("titre_court", Kind.TEXT, "le nom dans le fil d’Ariane, s’il faut plus court")),
    ),
    Section(
        "actualites",
        "actualité",
        "actualites",
        "actualites/",
        (
            *COMMON,
            DATE,
            Field("themes", Kind.TERMS, THEMES_HELP, vocabulary="themes"),
            Field("evenement", Kind.MOMENT, "jour de l’événement annoncé ou raconté"),
            Field("lieu", Kind.TEXT, "où se tient l’événement", needs="evenement"),
            Field("evenement_annule", Kind.FLAG, "oui : l’événement n’aura pas lieu", needs="evenement"),
        ),
        dated_names=True,
    ),
    Section(
        "ressources",
        "ressource",
        "ressources",
        "ressources/",
        (
            *COMMON,
            DATE,
            Field(
                "type",
                Kind.TERM,
                "un type de vocabulaire.toml",
                required=True,
                vocabulary="types_de_ressource",
            ),
            Field("themes", Kind.TERMS, THEMES_HELP, required=True, vocabulary="themes"),
            Field("auteur", Kind.TEXT, "qui l’a écrite ou réalisée", required=True),
            Field("source", Kind.TEXT, "qui l’a publiée, ou d’où nous la connaissons", required=True),
            Field("annee", Kind.YEAR, "année de parution"),
            Field("lien", Kind.LINK, "adresse où la lire, si elle est en ligne"),
            Field(
                "lien_verifie",
                Kind.DATE,
                "le dernier jour où l’on a vérifié que le lien fonctionne ; « invoke links --noter » l’écrit",
                needs="lien",
            ),
            Field("document", Kind.FILE, "document à télécharger"),
        ),
    ),
    Section(
        "bistrots",
        "bistrot",
        "bistrots",
        "bistrots/",
        (
            *COMMON,
            Field(
                "commune",
                Kind.COMMUNE,
                "commune ou localité, en français ; la province tant qu’on n’en sait pas plus",
                required=True,
            ),
            Field(
                "etat",
                Kind.TERM,
                "actif, en-veille ou cherche-porteurs",
                required=True,
                vocabulary="etats_de_bistrot",
            ),
            Field("lieu", Kind.TEXT, "le café, avec sa rue"),
            Field("coordonnees", Kind.COORDINATES, "l’endroit exact : latitude, puis longitude"),
            Field(
                "dates",
                Kind.RHYTHM,
                "les dates connues, ou une règle : premier mardi du mois, depuis 2026-09-01",
            ),
            Field(
                "dates_annulees",
                Kind.DATES,
                "les dates qui n’auront pas lieu ; elles restent aussi dans « dates »",
                among="dates",
            ),
            Field("contact", Kind.EMAIL, "adresse e-mail du bistrot"),
        ),
    ),
    Section("manifeste", "page du Manifeste", "manifeste", "manifeste/", COMMON),
    Section(
        "rapports",
        "rapport d’activités",
        "activites/rapports",
        "activites/",
        (*COMMON, DATE, Field("periode", Kind.PERIOD, "les années que le rapport couvre", required=True)),
    ),
    Section(
        "lettre",
        "lettre",
        "lettres",
        "lettre/",
        (
            *COMMON,
            DATE,
            Field("sujets", Kind.MENTIONS, "les pages que la lettre présente, dans l’ordre"),
            Field("agenda", Kind.AGENDA, "les dates qu’elle annonce, dans l’ordre"),
        ),
    ),
)


def section_of(relative_path: str) -> Section | None:
    """Return the section to which a file of the content folder belongs.

    Args:
        relative_path: relative to the content folder, with forward slashes.
    """
    folder = relative_path.rpartition("/")[0]
    return next((section for section in SECTIONS if folder == section.folder), None)
