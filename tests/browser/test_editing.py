"""« Modifier cette page », as an editor who knows neither YAML nor Git uses it: in a browser, on the real preview."""

from __future__ import annotations

import io
import re
import shutil
import socket
import subprocess
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import violations
from tests.equipment.inline import VALID, Site, page
from tests.equipment.previewed import previewed
from tests.equipment.waiting import until
from tools.build import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, Route

    from tests.equipment.previewed import Previewed

pytestmark = pytest.mark.browser

CONTACT = "pages/contact.md"
FORM = f"/__modifier__/page?fichier={CONTACT}"
SAVED = "Enregistré sur cet ordinateur ; pas encore en ligne"
UNANSWERED = "Non enregistré : l’aperçu ne répond plus. Vos mots sont gardés ici"
LATER = "Non enregistré : le fichier a changé. Vos mots sont gardés ici ; « Enregistrer » montre les deux versions"
UNPUBLISHABLE = "Enregistré, mais ne serait pas publié : 1\u00a0problème"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Previewed]]:
    """Run one preview of a tiny site, with the colours and spaces of the house, for all the tests of a process."""
    site = Site(tmp_path_factory.mktemp("site"))
    with previewed(site) as preview:
        place = site.root / "theme/static"
        shutil.copytree(ROOT / "theme/static/fonts", place / "fonts")
        shutil.copy(ROOT / "theme/static/css/tokens.css", place / "css")
        yield site, preview


@pytest.fixture
def site(running: tuple[Site, Previewed]) -> Site:
    """Give its texts, as they were at first."""
    site, _ = running
    content = site.root / "content"
    for file in content.rglob("*"):
        if file.is_file() and file.relative_to(content).as_posix() not in VALID:
            file.unlink()
    site.add(VALID)
    return site


@pytest.fixture
def preview(running: tuple[Site, Previewed], site: Site) -> Previewed:
    """Give the preview of these texts."""
    return running[1]


@pytest.fixture
def context(browser: Browser) -> BrowserContext:
    """Give a browser's profile: what it keeps, one test keeps."""
    return browser.new_context(locale="fr-BE", viewport={"width": 1280, "height": 800})


@pytest.fixture
def tab(context: BrowserContext, preview: Previewed) -> Page:
    """Show the form of the contact page."""
    tab = context.new_page()
    tab.goto(preview.address + FORM)
    return tab


def says(tab: Page, words: str) -> None:
    """Wait until the line that says what is saved says this."""
    expect(tab.locator("#status")).to_have_text(words)


def select(tab: Page, words: str) -> None:
    """Select words of the text, as with the mouse."""
    tab.get_by_role("textbox", name="Le texte").evaluate(
        "(area, words) => { const at = area.value.indexOf(words); area.focus();"
        " area.setSelectionRange(at, at + words.length); }",
        words,
    )


def on_disk(site: Site, name: str = CONTACT) -> str:
    return (site.root / "content" / name).read_bytes().decode()


def commit(site: Site) -> None:
    for order in (
        ("init", "--quiet"),
        ("add", "content"),
        ("-c", "user.name=x", "-c", "user.email=x@y.example", "commit", "--quiet", "-m", "x"),
    ):
        subprocess.run(["git", *order], cwd=site.root, check=True)


def photo() -> FilePayload:
    data = io.BytesIO()
    Image.new("RGB", (640, 480), "#c42d10").save(data, "JPEG")
    return {"name": "Salle des fêtes.JPG", "mimeType": "image/jpeg", "buffer": data.getvalue()}


def test_a_word_is_corrected_where_one_reads_and_nothing_else_changes(
    preview: Previewed, context: BrowserContext, site: Site
) -> None:
    commit(site)
    tab = context.new_page()
    tab.goto(f"{preview.address}/contact/")
    tab.get_by_role("link", name="Modifier cette page").click()
    shown = tab.frame_locator("iframe")
    shown.get_by_role("heading", name="Nous écrire").wait_for()
    assert shown.get_by_role("link", name="Modifier cette page").count() == 0
    select(tab, "Un texte")
    tab.keyboard.type("Une phrase")
    says(tab, SAVED)
    shown.get_by_text("Une phrase avec").wait_for()
    diff = subprocess.run(
        ["git", "diff", "--numstat"], cwd=site.root, capture_output=True, text=True, check=True
    ).stdout
    assert diff == f"1\t1\tcontent/{CONTACT}\n"


