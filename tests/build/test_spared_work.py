"""What a build need not do again, it does not; and never at the price of a stale byte."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

import tools.build.run
from plugins.core.cache import Cache, Job, UnconfirmedCache, machinery
from plugins.core.output import Output
from plugins.media import images, publishable
from tests.equipment.files import pdf, photo
from tests.equipment.inline import Site, page, snapshot
from tests.equipment.real_site import TODAY, RealSite
from tools.build import ROOT, Request, build

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType


def test_pages_of_the_real_theme_show_no_other_page_s_text(tmp_path: Path, real_site: RealSite) -> None:
    """That is what lets them be kept: after an edit of every text, kept and fresh pages are the same."""
    content = tmp_path / "content"
    shutil.copytree(ROOT / "content", content)
    cache = real_site.copied_cache(tmp_path)

    def built(name: str, cache: str) -> dict[str, str]:
        settings = {"CACHE_FOLDER": cache}
        report = build(Request(tmp_path / name, TODAY, content=content, settings=settings))
        assert report.ok, report.problems
        return snapshot(tmp_path / name)

    before = built("site", cache)
    for section in ("actualites", "ressources"):
        for number, text in enumerate(sorted((content / section).glob("*.md"))):
            if number % 2:
                text.write_text(
                    text.read_text(encoding="utf-8") + f"\nUne phrase {number} de plus.\n", encoding="utf-8"
                )
    kept = built("site", cache)
    assert kept != before
    assert kept == built("fresh", str(tmp_path / "empty"))


def test_an_unchanged_site_is_not_built_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    first = site.build()
    assert first.ok
    monkeypatch.setattr(tools.build.run, "run", None)  # whoever builds crashes
    again = site.build()
    assert (again.problems, again.incomplete, again.pages) == (first.problems, first.incomplete, first.pages)


@pytest.mark.parametrize("harm", ["change", "remove", "add"])
def test_an_output_that_somebody_has_touched_is_made_whole_again(site: Site, harm: str) -> None:
    assert site.build().ok
    before = snapshot(site.output)
    target = site.output / ("contact/index.html" if harm != "add" else "intrus.html")
    if harm == "remove":
        target.unlink()
    else:
        target.write_text("autre chose", encoding="utf-8")
    assert site.build().ok
    assert snapshot(site.output) == before


def _same_as_from_nothing(site: Site, **settings: Any) -> bool:
    """Build with what is kept, then without; tell whether both made the same site."""
    assert site.build(**settings).ok
    kept = snapshot(site.output)
    shutil.rmtree(site.output)
    assert site.build(**settings, CACHE_FOLDER=str(site.root / "empty")).ok
    return snapshot(site.output) == kept


@pytest.mark.parametrize(
    "changed",
    [
        {"JINJA_ENVIRONMENT": {"autoescape": True, "trim_blocks": False}},
        {"JINJA_FILTERS": {"marque": lambda _text: "deux"}},
    ],
)
def test_templates_are_compiled_again_when_the_settings_change(
    tmp_path: Path, site: Site, changed: dict[str, Any]
) -> None:
    """How Jinja reads blanks, and what a filter makes of a constant, are part of what it has compiled."""
    theme = shutil.copytree(ROOT / "tests" / "equipment" / "tiny_theme", tmp_path / "theme")
    article = theme / "templates" / "article.html"
    article.write_text(article.read_text().replace("{% endblock %}", '{{ "mot"|marque }}{% endblock %}', 1))
    settings = {"THEME": str(theme), "JINJA_FILTERS": {"marque": lambda _text: "un"}}
    assert site.build(**settings).ok
    assert _same_as_from_nothing(site, **settings | changed)


def test_new_code_makes_pictures_and_documents_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What they are is decided in many modules, of which one may have been mended."""
    text = page("La charte", "[La charte](charte.pdf) ![Une place](place.jpg)", date="2024-01-01")
    site.add({"actualites/charte.pdf": pdf(1), "actualites/place.jpg": photo(), "actualites/charte.md": text})
    assert site.build().ok
    made: list[str] = []

    def notice(module: ModuleType, name: str) -> None:
        make = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *given: [made.append(name), make(*given)][1])

    notice(publishable, "prepare_document")
    notice(images, "render_image")
    site.add({"pages/contact.md": page("Contact")})
    assert site.build().ok
    assert made == []
    monkeypatch.setattr(tools.build, "machinery", lambda *_: "another version")
    assert site.build().ok
    assert sorted(made) == ["prepare_document", "render_image"]


def test_entries_are_for_all_only_once_they_are_confirmed(tmp_path: Path) -> None:
    everybody_s = Cache(tmp_path / "cache")
    ours = UnconfirmedCache(everybody_s, tmp_path / "ours")
    everybody_s.keep("a" * 64, b"sure")
    ours.fill((Job(f"{number:064}", lambda: b"new") for number in range(40)), "")
    assert (ours.peek("a" * 64), ours.peek("0" * 64)) == (b"sure", b"new")
    assert everybody_s.peek("0" * 64) is None
    ours.confirm()
    assert all(everybody_s.peek(f"{number:064}") == b"new" for number in range(40))


