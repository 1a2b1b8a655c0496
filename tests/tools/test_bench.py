"""The measuring of speed: the same texts for every tool, costs that count what they say they count."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest

from tests.equipment.inline import TODAY, snapshot
from tools import bench
from tools.bench import large_site, processes, texts
from tools.build import ROOT, Request, build

if TYPE_CHECKING:
    from pathlib import Path

BURN = "import time\nwhile time.process_time() < 0.4: pass"
HOLD = "block = b'x' * 60_000_000; print(flush=True); input()"
HOLD_THREE = f"""
import subprocess, sys, time
options = {{"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}}
running = [subprocess.Popen([sys.executable, "-c", {HOLD!r}], **options) for _ in range(3)]
for process in running:
    process.stdout.readline()
time.sleep(1)  # ten looks
for process in running:
    process.communicate(b"\\n")
"""


def test_our_large_site_has_no_problem_and_shows_its_edits(tmp_path: Path) -> None:
    site = large_site.write_site("ours", tmp_path / "site", 4, resources=3)
    request = Request(
        site.output, TODAY, content=site.root / "content", settings={"CACHE_FOLDER": str(site.cache)}
    )
    word, title = site.edit(2, 7), site.rename(1, 8)
    report = build(request)
    assert report.problems == ()
    assert word in site.page(2).read_text(encoding="utf-8")
    assert title in site.page(1).read_text(encoding="utf-8")
    site.clean()
    assert not site.output.exists()
    assert not site.cache.exists()


def test_every_tool_gets_the_same_words(tmp_path: Path) -> None:
    sites = [large_site.write_site(tool, tmp_path / tool, 6) for tool in large_site.TOOLS]
    for number in range(6):
        paragraphs = [
            site.source(number).read_text(encoding="utf-8").rpartition("\n---\n")[2].split("\n\n")
            for site in sites
        ]
        plain = [
            {block.strip() for block in blocks if "](" not in block and ":" not in block}
            for blocks in paragraphs
        ]
        assert plain[0] == plain[1] == plain[2]
        assert len(plain[0]) > 3


def test_the_texts_are_the_same_each_time_and_as_long_as_we_say(tmp_path: Path) -> None:
    for name in ("one", "other"):
        large_site.write_site("ours", tmp_path / name, 5)
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "other")
    words = [len(texts.body(number).split()) for number in range(200)]
    assert 850 < sum(words) / len(words) < 1150
    heads = [texts.head(number) for number in range(2000)]
    assert len({head.title for head in heads}) == len({head.slug for head in heads}) == 2000
    assert all(50 <= len(head.summary) <= 200 for head in heads)


def test_a_cost_counts_the_children(tmp_path: Path) -> None:
    program = f"import subprocess, sys\nfor _ in range(2): subprocess.run([sys.executable, '-c', {BURN!r}])"
    spent = processes.cost([sys.executable, "-c", program], tmp_path)
    assert spent.cpu > 0.75
    assert spent.wall > 0.4


def test_memory_is_that_of_the_whole_tree_at_once(tmp_path: Path) -> None:
    assert processes.cost([sys.executable, "-c", HOLD_THREE], tmp_path).memory > 170


def test_a_build_that_fails_or_never_ends_is_not_measured(tmp_path: Path) -> None:
    with pytest.raises(processes.CommandFailedError, match="adieu"):
        processes.cost([sys.executable, "-c", "raise SystemExit('adieu')"], tmp_path)
    with pytest.raises(processes.CommandFailedError, match="-9"):
        processes.cost([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path, patience=0.3)


def test_every_campaign_has_its_place_in_the_benchmarks(tmp_path: Path) -> None:
    copy = tmp_path / "BENCHMARKS.md"
    copy.write_bytes(bench.BENCHMARKS.read_bytes())
    for name in bench.CAMPAIGNS:
        bench.replace_section(copy, name, f"mesure de {name}")
        assert f"<!-- {name} -->\nmesure de {name}\n<!-- /{name} -->" in copy.read_text(encoding="utf-8")


def test_only_the_benchmarks_work_with_what_belongs_to_the_tests() -> None:
    files = [*(ROOT / "plugins").rglob("*.py"), *(ROOT / "tools").rglob("*.py"), *ROOT.glob("*.py")]
    users = {
        path.relative_to(ROOT).parent.as_posix()
        for path in files
        if re.search(r"^\s*(from|import) tests\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert users == {"tools/bench"}
