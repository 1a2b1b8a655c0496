"""The tables in which several versions of SPIP keep one site: their columns, and the rows of its records."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.spip.records import Records

Value: TypeAlias = int | str | bytes | None
Row: TypeAlias = dict[str, Value]

BASES = {"2.1": "15828", "3.2": "24379", "4.4": "2022022303"}
"""What `version_installee` is."""

_ARTICLES = (
    "id_article surtitre titre soustitre id_rubrique descriptif chapo texte ps date statut id_secteur maj export"
    " date_redac visites referers popularite accepter_forum date_modif lang langue_choisie id_trad nom_site url_site"
)
_RUBRIQUES = "id_rubrique id_parent titre descriptif texte id_secteur maj statut date lang langue_choisie statut_tmp date_tmp"
_AUTEURS = (
    "id_auteur nom bio email nom_site url_site login pass low_sec statut webmestre maj pgp htpass en_ligne"
    " alea_actuel alea_futur prefs cookie_oubli source lang"
)
_SYNDIC = (
    "id_syndic id_rubrique id_secteur nom_site url_site url_syndic descriptif maj syndication statut date date_syndic"
    " date_index moderation miroir oubli resume"
)
_DOCUMENTS = (
    "id_document id_vignette extension titre date descriptif fichier taille largeur hauteur mode distant maj"
)
_FORUM = (
    "id_forum id_parent id_thread date_heure date_thread titre texte auteur email_auteur nom_site url_site statut ip"
    " maj id_auteur"
)
_COMMON = {
    "breves": "id_breve date_heure titre texte lien_titre lien_url statut id_rubrique lang langue_choisie maj",
    "mots": "id_mot titre descriptif texte id_groupe type maj",
    "groupes_mots": "id_groupe titre descriptif texte unseul obligatoire tables_liees minirezo comite forum maj",
    "syndic": _SYNDIC,
    "documents_liens": "id_document id_objet objet vu",
    "meta": "nom valeur impt maj",
    "visites": "date visites maj",
    "rendezvous": "id_rendezvous titre lieu",
}
_OLD = {
    **_COMMON,
    "articles": f"{_ARTICLES} extra id_version",
    "rubriques": f"{_RUBRIQUES} export id_import extra",
    "auteurs": f"{_AUTEURS} imessage messagerie extra",
    "documents": _DOCUMENTS,
    "forum": f"{_FORUM} id_rubrique id_article id_breve id_message id_syndic",
    "urls": "url type id_objet date",
    "auteurs_articles": "id_auteur id_article",
    "mots_articles": "id_mot id_article",
    "mots_breves": "id_mot id_breve",
    "mots_rubriques": "id_mot id_rubrique",
    "mots_syndic": "id_mot id_syndic",
    "mots_documents": "id_mot id_document",
}
_NEW = {
    **_COMMON,
    "articles": f"{_ARTICLES} virtuel",
    "rubriques": f"{_RUBRIQUES} profondeur",
    "auteurs": f"{_AUTEURS} imessage",
    "documents": f"{_DOCUMENTS} media statut credits date_publication brise",
    "forum": f"{_FORUM} id_objet objet",
    "urls": "id_parent url type id_objet date perma",
    "auteurs_liens": "id_auteur id_objet objet vu",
    "mots_liens": "id_mot id_objet objet",
    "jobs": "id_job descriptif fonction args",
}
SCHEMAS: Mapping[str, Mapping[str, str]] = {
    "2.1": _OLD,
    "3.2": _NEW,
    "4.4": {
        **_NEW,
        "auteurs": f"{_AUTEURS} imessage backup_cles",
        "documents": f"{_NEW['documents']} alt duree",
        "documents_liens": f"{_NEW['documents_liens']} rang_lien",
        "urls": f"{_NEW['urls']} langue",
    },
}
"""Tables and columns by version, without prefix."""


@dataclass(frozen=True)
class SpipSite:
    """A site to write dumps of: what its records are, and what its private tables hold."""

    records: Records
    visitors: int = 2
    """Rows of `spip_auteurs` that signed nothing."""
    plugin_rows: int = 3
    """Rows of a plugin's table."""
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: {"articles": ("lieu_ajoute",)})
    """Columns that plugins added; rows have them in `others`."""


