"""What dumps hold beside a plain site: other versions, other programs, secrets, traps."""

from __future__ import annotations

import gzip
import sqlite3
import tracemalloc
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.equipment.spip_dumps import expected, rich_site, write_sql, write_sqlite, write_xml
from tools.spip.dumps import DumpError, read_dump
from tools.spip.records import Article, Document, Key, OldAddress

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tools.spip.records import Records

SITE = rich_site()


def _sql(tmp_path: Path, text: str) -> Records:
    dump = tmp_path / "a.sql"
    dump.write_text(text, encoding="utf-8")
    return read_dump(dump)


SQL = r"""# an old phpMyAdmin
/* a comment; with 'quotes */
SET NAMES utf8;
DROP TABLE IF EXISTS `blog_articles`;
CREATE TABLE `blog_articles` (`id` int); -- another program's
INSERT INTO `blog_articles` VALUES (1), (2);
CREATE TABLE IF NOT EXISTS `ma_base`.`x_y_articles` (
  `id_article` bigint(21) NOT NULL auto_increment,
  `titre` text NOT NULL COMMENT 'le titre, (en clair); oui',
  `texte` longblob,
  `date` datetime NOT NULL default '0000-00-00 00:00:00',
  `prix` decimal(10,2) default NULL,
  `courriel_contact` text,
  `export` varchar(10) default 'oui',
  PRIMARY KEY  (`id_article`),
  KEY `index`(`titre`(20)),
  FULLTEXT KEY `tous` (`titre`,`texte`)
) TYPE=MyISAM AUTO_INCREMENT=7 ;
LOCK TABLES `x_y_articles` WRITE;
INSERT IGNORE INTO `ma_base`.`x_y_articles` VALUES (2,'L\'été; ''bis'' "ter" \"quater\"\\',0x4c69676e65,'2004-01-02 03:04:05',12.50,'a@b.example','oui'),
  (1 , 'Un\r\ndeux\tfin' , _binary 'blob)' , '0000-00-00 00:00:00' , NULL, NULL, 'oui')
  ON DUPLICATE KEY UPDATE `titre`='x;y';
REPLACE INTO x_y_articles (titre, id_article, texte) VALUES ("Dit \"ainsi\" et ""ainsi"" !", 3, x'C3A9');
DELIMITER ;;
CREATE TRIGGER t AFTER INSERT ON x_y_articles FOR EACH ROW BEGIN INSERT INTO x_y_articles VALUES (9); END;;
DELIMITER ;
INSERT INTO `x_y_jamais` SELECT * FROM `x_y_articles`;
INSERT INTO `x_y_agenda` VALUES (1,'('),(2,')');
UNLOCK TABLES;
"""


def test_sql_of_every_shape_is_understood(tmp_path: Path) -> None:
    records = _sql(tmp_path, SQL)
    assert records.articles == (
        Article(1, "Un\ndeux\tfin", text="blob)"),
        Article(
            2,
            'L\'été; \'bis\' "ter" "quater"\\',
            text="Ligne",
            date="2004-01-02 03:04:05",
            others={"prix": "12.50"},
        ),
        Article(3, 'Dit "ainsi" et "ainsi" !', text="é"),
    )
    assert records.left_out == {"blog_articles": 2, "spip_agenda": 2}
    assert (records.version, records.newline_breaks) == ("inconnue", False)
    assert "a@b.example" not in repr(records)


def test_a_plugins_links_are_no_site(tmp_path: Path) -> None:
    rows = ",".join(f"({number},1)" for number in range(99))
    extra = f"CREATE TABLE spip_zones_articles (id_article int, id_zone int);\nINSERT INTO spip_zones_articles VALUES {rows};\n"
    dump = write_sql(SITE, tmp_path / "a.sql", prefix="spip_")
    dump.write_bytes(extra.encode() + dump.read_bytes())
    records = read_dump(dump)
    assert records.articles == SITE.records.articles
    assert records.left_out["spip_zones_articles"] == 99


def test_of_two_sites_in_one_database_the_larger_is_read(tmp_path: Path) -> None:
    small = write_sql(SITE, tmp_path / "a.sql", prefix="test_", without=["articles"]).read_bytes()
    large = write_sql(SITE, tmp_path / "b.sql", prefix="spip_").read_bytes()
    both = tmp_path / "both.sql"
    both.write_bytes(small + large)
    records = read_dump(both)
    assert records.articles == expected(SITE, "3.2").articles
    assert records.left_out["test_rubriques"] == len(SITE.records.rubriques)


