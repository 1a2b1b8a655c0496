"""What a publication will do, from two lists of files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.publish import plan
from tools.publish.manifest import EMPTY, Manifest, PublishedFile

NAMES = st.sampled_from(
    ["index.html", "a/index.html", "theme/site.0123456789.css", "theme/x.abcdefabcd.js", "b.txt"]
)
SITES = st.dictionaries(
    NAMES, st.builds(PublishedFile, st.sampled_from(["a" * 64, "b" * 64]), st.just(10))
).map(Manifest)


def site(**files: str) -> Manifest:
    return Manifest({name: PublishedFile(letter * 64, 10) for name, letter in files.items()})


@given(SITES, SITES)
def test_the_changes_turn_the_live_site_into_the_wanted_one(live: Manifest, wanted: Manifest) -> None:
    changes = plan.compare(live, wanted)
    after = {path: file for path, file in live.files.items() if path not in changes.removed}
    after |= {path: wanted.files[path] for path in (*changes.added, *changes.changed)}
    assert after == wanted.files
    assert bool(changes) == (live.files != wanted.files)


@given(st.lists(SITES, min_size=2, max_size=8))
def test_every_asset_outlives_its_last_use_by_five_releases(sites: list[Manifest]) -> None:
    live = EMPTY
    for index, build in enumerate(sites):
        live = plan.with_carried(live, build)
        for earlier in sites[max(0, index - plan.KEPT) : index]:
            assert not set(plan.assets_to_share(earlier, live))
        assert live.own == build.files


def test_only_fingerprinted_files_are_carried() -> None:
    live = Manifest(
        {"vieux.html": PublishedFile("a" * 64, 1), "theme/x.0123456789.css": PublishedFile("b" * 64, 1)}
    )
    assert set(plan.with_carried(live, EMPTY).files) == {"theme/x.0123456789.css"}


def test_a_carried_file_need_not_travel_when_it_is_wanted_again() -> None:
    live = Manifest({"theme/x.0123456789.css": PublishedFile("b" * 64, 9, age=3)})
    wanted = Manifest({"theme/x.0123456789.css": PublishedFile("b" * 64, 9)})
    assert plan.compare(live, wanted).size == 0


@given(st.lists(st.integers(1, 10**6), unique=True), st.text("0123456789abcdef", min_size=64, max_size=64))
def test_ids_grow_whatever_exists(numbers: list[int], digest: str) -> None:
    existing = [f"{number:04}-01234567" for number in numbers] + [".en-cours", "notes"]
    made = plan.next_id(existing, digest)
    assert plan.release_number(made) == max(numbers, default=0) + 1
    assert plan.sorted_ids([*existing, made])[-1] == made


@given(st.lists(st.integers(1, 50), unique=True, min_size=1), st.integers(1, 6), st.data())
def test_the_live_release_is_never_surplus(numbers: list[int], kept: int, data: st.DataObject) -> None:
    ids = [f"{number:04}-01234567" for number in numbers]
    live = data.draw(st.sampled_from(ids))
    gone = plan.surplus(ids, live, kept)
    assert live not in gone
    assert len(ids) - len(gone) == min(len(ids), kept)


@pytest.mark.parametrize(
    ("path", "group"),
    [
        ("index.html", "Pages"),
        ("contact/index.html", "Pages"),
        ("404.html", "Pages"),
        ("actualites/index.html", "Pages"),
        ("actualites/colloque/index.html", "Actualités"),
        ("actualites/2023/index.html", "Listes"),
        ("ressources/code/index.html", "Ressources"),
        ("bistrots/mons/index.html", "Bistrots"),
        ("manifeste/texte/index.html", "Pages du Manifeste"),
        ("activites/rapport-2023/index.html", "Rapports d’activités"),
        ("theme/site.0123456789.css", "Apparence"),
        ("media/photo-01234567-720.webp", "Images et documents"),
        ("sitemap.xml", "Fichiers du site"),
    ],
)
def test_a_path_is_named_as_editors_do(path: str, group: str) -> None:
    assert plan.group_of(path) == group


def test_the_summary_counts_pages_and_not_their_compressed_copies() -> None:
    changes = plan.Changes(
        added=("actualites/a/index.html", "actualites/a/index.html.br"),
        changed=("ressources/a/index.html", "ressources/b/index.html", "index.html.gz"),
        removed=("contact/index.html",),
        size=1,
    )
    assert (
        plan.summary(changes) == "Actualités : 1 ajout · Pages : 1 suppression · Ressources : 2 modifications"
    )


def test_nothing_to_do_is_said() -> None:
    assert plan.summary(plan.compare(site(a="a"), site(a="a"))) == "aucun changement"