def test_an_event_is_announced_with_its_photo(
    preview: Previewed, context: BrowserContext, site: Site
) -> None:
    tab = context.new_page()
    tab.goto(f"{preview.address}/__modifier__/")
    tab.get_by_label("une actualité").check()
    tab.get_by_label("Son titre").fill("Une soirée à Mons")
    tab.get_by_role("button", name="Créer le brouillon").click()
    tab.get_by_label("Résumé").fill(
        "Le comité vous invite à une soirée de rencontre à Mons, ouverte à toutes."
    )
    tab.get_by_text("Ajouter un champ").click()
    tab.get_by_label("Événement (", exact=False).or_(tab.get_by_label("Événement", exact=True)).fill(
        "2024-06-20 19:00"
    )
    tab.get_by_label("Lieu", exact=True).fill("Une salle, à Mons")
    text = tab.get_by_role("textbox", name="Le texte")
    text.fill("Venez nous voir.")
    text.press("Control+End")
    tab.get_by_role("button", name="Ajouter une photo ou un document").click()
    tab.get_by_label("Le fichier (obligatoire)").set_input_files(photo())
    tab.get_by_label("Sa description").fill("Une salle rouge")
    tab.get_by_role("button", name="Ajouter", exact=True).click()
    expect(text).to_have_value(re.compile(r"Venez nous voir\.\n\n!\[Une salle rouge\]\([\w-]+\.jpg\)"))
    tab.get_by_label("Statut").select_option("publie")
    says(tab, SAVED)
    (made,) = (site.root / "content/actualites").glob("*soiree*.md")
    written = made.read_text()
    assert "evenement: " in written
    assert "statut: publie" in written
    address = "/actualites/une-soiree-a-mons/"
    assert preview.shows(address, "Venez nous voir.")
    assert preview.shows(address, 'alt="Une salle rouge"')
    assert preview.is_content()


def test_what_the_build_names_is_said_beside_its_field_and_its_line(tab: Page, site: Site) -> None:
    site.add({CONTACT: page("Contact", "Une ligne.\n\nDu **gras.").replace("Un résumé assez long", "", 1)})
    site.add({CONTACT: on_disk(site).replace("resume: ", 'resume: "court"  #', 1)})
    tab.reload()
    summary = tab.get_by_label("Résumé")
    expect(summary).to_have_attribute("aria-invalid", "true")
    described = summary.get_attribute("aria-describedby")
    assert described
    problem = tab.locator(f"#{described.split()[-1]}")
    expect(problem).to_contain_text("→")
    tab.get_by_role("button", name="Aller à la ligne 4 du texte").click()
    assert tab.evaluate("getSelection().toString()") == "Du **gras."
    tab.keyboard.type("Du **gras**.")
    says(tab, UNPUBLISHABLE)
    summary.fill("Un résumé assez long pour cette page, en une seule phrase complète.")
    says(tab, SAVED)
    expect(problem).to_be_empty()
    assert summary.get_attribute("aria-invalid") is None


def test_what_only_the_built_page_shows_is_said_beside_the_text_too(tab: Page) -> None:
    """A link that leads nowhere: over the page outside the form, once."""
    select(tab, "/actualites/colloque/")
    tab.keyboard.type("/nulle-part/")
    says(tab, UNPUBLISHABLE)
    expect(tab.get_by_role("button", name="Aller à la ligne 4 du texte")).to_be_visible()
    expect(tab.locator("#problems-text")).to_contain_text("/nulle-part/")
    expect(tab.frame_locator("iframe").get_by_role("alert")).to_have_count(0)
    tab.get_by_role("textbox", name="Le texte").fill("Sans lien.")
    says(tab, SAVED)


