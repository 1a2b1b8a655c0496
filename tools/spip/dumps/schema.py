"""SPIP's tables, of all versions together: which are read, which columns of them, which are left unread.

Names of tables stand without their prefix (`spip_`).
"""

from __future__ import annotations

import re

READ = {
    "articles": "id_article surtitre titre soustitre id_rubrique descriptif chapo texte ps date statut"
    " date_redac date_modif lang id_trad nom_site url_site virtuel url_propre",
    "rubriques": "id_rubrique id_parent titre descriptif texte statut date url_propre",
    "breves": "id_breve date_heure titre texte lien_titre lien_url statut id_rubrique url_propre",
    "syndic": "id_syndic id_rubrique nom_site url_site descriptif statut url_propre",
    "mots": "id_mot titre descriptif texte id_groupe type url_propre",
    "groupes_mots": "id_groupe titre",
    "documents": "id_document id_type extension titre date descriptif fichier mode distant statut credits"
    " alt",
    "types_documents": "id_type extension",
    "auteurs": "id_auteur nom",
    "urls": "url type id_objet date id_parent segments",
    "meta": "nom valeur",
    "auteurs_liens": "id_auteur id_objet objet",
    "mots_liens": "id_mot id_objet objet",
    "documents_liens": "id_document id_objet objet",
    "auteurs_articles": "id_auteur id_article",
    **{
        f"{left}s_{table}": f"id_{left} {key}"
        for left in ("mot", "document")
        for table, key in {
            "articles": "id_article",
            "rubriques": "id_rubrique",
            "breves": "id_breve",
            "syndic": "id_syndic",
            "documents": "id_document",
        }.items()
        if table != f"{left}s"
    },
}
"""The columns that are kept. Of `auteurs`, nothing else is read: the rest is logins, passwords, addresses."""

NUMBERS = {
    "articles": "id_article",
    "rubriques": "id_rubrique",
    "breves": "id_breve",
    "syndic": "id_syndic",
    "mots": "id_mot",
    "groupes_mots": "id_groupe",
    "documents": "id_document",
    "auteurs": "id_auteur",
}
"""The column that numbers a table's rows."""

EXTENSIBLE = ("articles", "rubriques", "breves", "syndic", "mots", "documents")
"""Tables to which plugins add columns; of these, columns that we do not know are kept."""

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

COLUMNS = {table: tuple(columns.split()) for table, columns in READ.items()}
_LONGEST_FIRST = sorted(
    [
        *READ,
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
        or (name in EXTENSIBLE and column not in _OF_SPIP and not _PRIVATE.search(column.lower()))
    )


def is_housekeeping(name: str) -> bool:
    """Tell whether a table of SPIP holds nothing that anybody wrote."""
    return bool(_HOUSEKEEPING.fullmatch(name))
