"""SPIP's markup as Markdown: every case that our texts may hold."""

from __future__ import annotations

import pytest

from tests.equipment.spip_objects import EveryObject
from tests.equipment.texts import converted
from tools.spip.markup.convert import convert
from tools.spip.markup.plain import plain_text, title_of
from tools.spip.markup.values import Converted, Media, Part


def read(text: str, *, newline_breaks: bool = True) -> Converted:
    return convert([Part(text)], EveryObject(), newline_breaks=newline_breaks)


def markdown(text: str, *, newline_breaks: bool = True) -> str:
    found = read(text, newline_breaks=newline_breaks).markdown
    assert converted(found).problems == ()
    return found.removesuffix("\n")


def doubts(text: str) -> list[tuple[str, str, bool]]:
    return [(doubt.problem, doubt.words, doubt.blocking) for doubt in read(text).doubts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Il faut :\n-* un\n-** deux\n-## trois\n-* quatre",
            "Il faut :\n\n- un\n  - deux\n  1. trois\n- quatre",
        ),
        ("-# a\n-# b\n\n-# c", "1. a\n2. b\n\n1) c"),
        ("{{{Titre}}}\nTexte", "## Titre\n\nTexte"),
        ("({{a}}), «{b}», {{[x->3]}}.", "(**a**), «*b*», **[x](https://nouveau.example/article/3/)**."),
        ("mot{{s}} {a}b", "mot<strong>s</strong> <em>a</em>b"),
        ("{un\ndeux}", "*un<br>\ndeux*"),
        ("{{gras\n\nencore}}", "**gras**\n\n**encore**"),
        ("{mixed {{double and} single asterisk}}", "<em>mixed **double and**</em> **single asterisk**"),
        ("un {} et {{}}", "un \\{} et \\{\\{}}"),
        ("[texte->http://x.be/]", "[texte](http://x.be/)"),
        ("[->3]", "[Titre 3](https://nouveau.example/article/3/)"),
        ("[t->rub4#bas]", "[t](https://nouveau.example/rubrique/4/#bas)"),
        ("[t|bulle{nl}->http://x.be/]", '[t](http://x.be/ "bulle"){hreflang=nl}'),
        ("(voir [x->115]", "(voir [x](https://nouveau.example/article/115/)"),
        ("www.x.be.", "[www.x.be](http://www.x.be)."),
        ("https://x.be/a_b, c@d.be", "<https://x.be/a_b>, <c@d.be>"),
        ("mot[definition_ancre<-] suite", 'mot<span id="definition_ancre"></span> suite'),
        ("[x->http:/x.be/a] [y->http://http://y.be/]", "[x](http://x.be/a) [y](https://y.be/)"),
        ("(http://x.be/?a=b&amp;c=d_e#f).", "(<http://x.be/?a=b&c=d_e#f>)."),
        ("[z->z.be]", "[z](https://z.be)"),
        ("[?Namur]", "[Namur](https://fr.wikipedia.org/wiki/Namur)"),
        ("[?Namur|ville]", '[Namur](https://fr.wikipedia.org/wiki/Namur "ville")'),
        ("[->http://x.be/] [->a@b.be]", "<http://x.be/> <a@b.be>"),
        ("[[1]->12]", "[\\[1\\]](https://nouveau.example/article/12/)"),
        ("[CPAS|centre]", '<abbr title="centre">CPAS</abbr>'),
        ("{{[sens|signification]}}", '**<abbr title="signification">sens</abbr>**'),
        ("un\n---- \ndeux", "un\n\n---\n\ndeux"),
        ("-- Oui.\n-- Non.", "— Oui.\n\n— Non."),
        ("— Oui.\n— Non.", "— Oui.\n\n— Non."),
        ("Voici :\n– un\n– deux\nFin", "Voici :\n\n- un\n- deux<br>\n  Fin"),
        ("– un seul", "– un seul"),
        ("- un\n- deux", "- un\n- deux"),
        ("un\n_ deux", "un<br>\ndeux"),
        ("<quote>Cité</quote>", "> Cité"),
        ("<poesie>un\ndeux\n\ntrois</poesie>", "> un<br>\n> deux\n>\n> trois"),
        ("<code>{a} [b->art3] [[c]]</code>", "`{a} [b->art3] [[c]]`"),
        ("<code>a\n\n&eacute;</code>", "```\na\n\n&eacute;\n```"),
        ("\\{a\\} \\[b->c\\]", "\\{a} \\[b->c\\]"),
        ("&eacute; &lt;b&gt;", "é \\<b>"),
        ("M.~Dupont~: 5~km, a~b", "M. Dupont : 5 km, a\u00a0b"),
        ("<multi>[en]yes[fr]oui</multi>", "oui"),
        ("<html>{a} <b>c</b></html>", "\\{a} **c**"),
        ("[<img3|left>->http://u.be/]", "[![Vue](https://nouveau.example/3.jpg)](http://u.be/)"),
        ("{2{Sous}2}", "## Sous"),
        ("{{{A}}}{{{**B}}}", "## A\n\n### B"),
        ("[*mise*] [(encadré)] [/droite/]", "**mise** encadré droite"),
        ("x<sup>2</sup> <sc>PETIT</sc>", "x<sup>2</sup> PETIT"),
    ],
)
def test_a_shortcut_becomes(text: str, expected: str) -> None:
    assert markdown(text) == expected


