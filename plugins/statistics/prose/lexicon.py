"""The words of the categories and of the protected activities, from `vocabulaire.toml`, found in a sentence.

A category goes by its label, by `mots` (other words for all of it) and by `dont` (words for a part of
it, for which no table has a number); `sauf` lists what holds one of these words and means something
else. An activity is protected as soon as it has `mots`; `mots_vagues` may also mean something else,
`verbes` and `verbes_anodins` are past participles (“sollicité”, “invité”), `qui` says who asks, `a_qui` whom.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from plugins.core.problems import Problem
from plugins.statistics.prose.tokens import WORD, tokens_of
from plugins.statistics.records.classification import FAMILY_VOCABULARIES, KINDS, VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from plugins.core.vocabularies import Term, Vocabulary
    from plugins.statistics.prose.tokens import Token

CategoryKey = tuple[str, str, bool]
"""Column, identifier, and whether it is a family."""

CATEGORY_KEYS = ("mots", "dont", "sauf")
ACTIVITY_KEYS = ("mots", "mots_vagues", "verbes", "verbes_anodins", "qui", "a_qui", "sauf")
_VOCABULARY_FILE = "content/vocabulaire.toml"
_ENDINGS = frozenset("e es ee ees ent ait aient erent a er".split())
"""Of a verb whose participle ends in é, after its stem, without accents."""
_BEFORE_A_NOUN = frozenset(
    "un une la le l les des de d du ces cette ce cet nos notre leur leurs ses sa son votre vos chaque "
    "quelle quel par sur sans apres avant pour en a au aux et ou ni dont avec contre aucune aucun autre "
    "premiere premier derniere dernier zero nulle nouvelle nouvel nouveau seule seul unique meme telle "
    "longue courte petite grande simple".split()
)
"""After one of these, or at the start, “demande” is a noun; after any other word, a verb."""


class Role(Enum):
    """What words stand for."""

    CATEGORY = "category"
    ACTIVITY = "activity"
    VAGUE = "vague"
    ASKER = "asker"
    US = "us"
    VERB = "verb"
    NOTHING = "nothing"


_TELLING = (Role.ACTIVITY, Role.VAGUE, Role.US, Role.VERB)


@dataclass(frozen=True)
class Meaning:
    """What some words stand for."""

    role: Role
    categories: frozenset[CategoryKey] = frozenset()
    """All that they may mean; empty where they mean a part of a category only."""
    label: str = ""
    """Of the category, as messages name it."""


@dataclass(frozen=True)
class LexiconMatch:
    """Words of a sentence that stand for something: its tokens `start` to `end` (excluded)."""

    start: int
    end: int
    meaning: Meaning


Entry = tuple[tuple[str, ...], bool, Meaning]
"""Stems, whether the last one ends in é as written, what they mean."""


@dataclass(frozen=True)
class Lexicon:
    """All words, by the stem of the first one, the longest first."""

    entries: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    verbs: frozenset[str] = frozenset()
    """Every form, without accents, of what says that somebody turned to us."""
    harmless_verbs: frozenset[str] = frozenset()
    """The same of what says that somebody did something else: “invité”."""
    whole: Mapping[tuple[str, ...], Meaning] = field(default_factory=dict)
    """Labels that count only where they stand alone, by stems."""
    telling: frozenset[str] = frozenset()
    """A stem at least of all words that name a request, what may be one, or us."""

    def mentions(self, tokens: Sequence[Token]) -> tuple[LexiconMatch, ...]:
        """Return what a sentence names, in order; the longest words win."""
        places = [place for place, token in enumerate(tokens) if token.kind is WORD]
        stems = tuple([tokens[place].stem for place in places])
        found: list[LexiconMatch] = []
        end_of_last = 0
        for number, stem in enumerate(stems):
            if stem not in self.entries or number < end_of_last:
                continue
            best = self._at(tokens, places, stems, number)
            if best is None:
                continue
            length, meaning = best
            end_of_last = number + length
            if meaning.role is not Role.NOTHING:
                found.append(LexiconMatch(places[number], places[end_of_last - 1] + 1, meaning))
        if not found and (alone := self.whole.get(stems)):
            return (LexiconMatch(places[0], places[-1] + 1, alone),)
        return tuple(found)

    def _at(
        self, tokens: Sequence[Token], places: Sequence[int], stems: tuple[str, ...], number: int
    ) -> tuple[int, Meaning] | None:
        """Return how many words mean something from a word on, and what."""
        for known, accented, meaning in self.entries[stems[number]]:
            if stems[number : number + len(known)] != known:
                continue
            first, last = places[number], places[number + len(known) - 1]
            if meaning.role in (Role.ACTIVITY, Role.VAGUE) and (
                _accented(tokens[last].raw) != accented or (len(known) == 1 and self._is_verb(tokens, first))
            ):
                continue
            return len(known), meaning
        return None

    def _is_verb(self, tokens: Sequence[Token], place: int) -> bool:
        """Tell whether a word that may be a noun or a verb is one: “une association demande”."""
        word, before = tokens[place].folded, tokens[place - 1] if place else None
        if word not in self.verbs or word.endswith("s") or before is None or before.kind is not WORD:
            return False
        return before.folded not in _BEFORE_A_NOUN


def read_lexicon(vocabularies: Mapping[str, Vocabulary]) -> tuple[Lexicon, tuple[Problem, ...]]:
    """Return the words of the vocabularies, and what is wrong with them."""
    words = _Words()
    for name, column, family in _classified():
        for term in vocabularies.get(name, {}).values():
            if not family or "libelle" in term.details:  # without one, readers do not know the group
                words.add_category(name, term, (column, term.identifier, family))
    for term in vocabularies.get(KINDS, {}).values():
        words.add_activity(term)
    return words.lexicon(), tuple(words.problems)


@dataclass
class _Words:
    """What has been read of the vocabularies so far."""

    problems: list[Problem] = field(default_factory=list)
    _meanings: dict[tuple[str, ...], tuple[bool, Meaning]] = field(default_factory=dict)
    _whole: dict[tuple[str, ...], Meaning] = field(default_factory=dict)
    _verbs: set[str] = field(default_factory=set)
    _harmless_verbs: set[str] = field(default_factory=set)

    def add_category(self, vocabulary: str, term: Term, key: CategoryKey) -> None:
        """Add the label of a category and its other words."""
        read = self._listed(vocabulary, term, CATEGORY_KEYS)
        meaning = Meaning(Role.CATEGORY, frozenset({key}), term.label)
        self._whole[stems_of(term.label)] = meaning
        several = len(stems_of(term.label)) > 1
        self._add(([term.label] if several or "mots" not in term.details else []) + read["mots"], meaning)
        self._add(read["dont"], Meaning(Role.CATEGORY, frozenset(), term.label))
        self._add(read["sauf"], Meaning(Role.NOTHING))

    def add_activity(self, term: Term) -> None:
        """Add the words of a protected activity."""
        read = self._listed(KINDS, term, ACTIVITY_KEYS)
        roles = {"mots": Role.ACTIVITY, "mots_vagues": Role.VAGUE, "qui": Role.ASKER, "a_qui": Role.US}
        for key, role in (*roles.items(), ("sauf", Role.NOTHING)):
            self._add(read[key], Meaning(role))
        for verb in read["verbes"]:
            if len(stems_of(verb)) > 1:  # « fait appel »
                self._add([verb], Meaning(Role.VERB))
            else:
                self._verbs.update(_forms(verb))
        for verb in read["verbes_anodins"]:
            self._harmless_verbs.update(_forms(verb))

    def lexicon(self) -> Lexicon:
        """Return all of it, the longest words first."""
        entries: dict[str, list[Entry]] = {}
        for stems, (accented, meaning) in sorted(self._meanings.items(), key=lambda item: -len(item[0])):
            entries.setdefault(stems[0], []).append((stems, accented, meaning))
        by_stem = {stem: tuple(found) for stem, found in entries.items()}
        verbs, harmless = frozenset(self._verbs), frozenset(self._harmless_verbs)
        return Lexicon(by_stem, verbs, harmless, self._whole, frozenset(self._telling()))

    def _telling(self) -> Iterator[str]:
        """Yield one stem of all words of `_TELLING`: one that tells by itself, else the longest."""
        phrases = [stems for stems, (_, meaning) in self._meanings.items() if meaning.role in _TELLING]
        single = {stems[0] for stems in phrases if len(stems) == 1}
        for stems in phrases:
            yield next((stem for stem in stems if stem in single), max(stems, key=len))

    def _add(self, words: Sequence[str], meaning: Meaning) -> None:
        """Add words for one meaning; a category that shares a word with another one shares the meaning."""
        for each in words:
            stems, added = stems_of(each), meaning
            known = self._meanings.get(stems)
            if (
                known and known[1].role is meaning.role is Role.CATEGORY
            ):  # « justice » is a theme and a sector
                both = known[1].categories | meaning.categories
                added = Meaning(Role.CATEGORY, both, known[1].label)
            if not known or known[1].role in (meaning.role, Role.NOTHING):
                self._meanings[stems] = _accented(each), added

    def _listed(self, vocabulary: str, term: Term, keys: Sequence[str]) -> dict[str, list[str]]:
        """Return the lists of words of a term; what is no list of words is a problem, and left out."""
        read: dict[str, list[str]] = {}
        for key in keys:
            written = term.details.get(key, [])
            entries = written if isinstance(written, list) else [written]
            read[key] = [entry for entry in entries if isinstance(entry, str) and stems_of(entry)]
            if not isinstance(written, list) or len(read[key]) < len(entries):
                text = f"[{vocabulary}.{term.identifier}] : « {key} » n’est pas une liste de mots"
                remedy = f'écrivez par exemple {key} = ["premier mot", "deuxième"]'
                self.problems.append(Problem(_VOCABULARY_FILE, 0, text, remedy))
        return read


def stems_of(words: str) -> tuple[str, ...]:
    """Return the stems of some words."""
    return tuple(token.stem for token in tokens_of(words) if token.kind is WORD)


def _classified() -> Iterator[tuple[str, str, bool]]:
    """Yield every vocabulary of categories: its name, the column, whether it lists families."""
    for column, name in VOCABULARIES.items():
        yield name, column, False
    for column, name in FAMILY_VOCABULARIES.items():
        yield name, column, True


def _accented(word: str) -> bool:
    """Tell whether a word ends as a participle in é does."""
    return word.lower().rstrip("s").endswith(("é", "ée"))


def _forms(participle: str) -> Iterator[str]:
    """Yield the forms of a verb, without accents, from its past participle."""
    folded = tokens_of(participle)[-1].folded
    yield from (folded + ending for ending in ("", "s", "e", "es"))
    if _accented(participle):
        yield from (folded.removesuffix("e") + ending for ending in _ENDINGS)
