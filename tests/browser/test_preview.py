"""The preview, as an editor uses it: save, look, be told of a mistake, mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.equipment.chromium import launch
from tests.equipment.inline import Site, page
from tests.equipment.loopback import served
from tests.equipment.previewed import previewed
from tests.equipment.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.equipment.previewed import Previewed

pytestmark = pytest.mark.browser

LONG = "\n\n".join(f"Paragraphe {number}." for number in range(200))


@pytest.fixture
def preview(site: Site) -> Iterator[Previewed]:
    """Run the preview of a tiny site."""
    with previewed(site, linked=False) as running:
        yield running


@pytest.fixture
def tab(preview: Previewed, browser: Browser) -> Iterator[Page]:
    """Show the contact page in a browser."""
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(f"{preview.address}/contact/")
    yield tab
    context.close()


def test_an_edit_shows_by_itself_and_a_mistake_stands_over_the_last_good_page(tab: Page, site: Site) -> None:
    site.add({"pages/contact.md": page("Contact", "Une autre phrase.")})
    tab.get_by_text("Une autre phrase.").wait_for()

    site.add({"pages/contact.md": page("Contact", "Voir [ici](/nulle-part/).")})
    alert = tab.get_by_role("alert")
    alert.get_by_text("content/pages/contact.md:6").wait_for()
    assert tab.get_by_text("Une autre phrase.").is_visible()

    site.add({"pages/contact.md": page("Contact", "Tout va bien.")})
    tab.get_by_text("Tout va bien.").wait_for()
    alert.wait_for(state="detached")


@pytest.mark.parametrize("head_too", [False, True])
def test_an_edit_leaves_the_reader_and_the_keyboard_where_they_are(
    tab: Page, site: Site, head_too: bool
) -> None:
    """Also where the whole page is loaded anew, because its title has changed."""
    link = "[un lien](/actualites/colloque/){: #lien }"
    site.add({"pages/contact.md": page("Contact", f"{LONG}\n\n{link}\n\n{LONG}")})
    tab.get_by_text("Paragraphe 199.").first.wait_for()
    tab.locator("#lien").focus()
    tab.evaluate("scrollTo(0, 1500)")
    title = "Un autre titre" if head_too else "Contact"
    site.add({"pages/contact.md": page(title, f"{LONG}\n\n{link}\n\n{LONG}\n\nLa fin.")})
    tab.get_by_text("La fin.").wait_for()
    assert until(lambda: tab.evaluate("scrollY") == 1500)
    assert tab.evaluate("document.activeElement.id") == "lien"
    assert tab.title() == title


def test_only_the_pages_that_changed_are_touched(tab: Page, site: Site, preview: Previewed) -> None:
    tab.evaluate("document.querySelector('main').dataset.mark = 'mine'")
    site.add({"actualites/2023-11-23-colloque.md": page("Un colloque", "Changé.", date="2023-11-23")})
    other = tab.context.new_page()
    other.goto(tab.url.replace("/contact/", "/actualites/colloque/"))
    other.get_by_text("Changé.").wait_for()
    assert preview.settles()  # a whole build follows, and leaves this page as it is
    tab.wait_for_timeout(500)
    assert tab.evaluate("document.querySelector('main').dataset.mark") == "mine"


def test_a_draft_is_shown_and_an_unknown_address_gives_the_404_page_until_it_exists(
    tab: Page, site: Site, preview: Previewed
) -> None:
    answer = tab.goto(f"{preview.address}/actualites/essai/")
    assert answer is not None
    assert answer.status == 404
    assert tab.get_by_role("heading", name="Page introuvable").is_visible()
    site.add({"actualites/essai.md": page("Un essai", statut="brouillon", date="2024-01-01")})
    tab.get_by_role("heading", name="Un essai").wait_for()
    assert tab.get_by_text("brouillon").is_visible()


def test_deleting_moving_and_half_writing_a_page_shows(tab: Page, site: Site, preview: Previewed) -> None:
    site.add({"pages/contact.md": ""})
    tab.get_by_role("alert").get_by_text("content/pages/contact.md").wait_for()
    assert tab.get_by_role("heading", name="Nous écrire").is_visible()
    site.add({"pages/contact.md": page("Contact", "Entière.")})
    tab.get_by_text("Entière.").wait_for()
    tab.get_by_role("alert").wait_for(state="detached")

    folder = site.root / "content/pages"
    (folder / "contact.md").rename(folder / "joindre.md")
    tab.get_by_role("heading", name="Page introuvable").wait_for()
    tab.goto(f"{preview.address}/joindre/")
    tab.get_by_text("Entière.").wait_for()
    (folder / "joindre.md").unlink()
    tab.get_by_role("heading", name="Page introuvable").wait_for()


def test_templates_sheets_and_settings_show_and_their_mistakes_too(tab: Page, site: Site) -> None:
    template = site.root / "theme/templates/base.html"
    good = template.read_text()
    template.write_text(good.replace("</main>", "<p>Un pied.</p></main>"))
    tab.get_by_text("Un pied.").wait_for()
    (site.root / "theme/static/css/base.css").write_text("h1 { color: rgb(1, 2, 3) }")
    expect(tab.locator("h1")).to_have_css("color", "rgb(1, 2, 3)")

    conf = site.root / "pelicanconf.py"
    settings = conf.read_text()
    conf.write_text(f"{settings}\nSITENAME = \n")
    tab.get_by_role("alert").get_by_text("pelicanconf.py:").wait_for()
    assert tab.get_by_text("Un pied.").is_visible()
    conf.write_text(f"{settings}\nSITENAME = 'Un autre nom'\n")
    template.write_text(good.replace("</main>", "<p>{{ SITENAME }}.</p></main>"))
    tab.get_by_text("Un autre nom.").wait_for()
    tab.get_by_role("alert").wait_for(state="detached")


def test_the_message_is_read_in_its_own_look_whatever_the_theme_does(tab: Page, site: Site) -> None:
    (site.root / "theme/static/css/base.css").write_text(
        "body * { color: rgb(255, 0, 0) !important; display: none !important }"
    )
    expect(tab.locator("main")).to_have_css("color", "rgb(255, 0, 0)")  # the mistake comes after it
    site.add({"pages/contact.md": page("Contact", "Voir [ici](/nulle-part/).")})
    item = tab.get_by_role("alert").get_by_role("listitem")
    item.wait_for()
    assert item.evaluate("node => getComputedStyle(node).color") == "rgb(255, 255, 255)"


def test_only_this_machine_can_see_the_preview(preview: Previewed) -> None:
    """The server listens on the loopback address alone."""
    port = int(preview.address.rsplit(":", 1)[1])
    with open("/proc/net/tcp", encoding="ascii") as table:  # noqa: PTH123
        listening = [line.split()[1] for line in table if line.split()[3] == "0A"]
    assert f"0100007F:{port:04X}" in listening
    assert f"00000000:{port:04X}" not in listening


UNREAD = "Personne ne l’a encore lu."
READ = "path => fetch(path).then(answer => answer.text().then(text => [answer.status, text]))"


def test_a_foreign_name_that_leads_here_reads_no_draft(
    preview: Previewed, site: Site, browser: Browser
) -> None:
    """An attacker's name may lead to this machine once his page is open: the browser then asks us."""
    site.add({"pages/essai.md": page("Essai", UNREAD, statut="brouillon")})
    assert preview.shows("/essai/", UNREAD)
    port = preview.address.rpartition(":")[2]
    misled = launch(browser.browser_type, "--host-resolver-rules=MAP mechant.example 127.0.0.1")
    tab = misled.new_page()
    answer = tab.goto(f"http://mechant.example:{port}/essai/")
    assert answer is not None
    assert answer.status == 421
    assert UNREAD not in tab.content()
    for path in ("/", "/essai/", "/__apercu__.js", "/__apercu__?page=/"):
        status, text = tab.evaluate(READ, path)
        assert (status, UNREAD in text) == (421, False), path
    misled.close()


def test_a_foreign_page_neither_frames_nor_reads_a_draft(
    preview: Previewed, site: Site, browser: Browser, tmp_path: Path
) -> None:
    site.add({"pages/essai.md": page("Essai", UNREAD, statut="brouillon")})
    assert preview.shows("/essai/", UNREAD)
    address = f"{preview.address}/essai/"
    (tmp_path / "index.html").write_text(f"<iframe src='{address}'></iframe>", encoding="utf-8")
    with served(tmp_path) as foreign:
        tab = browser.new_page()
        tab.goto(foreign)
        framed = tab.frames[1]
        assert until(lambda: framed.url.startswith("chrome-error:"))
        assert UNREAD not in framed.content()
        read = f"fetch('{address}').then(() => 'read', () => 'refused')"
        assert tab.evaluate(read) == "refused"
        tab.close()
