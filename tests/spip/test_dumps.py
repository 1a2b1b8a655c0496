"""Every form of dump of one site gives the same records, and whatever is damaged is one French line."""

from __future__ import annotations

import contextlib
import gzip
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.equipment.spip_dumps import (
    SECRETS,
    SpipSite,
    expected,
    rich_site,
    write_sql,
    write_sqlite,
    write_xml,
)
from tools.spip.dumps import DumpError, collecting, read_dump, source, sqlite
from tools.spip.dumps.letters import Letters
from tools.spip.records import Article, Key, OldAddress, Records, Repair

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.equipment.spip_tables import Value

SITE = rich_site()
FORMS: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "SQLite 3.2": ("3.2", lambda folder: write_sqlite(SITE, folder / "a.sqlite", "3.2")),
    "SQLite 4.4": ("4.4", lambda folder: write_sqlite(SITE, folder / "a.sqlite", "4.4")),
    "phpMyAdmin": ("3.2", lambda folder: write_sql(SITE, folder / "a.sql")),
    "phpMyAdmin, gz": ("4.4", lambda folder: write_sql(SITE, folder / "a.sql.gz", "4.4", prefix="spip_")),
    "mysqldump": ("2.1", lambda folder: write_sql(SITE, folder / "a.sql", "2.1", style="mysqldump")),
    "XML": ("2.1", lambda folder: write_xml(SITE, folder / "a.xml")),
    "XML, gz": ("2.1", lambda folder: write_xml(SITE, folder / "a.xml.gz")),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_site(tmp_path: Path, form: str) -> None:
    version, write = FORMS[form]
    records = read_dump(write(tmp_path))
    assert records == expected(SITE, version)
    assert not [secret for secret in SECRETS if secret in repr(records)]


def _titles(records: Records) -> dict[int, str]:
    return {article.id: article.title for article in records.articles}


def _spoilt(values: dict[str, Value]) -> Callable[[str, str, Value], Value]:
    """Return what replaces the titles of articles, by the title that the site has."""

    def spoil(table: str, column: str, value: Value) -> Value:
        return values.get(value, value) if table == "articles" and isinstance(value, str) else value

    return spoil


WRITERS: dict[str, Callable[[Path, Callable[[str, str, Value], Value]], Path]] = {
    "sqlite": lambda folder, spoil: write_sqlite(SITE, folder / "a.sqlite", spoil=spoil),
    "sql": lambda folder, spoil: write_sql(SITE, folder / "a.sql", spoil=spoil),
    "xml": lambda folder, spoil: write_xml(SITE, folder / "a.xml", spoil=spoil),
}


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_letters_are_right_everywhere(tmp_path: Path, write: Callable[..., Path]) -> None:
    code = (
        "Un &eacute;t&eacute; dit <code>&eacute; et &amp;#365;</code> puis &amp;#365; &lt;b&gt; &#124; &amp;"
    )
    spoil = _spoilt(
        {
            "Une proposition": "L'Ã©tÃ©",
            "Un brouillon": "L’été",
            "Un refus": "L’été, 5 €".encode("cp1252"),
            "À la poubelle": "L'&eacute;t&eacute;",
            "Dans l’avenir": "L’Ã©tÃ© et l’hiver, cÅ“ur de l’été\nÃ  cÅ“ur, dÃ©jÃ\xa0 !",
            "Sans aucune date": "L’été".encode().decode("cp1252").encode().decode("cp1252"),
            "Personne ne sait quand.": code,
            "Texte en préparation.": "Une lettre perdue : \ufffd",
        }
    )
    records = read_dump(write(tmp_path, spoil))
    titles = _titles(records)
    assert titles[6] == "L'été"
    assert titles[7] == "L’été"
    assert titles[8] == "L’été, 5 €"
    assert titles[9] == "L'été"
    assert titles[10] == "L’été"
    assert titles[14] == "L’été et l’hiver, cœur de l’été\nà cœur, déjà !"
    texts = {article.id: article.text for article in records.articles}
    assert texts[10] == "Un été dit <code>&eacute; et &amp;#365;</code> puis ŭ &lt;b&gt; &#124; &amp;"
    assert texts[7] == "Une lettre perdue : ?"
    assert "\ufffd" not in repr(replace(records, repairs=()))
    assert {(found.id, found.column) for found in records.repairs} == {
        ("6", "titre"),
        ("7", "texte"),
        ("8", "titre"),
        ("9", "titre"),
        ("10", "titre"),
        ("10", "texte"),
        ("14", "titre"),
    }
    assert {found.table for found in records.repairs} == {"spip_articles"}
    assert next(found for found in records.repairs if found.id == "6") == Repair(
        "spip_articles", "6", "titre", "L'Ã©tÃ©", "L'été"
    )


