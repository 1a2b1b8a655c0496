"""Texts as volunteers write them: shown as they were meant, or refused at their line with the right spelling."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.equipment.shapes import shape_of
from tests.equipment.texts import as_typed, converted

TWO = "<ul>\n<li>un</li>\n<li>deux</li>\n</ul>"
SUB = "<ul>\n<li>un<ul>\n<li>deux</li>\n</ul>\n</li>\n<li>trois</li>\n</ul>"


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        # bullets from Word, from PDF files and from telephones
        *((f"{sign}un\n{sign}deux", TWO) for sign in ("• ", "•\t", "•", "·\u00a0", "– ", "— ", "–\t", "▪\ufe0f ", "o\t", "o   ",
                                                      "\uf0b7\t", "§  ", "-\u00a0", "*\u202f", "-", "\u00a0\u00a0- ")),
        ("Il faut :\n• un\n• deux", f"<p>Il faut :</p>\n{TWO}"),
        ("> – un\n> – deux", f"<blockquote>\n{TWO}\n</blockquote>"),
        # levels
        *((f"- un\n{' ' * number}- deux\n- trois", SUB) for number in range(2, 9)),
        *((f"{one} un\n{two} deux\n{one} trois", SUB) for one, two in (("•", "o"), ("•", "–"), ("•", "-"), ("\uf0b7", "o"), ("·", "▪"))),
        ("1. un\n  - deux\n2. trois", "<ol>\n<li>un<ul>\n<li>deux</li>\n</ul>\n</li>\n<li>trois</li>\n</ol>"),
        ("1. un\n  1. deux", "<ol>\n<li>un<ol>\n<li>deux</li>\n</ol>\n</li>\n</ol>"),
        (" 9. un\n 10. deux\n 11. trois", '<ol start="9">\n<li>un</li>\n<li>deux</li>\n<li>trois</li>\n</ol>'),
        ("8. un\n  9. deux\n 10. trois", '<ol start="8">\n<li>un</li>\n<li>deux</li>\n<li>trois</li>\n</ol>'),
        ("1. un\n\n  suite\n\n2. deux", "<ol>\n<li>\n<p>un</p>\n<p>suite</p>\n</li>\n<li>\n<p>deux</p>\n</li>\n</ol>"),
        # numbers
        ("1) un\n2) deux", "<ol>\n<li>un</li>\n<li>deux</li>\n</ol>"),
        ("1.un\n2.deux", "<ol>\n<li>un</li>\n<li>deux</li>\n</ol>"),
        ("Suite :\n3. un\n4. deux", '<p>Suite :</p>\n<ol start="3">\n<li>un</li>\n<li>deux</li>\n</ol>'),
        ("né le\n12. janvier", "<p>né le\n12. janvier</p>"),
        ("Voici\na) un\nb) deux", "<p>Voici<br>\na) un<br>\nb) deux</p>"),
        ("1° un\n2° deux", "<p>1° un<br>\n2° deux</p>"),
        ("2003. Le CVTS est né.\n1968. Mai.", "<p>2003. Le CVTS est né.<br>\n1968. Mai.</p>"),
        ("1968. Mai.", "<p>1968. Mai.</p>"),
        ("la loi de\n1968. Puis", "<p>la loi de\n1968. Puis</p>"),
        ("1.5 million", "<p>1.5 million</p>"),
        ("§ 2 La loi\n§ 3 Le décret", "<p>§ 2 La loi\n§ 3 Le décret</p>"),
        # dialogues and asides
        ("– Bonjour.", "<p>– Bonjour.</p>"),
        ("— Bonjour.\n\n— Bonsoir.", "<p>— Bonjour.</p>\n<p>— Bonsoir.</p>"),
        ("Elle dit :\n– Bonjour.", "<p>Elle dit :<br>\n– Bonjour.</p>"),
        ("le comité\n– né en 2003 – écoute", "<p>le comité\n– né en 2003 – écoute</p>"),
        ("✅ un\n✅ deux", "<p>✅ un<br>\n✅ deux</p>"),
        # what is indented is text
        ("    un texte", "<p>un texte</p>"),
        ("Il faut :\n    - un\n    - deux", f"<p>Il faut :</p>\n{TWO}"),
        ("\u00a0\nmot\u00a0\n\u00a0", "<p>mot</p>"),
        # other signs
        ("##\u00a0Titre", '<h2 id="titre">Titre</h2>'),
        (">\u00a0mot", "<blockquote>\n<p>mot</p>\n</blockquote>"),
        ("~~barré~~", "<p><s>barré</s></p>"),
        ("5 * 3 et 2*3", "<p>5 * 3 et 2*3</p>"),
        ("a | b\n--|--\nc | d", as_typed("| a | b |\n|---|---|\n| c | d |")),
        ("Mot[^1].\n\n[^1]\u00a0: Note.", as_typed("Mot[^1].\n\n[^1]: Note.")),
        ("```\n[^1] : {a}\n```", "<pre><code>[^1] : {a}\n</code></pre>"),
        ("&eacute; \\*mot \\{mot}", "<p>&eacute; *mot {mot}</p>"),
    ],
)  # fmt: skip
def test_is_shown_as_it_was_meant(markdown: str, html: str) -> None:
    assert as_typed(markdown) == html
    assert converted(markdown).problems == ()


@pytest.mark.parametrize(
    ("markdown", "line", "text", "remedy"),
    [
        # blocks that swallow others
        ("- un\n- deux\nEnsuite, nous", 3, "touche la liste", "une ligne vide"),
        ("> mot\nEnsuite", 2, "touche la citation", "« > »"),
        ("Texte\n---\n", 2, "touche le texte", "##"),
        ("Titre\n=====\n", 2, "touche le texte", "##"),
        ("mot\n\n```\ncode", 3, "n’est pas fermé", "```"),
        ("- \n- un", 1, "une puce sans texte", "retirez"),
        ("##  \n", 1, "un titre sans texte", "retirez"),
        ("#Nos missions", 1, "il manque une espace", "« ## Nos missions »"),
        ("####### Sept", 1, "six dièses", "« ## »"),
        # tables
        ("| a | b |\n|---|\n| c | d |", 2, "2 colonnes", "|---|---|"),
        ("| a | b |\n|–––|–––|\n| c | d |", 2, "2 colonnes", "|---|---|"),
        ("| a | b |\n|---|---|\n| c | d | e |", 3, "3 cases", "\\|"),
        ("| a | b |\n|---|---|\n| c | d |\nEnsuite", 4, "touche le tableau", "une ligne vide"),
        ("| a | b |\n| c | d |", 1, "sans ligne de traits", "|---|---|"),
        ("| a | b |\n\n|---|---|\n| c | d |", 2, "coupe le tableau", "retirez-la"),
        ("| a | b |\n|---|---|\n\n| c | d |", 3, "coupe le tableau", "retirez-la"),
        ("a\tb\nc\td", 1, "tabulations", "un tableau"),
        # notes and links
        ("Mot[^2].", 1, "[^2] n’a pas de note", "[^2]: "),
        ("Mot[^1].\n\n[^1]: a\n\n[^1]: b", 5, "écrite deux fois", "un autre nom"),
        ("Mot[^1].\n\n[^1]:", 3, "est vide", "[^1]:"),
        ("[1]: Voir", 1, "ne se montre nulle part", "[^1]"),
        ("mot\n[a][b]", 2, "[a][b]", "[a](adresse)"),
        ("[a] (https://x.be/)", 1, "une espace", "[a](https://x.be/)"),
        ("![a] (photo.jpg)", 1, "une espace", "![a](photo.jpg)"),
        ("(a)[https://x.be/]", 1, "à l’envers", "[a](https://x.be/)"),
        ("[!a](photo.jpg)", 1, "n’est pas une image", "![a](photo.jpg)"),
        ("[a](/b/", 1, "pas un lien complet", "parenthèse"),
        ("mot\n![](ma photo.jpg)", 2, "« ma photo » n’a pas de texte alternatif", "entre les crochets"),
        ("[ ](/a/)", 1, "le lien vers /a/ n’a pas de texte", "entre les crochets"),
        # emphasis
        ("un\n** gras ** mot", 2, "une espace", "**gras**"),
        ("**gras\n\nfin** de", 1, "commence sans finir", "**mot**"),
        ("**Attention :**mot", 1, "étoiles", "une espace autour"),
        ("*italique", 1, "commence sans finir", "\\*italique"),
        ("mot * italique * mot", 1, "une espace", "*italique*"),
        ("__ gras __", 1, "une espace", "**gras**"),
        ("travailleur*euse*s", 1, "de l’italique", "\\*"),
        ("2*3, Gratuit*", 1, "« 2*3, »", "\\*"),
        ("l`école et l`accueil", 1, "un accent grave", "apostrophe"),
        # SPIP, forums, wikis
        ("{mot}", 1, "SPIP", "*mot*"),
        ("{{mot}}", 1, "SPIP", "**mot**"),
        ("{{{Titre}}}", 1, "SPIP", "## Titre"),
        ("[a->https://x.be/]", 1, "SPIP", "[a](https://x.be/)"),
        ("Mot[[une note]].", 1, "SPIP", "[^1]: une note"),
        ("<doc12|left>", 1, "SPIP", "![description]"),
        ("-* un\n-* deux", 1, "SPIP", "« - »"),
        ("[b]mot[/b]", 1, "forum", "**gras**"),
        ("'''mot'''", 1, "wiki", "**mot**"),
        ("== Titre ==", 1, "wiki", "## Titre"),
        ("<< mot >>", 1, "chevrons", "« mot »"),
        # letters
        ("&amp;eacute;t&amp;eacute;", 1, "se verrait tel quel", "« é »"),
        ("caf&eacute noir", 1, "n’est pas complet", "&eacute;"),
        ("un\nL'Ã©tÃ© Ã\u00a0 NoÃ«l", 2, "« L'Ã©tÃ© » a perdu", "« L'été »"),
        ("lâ€™Å“uvre", 1, "a perdu ses lettres", "« l’œuvre »"),
        ("l'ÃƒÂ©tÃƒÂ©", 1, "a perdu ses lettres", "« l'été »"),
        ("voilÃ\u00a0Â: mot", 1, "a perdu ses lettres", "« voilà: »"),
    ],
)  # fmt: skip
def test_is_refused_once_at_its_line(markdown: str, line: int, text: str, remedy: str) -> None:
    (problem,) = converted(f"Avant.\n\n{markdown}", 7).problems
    assert problem.line == line + 8
    assert text in problem.text
    assert remedy in problem.remedy


@pytest.mark.parametrize(
    "markdown",
    [
        "ÉGALITÉ… CITÉ” Âge « À » ÂNE Ça",
        "voir [Art. 3], [...] et [sic] (voir p. 3)",
        "{chiffre:permanences:2023}",
        "`{a} [b->c] **` et ```[[d]]```",
        "R&D, AT&T, Q&A, mon_fichier_final",
        "[a](Le programme 2024.pdf) ![b](ma photo.jpg)",
        "Une phrase (entre parenthèses) [et crochets].",
        "___\n\n***\n\nNom : ____________",
        "> Un.\n>\n> ---\n>\n> Deux.",
        "[a]\n\n[a]: /b/",
        "https://a.be/x_y__z*",
    ],
)
def test_good_french_is_left_alone(markdown: str) -> None:
    assert converted(markdown).problems == ()


# --- Any text under Word's hands --------------------------------------------------------------------------


@dataclass(frozen=True)
class Item:
    words: str
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Block:
    kind: str
    words: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Hand:
    """How somebody types: drawn at random, or as the manual says."""

    bullet: str = "-"
    second: str = "-"
    after: str = " "
    number: str = "."
    indent: int = 2
    margin: str = ""
    trailing: str = ""
    blank: str = "\n\n"
    between: str = "\n"
    heading: str = "## "
    quote: str = "> "
    note: str = "]: "
    cell: str = " "
    pipes: bool = True
    line_end: str = "\n"


WORDS = st.lists(
    st.sampled_from(
        [
            "le",
            "travail",
            "**social**",
            "été",
            "l’aide",
            "2003",
            "n° 3",
            "*ici*",
            "[là](/a/)",
            "à",
            "« oui »",
            "fin.",
        ]
    ),
    min_size=1,
    max_size=5,
).map(lambda words: "Mot " + " ".join(words))
ITEMS = st.lists(
    st.builds(Item, WORDS, st.lists(st.builds(Item, WORDS), max_size=3).map(tuple)), min_size=1, max_size=4
).map(tuple)
BLOCKS = st.one_of(
    st.builds(Block, st.just("paragraph"), st.lists(WORDS, min_size=1, max_size=3).map(tuple)),
    st.builds(Block, st.just("intro"), WORDS.map(lambda words: (f"{words} :",))),
    st.builds(Block, st.just("heading"), WORDS.map(lambda words: (words,))),
    st.builds(Block, st.just("quote"), WORDS.map(lambda words: (words,))),
    st.builds(Block, st.just("image"), st.just(("![Une photo](photo.jpg)",))),
    st.builds(Block, st.just("bullets"), st.just(()), ITEMS),
    st.builds(Block, st.just("numbers"), st.just(()), ITEMS),
    st.builds(Block, st.just("table"), st.lists(WORDS, min_size=4, max_size=4).map(tuple)),
    st.builds(Block, st.just("note"), WORDS.map(lambda words: (words,))),
    st.builds(Block, st.just("rule")),
)
TEXTS = {"paragraph", "intro", "image", "note"}
BLANKS = ["", " ", "\u00a0", " \u00a0", "\t"]
HANDS = st.builds(
    Hand,
    bullet=st.sampled_from("-*+•·–—\uf0b7▪"),
    second=st.sampled_from("-*+•·–o§\uf0a7"),
    after=st.sampled_from([" ", "\t", "\u00a0", "  ", " \u00a0", "   "]),
    number=st.sampled_from(".)"),
    indent=st.integers(2, 8),
    margin=st.sampled_from(["", " ", "  ", "   ", "    ", "\u00a0", "\u00a0\u00a0\u00a0\u00a0", "\t"]),
    trailing=st.sampled_from([*BLANKS, "  "]),
    blank=st.sampled_from(["\n\n", "\n", "\n\n\n", "\n \n", "\n\u00a0\n"]),
    between=st.sampled_from(["\n", "\n\n", "\n\u00a0\n"]),
    heading=st.sampled_from(["## ", "##", "##\u00a0", "##  "]),
    quote=st.sampled_from(["> ", ">", ">\u00a0"]),
    note=st.sampled_from(["]: ", "]:", "] : ", "]\u00a0:\u00a0"]),
    cell=st.sampled_from([" ", "", "\u00a0", "  "]),
    pipes=st.booleans(),
    line_end=st.sampled_from(["\n", "\r\n"]),
)


def typed(blocks: list[Block], hand: Hand) -> str:
    """Return blocks as a hand types them."""
    written, notes, above = "", 0, ""
    for block in blocks:
        notes += block.kind == "note"
        if above:
            texts = above in TEXTS and block.kind in TEXTS  # on two lines, two paragraphs are one
            written += "\n\n" if texts and hand.blank == "\n" else hand.blank
        margin = "" if above in ("bullets", "numbers", "note") else hand.margin  # else, part of what is above
        above = block.kind
        lines = _lines(block, hand, notes)
        written += "\n".join(f"{margin}{line}{hand.trailing}" for line in lines)
    return written.replace("\n", hand.line_end)


def _lines(block: Block, hand: Hand, number: int) -> list[str]:
    first, *_ = [*block.words, ""]
    if block.kind in ("bullets", "numbers"):
        if hand.bullet in "–—" and (len(block.items) == 1 or "\n\n" in hand.between):
            hand = replace(hand, bullet="-")  # else, a dialogue
        return "\n".join(
            hand.between.join(
                _item(item, hand, 0 if block.kind == "bullets" else place)
                for place, item in enumerate(block.items, start=1)
            ).split("\n")
        ).split("\n")
    if block.kind == "table":
        rows = [
            f"{hand.cell}|{hand.cell}".join(pair)
            for pair in (block.words[:2], ("---", "---"), block.words[2:])
        ]
        return [f"|{hand.cell}{row}{hand.cell}|" if hand.pipes else row for row in rows]
    return {
        "heading": [f"{hand.heading}{first}"],
        "quote": [f"{hand.quote}{first}"],
        "note": [f"{first}[^{number}].", "", f"[^{number}{hand.note}{first}"],
        "rule": ["***"],
    }.get(block.kind, list(block.words))


def _item(item: Item, hand: Hand, number: int) -> str:
    marker = f"{number}{hand.number}" if number else hand.bullet
    below = [f"{' ' * hand.indent}{hand.second}{hand.after}{sub.words}" for sub in item.items]
    return "\n".join([f"{marker}{hand.after}{item.words}", *below])


@given(st.lists(BLOCKS, min_size=1, max_size=5), HANDS)
def test_any_text_under_any_hand_says_the_same_or_is_refused(blocks: list[Block], hand: Hand) -> None:
    meant, found = converted(typed(blocks, Hand())), converted(typed(blocks, hand))
    assert meant.problems == ()
    lines = typed(blocks, hand).count("\n") + 1
    assert all(1 <= problem.line <= lines for problem in found.problems)
    if not found.problems:
        assert shape_of(found.html) == shape_of(meant.html)
