"""Identifiers and languages in braces: `## Titre {#ancre}`, `*in English*{: lang=en }`.

They belong to the heading or the paragraph that they end, or to the link, image, emphasis or code right
before. Any other attribute is a mistake, and so are braces that belong to nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from plugins.texts.allowed import attribute_mistake
from plugins.texts.mistakes import mistakes_of
from plugins.texts.unseen import ends_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

    from plugins.texts.mistakes import Mistakes

_ONE: Final = r"""(?:\#[\w:-]+|\.[\w-]+|[a-zA-Z][\w-]*=(?:"[^"\n]*"|'[^'\n]*'|[^\s"'{}]+))"""
_BRACES: Final = re.compile(rf"\{{:?[ ]*(?P<all>{_ONE}(?:[ ]+{_ONE})*)[ ]*\}}")
_LEFT: Final = re.compile(rf"\{{(?:[:#.][^{{}}\n]*|[ ]*{_ONE}[^{{}}\n]*)\}}")
_AT_END: Final = re.compile(rf"(?:^|[ ]+){_BRACES.pattern}[ ]*$")
_EACH: Final = re.compile(_ONE)
_GIVEN: Final = "given"
"""Where a token notes which attributes it has got from braces."""


def attributes_rule(state: StateCore) -> None:
    """Move what stands in braces to the tags that it belongs to."""
    if "{" not in state.src:
        return
    for index, token in enumerate(state.tokens):
        children = token.children
        if token.type != "inline" or not children or "{" not in token.content:
            continue
        _after_pieces(children)
        if state.tokens[index - 1].type in ("heading_open", "paragraph_open"):
            _at_end(state.tokens, index, children)
        _refuse(mistakes_of(state.env), token, state.tokens[index - 1])


def _refuse(mistakes: Mistakes, block: Token, opening: Token) -> None:
    """Note the attributes that are not allowed, and take them away; and braces that belong to nothing."""
    first = line = block.map[0] if block.map else 0
    for token in (opening, *(block.children or ())):
        line += ends_line(token)
        for name in token.meta.get(_GIVEN, ()):
            mistake = attribute_mistake(token.tag, name, str(token.attrs[name]))
            if mistake:
                del token.attrs[name]
                mistakes.add(first if token is opening else line, *mistake)
        for left in _LEFT.finditer(token.content) if token.type == "text" and "{" in token.content else ():
            text = f"« {left[0]} » ne se rapporte à rien"
            mistakes.add(line, text, f"retirez-le, ou écrivez \\{left[0]} pour montrer le signe")


def _at_end(tokens: Sequence[Token], index: int, children: list[Token]) -> None:
    """Read those that end a heading, or that are the last line of a paragraph."""
    block, last = tokens[index - 1], children[-1]
    found = _AT_END.search(last.content) if last.type == "text" else None
    if not found:
        return
    if block.type == "heading_open":
        last.content = last.content[: found.start()]
    elif found.start() == 0 and len(children) > 2 and children[-2].type == "softbreak":
        del children[-2:]
        above = tokens[index - 2]
        block = above if block.hidden and above.type == "list_item_open" else block
    else:
        return
    _give(block, found["all"])


def _after_pieces(children: list[Token]) -> None:
    """Read those that stand right after a link, an image, an emphasis or code."""
    for index in range(1, len(children)):
        before, token = children[index - 1], children[index]
        if token.type != "text" or not token.content.startswith("{"):
            continue
        found = _BRACES.match(token.content)
        if found and before.type in ("image", "code_inline"):
            owner = before
        elif found and before.nesting < 0:
            owner = _opening(children, index - 1)
        else:
            continue
        token.content = token.content[found.end() :]
        _give(owner, found["all"])


def _opening(children: Sequence[Token], place: int) -> Token:
    """Return what opens the element that closes at a place."""
    depth = 0
    while True:
        depth -= children[place].nesting
        if not depth:
            return children[place]
        place -= 1


def _give(token: Token, written: str) -> None:
    for one in _EACH.findall(written):
        if one.startswith("#"):
            name, value = "id", one[1:]
        elif one.startswith("."):
            name, value = "class", one[1:]
        else:
            name, _, value = one.partition("=")
        token.attrs[name] = value.strip("\"'")
        token.meta.setdefault(_GIVEN, []).append(name)
