r"""The first steps: what no editor sees goes, code is set aside, `\{` and `&lt;` mean the sign itself."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

from plugins.core.invisible import unseen_characters
from tools.spip.markup.nodes import CodeBlock, Verbatim
from tools.spip.markup.text_conversion import literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.spip.markup.text_conversion import TextConversion

_LINE_ENDS: Final = re.compile("\r\n?|[\v\f\x85\u2028]")
_SPACES: Final = re.compile("[ \t]+")
_BLANK_LINES: Final = re.compile(" ?\n ?\n[ \n]*")
_WORD_BULLETS: Final = re.compile("[\uf02d\uf076\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc]")
_SHIELDED: Final = re.compile(
    r"<(code|cadre|frame|math|html|script|style|pre|listing|xmp)\b([^<>]*)>", re.IGNORECASE
)
_MULTI: Final = re.compile(r"<(multi)>", re.IGNORECASE)
_LANGUAGE: Final = re.compile(r"\[([a-z]{2,3}(?:_[a-z]{2,})?)\]")
_CLASS: Final = re.compile(r"class=[\"']?(?:language-)?([\w+-]+)")
_OF_WORD: Final = re.compile(r"<(?:!\[(?:if|endif)[^<>]*\]|\?xml\b[^<>]*|!DOCTYPE\b[^<>]*)>", re.IGNORECASE)
"""Tags of Word's and of XML that say nothing."""
_ESCAPED: Final = re.compile(r"\\([\[\]{}|<>\\*#+~_-])")
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});")
_TAG: Final = re.compile(r"<[/!a-zA-Z][^<>]*>")
_OUTSIDE_TAGS: Final = re.compile(r"(<[/!a-zA-Z][^<>]*>)|[\[\]{}|~_*-]")


def visible(text: str) -> str:
    """Return a text without the characters that the build refuses because nobody sees them."""
    text = _LINE_ENDS.sub("\n", text.replace("\u2029", "\n\n"))
    text = _WORD_BULLETS.sub("•", text)
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return text
    for sign in [text[unseen.place] for unseen in unseen_characters(text)]:
        text = text.replace(sign, "")
    return text


def shielded(text: str, conversion: TextConversion) -> str:
    """Return a text in which code, signs that mean themselves and other languages are set aside."""
    place = text.find("\ufffd")
    if place >= 0:
        words = text[max(0, place - 30) : place + 30]
        conversion.doubt("des lettres se sont perdues avant l’import (�)", words)
    text = visible(text)
    if "<" in text:
        text = _between(_SHIELDED, text, lambda found, inner: _shield(found, inner, conversion))
        text = _between(_MULTI, text, lambda _, inner: _in_french(inner, conversion))
        text = _OF_WORD.sub("", _without_comments(text, conversion))
    text = _BLANK_LINES.sub("\n\n", _SPACES.sub(" ", text))
    if "\\" in text:
        text = _ESCAPED.sub(lambda found: literal(found[1]), text)
    if "&" in text:
        text = _ENTITY.sub(lambda found: literal(visible(html.unescape(found[0]))), text)
    return text


def french(text: str) -> str:
    """Return a field with only the French of what stands in several languages."""
    return _between(_MULTI, text, lambda _, inner: _choose(inner)[0])


def _between(opening: re.Pattern[str], text: str, replace: Callable[[re.Match[str], str], str]) -> str:
    """Replace elements from their opening to their closing tag; the text is passed once."""
    pieces, done, unclosed = list[str](), 0, set[str]()
    for found in opening.finditer(text):
        name = found[1].lower()
        if found.start() < done or name in unclosed:
            continue
        closing = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(text, found.end())
        if not closing:
            unclosed.add(name)
            continue
        pieces += [text[done : found.start()], replace(found, text[found.end() : closing.start()])]
        done = closing.end()
    return "".join([*pieces, text[done:]])


def _shield(found: re.Match[str], inner: str, conversion: TextConversion) -> str:
    name = found[1].lower()
    if name == "html":
        return _OUTSIDE_TAGS.sub(lambda sign: sign[1] or literal(sign[0]), inner)
    if name in ("script", "style"):
        what = "un programme (<script>)" if name == "script" else "de la mise en forme (<style>)"
        conversion.doubt(f"{what}, laissé de côté", f"{found[2]} {inner}", blocking=name == "script")
        return ""
    if name in ("pre", "listing", "xmp"):
        inner = html.unescape(_TAG.sub("", inner))
        return conversion.keep_block(CodeBlock(inner.strip("\n"))) if inner.strip() else ""
    if name == "math":
        conversion.doubt("une formule, écrite comme du code", inner, blocking=False)
    if not inner.strip():
        return " "
    language = _CLASS.search(found[2])
    if name in ("cadre", "frame") or "\n" in inner.strip("\n"):
        return conversion.keep_block(CodeBlock(inner.strip("\n"), language[1] if language else ""))
    return conversion.keep(Verbatim(inner.replace("\n", " ").strip()))


def _in_french(inner: str, conversion: TextConversion) -> str:
    words, others = _choose(inner)
    if others.strip():
        conversion.doubt("un texte en plusieurs langues, dont la page garde une", others, blocking=False)
    return words


def _choose(inner: str) -> tuple[str, str]:
    """Return a text in French, or in the language that comes first, and the texts in the others."""
    pieces = _LANGUAGE.split(inner)
    texts = [("", pieces[0]), *zip(pieces[1::2], pieces[2::2], strict=True)]
    said = [text for text in texts if text[1].strip()]
    chosen = next((text for text in said if text[0] == "fr"), said[0] if said else ("", ""))
    return chosen[1], " ".join(text for text in (text[1] for text in said if text is not chosen))


def _without_comments(text: str, conversion: TextConversion) -> str:
    pieces, done = list[str](), 0
    while (start := text.find("<!--", done)) >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            break
        conversion.doubt("un commentaire caché dans le texte", text[start + 4 : end], blocking=False)
        pieces.append(text[done:start])
        done = end + 3
    return "".join([*pieces, text[done:]])
