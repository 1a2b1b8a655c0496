"""The real preview process: every kind of change, every kind of mistake, and no edit lost."""

from __future__ import annotations

import http.client
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.equipment.inline import VOCABULARY, page
from tests.equipment.interleavings import play
from tests.equipment.previewed import Previewed, previewed
from tests.equipment.waiting import PATIENCE, until
from tools.build import ROOT
from tools.preview import session
from tools.preview.builder import Builder, Built, Rendered
from tools.preview.changes import MOST
from tools.preview.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.equipment.inline import Site

CAMPAIGN = int(os.environ.get("CVTS_CAMPAGNE", "1"))
CONTACT = "pages/contact.md"
FEED = "/feeds/actualites.rss"
COUNTED = (
    '[secteurs.cpas]\nlibelle = "CPAS"\n'
    '[activites.demande-avis]\nlibelle = "Demande d’avis"\nmots = ["demande"]\nmots_vagues = ["situation"]\n'
)
HELD = """
import pathlib, time
_write_rss = write_rss

def write_rss(*args):
    while not pathlib.Path({go!r}).exists():
        time.sleep(0.05)
    return _write_rss(*args)
"""


@pytest.fixture
def preview(site: Site) -> Iterator[Previewed]:
    """Run the preview of the tiny site, with code of its own that may be broken."""
    with previewed(site, linked=False) as running:
        yield running


def test_a_text_that_has_gone_before_it_is_read_is_left_to_the_next_build(
    preview: Previewed, site: Site
) -> None:
    """An editor deletes what it has just saved: the generator is not at fault."""
    site.add({"pages/bref.md": page("Une page brève")})
    builder = Builder(site.root)
    try:
        assert builder.build(site.root, site.root / "aside", pages_first=False)
        site.add({"pages/bref.md": None})
        rendered = builder.render(("content/pages/bref.md",), (), theme=False, facts=False)
    finally:
        builder.close()
    assert rendered == Rendered()


def test_a_name_that_leads_here_by_a_trick_reads_no_draft(preview: Previewed) -> None:
    place = preview.address.removeprefix("http://")
    for name, status in (
        ("evil.example", 421),
        (f"evil.example:{place.partition(':')[2]}", 421),
        (place, 200),
    ):
        connection = http.client.HTTPConnection(place, timeout=PATIENCE)
        connection.request("GET", "/", headers={"Host": name})
        answer = connection.getresponse()
        assert answer.status == status
        assert b"Accueil" not in answer.read() or status == 200
        connection.close()
    assert "frame-ancestors 'self'" in (answer.getheader("Content-Security-Policy") or "")


def test_every_kind_of_change_shows_by_itself(preview: Previewed, site: Site) -> None:
    site.add({CONTACT: page("Contact", "Une autre phrase.")})
    assert preview.shows("/contact/", "Une autre phrase.")

    site.add({"pages/nouvelle.md": page("Nouvelle")})
    assert preview.shows("/nouvelle/", "Nouvelle")
    assert preview.shows("/", "/nouvelle/")

    (site.root / "content/pages/nouvelle.md").rename(site.root / "content/pages/renommee.md")
    assert preview.shows("/renommee/", "Nouvelle")
    assert until(lambda: preview.get("/nouvelle/")[0] == 404)

    site.add({"pages/renommee.md": None})
    assert until(lambda: preview.get("/renommee/")[0] == 404)

    template = site.root / "theme/templates/base.html"
    template.write_text(template.read_text().replace("</main>", "<p>Un pied.</p></main>"))
    assert preview.shows("/contact/", "Un pied.")

    sheets = site.root / "theme/static/css"
    sheets.joinpath("base.css").write_text("body { color: rebeccapurple }")
    assert preview.settles()
    assert preview.is_content()


def test_the_whole_build_changes_no_page_that_was_already_answered(preview: Previewed, site: Site) -> None:
    """Else the open page would be loaded again, a second after the edit has shown."""
    with preview.events("/contact/") as events:
        first = next(events)
        site.add({CONTACT: page("Contact", "Une autre phrase.")})
        second = next(events)
        assert second["etag"] != first["etag"]
        assert "Une autre phrase." in preview.get("/contact/")[1].decode()
        assert preview.settles()
        site.add({CONTACT: page("Contact", "Une troisième.")})
        assert next(events)["etag"] not in (first["etag"], second["etag"])
        assert "Une troisième." in preview.get("/contact/")[1].decode()


class Told:
    """Stands for a builder's process, and notes what it is asked to render."""

    def __init__(self, _root: Path) -> None:
        self.texts: list[tuple[str, ...]] = []

    def render(self, texts: tuple[str, ...], *_: object, **__: object) -> Rendered:
        self.texts.append(texts)
        return Rendered()

    def resume(self) -> None:
        """Go on."""

    def close(self) -> None:
        """End."""