def expected(site: SpipSite, version: str) -> Records:
    """Return what a dump of a version gives: without what that version does not have."""
    records = site.records
    is_old = version == "2.1"
    logos = {one.id for one in records.documents if version != "4.4" and one.mode.startswith("logo")}
    attached = {key: tuple(sorted({*numbers} - logos)) for key, numbers in records.documents_of.items()}
    return replace(
        records,
        version=version,
        newline_breaks=not is_old,
        documents=tuple(
            replace(
                document,
                alt=document.alt if version == "4.4" else "",
                credits="" if is_old else document.credits,
                status="" if is_old else document.status,
            )
            for document in records.documents
            if document.id not in logos
        ),
        documents_of={key: numbers for key, numbers in attached.items() if numbers},
        old_addresses=tuple(
            replace(address, parent=0) if is_old else address for address in records.old_addresses
        ),
    )


def tables(site: SpipSite, version: str) -> dict[str, tuple[tuple[str, ...], list[Row]]]:
    """Return the columns and rows of every table of a version, without prefix."""
    rows = _rows(site, version)
    result = {}
    for table, columns in SCHEMAS[version].items():
        names = (*columns.split(), *site.columns.get(table, ()))
        result[table] = (
            names,
            [{name: row.get(name, _default(name)) for name in names} for row in rows.get(table, ())],
        )
    return result


def _default(column: str) -> Value:
    if column.startswith("date") or column in {"maj", "en_ligne"}:
        return "0000-00-00 00:00:00"
    if column.startswith("id_") or column in {"visites", "referers", "popularite", "taille", "brise"}:
        return 0
    return None if column in {"extra", "alea_futur", "largeur", "hauteur"} else ""


_FIELDS = {
    "articles": "id_article:id surtitre:overtitle titre:title soustitre:subtitle id_rubrique:rubrique"
    " descriptif:summary chapo:lead texte:text ps:postscript date:date statut:status date_redac:date_written"
    " date_modif:date_modified lang:language id_trad:translation_of nom_site:site_name url_site:site_url"
    " virtuel:leads_to",
    "rubriques": "id_rubrique:id id_parent:parent titre:title descriptif:summary texte:text statut:status date:date",
    "breves": "id_breve:id id_rubrique:rubrique titre:title texte:text lien_titre:link_title lien_url:link_url"
    " statut:status date_heure:date",
    "syndic": "id_syndic:id id_rubrique:rubrique nom_site:name url_site:url descriptif:summary statut:status",
    "mots": "id_mot:id titre:title descriptif:summary texte:text type:group",
    "documents": "id_document:id fichier:file extension:extension titre:title descriptif:summary credits:credits"
    " alt:alt date:date mode:mode statut:status",
}
"""Which field of a record each column holds."""


def _fields(table: str, record: Any) -> Row:
    pairs = (pair.split(":") for pair in _FIELDS[table].split())
    row: Row = {column: getattr(record, name) for column, name in pairs}
    for column in row:
        if column.startswith("date"):
            row[column] = row[column] or _ZERO
    return {**row, **record.others}


