"""A sentence taken apart: who is named, what is counted, when, and whether it tells of what happened."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from plugins.statistics.prose.lexicon import Role
from plugins.statistics.prose.quantities import Quantity, Sort, quantities
from plugins.statistics.prose.tokens import Kind, tokens_of
from plugins.statistics.register.classification import Period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plugins.statistics.prose.lexicon import Lexicon, Mention
    from plugins.statistics.prose.tokens import Token


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


_PREPOSITIONS = frozenset(
    "de d des du en a au aux chez pour par dans avec sur parmi entre hors depuis contre via vers sous selon "
    "venant provenant emanant issu issue issus issues venu venue venus venues dont et ou mais".split()
)
_DETERMINERS = frozenset(
    "la le les l un une des ces cette ce cet nos notre leur leurs ses sa son plusieurs certains certaines "
    "quelques chaque meme memes elles eux elle lui".split()
)
_PRONOUNS = frozenset("elles eux celles ceux elle lui".split())
_AUXILIARIES = frozenset(
    "ont sont etaient avaient furent a est etait fut avait avons etions avions fumes n ne nous se s y qui que ete".split()
)
_FILLERS = frozenset("seulement uniquement exclusivement autres encore ensuite egalement aussi toutes tous".split())
_ADJECTIVES = frozenset(
    "autre autres nouvelle nouvelles nouveau nouveaux seule seules seul seuls petite petites petit petits grande "
    "grandes grand grands premiere premieres premier premiers derniere dernieres dernier derniers longue longues "
    "courte courtes meme memes vraie vraies simple simples breve breves seconde bonne bonnes belle belles".split()
)
_RELATIVE = (
    ("derniere", "annee"), ("dernier", "an"), ("dernier", "mois"), ("cette", "annee"), ("ce", "moi"), ("ce", "mois"),
    ("cette", "semaine"), ("an", "dernier"), ("annee", "derniere"), ("annee", "passee"), ("an", "passe"),
    ("annee", "precedente"), ("premiere", "annee"), ("recemment",), ("hier",), ("aujourd",),
)  # fmt: skip


class Sentence:
    """One sentence, with its mentions and its counts."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.tokens = tokens_of(text)
        self._lexicon = lexicon
        self.question = text.rstrip(" »\"”)").endswith("?")

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Return what is named, without requests to and from others."""
        return tuple(
            mention
            for mention in self._lexicon.mentions(self.tokens)
            if mention.meaning.role not in (Role.ACTIVITY, Role.VAGUE) or not self._is_foreign(mention)
        )

    @cached_property
    def counts(self) -> tuple[Quantity, ...]:
        """Return what counts."""
        return quantities(self.tokens)

    def of(self, *roles: Role) -> tuple[Mention, ...]:
        """Return the mentions of some roles."""
        return tuple(mention for mention in self.mentions if mention.meaning.role in roles)

    @cached_property
    def categories(self) -> tuple[Mention, ...]:
        """Return the categories that are named."""
        return self.of(Role.CATEGORY)

    @cached_property
    def is_about_us(self) -> bool:
        """Tell whether we are in it."""
        return bool(self.of(Role.US))

    @cached_property
    def contact(self) -> int:
        """Return where a verb says that somebody turned to us; -1 where none does."""
        return -1 if self.we_act else self._verb(self._lexicon.verbs)

    @cached_property
    def vague_contact(self) -> int:
        """Return where a verb says what may be the answer to a request (“reçu”); -1 where none does."""
        vague = self._verb(self._lexicon.vague_verbs)
        return self._verb(self._lexicon.verbs) if vague < 0 and self.we_act else vague

    def _verb(self, forms: frozenset[str]) -> int:
        if forms is self._lexicon.verbs and self.is_about_us and (phrases := self.of(Role.VERB)):
            return phrases[0].start
        covered = {place for mention in self.mentions for place in range(mention.start, mention.end)}
        found = (
            place
            for place, token in enumerate(self.tokens)
            if token.kind is Kind.WORD and token.folded in forms and place not in covered
        )
        return next(found, -1) if self.is_about_us else -1

    @cached_property
    def we_act(self) -> bool:
        """Tell whether we are the ones who do something: “nous avons écrit”, but not “nous avons été appelés”."""
        words = [token.folded for token in self.tokens]
        for mention in self.of(Role.US):
            after = [word for word in words[mention.end : mention.end + 4] if word not in ("'", "n", "ne", "y", "en")]
            if after and after[0] in (("avons", "avions", "aurons") if words[mention.start] == "nous" else ("a", "avait", "aura")):
                return "ete" not in after
        return False

    @cached_property
    def speaks_of_requests(self) -> bool:
        """Tell whether a request is named, or somebody turned to us."""
        return self.contact >= 0 or any(not self.is_compound(mention) for mention in self.of(Role.ACTIVITY))

    def is_compound(self, mention: Mention) -> bool:
        """Tell whether another noun makes something else of it: “une demande de logement”."""
        place = mention.end
        if place >= len(self.tokens) or self.tokens[place].folded not in ("de", "d"):
            return False
        place += 1
        while place < len(self.tokens) and self.tokens[place].raw == "'":
            place += 1
        if place >= len(self.tokens) or self.tokens[place].kind is not Kind.WORD:
            return False
        named = any(other.start == place for other in self.mentions)
        counted = any(count.start == place for count in self.counts)
        return not (named or counted or self.tokens[place].folded in _DETERMINERS)

    @cached_property
    def happened(self) -> bool:
        """Tell whether it tells of what happened: a past tense, or a time."""
        return self.is_past or self.has_relative_time or any(token.kind is Kind.PART for token in self.tokens)

    @cached_property
    def is_past(self) -> bool:
        """Tell whether it has a past tense, or names years."""
        if any(token.kind is Kind.PERIOD for token in self.tokens):
            return True
        return any(self._is_past(place) for place in range(len(self.tokens)))

    @cached_property
    def is_supposed(self) -> bool:
        """Tell whether it only supposes: “si un tableau disait…, on pourrait…”."""
        words = [token.folded for token in self.tokens]
        if "si" not in words:
            return False
        after = words.index("si") + 1
        finite = next((n for n in range(after, len(words)) if self._is_past(n)), -1)
        return finite > 0 and words[finite].endswith(("ait", "aient")) and any(map(_is_conditional, words))

    @cached_property
    def may_be(self) -> bool:
        """Tell whether it says what can or must be, not what was."""
        return any(
            _is_conditional(token.folded)
            or token.folded in _MODAL_FORMS
            or token.folded.endswith(("era", "eront", "aura", "auront", "endra", "endront", "oira", "ira", "iront"))
            for token in self.tokens
            if token.kind is Kind.WORD
        )

    @cached_property
    def has_relative_time(self) -> bool:
        """Tell whether it names a time that depends on today."""
        stems = [token.stem for token in self.tokens]
        return any(
            tuple(stems[place : place + len(words)]) == words
            for words in _RELATIVE
            for place in range(len(stems))
        )

    def time(self, start: int = 0, end: int | None = None) -> tuple[Period | None, bool]:
        """Return the years that some tokens name, and whether they name another time than whole years."""
        tokens = self.tokens[start:end]
        years = [token.period for token in tokens if token.period]
        whole = Period(min(p.first for p in years), max(p.last for p in years)) if years else None
        other = self.has_relative_time or any(token.kind is Kind.PART for token in tokens)
        return whole, other

    def segment(self, count: Quantity) -> tuple[int, int]:
        """Return the part of the sentence that belongs to one count: up to the counts before and after it."""
        firm = [each for each in self.counts if each.sort is not Sort.ARTICLE or each == count]
        place = firm.index(count)
        start = 0 if place == 0 else self._boundary(firm[place - 1].end, count.start)
        last = place == len(firm) - 1
        end = len(self.tokens) if last else self._boundary(count.end, firm[place + 1].start)
        return start, end

    def _boundary(self, start: int, end: int) -> int:
        """Return where the words of one count end and those of the next begin."""
        between = [(n, self.tokens[n].folded) for n in range(start, end)]
        strong = [n for n, word in between if word == ";"]
        marks = [n for n, word in between if word in (",", ":", "et", "dont", "puis", "mais", "contre", "(", "–", "—")]
        if between and between[-1][1] in (":", "="):  # « CPAS : 8, police : 2 »
            marks.reverse()
        return next(iter((*strong, *reversed(marks))), start)

    def head(self, count: Quantity) -> tuple[Head, Mention | None, int]:
        """Return what is counted, the words that name it, and where they end."""
        place = count.end
        while place < len(self.tokens) and self.tokens[place].folded in _FILLERS:
            place += 1
        if place >= len(self.tokens):
            return Head.LEFT_OUT, None, place
        first = self.tokens[place]
        if first.folded in ("fois", "reprise", "reprises"):
            return Head.TIMES, None, place + 1
        if first.folded in ("de", "d", "des", "du", "parmi", "entre", "les", "nos", "la", "le", "l", "leurs", "ces"):
            return self._after_a_preposition(place)
        if first.kind in (Kind.MARK, Kind.PERIOD, Kind.PART, Kind.SET_ASIDE) and first.folded not in ("«", '"', "“", "*"):
            return Head.LEFT_OUT, None, place
        named = self._named(place, 4)
        if named and named.meaning.role is not Role.US:
            vague = named.meaning.role is Role.ACTIVITY and self.is_compound(named)
            return (Head.VAGUE if vague else _HEADS[named.meaning.role]), named, named.end
        if first.folded in _PREPOSITIONS or first.folded in _AUXILIARIES or self._is_verb(place, count):
            return Head.LEFT_OUT, None, place
        if self._lexicon.verbs and first.folded in self._lexicon.verbs and first.folded.endswith("s"):
            return Head.LEFT_OUT, None, place
        return Head.OTHER, None, place + 1

    def _after_a_preposition(self, place: int) -> tuple[Head, Mention | None, int]:
        """Return what “trois de ces…”, “la moitié des…”, “toutes les…” count."""
        end = place
        while end < len(self.tokens) and (
            self.tokens[end].folded in _DETERMINERS | {"de", "d", "des", "du", "parmi", "entre"} or self.tokens[end].raw == "'"
        ):
            if self.tokens[end].folded in _PRONOUNS:
                return Head.LEFT_OUT, None, end + 1
            end += 1
        while end < len(self.tokens) and (self.tokens[end].kind is Kind.NUMBER or self.tokens[end].folded in _ADJECTIVES):
            end += 1
        named = self._named(end, 2)
        if named is None:
            return (Head.OTHER if end < len(self.tokens) else Head.LEFT_OUT), None, end + 1
        if named.meaning.role is Role.CATEGORY and self.tokens[place].folded in ("de", "d", "du"):
            return Head.LEFT_OUT, None, place
        head = _HEADS.get(named.meaning.role, Head.OTHER)
        return head, named, named.end

    def _named(self, place: int, reach: int) -> Mention | None:
        """Return the first thing named from `place` on, past adjectives at most."""
        stop = place
        while stop < len(self.tokens) and stop < place + reach:
            token = self.tokens[stop]
            named = next((mention for mention in self.mentions if mention.start == stop), None)
            if named:
                return named
            if token.kind is not Kind.WORD and token.raw not in ("«", '"', "“", "*", "'", "-"):
                return None
            if token.kind is Kind.WORD and (
                token.folded in _PREPOSITIONS or token.folded in _AUXILIARIES or self._is_past(stop)
            ):
                return None
            stop += 1
        return None

    def _is_verb(self, place: int, count: Quantity) -> bool:
        """Tell whether a verb stands after the number, and so no noun: “trois venaient”, “deux portent”."""
        word = self.tokens[place].folded
        if word.endswith(("aient", "erent", "irent", "urent", "inrent")):
            return True
        if count.value > 1 or count.sort in (Sort.SHARE, Sort.ALL, Sort.MOST):
            return word.endswith("ent") or self._is_past(place)
        return self._is_past(place)

    def _is_past(self, place: int) -> bool:
        token = self.tokens[place]
        if token.kind is not Kind.WORD:
            return False
        word = token.folded
        if word.endswith(("ait", "aient")) and len(word) > 4 and not _is_conditional(word) and word not in _NOT_PAST:
            return True
        if token.raw not in _HAVE_BEEN:
            return False
        near = self.tokens[place + 1 : place + 5]
        return any(is_participle(other.raw) for other in near if other.kind is Kind.WORD)

    def _is_foreign(self, mention: Mention) -> bool:
        """Tell whether a request or an opinion is somebody else's: “un avis du Conseil d’État”."""
        place = mention.end
        tokens = self.tokens
        while place < len(tokens) and (tokens[place].folded in ("de", "d", "du", "des", "la", "le", "l") or tokens[place].raw == "'"):
            place += 1
        if place == mention.end or place >= len(tokens) or not tokens[place].capital:
            return False
        named = [each for each in self._lexicon.mentions(tokens) if each.start <= place < each.end]
        return not named


_NOT_PAST = frozenset({"parfait", "souhait", "portrait", "retrait", "extrait", "attrait", "trait", "lait", "fait", "bienfait"})
_HAVE_BEEN = frozenset(
    "a ont avons avait avaient est sont était étaient fut furent avions étions été ai aura".split()
)
_MODAL_FORMS = frozenset("peut peuvent doit doivent faut pouvez devez pourra pourront devra devront puisse".split())
_HEADS = {
    Role.ACTIVITY: Head.ACTIVITY,
    Role.VAGUE: Head.VAGUE,
    Role.CATEGORY: Head.CATEGORY,
    Role.ASKER: Head.ASKER,
    Role.US: Head.OTHER,
    Role.VERB: Head.LEFT_OUT,
}


def _is_conditional(word: str) -> bool:
    return word.endswith(("rait", "raient", "rions")) and word not in ("ouvrait", "ouvraient", "offrait", "entrait")


def is_participle(raw: str) -> bool:
    """Tell whether a word has the form of a past participle."""
    word = raw.rstrip("s")
    return word == "eu" or len(word) > 2 and word.removesuffix("e").endswith(("é", "i", "u", "it", "is", "ert", "int")) and word not in ("qui", "lui", "aussi", "oui", "ni")
