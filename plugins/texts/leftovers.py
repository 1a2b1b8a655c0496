r"""Finds what is left of other ways of writing: signs that a reader would see, and that nobody means to show.

Emphasis that no sign closes, broken links and notes, what SPIP, forums or a wrong encoding leave. Code,
addresses and escaped signs are never looked at: `\*` shows a star.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from plugins.texts.mistakes import mistakes_of
from plugins.texts.unseen import ends_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

    from plugins.texts.mistakes import Mistakes

BRACES: Final = "{{ }}"
"""What a problem is about, of those that the check of the written pages would find again."""

_PIECE: Final = "\ue000"
"""Stands for what is no plain text: a link, code, an escaped sign."""
_AMPERSAND: Final = "\ue001"
"""Stands for `&amp;`."""
_SIGNS: Final = re.compile(r"[\[\]{}*_<&`=]|'''|(?:^|\n)[ \t]*-[*#]")
_SHOWN_SIGNS: Final = re.compile(rf"[\[*<&`{_AMPERSAND}]|__|\{{(?!chiffre:)|'{{3}}|^==|(?:^|\n)[ \t]*-#")
"""What every leftover has: most paragraphs show none of it."""
_ADDRESS: Final = (
    r"(?:https?:|mailto:|www\.|/|#)[^\s()\[\]]*|[^\s()\[\]]+@[^\s()\[\]]+"
    r"|[^()\[\]\n]+\.(?:pdf|docx?|odt|xlsx?|jpe?g|png|webp|svg|html?|md)"
)
_OF_SPIP: Final = "« {0} » est une écriture de SPIP"


class _Leftover(NamedTuple):
    """What to look for, what to say and what to do. `{0}` is what was found, `{1}` its first group."""

    pattern: re.Pattern[str]
    text: str
    remedy: str
    about: str = ""


def _leftover(pattern: str, text: str, remedy: str, about: str = "") -> _Leftover:
    return _Leftover(re.compile(pattern), text, remedy, about)


_LEFTOVERS: Final = (
    _leftover(r"\[([^\[\]\n]*?)\s*->\s*([^\s\[\]]*)\s*\]", _OF_SPIP, "écrivez [{1}]({2})"),
    _leftover(r"\[([^\[\]\n]*)<-\]", _OF_SPIP, "retirez-la : chaque titre a déjà son ancre"),
    _leftover(
        r"\[\[([^\[\]]+)\]\]",
        "« {0} » est une note écrite comme dans SPIP",
        "écrivez [^1] à cet endroit et, sur une ligne à part : [^1]: {1}",
    ),
    _leftover(r"\{\{\{\s*([^{}]+?)\s*\}\}\}", _OF_SPIP, "écrivez sur une ligne à part : ## {1}", BRACES),
    _leftover(r"\{\{\s*([^{}]+?)\s*\}\}", _OF_SPIP, "écrivez **{1}** pour du gras", BRACES),
    _leftover(
        r"\{(?!\s*chiffre|(?:static|attach|filename|author|category|tag|index)\})\s*([^\W\d_][^{}=]*?)\s*\}",
        "« {0} » : les accolades ne se montrent pas, et c’est l’italique de SPIP",
        "écrivez *{1}* pour de l’italique, ou \\{0} pour montrer les accolades",
    ),
    _leftover(
        r"<(?:doc|img|emb|image|document|video|audio|son)\d+(?:\|[^<>\n]*)?>",
        _OF_SPIP,
        "posez le fichier à côté du texte et écrivez ![description](photo.jpg) ou [titre](document.pdf)",
    ),
    _leftover(r"(?:^|\n)[ \t]*-[*#]+\s", "une liste de SPIP", "écrivez « - » à la place de « -* »"),
    _leftover(
        r"\[(b|i|u|s|url|img|quote|center|color|size)(?:=[^\[\]]*)?\][^\[\]]*\[/\1\]",
        "« {0} » est une écriture de forum",
        "écrivez **gras**, *italique* ou [texte](adresse)",
    ),
    _leftover(r"'''([^'\n]+)'''", "« {0} » est une écriture de wiki", "écrivez **{1}**"),
    _leftover(r"^={2,6} *([^=\n]+?) *={2,6}$", "« {0} » est un titre de wiki", "écrivez ## {1}"),
    _leftover(
        r"\[\^([^\]\n]+)\](?!\()",
        "l’appel [^{1}] n’a pas de note",
        "ajoutez, sur une ligne à part : [^{1}]: le texte de la note",
    ),
    _leftover(
        r"!\[([^\[\]]*)\]\s+\(([^()\n]+)\)",
        "une espace entre la description et le nom de l’image",
        "écrivez ![{1}]({2})",
    ),
    _leftover(
        rf"\[([^\[\]]*)\]\s+\(({_ADDRESS})\)",
        "une espace entre le texte du lien et son adresse",
        "écrivez [{1}]({2})",
    ),
    _leftover(
        rf"\(([^()\n]+)\)\s?\[({_ADDRESS})\]",
        "un lien écrit à l’envers : « {0} »",
        "le texte entre crochets, puis l’adresse entre parenthèses : [{1}]({2})",
    ),
    _leftover(
        r"\[([^\[\]]*)\]\(([^\s()]*)[^()]{0,40}",
        "« {0} » n’est pas un lien complet",
        "écrivez [texte](adresse), sans oublier la parenthèse finale",
    ),
    _leftover(
        r"\[([^\[\]]+)\]\[([^\[\]]*)\]",
        "« {0} » n’est pas un lien : aucune ligne ne donne l’adresse de [{2}]",
        "écrivez [{1}](adresse)",
    ),
    _leftover(r"<<\s*([^<>\n]*?)\s*>>", "« {0} » : des guillemets faits de chevrons", "écrivez « {1} »"),
    _leftover(
        r"&(?:nbsp|amp|quot|lt|gt|[lr]aquo|[lr]squo|hellip|[mn]dash|euro|oelig|[A-Za-z](?:acute|grave|circ|uml|cedil))"
        r"(?![;\w])",
        "« {0} » n’est pas complet",
        "écrivez la lettre elle-même, ou {0};",
    ),
    _leftover(
        rf"[^\W_]`[^\W_]|[^\W_]{_PIECE}`[^\W_]",
        "un accent grave dans « {0} »",
        "écrivez une apostrophe : « ' »",
    ),
    # --- emphasis
    _leftover(
        r"\*\*\s+([^*\n]*[^\s*])\s*\*\*|\*\*([^\s*][^*\n]*?)\s+\*\*",
        "les étoiles de « {0} » se verraient : il y a une espace entre elles et le mot",
        "écrivez **{1}{2}**",
    ),
    _leftover(
        r"(?<!\w)__\s+([^_\n]*[^\s_])\s*__(?!\w)",
        "les traits de « {0} » se verraient : il y a une espace entre eux et le mot",
        "écrivez **{1}**",
    ),
    _leftover(
        r"\*\*.{0,20}",
        "les étoiles de « {0} » se verraient : le gras commence sans finir, ou finit sans commencer",
        "écrivez **mot** dans un seul paragraphe, une espace autour, ou \\*\\* pour montrer les étoiles",
    ),
    _leftover(
        r"(?:(?<=\s)|^)\*\s([^\W\d_][^*\n]*?)\s\*(?!\w)",
        "les étoiles de « {0} » se verraient : il y a une espace entre elles et le mot",
        "écrivez *{1}*",
    ),
    _leftover(
        r"(?<![\w*])\*([^\s*.,;:!?)].{0,20})",
        "l’étoile de « {0} » se verrait : l’italique commence sans finir",
        "écrivez *mot*, ou \\*{1} pour montrer l’étoile",
    ),
    _leftover(
        r"(?<!\w)__([^\W_].{0,20})",
        "les traits de « {0} » se verraient : le gras commence sans finir",
        "écrivez **mot**, ou \\_\\_ pour montrer les traits",
    ),
)


_OPEN_BOLD: Final = _LEFTOVERS[-4]


def leftovers_rule(state: StateCore) -> None:
    """Look at every line of text."""
    mistakes, line, open_bold = mistakes_of(state.env), 0, False
    for token in state.tokens:
        line = token.map[0] if token.map else line
        if token.type == "inline" and _SIGNS.search(token.content):
            children = token.children or ()
            flat = _flat(children)
            if open_bold:  # the end of what the paragraph above begins is no second mistake
                flat = re.sub(r"(?<=\S)\*\*", "  ", flat, count=1)
            open_bold = bool(_SHOWN_SIGNS.search(flat)) and _look(flat, line, mistakes)
            if "`" in token.content or "*" in token.content or "[!" in token.content:
                _look_at_pieces(children, line, mistakes)


def _flat(children: Sequence[Token]) -> str:
    """Return the plain text of a paragraph, with a sign for each piece that is none."""
    flat = []
    for token in children:
        if token.type == "text":
            flat.append(token.content)
        elif ends_line(token):
            flat.append("\n")
        else:
            entity = token.type == "text_special" and token.info == "entity" and token.content == "&"
            flat.append(_AMPERSAND if entity else _PIECE)
    return "".join(flat)


def _look(flat: str, line: int, mistakes: Mistakes) -> bool:
    """Note the leftovers of a paragraph; of two at one place, the first. Tell whether bold is left open."""
    done, open_bold = list[tuple[int, int]](), False
    for kind in _LEFTOVERS:
        for match in kind.pattern.finditer(flat):
            start, end = match.span()
            if any(start < last and first < end for first, last in done):
                continue
            done.append((start, end))
            open_bold = open_bold or kind is _OPEN_BOLD
            shown = [_shown(group or "") for group in (match[0], *match.groups())]
            here = line + flat.count("\n", 0, start + len(match[0]) - len(match[0].lstrip("\n")))
            mistakes.add(here, kind.text.format(*shown), kind.remedy.format(*shown), kind.about)
    for match in re.finditer(rf"{_AMPERSAND}(#?\w{{2,8}};)", flat):
        letter = html.unescape(f"&{match[1]}")
        if letter != f"&{match[1]}":
            here = line + flat.count("\n", 0, match.start())
            mistakes.add(here, f"« &amp;{match[1]} » se verrait tel quel", f"écrivez « {letter} »")
    return open_bold


def _shown(text: str) -> str:
    """Return a piece of a paragraph as a message quotes it."""
    words = " ".join(re.sub(f"{_PIECE}+", "…", text).replace(_AMPERSAND, "&").split())
    return words if len(words) <= 60 else f"{words[:59]}…"


def _look_at_pieces(children: Sequence[Token], line: int, mistakes: Mistakes) -> None:
    """Note apostrophes that were read as code, stars inside a word as italics, and links that are images."""
    for before, token, after in zip(children, children[1:], children[2:], strict=False):
        line += ends_line(before)
        glued = before.type == "text" and after.type == "text" and before.content[-1:].isalpha()
        if token.type == "code_inline" and glued and after.content[:1].isalpha():
            word = f"{before.content.split()[-1]}`{token.content.split()[0] if token.content.strip() else ''}"
            mistakes.add(line, f"un accent grave dans « {word} »", "écrivez une apostrophe : « ' »")
        elif token.type == "em_open" and token.markup == "*" and before.content[-1:].isalnum():
            word = f"{before.content.split()[-1]}*{after.content.split()[0] if after.content.strip() else ''}"
            remedy = "écrivez \\* pour montrer l’étoile, ou une espace avant l’italique"
            mistakes.add(line, f"l’étoile de « {word} » ferait de l’italique au milieu d’un mot", remedy)
        elif before.type == "link_open" and token.type == "text" and token.content.startswith("!"):
            address, words = str(before.attrs["href"]), token.content[1:]
            if re.search(r"\.(?:jpe?g|png|webp|gif|svg|avif)$", address, re.IGNORECASE):
                mistakes.add(
                    line, f"« [!{words}]({address}) » n’est pas une image", f"écrivez ![{words}]({address})"
                )
