"""What is kept between builds shows in nothing but the time: a cached and a cold build are the same bytes.

A small sample here; a campaign with `CVTS_CAMPAGNE=50` (fifty times as many sequences).
"""

from __future__ import annotations

import os
import shutil
import threading
from functools import partial
from random import Random
from typing import TYPE_CHECKING

import pytest

from tests.build.edits import ChangingSite, differences, tree
from tests.equipment.waiting import PATIENCE

if TYPE_CHECKING:
    from pathlib import Path

CAMPAIGN = int(os.environ.get("CVTS_CAMPAGNE", "1"))
SEQUENCES = 2 * CAMPAIGN
EDITS = 25


def assert_kept_is_cold(site: ChangingSite, root: Path) -> bool:
    """Build with the kept cache, and from nothing; return whether the site was built."""
    kept, cold = root / "kept", root / "cold"
    previous = tree(kept) if kept.exists() else None
    for folder in (cold, root / "empty"):
        shutil.rmtree(folder, ignore_errors=True)
    from_cache = site.build(kept, root / "cache")
    from_nothing = site.build(cold, root / "empty")
    story = "\n".join(site.history)
    assert from_cache.problems == from_nothing.problems, story
    assert from_cache.incomplete == from_nothing.incomplete, story
    assert from_cache.pages == from_nothing.pages, story
    if from_nothing.ok:
        assert differences(kept, cold) == [], story
    else:
        assert not cold.exists(), story
        assert site.build(kept, root / "cache").problems == from_nothing.problems, f"{story}\nbuild again"
        assert (tree(kept) if kept.exists() else None) == previous, story
    return from_nothing.ok


@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_after_any_sequence_of_edits_a_cached_build_is_a_cold_build(tmp_path: Path, seed: int) -> None:
    """Texts, titles, facts, vocabulary, figures, images, theme, settings, mistakes; each undone now and then.

    Previews share the cache, and some builds are killed.
    """
    site = ChangingSite(tmp_path, seed)
    assert assert_kept_is_cold(site, tmp_path), "the first site has no problem"
    site.remember()
    for number in range(EDITS):
        site.edit()
        if number % 10 == 4:
            site.kill_build(tmp_path / "kept", tmp_path / "cache")
        if number % 6 == 1:
            site.preview(tmp_path / "preview", tmp_path / "cache")
        if assert_kept_is_cold(site, tmp_path):
            site.remember()
        elif site.chance.random() < 0.8:
            site.mend()
    assert len(site.past) > EDITS // 2, "\n".join(site.history)
    # nothing that this process remembers has helped the cold build
    fresh = tmp_path / "fresh"
    report = site.build(tmp_path / "kept", tmp_path / "cache")
    with site.start(fresh, tmp_path / "fresh-cache") as process:
        output, _ = process.communicate(timeout=PATIENCE)
    assert output.split("\n")[:-1] == (list(map(str, report.problems)) or [""])
    if report.ok:
        assert differences(tmp_path / "kept", fresh) == []


def damage(cache: Path, chance: Random) -> int:
    """Damage about half of what is kept, each entry in its own way; return how many."""
    damaged = 0
    for path in sorted(path for path in cache.rglob("*") if path.is_file()):
        data = bytearray(path.read_bytes())
        kind = chance.choice(("none", "none", "truncate", "flip", "empty", "longer", "folder", "other"))
        if kind == "none":
            continue
        damaged += 1
        if kind == "folder":
            path.unlink()
            path.mkdir()
            continue
        if kind == "truncate":
            del data[chance.randrange(len(data) + 1) :]
        elif kind == "flip" and data:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        elif kind == "empty":
            data.clear()
        elif kind == "longer":
            data += b"\0"
        elif kind == "other":
            data[:] = chance.randbytes(len(data))
        path.write_bytes(data)
    return damaged


@pytest.mark.parametrize("seed", range(2 * CAMPAIGN))
def test_a_damaged_cache_is_made_again(tmp_path: Path, seed: int) -> None:
    site = ChangingSite(tmp_path, seed)
    chance = Random(seed)  # noqa: S311  repeatable damage
    assert assert_kept_is_cold(site, tmp_path)
    for _ in range(3):
        assert damage(tmp_path / "cache", chance)
        site.write_more()  # else there is nothing to build
        assert assert_kept_is_cold(site, tmp_path)


def test_an_output_that_somebody_touched_is_made_whole_again(tmp_path: Path) -> None:
    """Nothing has changed in the sources, yet the site is not what they say."""
    site = ChangingSite(tmp_path, 4)
    kept = tmp_path / "kept"
    assert assert_kept_is_cold(site, tmp_path)
    page = kept / "contact" / "index.html"
    data, moment = page.read_bytes(), page.stat().st_mtime_ns

    def alter_unseen() -> None:
        page.write_bytes(data.replace(b"<main>", b"<MAIN>"))
        os.utime(page, ns=(moment, moment))

    for tamper in (
        page.unlink,
        lambda: page.write_text("autre chose", encoding="utf-8"),
        alter_unseen,
        lambda: (kept / "en-trop.html").write_text("autre chose", encoding="utf-8"),
        lambda: shutil.rmtree(kept / "actualites"),
        partial(shutil.rmtree, kept),
    ):
        tamper()
        assert assert_kept_is_cold(site, tmp_path)


def test_the_cache_may_be_a_file_or_not_writable(tmp_path: Path) -> None:
    """Slower, not wrong."""
    site = ChangingSite(tmp_path, 1)
    (tmp_path / "cache").write_text("ceci n’est pas un dossier", encoding="utf-8")
    assert assert_kept_is_cold(site, tmp_path)


def test_the_cache_may_be_deleted_while_a_build_uses_it(tmp_path: Path) -> None:
    site = ChangingSite(tmp_path, 2)
    assert assert_kept_is_cold(site, tmp_path)
    over = threading.Event()

    def delete() -> None:
        while not over.wait(0.01):
            shutil.rmtree(tmp_path / "cache", ignore_errors=True)

    deleter = threading.Thread(target=delete)
    deleter.start()
    try:
        for _ in range(3):
            site.write_more()
            assert assert_kept_is_cold(site, tmp_path)
    finally:
        over.set()
        deleter.join()


def test_builds_at_once_share_a_cache(tmp_path: Path) -> None:
    """Three at once, of two states of a site, each right; and what they leave is right too."""
    sites = [ChangingSite(tmp_path / name, 3) for name in ("one", "other")]
    sites[1].settings = {"SITENAME": "Un autre nom"}
    sites[1].write_more()
    for site in sites:
        assert site.build(site.root / "cold", site.root / "empty").ok
    shared = tmp_path / "cache"
    outputs = [
        (sites[0], tmp_path / "first"),
        (sites[0], tmp_path / "second"),
        (sites[1], tmp_path / "third"),
    ]
    running = [(site, output, site.start(output, shared)) for site, output in outputs]
    for site, output, process in running:
        said, _ = process.communicate(timeout=PATIENCE)
        assert said.strip() == ""
        assert differences(output, site.root / "cold") == []
    for site in sites:
        assert site.build(site.root / "after", shared).ok
        assert differences(site.root / "after", site.root / "cold") == []
