"""A publication over every transport and pointer, on real servers: what is kept, carried over, refused."""

from __future__ import annotations

import hashlib
import http.client
import random
import shutil
import threading
from typing import TYPE_CHECKING

import pytest

from tests.equipment import faults
from tests.equipment.waiting import PATIENCE
from tools.publish import health, manifest, preparation, releases
from tools.publish.errors import AlreadyPublishingError, GuardError, HostError, PublishError, SwappedBackError
from tools.publish.host import LOCK
from tools.publish.lease import LeaseHolder
from tools.publish.run import connect
from tools.publish.uploading import Build

if TYPE_CHECKING:
    from pathlib import Path

    from tests.publish.conftest import Target
    from tools.publish.host import Host

pytestmark = pytest.mark.browser

HOSTILE = (
    *(
        "$(touch ici)",
        "; rm -rf x",
        "-rf",
        "*",
        "a b",
        'gu"il',
        "l'apostrophe",
        "accentué",
        "`id`",
        "a&b",
        "#dièse",
    ),
    *("~", "a[1]", "a?b", "100%", "a=b", "!", "{x}", "<y>", "|", "œuvre"),
)


def tree(folder: Path) -> dict[str, tuple[int, int, str]]:
    """Return size, time of change and hash of every file, links not followed."""
    return {
        path.relative_to(folder).as_posix(): (
            path.lstat().st_size,
            path.lstat().st_mtime_ns,
            str(path.readlink()) if path.is_symlink() else hashlib.sha256(path.read_bytes()).hexdigest(),
        )
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


def get(address: str, path: str) -> tuple[int, bytes, dict[str, str]]:
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=PATIENCE)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    headers = {name.lower(): value for name, value in answer.getheaders()}
    # Apache calls the tag of a file weak while it is less than a second old
    return answer.status, body, headers | {"etag": headers.get("etag", "").removeprefix("W/")}


def test_a_published_site_is_what_visitors_get(target: Target) -> None:
    site = target.stage.next_site()
    outcome = target.publish(site)
    assert outcome.live
    assert outcome.health
    assert (
        get(target.stage.address, "/actualites/page-2/")[1]
        == (site / "actualites/page-2/index.html").read_bytes()
    )
    assert not target.stage.broken_pages()


def test_nothing_changes_on_the_host_when_nothing_changed(target: Target) -> None:
    site = target.stage.next_site()
    target.publish(site)
    before = tree(target.base)
    etag = get(target.stage.address, "/")[2]["etag"]
    outcome = target.publish(site)
    assert not outcome.changes
    assert tree(target.base) == before
    assert get(target.stage.address, "/")[2]["etag"] == etag


def test_an_unchanged_page_keeps_its_etag_when_others_change(target: Target) -> None:
    target.next()
    for _ in range(3):  # also when an older release is used again
        etag = get(target.stage.address, "/actualites/page-1/")[2]["etag"]
        target.next()
        assert get(target.stage.address, "/actualites/page-1/")[2]["etag"] == etag


def test_the_assets_of_earlier_releases_stay_within_reach(target: Target) -> None:
    sites = [target.stage.next_site() for _ in range(3)]
    for site in sites:
        target.publish(site)
    for site in sites:
        for asset in (site / "theme").iterdir():
            assert get(target.stage.address, f"/theme/{asset.name}")[1] == asset.read_bytes()


def test_releases_are_kept_and_older_ones_removed(target: Target) -> None:
    for _ in range(7):
        target.next()
    kept = 2 if target.settings.target.kind == "ftps" else 5
    assert len(target.releases) == kept
    assert target.live.name == target.releases[-1]


def test_a_rollback_goes_back_one_release_and_to_a_named_one(target: Target) -> None:
    first = target.next()
    second = target.next()
    assert target.run().rollback("", "").live == first.live
    assert target.live.name == first.live
    assert not target.stage.broken_pages()
    assert second.live
    assert target.run().rollback(second.live, "").live == second.live
    with pytest.raises(GuardError, match="n’existe pas"):
        target.run().rollback("9999", "")


