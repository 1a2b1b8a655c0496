"""How hard a French text is to read: the index LIX, from the length of its sentences and of its words.

LIX (C. H. Björnsson, « Läsbarhet », Liber, Stockholm 1968; compared on several languages, French among them,
by J. Anderson, « Lix and Rix », Journal of Reading 26 (6), 1983) adds the words a sentence has to the share
of words of more than six letters. It counts no syllables, which French spelling hides: the formula of Kandel
and Moles (1958) needs them, and libraries take places of hyphenation for syllables.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

LONG: Final = 7
"""Letters from which on a word is long."""
_WORD: Final = re.compile(r"\w+(?:-\w+)*")


def words(sentence: str) -> list[str]:
    """Return the words of a sentence; « l’équipe » is two, « rendez-vous » one."""
    return _WORD.findall(sentence)


def lix(sentences: Sequence[str]) -> float:
    """Return the index of some sentences: about 25 for a tale, 40 for a newspaper, 60 for a law.

    Without words it is 0.
    """
    found = [words(sentence) for sentence in sentences]
    number = sum(map(len, found))
    if not number:
        return 0
    long = sum(len(word) >= LONG for sentence in found for word in sentence)
    return number / sum(map(bool, found)) + 100 * long / number