def test_a_new_site_comes_with_every_page_that_was_edited_while_it_was_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else an edit that has been seen goes away again until the next build has ended."""
    monkeypatch.setattr(session, "Builder", Told)
    names = [f"content/pages/p{number:02}.md" for number in range(3 * MOST)]
    (tmp_path / "content/pages").mkdir(parents=True)
    for name in names:
        (tmp_path / name).write_text("", encoding="utf-8")
    preview = session.Session(tmp_path, tmp_path / "preview", Stage(None))
    builder, built = Told(tmp_path), Built((), (), 1, 0.0)
    for name in names:
        preview.events.put(session.Changed(frozenset({name})))
    preview.events.put(session.Finished(builder, tmp_path / "preview/a", 0, built, frozenset()))  # type: ignore[arg-type]
    while not builder.texts:
        assert preview.step(1)
    assert builder.texts == [tuple(names)]
    preview.close()


def test_what_was_only_tried_is_in_no_later_build(preview: Previewed, site: Site) -> None:
    """A quick answer mixes what is new with what the live builder knows: no cache may keep it."""
    name, address = "actualites/2023-11-23-colloque.md", "/actualites/colloque/"
    template = site.root / "theme/templates/base.html"
    good = template.read_text()
    with preview.events(address):  # the page is open
        template.write_text(good.replace("</main>", "<p>À l’essai.</p></main>"))
        assert preview.shows(address, "À l’essai.")
        site.add({name: page("Un titre à l’essai", "Changé.", date="2023-11-23")})
        assert preview.shows(address, "Un titre à l’essai")
        template.write_text(good)
        site.add({name: page("Un colloque", "Changé.", date="2023-11-23")})
        assert until(lambda: "l’essai" not in preview.get(address)[1].decode())
    assert preview.settles()


def test_a_mistake_is_told_with_its_line_while_the_last_good_page_stays(
    preview: Previewed, site: Site
) -> None:
    site.add({CONTACT: page("Contact", "Voir [ici](/nulle-part/).")})
    assert preview.says("content/pages/contact.md:6: le lien /nulle-part/")
    assert "Nous écrire" in preview.get("/contact/")[1].decode()
    site.add({CONTACT: page("Contact", "Tout va bien.")})
    assert preview.shows("/contact/", "Tout va bien.")
    assert preview.is_content()
    assert preview.settles()


def test_a_half_written_file_gives_a_message_at_most_and_the_whole_one_wins(
    preview: Previewed, site: Site
) -> None:
    for number, left in enumerate(("", '---\ntitre: "Con', '---\ntitre: "Contact"\nresume: [', "\x00\x01")):
        site.add({CONTACT: left})
        assert preview.says("content/pages/contact.md"), left
        assert preview.get("/contact/")[0] == 200
        site.add({CONTACT: page("Contact", f"Enfin entière, {number}.")})
        assert preview.shows("/contact/", f"Enfin entière, {number}."), left
        assert preview.is_content(), left


def test_broken_settings_and_plugins_are_told_and_mended(preview: Previewed, site: Site) -> None:
    for name, broken, said in (
        ("pelicanconf.py", "PLUGINS = [\n", "pelicanconf.py"),
        ("plugins/french/typography.py", "def typeset(:\n", "plugins/french/typography.py:1:"),
        (
            "plugins/core/problems.py",
            "import nowhere\n",
            "plugins/core/problems.py:1:",
        ),  # before the build can begin
        ("tools/build/__init__.py", "x = (\n", "tools/build/__init__.py:1:"),
        ("theme/templates/page.html", "{% extends 'base.html' %}{% block %}", "theme/templates/page.html:1"),
    ):
        path = site.root / name
        good = path.read_text()
        path.write_text(broken)
        assert preview.says(said), name
        assert preview.get("/contact/")[0] == 200
        path.write_text(good)
        assert preview.is_content(), name
    assert preview.settles()


def test_changed_settings_and_plugins_are_read_anew(preview: Previewed, site: Site) -> None:
    conf = site.root / "pelicanconf.py"
    conf.write_text(conf.read_text() + 'JINJA_GLOBALS = {"mot": "essayé"}\n')
    template = site.root / "theme/templates/base.html"
    template.write_text(template.read_text().replace("</main>", "<p>Un mot {{ mot }}.</p></main>"))
    assert preview.shows("/contact/", "Un mot essayé.")
    for word in ("premier", "secondo"):  # of the same length, soon after each other
        french = site.root / "plugins/french/__init__.py"
        text = french.read_text()
        french.write_text(
            text.split("\n# marque")[0] + f'\n# marque\nFILTERS["marque"] = lambda _: "{word}"\n'
        )
        template.write_text(template.read_text().replace("{{ mot }}", "{{ 1|marque }}"))
        assert preview.shows("/contact/", f"Un mot {word}.")


def test_an_editor_s_way_of_saving_is_an_edit_and_its_own_files_are_none(
    preview: Previewed, site: Site
) -> None:
    folder = site.root / "content/pages"
    (folder / ".contact.md.swp").write_text("x")
    (folder / "4913").write_text("x")
    (folder / "4913").unlink()
    (folder / "contact.md~").write_text("x")
    (folder / "contact.md.tmp").write_text(page("Contact", "Par un autre fichier."))
    (folder / "contact.md.tmp").replace(folder / "contact.md")
    assert preview.shows("/contact/", "Par un autre fichier.")
    assert preview.is_content()


@pytest.fixture
def held(site: Site) -> Iterator[Previewed]:
    """Run a preview that makes no feed, which no page shows, before the file `go` is there."""
    held = HELD.format(go=str(site.root / "go"))
    with previewed(site, linked=False, appended={"plugins/feeds/xml_feeds.py": held}) as running:
        yield running


def test_pages_show_and_edits_are_answered_before_what_no_page_shows_is_made(
    held: Previewed, site: Site
) -> None:
    assert held.get(FEED)[0] == 404
    site.add({CONTACT: page("Contact", "Une autre phrase.")})
    assert held.shows("/contact/", "Une autre phrase.")
    assert held.get(FEED)[0] == 404
    site.root.joinpath("go").touch()
    assert until(lambda: held.get(FEED)[0] == 200)
    assert held.settles()
    assert held.is_content()


def test_what_was_left_when_the_builders_were_killed_is_made_after_the_next_change(
    held: Previewed, site: Site
) -> None:
    assert until(lambda: len(held.builders()) == 2)
    for number in held.builders():
        os.killpg(number, signal.SIGKILL)
    assert held.says("la construction s’est arrêtée")
    assert held.get("/contact/")[0] == 200
    site.root.joinpath("go").touch()
    site.add({CONTACT: page("Contact", "Une autre phrase.")})
    assert held.shows("/contact/", "Une autre phrase.")
    assert until(lambda: held.get(FEED)[0] == 200)
    assert held.is_content()
    assert held.settles()


def test_what_the_first_pages_may_not_say_is_told_once_they_are_shown(site: Site) -> None:
    site.add({"vocabulaire.toml": VOCABULARY + COUNTED})
    site.add({CONTACT: page("Contact", "Deux demandes venaient d’un CPAS.")})
    with previewed(site) as preview:
        assert preview.says("content/pages/contact.md:6: « CPAS »")
        site.add({CONTACT: page("Contact", "Deux situations venaient d’un CPAS.")})
        assert preview.shows("/contact/", "Deux situations")
        assert preview.is_content()


def test_no_builder_outlives_a_preview_that_was_killed(preview: Previewed) -> None:
    assert until(lambda: len(preview.builders()) == 2)  # one holds the site, one waits
    for number in range(3):  # also while it builds, and while its own code is edited
        (preview.root / "tools/share.py").write_text(f"A = {number}\n")
        time.sleep(0.2)
    assert preview.settles()
    assert until(lambda: len(preview.builders()) == 2)
    assert preview.is_content()
    builders = preview.builders()
    preview.process.send_signal(signal.SIGKILL)
    preview.process.wait()
    assert until(lambda: not any(_alive(number) for number in builders))


def test_a_paused_builder_ends_with_its_parent_too(site: Site) -> None:
    program = """
