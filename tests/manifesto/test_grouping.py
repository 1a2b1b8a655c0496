"""The list of names: ordered as a reader expects, complete, and cut into pages that stay light."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.manifesto.grouping import (
    LETTERS_FROM,
    ORGANISATIONS_BESIDE_TEXT,
    PEOPLE_ON_ONE_PAGE,
    Roll,
    group_names,
    initial,
)
from plugins.manifesto.signatories import Signatory, SignatoryKind

if TYPE_CHECKING:
    from collections.abc import Iterable


def person(name: str, first_name: str = "Zoé") -> Signatory:
    return Signatory(SignatoryKind.PERSON, name, first_name)


def people(count: int) -> list[Signatory]:
    """Return invented people under every letter."""
    return [person(f"{chr(97 + number % 26)}orglute", f"Zoé {number}") for number in range(count)]


def organisations(count: int) -> list[Signatory]:
    return [Signatory(SignatoryKind.ORGANISATION, f"{chr(97 + n % 26)} collectif {n}") for n in range(count)]


def shown(roll: Roll) -> list[Signatory]:
    """Return everybody whom the site shows."""
    groups = [*roll.beside_text, *(group for page in roll.pages for group in page.groups)]
    return [one for group in groups for one in group.members]


def test_nobody_makes_no_page() -> None:
    assert group_names(()) == Roll()


def test_names_stand_in_the_order_of_a_french_dictionary() -> None:
    names = ["Zed", "élan", "Éclair", "de Wit", "Demi", "Œuvre", "Oeil", "3 Clefs", "Łuk", "Иванов"]
    (page,) = group_names([person(name) for name in names]).pages
    assert [one.name for one in page.groups[0].members] == [
        *("de Wit", "Demi", "Éclair", "élan", "Łuk", "Oeil", "Œuvre", "Zed", "3 Clefs", "Иванов")
    ]


def test_a_short_list_is_not_cut_and_a_longer_one_is_by_letter() -> None:
    (short,) = group_names(people(LETTERS_FROM - 1)).pages
    assert (len(short.groups), short.shortcuts) == (1, ())
    (longer,) = group_names(people(LETTERS_FROM)).pages
    assert [group.label for group in longer.groups] == [shortcut.label for shortcut in longer.shortcuts]
    assert longer.shortcuts[0].address == "#personne-a"
    assert longer.address == "manifeste/signataires/"


def test_people_have_pages_of_their_own_and_organisations_stand_beside_the_text_while_they_are_few() -> None:
    roll = group_names([*people(3), *organisations(ORGANISATIONS_BESIDE_TEXT)])
    assert {one.kind for group in roll.beside_text for one in group.members} == {SignatoryKind.ORGANISATION}
    assert [page.kind for page in roll.pages] == [SignatoryKind.PERSON]
    assert (roll.organisations, roll.people) == (ORGANISATIONS_BESIDE_TEXT, 3)
    more = group_names(organisations(ORGANISATIONS_BESIDE_TEXT + 1))
    assert more.beside_text == ()
    assert more.entrance("organisation") == more.pages[0]
    assert more.entrance("personne") is None


def test_many_people_are_cut_into_fixed_pages_that_know_each_other() -> None:
    roll = group_names([*people(PEOPLE_ON_ONE_PAGE + 1), person("3 Clefs")])
    entrance, *pages = roll.pages
    assert (entrance.address, entrance.groups) == ("manifeste/signataires/", ())
    assert [page.address.split("/")[2] for page in pages] == ["a-b", "c-d", "e-g", "h-k", "l-m", "n-r", "s-u", "v-z"]  # fmt: skip
    assert pages[-1].groups[-1].label == "Autres"
    assert len(entrance.others) == 8
    for page in pages:
        assert page.shortcuts == entrance.shortcuts
        assert set(page.others) == {f"/{other.address}" for other in pages if other is not page}
    for shortcut in entrance.shortcuts:
        address, _, anchor = shortcut.address.partition("#")
        (page,) = (page for page in pages if f"/{page.address}" == address)
        (group,) = (group for group in page.groups if f"personne-{group.letter}" == anchor)
        assert shortcut.count == len(group.members)


def test_a_page_keeps_its_address_when_a_name_comes_or_goes() -> None:
    before = group_names(people(1160))
    after = group_names([*people(1160), person("Aaa"), person("Mmm")])
    assert [page.address for page in before.pages] == [page.address for page in after.pages]


NAMES = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=8)


@given(
    names=st.lists(NAMES, max_size=40),
    extra=st.sampled_from([0, LETTERS_FROM, PEOPLE_ON_ONE_PAGE, ORGANISATIONS_BESIDE_TEXT + 1]),
    data=st.data(),
)
@pytest.mark.parametrize("kind", SignatoryKind)
def test_everybody_is_shown_once_whatever_the_order_of_the_file(
    kind: SignatoryKind, names: list[str], extra: int, data: st.DataObject
) -> None:
    everyone = [Signatory(kind, name, str(number)) for number, name in enumerate([*names, *_more(extra)])]
    roll = group_names(everyone)
    assert sorted(map(repr, shown(roll))) == sorted(map(repr, everyone))
    assert group_names(data.draw(st.permutations(everyone))) == roll
    for group in (group for page in roll.pages for group in page.groups if group.letter):
        assert {initial(one) for one in group.members} == {group.letter}


def _more(count: int) -> Iterable[str]:
    return (f"{chr(97 + number % 26)}x" for number in range(count))