OF_1_8 = """
CREATE TABLE spip_articles (id_article bigint(21), titre text, chapo mediumtext, texte longblob, url_propre varchar(255), idx enum('', '1'));
INSERT INTO spip_articles VALUES (1,'Un','=[ici->rub3]','','Un-article','1'), (2,'Deux','=12','','',''), (3,'Trois','Chapeau','','Trois','');
CREATE TABLE spip_documents (id_document bigint(21), id_type bigint(21), titre text, fichier varchar(255), mode enum('vignette', 'document'));
INSERT INTO spip_documents VALUES (1,4,'Un son','IMG/mp3/son.mp3','document');
CREATE TABLE spip_types_documents (id_type bigint(21), extension varchar(10));
INSERT INTO spip_types_documents VALUES (4,'mp3');
CREATE TABLE spip_documents_articles (id_document bigint(21), id_article bigint(21));
INSERT INTO spip_documents_articles VALUES (1,3);
CREATE TABLE spip_mots (id_mot bigint(21), type varchar(100), titre text, id_groupe bigint(21));
INSERT INTO spip_mots VALUES (5,'Thèmes','Écoute',9);
CREATE TABLE spip_mots_syndic (id_mot bigint(21), id_syndic bigint(21));
INSERT INTO spip_mots_syndic VALUES (5,7);
CREATE TABLE spip_mots_forum (id_mot bigint(21), id_forum bigint(21));
INSERT INTO spip_mots_forum VALUES (5,8);
CREATE TABLE spip_meta (nom varchar(255), valeur varchar(255));
INSERT INTO spip_meta VALUES ('version_installee','1.813');
CREATE TABLE spip_index_articles (`hash` bigint, points int);
INSERT INTO spip_index_articles VALUES (1,2);
"""


def test_the_tables_of_1_8_are_understood(tmp_path: Path) -> None:
    records = _sql(tmp_path, OF_1_8)
    assert (records.version, records.newline_breaks) == ("1.8", False)
    assert records.documents == (Document(1, "mp3/son.mp3", "mp3", "Un son", mode="document"),)
    assert [(article.lead, article.leads_to) for article in records.articles] == [
        ("", "rub3"),
        ("", "12"),
        ("Chapeau", ""),
    ]
    assert records.documents_of == {Key("article", 3): (1,)}
    assert records.keywords_of == {Key("site", 7): (5,)}
    assert records.keywords[0].group == "Thèmes"
    assert records.old_addresses == (
        OldAddress("Un-article", Key("article", 1)),
        OldAddress("Trois", Key("article", 3)),
    )
    assert records.left_out == {}
    assert "spip_urls" in records.missing


OF_1_2 = """<?xml version="1.0" encoding="iso-8859-1"?>
<SPIP version="1.8.3" version_base="1.826" version_archive="1.2">
<rubrique>
<id_rubrique>3</id_rubrique><titre>Une</titre>
</rubrique>
<article>
<id_article>1</id_article>
<titre>D&amp;#233;j\xe0 l&amp;agrave;</titre>
<texte>Voir [ici-&gt;2] &amp; l\xe0 <!-- --></texte>
<extra/>
<lien:auteur>4</lien:auteur>
<lien:document>8</lien:document>
</article>
<auteur><id_auteur>4</id_auteur><nom>Claude</nom><login>l0gin</login><lien:rubrique>3</lien:rubrique></auteur>
<mot><id_mot>5</id_mot><titre>Mot</titre><lien:article>1</lien:article><lien:syndic>7</lien:syndic></mot>
<document><id_document>8</id_document><fichier>IMG/pdf/a.pdf</fichier></document>
<type_document><id_type>2</id_type><extension>pdf</extension></type_document>
</SPIP>
"""


