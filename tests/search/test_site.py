"""What of a site can be found, and what never may."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from plugins.search.files import FOLDER
from plugins.search.words import Stemmer
from tests.equipment.inline import page, snapshot

if TYPE_CHECKING:
    from tests.equipment.inline import Site


def index(site: Site) -> tuple[dict[str, Any], set[str], list[Any]]:
    """Return the manifest, all terms, and what all results would show."""
    folder = site.output / FOLDER
    (manifest,) = folder.glob("index.*.json")
    terms = {
        term
        for path in folder.glob("termes/*/*.json")
        for term in json.loads(path.read_text(encoding="utf-8"))
    }
    texts = sorted(folder.glob("textes/*/*.json"), key=lambda path: int(path.stem))
    shown = [entry for path in texts for entry in json.loads(path.read_text(encoding="utf-8"))]
    return json.loads(manifest.read_text(encoding="utf-8")), terms, shown


def stem(word: str) -> str:
    return Stemmer().stem(word)


def test_every_kind_of_page_is_found_with_its_particulars(site: Site) -> None:
    site.add({
        "ressources/code.md": page(
            "Un code", "## Une partie\n\nLe mot *fromage*.", date="2024-01-01", type="code", themes="[secret]",
            auteur="Une fédération", source="Un site", annee="2016",
        ),
        "manifeste/versions.md": page("Des versions"),
        "pages/manifeste.md": page("Le manifeste", "[Versions](/manifeste/versions/)"),
    })  # fmt: skip
    report = site.build()
    assert report.ok, report.problems
    known, terms, shown = index(site)
    by_address = {entry[0]: (number, entry) for number, entry in enumerate(shown)}
    assert set(by_address) == {
        "/", "/actualites/colloque/", "/bistrots/mons/", "/contact/", "/manifeste/",
        "/manifeste/versions/", "/ressources/code/",
    }  # fmt: skip
    number, (_, title, label, _, sections) = by_address["/ressources/code/"]
    assert (title, label) == ("Un code", "Code, Une fédération, 2016")
    assert sections == [["une-partie", "Une partie", "Le mot fromage."]]
    assert known["kinds"][known["kind"][number]] == ["code", "Codes", "ressources"]
    assert [known["themes"][theme][0] for theme in known["theme"][number]] == ["secret"]
    assert known["year"][number] == 2016
    assert {stem("fromage"), stem("federation"), stem("professionnel")} <= terms


def test_pages_for_the_lost_and_pages_that_wait_are_not_found(site: Site) -> None:
    site.add({
        "pages/404.md": page("Page introuvable", "Un mot rare : hippopotame."),
        "pages/brouillon.md": page("Un brouillon", "Un mot rare : rhinocéros.", statut="brouillon"),
        "actualites/2024-12-24-noel.md": page("Noël", "Un mot rare : crocodile.", date="2024-12-24"),
    })  # fmt: skip
    assert site.build().ok
    _, terms, _ = index(site)
    assert terms & {stem("hippopotame"), stem("rhinoceros"), stem("crocodile")} == set()


def test_what_is_removed_leaves_no_trace(site: Site) -> None:
    site.add({"pages/contact.md": page("Contact", "Une personne : Hortense Crapaudine.")})
    assert site.build().ok
    assert "crapaudin" in index(site)[1]
    site.add({"pages/contact.md": page("Contact", "Personne.")})
    assert site.build().ok
    _, terms, shown = index(site)
    assert "crapaudin" not in terms
    assert "Crapaudine" not in json.dumps(shown, ensure_ascii=False)
    assert not any(b"Crapaudine" in path.read_bytes() for path in site.output.rglob("*") if path.is_file())


def test_the_same_content_gives_the_same_bytes_with_and_without_the_cache(site: Site) -> None:
    assert site.build().ok
    first = snapshot(site.output)
    assert site.build().ok
    assert snapshot(site.output) == first
    assert site.build(CACHE_FOLDER=str(site.root / "another")).ok
    assert snapshot(site.output) == first


def test_the_text_of_the_document_that_a_page_offers_is_found(site: Site) -> None:
    """Whoever reads documents leaves their text in `document_text`."""
    from pelican import signals  # noqa: PLC0415

    def attach(content: Any) -> None:
        if getattr(content, "slug", "") == "code":
            content.document_text = "Tout le texte du PDF : ornithorynque."

    signals.content_object_init.connect(attach)
    try:
        assert site.build().ok
    finally:
        signals.content_object_init.disconnect(attach)
    _, terms, shown = index(site)
    assert stem("ornithorynque") in terms
    assert "Dans le document à télécharger" in json.dumps(shown, ensure_ascii=False)
