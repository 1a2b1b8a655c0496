"""Finds what stands in single brackets: links, anchors, glossary, abbreviations; and bare addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from tools.spip.markup.link_words import link_around, linked
from tools.spip.markup.nodes import Anchor, Line, PlainWords, Styled, words_of_line
from tools.spip.markup.spans import read_line
from tools.spip.markup.targets import link_target, place_name
from tools.spip.markup.text_conversion import BLOCK, PIECE, as_typed, literal

if TYPE_CHECKING:
    from tools.spip.markup.text_conversion import TextConversion

_BRACKET: Final = re.compile(r"[\[\]]")
_DEEPEST: Final = 4
"""Brackets inside each other: those around are signs."""
_LANGUAGES: Final = frozenset(
    "ar bg br ca co cs cy da de el en eo es et eu fa fi fr ga gl he hr hu it ja ka ko la lb lt lv mk mt "  # noqa: SIM905
    "nl no oc pl pt ro ru sk sl sq sr sv tr uk ur vi wa zh".split()
)
_GLOSSARY_NAME: Final = re.compile(r"#(\w*)$")
_TITLE: Final = re.compile(
    r"(?P<words>[^|]*?)(?:\|(?P<title>[^<>]*?))?(?P<braces>\{(?P<language>[a-z]{2})\})?"
)
_BARE: Final = re.compile(
    r"<(?:[a-zA-Z/!](?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*|[^<>]*)>"
    r"|(?:\bhttps?://|\bwww\.(?=[\w-]+\.[a-z]))[^\s<>\"\[\]{}|\\«»\ue022\ue03c\ue03e\ue05b-\ue05d\ue07b-\ue07d\U000f0000-\U0010ffff]+"
    r"|(?<![\w.+@/-])[\w+-][\w.+-]{0,63}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.[a-z]{2,}\b",
    re.IGNORECASE,
)
_SIGNS: Final = re.compile(f"{PIECE}|{BLOCK}")
_TYPOGRAPHY: Final = {"*": "*", "**": "*", "|": "|", "/": "/", "!": "!", "(": ")"}
"""Brackets of a plugin of typography: what they begin with, and what they end with."""
GLOSSARY: Final = "https://fr.wikipedia.org/wiki/"
"""Where SPIP's glossary leads."""


def without_links(text: str, conversion: TextConversion) -> str:
    """Return a text with a sign for each link and what else stands in brackets."""
    if "[" in text:
        text = _without_brackets(text, conversion)
    return _BARE.sub(lambda found: _bare(found[0], conversion), text)


def _without_brackets(text: str, conversion: TextConversion) -> str:
    opened, done = [list[str]()], 0
    for bracket in _BRACKET.finditer(text):
        opened[-1].append(text[done : bracket.start()])
        done = bracket.end()
        if bracket[0] == "[":
            if len(opened) > _DEEPEST:
                opened[0] += ["[", *opened.pop(1)]
            opened.append([])
        elif len(opened) > 1:
            content = "".join(opened.pop())
            opened[-1].append(_bracketed(content, conversion))
        else:
            opened[0].append("]")
    opened[-1].append(text[done:])
    return "[".join("".join(pieces) for pieces in opened)


def _bracketed(content: str, conversion: TextConversion) -> str:
    """Return the sign of what brackets hold; the brackets themselves, if they mean nothing."""
    words, arrow, target = content.partition("->")
    if arrow and "\n\n" not in content and (words.strip() or target.strip(" >")):
        return _link(words, target.lstrip(">"), conversion)
    if content.endswith("<-") and "\n" not in content:
        return _anchor(content[:-2], conversion)
    if content.startswith("?") and content[1:].lstrip()[:1] not in ("", "|", "#") and "\n\n" not in content:
        return _glossary(content[1:], conversion)
    for begins, ends in _TYPOGRAPHY.items():
        inner = content[len(begins) : -len(ends)].strip()
        if content.startswith(begins) and content.endswith(ends) and inner and not inner.startswith("*"):
            return f"{{{{{inner}}}}}" if ends == "*" else inner
    short, bar, sense = content.partition("|")
    if bar and short.strip() and _parted(sense)[0].strip() and "|" not in sense and "\n" not in content:
        return _abbreviation(short, sense, conversion)
    return f"[{content}]"