def test_a_killed_build_leaves_no_page_of_files_that_changed_meanwhile(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The facts change while it runs, it is killed before it notices, then the facts are as they were."""
    facts = site.root / "content" / "association.toml"
    former = facts.read_text()
    load_facts = tools.build.run.load_facts

    def after_a_change(content: Path) -> Any:
        facts.write_text(former.replace("d’essai", "rebaptisée"))
        return load_facts(content)

    monkeypatch.setattr(tools.build.run, "load_facts", after_a_change)
    monkeypatch.setattr(tools.build.run, "_check_written", lambda *_: os._exit(9))
    theme = shutil.copytree(ROOT / "tests" / "equipment" / "tiny_theme", site.root / "theme")
    article = theme / "templates" / "article.html"
    said = "{{ SITE.facts.association.site.nom }}{% endblock %}"
    article.write_text(article.read_text().replace("{% endblock %}", said, 1))
    child = os.fork()
    if child == 0:
        site.build(THEME=str(theme))
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    monkeypatch.undo()
    facts.write_text(former)
    assert _same_as_from_nothing(site, THEME=str(theme))


def test_a_page_that_waits_for_its_day_is_not_kept_out_by_yesterday(site: Site) -> None:
    site.add({"actualites/2024-06-02-demain.md": page("Demain", date="2024-06-02")})
    assert site.build(today=dt.date(2024, 6, 1)).ok
    assert not (site.output / "actualites/demain").exists()
    assert site.build(today=dt.date(2024, 6, 2)).ok
    assert (site.output / "actualites/demain/index.html").is_file()


def test_a_file_of_the_same_identity_is_the_previous_file(tmp_path: Path) -> None:
    staging = tmp_path / "un"
    staging.mkdir()
    output = Output(staging, tmp_path / "site", tmp_path / "records")
    output.place("a/b.html", "i", lambda: b"un")
    output.finish("tout", {})
    staging.rename(tmp_path / "site")
    first = (tmp_path / "site/a/b.html").stat()
    kept = Output(tmp_path, tmp_path / "site", tmp_path / "records")
    assert kept.intact("tout") == {}
    assert kept.intact("autre chose") is None
    fresh = tmp_path / "deux"
    fresh.mkdir()
    output = Output(fresh, tmp_path / "site", tmp_path / "records")
    output.place("a/b.html", "i", lambda: pytest.fail("made again"))
    assert (fresh / "a/b.html").stat().st_ino == first.st_ino
    output.place("a/b.html", "j", lambda: b"deux")
    assert (tmp_path / "site/a/b.html").read_bytes() == b"un", "the previous site stays as it is"


def test_a_file_that_is_placed_twice_is_noted_as_it_is_at_the_end(tmp_path: Path) -> None:
    """The first time it was the previous file; what is noted of that one must not stand for the second."""
    (tmp_path / "un").mkdir()
    output = Output(tmp_path / "un", tmp_path / "site", tmp_path / "records")
    output.place("a.html", "i", lambda: b"un")
    output.finish("un", {})
    (tmp_path / "un").rename(tmp_path / "site")
    (tmp_path / "deux").mkdir()
    output = Output(tmp_path / "deux", tmp_path / "site", tmp_path / "records")
    output.place("a.html", "i", lambda: pytest.fail("made again"))
    output.place("a.html", "j", lambda: b"deux, plus long")
    output.finish("deux", {})
    (tmp_path / "site").rename(tmp_path / "avant")
    (tmp_path / "deux").rename(tmp_path / "site")
    assert Output(tmp_path, tmp_path / "site", tmp_path / "records").intact("deux") == {}


def test_what_other_processes_cannot_make_is_left_to_whoever_asks(tmp_path: Path) -> None:
    """Many jobs are shared out; one that fails fails where it is asked for, with its reason."""
    cache = Cache(tmp_path)

    def broken() -> bytes:
        raise ValueError("illisible")

    jobs = [Job(f"{number:064x}", lambda number=number: b"%d" % number) for number in range(100)]
    cache.fill([*jobs, Job("f" * 64, broken)], "essai")
    assert [cache.peek(job.key) for job in jobs] == [b"%d" % number for number in range(100)]
    with pytest.raises(ValueError, match="illisible"):
        cache.get("f" * 64, broken)


def test_code_that_was_saved_after_it_was_loaded_has_a_hash_of_its_own(tmp_path: Path) -> None:
    """What runs may not be what the file says: nothing made by it may be found again."""
    module = tmp_path / "module.py"
    module.write_text("", encoding="utf-8")
    os.utime(module, (0, 0))
    assert machinery(tmp_path) == machinery(tmp_path)
    later = time.time() + 10
    os.utime(module, (later, later))
    assert machinery(tmp_path) != machinery(tmp_path)


def test_what_no_build_has_asked_for_in_a_month_is_deleted(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.get("a" * 64, lambda: b"ancien")
    cache.get("b" * 64, lambda: b"nouveau")
    now = time.time()
    cache.prune(now + 29 * 24 * 3600)
    assert cache.peek("a" * 64) == b"ancien"
    cache.prune(now + 31 * 24 * 3600)
    assert cache.peek("a" * 64) is None


def test_who_only_looks_whether_a_site_has_changed_loads_neither_pelican_nor_the_converter() -> None:
    """They take a third of a second, more than the look itself."""
    program = (
        "import sys, tools.build; print({'pelican', 'jinja2', 'markdown_it', 'lxml'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
