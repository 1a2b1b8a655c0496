"""The real site behind a real Apache with our `.htaccess`: the policy forbids nothing that the pages need."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import KINDS, listening, path_of
from tests.equipment.apache import Apache, public_folder, serving
from tests.equipment.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", event =>
  window.violations.push(`${event.effectiveDirective} ${event.blockedURI}`));
"""


@pytest.fixture(scope="module")
def apache(site_folder: Path) -> Iterator[Apache]:
    with public_folder() as root:
        shutil.copytree(site_folder, root, dirs_exist_ok=True)
        with serving(root) as server:
            yield server


@pytest.fixture(scope="module")
def page(started_browser: Browser) -> Iterator[Page]:
    context = started_browser.new_context()
    context.add_init_script(WATCH)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_meets_the_limits_of_its_policy(
    kind: str, page: Page, apache: Apache, site_folder: Path
) -> None:
    complaints: list[str] = []
    failed: list[str] = []
    with listening(
        page,
        console=lambda message: complaints.append(message.text),
        response=lambda answer: failed.append(answer.url) if answer.status >= 400 else None,
    ):
        page.goto(apache.address + path_of(kind, site_folder), wait_until="networkidle")
    assert page.evaluate("window.violations") == []
    assert complaints == []
    assert failed == []
    assert page.evaluate("getComputedStyle(document.body).fontFamily") != "Times New Roman"
    assert page.evaluate("[...document.styleSheets].length") > 0


def test_what_a_page_must_not_do_is_refused(page: Page, apache: Apache) -> None:
    """The policy is really in force: an inline style, a script, a request to another host."""
    page.goto(apache.address)
    page.evaluate(
        """() => {
            const style = document.createElement("style");
            style.textContent = "body { color: red }";
            document.head.append(style);
            const script = document.createElement("script");
            try { script.textContent = "window.ran = true"; } catch {}
            document.head.append(script);
            try { document.body.innerHTML = "<b>autre</b>"; } catch {}
            new Image().src = "https://ailleurs.example/pixel.png";
        }"""
    )
    # not `wait_for_function`: what it asks again, the policy refuses to evaluate
    assert until(lambda: page.evaluate("window.violations.length") >= 4)
    refused = {violation.split()[0] for violation in page.evaluate("window.violations")}
    assert {"style-src-elem", "require-trusted-types-for", "img-src"} <= refused
    assert page.evaluate("window.ran") is None


def test_what_scripts_fetch_and_show_keeps_within_the_policy(page: Page, apache: Apache) -> None:
    page.goto(f"{apache.address}/ressources/")
    page.locator(".facets a").first.click()
    page.wait_for_url("**/ressources/*/*/")
    page.locator(".facets a").last.click()
    page.wait_for_url("**/ressources/?*")
    assert page.evaluate("window.violations") == []
    page.goto(f"{apache.address}/bistrots/")
    page.get_by_label("Près de chez moi").fill("Namur")
    page.keyboard.press("Enter")
    page.get_by_text("Depuis Namur").wait_for()
    assert page.evaluate("window.violations") == []
    page.goto(f"{apache.address}/recherche/?q=secret")
    page.locator(".found li").first.wait_for()
    assert page.evaluate("window.violations") == []


def test_a_visitor_from_an_old_link_arrives(page: Page, apache: Apache) -> None:
    for old, new in (
        ("/?Manifeste-du-travail-social", "/manifeste/"),
        ("/?Les-Bistrots-du-social", "/bistrots/"),
        ("/?Le-CVTS-invite-de-l-emission-Libres-ensemble-du-4-novembre", "/actualites/libres-ensemble/"),
        (
            "/?Carte-blanche-du-CVTS-dans-le-Guide-social-L-apres-Covid-19-Le-travail-social",
            "/ressources/carte-blanche-confinement/",
        ),
        ("/?-Ressources-", "/ressources/"),
    ):
        answer = page.goto(apache.address + old)
        assert answer is not None
        assert answer.status == 200
        assert page.url == apache.address + new
    answer = page.goto(f"{apache.address}/?Une-page-oubliee")
    assert answer is not None
    assert answer.status == 404
    assert "ancien site" in page.locator("h1").inner_text()
