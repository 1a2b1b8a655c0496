"""Puts the notes of a text at its end, with links from each call and back, as ordinary tokens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from markdown_it.token import Token

BACKLINK: Final = "Retour à l’appel de la note"


class Footnotes:
    """The notes of one text."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        """Take the notes out of the parser's tokens, once the texts are typeset."""
        self._body: list[Token] = []
        self._notes: dict[str, list[Token]] = {}
        self._calls: dict[str, int] = {}
        """How often each note is called, in the order of the first calls."""
        place = self._body
        for token in tokens:
            if token.type == "footnote_reference_open":
                place = self._notes[token.meta["label"]] = [token]
            elif token.type == "footnote_reference_close":
                place = self._body
            else:
                place.append(token)

    def placed(self) -> list[Token]:
        """Return the tokens of the text with its notes at the end."""
        self._link_calls(self._body)
        shown: list[str] = []
        while len(shown) < len(self._calls):  # a note may call another
            label = list(self._calls)[len(shown)]
            self._link_calls(self._notes[label])
            shown.append(label)
        if not shown:
            return self._body
        items = [token for number, label in enumerate(shown, start=1) for token in self._item(label, number)]
        return [
            *self._body,
            Token("div_open", "div", 1, {"class": "footnote"}),
            Token("hr", "hr", 0),
            Token("ordered_list_open", "ol", 1),
            *items,
            Token("ordered_list_close", "ol", -1),
            Token("div_close", "div", -1),
        ]

    def uncalled(self) -> list[tuple[str, int]]:
        """Return the notes that nothing calls, each with its line, from 0; `placed` comes first."""
        return [
            (label, (tokens[0].map or [0])[0])
            for label, tokens in self._notes.items()
            if label not in self._calls
        ]

    def _link_calls(self, tokens: Sequence[Token]) -> None:
        """Make a link of each call."""
        for block in tokens:
            if block.children and any(child.type == "footnote_ref" for child in block.children):
                block.children = [
                    token
                    for child in block.children
                    for token in (self._call(child) if child.type == "footnote_ref" else (child,))
                ]

    def _call(self, reference: Token) -> list[Token]:
        label = reference.meta["label"]
        count = self._calls[label] = self._calls.get(label, 0) + 1
        number = list(self._calls).index(label) + 1
        return [
            Token("sup_open", "sup", 1, {"id": _call_anchor(label, count)}),
            *_link({"class": "footnote-ref", "href": f"#fn:{label}"}, str(number)),
            Token("sup_close", "sup", -1),
        ]

    def _item(self, label: str, number: int) -> list[Token]:
        """Return a note as an item of the list, with the links back to its calls."""
        note, title = self._notes[label][1:], f"{BACKLINK} {number}"
        back = [
            token
            for count in range(1, self._calls[label] + 1)
            for token in _link(
                {"class": "footnote-backref", "href": f"#{_call_anchor(label, count)}", "title": title},
                "&#8617;",
            )
        ]
        if note and note[-1].type == "paragraph_close":
            note[-2].children = [*(note[-2].children or ()), _sign("&#160;"), *back]
        else:
            paragraph = Token("paragraph_open", "p", 1), Token("paragraph_close", "p", -1)
            note = [*note, paragraph[0], Token("inline", "", 0, children=back), paragraph[1]]
        return [
            Token("list_item_open", "li", 1, {"id": f"fn:{label}"}),
            *note,
            Token("list_item_close", "li", -1),
        ]


def _call_anchor(label: str, count: int) -> str:
    return f"fnref{count if count > 1 else ''}:{label}"


def _link(attributes: dict[str, str | int | float], markup: str) -> list[Token]:
    return [Token("link_open", "a", 1, attributes), _sign(markup), Token("link_close", "a", -1)]


def _sign(markup: str) -> Token:
    """Return a sign that is shown and is no word of the text."""
    return Token("text_special", "", 0, markup=markup, info="entity")