def _rows(site: SpipSite, version: str) -> dict[str, list[Row]]:
    records = expected(site, version)
    is_old = version == "2.1"
    groups = list(dict.fromkeys(keyword.group for keyword in records.keywords if keyword.group))
    rows: dict[str, list[Row]] = {
        "articles": [
            _fields("articles", one) | ({"chapo": f"={one.leads_to}"} if is_old and one.leads_to else {})
            for one in records.articles
        ],
        "rubriques": [_fields("rubriques", one) for one in records.rubriques],
        "breves": [_fields("breves", one) for one in records.breves],
        "syndic": [_fields("syndic", one) for one in records.sites],
        "groupes_mots": [{"id_groupe": number, "titre": group} for number, group in enumerate(groups, 1)],
        "mots": [
            _fields("mots", one) | {"id_groupe": groups.index(one.group) + 1 if one.group else 0}
            for one in records.keywords
        ],
        "documents": [
            _fields("documents", one) | {"distant": "oui" if one.remote else "non"}
            for one in records.documents
        ],
        "urls": [
            {
                "url": one.url,
                "type": "syndic" if one.key.kind == "site" and not is_old else one.key.kind,
                "id_objet": one.key.id,
                "date": one.date or _ZERO,
                "id_parent": one.parent,
                "perma": 0,
            }
            for one in records.old_addresses
        ],
        "meta": [
            {"nom": "adresse_site", "valeur": records.address},
            {"nom": "nom_site", "valeur": records.name},
            {"nom": "version_installee", "valeur": BASES[version]},
            {"nom": "email_webmaster", "valeur": "webmestre@secret.example"},
            {"nom": "alea_ephemere", "valeur": "a1ea5ecret"},
        ],
        "auteurs": [
            *(_author(number, name) for number, name in records.authors.items()),
            *(_author(900 + number, f"Visiteur {number}") for number in range(site.visitors)),
        ],
        "forum": [
            {
                "id_forum": number,
                "titre": f"Réponse {number}",
                "texte": "Un message de visiteur",
                "auteur": "Visiteur",
                "email_auteur": "visiteur@secret.example",
                "ip": "192.0.2.77",
                "statut": "publie",
            }
            for number in range(1, records.forum_messages + 1)
        ],
        "visites": [{"date": "2012-03-04", "visites": 17}],
        "jobs": [{"id_job": 1, "descriptif": "Tâche de fond"}],
        "rendezvous": [
            {"id_rendezvous": number, "titre": f"Rendez-vous {number}"}
            for number in range(1, site.plugin_rows + 1)
        ],
    }
    if version == "3.2":
        rows["meta"].append({"nom": "plugin_header", "valeur": "spip(3.2.9),medias(2.20.1)"})
    elif version == "4.4":
        plugins = 'a:9:{s:4:"SPIP";a:3:{s:3:"nom";s:4:"SPIP";s:7:"version";s:5:"4.4.1";s:3:"dir";s:0:"";}s:4:"AIDE";a:1:'
        rows["meta"].append({"nom": "plugin", "valeur": plugins})
    rows |= _link_rows(records, is_old=is_old)
    return rows


_ZERO = "0000-00-00 00:00:00"
_TABLES_OF = {
    "article": "articles",
    "rubrique": "rubriques",
    "breve": "breves",
    "site": "syndic",
    "document": "documents",
}
_NUMBER_OF = {"site": "id_syndic"}


def _author(number: int, name: str) -> Row:
    return {
        "id_auteur": number,
        "nom": name or f"auteur{number}@secret.example",
        "bio": "Une biographie",
        "email": f"auteur{number}@secret.example",
        "login": f"l0gin{number}",
        "pass": "5e884898da28047151d0e56f8dc62927",
        "htpass": "$1$htsecret",
        "alea_actuel": "a1ea5ecret",
        "cookie_oubli": "c00kie5ecret",
        "backup_cles": "c1e5ecrete",
        "statut": "1comite",
    }


def _link_rows(records: Records, *, is_old: bool) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {}
    for kind, links in (
        ("auteur", records.authors_of),
        ("mot", records.keywords_of),
        ("document", records.documents_of),
    ):
        for key, numbers in links.items():
            for number in numbers:
                if is_old and kind != "document":
                    table = f"{kind}s_{_TABLES_OF[key.kind]}"
                    row: Row = {_NUMBER_OF.get(key.kind, f"id_{key.kind}"): key.id}
                else:
                    table = f"{kind}s_liens"
                    row = {
                        "objet": "syndic" if key.kind == "site" else key.kind,
                        "id_objet": key.id,
                        "vu": "non",
                    }
                rows.setdefault(table, []).append({f"id_{kind}": number, **row})
    return rows
