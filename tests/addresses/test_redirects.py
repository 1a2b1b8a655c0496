"""Old addresses: who claims them, what is wrong with a claim, what Apache is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.addresses.apache_rules import rules
from plugins.addresses.claims import Claim
from plugins.addresses.keys import bucket_of
from plugins.addresses.redirects import FEED, LOST, Rule, gather_redirects, redirects_report, rules_in_order
from tests.equipment.inline import page

if TYPE_CHECKING:
    from tests.equipment.inline import Site

LIVE = frozenset({"index.html", "contact/index.html", "robots.txt"})
NAMING = "ancien-site/.htaccess"


def folder_of(name: str) -> str:
    return f"ancien-site/{bucket_of(name.encode())}/.htaccess"


def claim(
    address: str, target: str = "/contact/", path: str = "content/pages/contact.md", line: int = 4
) -> Claim:
    return Claim(address, target, path, line)


def test_claims_become_a_map_by_key() -> None:
    found, problems = gather_redirects(
        (claim("/spip.php?article12"), claim("/IMG/a.pdf"), claim("/?Agenda", "")), LIVE
    )
    assert problems == ()
    assert found.moved == {"article12": "/contact/", "IMG/a.pdf": "/contact/"}
    assert found.gone == ("Agenda",)


@pytest.mark.parametrize(
    "address",
    ["/contact", "/contact/", "/robots.txt", "/contact/index.html", "/ancien-site/x", "/ancien-site"],
)
def test_an_address_that_lives_cannot_be_an_old_one(address: str) -> None:
    """Its redirect would never be reached, or never end."""
    found, problems = gather_redirects((claim(address),), LIVE)
    assert found.moved == {}
    assert "existe encore" in problems[0].text


def test_two_claims_to_one_address_are_a_problem_at_the_second() -> None:
    claims = (claim("/article12.html", "/", "content/pages/z.md", 5), claim("/?page=article&id_article=12"))
    found, problems = gather_redirects(claims, LIVE)
    assert found.moved == {"article12": "/contact/"}
    assert len(problems) == 1
    assert str(problems[0]) == (
        "content/pages/z.md:5: l’ancienne adresse /article12.html est déjà prise : content/pages/contact.md:4"
        " → gardez-la à un seul des deux endroits"
    )


def test_the_old_feed_leads_to_the_new_one_as_soon_as_there_is_one() -> None:
    without, _ = gather_redirects((), LIVE)
    assert without.moved == {}
    having, _ = gather_redirects((), LIVE | {FEED.lstrip("/")})
    assert having.moved == {"page=backend": FEED}


def test_every_redirect_leads_to_a_page_that_claimed_it_and_never_to_an_old_address() -> None:
    found, _ = gather_redirects((claim("/?A"), claim("/?B", "/")), LIVE)
    text = "".join(rules(found, LOST).values())
    assert text.count("R=301") == 3, "the two, and the bare spip.php"
    assert not [target for target in found.moved.values() if target in found.moved]


def test_a_name_with_a_number_is_looked_for_before_the_name_alone() -> None:
    found, _ = gather_redirects((claim("/?Colloque"), claim("/?Colloque,45", "/")), LIVE)
    text = rules(found, LOST)[folder_of("Colloque")]
    assert text.index("=Colloque,45") < text.index('=Colloque"')


def test_the_report_lists_every_old_address_and_what_becomes_of_it() -> None:
    found, _ = gather_redirects((claim("/?Manifeste"), claim("/IMG/a.pdf"), claim("/?Agenda", "")), LIVE)
    assert redirects_report(found).split("\n") == [
        "/?Agenda → retirée exprès (410)",
        "/?Manifeste → /contact/",
        "/IMG/a.pdf → /contact/",
    ]


def test_a_name_with_marks_answers_without_them_too_unless_another_page_owns_it() -> None:
    def orders(*claims: Claim) -> list[tuple[str, str, bool]]:
        found, problems = gather_redirects(claims, LIVE)
        assert problems == ()
        return [(rule.name, rule.target, rule.any_marks) for rule in rules_in_order(found)]

    assert orders(claim("/?-Vie-")) == [("Vie", "/contact/", True)]
    assert orders(claim("/?-Vie-"), claim("/?Vie", "/")) == [
        ("-Vie-", "/contact/", False),
        ("Vie", "/", True),
    ]
    assert orders(claim("/?-Vie-"), claim("/?Vie")) == [
        ("-Vie-", "/contact/", False),
        ("Vie", "/contact/", True),
    ]
    assert orders(claim("/?-Vie-"), claim("/?+Vie+", "/")) == [
        ("+Vie+", "/", False),
        ("-Vie-", "/contact/", False),
    ], "the bare name is nobody's"
    assert orders(claim("/?-Vie-"), claim("/?+Vie+")) == [("Vie", "/contact/", True)]


def test_the_address_of_a_page_may_be_the_title_of_an_old_one() -> None:
    """`/?contact` was the old site's, `/contact/` is ours."""
    found, problems = gather_redirects((claim("/?contact"), claim("/contact.html")), LIVE)
    assert [problem.text for problem in problems] == [
        "l’ancienne adresse /contact.html est déjà prise : content/pages/contact.md:4"
    ]
    assert found.moved == {"contact": "/contact/"}


