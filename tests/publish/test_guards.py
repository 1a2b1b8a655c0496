"""Each reason not to publish, with what is good and what is bad."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tools.publish import commands, guards
from tools.publish.guards import GitState
from tools.publish.manifest import EMPTY, Manifest, PublishedFile

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = dict.fromkeys(guards.REQUIRED_FILES, PublishedFile("a" * 64, 10))


def refused(*extra: str, size: int = 10) -> list[str]:
    files = WHOLE | dict.fromkeys(extra, PublishedFile("a" * 64, size))
    return [str(refusal) for refusal in guards.check_build(Manifest(files))]


def test_a_whole_site_is_accepted() -> None:
    assert refused("actualites/colloque/index.html", "theme/site.0123456789.css", "média/été.pdf") == []


def test_an_empty_or_incomplete_site_is_refused() -> None:
    (found,) = guards.check_build(EMPTY)
    assert str(found).startswith("le site construit est vide ou incomplet : il manque 404.html, index.html")
    assert "est vide" in refused("contact/index.html", size=0)[0]
    assert "lien ou un fichier spécial" in refused("contact/index.html", size=-1)[0]


@pytest.mark.parametrize(
    "pair", [("A.html", "a.html"), ("Été/x.html", "été/y.html"), ("a/b/c.txt", "a/B/d.txt")]
)
def test_names_that_differ_by_case_alone_are_refused(pair: tuple[str, str]) -> None:
    assert "ne diffèrent que par les majuscules" in refused(*pair)[0]


@pytest.mark.parametrize(
    "name", ["a\nb", "a\\b", "a\x00b", "e\u0301te\u0301", "x" * 256, " a", "a ", "a\u202eb", "a\ud800"]
)
def test_names_that_some_host_cannot_store_are_refused(name: str) -> None:
    assert "n’est pas lisible partout → renommez-le" in refused(name)[0]


def test_our_own_list_may_not_be_a_page() -> None:
    assert refused("publication.txt")


@pytest.mark.parametrize(
    ("before", "after", "expected"), [(10, 8, 0), (10, 7, 1), (0, 1, 0), (5, 6, 0), (100, 0, 1)]
)
def test_a_site_may_lose_a_fifth_of_its_pages(before: int, after: int, expected: int) -> None:
    sites = [
        Manifest({f"{n}.html": PublishedFile("a" * 64, 1) for n in range(count)}) for count in (before, after)
    ]
    found = list(guards.check_loss(*sites))
    assert len(found) == expected
    assert all(refusal.forceable for refusal in found)


@pytest.mark.parametrize(
    ("sources", "text"),
    [
        (GitState(tracked=True), ""),
        (GitState(tracked=False), "n’est pas suivi par git"),
        (
            GitState(tracked=True, changed=("content/pages/contact.md",)),
            "enregistrées dans git : content/pages/contact.md",
        ),
        (GitState(tracked=True, pushed=False), "faites git push"),
    ],
)
def test_what_others_could_not_find_again_is_refused_unless_forced(sources: GitState, text: str) -> None:
    found = list(guards.check_git(sources))
    assert bool(found) == bool(text)
    assert all(text in str(refusal) and refusal.forceable for refusal in found)


def test_empty_contact_settings_are_refused_and_cannot_be_forced() -> None:
    facts = {
        "site": {"adresse": "https://essai.example"},
        "contact": {"courriel": "", "telephone": "+32 2 000 00 00", "adresse_postale": "Rue", "facebook": ""},
    }
    (found,) = guards.check_facts(facts)
    assert "à compléter : contact.courriel → écrivez ces valeurs" in str(found)
    assert not found.forceable
    facts["contact"]["courriel"] = "a@essai.example"
    assert not list(guards.check_facts(facts)), "a Facebook page is not required"
    assert list(guards.check_facts({})), "a missing line is as empty as an empty one"


@pytest.mark.parametrize(
    ("free", "needed", "expected"), [(None, 10**9, 0), (1000, 1000, 1), (1200, 1000, 0), (0, 0, 0)]
)
def test_a_full_disk_is_refused(free: int | None, needed: int, expected: int) -> None:
    assert len(list(guards.check_room(free, needed))) == expected


@pytest.mark.parametrize(("size", "text"), [(12, "12 o"), (75_300, "75,3 ko"), (12_000_000, "12,0 Mo")])
def test_bytes_are_said_in_french(size: int, text: str) -> None:
    assert guards.megabytes(size) == text


def run(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True)


def test_git_says_what_is_not_committed_and_not_pushed(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    (clone / "content").mkdir(parents=True)
    assert not commands.git_state(clone).tracked
    run(clone, "init", "--quiet", "--initial-branch=main")
    (clone / "content" / "été.md").write_text("un")
    (clone / "notes.txt").write_text("pas une source du site")
    assert not commands.git_state(clone).tracked
    run(clone, "add", "content")
    run(clone, "commit", "--quiet", "--message", "un")
    assert commands.git_state(clone) == GitState(tracked=True, pushed=False)
    run(tmp_path, "clone", "--quiet", "--bare", str(clone), str(tmp_path / "serveur"))
    run(clone, "remote", "add", "origin", str(tmp_path / "serveur"))
    run(clone, "fetch", "--quiet", "origin")
    assert commands.git_state(clone) == GitState(tracked=True)
    run(clone, "checkout", "--quiet", "--detach")
    assert commands.git_state(clone).pushed, "as a forge checks a commit out"
    (clone / "content" / "deux.md").write_text("deux")
    (clone / "content" / "été.md").write_text("changé")
    assert commands.git_state(clone).changed == ("content/deux.md", "content/été.md")


def test_other_numbers_for_a_published_period_are_refused_whatever_is_asked() -> None:
    known = {"2024": {"a" * 64}}
    assert not list(guards.check_closed_periods(known, {"2024": "a" * 64, "2025": "b" * 64}))
    assert not list(guards.check_closed_periods(known, {"2024": "retire"}))
    for build in ({"2024": "b" * 64}, {}):
        (refusal,) = guards.check_closed_periods(known, build)
        assert not refusal.forceable
        assert "invoke freeze 2024 --retirer" in str(refusal)


def test_a_release_that_shows_what_was_withdrawn_since_is_not_put_back() -> None:
    known = {"2024": {"a" * 64, "retire"}, "2023": {"c" * 64}}
    (refusal,) = guards.check_withdrawn_periods(known, {"2023": "c" * 64, "2024": "a" * 64})
    assert "2024" in str(refusal)
    assert not list(guards.check_withdrawn_periods(known, {"2024": "retire", "2023": "c" * 64}))
