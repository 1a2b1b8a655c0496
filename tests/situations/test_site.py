"""« Que faire si… », « Demander un avis » and « Signaler une erreur », through the real generator and theme."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html

from tests.equipment.inline import ASSOCIATION, TODAY, Site, page
from tests.manifesto.small_site import build, small_site
from tools.scaffold import create

if TYPE_CHECKING:
    from pathlib import Path

BODY = """\
## Dans l’heure

1. Ne répondez pas tout de suite.

## Ensuite

1. Parlez-en.

## Ce que disent la loi et le code

Voyez [le contact](/contact/).

## Qui appeler

La permanence.
"""
MAIL = ASSOCIATION.replace('courriel = ""', 'courriel = "nous@essai.example"')


def situation(title: str, order: int, body: str = BODY, **fields: str) -> str:
    given = {"question": f"« {title} » Que faire ?", "ordre": str(order), "ressources": "[contact]", **fields}
    return page(title, body, **given)


def with_situations(folder: Path) -> Site:
    made = small_site(folder)
    made.add(
        {
            "situations/b.md": situation("Une convocation", 20),
            "situations/a.md": situation("Un coup de fil", 100),
            "situations/c.md": situation("Une lettre", 10),
            "situations/d.md": situation("Un doute", 5, statut="brouillon"),
        }
    )
    return made


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return with_situations(tmp_path)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Give the same site, built; nobody may change it."""
    made = with_situations(tmp_path_factory.mktemp("written"))
    assert build(made).ok
    return made


def test_the_list_is_in_the_editors_order_and_has_no_draft(written: Site) -> None:
    tree = html.document_fromstring(written.read("situations/index.html"))
    links = tree.xpath("//ul[@class='situations']/li/a/@href")
    assert links == ["/situations/c/", "/situations/b/", "/situations/a/"]
    assert not (written.output / "situations" / "d").exists()


def test_a_page_starts_from_the_question_and_ends_with_whom_to_call_and_what_to_read(written: Site) -> None:
    tree = html.document_fromstring(written.read("situations/c/index.html"))
    (lead,) = tree.find_class("lead")
    assert "Une lettre" in lead.text_content()
    order = [element.get("class") for element in tree.xpath("//div[@class='body']/*")]
    assert order[:2] == ["prose steps", "notice"]
    assert tree.xpath("//section[h2='À lire']//a/@href") == ["/contact/"]
    assert tree.xpath("//div[@class='breadcrumb']//a/@href") == ["/", "/situations/"]


def test_a_page_to_read_may_come_with_a_sentence(site: Site) -> None:
    site.add({"situations/c.md": situation("Une lettre", 10, ressources='[contact: "Pour nous joindre."]')})
    assert build(site).ok
    tree = html.document_fromstring(site.read("situations/c/index.html"))
    assert tree.xpath("//section[h2='À lire']//li/p/text()") == ["Pour nous joindre."]


def test_a_draft_cannot_be_listed(site: Site) -> None:
    site.add({"situations/c.md": situation("Une lettre", 10, ressources="[situations/d]")})
    assert any("situations/d" in problem.text for problem in build(site).problems)


def test_what_it_lists_must_exist_and_its_order_is_a_number(site: Site) -> None:
    site.add(
        {"situations/c.md": situation("Une lettre", 10, ordre="dixième", ressources="[ressources/absente]")}
    )
    texts = [problem.text for problem in build(site).problems]
    assert "ordre : ce n’est pas un nombre entier" in texts
    assert "« ressources/absente » n’est pas une page du site" in texts


def test_invoke_new_writes_the_headings_and_only_the_fields_are_left_to_fill_in(site: Site) -> None:
    path = create(site.root / "content", "situation", "Une visite", TODAY)
    assert path.name == "une-visite.md"
    drafts = [str(problem) for problem in build(site).drafts if "une-visite" in str(problem)]
    assert [text.split("« ")[1].split(" »")[0] for text in drafts] == [
        "resume",
        "question",
        "ordre",
        "ressources",
    ]


def test_the_form_for_an_opinion_warns_before_one_writes(written: Site) -> None:
    text = written.read("demander-un-avis/index.html")
    assert -1 < text.index("aucun nom") < text.index("<form data-mail")
    assert "Ce qui vous gêne" in text


def _report_link(site: Site, name: str) -> list[str]:
    tree = html.document_fromstring(site.read(name))
    return [str(link) for link in tree.xpath("//p[@class='report-error']/a/@href")]


def test_an_error_is_reported_by_an_e_mail_that_names_the_page(site: Site) -> None:
    site.add({"association.toml": MAIL})
    assert build(site).ok
    for name, address in (("situations/c/index.html", "situations/c/"), ("index.html", "")):
        (link,) = _report_link(site, name)
        mail = urlsplit(link)
        assert (mail.scheme, mail.path) == ("mailto", "nous@essai.example")
        (body,) = parse_qs(mail.query)["body"]
        assert body.startswith(f"Page : https://essai.example/{address}\r\n")
        assert "sans nommer personne" in body
    assert (
        "Une lettre"
        in parse_qs(urlsplit(_report_link(site, "situations/c/index.html")[0]).query)["subject"][0]
    )


def test_without_an_address_the_link_leads_to_the_contact_page_and_that_page_has_none(written: Site) -> None:
    assert _report_link(written, "situations/c/index.html") == ["/contact/"]
    assert _report_link(written, "contact/index.html") == []