def test_the_xml_of_1_8_is_understood(tmp_path: Path) -> None:
    dump = tmp_path / "dump.xml"
    dump.write_bytes(OF_1_2.replace(" <!-- -->", "").encode("latin-1"))
    records = read_dump(dump)
    assert records.version == "1.8"
    assert records.articles == (Article(1, "Déjà là", text="Voir [ici->2] & là"),)
    assert records.authors == {4: "Claude"}
    assert records.authors_of == {Key("article", 1): (4,)}
    assert records.documents_of == {Key("article", 1): (8,)}
    assert records.keywords_of == {Key("article", 1): (5,), Key("site", 7): (5,)}
    assert "l0gin" not in repr(records)
    assert [(found.id, found.column) for found in records.repairs] == [("1", "titre")]


@pytest.mark.parametrize(
    ("settings", "version", "breaks"),
    [
        ({"plugin_header": "spip(3.2.8),medias(2.20.1)"}, "3.2", True),
        ({"plugin_header": "medias(2.20.1),spip(4.4.1)"}, "4.4", True),
        ({"version_installee": "24379"}, "3.2", True),
        ({"version_installee": "21742"}, "3.1", True),
        ({"version_installee": "19268"}, "3.0", True),
        ({"version_installee": "15828"}, "2.1", False),
        ({"version_installee": "12691"}, "2.0", False),
        ({"version_installee": "1.927"}, "1.9", False),
        ({"version_installee": "2022022303"}, "4", True),
        ({"version_installee": "x"}, "inconnue", False),
        ({}, "inconnue", False),
    ],
)
def test_the_version_is_what_the_site_says(
    tmp_path: Path, settings: dict[str, str], version: str, breaks: bool
) -> None:
    rows = ",".join(f"('{name}','{value}')" for name, value in {"x": "y", **settings}.items())
    records = _sql(
        tmp_path,
        "CREATE TABLE s_articles (id_article int, titre text); CREATE TABLE s_meta (nom text, valeur text);"  # noqa: S608 — no base is asked
        f"INSERT INTO s_meta VALUES {rows};",
    )
    assert (records.version, records.newline_breaks) == (version, breaks)


@pytest.mark.parametrize("write", [write_sqlite, write_sql, write_xml])
def test_a_partial_dump_names_what_is_missing(tmp_path: Path, write: Callable[..., Path]) -> None:
    missing = ("urls", "documents_liens", "breves")
    records = read_dump(write(SITE, tmp_path / "a", without=missing))
    assert records.missing == ("spip_breves", "spip_urls", "spip_documents_liens")
    assert records.articles == SITE.records.articles
    assert records.documents_of == {}


def test_no_address_stands_in_a_name(tmp_path: Path) -> None:
    records = _sql(
        tmp_path,
        "CREATE TABLE s_articles (id_article int, titre text); CREATE TABLE s_auteurs (id_auteur int, nom text);"
        "CREATE TABLE s_auteurs_liens (id_auteur int, id_objet int, objet text);"
        "INSERT INTO s_auteurs VALUES (1,'é.x@b.example'),(2,'Claude Été <c@d.example>'),(3,'Pas signé'),"
        "(4,'Paul (e@f.example)');"
        "INSERT INTO s_auteurs_liens VALUES (1,1,'article'),(2,1,'article'),(3,1,'message'),(4,1,'article');",
    )
    assert records.authors == {1: "", 2: "Claude Été", 4: "Paul"}
    assert "example" not in repr(records)


def test_views_triggers_and_virtual_tables_are_left_alone(tmp_path: Path) -> None:
    dump = write_sqlite(SITE, tmp_path / "a.sqlite", without=["breves"])
    with closing(sqlite3.connect(dump)) as connection:
        connection.executescript(
            "CREATE VIEW spip_breves AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n) SELECT x FROM n;"
            "CREATE TRIGGER t AFTER INSERT ON spip_articles BEGIN DELETE FROM spip_articles; END;"
            "CREATE VIRTUAL TABLE spip_evenements USING fts4(texte);"
            "ALTER TABLE spip_rubriques ADD COLUMN gros TEXT AS (hex(zeroblob(40))) VIRTUAL;"
            "CREATE TABLE 'spip_a\"; DROP TABLE b' (x);"
            "INSERT INTO 'spip_a\"; DROP TABLE b' VALUES (1);"
        )
    before = dump.read_bytes()
    records = read_dump(dump)
    assert records.articles == SITE.records.articles
    assert records.rubriques == SITE.records.rubriques
    assert records.breves == ()
    assert records.left_out['spip_a"; DROP TABLE b'] == 1
    assert dump.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["a.sqlite"]


