"""Reads `families.txt`: verbs and the nouns made of them, where the stemmer leaves them apart.

Who types "témoigner" also finds the pages that write "témoignage", and the other way round.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from plugins.search.words import Stemmer, words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

FILE: Final = Path(__file__).with_name("families.txt")
"""Its first lines say where it comes from, and its licence."""


@cache
def read_families() -> Mapping[str, frozenset[str]]:
    """Return by term the other terms of its family."""
    stemmer = Stemmer()
    families: defaultdict[str, set[str]] = defaultdict(set)
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            verb, noun = (stemmer.stem(word) for word in words(line))
            families[verb].add(noun)
            families[noun].add(verb)
    return {term: frozenset(others) for term, others in families.items()}


def relatives(families: Mapping[str, frozenset[str]], indexed: Collection[str]) -> dict[str, list[str]]:
    """Return by term those of its family that pages hold."""
    found = {term: sorted(other for other in others if other in indexed) for term, others in families.items()}
    return {term: others for term, others in found.items() if others}