def test_what_is_typed_before_the_scripts_have_come_is_saved(
    context: BrowserContext, preview: Previewed, site: Site
) -> None:
    tab = context.new_page()
    held: list[Route] = []
    tab.route("**/form.js", lambda route: held.append(route))  # noqa: PLW0108  Playwright wants a function
    tab.goto(preview.address + FORM, wait_until="commit")
    tab.get_by_label("Titre").first.fill("Un titre tapé tôt")
    assert until(lambda: tab.evaluate("document.getElementById('text').value") and held)
    held[0].continue_()
    says(tab, SAVED)
    assert 'titre: "Un titre tapé tôt"' in on_disk(site)


def test_words_that_could_not_be_saved_are_saved_when_the_preview_is_back(
    context: BrowserContext, tmp_path: Path
) -> None:
    """It starts with another token: nobody has to load the page anew."""
    site = Site(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with previewed(site, port=port) as preview:
        tab = context.new_page()
        tab.goto(preview.address + FORM)
        preview.stop()
        select(tab, "Un texte")
        tab.keyboard.type("Des mots")
        says(tab, UNANSWERED)
        preview.start(port)
        says(tab, SAVED)
        assert "Des mots avec" in on_disk(site)


def test_words_of_a_window_that_was_closed_are_offered_again(
    tab: Page, context: BrowserContext, preview: Previewed, site: Site
) -> None:
    tab.route("**/enregistrer", lambda route: route.abort())
    tab.get_by_label("Titre").first.fill("Un autre titre")
    select(tab, "Un texte")
    tab.keyboard.type("Des mots")
    says(tab, UNANSWERED)
    tab.close()
    again = context.new_page()
    again.goto(preview.address + FORM)
    kept = again.get_by_role("region", name="Mots gardés")
    kept.get_by_role("button", name="Les reprendre").click()
    says(again, SAVED)
    assert 'titre: "Un autre titre"' in on_disk(site)
    assert "Des mots avec" in on_disk(site)
    expect(kept).to_have_count(0)
    again.reload()
    expect(again.get_by_role("textbox", name="Le texte")).to_have_value(re.compile("Des mots"))
    expect(kept).to_have_count(0)


def test_kept_words_can_be_forgotten_and_leaving_with_unsaved_words_asks(tab: Page) -> None:
    tab.route("**/enregistrer", lambda route: route.abort())
    select(tab, "Un texte")
    tab.keyboard.type("Des mots")
    says(tab, UNANSWERED)
    asked = []
    tab.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    tab.reload()
    assert asked == ["beforeunload"]
    tab.get_by_role("button", name="Les oublier").click()
    tab.reload()
    expect(tab.get_by_role("textbox", name="Le texte")).to_have_value(re.compile("Un texte"))
    expect(tab.get_by_role("region", name="Mots gardés")).to_have_count(0)


def test_a_browser_that_keeps_nothing_still_saves(
    context: BrowserContext, preview: Previewed, site: Site
) -> None:
    context.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error(); } })")
    tab = context.new_page()
    tab.goto(preview.address + FORM)
    select(tab, "Un texte")
    tab.keyboard.type("Des mots")
    says(tab, SAVED)
    assert "Des mots avec" in on_disk(site)


@pytest.mark.parametrize("choice", ["Garder la mienne", "Prendre celle du fichier"])
def test_a_file_that_changed_meanwhile_shows_both_texts_and_loses_neither(
    tab: Page, site: Site, choice: str
) -> None:
    site.add({CONTACT: on_disk(site).replace("Un texte", "Une phrase d’ailleurs")})
    other = on_disk(site)
    select(tab, "Un texte")
    tab.keyboard.type("Ma phrase")
    dialog = tab.get_by_role("dialog", name="Le fichier a changé")
    expect(dialog.locator("#mine mark")).to_contain_text("Ma phrase")
    expect(dialog.locator("#theirs mark")).to_contain_text("Une phrase d’ailleurs")
    assert violations(tab) == []
    assert on_disk(site) == other
    dialog.get_by_role("button", name="Décider plus tard").click()
    says(tab, LATER)
    tab.keyboard.press("Control+s")
    dialog.get_by_role("button", name=choice).click()
    text = tab.get_by_role("textbox", name="Le texte")
    if choice == "Garder la mienne":
        assert until(lambda: "Ma phrase" in on_disk(site))
        expect(text).to_have_value(re.compile("Ma phrase"))
        expect(tab.get_by_role("region", name="Mots gardés")).to_have_count(0)
    else:
        expect(text).to_have_value(re.compile("Une phrase d’ailleurs"))
        assert on_disk(site) == other
        kept = tab.get_by_role("region", name="Mots gardés")
        kept.get_by_text("Les lire").click()
        expect(kept).to_contain_text("Ma phrase")