import os, signal, sys, time
from pathlib import Path
from tools.preview.builder import Builder
builder = Builder(Path.cwd())
builder.pause()
print(builder._process.pid, flush=True)
time.sleep(3600)
"""
    parent = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    number = int(parent.stdout.readline())
    assert until(lambda: _state(number) == "T")
    parent.kill()
    parent.communicate()
    assert until(lambda: not _alive(number))


def _alive(number: int) -> bool:
    return _state(number) not in ("", "Z")


def _state(number: int) -> str:
    """Return the system's letter for a process: T is stopped, Z is over; empty: there is none."""
    try:
        return Path(f"/proc/{number}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]
    except OSError:
        return ""


def test_a_publication_holds_no_trace_of_the_preview(site: Site, tmp_path: Path) -> None:
    assert site.build().ok
    for path in site.output.rglob("*"):
        assert not path.is_file() or b"apercu" not in path.read_bytes()


@pytest.mark.parametrize("seed", range(4 * CAMPAIGN))
def test_no_edit_is_lost_however_saves_and_builds_interleave(
    preview: Previewed, site: Site, seed: int
) -> None:
    """A small sample here; a campaign with `CVTS_CAMPAGNE=50` (fifty times as many)."""
    play(site.root / "content", random.Random(seed), time.sleep)  # noqa: S311  repeatable on purpose
    assert preview.settles()
    assert preview.is_content()


def test_a_refused_count_is_shown_at_once_and_one_to_read_again_keeps_nothing_back(
    preview: Previewed, site: Site
) -> None:
    site.add({"vocabulaire.toml": VOCABULARY + COUNTED})
    assert preview.settles()
    site.add({"pages/contact.md": page("Contact", "Deux demandes venaient d’un CPAS.")})
    assert preview.says("content/pages/contact.md:6: « CPAS »")
    site.add({"pages/contact.md": page("Contact", "Deux situations venaient d’un CPAS.")})
    assert preview.shows("/contact/", "Deux situations")
    assert until(lambda: any("à relire" in line for line in reminders(preview)))
    assert preview.problems() == ()


def reminders(preview: Previewed) -> list[str]:
    with preview.events("/") as events:
        return list(next(events)["reminders"])