def test_a_field_of_one_line_is_plain_text() -> None:
    assert (
        plain_text("{{a}} <multi>[en]x[fr]y</multi> [l->3][[Une note.]] <br />fin~!")
        == "a y l fin ! (Une note.)"
    )


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("10. Écouter", "Écouter"),
        ("2) Dire", "Dire"),
        ("1.titre", "1.titre"),
        ("3° Agir", "Agir"),
        ("12", "12"),
    ],
)
def test_a_title_loses_the_number_that_puts_it_in_order(title: str, shown: str) -> None:
    assert title_of(title) == shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "[texte->art999]",
            ("le lien vers l’article 999, qui n’existe pas ou n’a pas de page", "article 999", True),
        ),
        ("[texte->http://perdu.be/]", ("un lien qui ne mène plus nulle part", "http://perdu.be/", True)),
        (
            "[t->javascript:x()]",
            (
                "un lien que le site refuse : « javascript:x() » n’est pas l’adresse d’une page",
                "javascript:x()",
                True,
            ),
        ),
        ("[texte->#nulle-part]", ("un lien vers un endroit du texte qui n’existe pas", "#nulle-part", True)),
        (
            "<form2|titre=Dire>",
            ("<form2>, que seul l’ancien site savait montrer", "<form2|titre=Dire>", True),
        ),
        ("<doc999>", ("le document 999, qui n’existe pas ou dont le fichier manque", "<doc999>", True)),
        (
            '<iframe src="https://v.be/1">Film</iframe>',
            ("<iframe>, que le site refuse", "https://v.be/1 Film", True),
        ),
        ("<script>dire()</script>", ("un programme (<script>), laissé de côté", "dire()", True)),
        ("<style>a { b }</style>", ("de la mise en forme (<style>), laissé de côté", "a { b }", False)),
        ("<form><input value='Oui'> Envoyer</form>", ("<form>, que le site refuse", "Oui Envoyer", True)),
        ("<!-- caché -->", ("un commentaire caché dans le texte", "caché", False)),
        ("<p title='Dit'>Mot</p>", ("les mots d’une balise <p>", "Dit", False)),
        ("<math>$x^2$</math>", ("une formule, écrite comme du code", "$x^2$", False)),
        ("<multi>[fr]a[en]b</multi>", ("un texte en plusieurs langues, dont la page garde une", "b", False)),
    ],
)
def test_what_a_page_cannot_say_is_a_doubt_with_its_words(text: str, expected: tuple[str, str, bool]) -> None:
    assert doubts(text) == [expected]