def test_escape_chooses_neither_text(tab: Page, site: Site) -> None:
    site.add({CONTACT: on_disk(site).replace("Un texte", "Une phrase d’ailleurs")})
    select(tab, "Un texte")
    tab.keyboard.type("Ma phrase")
    expect(tab.locator("#mine mark")).to_contain_text("Ma phrase")
    tab.keyboard.press("Escape")
    says(tab, LATER)
    expect(tab.get_by_role("textbox", name="Le texte")).to_have_value(re.compile("Ma phrase"))


def test_a_half_typed_date_leaves_the_one_that_stands_in_the_file(tab: Page, site: Site) -> None:
    tab.get_by_text("Ajouter un champ").click()
    day = tab.get_by_label("Mise à jour", exact=True)
    day.fill("2024-05-20")
    says(tab, SAVED)
    saved = on_disk(site)
    assert "mise_a_jour: 2024-05-20\n" in saved
    day.focus()
    tab.keyboard.press("Backspace")
    expect(tab.locator("#p-mise_a_jour")).to_contain_text("la date est incomplète")
    select(tab, "Un texte")
    tab.keyboard.type("Une phrase")
    assert until(lambda: "Une phrase" in on_disk(site))
    assert on_disk(site) == saved.replace("Un texte", "Une phrase")
    day.fill("")
    assert until(lambda: "mise_a_jour" not in on_disk(site))
    expect(tab.locator("#p-mise_a_jour")).to_be_empty()


def test_what_is_typed_while_a_save_is_refused_is_saved(tab: Page, site: Site) -> None:
    refusals: list[Route] = []
    tab.route("**/enregistrer", lambda route: refusals.append(route), times=1)  # noqa: PLW0108  what Playwright takes
    select(tab, "Un texte")
    tab.keyboard.type("Une")
    assert until(lambda: tab.evaluate("1") and refusals)
    tab.keyboard.type(" phrase")
    tab.wait_for_timeout(1500)  # its own pause is over while the first save is still under way
    refusals[0].fulfill(status=422, json={"message": "une tabulation → retirez-la"})
    says(tab, SAVED)
    assert "Une phrase avec" in on_disk(site)


def test_words_that_are_taken_back_at_once_are_no_change(tab: Page) -> None:
    before = tab.locator("#status").inner_text()
    select(tab, "Un texte")
    tab.keyboard.type("U")
    tab.keyboard.press("Control+z")
    says(tab, before)


def test_a_window_that_was_closed_while_it_saved_offers_nothing(tab: Page) -> None:
    text = tab.get_by_role("textbox", name="Le texte").input_value()
    tab.evaluate(
        "words => localStorage.setItem('modifier pages/contact.md 1', JSON.stringify(words))",
        {"empreinte": "d’avant", "champs": {}, "texte": text, "quand": 0},
    )
    tab.reload()
    assert until(lambda: tab.evaluate("localStorage.length") == 0)
    expect(tab.get_by_role("region", name="Mots gardés")).to_have_count(0)


def test_what_somebody_else_changed_elsewhere_in_the_file_stays(tab: Page, site: Site) -> None:
    site.add({CONTACT: on_disk(site).replace("Un texte", "Une phrase d’ailleurs")})
    tab.get_by_label("Titre").first.fill("Mon titre")
    tab.get_by_role("button", name="Garder la mienne").click()
    expect(tab.get_by_role("textbox", name="Le texte")).to_have_value(re.compile("d’ailleurs"))
    assert 'titre: "Mon titre"' in on_disk(site)
    assert "Une phrase d’ailleurs" in on_disk(site)


