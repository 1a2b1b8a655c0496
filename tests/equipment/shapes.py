"""What a published text says, block by block: to compare two ways of writing it."""

from __future__ import annotations

from lxml import html

_INLINE = frozenset({"a", "abbr", "code", "em", "img", "s", "strong", "sup"})


def shape_of(markup: str) -> list[object]:
    """Return the blocks of a text with their words; an item's line and its only paragraph are the same."""
    return _blocks(html.fragment_fromstring(markup or "<p></p>", create_parent="div"))


def _blocks(element: html.HtmlElement) -> list[object]:
    found: list[object] = []
    words = element.text or ""
    for child in element:
        if child.tag in _INLINE or child.tag == "br":
            words += _words(child) + (child.tail or "")
            continue
        _say(found, words)
        if child.tag == "p":
            _say(found, _words_within(child))
        else:
            found.append((child.tag, _blocks(child)))
        words = child.tail or ""
    _say(found, words)
    return found


def _say(found: list[object], words: str) -> None:
    if words.strip():
        found.append(" ".join(words.split()))


def _words(element: html.HtmlElement) -> str:
    if element.tag == "br":
        return " "
    named = element.get("href") or element.get("alt") or ""
    return f"<{element.tag} {named}>{_words_within(element)}</>"


def _words_within(element: html.HtmlElement) -> str:
    return (element.text or "") + "".join(_words(child) + (child.tail or "") for child in element)
