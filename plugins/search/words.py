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

LIGATURES: Final = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "\u00ad": ""}
"""What Unicode does not decompose; a soft hyphen (U+00AD) is no border between words."""

LIGATURE: Final = re.compile(f"[{''.join(LIGATURES)}]")
"""One of them: ten times as quick as `str.translate` where nearly every letter stays."""

MARKS: Final = re.compile("[\u0300-\u036f]")
"""Combining diacritical marks: what is left of an accent once its letter is decomposed."""

DOTTED: Final = re.compile(r"(?<![a-z0-9])(?:[a-z]\.){2,}")
"""So that "c.p.a.s." is "cpas"."""

WORD: Final = re.compile("[0-9]+|[a-z][a-z0-9]*")
"""So that "458ter" is found in "458 ter"; "G4S" remains one word."""

FEMININE: Final = re.compile("ees?$")
"""Of a participle, whose accent the stemmer would know it by: "convoquée" is "convoqué"."""

STOP_WORDS: Final = frozenset(
    """
    a afin ai aie aient aimerais aimerait ainsi aller allez alors apres as au aucun aucune auquel aura
    aurait aussi autre autres aux avaient avait avant avec avez avoir avons ayant bah bcp ben bidule
    bien bonjour bonsoir c ca car ce ceci cela celle celles celui ces cest cet cetait cette ceux chaque
    chez chose choses chuis comme comment d dans de deja depuis des deux devez devoir devons devrais
    devrait dire dis dit dois doit doivent donc dont ds du dun dune durant e elle elles en encore entre
    es est estce et etaient etait etant etc ete etes etre eu euh euse euses eux faire fais fait faut
    hein hello il ils j jai jamais je jsui jsuis jusqu jusque juste koi kwa l la laquelle le lequel les
    lesquelles lesquels leur leurs lon lors lorsque lui m ma machin maintenant mais me meme memes merci
    mes met mets mettre mien moi moins mon n ne ni non notre nous on ont ou ouais oui par parce pas
    pendant peu peut peuvent peux pk pkoi please plus pour pourquoi pourra pourrais pourrait pourront
    pouvez pouvoir pouvons pq pr puis puisque qd qq qqn qu quand que quel quelle quelles quelqu quelque
    quelques quelquun quels qui quil quils quoi quon rice rices s sa sais sait salut sans sauf saurait
    savoir se selon sera serai seraient serais serait ses si sinon soi soit sommes son sont souhaite
    souhaiterais sous soyez stp suis sur svp t ta te tes tjrs toi ton toujours tous tout toute toutes
    tres trice trices truc trucs tu un une va vais vas vers veulent veut veux viennent viens vient voici
    voila vont vos votre voudrais voudrait voulais voulait voulez vouloir vous vraiment y ya
    """.split()  # noqa: SIM905  a list would be two hundred lines long
)
"""Words that tell nothing apart, without accents. Titles keep theirs: "Qui sommes-nous ?" has no others."""


def words(text: str) -> list[str]:
    """Return the words of a text in order: lower case, without accents, a-z and 0-9 alone."""
    decomposed = unicodedata.normalize("NFKD", LIGATURE.sub(lambda found: LIGATURES[found[0]], text))
    plain = MARKS.sub("", decomposed).lower()
    return WORD.findall(DOTTED.sub(lambda found: found[0].replace(".", ""), plain))


class Stemmer:
    """Snowball's French stemmer (BSD-3-Clause), which remembers: a site repeats its words."""

    def __init__(self) -> None:
        self._stem = snowballstemmer.stemmer("french").stemWord
        self._known: dict[str, str] = {}

    def stem(self, word: str) -> str:
        """Return the stem of a word that `words` gave."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._stem(FEMININE.sub("e", word))
        return known

    def phrase(self, text: str) -> list[str]:
        """Return the stems of a text without its stop words; with them if it has nothing else."""
        found = words(text)
        return [self.stem(word) for word in found if word not in STOP_WORDS] or [
            self.stem(word) for word in found
        ]