def test_a_file_that_the_site_does_not_publish_is_refused_in_a_sentence(
    tab: Page, site: Site, tmp_path: Path
) -> None:
    folder = site.root / "content/pages"
    names = sorted(file.name for file in folder.iterdir())
    scan = tmp_path / "scan.tiff"
    with scan.open("wb") as stream:
        stream.write(b"II*\0")
        stream.truncate(30_000_000)
    text_file = tmp_path / "photo.jpg"
    text_file.write_text("ceci est un texte")
    heavy = tmp_path / "lourd.tiff"
    with heavy.open("wb") as stream:
        stream.write(b"II*\0")
        stream.truncate(45_000_000)
    tab.get_by_role("button", name="Ajouter une photo ou un document").click()
    said = tab.get_by_role("dialog").get_by_role("alert")
    for file in (scan, text_file, heavy):
        tab.get_by_label("Le fichier (obligatoire)").set_input_files(file)
        tab.get_by_label("Sa description").fill("Une description")
        tab.get_by_role("button", name="Ajouter", exact=True).click()
        expect(said).to_contain_text(" → ")
        expect(said).not_to_contain_text("ne répond plus")
    assert violations(tab) == []
    tab.get_by_role("button", name="Annuler").click()
    expect(tab.get_by_role("textbox", name="Le texte")).to_have_value(re.compile("Un texte"))
    assert sorted(file.name for file in folder.iterdir()) == names


def test_a_photo_can_be_dropped_and_undone(tab: Page) -> None:
    data = photo()["buffer"]
    tab.evaluate(
        "bytes => { const files = new DataTransfer();"
        " files.items.add(new File([new Uint8Array(bytes)], 'fête.jpg', { type: 'image/jpeg' }));"
        " for (const type of ['dragover', 'drop'])"
        "   document.body.dispatchEvent(new DragEvent(type, { dataTransfer: files, bubbles: true, cancelable: true })); }",
        list(data),
    )
    tab.get_by_label("Sa description").fill("Une fête")
    tab.keyboard.press("Enter")
    text = tab.get_by_role("textbox", name="Le texte")
    expect(text).to_have_value(re.compile(r"!\[Une fête\]\(fete\.jpg\)"))
    says(tab, SAVED)
    tab.keyboard.press("Control+z")
    expect(text).not_to_have_value(re.compile("fete"))
    says(tab, SAVED)


def test_of_several_dropped_files_the_first_is_named_and_the_others_asked_for(tab: Page) -> None:
    tab.evaluate(
        "() => { const files = new DataTransfer();"
        " for (const name of ['un.jpg', 'deux.jpg']) files.items.add(new File(['x'], name));"
        " document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true })); }"
    )
    said = tab.get_by_role("dialog").get_by_role("alert")
    expect(said).to_have_text("Un fichier à la fois : voici « un.jpg », déposez les autres ensuite.")


def test_a_change_is_undone_after_it_was_saved_to_the_byte(tab: Page, site: Site) -> None:
    before = on_disk(site)
    text = tab.get_by_role("textbox", name="Le texte")
    typed = text.input_value()
    select(tab, "Un texte")
    tab.keyboard.type("Des mots")
    says(tab, SAVED)
    assert on_disk(site) != before

    def undone() -> bool:
        text.press("Control+z")
        return text.input_value() == typed

    assert until(undone)
    says(tab, SAVED)
    assert on_disk(site) == before

    tab.get_by_label("Titre").first.fill("Un autre titre")
    says(tab, SAVED)
    assert on_disk(site) != before
    tab.get_by_role("button", name="Rétablir : Titre").press("Enter")
    says(tab, SAVED)
    assert on_disk(site) == before
    expect(tab.get_by_role("button", name=re.compile("^Rétablir"))).to_have_count(0)


def test_the_keyboard_alone_corrects_a_title(preview: Previewed, context: BrowserContext, site: Site) -> None:
    assert preview.settles()  # a page that is shown anew between two keys loses its focus
    tab = context.new_page()
    tab.goto(f"{preview.address}/contact/")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/__modifier__/page**")
    title = tab.get_by_label("Titre").first
    for _ in range(10):
        tab.keyboard.press("Tab")
        if title.evaluate("field => field === document.activeElement"):
            break
    tab.keyboard.press("End")
    tab.keyboard.type(" !")
    tab.keyboard.press("Control+s")
    says(tab, SAVED)
    assert 'titre: "Contact !"' in on_disk(site)


