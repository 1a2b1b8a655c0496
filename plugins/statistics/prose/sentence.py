"""A sentence taken apart: who is named, what counts, when it was, and whether it tells of what happened."""

from __future__ import annotations

from functools import cached_property
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from plugins.statistics.prose import grammar
from plugins.statistics.prose.lexicon import LexiconMatch, Meaning, Role
from plugins.statistics.prose.quantities import Quantity, Sort, quantities
from plugins.statistics.prose.tokens import NAMES_OF_TIMES, PART, PERIOD, WORD, tokens_of
from plugins.statistics.records.classification import Period

if TYPE_CHECKING:
    from plugins.statistics.prose.lexicon import Lexicon


class Sentence:
    """One sentence, with its mentions and its counts."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.tokens = tokens_of(text)
        self.words = tuple([token.folded for token in self.tokens])
        """Each token without accents."""
        self.lexicon = lexicon
        self.question = text.rstrip(' »"”)').endswith("?")

    # --- who and what

    @cached_property
    def mentions(self) -> tuple[LexiconMatch, ...]:
        """Return what is named, without requests to others and from others."""
        every = self.lexicon.mentions(self.tokens)
        return tuple(mention for mention in every if not self._is_foreign(mention, every))

    @cached_property
    def counts(self) -> tuple[Quantity, ...]:
        """Return what counts."""
        return quantities(self.tokens)

    def of(self, *roles: Role) -> tuple[LexiconMatch, ...]:
        """Return the mentions of some roles."""
        return tuple(mention for mention in self.mentions if mention.meaning.role in roles)

    @cached_property
    def categories(self) -> tuple[LexiconMatch, ...]:
        """Return the categories that are named; else what requests are about, in any words."""
        return self.of(Role.CATEGORY) or self._topics

    @cached_property
    def _topics(self) -> tuple[LexiconMatch, ...]:
        """Return what no vocabulary has: “deux demandes portaient sur…”, “trois services de…”."""
        spans = [range(mention.start, mention.end) for mention in self.mentions]
        spans += [range(count.start, count.end) for count in self.counts]
        taken = {*chain(*spans)}
        places = map(self.tied_to, self.of(Role.ACTIVITY, Role.VAGUE, Role.ASKER))
        free = (place for place in places if 0 <= place < len(self.words) and place not in taken)
        return tuple(
            LexiconMatch(place, place + 1, Meaning(Role.CATEGORY))
            for place in free
            if self.tokens[place].kind is WORD and len(self.words[place]) > 3
        )

    def tied_to(self, mention: LexiconMatch) -> int:
        """Return where the noun is that a preposition or verb ties to a request or to who asks, or -1."""
        asker = mention.meaning.role is Role.ASKER
        for place in range(mention.end, min(mention.end + 5, len(self.words))):
            at_once = place == mention.end and self.words[place] in ("de", "d", "du", "pour", "en", "dans")
            noun = place + 1
            while noun < len(self.words) and self.words[noun] in grammar.BETWEEN | grammar.DETERMINERS:
                noun += 1
            named = at_once and (asker or (noun < len(self.words) and self.tokens[noun].capital))
            if named or (not asker and self.words[place].startswith(grammar.LINKS)):
                return noun
        return -1

    def _is_foreign(self, mention: LexiconMatch, every: tuple[LexiconMatch, ...]) -> bool:
        """Tell whether a request or an opinion is somebody else's: “un avis du Conseil d’État”."""
        if mention.meaning.role not in (Role.ACTIVITY, Role.VAGUE):
            return False
        if self.words[mention.start].startswith(("demand", "sollicit", "interpell", "saisin")):
            return False
        place = mention.end
        while place < len(self.words) and self.words[place] in ("de", "d", "du", "des", "la", "le", "l"):
            place += 1
        if place == mention.end or place >= len(self.words) or not self.tokens[place].capital:
            return False
        return not any(other.start <= place < other.end for other in every)

    def is_compound(self, mention: LexiconMatch) -> bool:
        """Tell whether another noun makes something else of it: “demande de logement”, “appel à témoins”."""
        place = mention.end + 1
        if place >= len(self.words) or self.tokens[mention.end].raw not in ("de", "d", "à", "aux"):
            return False
        no_nouns = grammar.DETERMINERS | NAMES_OF_TIMES | {"plus", "moins"}
        if self.tokens[place].kind is not WORD or self.words[place] in no_nouns:
            return False
        named = any(mention.start == place for mention in self.of(Role.CATEGORY, Role.ASKER, Role.US))
        return not named and not any(count.start == place for count in self.counts)

    # --- who turned to whom

    @cached_property
    def is_about_us(self) -> bool:
        """Tell whether we are in it."""
        return bool(self.of(Role.US)) or " il a ete " in f" {' '.join(self.words)} "

    @cached_property
    def we_act(self) -> bool:
        """Tell whether we are the ones who act: “nous avons écrit”, but not “nous avons été appelés”."""
        for mention in self.of(Role.US):
            near = (token.raw for token in self.tokens[mention.end : mention.end + 4])
            after = [word for word in near if word not in ("n", "ne", "y", "en")]
            first_person = self.words[mention.start] == "nous"
            if after and after[0] in (("avons", "avions") if first_person else ("a", "avait")):
                return "été" not in after
        return False

    @cached_property
    def asks(self) -> bool:
        """Tell whether somebody asks something of somebody."""
        return not self.lexicon.verbs.isdisjoint(self.words)

    @cached_property
    def tells(self) -> bool:
        """Tell whether requests, what may be one, we, or somebody who asks something are spoken of."""
        if self.lexicon.telling.isdisjoint([token.stem for token in self.tokens]) and "ete" not in self.words:
            return self.asks  # most sentences: nothing that is named can be a request or us
        return self.asks or self.is_about_us or bool(self.of(Role.ACTIVITY, Role.VAGUE))

    @cached_property
    def contact(self) -> int:
        """Return where a verb says that somebody turned to us; -1 where none does."""
        if self.we_act or not self.is_about_us:
            return -1
        taken = {place for mention in self.mentions for place in range(mention.start, mention.end)}
        phrases = (mention.start for mention in self.of(Role.VERB))
        verbs = (
            place
            for place, word in enumerate(self.words)
            if word in self.lexicon.verbs and place not in taken
        )
        return next(chain(phrases, verbs), -1)

    @cached_property
    def wants_something_else(self) -> bool:
        """Tell whether they asked us for what is no advice: “nous ont demandé une formation”."""
        place = self.contact + 2
        if self.contact < 0 or not self.words[self.contact].startswith("demand") or place >= len(self.words):
            return False
        advice = any(mention.start <= place < mention.end for mention in self.of(Role.ACTIVITY, Role.VAGUE))
        return self.words[place - 1] in ("un", "une", "des", "la", "le") and not advice

    @cached_property
    def may_be_contact(self) -> bool:
        """Tell whether something happened between us and others that may be a request or its answer."""
        guests = " nous avons ete " in f" {' '.join(self.words)} "
        harmless = not self.lexicon.harmless_verbs.isdisjoint(self.words)
        had = {"a", "ont", "avons", "avait", "avaient", "avions"}
        acts = [
            place for place, token in enumerate(self.tokens) if token.raw in had and self.is_past_at(place)
        ]
        # « nous avons consulté deux avocats »
        wrote = self.we_act and any(self.lexicon.verbs.intersection(self.words[at : at + 3]) for at in acts)
        return self.is_about_us and bool(acts) and not (guests or wrote or harmless)

    @cached_property
    def speaks_of_requests(self) -> bool:
        """Tell whether a request is named, or somebody turned to us."""
        return self.contact >= 0 or any(not self.is_compound(mention) for mention in self.of(Role.ACTIVITY))

    # --- when

    def is_past_at(self, place: int) -> bool:
        """Tell whether a verb in the past begins there."""
        return place in self._past_places

    @cached_property
    def _past_places(self) -> frozenset[int]:
        return frozenset(place for place in range(len(self.tokens)) if self._begins_past(place))

    def _begins_past(self, place: int) -> bool:
        if self.tokens[place].kind is not WORD:
            return False
        if grammar.is_auxiliary(self.tokens[place].raw):
            near = (token.raw for token in self.tokens[place + 1 : place + 5] if token.kind is WORD)
            if any(map(grammar.is_participle, near)):
                return True
        return grammar.is_imperfect(self.words[place])

    @cached_property
    def is_past(self) -> bool:
        """Tell whether it has a past tense, or names years."""
        years = any(token.kind is PERIOD for token in self.tokens)
        return years or bool(self._past_places)

    @cached_property
    def happened(self) -> bool:
        """Tell whether it tells of what happened: a past tense, or any time."""
        return self.is_past or self.time()[1]

    @cached_property
    def may_be(self) -> bool:
        """Tell whether it says what can or will be, and nothing of what was."""
        return any(map(grammar.is_modal, self.words))

    @cached_property
    def is_supposed(self) -> bool:
        """Tell whether it only supposes: “si un tableau disait…, on pourrait…”."""
        if "si" not in self.words:
            return False
        after = range(self.words.index("si") + 1, len(self.words))
        first = next((self.words[place] for place in after if self.is_past_at(place)), "")
        return grammar.is_imperfect(first) and any(map(grammar.is_conditional, self.words))

    def time(self, start: int = 0, end: int | None = None) -> tuple[Period | None, bool]:
        """Return the years that some tokens name, and whether they name a time that is no whole years."""
        tokens = self.tokens[start:end]
        years = [token.period for token in tokens if token.period]
        whole = Period(min(p.first for p in years), max(p.last for p in years)) if years else None
        stems = [token.stem for token in tokens]
        relative = any(grammar.names_a_relative_time(one, other) for one, other in pairwise(stems))
        return whole, relative or any(token.kind is PART for token in tokens)

    def segment(self, count: Quantity) -> tuple[int, int]:
        """Return the part of the sentence that belongs to one count: between those before and after it."""
        firm = [each for each in self.counts if each.sort is not Sort.ARTICLE or each == count]
        place = firm.index(count)
        start = self._boundary(firm[place - 1].end, count.start) if place else 0
        last = place == len(firm) - 1
        return start, len(self.tokens) if last else self._boundary(count.end, firm[place + 1].start)

    def _boundary(self, start: int, end: int) -> int:
        """Return where the words of one count end and those of the next begin."""
        between = range(start, end)
        strong = [place for place in between if self.words[place] == ";"]
        parting = (",", ":", "et", "dont", "puis", "mais", "contre", "(", "–", "—")
        marks = [place for place in between if self.words[place] in parting]
        if between and self.words[end - 1] in (":", "="):  # « CPAS : 8, police : 2 »
            marks.reverse()
        return next(iter((*strong, *reversed(marks))), start)
