"""The lists of resources: which there are, where they lead, how they are called."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from plugins.facets import Selection, description, title
from plugins.resources.facets import NEWEST_YEARS, Resource, axes_of, sort_into_lists, values_of
from plugins.vocabulary import Term

VOCABULARIES = {
    "types_de_ressource": {
        "loi": Term("loi", "Texte de loi", {"pluriel": "Textes de loi"}),
        "outil": Term("outil", "Outil", {"pluriel": "Outils"}),
    },
    "themes": {
        "secret": Term("secret", "Secret professionnel", {"complement": "sur le secret professionnel"}),
        "police": Term("police", "Justice et police", {}),
        "divers": Term("divers", "Divers", {"complement": "sur divers sujets"}),
    },
}
RESOURCES = st.lists(
    st.builds(
        lambda slug, kind, themes, year, day: Resource(slug, slug, kind, tuple(themes), year, day),
        st.text("abcdef", min_size=1, max_size=6),
        st.sampled_from(list(VOCABULARIES["types_de_ressource"])),
        st.lists(st.sampled_from(list(VOCABULARIES["themes"])), min_size=1, max_size=3, unique=True),
        st.sampled_from(["", *map(str, range(2000, 2026))]),
        st.dates(dt.date(2000, 1, 1), dt.date(2030, 1, 1)),
    ),
    max_size=30,
    unique_by=lambda resource: resource.slug,
)


@given(RESOURCES)
def test_a_list_holds_what_its_facets_say_and_nothing_is_lost(resources: list[Resource]) -> None:
    lists = sort_into_lists(resources)
    assert set(lists[Selection()]) == {resource.slug for resource in resources}
    for selection, slugs in lists.items():
        assert set(slugs) == {
            resource.slug
            for resource in resources
            if selection.type in ("", resource.type)
            and (not selection.theme or selection.theme in resource.themes)
            and selection.annee in ("", resource.annee)
        }
        assert len(set(slugs)) == len(slugs)
        assert slugs or not selection.size


@given(RESOURCES)
def test_every_list_can_be_reached_by_adding_one_facet_at_a_time_and_left_again(
    resources: list[Resource],
) -> None:
    lists = sort_into_lists(resources)
    values = values_of(lists, VOCABULARIES)
    addresses = {selection.address: selection for selection in lists}
    assert len(addresses) == len(lists), "a list has one address, and an address one list"
    reached, waiting = {"/ressources/"}, ["/ressources/"]
    while waiting:
        here = addresses[waiting.pop()]
        for axis in axes_of(here, lists, values, VOCABULARIES):
            for option in (*axis.options, *axis.more):
                target = addresses[option.address]  # nothing leads to an empty list
                assert abs(target.size - here.size) == 1
                if option.chosen:
                    assert option.count == len(lists[here])
                else:
                    assert option.count == len(lists[target]) <= len(lists[here])
                if option.address not in reached:
                    reached.add(option.address)
                    waiting.append(option.address)
    assert reached == set(addresses)


def test_facets_stand_in_one_order_in_the_address() -> None:
    assert Selection("loi", "secret", "2019").address == "/ressources/type/loi/theme/secret/annee/2019/"
    assert Selection(annee="2019").address == "/ressources/annee/2019/"
    assert Selection().address == "/ressources/"


def test_a_title_reads_as_a_person_would_say_it() -> None:
    def name(*choices: str) -> str:
        return title(Selection(*choices), VOCABULARIES)

    assert name("loi") == "Ressources : textes de loi"
    assert name("", "secret") == "Ressources sur le secret professionnel"
    assert name("", "", "2019") == "Ressources de 2019"
    assert name("", "secret", "2019") == "Ressources sur le secret professionnel, 2019"
    assert name("loi", "", "2019") == "Ressources : textes de loi, 2019"
    assert name("loi", "secret", "2019") == "Ressources : textes de loi sur le secret professionnel, 2019"
    assert name("", "police") == "Ressources sur le thème « Justice et police »"
    assert description(Selection("loi"), 1, VOCABULARIES).startswith("1 texte de loi : ")
    assert description(Selection("loi"), 2, VOCABULARIES).startswith("2 textes de loi : ")


def test_old_years_stand_folded_behind_the_newest() -> None:
    resources = [
        Resource(str(year), str(year), "loi", ("secret",), str(year), dt.date(2024, 1, 1))
        for year in range(1990, 2020)
    ]
    lists = sort_into_lists(resources)
    axis = axes_of(Selection(), lists, values_of(lists, VOCABULARIES), VOCABULARIES)[2]
    assert [option.label for option in axis.options] == [
        str(year) for year in range(2019, 2019 - NEWEST_YEARS, -1)
    ]
    assert [option.label for option in axis.more][-1] == "1990"


def test_titles_are_sorted_as_in_a_dictionary() -> None:
    resources = [
        Resource(slug, name, "loi", ("secret",), "", dt.date(2024, 1, 1))
        for slug, name in (("c", "Étude"), ("b", "« Code »"), ("a", "Zone"), ("d", "Œuvre"))
    ]
    assert sort_into_lists(resources)[Selection()] == ("b", "c", "d", "a")