def test_themes_are_kept_in_the_order_of_their_choice(
    preview: Previewed, context: BrowserContext, site: Site
) -> None:
    name = "actualites/2023-11-23-colloque.md"
    site.add({name: page("Un colloque", date="2023-11-23", themes="[secret]")})
    tab = context.new_page()
    tab.goto(f"{preview.address}/__modifier__/page?fichier={name}")
    themes = tab.get_by_role("group", name="Thèmes").first
    expect(themes.get_by_label("Secret professionnel")).to_be_checked()
    themes.get_by_label("Police").check()
    themes.get_by_label("Secret professionnel").uncheck()
    themes.get_by_label("Secret professionnel").check()
    expect(themes).to_contain_text("Dans cet ordre : Police, Secret professionnel.")
    says(tab, SAVED)
    assert "themes: [police, secret]" in on_disk(site, name)


def test_a_header_that_cannot_be_read_is_mended_in_the_form(tab: Page, site: Site) -> None:
    right = on_disk(site)
    site.add({CONTACT: right.replace('titre: "Contact"', 'titre: "Contact')})
    tab.reload()
    whole = tab.get_by_role("textbox", name="Le fichier entier")
    whole.fill(right)
    expect(tab.get_by_label("Titre").first).to_have_value("Contact")
    assert on_disk(site) == right


def test_a_page_is_found_by_its_title_without_accents(
    preview: Previewed, context: BrowserContext, site: Site
) -> None:
    site.add({"pages/deontologie.md": page("La déontologie", statut="brouillon")})
    tab = context.new_page()
    tab.goto(f"{preview.address}/__modifier__/")
    tab.get_by_label("Des mots du titre").fill("DEONTO")
    expect(tab.locator("#found")).to_have_text("1\u00a0page")
    tab.get_by_role("region", name="Les pages").get_by_role("link", name="La déontologie").click()
    expect(tab.get_by_label("Titre").first).to_have_value("La déontologie")


def test_a_list_that_no_file_makes_says_so(preview: Previewed, context: BrowserContext) -> None:
    tab = context.new_page()
    tab.goto(f"{preview.address}/actualites/2023/")
    tab.get_by_role("link", name="Modifier cette page").click()
    tab.get_by_role("heading", name="Cette page ne se modifie pas ainsi").wait_for()
    tab.get_by_role("link", name="Chercher une page à modifier").click()
    tab.get_by_role("heading", name="Modifier le site").wait_for()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_editing_pages_are_accessible_quiet_and_fit(
    preview: Previewed, browser: Browser, site: Site, width: int
) -> None:
    """No axe violation in light or dark, no console message, no other host, no sideways scrolling."""
    site.add({"actualites/2023-11-23-colloque.md": page("Un colloque", "Du **gras.", date="2023-11-23")})
    context = browser.new_context(viewport={"width": width, "height": 640}, color_scheme="light")
    tab = context.new_page()
    complaints: list[str] = []
    hosts: set[str] = set()
    # the tiny site has no icon
    tab.on("console", lambda said: "favicon" in said.location["url"] or complaints.append(said.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("request", lambda request: hosts.add(re.sub(r"^(\w+://[^/]+).*", r"\1", request.url)))
    for path in ("", "page?fichier=actualites/2023-11-23-colloque.md", "page?fichier=bistrots/mons.md"):
        tab.goto(f"{preview.address}/__modifier__/{path}")
        for summary in tab.locator("summary:visible").all():
            if not summary.evaluate("node => node.parentElement.open"):
                summary.click()
        for scheme in ("light", "dark"):
            tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert violations(tab) == [], (path, scheme)
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, path
    tab.goto(f"{preview.address}/contact/")
    link = tab.get_by_role("link", name="Modifier cette page").bounding_box()
    content = tab.locator("main").bounding_box()
    assert link
    assert content
    assert link["y"] + link["height"] <= content["y"]  # it covers nothing
    assert complaints == []
    assert hosts == {preview.address}
    context.close()