def test_every_file_of_a_release_has_the_hash_that_its_list_says(target: Target) -> None:
    target.next()
    target.next()
    listed = manifest.parse_manifest((target.live / manifest.NAME).read_bytes())
    on_disk = {name: entry[2] for name, entry in tree(target.live).items() if name != manifest.NAME}
    assert on_disk == {path: file.sha256 for path, file in listed.files.items()}


def test_hostile_file_names_are_files_like_others(target: Target) -> None:
    site = target.stage.next_site()
    for number, name in enumerate(HOSTILE):
        (site / name).mkdir()
        (site / name / f"{name}.txt").write_text(f"fichier {number}")
    target.publish(site)
    (site / HOSTILE[0] / f"{HOSTILE[0]}.txt").write_text("changé")
    shutil.rmtree(site / HOSTILE[1])
    target.publish(site)
    published = {name: entry[2] for name, entry in tree(target.live).items()}
    for path, entry in tree(site).items():
        assert published[path] == entry[2]
    assert not [name for name in published if name.startswith(HOSTILE[1])]


def test_a_site_that_lost_many_pages_is_refused_unless_forced(target: Target) -> None:
    target.next()
    site = target.stage.next_site()
    for number in range(1, 5):
        shutil.rmtree(site / f"actualites/page-{number}")
    before = tree(target.base)
    with pytest.raises(GuardError, match=r"plus de 20 % disparaîtraient → .*--force"):
        target.publish(site)
    assert tree(target.base) == before
    target.publish(site, force=True)
    assert target.live.name == target.releases[-1]
    target.publish(target.stage.next_site())


def test_a_folder_without_our_marker_is_left_alone(target: Target) -> None:
    target.next()
    marker = target.base / releases.MARKER
    kept = marker.read_bytes()
    marker.unlink()
    before = tree(target.base)
    try:
        with pytest.raises(GuardError, match="publish --init"):
            target.next()
        assert tree(target.base) == before
    finally:
        marker.write_bytes(kept)


def test_preparing_refuses_a_folder_that_holds_something(target: Target) -> None:
    host = connect(target.settings, faults.ROOT)
    try:
        with pytest.raises(GuardError, match="déjà préparé"):
            preparation.initialise(host, target.settings.target, "htaccess")
    finally:
        host.close()


def test_only_one_publishes_at_a_time_and_the_other_is_told(target: Target) -> None:
    sites = [target.stage.next_site(), target.stage.next_site()]
    results: list[object] = []

    def publish(site: Path) -> None:
        try:
            results.append(target.publish(site))
        except PublishError as error:
            results.append(error)

    threads = [threading.Thread(target=publish, args=(site,)) for site in sites]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(
        isinstance(result, AlreadyPublishingError) or not isinstance(result, Exception) for result in results
    ), results
    assert any(not isinstance(result, Exception) for result in results)
    assert not target.stage.broken_pages()
    target.next()


