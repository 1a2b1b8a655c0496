"""The old addresses of a SPIP site: each is claimed once, gone or listed, and then answered for."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from plugins.addresses.claims import Claim
from plugins.addresses.keys import address_key
from plugins.addresses.redirects import gather_redirects, rules_in_order
from tests.equipment.inline import page
from tests.equipment.old_addresses import rule_for
from tests.equipment.spip_site import rich_records
from tools.spip.addresses.settling import (
    Destination,
    OldAddresses,
    Settled,
    addresses_of,
    settle,
    taken_in,
    toml_text,
)
from tools.spip.records import Article, Document, Key, OldAddress, Records, Rubrique

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from plugins.addresses.redirects import Redirects
    from tests.equipment.inline import Site

ARTICLE, RUBRIQUE, VIRTUAL = Key("article", 12), Key("rubrique", 4), Key("article", 7)


def records(*rows: OldAddress, documents: tuple[Document, ...] = ()) -> Records:
    return Records(
        "3.2",
        newline_breaks=True,
        articles=(
            Article(7, "Virtuel", status="publie", leads_to="https://exemple.be/"),
            Article(12, "Nouveau", status="publie"),
        ),
        rubriques=(Rubrique(4, "Vie", status="publie"), Rubrique(5, "Groupe", parent=4, status="publie")),
        old_addresses=rows,
        documents=documents,
    )


def row(url: str, key: Key, date: str = "2015-01-01 00:00:00", parent: int = 0) -> OldAddress:
    return OldAddress(url, key, date, parent)


def redirects_of(settled: Settled, addresses: Mapping[Key, str]) -> Redirects:
    """Return what the build makes of what was settled, given the address of each page; without a fault."""
    claims = [
        Claim(address, addresses[key], f"{key.id}.md", 1)
        for key, typed in settled.pages.items()
        for address in typed
    ]
    claims += [
        Claim(address, target, "a.toml", 1, is_listed=True) for address, target in settled.redirects.items()
    ]
    claims += [Claim(address, "", "a.toml", 1) for address in settled.gone]
    live = {f"{address.strip('/')}/index.html" for address in addresses.values()}
    found, problems = gather_redirects(claims, live | {"documents/x.pdf"})
    assert problems == ()
    return found


def test_the_names_that_an_object_has_had_and_its_number() -> None:
    old = addresses_of(
        records(row("Ancien", ARTICLE, "2012-01-01 00:00:00"), row("Nouveau", ARTICLE), row("Vie", RUBRIQUE))
    )
    assert old.of[ARTICLE] == ("/?article12", "/?Nouveau", "/?Ancien")
    assert old.of[RUBRIQUE] == ("/?rubrique4", "/?Vie")
    assert old.of[VIRTUAL] == ("/?article7",), "nothing is worked out from a title"
    settled = settle(old, {ARTICLE: Destination("/a/", own_page=True), RUBRIQUE: Destination("/b/")}, {})
    rules = rules_in_order(redirects_of(settled, {ARTICLE: "/a/", RUBRIQUE: "/b/"}))
    for address, target in (
        ("/?-Vie-", "/b/"),
        ("/?Vie", "/b/"),
        ("/spip.php?article12", "/a/"),
        ("/Ancien.html", "/a/"),
    ):
        found = rule_for(address_key(address) or "", rules)
        assert found, address
        assert found.target == target


def test_of_two_objects_with_one_address_the_newest_has_it() -> None:
    old = addresses_of(records(row("Vie", RUBRIQUE), row("Vie", ARTICLE, "2016-01-01 00:00:00")))
    assert "/?Vie" in old.of[ARTICLE]
    assert "/?Vie" not in old.of[RUBRIQUE]
    assert [(one.address, one.key, one.reason) for one in old.listed] == [
        ("/?Vie", RUBRIQUE, "SPIP y montrait l’article 12")
    ]


def test_a_number_is_an_object_s_own_whatever_the_names_are() -> None:
    old = addresses_of(records(row("article12", VIRTUAL, "2020-01-01 00:00:00")))
    assert old.of[ARTICLE] == ("/?article12",)
    assert [one.key for one in old.listed] == [VIRTUAL]


def test_an_object_s_spellings_of_one_address_are_claimed_once() -> None:
    old = addresses_of(
        records(
            row("-Vie-", RUBRIQUE),
            row("Vie", RUBRIQUE),
            row("D%E9but", ARTICLE),
            row("Début", ARTICLE, ""),
            row("Début,2", ARTICLE),
        )
    )
    assert old.of[RUBRIQUE] == ("/?rubrique4", "/?Vie")
    assert old.of[ARTICLE] == ("/?article12", "/?D%E9but")


def test_addresses_in_the_tree_have_every_name_of_their_rubriques() -> None:
    old = addresses_of(
        records(
            row("Vie", RUBRIQUE),
            row("Notre-vie", RUBRIQUE, "2016-01-01 00:00:00"),
            row("Groupe", Key("rubrique", 5), parent=4),
            row("Nouveau", ARTICLE, parent=5),
            row("Perdu", VIRTUAL, parent=9),
        )
    )
    assert old.of[ARTICLE] == ("/?article12", "/Notre-vie/Groupe/Nouveau", "/Vie/Groupe/Nouveau", "/?Nouveau")
    assert old.of[VIRTUAL] == ("/?article7", "/?Perdu"), "SPIP answered to the name alone"
    assert old.listed == ()


def test_a_name_alone_is_the_one_in_no_rubrique_or_in_the_lowest() -> None:
    old = addresses_of(
        records(
            row("Vie", RUBRIQUE),
            row("Groupe", Key("rubrique", 5)),
            row("Texte", VIRTUAL, parent=5),
            row("Texte", ARTICLE, parent=4),
        )
    )
    assert old.of[ARTICLE] == ("/?article12", "/Vie/Texte", "/?Texte")
    assert old.of[VIRTUAL] == ("/?article7", "/Groupe/Texte")
    assert old.listed == ()


def test_rubriques_that_hold_each_other_have_no_end() -> None:
    old = addresses_of(records(row("Vie", RUBRIQUE, parent=5), row("Groupe", Key("rubrique", 5), parent=4)))
    assert old.of[RUBRIQUE] == ("/?rubrique4", "/?Vie")


def test_files_have_addresses_but_logos_and_what_lies_elsewhere() -> None:
    documents = (
        Document(1, "pdf/mon rapport d'été.pdf"),
        Document(2, "pdf/50%.pdf"),
        Document(3, "../config/connect.php"),
        Document(4, "https://loin.invalid/x.pdf", remote=True),
        Document(5, "logo/a.png", mode="logoon"),
        Document(6, "pdf/A.pdf"),
        Document(7, "pdf/a.pdf"),
    )
    old = addresses_of(records(documents=documents))
    found = {key.id: addresses for key, addresses in old.of.items() if key.kind == "document"}
    assert found == {
        1: ("/IMG/pdf/mon rapport d'été.pdf",),
        2: ("/IMG/pdf/50%25.pdf",),
        3: (),
        4: (),
        5: (),
        6: ("/IMG/pdf/A.pdf",),
        7: ("/IMG/pdf/a.pdf",),
    }
    assert [one.key.id for one in old.listed] == [3]


@pytest.mark.parametrize("url", ["a&b", "a=b", "..", 'a"b', "a\\b", ""])
def test_what_cannot_be_claimed_is_listed(url: str) -> None:
    old = addresses_of(records(row(url, ARTICLE)))
    assert old.of[ARTICLE] == ("/?article12",)
    assert [one.key for one in old.listed] == [ARTICLE]


def test_an_object_that_is_no_more_is_listed() -> None:
    old = addresses_of(records(row("Parti", Key("article", 99))))
    assert [one.reason for one in old.listed] == ["l’article 99 n’existe plus"]


def test_every_address_stands_in_one_place(tmp_path: Path) -> None:
    old = addresses_of(
        records(row("Nouveau", ARTICLE), row("Vie", RUBRIQUE), row("Pris", ARTICLE), row("a/b", VIRTUAL))
    )
    destinations = {
        ARTICLE: Destination("/x/", own_page=True),
        VIRTUAL: Destination("https://exemple.be/"),
        RUBRIQUE: Destination(),
    }
    settled = settle(old, destinations, {"-Pris-": "content/pages/x.md"}, ("/a/b/",))
    assert settled.pages == {ARTICLE: ("/?article12", "/?Nouveau")}
    assert settled.redirects == {"/?article7": "https://exemple.be/"}
    assert settled.gone == ("/?Vie", "/?rubrique4")
    assert [(one.address, one.reason) for one in settled.listed] == [
        ("/?Pris", "elle est déjà dans content/pages/x.md"),
        ("/?rubrique5", "rien ne la remplace sur le nouveau site"),
        ("/a/b", "une page du nouveau site a cette adresse"),
    ]
    bad = settle(old, {VIRTUAL: Destination("https://exemple")}, {})
    assert [one.reason for one in bad.listed if one.address == "/?article7"] == [
        "elle menait hors du site, et « https://exemple » n’est pas une adresse entière"
    ]


def test_every_row_of_a_whole_site_is_answered_for_or_listed() -> None:
    site = rich_records()
    old = addresses_of(site)
    pages = {
        key: Destination(f"/{key.kind}-{key.id}/", own_page=True) for key in old.of if key.kind == "article"
    }
    others = {key: Destination() for key in old.of if key.kind in ("rubrique", "auteur")}
    settled = settle(old, pages | others, {})
    found = redirects_of(settled, {key: one.address for key, one in pages.items()})
    listed = {one.address for one in settled.listed}
    rules = rules_in_order(found)
    for each in site.old_addresses:
        path = next(
            address
            for address in (*old.of[each.key], *(one.address for one in old.listed))
            if address.endswith(each.url)
        )
        assert path in listed or rule_for(address_key(path) or "", rules), path
    for address in (address for addresses in old.of.values() for address in addresses):
        assert address in listed or rule_for(address_key(address) or "", rules), address
    typed = [
        address
        for addresses in (*settled.pages.values(), settled.redirects, settled.gone)
        for address in addresses
    ]
    assert len({address_key(address) for address in typed}) == len(typed), "each once"


def test_what_the_content_folder_claims_is_known(site: Site) -> None:
    site.add(
        {
            "pages/contact.md": page("Contact", anciennes_adresses='["/?-Contact-"]'),
            "pages/essai.md": page("Essai", statut="brouillon", anciennes_adresses='["/?Essai"]'),
            "anciennes-adresses.toml": 'parties = ["/?Agenda"]\n[vers]\n"/?A" = "/contact/"\n',
        }
    )
    assert taken_in(site.root / "content") == {
        "-Contact-": "content/pages/contact.md",
        "Essai": "content/pages/essai.md",
        "Agenda": "content/anciennes-adresses.toml",
        "A": "content/anciennes-adresses.toml",
    }


@pytest.mark.parametrize(
    "previous",
    ["", "# Un mot\n", '# Un mot\nparties = ["/?A]"]  # vieux\n', 'parties = []\n\n[vers]\n"/?B" = "/b/"\n', "parties = [\n  \"/?A\", # l'un ]\n]\n"],
)  # fmt: skip
def test_the_list_keeps_what_it_holds(previous: str) -> None:
    settled = Settled({}, {"/IMG/é.pdf": "/documents/é.pdf", "/?B": "/autre/"}, ("/?Fin",), ())
    text = toml_text(settled, previous)
    before, after = tomllib.loads(previous), tomllib.loads(text)
    assert after["parties"] == sorted({*before.get("parties", ()), "/?Fin"})
    assert after["vers"] == {"/?B": "/autre/", "/IMG/é.pdf": "/documents/é.pdf"} | before.get("vers", {})
    assert ("# Un mot" in text) == ("# Un mot" in previous)
    assert toml_text(settled, text) == text


def test_a_site_without_old_addresses_changes_no_list() -> None:
    settled = settle(OldAddresses({}, ()), {}, {})
    assert toml_text(settled, "") == "parties = []\n"
