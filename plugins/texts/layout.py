"""Finds blocks that Markdown reads otherwise than they look: tables, rules, headings, quotations, notes.

Each would change what the text says without a word: a row loses a cell, a paragraph ends up in a list, the
rest of the page becomes code.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from markdown_it.rules_block.table import escapedSplit

from plugins.texts.mistakes import mistakes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_UNDERLINE: Final = re.compile(r"[ \t>]*(?:=+|-+)[ \t]*")
_SEPARATOR: Final = re.compile(r"(?=[^\n]*\|)(?=[^\n]*[-–—=_])[ \t|:\-–—=_]+")
_ROW: Final = re.compile(r"\s*\|.*\|.*")
_COLUMNS: Final = re.compile(r"[^\t\n]*\S\t+\S[^\n]*\n[^\t\n]*\S\t+\S")
_HASHTAG: Final = re.compile(r"#(?=[^\W\d_])(?P<words>[A-ZÀ-ÖØ-Þ][^\n#]*[^\n#.!?…:;,])")
_CONTAINERS: Final = {
    "list_item_open": ("la liste", "décalez-la de deux espaces"),
    "blockquote_open": ("la citation", "commencez-la par « > »"),
    "footnote_reference_open": ("la note", "décalez-la de quatre espaces"),
    "dd_open": ("la définition", "décalez-la de quatre espaces"),
}
_CLOSINGS: Final = frozenset(name.replace("_open", "_close") for name in _CONTAINERS)
_SWALLOWED: Final = "elle en ferait partie"
_CUT: Final = "une ligne vide coupe le tableau", "retirez-la"


def layout_rule(state: StateCore) -> None:
    """Look at every block."""
    _Layout(state).look()


class _Layout:
    """The blocks of one text, and its lines as they were typed."""

    def __init__(self, state: StateCore) -> None:
        self._tokens = state.tokens
        self._lines = state.src.split("\n")
        self._add = mistakes_of(state.env).add
        self._references = state.env.get("references", {}), state.env.get("duplicate_refs", [])
        self._deepest = int(state.md.options["maxNesting"])
        self._containers: list[str] = []
        self._notes: set[str] = set()
        self._is_cut = False
        """Whether a blank line stands between the header above and its line of hyphens."""

    def look(self) -> None:
        looks: dict[str, Callable[[int, Token], None]] = {
            "fence": self._fence,
            "hr": self._rule,
            "table_open": self._table,
            "heading_open": self._heading,
            "list_item_open": self._item,
            "footnote_reference_open": self._note,
            "paragraph_open": self._paragraph,
        }
        for index, token in enumerate(self._tokens):
            if token.type in looks:
                looks[token.type](index, token)
            if token.type in _CONTAINERS:
                self._containers.append(token.type)
            elif token.type in _CLOSINGS:
                self._containers.pop()
        self._look_at_references()

    def _fence(self, _: int, token: Token) -> None:
        first, last = token.map or (0, 0)
        closing = self._lines[last - 1].strip(" \t>") if last - 1 > first else ""
        if not closing.startswith(token.markup) or closing.strip(token.markup[0]):
            self._add(
                first,
                f"le code ouvert par {token.markup} n’est pas fermé : tout ce qui suit en ferait partie",
                f"ajoutez une ligne {token.markup} à sa fin, ou retirez celle-ci",
            )

    def _rule(self, index: int, token: Token) -> None:
        line = (token.map or [0])[0]
        above = self._tokens[index - 1] if index else None
        touches = above is not None and above.type == "paragraph_close" and line > 0
        if touches and self._lines[line - 1].strip(" \t>") and _UNDERLINE.fullmatch(self._lines[line]):
            self._underlined(line)

    def _underlined(self, line: int) -> None:
        self._add(
            line,
            "cette ligne touche le texte au-dessus : un trait, ou un titre ?",
            "pour un trait, laissez une ligne vide au-dessus ; pour un titre, écrivez « ## Titre »",
        )

    def _table(self, index: int, token: Token) -> None:
        first, last = token.map or (0, 0)
        columns = 0
        for cell in self._tokens[index:]:
            columns += cell.type == "th_open"
            if cell.type == "thead_close":
                break
        for line in range(first + 2, last):
            row = self._lines[line].strip(" \t>")
            cells = _cells(row) if row.count("|") >= columns else 0
            if "|" not in row and columns > 1:
                self._add(
                    line,
                    f"cette ligne touche le tableau : {_SWALLOWED}",
                    "laissez une ligne vide sous le tableau",
                )
                return
            if cells > columns:
                self._add(
                    line,
                    f"cette ligne du tableau a {cells} cases, et l’en-tête {columns}",
                    "retirez une barre, écrivez \\| si elle est du texte, ou ajoutez une colonne à l’en-tête",
                )

    def _heading(self, index: int, token: Token) -> None:
        if not self._tokens[index + 1].content.strip():
            self._add((token.map or [0])[0], "un titre sans texte", "écrivez le titre, ou retirez la ligne")

    def _item(self, index: int, token: Token) -> None:
        shown = token.level < self._deepest - 2  # what is deeper has lost its text, which is said elsewhere
        if self._tokens[index + 1].type == "list_item_close" and shown:
            self._add(
                (token.map or [0])[0], "une puce sans texte", "écrivez-le sur la même ligne, ou retirez-la"
            )

    def _note(self, index: int, token: Token) -> None:
        label, line = token.meta["label"], (token.map or [0])[0]
        if label in self._notes:
            self._add(
                line,
                f"la note [^{label}] est écrite deux fois",
                "donnez-lui un autre nom, ici et dans le texte",
            )
        elif self._tokens[index + 1].type == "footnote_reference_close":
            self._add(line, f"la note [^{label}] est vide", f"écrivez son texte après [^{label}]:")
        self._notes.add(label)

    def _paragraph(self, index: int, token: Token) -> None:
        first, last = token.map or (0, 0)
        content = self._tokens[index + 1].content
        if content.startswith("#"):
            self._sharp(first, content)
        if last - first > 1:
            self._lines_of_paragraph(first, last)
        if "|" in content:
            self._pipes(first, content.split("\n"), after_table=self._tokens[index - 1].type == "table_close")
        if "\t" in content and _COLUMNS.search(content):
            self._add(
                first,
                "des colonnes séparées par des tabulations se mélangeraient",
                "écrivez un tableau : | a | b |, puis |---|---|, puis une ligne par rangée",
            )

    def _sharp(self, line: int, content: str) -> None:
        """Look at a paragraph that begins with `#` and is no heading."""
        found = _HASHTAG.fullmatch(content)
        if content.startswith("#######"):
            self._add(line, "un titre a six dièses au plus", "commencez les titres à « ## »")
        elif found and "\n" not in content:
            words = found["words"]
            self._add(
                line,
                f"« #{words} » n’est pas un titre : il manque une espace",
                f"écrivez « ## {words} », ou \\#{words} pour montrer le dièse",
            )

    def _lines_of_paragraph(self, first: int, last: int) -> None:
        for line in range(first + 1, last):
            typed = self._lines[line]
            if _UNDERLINE.fullmatch(typed):
                self._underlined(line)
                return
            inside = self._containers[-1] if self._containers else ""
            first_letter = (typed.lstrip() if inside == "blockquote_open" else typed)[:1]
            if inside and not first_letter.islower() and first_letter not in " \t>":
                name, remedy = _CONTAINERS[inside]
                self._add(
                    line,
                    f"« {typed[:30].strip()}… » touche {name} : {_SWALLOWED}",
                    f"laissez une ligne vide au-dessus ; si elle en fait partie, {remedy}",
                )
                return

    def _pipes(self, first: int, lines: Sequence[str], *, after_table: bool) -> None:
        """Look at a paragraph that may be meant as a table."""
        place = next((number for number, line in enumerate(lines) if _SEPARATOR.fullmatch(line)), -1)
        rows = [number for number, line in enumerate(lines) if _ROW.fullmatch(line)]
        if place > 0:
            columns = _cells(lines[place - 1])
            self._add(
                first + place,
                f"« {lines[place].strip()[:40]} » ne va pas avec l’en-tête, qui a {columns} colonnes",
                f"écrivez |{'---|' * columns}",
            )
        elif place == 0 and self._is_cut:  # said of its header
            self._is_cut = False
        elif place == 0:
            self._add(first, "un tableau sans en-tête", "écrivez au-dessus : | Titre | Titre |")
        elif rows and after_table:
            self._add(first - 1, *_CUT)
        elif rows and _SEPARATOR.fullmatch("".join(self._lines[first + len(lines) + 1 :][:1])):
            self._is_cut = True
            self._add(first + len(lines), *_CUT)
        elif rows:
            columns = _cells(lines[rows[0]])
            self._add(
                first + rows[0],
                "un tableau sans ligne de traits se lirait comme une phrase",
                f"ajoutez sous l’en-tête, sans ligne vide : |{'---|' * columns}",
            )

    def _look_at_references(self) -> None:
        """Look at `[nom]: adresse`, which is shown nowhere by itself."""
        known, again = self._references
        used = (
            {
                child.attrs.get("href", child.attrs.get("src"))
                for token in self._tokens
                for child in token.children or ()
                if child.type in ("link_open", "image")
            }
            if known
            else set()
        )
        for label, reference in known.items():
            if reference["href"] not in used:
                self._add(
                    reference["map"][0],
                    f"la ligne « [{label.lower()}]: … » ne se montre nulle part",
                    "pour une note, écrivez [^1] dans le texte et [^1]: ici ; sinon, retirez la ligne",
                )
        for reference in again:
            self._add(
                reference["map"][0], "cette adresse est donnée deux fois", "retirez une des deux lignes"
            )


def _cells(row: str) -> int:
    """Return how many cells a row has, as the parser counts them."""
    cells = escapedSplit(row.strip())
    return len(cells) - (cells[0] == "") - (len(cells) > 1 and cells[-1] == "")
