"""French micro-typography: a table of what editors type and what is published, and what always holds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.french.typography import OBJECT, Piece, typeset, typeset_pieces

# In the tables, ~ is a no-break space (U+00A0) and _ a narrow one (U+202F).
CASES = [
    # signs made of two parts
    ("Bonjour !", "Bonjour_!"),
    ("Bonjour!", "Bonjour_!"),
    ("Bonjour  !", "Bonjour_!"),
    ("Pourquoi ?", "Pourquoi_?"),
    ("Pourquoi\n?", "Pourquoi_?"),
    ("Non ; oui", "Non_; oui"),
    ("Non; oui", "Non_; oui"),
    ("Vraiment ?!", "Vraiment_?!"),
    ("Vraiment?!", "Vraiment_?!"),
    ("Oui !!", "Oui_!!"),
    ("Oui!!!", "Oui_!!!"),
    ("(oui !)", "(oui_!)"),
    ("(voir ci-dessous); puis", "(voir ci-dessous)_; puis"),
    ("Ah... !", "Ah…_!"),
    (" !", "_!"),  # the end of a sentence whose beginning stands in an emphasis
    ("Attention : danger", "Attention~: danger"),
    ("Attention: danger", "Attention~: danger"),
    ("Voici :", "Voici~:"),
    ("Voici:", "Voici~:"),
    ("Trois points : « un »", "Trois points~: «~un~»"),
    # quotation marks
    ("« secret »", "«~secret~»"),
    ("«secret»", "«~secret~»"),
    ("Le « secret », dit-on.", "Le «~secret~», dit-on."),
    ("« Quoi ? »", "«~Quoi_?~»"),
    ("«Quoi?»", "«~Quoi_?~»"),
    ("« Quoi » ?", "«~Quoi~»_?"),
    ("« ", "«~"),
    # numbers
    ("2 194 permanences", "2_194 permanences"),
    ("1 234 567,89", "1_234_567,89"),
    ("de 12 000 à 15 000 €", "de 12_000 à 15_000~€"),
    ("2194 ou 2023", "2194 ou 2023"),
    ("en 2023 194 demandes", "en 2023 194 demandes"),
    ("02 219 31 01", "02 219 31 01"),  # telephone numbers are no numbers
    ("0470 12 34 56", "0470 12 34 56"),
    ("+32 2 219 31 01", "+32 2 219 31 01"),
    ("20%", "20~%"),
    ("20 %", "20~%"),
    ("5 €", "5~€"),
    ("5€", "5~€"),
    ("3 km", "3~km"),
    ("340 ko", "340~ko"),
    ("20 ans", "20~ans"),
    ("20 ansérines", "20 ansérines"),
    ("{chiffre:visites:2023} %", "{chiffre:visites:2023}~%"),
    # times and dates
    ("14h30", "14~h~30"),
    ("14 h 30", "14~h~30"),
    ("de 14h à 16 h", "de 14~h à 16~h"),
    ("14:30", "14:30"),
    ("à 14:30 : accueil", "à 14:30~: accueil"),
    ("23 novembre 2023", "23~novembre 2023"),
    ("1er mars 2022", "1er~mars 2022"),
    ("les 4 marsouins", "les 4 marsouins"),
    # abbreviations
    ("n° 24", "n°~24"),
    ("N°24", "N°~24"),
    ("M. Durand", "M.~Durand"),
    ("Mme Dupont", "Mme~Dupont"),
    ("p. 12", "p.~12"),
    ("art. 458", "art.~458"),
    ("§ 2", "§~2"),
    ("un slip. 12 autres", "un slip. 12 autres"),
    # apostrophes and ellipses
    ("l'écoute d'aujourd'hui", "l’écoute d’aujourd’hui"),
    ("l'« avis »", "l’«~avis~»"),
    ("'mot'", "'mot'"),
    ("5'30", "5'30"),
    ("Et puis...", "Et puis…"),
    ("....", "...."),
    ("../...", "../..."),
    # neither addresses nor code
    ("http://x.be/a?b;c:d", "http://x.be/a?b;c:d"),
    ("https://x.be/l'a?b=1! ; suite", "https://x.be/l'a?b=1!_; suite"),
    ("www.x.be/?a;b", "www.x.be/?a;b"),
    ("« https://x.be/ »", "«~https://x.be/~»"),
    ("o'connor@exemple.be", "o'connor@exemple.be"),
    ("écrire à nom@exemple.be !", "écrire à nom@exemple.be_!"),
    ("std::vector et ::", "std::vector et ::"),
    ("f(); puis", "f(); puis"),
    ("nom_d'une_variable;", "nom_d'une_variable;"),
    ("page?x=1;y", "page?x=1;y"),
    ("à l'échelle 1:50", "à l’échelle 1:50"),
    ("{chiffre:permanences:2023}", "{chiffre:permanences:2023}"),
    ("&eacute;", "&eacute;"),
    ("C:\\dossier", "C:\\dossier"),
    (";-)", ";-)"),
    # left as it is
    ("", ""),
    ("Un mot, un autre. Fin", "Un mot, un autre. Fin"),
    ('"mot"', '"mot"'),
    ("travailleur·euses", "travailleur·euses"),
]


def spaced(text: str) -> str:
    return text.replace("~", "\u00a0").replace("_", "\u202f")


@pytest.mark.parametrize(("typed", "published"), CASES)
def test_what_is_typed_and_what_is_published(typed: str, published: str) -> None:
    expected = published if "nom_d" in typed else spaced(published)
    assert typeset(typed) == expected


def prose() -> st.SearchStrategy[str]:
    """Texts made of what the rules look for, which random characters would seldom form."""
    signs = " \n\u00a0\u202f;!?:«»'’\"().,…%€°/=_{}<>&\\\x02\x03" + OBJECT
    words = [
        "...",
        "14h30",
        "1er",
        "mars",
        "n°",
        "M.",
        "p.",
        "20",
        "km",
        "h",
        "https://x.be/a",
        "a@b.be",
        "::",
        "l'a",
        "mot",
        "É",
        "()",
    ]
    scraps = st.sampled_from([*signs, *words, "2 194"])
    return st.lists(scraps | st.text(max_size=3), max_size=14).map("".join)


def bare(text: str) -> str:
    """Forget what typography may change."""
    return re.sub(r"\s", "", text).replace("’", "'").replace("…", "...")


@given(prose())
def test_typesetting_twice_changes_nothing_more(text: str) -> None:
    once = typeset(text)
    assert typeset(once) == once


@given(prose())
def test_only_spaces_apostrophes_and_ellipses_change(text: str) -> None:
    assert bare(typeset(text)) == bare(text)


@given(st.text(alphabet="abc?=&;:!'._-/%", max_size=20).map("https://exemple.be/{}".format))
def test_addresses_never_change(address: str) -> None:
    assert typeset(address) == address
    assert address in typeset(f"Voir {address} : oui !")


@given(st.from_regex(r"[a-z.'+-]{1,8}@[a-z-]{1,8}\.(be|org)", fullmatch=True))
def test_email_addresses_never_change(address: str) -> None:
    assert address in typeset(f"Écrire à {address} ; merci")


@given(st.lists(prose(), min_size=1, max_size=4))
def test_pieces_are_typeset_as_the_whole_that_they_form(texts: list[str]) -> None:
    assert "".join(typeset_pieces([Piece(text) for text in texts])) == typeset("".join(texts))


@given(st.lists(st.tuples(prose(), st.booleans()), max_size=5))
def test_pieces_that_must_stay_do_stay(parts: list[tuple[str, bool]]) -> None:
    pieces = [Piece(text, OBJECT if fixed else None) for text, fixed in parts]
    for piece, text in zip(pieces, typeset_pieces(pieces), strict=True):
        if piece.shown is not None:
            assert text == piece.text
        assert bare(text) == bare(piece.text) or "." in piece.text  # dots may meet across pieces


@pytest.mark.parametrize(
    ("pieces", "published"),
    [
        (["Bonjour", " !"], ["Bonjour", "_!"]),
        (["Bonjour", "!"], ["Bonjour", "_!"]),
        (["«", "mot", "»"], ["«~", "mot", "~»"]),
        (["l'", "été"], ["l’", "été"]),
        (["2 ", "194"], ["2_", "194"]),
        (["mot ", " : suite"], ["mot~", ": suite"]),
    ],
)
def test_rules_hold_across_pieces(pieces: list[str], published: list[str]) -> None:
    assert typeset_pieces([Piece(piece) for piece in pieces]) == [spaced(piece) for piece in published]
