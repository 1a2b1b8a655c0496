"""Every way to write one of SPIP's addresses has one key; nothing that could not stand in Apache's rules has any."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from plugins.addresses.keys import address_key, bare_name, bucket_of, spellings

KEYS = {
    "Manifeste-du-travail-social": (
        "/?Manifeste-du-travail-social",
        "/?Manifeste-du-travail-social&lang=fr",
        "/?Manifeste-du-travail-social=&fbclid=x",
        "/spip.php?Manifeste-du-travail-social",
        "/index.php?Manifeste%2Ddu-travail-social",
        "/Manifeste-du-travail-social",
        "/Manifeste-du-travail-social/",
        "/Manifeste-du-travail-social.html",
        "/?Manifeste-du-travail-social.html&debut_articles=10",
    ),
    "-Ressources-": ("/?-Ressources-", "/?%2DRessources%2D", "/-Ressources-", "/-Ressources-.html"),
    "+-Secret-+": ("/?+-Secret-+", "/?%2B-Secret-%2B", "/+-Secret-+"),
    "@Un-site@": ("/?@Un-site@", "/%40Un-site@"),
    "Colloque,45": ("/?Colloque,45", "/?Colloque%2C45"),
    "Colloque-45": ("/?Colloque-45", "/Colloque-45.html"),
    "article12": (
        "/spip.php?article12",
        "/?article12",
        "/article12.html",
        "/article12",
        "/?page=article&id_article=12",
        "/spip.php?id_article=12&page=imprimer",
        "/article.php3?id_article=12",
        "/article.php?id_article=12&lang=fr",
        "/article.php3?id_rubrique=3&id_article=12",
        "/?page=article&id_rubrique=3&id_article=12",
        "/article12.htm",
    ),
    "rubrique3": ("/rubrique.php3?id_rubrique=3", "/?rubrique3"),
    "mot7": ("/mot7.html", "/spip.php?mot7", "/?page=mot&id_mot=7"),
    "site4": ("/?site4", "/spip.php?page=site&id_syndic=4"),
    "12": ("/12", "/?12"),
    "page=backend": ("/spip.php?page=backend", "/?page=backend&id_rubrique=3", "/backend.php3"),
    "page=plan": ("/?page=plan", "/spip.php?page=plan&lang=fr", "/plan.php3"),
    "IMG/pdf/manifeste.pdf": ("/IMG/pdf/manifeste.pdf", "/IMG/pdf/manifeste%2Epdf"),
    "IMG/pdf/l'été 2012.pdf": (
        "/IMG/pdf/l'été 2012.pdf",
        "/IMG/pdf/l%27%C3%A9t%C3%A9%202012.pdf",
        "/IMG/pdf/l%27%E9t%E9%202012.pdf",
    ),
    "actualites/été": (
        "/actualites/été/",
        "/actualites/%C3%A9t%C3%A9",
        "/actualites/e\u0301te\u0301/",
        "/?actualites/%E9t%e9",
    ),
}
NONE = (
    "", "/", "/?", "/spip.php", "/?fbclid=1", "/?utm_source=lettre&utm_medium=x", "?Manifeste", "Manifeste",
    "https://essai.example/?Manifeste", "//", "/a b", "/?a\nb", "/?a%0Ab", '/?a"b', "/?a%22b", "/?a%5Cb", "/?a#b", "/../x",
    "/contact/?a=b", "/?%81", "/?é%E9", "/?..", "/.html", "/?a%00", "/IMG/a?b c",
)  # fmt: skip
TITLES = st.text(
    st.characters(codec="cp1252", categories=("L", "N")) | st.sampled_from("-_.'!:()"),
    min_size=1,
    max_size=40,
).filter(lambda title: address_key(f"/?{quote(title)}") is not None and not title.endswith(".html"))
"""What SPIP could have made an address from; Latin-1 must be able to write it, as its pages were."""


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
    for address in ("/?" + text, "/?" + quote(text), "/" + quote(text), "/IMG/" + text):
        key = address_key(address)
        assert key is None or (key and not set(key) & set('"\\\n\r\0'))


@given(TITLES)
@example("Déontologie")
@example("œuvre-à-venir")
def test_every_spelling_of_a_title_is_one_key_that_servers_find(title: str) -> None:
    name = address_key(f"/?{quote(title)}")
    assert name is not None
    found = spellings(name)
    latin = name.encode("cp1252")
    for data in found:
        if data != latin or not _is_utf8(latin):  # what can be read as UTF-8 is UTF-8
            assert address_key("/?" + quote(data)) == name
            digits = re.sub("%..", lambda code: code[0].lower(), quote(data))
            assert address_key(f"/spip.php?{digits}&debut_articles=10") == name
    assume(bare_name(name) == name)  # SPIP's names begin with no mark
    for mark, end in (("-", "-"), ("+", "+"), ("_", "_"), ("@", "@"), ("+-", "-+")):
        assert bare_name(f"{mark}{name}{end}") == name or name.endswith(mark)
        for marked, numbered, plain in zip(
            spellings(f"{mark}{name}{end}"), spellings(f"{mark}{name},2{end}"), found, strict=True
        ):
            assert name.endswith(mark) or bucket_of(marked) == bucket_of(plain), "a look-up finds both"
            assert bucket_of(numbered) == bucket_of(plain)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


@given(st.from_regex(r"[A-Za-z0-9_+.-]+", fullmatch=True))
def test_percent_encoding_changes_nothing(name: str) -> None:
    encoded = "".join(f"%{ord(letter):02X}" for letter in name)
    assert address_key(f"/?{encoded}") == address_key(f"/?{name}")


@pytest.mark.parametrize(
    ("name", "bare"),
    [("-Vie-", "Vie"), ("-Vie", "Vie"), ("+Vie+", "Vie"), ("@Vie@", "Vie"), ("_Vie_", "Vie"), ("+-Vie-+", "Vie"), ("Vie", "Vie"), ("Vie-", "Vie-"), ("-", "-"), ("a/b", "a/b")],
)  # fmt: skip
def test_a_name_without_its_marks(name: str, bare: str) -> None:
    assert bare_name(name) == bare