def test_a_lock_given_back_between_the_refusal_and_our_look_is_taken(
    target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Servers say only that they refuse: whether a lock was the reason must be looked for."""
    host = connect(target.settings, faults.ROOT)
    if not isinstance(host, LeaseHolder):
        host.close()
        return
    make_folder, refusals = type(host).make_folder, []

    def refuse_once(self: Host, path: str) -> None:
        if path == LOCK and not refusals:
            refusals.append(path)
            raise HostError("550 Create directory operation failed.")
        make_folder(self, path)

    monkeypatch.setattr(type(host), "make_folder", refuse_once)
    try:
        with host.lock():
            assert LOCK in host.entries("")
    finally:
        host.close()
    assert refusals


def test_links_placed_in_the_target_lead_nobody_outside(target: Target, tmp_path: Path) -> None:
    """Whoever placed them, nothing outside is written or removed."""
    target.next()
    outside = target.stage.sites.parent / f"dehors-{target.base.name}"
    (outside / "theme").mkdir(parents=True)
    (outside / "actualites").mkdir()
    (outside / "index.html").write_text("à quelqu’un d’autre")
    before = tree(outside)
    staging = target.base / "releases" / ".en-cours"
    staging.symlink_to(outside)
    target.next()
    assert tree(outside) == before
    assert not target.stage.broken_pages()
    for inner in ("theme", "actualites"):
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir()
        (staging / inner).symlink_to(outside / inner)
        try:
            target.next()
        except HostError as error:
            assert inner in str(error)  # noqa: PT017
            (staging / inner).unlink()
            target.next()
        assert tree(outside) == before
    assert not target.stage.broken_pages()
    assert (outside / "index.html").exists()


def test_a_site_that_is_wrong_on_the_web_is_swapped_back(
    target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = target.next().live
    monkeypatch.setattr(health, "PAUSES", (0.01,))
    site = target.stage.next_site()
    # as if something between the host and the visitor changed the pages
    (site / ".htaccess").write_text('Header set Content-Type "text/plain"\n')
    with pytest.raises(SwappedBackError, match="retirée → "):
        target.publish(site)
    assert target.live.name == before
    assert not target.stage.broken_pages()
    target.next()
    assert not target.stage.broken_pages()


def test_rules_that_the_server_refuses_are_never_met_by_a_visitor(target: Target) -> None:
    before = target.next().live
    site = target.stage.next_site()
    (site / ".htaccess").write_text("DirectiveInconnue On\n")
    with pytest.raises(HostError, match="AllowOverride FileInfo"):
        target.publish(site)
    assert target.live.name == before
    assert not target.stage.broken_pages()
    assert target.stage.get(f"/{health.TRIAL}/")[0] == 404
    target.next()


HOST_S_OWN = ("google0123.html", "stats/2026/mois.html", ".well-known/acme-challenge/jeton")


def test_what_the_host_put_into_the_document_root_outlives_a_switch(target: Target) -> None:
    """With either pointer: the visitor's address goes on answering, before and after, and after a way back."""
    target.next()
    root = target.live if (target.base / "courant").exists() else target.base
    for name in HOST_S_OWN:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("à l’hébergeur")
    target.next()
    target.next()
    for name in HOST_S_OWN:
        assert target.stage.get(f"/{name}") == (200, "à l’hébergeur".encode())
    target.run().rollback("", "")
    for name in HOST_S_OWN:
        assert target.stage.get(f"/{name}") == (200, "à l’hébergeur".encode())
    assert not target.stage.broken_pages()
    target.next()
    for name in HOST_S_OWN:
        (root if root == target.base else target.live).joinpath(name).unlink()


def test_no_address_leads_to_an_earlier_release(target: Target) -> None:
    earlier = target.next().live
    assert earlier
    target.next()
    if (target.base / "courant").exists():
        assert target.stage.get(f"/{earlier}/")[0] == 404
        return
    for address in (f"/releases/{earlier}/", f"//releases/{earlier}/", f"/./releases/{earlier}/index.html"):
        assert target.stage.get(address)[0] == 404, address
    assert len(earlier.rpartition("-")[2]) == 16, "what follows from no public file"


def test_a_file_that_a_host_has_made_endless_is_not_held_in_memory(target: Target) -> None:
    target.next()
    listed = target.live / manifest.NAME
    kept = listed.read_bytes()
    listed.unlink()
    with listed.open("wb") as file:
        file.truncate(3_000_000_000)
    try:
        with pytest.raises(HostError, match="bien plus long que ce que nous y écrivons"):
            target.next()
    finally:
        listed.unlink()
        listed.write_bytes(kept)
    target.next()


def test_a_damaged_live_release_is_not_copied_into_the_next(target: Target) -> None:
    target.next()
    page = target.live / "actualites/page-1/index.html"
    data = page.read_bytes()
    page.unlink()
    page.write_bytes(b"x" * len(data))
    target.next()
    assert (target.live / "actualites/page-1/index.html").read_bytes() == data


def test_a_disturbed_publication_is_never_seen_and_the_next_one_succeeds(stage: faults.Stage) -> None:
    """A seeded sample; `invoke bench --only publish` runs the whole campaign."""
    tally = faults.disturb(stage, random.Random(2024), faults=1, aimed=1)  # noqa: S311
    assert (tally.left_broken, tally.not_resumed, tally.failed_next, tally.bad_loads) == ([], [], [], [])
    assert tally.loads > 0


def test_a_build_is_only_read(target: Target) -> None:
    site = target.stage.next_site()
    before = tree(site)
    target.run().publish(Build(site, manifest.read_folder(site)))
    assert tree(site) == before
