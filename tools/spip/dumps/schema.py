"""SPIP's tables, of all versions together: which are read, which columns of them, which are left unread.

Names of tables stand without their prefix (`spip_`).
"""

from __future__ import annotations

import re
from typing import TypeAlias

from tools.spip.records import Kind

Row: TypeAlias = dict[str, str]
"""A row of a table: texts, by the names of its columns."""

KINDS = {
    "articles": Kind.ARTICLE,
    "rubriques": Kind.RUBRIQUE,
    "breves": Kind.BREVE,
    "syndic": Kind.SITE,
    "mots": Kind.KEYWORD,
    "documents": Kind.DOCUMENT,
}
"""The tables of objects. Plugins add columns to them; of these, columns that we do not know are kept."""

_FIELDS = {
    "articles": "id_article:id surtitre:overtitle titre:title soustitre:subtitle id_rubrique:rubrique"
    " descriptif:summary chapo:lead texte:text ps:postscript date:date date_redac:date_written"
    " date_modif:date_modified statut:status lang:language id_trad:translation_of virtuel:leads_to"
    " nom_site:site_name url_site:site_url",
    "rubriques": "id_rubrique:id id_parent:parent titre:title descriptif:summary texte:text statut:status"
    " date:date",
    "breves": "id_breve:id id_rubrique:rubrique date_heure:date titre:title texte:text lien_titre:link_title"
    " lien_url:link_url statut:status",
    "syndic": "id_syndic:id id_rubrique:rubrique nom_site:name url_site:url descriptif:summary statut:status",
    "mots": "id_mot:id titre:title descriptif:summary texte:text type:group",
    "documents": "id_document:id fichier:file extension:extension titre:title descriptif:summary"
    " credits:credits alt:alt date:date mode:mode statut:status",
}
FIELDS = {table: dict(pair.split(":") for pair in pairs.split()) for table, pairs in _FIELDS.items()}
"""Which field of a record each column of an object holds; the number comes first."""

NUMBERS = {
    **{table: next(iter(columns)) for table, columns in FIELDS.items()},
    "groupes_mots": "id_groupe",
    "auteurs": "id_auteur",
}
"""The column that numbers a table's rows."""

COLUMNS = {
    **{table: (*columns, "url_propre") for table, columns in FIELDS.items()},
    "mots": (*FIELDS["mots"], "id_groupe", "url_propre"),
    "documents": (*FIELDS["documents"], "id_type", "distant"),
    "groupes_mots": ("id_groupe", "titre"),
    "types_documents": ("id_type", "extension"),
    "auteurs": ("id_auteur", "nom"),
    "urls": ("url", "type", "id_objet", "date", "id_parent"),
    "meta": ("nom", "valeur"),
    **{f"{left}s_liens": (f"id_{left}", "id_objet", "objet") for left in ("auteur", "mot", "document")},
    "auteurs_articles": ("id_auteur", "id_article"),
    **{
        f"{left}s_{table}": (f"id_{left}", NUMBERS[table])
        for left in ("mot", "document")
        for table in KINDS
        if table not in ("mots", f"{left}s")
    },
}
"""The columns that are read. Of `auteurs`, nothing else is: the rest is logins, passwords, addresses."""

_MACHINERY = """
id_secteur maj export visites referers popularite accepter_forum auteur_modif langue_choisie lang id_trad idx
id_version id_import statut_tmp date_tmp profondeur id_vignette taille largeur hauteur duree media inclus
date_publication brise url_syndic date date_syndic date_index syndication moderation miroir oubli resume
"""
_OF_SPIP = frozenset(_MACHINERY.split())
"""SPIP's own columns that no page needs: counts, dates of its machinery, sizes that the files tell better."""

_PRIVATE = re.compile(
    r"(?:^|_)(?:login|pass|password|htpass|e?mails?|courriels?|ip|cookie|alea|token)(?:_|$)"
)

META = frozenset({"adresse_site", "nom_site", "version_installee", "spip_version", "plugin", "plugin_header"})
"""The settings that are read; the others hold keys and addresses."""

AS_STORED = frozenset({"fichier", "url", "url_propre", "url_site", "lien_url", "virtuel"})
"""Names of files and addresses: decoded, never repaired, since a file or SPIP answers to what is stored."""

_HOUSEKEEPING = re.compile(
    r"(?:visites|referers|versions|index|ortho|jobs|depots|caches?|paquets|plugins|resultats|test|forum)(?:_.*)?"
    r"|auteurs_(?:rubriques|messages)|(?:mots|documents)_forum"
)

USUAL = (
    ("articles",),
    ("rubriques",),
    ("breves",),
    ("syndic",),
    ("mots",),
    ("groupes_mots",),
    ("documents",),
    ("auteurs",),
    ("urls",),
    ("meta",),
    ("auteurs_liens", "auteurs_articles"),
    ("mots_liens", "mots_articles"),
    ("documents_liens", "documents_articles"),
)
"""What a whole dump has; of two names, the first is SPIP's today."""

_LONGEST_FIRST = sorted(
    [
        *COLUMNS,
        "forum",
        "syndic_articles",
        "visites_articles",
        "referers_articles",
        "index_articles",
        "messages",
    ],
    key=lambda name: (-len(name), name),
)


def split_name(table: str) -> tuple[str, str]:
    """Return the prefix (`spip`) and the name of a table; no prefix where it has none, or no SPIP has it."""
    name = table.lower()
    for known in _LONGEST_FIRST:
        if name == known:
            return "", known
        if name.endswith(f"_{known}"):
            return table[: -len(known) - 1], known
    return "", table


def wanted(name: str, columns: tuple[str, ...]) -> frozenset[str]:
    """Return which of a table's columns are read."""
    known = COLUMNS.get(name, ())
    return frozenset(
        column
        for column in columns
        if column in known
        or (name in KINDS and column not in _OF_SPIP and not _PRIVATE.search(column.lower()))
    )


def is_housekeeping(name: str) -> bool:
    """Tell whether a table of SPIP holds nothing that anybody wrote."""
    return bool(_HOUSEKEEPING.fullmatch(name))
