"""The parser of texts: CommonMark, with what French editors write besides.

Tables, footnotes, definition lists, abbreviations, identifiers and languages in braces, Markdown between
the tags of raw HTML, lists and line breaks as Word pastes them (`lists`, `tidy`), and names of files with
spaces. Blocks have lines; links, images and raw HTML get theirs here (`line_within`). What would not be
shown as it was meant is a mistake (`layout`, `leftovers`, `misread`, `raw_html`, `unnamed`, `unseen`).
"""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkDestination, parseLinkLabel, parseLinkTitle
from markdown_it.rules_inline import autolink, html_inline, image, link
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from plugins.texts.abbreviations import abbreviation_rule
from plugins.texts.anchors import chosen_anchors_rule
from plugins.texts.attributes import attributes_rule
from plugins.texts.layout import layout_rule
from plugins.texts.leftovers import leftovers_rule
from plugins.texts.links import links_rule
from plugins.texts.lists import list_rule
from plugins.texts.misread import misread_rule
from plugins.texts.mistakes import mistakes_of
from plugins.texts.own_lines import own_lines_rule
from plugins.texts.raw_blocks import raw_blocks_rule
from plugins.texts.raw_html import raw_html_rule
from plugins.texts.tidy import tidy_rule
from plugins.texts.unnamed import unnamed_rule
from plugins.texts.unseen import line_break_rule, unseen_rule, unshown_breaks_rule

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline

MOST_BRACKETS: Final = 1000
"""Opening brackets of one paragraph: the time to match them grows with their square."""
DEEPEST: Final = 60
"""Levels of lists and citations inside each other: what is deeper, the parser would drop."""

_SIGNS: Final = re.compile(r"[\n\v!&*<\[\\\]_`~]")
"""What an inline rule of ours may begin with; all else is text."""
_WORD: Final = r"(?:[^\s()<>\"']|\([^\s()<>\"']*\))+"
_NEXT_WORDS: Final = re.compile(rf"(?:[ \u00a0]+{_WORD})+(?=[ \u00a0]*(?:\)|[ ][\"']))")
_HEADING: Final = re.compile(r"(?P<signs>#{2,6})(?P<words>[^\s#].*?)[ \t#]*")


def make_parser() -> MarkdownIt:
    """Return a parser; `parse` gives the tokens."""
    parser = _Parser("commonmark", {"maxNesting": DEEPEST}).enable("table").disable("text_join")
    parser.enable("strikethrough").disable(["code", "lheading"])
    parser.use(footnote_plugin, inline=False, move_to_end=False).use(deflist_plugin)
    parser.block.ruler.disable("html_block")
    interrupted = ["paragraph", "reference", "blockquote", "list"]
    parser.block.ruler.before("code", "raw_blocks", raw_blocks_rule, {"alt": interrupted})
    parser.block.ruler.before("reference", "abbreviation", abbreviation_rule, {"alt": ["paragraph"]})
    parser.block.ruler.before("heading", "close_heading", _close_heading, {"alt": ["paragraph"]})
    parser.block.ruler.at("paragraph", _paragraph)
    parser.block.ruler.at("list", list_rule, {"alt": ["paragraph", "reference", "blockquote"]})
    parser.core.ruler.at("normalize", tidy_rule)
    parser.core.ruler.after("normalize", "unseen", unseen_rule)
    parser.core.ruler.at("inline", _inline)
    parser.inline.ruler.before("newline", "line_break", line_break_rule)
    for rule in (
        own_lines_rule,
        layout_rule,
        raw_html_rule,
        attributes_rule,
        chosen_anchors_rule,
        links_rule,
        unshown_breaks_rule,
        leftovers_rule,
        unnamed_rule,
        misread_rule,
    ):
        parser.core.ruler.push(rule.__name__, rule)
    for inline_rule in (link, image, autolink, html_inline):
        parser.inline.ruler.at(inline_rule.__name__, _noting_its_line(inline_rule))
    parser.inline.terminator_re = _SIGNS
    # a module, of which the rules use these three functions
    parser.helpers = SimpleNamespace(  # type: ignore[assignment]
        parseLinkDestination=_destination, parseLinkLabel=parseLinkLabel, parseLinkTitle=parseLinkTitle
    )
    return parser


