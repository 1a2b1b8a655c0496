"""The forms of French words by which a sentence is taken apart; words come without accents unless “raw”."""

from __future__ import annotations

PREPOSITIONS = frozenset(
    "de d des du en a au aux chez pour par dans avec sur parmi entre hors depuis contre via vers sous selon "
    "venant provenant emanant issu issue issus issues venu venue venus venues dont et ou mais".split()
)
BEFORE_A_COMPLEMENT = frozenset("de d des du a au aux par pour chez dans en sur avec via".split())
ORIGIN = frozenset("de d du des par".split())
DETERMINERS = frozenset(
    "la le les l un une des ces cette ce cet nos notre leur leurs ses sa son plusieurs certains certaines "
    "quelques chaque meme memes elles eux elle lui".split()
)
PRONOUNS = frozenset("elles eux celles ceux elle lui".split())
NOT_OTHERS = frozenset("ete il ils elle elles ceux celles on y : annee mois semaine periode".split())
"""Without one of these before it or in it, a verb may say what others did."""
GIVEN = frozenset("rendu remis publie emis recu traite depose prononce adopte enregistre".split())
"""What others do with opinions, calls and requests that are theirs."""
ARTICLES = frozenset("la le l les un une cette ce".split())
AUXILIARIES = frozenset(
    "ont sont etaient avaient furent a est etait fut avait avons etions avions fumes n ne nous se s y qui "
    "que ete".split()
)
FILLERS = frozenset(
    "seulement uniquement exclusivement autres encore ensuite egalement aussi toutes tous environ peu "
    "pres exactement".split()
)
ADJECTIVES = frozenset(
    "autre autres nouvelle nouvelles nouveau nouveaux seule seules seul seuls petite petites petit "
    "petits  grande grandes grand grands premiere premieres premier premiers derniere dernieres dernier "
    "derniers".split()
)
BETWEEN = frozenset(
    "a au aux en sur pour par chez dans plusieurs nos notre son secteur theme domaine milieu monde region "
    "part cote de d du des la le l les un une cette ce".split()
)
"""What may stand between a verb or a noun and the category that it is about."""
OF_PARTS = frozenset("de d des du parmi entre les nos la le l leurs ces".split())
"""What follows a count that is part of something: “trois des demandes”, “toutes les demandes”."""
COUNTING = frozenset(
    "nombre total n nb effectif quantite combien chiffre part pourcentage valeur annee".split()
)
"""Stems of headers that say of numbers only that they are numbers."""

_MODALS = frozenset(
    "peut peuvent doit doivent faut pouvez devez pourra pourront devra devront puisse".split()
)
_FUTURES = ("era", "eront", "aura", "auront", "endra", "endront", "oira", "ira", "iront")
_PAST_IN_R = frozenset("ouvrait ouvraient offrait entrait".split())
_NO_VERBS = frozenset("parfait souhait portrait retrait extrait attrait trait lait fait bienfait".split())
_HAVE_OR_BE = frozenset(
    "a ont avons avait avaient est sont était étaient fut furent avions étions été ai".split()
)
_NO_PARTICIPLES = frozenset("qui lui aussi oui ni midi samedi lundi mardi jeudi vendredi".split())
_RELATIVE_TIMES = frozenset(
    {
        ("derniere", "annee"), ("dernier", "an"), ("dernier", "ans"), ("dernier", "moi"), ("cette", "annee"),
        ("ce", "moi"), ("cette", "semaine"), ("an", "dernier"), ("annee", "derniere"), ("annee", "passee"),
        ("an", "passe"), ("annee", "precedente"), ("premiere", "annee"),
    }
)  # fmt: skip
"""Stems of two words that name a time by today's."""

LINKS = tuple(
    "sur propos sujet concern port relev relativ touch eman vien ven proven provien traitai".split()
)
"""How the words begin that tie a request to what it is about or to whom it comes from."""


def is_conditional(word: str) -> bool:
    """Tell whether a verb says what would be."""
    return word.endswith(("rait", "raient", "rions")) and word not in _PAST_IN_R


def is_modal(word: str) -> bool:
    """Tell whether a verb says what can, must, would or will be."""
    return is_conditional(word) or word in _MODALS or word.endswith(_FUTURES)


def is_imperfect(word: str) -> bool:
    """Tell whether a word has the form of an imparfait."""
    past = word.endswith(("ait", "aient")) and len(word) > 4
    return past and not is_conditional(word) and word not in _NO_VERBS


def is_auxiliary(raw: str) -> bool:
    """Tell whether a participle may follow: “a”, but not “à”."""
    return raw in _HAVE_OR_BE


def is_participle(raw: str) -> bool:
    """Tell whether a word has the form of a past participle."""
    word = raw.rstrip("s")
    if word == "eu":
        return True
    endings = ("é", "i", "u", "it", "is", "ert", "int")
    if word.endswith(("alité", "ilité", "arité", "ivité", "iété", "que")):
        return False
    return len(word) > 2 and word not in _NO_PARTICIPLES and word.removesuffix("e").endswith(endings)


def is_plural_verb(word: str) -> bool:
    """Tell whether a word right after a number above one is a verb, as nouns take an s."""
    return word.endswith("ent")


def names_a_relative_time(first: str, second: str) -> bool:
    """Tell whether two stems name a time by today's."""
    return (first, second) in _RELATIVE_TIMES