def test_a_dead_link_keeps_its_words() -> None:
    assert markdown("Voir [la {loi}->art999] ici.") == "Voir la *loi* ici."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("|{{A}}|{{B}}|\n|1|2 a|\n", "| A | B |\n|---|---|\n| 1 | 2 a |"),
        ("|{{A}}||\n|deux\nlignes|x|", "| A |  |\n|---|---|\n| deux<br>lignes | x |"),
        (
            "|{{A}}|{{B}}|\n|[l|t->3]|<code>a|b</code>|",
            '| A | B |\n|---|---|\n| [l](https://nouveau.example/article/3/ "t") | `a\\|b` |',
        ),
        (
            "|| Titre | Résumé ||\n|{{A}}|{{B}}|{{C}}|\n|a|<|c|\n|b|d|^|",
            (
                '<table>\n<caption>Titre – Résumé</caption>\n<tr><th scope="col">A</th><th scope="col">B</th><th scope="col">C</th></tr>\n'
                '<tr><td colspan="2">a</td><td rowspan="2">c</td></tr>\n<tr><td>b</td><td>d</td></tr>\n</table>'
            ),
        ),
        (
            "|{{A}}|1|\n|{{B}}|2|",
            '<table>\n<tr><th scope="row">A</th><td>1</td></tr>\n<tr><th scope="row">B</th><td>2</td></tr>\n</table>',
        ),
        ("|a|b| \n|c|", "<table>\n<tr><td>a</td><td>b</td></tr>\n<tr><td>c</td><td></td></tr>\n</table>"),
        ("|{{A}}|{{B}}|\n|a\n|b|", "| A | B |\n|---|---|\n| a | b |"),
        ("|pas un tableau\nfin", "\\|pas un tableau<br>\nfin"),
    ],
)
def test_a_table_becomes(text: str, expected: str) -> None:
    assert markdown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<ul><li>un<li>{{deux}}<ol><li>1. a</li></ol></ul>", "- un\n- **deux**\n  1. 1\\. a"),
        ("<dl><dt>Terme<dd>Sens</dl>", "Terme\n:   Sens"),
        (
            "<table><tr><td rowspan=2>a</td><td>1. b</td></tr><tr><td>c</td></tr></table>",
            '<table>\n<tr><td rowspan="2">a</td><td>1. b</td></tr>\n<tr><td>c</td></tr>\n</table>',
        ),
        (
            "<table><tr><th>A<th>B<tr><td>1<td>[x->3]</table>",
            "| A | B |\n|---|---|\n| 1 | [x](https://nouveau.example/article/3/) |",
        ),
        ("<ul><li>Fait[[Une note.]]</li></ul>", "- Fait[^1]\n\n[^1]: Une note."),
        ("<p class=MsoNormal><span style='x'>Mot<o:p></o:p></span></p><p>Autre</p>", "Mot\n\nAutre"),
        ("<p><span>·<span>&nbsp; &nbsp;</span></span>Un</p><p>· Deux</p>", "- Un\n- Deux"),
        (
            "<font color=red>rouge</font> <u>souligné</u> <b>{gras</b>}",
            "rouge souligné <strong>*gras*</strong>",
        ),
        ('<a href="http://x.be/?a=1&amp;b=2" target="_blank">ici</a>', "[ici](http://x.be/?a=1&b=2)"),
        ("<h2>Titre</h2>Texte<h4>Sous</h4>", "## Titre\n\nTexte\n\n### Sous"),
        ("<table><tr><td><p>Un</p><p>{{Deux}}</p></td></tr></table>", "Un\n\n**Deux**"),
        ("<blockquote><p>Cité</p></blockquote>", "> Cité"),
        ("<![if !supportLists]><?xml:namespace prefix = o />Mot<![endif]>", "Mot"),
        ('<img src="a.jpg" alt="Vue" title="Mons">', '![Vue](a.jpg "Mons")'),
        ("<nom du service> a<b ou c>", "\\<nom du service> a\\<b ou c>"),
    ],
)
def test_html_becomes(text: str, expected: str) -> None:
    assert markdown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2*3 *x* a_b _c_ __d__", "2\\*3 \\*x\\* a_b \\_c\\_ \\_\\_d\\_\\_"),
        ("1. un\n1968. deux\n12) trois\n2.5", "1\\. un<br>\n1968. deux<br>\n12\\) trois<br>\n2.5"),
        ("# a #b\n> c > d\n+ e + f", "\\# a #b<br>\n\\> c > d<br>\n\\+ e + f"),
        ("[x] [sic] [...] [b]mot[/b]", "[x] [sic] [...] \\[b\\]mot\\[/b\\]"),
        ("R&D, 3 < 4 & 5 > 2, a<c", "R&D, 3 < 4 & 5 > 2, a\\<c"),
        (r"`x` \~\~y\~\~ a|b", r"\`x\` \~\~y\~\~ a|b"),
        ("[a] (b) ![c", r"\[a] (b) !\[c"),
        (r"C:\dossier\\x \\. fin\\", r"C:\dossier\x \\. fin\\"),
        ("(voir) [http://x.be] (note) [sic]", r"(voir) \[<http://x.be>] (note) [sic]"),
    ],
)
def test_a_sign_is_escaped_where_it_would_act(text: str, expected: str) -> None:
    assert markdown(text) == expected


def test_line_ends_break_lines_by_version() -> None:
    text = "un\ndeux\n_ trois"
    assert markdown(text) == "un<br>\ndeux<br>\ntrois"
    assert markdown(text, newline_breaks=False) == "un deux<br>\ntrois"


def test_headings_begin_below_the_title_of_the_page_and_skip_no_level() -> None:
    assert markdown("{3{Un}3}\n{2{Deux}2}\n{{{***Trois}}}") == "## Un\n\n### Deux\n\n#### Trois"


def test_parts_are_joined_and_their_notes_stand_last() -> None:
    lead = Part("Chapeau {{fort}}[[Un.]].", emphasis=True)
    parts = [lead, Part("Texte[[Deux.]]."), Part("Fin.", heading="Post-scriptum")]
    found = convert(parts, EveryObject(), newline_breaks=True)
    assert found.markdown == (
        "**Chapeau fort[^1].**\n\nTexte[^2].\n\n## Post-scriptum\n\nFin.\n\n[^1]: Un.\n\n[^2]: Deux.\n"
    )
    assert found.plain == "Chapeau fort. Texte. Fin."