def _link(raw: str, raw_target: str, conversion: TextConversion) -> str:
    found = _TITLE.fullmatch(raw)
    words, title, language = raw, "", ""
    if found and (found["title"] is not None or found["language"] in _LANGUAGES):
        words, title = found["words"], found["title"] or ""
        language = found["language"] or ""
        if language and language not in _LANGUAGES:
            title, language = f"{title}{found['braces']}", ""
    title, pieces = _parted(title)
    title = words_of_line(read_line(title, conversion))
    raw_target, others = _parted(raw_target)
    return _resolved(words, raw_target, title, language, conversion) + pieces + others


def _parted(text: str) -> tuple[str, str]:
    """Return a text that can hold nothing but words, and the signs of what else stood in it."""
    return _SIGNS.sub("", text), "".join(_SIGNS.findall(text))


def _resolved(words: str, raw_target: str, title: str, language: str, conversion: TextConversion) -> str:
    line = read_line(words, conversion)
    target = link_target(raw_target, conversion)
    if not target:
        if title:
            conversion.doubt("le titre d’un lien qui ne mène nulle part", title)
        return f"{_all(line, conversion)}" if words.strip() else literal(raw_target.strip())
    lead = " " if words[:1].isspace() else ""
    tail = " " if words[-1:].isspace() else ""
    if words_of_line(line):
        link = link_around(target, line, title, language, conversion)
        return f"{lead}{_all(link, conversion)}{tail}"
    shown = as_typed(target.title or raw_target).strip()
    itself = not title and target.address in (shown, f"mailto:{shown}")
    shown_words = () if itself or target.image else (PlainWords(shown),)
    link = linked(target, shown_words, title, language)
    return f"{_all(link, conversion)}{_all(line, conversion)}"


def _all(line: Line, conversion: TextConversion) -> str:
    return "".join(conversion.keep(node) for node in line)


def _anchor(name: str, conversion: TextConversion) -> str:
    if _SIGNS.search(name):
        return f"[{name}<-]"
    place = place_name(name)
    if not place or place in conversion.placed:
        return ""
    conversion.placed.add(place)
    return conversion.keep(Anchor(place))


def _glossary(content: str, conversion: TextConversion) -> str:
    glossary = _GLOSSARY_NAME.search(content)
    if glossary:
        conversion.doubt("le glossaire d’un terme", glossary[1], blocking=False)
    term, _, sense = _GLOSSARY_NAME.sub("", content).partition("|")
    line = read_line(term.strip(), conversion)
    sense, pieces = _parted(sense)
    title = words_of_line(read_line(sense, conversion))
    page = quote(words_of_line(line).replace(" ", "_"))
    target = link_target(f"{GLOSSARY}{page}", conversion) if page else None
    if target:
        return _all(link_around(target, line, title, "", conversion), conversion) + pieces
    return f"{_all(line, conversion)} {literal(title)}{pieces}"


def _abbreviation(short: str, sense: str, conversion: TextConversion) -> str:
    sense, pieces = _parted(sense)
    words, braces, _ = sense.rstrip().partition("{")
    meaning = words_of_line(
        read_line(words if braces and sense.rstrip().endswith("}") else sense, conversion)
    )
    line = read_line(short.strip(), conversion)
    return conversion.keep(Styled("abbr", line, (("title", meaning),))) + pieces


def _bare(found: str, conversion: TextConversion) -> str:
    """Return the sign of an address that stands in the text by itself."""
    if found.startswith("<"):
        inner = found[1:-1]
        if not re.fullmatch(r"(?:https?://|mailto:)[^\s<>]+", inner):
            return found
        found, rest = inner, ""
    else:
        end = len(_without_punctuation(as_typed(found)))
        found, rest = found[:end], found[end:]
    found = as_typed(found)
    target = link_target(found, conversion)
    if not target:
        return f"{literal(found)}{rest}"
    shown = found.removeprefix("mailto:")
    same = target.address in (found, f"mailto:{found}")
    words = () if same and shown == found else (PlainWords(shown),)
    return f"{_all(linked(target, words), conversion)}{rest}"


def _without_punctuation(address: str) -> str:
    """Return an address without the signs of the sentence that follow it."""
    end = len(address)
    while end and (
        address[end - 1] in ".,;:!?…’'*_~"
        or (address[end - 1] == ")" and address.count("(") < address.count(")"))
    ):
        end -= 1
        if address[end] == ")":
            break
    return address[:end]
