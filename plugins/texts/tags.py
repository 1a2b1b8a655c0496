"""Writes tags, and puts other markup where tags of a text stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Splice:
    """Characters from `start` up to `end` give way to `markup`."""

    start: int
    end: int
    markup: str


def splice(html: str, edits: Iterable[Splice]) -> str:
    """Return the HTML with the edits made, which do not overlap; all else stays byte for byte."""
    pieces, done = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start >= done:  # else inside a piece that is gone
            pieces += [html[done : edit.start], edit.markup]
            done = edit.end
    return "".join([*pieces, html[done:]])


def tag(name: str, attributes: Mapping[str, object]) -> str:
    """Return an opening tag; an attribute whose value is None has its name alone."""
    return f"<{name}{''.join(map(_attribute, attributes.items()))}>"


def attribute_value(value: str) -> str:
    """Return a value as it stands between the quotes of an attribute."""
    return escape(value, quote=False).replace('"', "&quot;")


def _attribute(pair: tuple[str, object]) -> str:
    name, value = pair
    return f" {name}" if value is None else f' {name}="{attribute_value(str(value))}"'
