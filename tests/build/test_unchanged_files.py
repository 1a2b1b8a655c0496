"""Only what changed is written: a file whose bytes stay keeps its time, on which ETags, rsync and 304 live."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.build.edits import ChangingSite

if TYPE_CHECKING:
    from pathlib import Path

EDITS = 12


def times(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return the bytes and the time of every file."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_files_whose_bytes_stay_keep_their_time(tmp_path: Path) -> None:
    """After any edit, and with a cache that is deleted now and then; what changed has a new time."""
    site = ChangingSite(tmp_path, 5)
    output = tmp_path / "output"
    assert site.build(output, tmp_path / "cache").ok
    site.remember()
    kept = 0
    for number in range(EDITS):
        before = times(output)
        site.edit()
        cache = tmp_path / ("cache" if number % 4 else f"cache-{number}")
        if not site.build(output, cache).ok:
            site.mend()
            assert times(output) == before, "a build with problems touches nothing"
            continue
        site.remember()
        after = times(output)
        for name in before.keys() & after.keys():
            same_bytes, same_time = (before[name][part] == after[name][part] for part in (0, 1))
            assert same_time == same_bytes, (name, site.history[-1])
            kept += same_time
    assert kept > 5 * EDITS


def test_a_build_of_an_unchanged_site_touches_no_file(tmp_path: Path) -> None:
    site = ChangingSite(tmp_path, 6)
    output = tmp_path / "output"
    assert site.build(output, tmp_path / "cache").ok
    before = times(output)
    for cache in ("cache", "empty"):
        assert site.build(output, tmp_path / cache).ok
        assert times(output) == before