def test_a_table_in_latin_1_is_no_repair_but_its_one_text_in_utf_8_is(tmp_path: Path) -> None:
    def spoil(table: str, _column: str, value: Value) -> Value:
        is_latin = table == "breves" or (table == "articles" and value != "L’été des ateliers")
        return value.encode("cp1252") if is_latin and isinstance(value, str) else value

    records = read_dump(write_sql(SITE, tmp_path / "a.sql", spoil=spoil))
    assert replace(records, repairs=()) == expected(SITE, "3.2")
    assert [(found.table, found.id, found.before) for found in records.repairs] == [
        ("spip_articles", "2", "Lâ€™Ã©tÃ© des ateliers"),
        ("spip_articles", "13", "Lâ€™Ã©tÃ© des ateliers"),
    ]


FRENCH = "aàâbcçdeéèêëfghiîïjklmnoôœpqrstuùûüvwxyÿzæAÀÂCÇEÉÈÊËIÎÏOÔŒUÙÛÜŸÆ «»’‘“”…–—·•°²½€£§%0123456789.,;:!?()[]{}<>&'\"/-_*#~\xa0\u202f"


@given(st.text(FRENCH, max_size=60))
def test_right_french_is_left_alone(text: str) -> None:
    assume(not re.search("Â[^A-Za-z]|Â$|â€", text))
    letters = Letters()
    assert letters.read(text.encode(), "spip_articles", "1", "texte", as_stored=False) == text
    assert letters.repairs() == ()


@pytest.mark.parametrize("escapes", [1, 2])
def test_values_escaped_twice_are_read_once(tmp_path: Path, escapes: int) -> None:
    records = read_dump(write_xml(SITE, tmp_path / "a.xml", escapes=escapes))
    assert replace(records, repairs=()) == expected(SITE, "2.1")
    assert bool(records.repairs) == (escapes == 2)


def test_line_ends_escaped_twice_are_line_ends(tmp_path: Path) -> None:
    def spoil(_table: str, _column: str, value: Value) -> Value:
        return value.replace("\n", "\\r\\n") if isinstance(value, str) and value != "13" else value

    records = read_dump(write_sql(SITE, tmp_path / "a.sql", spoil=spoil))
    assert _texts(records) | {13: ""} == _texts(expected(SITE, "3.2")) | {13: ""}
    assert len(records.repairs) > 5


def _texts(records: Records) -> dict[int, str]:
    return {article.id: article.text for article in records.articles}


PLAIN = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffd"), max_size=40)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(PLAIN | st.text("\\'\"`;,()-/*#\n%_0nrZ ", max_size=30), st.sampled_from(["phpmyadmin", "mysqldump"]))
def test_any_text_survives_the_quoting_of_sql(tmp_path: Path, text: str, style: str) -> None:
    address = OldAddress(text, Key("article", 1), "2012-01-01 00:00:00")
    small = SpipSite(
        Records("3.2", newline_breaks=True, articles=(Article(1, "Un"),), old_addresses=(address,))
    )
    assert read_dump(write_sql(small, tmp_path / "a.sql", style=style)).old_addresses == (address,)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(share=st.floats(0, 1, exclude_max=True))
def test_a_cut_dump_is_one_line_or_whole(tmp_path: Path, form: str, share: float) -> None:
    version, write = FORMS[form]
    dump = tmp_path / "whole"
    if not dump.exists():
        write(tmp_path).rename(dump)
    content = dump.read_bytes()
    piece = tmp_path / "piece"
    piece.write_bytes(content[: int(len(content) * share)])
    try:
        outcome: Records | str = read_dump(piece)
    except DumpError as error:
        outcome = str(error)
    assert outcome == expected(SITE, version) or _is_one_line(str(outcome))


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(share=st.floats(0, 1, exclude_max=True), noise=st.binary(min_size=1, max_size=4))
def test_a_damaged_dump_gives_no_traceback(tmp_path: Path, form: str, share: float, noise: bytes) -> None:
    dump = tmp_path / "whole"
    if not dump.exists():
        FORMS[form][1](tmp_path).rename(dump)
    content = dump.read_bytes()
    at = int(len(content) * share)
    spoilt = tmp_path / "spoilt"
    spoilt.write_bytes(content[:at] + noise + content[at + len(noise) :])
    with contextlib.suppress(DumpError):
        read_dump(spoilt)


