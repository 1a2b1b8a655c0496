"""Identifiers, classes and languages in braces: `## Titre {#ancre}`, `*in English*{: lang=en }`.

They belong to the heading or the paragraph that they end, or to the link, image, emphasis or code right
before. Any other attribute stays a text that everybody sees.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_ONE: Final = r"""(?:\#[\w:-]+|\.[\w-]+|(?:lang|hreflang|dir|title)=(?:"[^"\n]*"|'[^'\n]*'|[\w-]+))"""
_BRACES: Final = re.compile(rf"\{{:?[ ]*(?P<all>{_ONE}(?:[ ]+{_ONE})*)[ ]*\}}")
_AT_END: Final = re.compile(rf"(?:^|[ ]+){_BRACES.pattern}[ ]*$")
_EACH: Final = re.compile(_ONE)


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
            owner = next(
                each
                for each in reversed(children[: index - 1])
                if each.level == before.level and each.nesting > 0
            )
        else:
            continue
        token.content = token.content[found.end() :]
        _give(owner, found["all"])


def _give(token: Token, written: str) -> None:
    for one in _EACH.findall(written):
        if one.startswith("#"):
            token.attrs["id"] = one[1:]
        elif one.startswith("."):
            token.attrs["class"] = f"{token.attrs.get('class', '')} {one[1:]}".strip()
        else:
            name, _, value = one.partition("=")
            token.attrs[name] = value.strip("\"'")
