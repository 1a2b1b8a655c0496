"""Cuts French texts into words, and words into the terms that are indexed.

`theme/static/js/search/words.js` does exactly the same to what a visitor types:
a test runs both on the same words. Accents go first, stems come last, so that
"deontologie" and "déontologique" meet by construction.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import snowballstemmer

LIGATURES: Final = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "\u00ad": None})
"""What Unicode does not decompose; a soft hyphen (U+00AD) is no border between words."""

MARKS: Final = re.compile("[\u0300-\u036f]")
"""Combining diacritical marks: what is left of an accent once its letter is decomposed."""

WORD: Final = re.compile("[0-9]+|[a-z][a-z0-9]*")
"""So that "458ter" is found in "458 ter"; "G4S" remains one word."""

STOP_WORDS: Final = frozenset(
    """
    a afin ai aie aient ainsi alors apres as au aucun aucune aura aurait aussi autre autres aux
    avaient avait avant avec avez avoir avons ayant c ca car ce ceci cela celle celles celui ces cet
    cette ceux chaque chez comme comment d dans de depuis des deux dois doit doivent donc dont du
    durant elle elles en encore entre es est et etaient etait etant ete etes etre eu eux faire fais
    fait faut il ils j je jusqu jusque l la le les leur leurs lors lorsque lui m ma mais me meme
    memes mes mien moi moins mon n ne ni nos notre nous on ont ou par parce pas pendant peu peut
    peuvent peux plus pour pourquoi pouvez pouvons puis puisque qu quand que quel quelle quelles
    quels qui quoi s sa sans se sera seraient serait ses si sinon soi soit sommes son sont sous suis
    sur t ta te tes toi ton tous tout toute toutes tres tu un une va vers voici voila vont vos votre
    vous y
    """.split()  # noqa: SIM905  a list would be a hundred lines long
)
"""Words that tell nothing apart, without accents. Titles keep theirs: "Qui sommes-nous ?" has no others."""


def words(text: str) -> list[str]:
    """Return the words of a text in order: lower case, without accents, a-z and 0-9 alone."""
    decomposed = unicodedata.normalize("NFKD", text.translate(LIGATURES))
    return WORD.findall(MARKS.sub("", decomposed).lower())


class Stemmer:
    """Snowball's French stemmer (BSD-3-Clause), which remembers: a site repeats its words."""

    def __init__(self) -> None:
        self._stem = snowballstemmer.stemmer("french").stemWord
        self._known: dict[str, str] = {}

    def stem(self, word: str) -> str:
        """Return the stem of a word that `words` gave."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._stem(word)
        return known

    def phrase(self, text: str) -> list[str]:
        """Return the stems of a text without its stop words; with them if it has nothing else."""
        found = words(text)
        return [self.stem(word) for word in found if word not in STOP_WORDS] or [
            self.stem(word) for word in found
        ]
