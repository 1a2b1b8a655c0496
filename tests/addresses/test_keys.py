"""Every way to write one of SPIP's addresses has one key; nothing that could not stand in Apache's rules has any."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.addresses.keys import address_key

KEYS = {
    "?Manifeste-du-travail-social": (
        "/?Manifeste-du-travail-social",
        "/?Manifeste-du-travail-social&lang=fr",
        "/?Manifeste-du-travail-social=&fbclid=x",
        "/spip.php?Manifeste-du-travail-social",
        "/index.php?Manifeste%2Ddu-travail-social",
    ),
    "?-Ressources-": ("/?-Ressources-", "/?%2DRessources%2D"),
    "?+-Secret-+": ("/?+-Secret-+", "/?%2B-Secret-%2B"),
    "?Colloque,45": ("/?Colloque,45", "/?Colloque%2C45"),
    "?article12": (
        "/spip.php?article12",
        "/?article12",
        "/article12.html",
        "/?page=article&id_article=12",
        "/spip.php?id_article=12&page=imprimer",
    ),
    "?mot7": ("/mot7.html", "/spip.php?mot7", "/?page=mot&id_mot=7"),
    "?page=backend": ("/spip.php?page=backend", "/?page=backend&id_rubrique=3"),
    "?page=plan": ("/?page=plan", "/spip.php?page=plan&lang=fr"),
    "/IMG/pdf/manifeste.pdf": ("/IMG/pdf/manifeste.pdf", "/IMG/pdf/manifeste%2Epdf"),
    "/actualites/été": ("/actualites/été/", "/actualites/%C3%A9t%C3%A9", "/actualites/e\u0301te\u0301/"),
}
NONE = (
    "", "/", "/?", "/spip.php", "/?fbclid=1", "/?utm_source=lettre&utm_medium=x", "?Manifeste", "Manifeste",
    "https://essai.example/?Manifeste", "//", "/a b", "/?a\nb", "/?a%0Ab", '/?a"b', "/?a%22b", "/?a%5Cb", "/?a#b", "/../x",
    "/contact/?a=b", "/?%FF",
)  # fmt: skip


@pytest.mark.parametrize(
    ("key", "address"), [(key, address) for key, ways in KEYS.items() for address in ways]
)
def test_every_way_to_write_an_address_has_the_same_key(key: str, address: str) -> None:
    assert address_key(address) == key


@pytest.mark.parametrize("address", NONE)
def test_what_cannot_have_been_an_address_has_no_key(address: str) -> None:
    assert address_key(address) is None


@given(st.text())
def test_a_key_can_stand_between_quotes_in_a_rule(text: str) -> None:
    key = address_key("/?" + text) or address_key("/?" + quote(text)) or address_key("/" + quote(text))
    assert key is None or (key[0] in "/?" and not set(key) & set('"\\\n\r\0'))


@given(st.from_regex(r"[A-Za-z0-9_+.-]+", fullmatch=True))
def test_percent_encoding_changes_nothing(name: str) -> None:
    encoded = "".join(f"%{ord(letter):02X}" for letter in name)
    assert address_key(f"/?{encoded}") == address_key(f"/?{name}")
