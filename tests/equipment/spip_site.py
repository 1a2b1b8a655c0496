"""The records of a fictional SPIP site, with every case that a conversion must survive; and its files."""

from __future__ import annotations

from tools.spip.records import (
    Article,
    Breve,
    Document,
    Key,
    Keyword,
    OldAddress,
    Records,
    Rubrique,
    Site,
)

SECRETS = (
    "secret.example",
    "l0gin",
    "5e884898da28047151d0e56f8dc62927",
    "htsecret",
    "a1ea5ecret",
    "c00kie5ecret",
    "c1e5ecrete",
    "192.0.2.77",
    "Visiteur",
)
"""What stands in the private columns of the site's dumps, and nowhere else."""

_WORDS = """Le groupe se réunit {{chaque mois}} et {sans inscription}.

{{{Comment cela se passe}}}

- Ce tiret est une puce.
-* On arrive à l’heure
-** ou un peu avant
-## avec un carnet
-* On écoute[[Voir {la charte}, page 3.]]

|| Nos séances | Jours et lieux ||
|{{Jour}}|{{Lieu}}|
|lundi|salle A|
|mardi|^|

<quote>Une parole [dite->art3] en réunion.</quote>

<code>{a} [b->art3] &eacute; [[c]]</code>
_ Dernière ligne : [->3], [le site->https://exemple.invalid/page?a=1&b=2], [un absent->art999]."""

_ARTICLES = (
    Article(
        1,
        "Accueil des nouvelles personnes",
        1,
        overtitle="Bienvenue",
        subtitle="Par où commencer",
        summary="Une page pour qui arrive : où, quand et comment le groupe se réunit.",
        lead="{{En bref}} : tout le monde peut venir.",
        text=_WORDS,
        postscript="Cette page est relue chaque année.",
        date="2012-03-04 10:00:00",
        date_written="2010-05-06 00:00:00",
        date_modified="2013-01-02 08:30:00",
        status="publie",
        language="fr",
        site_name="Un site ami",
        site_url="https://ami.invalid/",
        others={"lieu_ajoute": "Salle des fêtes"},
    ),
    Article(
        2,
        "L’été des ateliers",
        2,
        text="Un premier paragraphe\nsur deux lignes.\n\n<img1|left>\n<doc2>\n\nLe cœur de l’été, 15 €.",
        date="2014-07-01 09:00:00",
        date_modified="2014-07-02 09:00:00",
        status="publie",
        language="fr",
    ),
    Article(
        3,
        "10. Écouter",
        3,
        text="Écouter, c’est d’abord se taire.\n_ Puis répondre.\n\n<doc3> <doc4> <img8> <form2>",
        date="2015-09-10 12:00:00",
        status="publie",
        language="fr",
    ),
    Article(4, "Renvoi vers l’accueil", 1, date="2015-01-01 00:00:00", status="publie", leads_to="art1"),
    Article(
        5,
        "Renvoi au dehors",
        1,
        date="2015-01-02 00:00:00",
        status="publie",
        leads_to="https://exemple.invalid/la",
    ),
    Article(6, "Une proposition", 2, text="Texte proposé.", date="2016-01-01 10:00:00", status="prop"),
    Article(7, "Un brouillon", 2, text="Texte en préparation.", date="2016-02-01 10:00:00", status="prepa"),
    Article(8, "Un refus", 2, text="Texte refusé.", date="2016-03-01 10:00:00", status="refuse"),
    Article(9, "À la poubelle", 2, text="Texte jeté.", date="2016-04-01 10:00:00", status="poubelle"),
    Article(10, "Sans aucune date", 2, text="Personne ne sait quand.", status="publie"),
    Article(
        11,
        "Date de rédaction seule",
        2,
        text="Datée à la main.",
        date_written="2009-11-12 00:00:00",
        status="publie",
    ),
    Article(
        12,
        "Nouveau nom",
        4,
        text="Un texte que l’on a renommé deux fois.\n\n[[<a> Nommée.]] Voir [la rubrique->rub4] et [doc->doc2].",
        date="2017-05-05 10:00:00",
        date_modified="2018-05-05 10:00:00",
        status="publie",
        language="fr",
    ),
    Article(
        13,
        "L’été des ateliers",
        4,
        text="Le même titre qu’un autre.\n\nLe fichier C:\\dossier\\nouveau et une apostrophe d'avant.",
        date="2018-07-01 09:00:00",
        status="publie",
    ),
    Article(14, "Dans l’avenir", 1, text="À paraître.", date="2037-01-01 00:00:00", status="publie"),
    Article(
        15,
        "Rubrique disparue",
        99,
        text="Orphelin ; reste lisible.",
        date="2011-01-01 10:00:00",
        status="publie",
    ),
    Article(
        16,
        "1.titre sans espace & esperluette",
        1,
        text="Un « guillemet », un 2 < 3 > 1, 20 % et 1 * 2 * 3 # fin_de_ligne.\n\n<poesie>Vers un\nvers deux</poesie>",
        date="2011-02-01 10:00:00",
        status="publie",
        language="fr",
        translation_of=16,
    ),
)

_RUBRIQUES = (
    Rubrique(
        1, "Vie du groupe", 0, "Ce qui s’y passe", "Texte de la rubrique.", "publie", "2018-01-01 10:00:00"
    ),
    Rubrique(2, "Ateliers", 1, status="publie", date="2018-01-02 10:00:00"),
    Rubrique(3, "20. Été", 2, status="publie", date="2018-01-03 10:00:00"),
    Rubrique(4, "Textes", 0, "", "Voir [->12].", "publie", "2018-01-04 10:00:00"),
    Rubrique(5, "En préparation", 4, status="prepa"),
)

