"""The words of the categories and of the protected activities, from `vocabulaire.toml`, found in a sentence.

A category goes by its label, by `mots` (other words for all of it) and by `dont` (words for a part of
it, for which no table has a number); `sauf` lists what holds one of these words and means something
else. An activity is protected as soon as it has `mots`; `mots_vagues` may also mean something else,
`verbes` are past participles (“sollicité”), `verbes_vagues` others (“reçu”), `qui` says who asks and `a_qui` whom.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from plugins.problems import Problem
from plugins.statistics.prose.tokens import Kind, tokens_of
from plugins.statistics.register.classification import FAMILY_VOCABULARIES, KINDS, VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from plugins.statistics.prose.tokens import Token
    from plugins.vocabulary import Vocabulary

CategoryKey = tuple[str, str, bool]
"""Column, identifier, and whether it is a family."""

CATEGORY_KEYS = ("mots", "dont", "sauf")
ACTIVITY_KEYS = ("mots", "mots_vagues", "verbes", "verbes_vagues", "qui", "a_qui", "sauf")
_VOCABULARY_FILE = "content/vocabulaire.toml"
_ENDINGS = frozenset("e es ee ees ent ait aient erent a er".split())
"""Of a verb whose participle ends in é, after its stem, without accents."""
_BEFORE_A_NOUN = frozenset(
    "un une la le l les des de d du ces cette ce cet nos notre leur leurs ses sa son votre vos chaque quelle quel "
    "par sur sans apres avant pour en a au aux et ou ni dont avec contre aucune aucun autre premiere premier "
    "derniere dernier zero nulle nouvelle nouvel nouveau seule seul unique meme telle longue courte petite grande simple".split()
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


@dataclass(frozen=True)
class Meaning:
    """What some words stand for."""

    role: Role
    categories: frozenset[CategoryKey] = frozenset()
    """All that they may mean; empty where they mean a part of a category only."""
    label: str = ""
    """Of the category, as messages name it."""


@dataclass(frozen=True)
class Mention:
    """Words of a sentence that stand for something: its tokens `start` to `end` (excluded)."""

    start: int
    end: int
    meaning: Meaning


@dataclass(frozen=True)
class Lexicon:
    """All words, by the stem of the first one, the longest first."""

    entries: Mapping[str, tuple[tuple[tuple[str, ...], bool, Meaning], ...]] = field(default_factory=dict)
    """Stems, whether the last one ends in é as written, what they mean."""
    verbs: frozenset[str] = frozenset()
    """Every form, without accents, of what says that somebody turned to us."""
    vague_verbs: frozenset[str] = frozenset()
    """The same of what may say so."""
    whole: Mapping[tuple[str, ...], Meaning] = field(default_factory=dict)
    """Labels that count only where they stand alone, by stems."""

    def mentions(self, tokens: Sequence[Token]) -> tuple[Mention, ...]:
        """Return what a sentence names, in order; the longest words win."""
        places = [place for place, token in enumerate(tokens) if token.kind is Kind.WORD]
        found: list[Mention] = []
        number = 0
        while number < len(places):
            best = self._at(tokens, places, number)
            if best is None:
                number += 1
                continue
            length, meaning = best
            if meaning.role is not Role.NOTHING:
                found.append(Mention(places[number], places[number + length - 1] + 1, meaning))
            number += length
        if not found and (alone := self.whole.get(tuple(tokens[place].stem for place in places))):
            return (Mention(places[0], places[-1] + 1, alone),)
        return tuple(found)

    def _at(self, tokens: Sequence[Token], places: Sequence[int], number: int) -> tuple[int, Meaning] | None:
        for stems, accented, meaning in self.entries.get(tokens[places[number]].stem, ()):
            run = places[number : number + len(stems)]
            if len(run) < len(stems) or any(
                tokens[place].stem != stem for place, stem in zip(run, stems, strict=True)
            ):
                continue
            if meaning.role in (Role.ACTIVITY, Role.VAGUE) and (
                _accented(tokens[run[-1]].raw) != accented
                or (len(stems) == 1 and self._is_verb(tokens, run[0]))
            ):
                continue
            return len(stems), meaning
        return None

    def _is_verb(self, tokens: Sequence[Token], place: int) -> bool:
        """Tell whether a word that may be a noun or a verb is one: “une association demande”."""
        word, before = tokens[place].folded, tokens[place - 1] if place else None
        if word not in self.verbs or word.endswith("s") or before is None or before.kind is not Kind.WORD:
            return False
        return before.folded not in _BEFORE_A_NOUN

    def may_speak(self, text: str) -> bool:
        """Tell, at little cost, whether a text names a category at all."""
        stems = {token.stem for token in tokens_of(text)}
        return any(
            meaning.role is Role.CATEGORY and stems.issuperset(words)
            for stem in stems & self.entries.keys()
            for words, _, meaning in self.entries[stem]
        ) or any(stems.issuperset(words) for words in self.whole)


def read_lexicon(vocabularies: Mapping[str, Vocabulary]) -> tuple[Lexicon, tuple[Problem, ...]]:
    """Return the words of the vocabularies, and what is wrong with them."""
    problems: list[Problem] = []
    meanings: dict[tuple[str, ...], tuple[bool, Meaning]] = {}
    whole: dict[tuple[str, ...], Meaning] = {}
    verbs: dict[str, set[str]] = {"verbes": set(), "verbes_vagues": set()}

    def add(words: str, meaning: Meaning) -> None:
        stems = stems_of(words)
        known = meanings.get(stems)
        if known and known[1].role is Role.CATEGORY and meaning.role is Role.CATEGORY:
            both = known[1].categories | meaning.categories  # « justice » is a theme and a sector
            meaning = Meaning(Role.CATEGORY, both, known[1].label)
        if stems and (not known or known[1].role in (meaning.role, Role.NOTHING)):
            meanings[stems] = _accented(words), meaning

    for name, column, family in _classified():
        for term in vocabularies.get(name, {}).values():
            read = _listed(name, term.identifier, term.details, CATEGORY_KEYS, problems)
            meaning = Meaning(Role.CATEGORY, frozenset({(column, term.identifier, family)}), term.label)
            whole[stems_of(term.label)] = meaning
            for words in read["mots"] if "mots" in term.details else [term.label]:
                add(words, meaning)
            if len(stems_of(term.label)) > 1:
                add(term.label, meaning)
            for words in read["dont"]:
                add(words, Meaning(Role.CATEGORY, frozenset(), term.label))
            for words in read["sauf"]:
                add(words, Meaning(Role.NOTHING))
    roles = {"mots": Role.ACTIVITY, "mots_vagues": Role.VAGUE, "qui": Role.ASKER, "a_qui": Role.US}
    for term in vocabularies.get(KINDS, {}).values():
        read = _listed(KINDS, term.identifier, term.details, ACTIVITY_KEYS, problems)
        for key, role in (*roles.items(), ("sauf", Role.NOTHING)):
            for words in read[key]:
                add(words, Meaning(role))
        for key, forms in verbs.items():
            forms |= {form for verb in read[key] if len(stems_of(verb)) == 1 for form in _forms(verb)}
        for phrase in read["verbes"]:
            if len(stems_of(phrase)) > 1:
                add(phrase, Meaning(Role.VERB))
    entries: dict[str, list[tuple[tuple[str, ...], bool, Meaning]]] = {}
    for stems, (accented, meaning) in sorted(meanings.items(), key=lambda item: -len(item[0])):
        entries.setdefault(stems[0], []).append((stems, accented, meaning))
    by_stem = {stem: tuple(found) for stem, found in entries.items()}
    lexicon = Lexicon(by_stem, frozenset(verbs["verbes"]), frozenset(verbs["verbes_vagues"]), whole)
    return lexicon, tuple(problems)


def stems_of(words: str) -> tuple[str, ...]:
    """Return the stems of some words."""
    return tuple(token.stem for token in tokens_of(words) if token.kind is Kind.WORD)


def _classified() -> Iterator[tuple[str, str, bool]]:
    """Yield every vocabulary of categories: its name, the column, whether it lists families."""
    for column, name in VOCABULARIES.items():
        yield name, column, False
    for column, name in FAMILY_VOCABULARIES.items():
        yield name, column, True


def _listed(
    vocabulary: str,
    identifier: str,
    details: Mapping[str, object],
    keys: Sequence[str],
    problems: list[Problem],
) -> dict[str, list[str]]:
    """Return the lists of words of a term; what is no list of words is a problem, and left out."""
    read: dict[str, list[str]] = {}
    for key in keys:
        written = details.get(key, [])
        entries = written if isinstance(written, list) else [written]
        read[key] = [entry for entry in entries if isinstance(entry, str) and stems_of(entry)]
        if not isinstance(written, list) or len(read[key]) < len(entries):
            place = f"[{vocabulary}.{identifier}]"
            text = f"{place} : « {key} » n’est pas une liste de mots"
            problems.append(
                Problem(_VOCABULARY_FILE, 0, text, f'écrivez par exemple {key} = ["premier mot", "deuxième"]')
            )
    return read


def _accented(word: str) -> bool:
    """Tell whether a word ends as a participle in é does."""
    return word.lower().rstrip("s").endswith(("é", "ée"))


def _forms(participle: str) -> Iterator[str]:
    """Yield the forms of a verb, without accents, from its past participle."""
    folded = tokens_of(participle)[-1].folded
    yield from (folded + ending for ending in ("", "s", "e", "es"))
    if _accented(participle):
        yield from (folded.removesuffix("e") + ending for ending in _ENDINGS)
