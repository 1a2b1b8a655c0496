"""Addresses that editors copy and mistype: what cannot be meant is named, with what to write."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.link_addresses import address_problem

if TYPE_CHECKING:
    import random

SITE = "https://essai.example"


@pytest.mark.parametrize(
    "address",
    [
        "/", "/contact/", "/contact/#un-titre", "#notes", "../colloque/", "?theme=police", "photo.jpg", "Le programme 2024.pdf",
        "12 h 30.pdf", "diese#1.jpg", "/agenda/cvts.ics", "https://example.org", "http://example.org/x", "HTTPS://Example.org/",
        "https://fr.wikipedia.org/wiki/Secret_(droit)", "https://été.example/à-lire", "https://example.org:8443/x?y=1&z=a,b#c",
        "https://web.archive.org/web/2020/https://example.org/x", "https://1.1.1.1/", "https://www.youtube.com/watch?v=abc",
        "mailto:info@example.org", "mailto:a@b.be,c@d.be?subject=Un%20sujet&body=Bonjour", "mailto:a@b.be?subject=été",
        "tel:+3265123456", "tel:112", "tel:065-12.34.56", "https://www.facebook.com/groupe/?ref=u",
    ],
)  # fmt: skip
def test_an_address_that_can_be_meant_is_right(address: str) -> None:
    assert address_problem(address, SITE) is None


@pytest.mark.parametrize(
    ("address", "text", "remedy"),
    [
        # nothing
        ("", "sans adresse", "où il mène"),
        (" ", "sans adresse", "où il mène"),
        ("#", "sans adresse", "où il mène"),
        # programs
        ("javascript:alert(1)", "n’est pas l’adresse", "https://"),
        ("data:text/html,<b>", "n’est pas l’adresse", "https://"),
        ("java\tscript:x", "java\\tscript", "https://"),
        # Pelican's
        ("{static}/images/x.pdf", "{static} n’est pas compris", "/images/x.pdf"),
        ("%7Bstatic%7D/x.pdf", "{static} n’est pas compris", "/x.pdf"),
        ("|filename|photo.jpg", "|filename| n’est pas compris", "photo.jpg"),
        ("{filename}../pages/contact.md#x", "{filename}", "du navigateur"),
        ("{attach}", "{attach}", "du navigateur"),
        # somebody's computer
        ("file:///C:/Users/moi/Le%20plan.pdf", "votre ordinateur", "son nom : Le plan.pdf"),
        ("C:\\Users\\moi\\plan.pdf", "votre ordinateur", "son nom : plan.pdf"),
        ("\\\\serveur\\commun\\plan.pdf", "votre ordinateur", "son nom : plan.pdf"),
        ("images\\plan.png", "barres à l’envers", "images/plan.png"),
        ("http://localhost:8000/ressources/code/", "un ordinateur", "écrivez /ressources/code/"),
        ("http://127.0.0.1:8000/contact/?a=b#c", "un ordinateur", "écrivez /contact/?a=b#c"),
        ("http://[::1]:8000/contact/", "un ordinateur", "écrivez /contact/"),
        ("http://0.0.0.0:8000", "un ordinateur", "écrivez /"),
        ("https://192.168.0.12/a/", "un ordinateur", "écrivez /a/"),
        ("localhost:8000/contact/", "adresse entière", "écrivez /contact/"),
        ("127.0.0.1:8000/contact/", "adresse entière", "écrivez /contact/"),
        ("http://127.1/", "adresse entière", "navigateur"),
        ("http://2130706433/", "adresse entière", "navigateur"),
        # the site itself
        ("https://essai.example/contact/", "page du site", "sans le nom de domaine : /contact/"),
        ("http://www.essai.example", "page du site", "sans le nom de domaine : /"),
        # mistyped
        ("htps://example.org/x", "mal écrit", "écrivez https://example.org/x"),
        ("htttps://example.org", "mal écrit", "écrivez https://example.org"),
        ("ttps://example.org", "mal écrit", "écrivez https://example.org"),
        ("http//example.org", "mal écrit", "écrivez http://example.org"),
        ("https//example.org", "mal écrit", "écrivez https://example.org"),
        ("https:/example.org", "mal écrit", "écrivez https://example.org"),
        ("https:///example.org", "mal écrit", "écrivez https://example.org"),
        ("https;//example.org", "mal écrit", "écrivez https://example.org"),
        ("http:example.org", "mal écrit", "écrivez http://example.org"),
        ("https://https://example.org", "deux fois", "écrivez https://example.org"),
        ("http://https//example.org", "deux fois", "écrivez https://example.org"),
        ("https://example.org/un plan.pdf", "une espace", "https://example.org/un%20plan.pdf"),
        ("https://example.org/\u00a0", "une espace", "https://example.org/"),
        ("https://exam\u200bple.org/", "invisible", "retapez"),
        ("https://example", "adresse entière", "navigateur"),
        ("https://example..org/", "adresse entière", "navigateur"),
        ("https://example.org:x/", "n’est pas une adresse", "navigateur"),
        ("http://[", "n’est pas une adresse", "navigateur"),
        # without a beginning
        ("info@example.org", "adresse entière", "écrivez mailto:info@example.org"),
        ("www.example.org", "adresse entière", "écrivez https://www.example.org"),
        ("example.org/x", "adresse entière", "écrivez https://example.org/x"),
        ("//example.org/x", "adresse entière", "écrivez https://example.org/x"),
        ("065 12 34 56", "adresse entière", "écrivez tel:065123456"),
        ("+32 (0)65 12 34 56", "adresse entière", "écrivez tel:+3265123456"),
        # other beginnings
        ("mailto: info@example.org", "mal écrit", "écrivez mailto:info@example.org"),
        ("mailto://info@example.org", "mal écrit", "écrivez mailto:info@example.org"),
        ("mailto:a@b.be?subject=Un sujet", "mal écrit", "écrivez mailto:a@b.be?subject=Un%20sujet"),
        ("mailto:info", "adresse e-mail", "mailto:nom@domaine.be"),
        ("maito:info@example.org", "que les navigateurs ouvrent", "écrivez mailto:info@example.org"),
        ("tel:065 12 34 56", "mal écrit", "écrivez tel:065123456"),
        ("tel:+32 (0)65 12 34 56", "mal écrit", "écrivez tel:+3265123456"),
        ("tel:nous", "numéro de téléphone", "tel:+32"),
        ("ftp://example.org/x", "que les navigateurs ouvrent", "https://"),
        ("https://info@example.org", "devant « @ »", "écrivez mailto:info@example.org"),
        ("https://nom:secret@example.org/x", "devant « @ »", "retirez"),
        # those that count readers
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fx&h=AT0", "compte", "écrivez l’adresse même : https://example.org/x"),
        ("https://www.google.be/url?sa=t&url=https://example.org/x&usg=A", "compte", "https://example.org/x"),
        ("https://eur02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2F&data=05", "compte", "https://example.org/"),
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_meant_is_named_with_what_to_write(
    address: str, text: str, remedy: str
) -> None:
    found = address_problem(address, SITE)
    assert found
    assert text in found[0]
    assert remedy in found[1]


@given(
    st.sampled_from(["javascript", "vbscript", "data", "livescript", "view-source"]),
    st.randoms(use_true_random=False),
    st.text(max_size=20),
)
def test_no_disguise_of_a_forbidden_beginning_is_right(scheme: str, chance: random.Random, rest: str) -> None:
    """Case, controls, white space, percent signs, entities, several at once."""
    letters = []
    for letter in f"{scheme}:":
        written = chance.choice([letter, letter.upper()])
        written = chance.choice(
            [written, f"%{ord(written):02x}", f"&#{ord(written)};", f"&#x{ord(written):x};"]
        )
        hidden = chance.choice(
            ["", "", "\t", "\n", "\x00", "\x1f", " ", "\u200b", "\u202e", "&Tab;", "&NewLine;"]
        )
        letters.append(chance.choice([written, quote(written), html.escape(written)]) + hidden)
    assert address_problem(chance.choice(["", " ", "\x01", "\n"]) + "".join(letters) + rest)


@given(st.text(max_size=60))
def test_any_text_is_judged(address: str) -> None:
    found = address_problem(address, SITE)
    assert found is None or all(found)
