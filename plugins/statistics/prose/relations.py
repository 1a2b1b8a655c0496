"""What a number counts, and how the words of a sentence belong to one another."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from plugins.statistics.prose import grammar
from plugins.statistics.prose.lexicon import Role
from plugins.statistics.prose.quantities import Sort
from plugins.statistics.prose.tokens import NUMBER, WORD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plugins.statistics.prose.lexicon import LexiconMatch
    from plugins.statistics.prose.quantities import Quantity
    from plugins.statistics.prose.sentence import Sentence


class Head(Enum):
    """What a number counts."""

    ACTIVITY = "activity"
    VAGUE = "vague"
    CATEGORY = "category"
    ASKER = "asker"
    LEFT_OUT = "left out"
    """The noun is understood: “trois venaient d’un CPAS”."""
    TIMES = "times"
    """“trois fois”."""
    OTHER = "other"


_HEADS = {
    Role.ACTIVITY: Head.ACTIVITY,
    Role.VAGUE: Head.VAGUE,
    Role.CATEGORY: Head.CATEGORY,
    Role.ASKER: Head.ASKER,
    Role.VERB: Head.LEFT_OUT,
}


def head_of(sentence: Sentence, count: Quantity) -> tuple[Head, LexiconMatch | None, int]:
    """Return what is counted, the words that name it, and where they end."""
    words, place = sentence.words, count.end
    while place < len(words) and words[place] in grammar.FILLERS:
        place += 1
    if place >= len(words) or sentence.tokens[place].kind is not WORD:
        return Head.LEFT_OUT, None, place
    if words[place] in ("fois", "reprise", "reprises", "occasions"):
        return Head.TIMES, None, place + 1
    if words[place] in grammar.OF_PARTS:
        return _of_parts(sentence, place)
    several = count.value > 1 or count.sort in (Sort.SHARE, Sort.ALL, Sort.MOST)
    if several and words[place].endswith("ent"):  # nouns take an s
        return Head.LEFT_OUT, None, place
    named = _named(sentence, place, 4)
    if named and named.meaning.role is not Role.US:
        compound = named.meaning.role in (Role.ACTIVITY, Role.VAGUE) and sentence.is_compound(named)
        return (Head.OTHER if compound else _HEADS[named.meaning.role]), named, named.end
    if _no_noun(sentence, place):
        return Head.LEFT_OUT, None, place
    return Head.OTHER, None, place + 1


def _no_noun(sentence: Sentence, place: int) -> bool:
    """Tell whether what follows a number is no noun that it could count."""
    word = sentence.words[place]
    return (
        word in grammar.PREPOSITIONS | grammar.AUXILIARIES
        or sentence.is_past_at(place)
        or (word.endswith("s") and word in sentence.lexicon.verbs)
    )


def _of_parts(sentence: Sentence, place: int) -> tuple[Head, LexiconMatch | None, int]:
    """Return what “trois de ces…”, “la moitié des…”, “toutes les…” count."""
    words, end = sentence.words, place
    while end < len(words) and words[end] in grammar.DETERMINERS | grammar.OF_PARTS | grammar.PRONOUNS:
        if words[end] in grammar.PRONOUNS:
            return Head.LEFT_OUT, None, end + 1
        end += 1
    while end < len(words) and (sentence.tokens[end].kind is NUMBER or words[end] in grammar.ADJECTIVES):
        end += 1
    named = _named(sentence, end, 2)
    if end < len(words) and sentence.tokens[end].stem in grammar.COUNTING:
        return Head.LEFT_OUT, None, end + 1  # « 35 % du total »
    if named is None:
        return (Head.OTHER if end < len(words) else Head.LEFT_OUT), None, end + 1
    if named.meaning.role is Role.CATEGORY and words[place] in ("de", "d", "du"):
        return Head.LEFT_OUT, None, place  # « trois de la police »
    return _HEADS.get(named.meaning.role, Head.OTHER), named, named.end


def _named(sentence: Sentence, place: int, reach: int) -> LexiconMatch | None:
    """Return the first thing named from `place` on, past adjectives at most."""
    for stop in range(place, min(place + reach, len(sentence.words))):
        named = next((mention for mention in sentence.mentions if mention.start == stop), None)
        if named:
            return named
        if sentence.tokens[stop].kind is not WORD or sentence.is_past_at(stop):
            return None
        if sentence.words[stop] in grammar.PREPOSITIONS | grammar.AUXILIARIES:
            return None
    return None


def preposition(sentence: Sentence, place: int) -> str:
    """Return the preposition before a noun, past its article; empty where there is none."""
    place -= 1
    while place >= 0 and sentence.words[place] in grammar.ARTICLES:
        place -= 1
    word = sentence.words[place] if place >= 0 else ""
    return word if word in grammar.BEFORE_A_COMPLEMENT else ""


def is_a_place(sentence: Sentence, mention: LexiconMatch) -> bool:
    """Tell whether a region only says where: “à Bruxelles”."""
    region = all(column == "region" for column, _, _ in mention.meaning.categories)
    return region and sentence.words[mention.start - 1 : mention.start] in (("a",), ("au",))


def works_there(sentence: Sentence, end: int) -> bool:
    """Tell whether a category says where those work who are named up to `end`: “deux agents d’un CPAS”."""
    for mention in sentence.categories:
        between = sentence.words[end : mention.start]
        if end <= mention.start and not is_a_place(sentence, mention):
            parted = {",", ";", ":", "a", "ont", "est", "sont", "nous", "avaient", "avait", "qui"}
            return not parted.intersection(between)
    return False


def belongs(sentence: Sentence, mention: LexiconMatch, end: int) -> bool:
    """Tell whether a request named up to `end` comes from a category: “d’un CPAS”, “venait d’un CPAS”."""
    place = _before(sentence, mention.start, 0)
    if place <= end:
        return mention.start >= end
    word = sentence.words[place - 1]
    return word.endswith(("ait", "aient", "ant")) or grammar.is_participle(sentence.tokens[place - 1].raw)


def gets_an_answer(sentence: Sentence, end: int) -> bool:
    """Tell whether a request is the object of a verb in the past: “a reçu un avis”."""
    places = (_before(sentence, mention.start, end) for mention in sentence.of(Role.ACTIVITY))
    return any(place > end and grammar.is_participle(sentence.tokens[place - 1].raw) for place in places)


def _before(sentence: Sentence, place: int, least: int) -> int:
    """Return the place after the last word of weight before `place`."""
    while place > least and sentence.words[place - 1] in grammar.BETWEEN:
        place -= 1
    return place


def are_subjects(sentence: Sentence, named: Sequence[LexiconMatch], count: Quantity) -> bool:
    """Tell whether the categories do something themselves, with nothing said of us: “la police a reçu”."""
    marks = {":", "=", "(", "–", "—", "-"}
    return not sentence.is_about_us and all(
        mention.end < count.start
        and not preposition(sentence, mention.start)
        and not marks.intersection(sentence.words[mention.end : count.start])
        for mention in named
    )


def others_act(sentence: Sentence, count: Quantity) -> bool:
    """Tell whether what is counted is the object of others, who asked us nothing: “la Cour a rendu deux…”."""
    verb = next((place for place in range(1, count.start) if sentence.is_past_at(place)), 0)
    if sentence.is_about_us or not verb:
        return False
    done = sentence.words[verb : verb + 4]
    who = {mention.meaning.role for mention in sentence.mentions if mention.start < verb}
    asked = sentence.lexicon.verbs.intersection(done)
    if (asked or who == {Role.CATEGORY}) and any(
        preposition(sentence, mention.start) in ("a", "au") and not is_a_place(sentence, mention)
        for mention in sentence.categories
    ):
        return True  # « la police a demandé deux dossiers à un CPAS »
    if asked or grammar.NOT_OTHERS.intersection((*sentence.words[:verb], *done)):
        return False
    requests = head_of(sentence, count)[0] is Head.ACTIVITY  # « la déontologie a suscité deux demandes »
    return bool(grammar.GIVEN.intersection(done)) or who <= (set() if requests else {Role.CATEGORY})


def is_said_of_it(sentence: Sentence, end: int) -> bool:
    """Tell whether a category follows as what is said of the requests: close behind a verb, or at once."""
    verbs = ("ent", "ait", "ont", "ee", "ees", "ant", "cerne", "porte", "leve", "touche", "vient", "mane")
    for mention in sentence.categories:
        between = sentence.words[end : mention.start]
        if mention.start < end or {",", "qu", "que", "dans", "avec", "selon", "sous"}.intersection(between):
            continue
        if any(word.endswith(verbs) for word in between[-5:]):
            return True
        if sentence.words[end - 1] in ("toutes", "tous", "uniquement", "exclusivement") and len(between) <= 3:
            return True
    return False