def test_notes_may_be_called_again_hold_links_and_other_notes() -> None:
    text = "Fait[[Voir {la loi}.]], autre[[<a> Nommée.]], encore[[<a>]], lien[[[u->3][[Dedans.]]]], rien[[<>Libre]]."
    assert markdown(text) == (
        "Fait[^1], autre[^2], encore[^2], lien[^3], rien[^4].\n\n[^1]: Voir *la loi*.\n\n[^2]: Nommée.\n\n"
        "[^3]: [u](https://nouveau.example/article/3/)[^5]\n\n[^4]: Libre\n\n[^5]: Dedans."
    )


def test_documents_are_shown_or_offered() -> None:
    documents = {
        7: Media("rapport.pdf", is_image=False, title="Le rapport", caption="PDF, 2011"),
        8: Media("photo.jpg", is_image=True),
    }
    found = convert([Part("<doc7|left>Texte <img8> <doc9>")], EveryObject(documents), newline_breaks=True)
    assert found.markdown == (
        "[Le rapport](rapport.pdf)<br>\nPDF, 2011\n\nTexte ![à décrire](photo.jpg)\n\n"
        '![Vue](https://nouveau.example/9.jpg "Photo")\n'
    )
    assert [doubt.problem for doubt in found.doubts] == ["l’image 8 n’est pas décrite"]
    assert found.documents == (7, 8, 9)


def test_the_documents_that_a_text_shows_or_links_to_are_told() -> None:
    found = read("[a->art3] [b->rub4] [c->doc5] [d->art999] <img6>")
    assert found.documents == (6, 5)


def test_what_nobody_sees_is_left_out() -> None:
    assert markdown("a\u200bb\u00ad\ufeffc\r\nd\u2028e \uf0b7 f") == "abc<br>\nd<br>\ne • f"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-* a\n{{{Titre}}}\nTexte", "- a\n\n## Titre\n\nTexte"),
        ("Un <doc9|left> deux", '![Vue](https://nouveau.example/9.jpg "Photo")\n\nUn deux'),
        ("Un\n<doc9|center>\ndeux", 'Un\n\n![Vue](https://nouveau.example/9.jpg "Photo")\n\ndeux'),
        (
            "|{{A}}|{{B}}|\n|<doc9|left>|b|",
            '| A | B |\n|---|---|\n| ![Vue](https://nouveau.example/9.jpg "Photo") | b |',
        ),
        ("-* a\n<doc9|left>\n-* b", '- a\n\n  ![Vue](https://nouveau.example/9.jpg "Photo")\n- b'),
        ("{{{Titre}}}{.classe #ici}\n[v->#ici]", "## Titre {#ici}\n\n[v](#ici)"),
        ("a<br />\n<br />\nb<br>c", "a\n\nb<br>\nc"),
        ("a {{{B}}} c", "a\n\n## B\n\nc"),
    ],
)
def test_blocks_end_what_stands_around_them(text: str, expected: str) -> None:
    assert markdown(text) == expected


def test_the_words_for_a_summary_leave_out_images() -> None:
    assert read("{{{Titre}}}\n<img8> Un {{deux}} [->3].").plain == "Un deux Titre 3."
    assert plain_text("<img8> Un {deux[[trois]]}") == "Un deux (trois)"


def test_a_model_without_number_leaves_the_page_for_the_report() -> None:
    text = "Avant <onglet|debut|titre=Un>au milieu<onglet|fin> après"
    assert " ".join(markdown(text).split()) == "Avant au milieu après"
    assert [doubt[1] for doubt in doubts(text)] == ["<onglet|debut|titre=Un>", "<onglet|fin>"]


PHOTO = Media("photo.jpg", is_image=True, title="Photo", alt="Vue")
SMALL = Media("petite.jpg", is_image=True, title="Petite", alt="La même")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Voir [la photo->doc8] ici.", "Voir la photo ![Vue](photo.jpg) ici."),
        ("Voir [->doc8] ici.", "Voir ![Vue](photo.jpg) ici."),
        ("[<img8>->doc8]", "![Vue](photo.jpg)"),
        ("[<img9>->img8]", "![La même](petite.jpg) ![Vue](photo.jpg)"),
        ('<a href="x.jpg"><img src="http://ailleurs.example/x.gif" alt="Un plan"></a>', "[Un plan](x.jpg)"),
        (
            '<img src="http://ailleurs.example/x.gif" alt="Un plan">',
            "[Un plan](http://ailleurs.example/x.gif)",
        ),
    ],
)
def test_a_link_to_an_image_shows_it_and_no_page_loads_one_from_elsewhere(text: str, shown: str) -> None:
    resolver = EveryObject({8: PHOTO, 9: SMALL})
    assert convert([Part(text)], resolver, newline_breaks=True).markdown.strip() == shown