_BREVES = (
    Breve(
        1,
        "Une salle nouvelle",
        1,
        "2013-04-05 10:00:00",
        "Nous changeons de salle.",
        "Le plan",
        "https://plan.invalid/",
        "publie",
    ),
    Breve(2, "Brève proposée", 1, "2013-05-05 10:00:00", "À relire.", status="prop"),
)

_SITES = (
    Site(1, "Un site ami", "https://ami.invalid/", 4, "Ils écrivent aussi.", "publie"),
    Site(2, "Un site refusé", "https://refus.invalid/?a=1&b=2", 4, status="refuse"),
)

_KEYWORDS = (
    Keyword(1, "Écoute", "Thèmes", "Être attentif"),
    Keyword(2, "Réunion", "Thèmes"),
    Keyword(3, "À la une", "Mise en page"),
    Keyword(4, "Sans groupe"),
)

_DOCUMENTS = (
    Document(
        1,
        "jpg/salle.jpg",
        "jpg",
        "La salle",
        "Vue du fond",
        "Photo du groupe",
        "Une salle avec dix chaises en cercle",
        "2014-07-01 09:00:00",
        "image",
        "publie",
    ),
    Document(
        2, "pdf/Charte.pdf", "pdf", "La charte", date="2014-07-02 09:00:00", mode="document", status="publie"
    ),
    Document(3, "pdf/charte.pdf", "pdf", "La charte, en petites lettres", mode="document", status="publie"),
    Document(4, "pdf/disparu.pdf", "pdf", "Un fichier qui manque", mode="document", status="publie"),
    Document(5, "../config/connect.php", "php", "Hostile", mode="document", status="publie"),
    Document(
        6, "https://loin.invalid/etude.pdf", "pdf", "Au loin", mode="document", status="publie", remote=True
    ),
    Document(7, "pdf/seul.pdf", "pdf", "Attaché à rien", mode="document", status="publie"),
    Document(8, "png/sans_titre.png", "png", mode="image", status="publie"),
    Document(9, "logo/arton1.png", "png", mode="logoon", status="publie"),
    Document(10, "pdf/été à lire.pdf", "pdf", "Nom accentué", mode="document", status="publie"),
)

_OLD_ADDRESSES = (
    OldAddress("Accueil-des-nouvelles-personnes", Key("article", 1), "2012-03-04 10:00:00"),
    OldAddress("L-ete-des-ateliers", Key("article", 2), "2014-07-01 09:00:00", 2),
    OldAddress("ecouter", Key("article", 3), "2015-09-10 12:00:00", 3),
    OldAddress("Ancien", Key("article", 12), "2017-05-05 10:00:00"),
    OldAddress("Nouveau", Key("article", 12), "2018-05-05 10:00:00"),
    OldAddress("L-ete-des-ateliers,13", Key("article", 13), "2018-07-01 09:00:00"),
    OldAddress("Une-proposition", Key("article", 6), "2016-01-01 10:00:00"),
    OldAddress("Déontologie", Key("article", 16), "2011-02-01 10:00:00"),
    OldAddress("Vie", Key("rubrique", 4), "2013-01-01 10:00:00"),
    OldAddress("Vie-du-groupe", Key("rubrique", 1), "2013-01-01 10:00:00"),
    OldAddress("Ateliers", Key("rubrique", 2), "2013-01-01 10:00:00", 1),
    OldAddress("Une-salle-nouvelle", Key("breve", 1), "2013-04-05 10:00:00"),
    OldAddress("Un-site-ami", Key("site", 1), "2013-04-05 10:00:00"),
    OldAddress("Ecoute", Key("mot", 1), "2013-04-05 10:00:00"),
    OldAddress("Claude-Exemple", Key("auteur", 1), "2013-04-05 10:00:00"),
)


def rich_records() -> Records:
    """Return the whole site, as the newest version holds it."""
    return Records(
        version="4.4",
        newline_breaks=True,
        address="https://ancien.invalid",
        name="Le groupe d’essai",
        articles=_ARTICLES,
        rubriques=_RUBRIQUES,
        breves=_BREVES,
        sites=_SITES,
        keywords=_KEYWORDS,
        documents=_DOCUMENTS,
        old_addresses=tuple(sorted(_OLD_ADDRESSES, key=lambda one: (one.key, one.date, one.url, one.parent))),
        authors={1: "Claude Exemple", 2: "Dominique Modèle", 3: ""},
        authors_of={
            Key("article", 1): (1, 2),
            Key("article", 2): (1,),
            Key("article", 3): (3,),
            Key("article", 12): (2,),
        },
        keywords_of={
            Key("article", 1): (1, 2),
            Key("article", 2): (2,),
            Key("article", 12): (3,),
            Key("breve", 1): (2,),
            Key("document", 1): (1,),
            Key("rubrique", 1): (3,),
            Key("site", 1): (1,),
        },
        documents_of={
            Key("article", 1): (9,),
            Key("article", 2): (1, 2),
            Key("article", 3): (3, 4, 5, 8),
            Key("article", 12): (2, 6, 10),
            Key("rubrique", 4): (2,),
        },
        forum_messages=4,
        left_out={"spip_rendezvous": 3},
    )


FILES = (
    "jpg/salle.jpg",
    "pdf/Charte.pdf",
    "pdf/charte.pdf",
    "pdf/seul.pdf",
    "pdf/été à lire.pdf",
    "png/sans_titre.png",
    "logo/arton1.png",
    "arton1.png",
    "rubon1.jpg",
)
"""What `write_img` writes below `IMG/`: the site's documents but the missing one, and logos as files."""
