"""Arranges those who agreed to be named: by letter, on pages that stay light.

Organisations stand on the Manifeste's own page while they are few enough.
People have pages of their own, which search engines are asked to leave out.
Pages of letters are fixed, so that a name that comes or goes moves no address.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.manifesto.signatories import SignatoryKind, folded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plugins.manifesto.signatories import Signatory

FOLDER = "manifeste/signataires/"
"""Where the pages of names are, from the site's root."""
LETTERS_FROM = 40
"""Names from which a list is cut by letter."""
ORGANISATIONS_BESIDE_TEXT = 120
"""Organisations that the Manifeste's own page carries without growing heavy."""
PEOPLE_ON_ONE_PAGE = 200
OTHERS = "autres"
"""The group of names that begin with no letter from a to z."""

LETTER_PAGES = ("ab", "cd", "eg", "hk", "lm", "nr", "su", "vz")
"""First and last letter of each page, when people are too many for one; the last has the others too."""


@dataclass(frozen=True)
class Group:
    """The names under one letter; the letter is empty for a short list, which has a single group."""

    letter: str
    """`a`…`z`, `autres` or empty: what anchors are made of."""
    members: tuple[Signatory, ...]

    @property
    def label(self) -> str:
        """The letter as a heading."""
        return "Autres" if self.letter == OTHERS else self.letter.upper()


@dataclass(frozen=True)
class Shortcut:
    """A letter of the list, and the way to it."""

    label: str
    address: str
    """A fragment of the same page, or an address from the site's root."""
    count: int


@dataclass(frozen=True)
class NamesPage:
    """One written page of names; without groups it only leads to the others."""

    address: str
    """From the site's root, without its first slash."""
    title: str
    kind: SignatoryKind
    groups: tuple[Group, ...]
    shortcuts: tuple[Shortcut, ...]
    """Every letter of the whole list."""
    others: tuple[str, ...] = ()
    """Addresses of the list's other pages that hold names."""

    @property
    def count(self) -> int:
        """How many names it shows."""
        return sum(len(group.members) for group in self.groups)


@dataclass(frozen=True)
class Roll:
    """All those who agreed to be named, ready for the templates."""

    organisations: int = 0
    people: int = 0
    beside_text: tuple[Group, ...] = ()
    """The organisations that the Manifeste's own page shows."""
    shortcuts: tuple[Shortcut, ...] = ()
    """Their letters."""
    pages: tuple[NamesPage, ...] = ()

    def entrance(self, kind: str) -> NamesPage | None:
        """Return the page by which one enters a list that has pages of its own."""
        return next((page for page in self.pages if page.kind == kind), None)


def group_names(signatories: Iterable[Signatory]) -> Roll:
    """Sort, group and cut into pages."""
    everyone = sorted(signatories, key=_order)
    organisations = [one for one in everyone if one.kind is SignatoryKind.ORGANISATION]
    people = [one for one in everyone if one.kind is SignatoryKind.PERSON]
    beside = len(organisations) <= ORGANISATIONS_BESIDE_TEXT
    groups = by_letter(organisations)
    pages = () if beside else (_only_page(f"{FOLDER}organisations/", _ORGANISATIONS, groups),)
    return Roll(
        len(organisations),
        len(people),
        groups if beside else (),
        tuple(_shortcut(group, SignatoryKind.ORGANISATION) for group in groups if group.letter),
        (*pages, *_people(people)),
    )


def by_letter(ordered: list[Signatory]) -> tuple[Group, ...]:
    """Cut a sorted list by first letter; a short one stays whole."""
    if len(ordered) < LETTERS_FROM:
        return (Group("", tuple(ordered)),) if ordered else ()
    groups: dict[str, list[Signatory]] = {}
    for one in ordered:
        groups.setdefault(initial(one), []).append(one)
    return tuple(Group(letter, tuple(members)) for letter, members in groups.items())


def initial(signatory: Signatory) -> str:
    """Return the letter under which a name stands."""
    first = folded(signatory.name)[:1]
    return first if "a" <= first <= "z" else OTHERS


def _order(signatory: Signatory) -> tuple[bool, str, str, str, str]:
    """Sort as a French dictionary does, names without a letter last; never by the file's order."""
    name = folded(signatory.name)
    return (
        initial(signatory) == OTHERS,
        name,
        folded(signatory.first_name),
        folded(signatory.town),
        repr(signatory),
    )


_ORGANISATIONS = "Les organisations signataires du Manifeste"
_PEOPLE = "Les personnes signataires du Manifeste"


def _people(people: list[Signatory]) -> tuple[NamesPage, ...]:
    groups = by_letter(people)
    if not groups:
        return ()
    if len(people) <= PEOPLE_ON_ONE_PAGE:
        return (_only_page(FOLDER, _PEOPLE, groups),)
    cut = {
        letters: own
        for letters in LETTER_PAGES
        if (own := tuple(group for group in groups if _page_of(group.letter) == letters))
    }
    addresses = {letters: f"{FOLDER}{letters[0]}-{letters[-1]}/" for letters in cut}
    shortcuts = tuple(
        _shortcut(group, SignatoryKind.PERSON, f"/{addresses[_page_of(group.letter)]}") for group in groups
    )

    def page(address: str, title: str, own: tuple[Group, ...]) -> NamesPage:
        others = tuple(f"/{other}" for other in addresses.values() if other != address)
        return NamesPage(address, title, SignatoryKind.PERSON, own, shortcuts, others)

    return (
        page(FOLDER, _PEOPLE, ()),
        *(
            page(addresses[letters], f"{_PEOPLE}, de {letters[0].upper()} à {letters[-1].upper()}", own)
            for letters, own in cut.items()
        ),
    )


def _page_of(letter: str) -> str:
    if letter == OTHERS:
        return LETTER_PAGES[-1]
    return next(letters for letters in LETTER_PAGES if letters[0] <= letter <= letters[-1])


def _only_page(address: str, title: str, groups: tuple[Group, ...]) -> NamesPage:
    kind = groups[0].members[0].kind
    return NamesPage(
        address, title, kind, groups, tuple(_shortcut(group, kind) for group in groups if group.letter)
    )


def _shortcut(group: Group, kind: SignatoryKind, page: str = "") -> Shortcut:
    return Shortcut(group.label, f"{page}#{kind}-{group.letter}", len(group.members))