def test_a_draft_gives_way() -> None:
    claims = (
        Claim("/?A", "/", "content/a.md", 3, waits=True, is_draft=True),
        claim("/?A"),
        Claim("/contact/", "/", "content/a.md", 4, waits=True, is_draft=True),
        Claim("/?B", "/", "content/a.md", 5, waits=True, is_draft=True),
    )
    found, problems = gather_redirects(claims, LIVE)
    assert problems == ()
    assert found.moved == {"A": "/contact/", "B": "/"}
    assert found.waiting == {"B"}
    assert Rule("B", "/", any_marks=True, waiting=True) in rules_in_order(found)


def test_what_waits_leads_to_its_section_and_then_to_its_page(site: Site) -> None:
    fields = {"anciennes_adresses": '["/?Demain"]'}
    link = page("Contact", "[ici](/actualites/colloque/)")
    site.add(
        {
            "pages/actualites.md": page("Actualités", "[un](/actualites/colloque/)"),
            "pages/contact.md": link,
            "actualites/demain.md": page("Demain", date="2024-06-05", **fields),
        }
    )
    assert site.build().ok
    assert '/actualites/" [R=302' in site.read(folder_of("Demain"))
    assert site.build(SHOW_DRAFTS=True).ok
    assert '/actualites/demain/" [R=301' in site.read(folder_of("Demain"))


def test_an_old_address_leads_where_the_list_says(site: Site) -> None:
    site.add(
        {
            "anciennes-adresses.toml": 'parties = ["/?Agenda"]\n[vers]\n'
            '"/?Virtuel" = "https://exemple.be/a?b=c"\n"/IMG/pdf/a.pdf" = "/contact/#nous-ecrire"\n"/?Accueil" = "/"\n'
        }
    )
    assert site.build().ok
    assert '"https://exemple.be/a?b=c" [R=301,NE' in site.read(folder_of("Virtuel"))
    assert '/contact/#nous-ecrire" [R=301,NE' in site.read(folder_of("IMG/pdf/a.pdf"))
    assert 'ORIGINE}/" [R=301' in site.read(folder_of("Accueil"))


def test_pages_that_are_not_published_lead_to_their_section(site: Site) -> None:
    site.add(
        {
            "pages/contact.md": page(
                "Contact", "[ici](/actualites/colloque/)", anciennes_adresses='["/?Contact"]'
            ),
            "pages/essai.md": page("Essai", statut="brouillon", anciennes_adresses='["/?Essai"]'),
            "anciennes-adresses.toml": 'parties = ["/?Agenda-2012"]',
        }
    )
    assert site.build().ok
    assert '/contact/" [R=301' in site.read(folder_of("Contact"))
    assert 'ORIGINE}/" [R=302' in site.read(folder_of("Essai"))
    assert "[G,L]" in site.read(folder_of("Agenda-2012"))


def test_a_site_without_old_addresses_builds(site: Site) -> None:
    assert site.build().ok
    assert "/404.html" in site.read(NAMING), "the tiny site has no page for lost visitors"


def test_claims_do_not_leak_from_one_build_into_the_next(site: Site) -> None:
    contact = page("Contact", "[ici](/actualites/colloque/)", anciennes_adresses='["/?Contact"]')
    site.add({"pages/contact.md": contact})
    assert site.build().ok
    assert site.build().ok
    site.add({"pages/contact.md": page("Contact", "[ici](/actualites/colloque/)")})
    assert site.build().ok
    assert not (site.output / folder_of("Contact")).exists()


def test_an_old_query_may_lead_to_the_page_of_its_name() -> None:
    """`/?actualites` showed the home page's address: the page's own has no query."""
    listed = (Claim("/?contact", "/contact/", "content/anciennes-adresses.toml", 3, is_listed=True),)
    found, problems = gather_redirects(listed, LIVE)
    assert (found.moved, problems) == ({"contact": "/contact/"}, ())