def _is_one_line(message: str) -> bool:
    return "\n" not in message and " → " in message and not any(secret in message for secret in SECRETS)


REFUSED = {
    b"": "ce fichier est vide",
    b"** This file contains an SQLite 2.1 database **\0": "SQLite 2",
    b"PK\x03\x04...": "c’est une archive",
    b"<!DOCTYPE html><html>Erreur 500</html>": "page web",
    b"PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;": "SQLite écrite en texte",
    b"\x89PNG\r\n": "que nous savons lire",
    b"Bonjour": "que nous savons lire",
    b"\x1f\x8b": "sa fin manque",
    b"\x1f\x8bxxxxxxxxxxxxxxxx": "abîmée",
    b'<?xml version="1.0"?><rss></rss>': "n’est pas une sauvegarde de SPIP",
    b'<?xml version="1.0"?><!DOCTYPE SPIP [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><SPIP>&b;</SPIP>': "n’est pas une sauvegarde",
    b"<SPIP></SPIP>": "ne contient pas de site SPIP",
    b"CREATE TABLE `wp_posts` (`ID` bigint);\nINSERT INTO `wp_posts` VALUES (1);\n": "ne contient pas de site SPIP",
    b"INSERT INTO `spip_articles` VALUES (1,'a');\n": "nom des colonnes",
    b"CREATE TABLE spip_articles (id_article bigint, titre text);\nINSERT INTO spip_articles VALUES (1);": "abîmée",
    b"CREATE TABLE spip_articles (id_article bigint, titre text);\nINSERT INTO spip_articles VALUES (1,'a": "sa fin manque",
    b"SQLite format 3\0" + bytes(50): "sa fin manque",
    b"SQLite format 3\0" + bytes(500): "abîmée",
}


@pytest.mark.parametrize("content", REFUSED)
def test_what_is_no_dump_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    dump = tmp_path / "a.sql"
    dump.write_bytes(content)
    with pytest.raises(DumpError, match=REFUSED[content]) as caught:
        read_dump(dump)
    assert str(caught.value).startswith("a.sql: ")
    assert _is_one_line(str(caught.value))


def test_a_folder_and_no_file_are_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(DumpError, match="c’est un dossier"):
        read_dump(tmp_path)
    with pytest.raises(DumpError, match="n’existe pas"):
        read_dump(tmp_path / "rien.sql")


def test_a_file_that_may_not_be_read_is_refused_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dump = write_sqlite(SITE, tmp_path / "a.sqlite")

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(type(dump), "open", refuse)
    with pytest.raises(DumpError, match="vérifiez vos droits"):
        read_dump(dump)


def test_what_grows_without_end_when_uncompressed_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "LARGEST", 3_000_000)
    for start in (b"-- MySQL dump\n", sqlite.MAGIC, b"<SPIP>\n"):
        dump = tmp_path / "a.gz"
        dump.write_bytes(gzip.compress(start + bytes(4_000_000)))
        with pytest.raises(DumpError):
            read_dump(dump)


def test_more_text_than_any_site_has_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collecting, "LARGEST", 10_000)
    for write in (write_sqlite, write_sql, write_xml):
        with pytest.raises(DumpError, match="les textes de cette copie dépassent"):
            read_dump(write(SITE, tmp_path / write.__name__))


def test_a_dump_is_told_by_its_bytes_not_by_its_name(tmp_path: Path) -> None:
    for name, write in (("sql", write_xml), ("xml", write_sqlite), ("txt", write_sql)):
        compressed = tmp_path / f"{name}.sqlite"
        compressed.write_bytes(gzip.compress(write(SITE, tmp_path / f"a.{name}").read_bytes()))
        assert read_dump(compressed).articles == SITE.records.articles