def test_a_tree_of_rows_without_end_is_given_up(tmp_path: Path) -> None:
    """Every page of the table leads forty times to the next page: forty times forty… rows in a small file."""
    dump = tmp_path / "a.sqlite"
    with closing(sqlite3.connect(dump)) as connection:
        connection.executescript("PRAGMA page_size = 512; CREATE TABLE spip_articles (id_article, titre);")
        connection.execute("INSERT INTO spip_articles VALUES (1, 2)")
        connection.commit()
    pages = bytearray(dump.read_bytes())
    leaf = pages[512:1024]
    depth = 8
    for page in range(2, 2 + depth):
        cells = b"".join((page + 1).to_bytes(4) + bytes([key]) for key in range(1, 41))
        start = 512 - len(cells)
        head = b"\x05\0\0" + (40).to_bytes(2) + start.to_bytes(2) + b"\0" + (page + 1).to_bytes(4)
        offsets = b"".join((start + 5 * index).to_bytes(2) for index in range(40))
        body = head + offsets
        pages[512 * (page - 1) : 512 * page] = body + bytes(start - len(body)) + cells
    pages[512 * (1 + depth) :] = leaf
    pages[28:32] = (2 + depth).to_bytes(4)
    dump.write_bytes(pages)
    with pytest.raises(DumpError, match="abîmée"):
        read_dump(dump)


@pytest.mark.parametrize(("plain", "changed"), [(b"\n", b"\r\n"), (b"\r\n", b"\n"), (b"\x0d", b"")])
def test_a_backup_transferred_as_text_is_refused(tmp_path: Path, plain: bytes, changed: bytes) -> None:
    dump = write_sqlite(SITE, tmp_path / "a.sqlite")
    content = dump.read_bytes()
    dump.write_bytes(content.replace(plain, changed))
    if dump.read_bytes() != content:
        with pytest.raises(DumpError, match=r"abîmée|sa fin manque"):
            read_dump(dump)


def test_what_is_not_read_never_stands_in_memory(tmp_path: Path) -> None:
    dump = tmp_path / "a.sql.gz"
    rows = ",".join(f"({number},'{'x' * 90}')" for number in range(2000))
    statement = f"INSERT INTO spip_visites_articles VALUES {rows};\n".encode()  # noqa: S608 — no base is asked
    with gzip.open(dump, "wb", compresslevel=1) as file:
        file.write(b"CREATE TABLE spip_articles (id_article int, titre text);\n")
        file.write(b"CREATE TABLE spip_visites_articles (id_article int, x text);\n")
        for _ in range(25):
            file.write(statement)
    tracemalloc.start()
    records = read_dump(dump)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert records.articles == ()
    assert len(statement) * 25 > 4_900_000
    assert peak < 4_500_000


def test_a_mark_of_utf_8_before_the_first_statement_is_skipped(tmp_path: Path) -> None:
    dump = write_sql(SITE, tmp_path / "a.sql")
    dump.write_bytes(b"\xef\xbb\xbf" + dump.read_bytes())
    assert read_dump(dump).articles == expected(SITE, "3.2").articles


def test_tables_without_prefix_are_read(tmp_path: Path) -> None:
    dump = write_sql(SITE, tmp_path / "a.sql", "2.1", prefix="")
    assert read_dump(dump) == expected(SITE, "2.1")


def test_two_bases_in_one_export_are_refused(tmp_path: Path) -> None:
    """Their tables have the same names: articles of one would replace articles of the other."""
    dump = write_sql(SITE, tmp_path / "a.sql")
    dump.write_bytes(dump.read_bytes() + b"USE `une_autre`;\n" + dump.read_bytes())
    with pytest.raises(DumpError, match="deux fois la table cvts_"):
        read_dump(dump)


@pytest.mark.parametrize("zero", ["0000-00-00 00:00:00", "1970-01-01 01:00:00"])
def test_the_first_second_of_1970_is_no_date(tmp_path: Path, zero: str) -> None:
    """PHP wrote it for a date of zeros, in Belgium's time."""
    records = _sql(
        tmp_path,
        "CREATE TABLE s_articles (id_article int, titre text, date datetime);"
        "INSERT INTO s_articles VALUES (1,'Un','ZERO');".replace("ZERO", zero),
    )
    assert records.articles[0].date == ""
