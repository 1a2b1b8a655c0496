"""The lists of resources: which there are, where they lead, how they are called."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from plugins.core.vocabularies import Term
from plugins.resources.facets import Facet, description, title
from plugins.resources.lists import NEWEST_YEARS, Resource, axes_of, sort_into_lists, values_of

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
def test_a_list_holds_what_its_facet_says_and_nothing_is_lost(resources: list[Resource]) -> None:
    lists = sort_into_lists(resources)
    assert set(lists[None]) == {resource.slug for resource in resources}
    for facet, slugs in lists.items():
        if facet:
            assert slugs
            assert set(slugs) == {
                resource.slug
                for resource in resources
                if facet.value
                in {"type": (resource.type,), "annee": (resource.annee,)}.get(facet.axis, resource.themes)
            }
        assert len(set(slugs)) == len(slugs)


@given(RESOURCES)
def test_a_list_leads_to_every_list_that_shares_a_resource_and_says_how_many(
    resources: list[Resource],
) -> None:
    lists = sort_into_lists(resources)
    values = values_of(lists, VOCABULARIES)
    for here, slugs in lists.items():
        options = [
            option
            for axis in axes_of(here, lists, values, VOCABULARIES)
            for option in (*axis.options, *axis.more)
        ]
        assert {option.facet for option in options} == {
            there
            for there in lists
            if there
            and set(slugs) & set(lists[there])
            and (not here or there == here or there.axis != here.axis)
        }
        for option in options:
            assert option.count == len(lists[option.facet])
            assert option.within == len(set(slugs) & set(lists[option.facet]))
            assert option.address == ("/ressources/" if option.chosen else option.facet.address)
            assert option.chosen == (option.facet == here)


def test_a_list_has_one_address() -> None:
    assert Facet("annee", "2019").address == "/ressources/annee/2019/"
    assert Facet("type", "loi").address == "/ressources/type/loi/"


def test_a_title_reads_as_a_person_would_say_it() -> None:
    def name(axis: str, value: str) -> str:
        return title(Facet(axis, value), VOCABULARIES)

    assert name("type", "loi") == "Ressources : textes de loi"
    assert name("theme", "secret") == "Ressources sur le secret professionnel"
    assert name("theme", "police") == "Ressources sur le thème « Justice et police »"
    assert name("annee", "2019") == "Ressources de 2019"
    assert description(Facet("type", "loi"), 1, VOCABULARIES).startswith("1 texte de loi : ")
    assert description(Facet("type", "loi"), 2, VOCABULARIES).startswith("2 textes de loi : ")
    assert description(Facet("theme", "secret"), 1, VOCABULARIES).startswith(
        "1 ressource sur le secret professionnel : "
    )
    assert description(Facet("annee", "2019"), 2, VOCABULARIES).startswith("2 ressources, 2019 : ")


def test_old_years_stand_folded_behind_the_newest() -> None:
    resources = [
        Resource(str(year), str(year), "loi", ("secret",), str(year), dt.date(2024, 1, 1))
        for year in range(1990, 2020)
    ]
    lists = sort_into_lists(resources)
    axis = axes_of(None, lists, values_of(lists, VOCABULARIES), VOCABULARIES)[2]
    assert [option.label for option in axis.options] == [
        str(year) for year in range(2019, 2019 - NEWEST_YEARS, -1)
    ]
    assert [option.label for option in axis.more][-1] == "1990"


def test_titles_are_sorted_as_in_a_dictionary() -> None:
    resources = [
        Resource(slug, name, "loi", ("secret",), "", dt.date(2024, 1, 1))
        for slug, name in (("c", "Étude"), ("b", "« Code »"), ("a", "Zone"), ("d", "Œuvre"))
    ]
    assert sort_into_lists(resources)[None] == ("b", "c", "d", "a")