class _Parser(MarkdownIt):
    """Leaves addresses as they are written: files are looked for by them, and problems quote them."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802  markdown-it's own name
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802
        return True


def line_within(token: Token) -> int:
    """Return how many lines below the first one of its paragraph a link, image or tag stands."""
    return int(token.meta.get("line", 0))


def _inline(state: StateCore) -> None:
    """Parse each line of text; one without any sign is a text as it stands."""
    for token in state.tokens:
        if token.type == "inline" and token.content.count("[") > MOST_BRACKETS:
            remedy = "coupez-le en plusieurs paragraphes"
            mistakes_of(state.env).add((token.map or [0])[0], "un paragraphe de trop de crochets", remedy)
            token.children = []
        elif token.type == "inline" and _SIGNS.search(token.content):
            token.children = token.children or []
            state.md.inline.parse(token.content, state.md, state.env, token.children)
        elif token.type == "inline" and token.content:
            token.children = [Token("text", "", 0, content=token.content)]


def _noting_its_line(rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    """Return the inline rule, which then notes its line on the first token that it makes."""

    def noting(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  markdown-it's own
        start, made = state.pos, len(state.tokens) + bool(state.pending)
        if not rule(state, silent):
            return False
        if len(state.tokens) > made:
            state.tokens[made].meta["line"] = state.src.count("\n", 0, start)
        return True

    return noting


def _destination(source: str, start: int, maximum: int) -> SimpleNamespace:
    """Return the address of a link, with the spaces that people leave in the names of files."""
    found = parseLinkDestination(source, start, maximum)
    rest = _NEXT_WORDS.match(source, found.pos, maximum) if found.ok and source[start] != "<" else None
    if not rest:
        return SimpleNamespace(ok=found.ok, pos=found.pos, str=found.str)
    return SimpleNamespace(ok=True, pos=rest.end(), str=found.str + rest[0])


def _paragraph(state: StateBlock, start: int, _: int, silent: bool) -> bool:  # noqa: ARG001, FBT001
    """Read a paragraph as CommonMark does, but that a list or a table below it may be indented at will.

    Editors indent what they mean as text or as an item: neither is code, nor is a line below « --- » what
    makes a heading of the one above it.
    """
    line, parent = start + 1, state.parentType
    terminators = state.md.block.ruler.getRules("paragraph")
    state.parentType = "paragraph"
    while line < state.lineMax and not state.isEmpty(line):
        lazy = state.sCount[line] < 0  # of a quotation, which has looked at the line
        if not lazy and any(rule(state, line, state.lineMax, True) for rule in terminators):  # noqa: FBT003
            break
        line += 1
    content = state.getLines(start, line, state.blkIndent, keepLastLF=False).strip()
    state.line = line
    state.push("paragraph_open", "p", 1).map = [start, line]
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = content, [start, line], []
    state.push("paragraph_close", "p", -1)
    state.parentType = parent
    return True


def _close_heading(state: StateBlock, start: int, _: int, silent: bool) -> bool:  # noqa: FBT001
    """Read a heading whose signs touch its words, `##Titre`; `#mot` is a word."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    found = _HEADING.fullmatch(line) if line.startswith("##") and not state.is_code_block(start) else None
    if found and not silent:
        state.line = start + 1
        level = f"h{len(found['signs'])}"
        state.push("heading_open", level, 1).map = [start, state.line]
        inline = state.push("inline", "", 0)
        inline.map, inline.content, inline.children = [start, state.line], found["words"], []
        state.push("heading_close", level, -1)
    return bool(found)
