"""What a section may ask of its pages: fields of every kind, and the headings of their texts' parts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final


class FieldKind(Enum):
    """What a field may hold; `plugins/checks/sources/values.py` says how each is checked."""

    TEXT = "un texte d’une ligne"
    SUMMARY = "un texte de 50 à 200 caractères"
    DATE = "une date AAAA-MM-JJ"
    PARTIAL_DATE = "une date AAAA-MM-JJ, un mois AAAA-MM ou une année AAAA"
    MOMENT = 'une date AAAA-MM-JJ, ou "AAAA-MM-JJ HH:MM"'
    END = 'une date AAAA-MM-JJ, ou "AAAA-MM-JJ HH:MM", ou l’heure seule'
    DATES = "une liste de dates AAAA-MM-JJ"
    RHYTHM = "une date AAAA-MM-JJ, une règle, ou une liste des deux"
    COMMUNE = "une commune ou une localité de Belgique"
    COORDINATES = "une latitude et une longitude, [50.41, 4.44]"
    FLAG = "oui ou non"
    NUMBER = "un nombre entier"
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
    NOTES = "une liste de textes"


@dataclass(frozen=True)
class Field:
    """One line of a front matter."""

    name: str
    kind: FieldKind
    help: str
    """What it is for, in French: the comment that `invoke new` writes beside it."""
    required: bool = False
    vocabulary: str = ""
    """Name of its table in `vocabulaire.toml`, for TERM and TERMS."""
    needs: tuple[str, ...] = ()
    """Other fields without which this one means nothing."""
    among: str = ""
    """Another field of the page, a list that must hold everything that this one lists."""
    pelican: str = ""
    """Pelican's own name of it, where it has one."""
    private: bool = False
    """For editors only: neither Pelican nor a template ever sees it."""

    @property
    def label(self) -> str:
        """Return its name as French writes it, for the form: `mise_a_jour` is « Mise à jour »."""
        return _ACCENTED.get(self.name) or self.name.replace("_", " ").capitalize()


_ACCENTED: Final = {
    "a_confirmer": "À confirmer",
    "annee": "Année",
    "coordonnees": "Coordonnées",
    "d_apres": "D’après",
    "dates_annulees": "Dates annulées",
    "etat": "État",
    "evenement": "Événement",
    "evenement_annule": "Événement annulé",
    "evenement_initial": "Événement, date annoncée d’abord",
    "fin": "Fin de l’événement",
    "lien_verifie": "Lien vérifié le",
    "lieu_initial": "Lieu annoncé d’abord",
    "mise_a_jour": "Mise à jour",
    "periode": "Période",
    "resume": "Résumé",
    "themes": "Thèmes",
}
"""The names that take an accent, or more than their own words: everywhere else, the label is the name."""


TITLE = Field("titre", FieldKind.TEXT, "le titre, unique sur tout le site", required=True, pelican="title")
SUMMARY = Field(
    "resume",
    FieldKind.SUMMARY,
    "une ou deux phrases : listes, moteurs de recherche, partages",
    required=True,
    pelican="summary",
)
STATUS = Field("statut", FieldKind.STATUS, "brouillon : visible dans l’aperçu seulement", pelican="status")
MODIFIED = Field("mise_a_jour", FieldKind.DATE, "date du dernier changement important", pelican="modified")
DATE = Field(
    "date",
    FieldKind.PARTIAL_DATE,
    "date de parution, ou son mois, ou son année ; une date à venir fait attendre la page",
    required=True,
    pelican="date",
)
OLD_ADDRESSES = Field(
    "anciennes_adresses", FieldKind.OLD_ADDRESSES, "les adresses que la page a eues : elles mènent ici"
)
REREAD = Field(
    "phrases_relues",
    FieldKind.SENTENCES,
    "les phrases « à relire » d’« invoke check » qui ne comptent pas de demandes",
    private=True,
)
SOURCES = Field(
    "d_apres", FieldKind.NOTES, "d’où viennent les faits de la page ; jamais publié", private=True
)
TO_CONFIRM = Field(
    "a_confirmer",
    FieldKind.NOTES,
    "ce que quelqu’un doit encore confirmer, et qui ; jamais publié",
    private=True,
)
COMMON = (TITLE, SUMMARY, STATUS, MODIFIED, OLD_ADDRESSES, REREAD, SOURCES, TO_CONFIRM)

MOST_STEPS: Final = 5
"""Who must answer within the hour reads no longer list."""


@dataclass(frozen=True)
class Heading:
    """One part of a text: its heading, of the second level, and what the part must hold."""

    title: str
    steps: bool = False
    """A numbered list, of `MOST_STEPS` at most."""
    sources: bool = False
    """A link to the page of the site that says the same."""
