"""Old addresses: who claims them, what is wrong with a claim, what Apache is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.addresses.apache_rules import digits_of, rules
from plugins.addresses.redirects import FEED, LOST, Claim, gather_redirects, redirects_report
from tests.equipment.inline import page

if TYPE_CHECKING:
    from tests.equipment.inline import Site

LIVE = frozenset({"index.html", "contact/index.html", "robots.txt"})
SPIP = "ancien-site/spip/.htaccess"


def folder_of(name: str) -> str:
    return f"ancien-site/spip/{digits_of(name)}/.htaccess"


def claim(
    address: str, target: str = "/contact/", path: str = "content/pages/contact.md", line: int = 4
) -> Claim:
    return Claim(address, target, path, line)


def test_claims_become_a_map_by_key() -> None:
    found, problems = gather_redirects(
        (claim("/spip.php?article12"), claim("/IMG/a.pdf"), claim("/?Agenda", "")), LIVE
    )
    assert problems == ()
    assert found.moved == {"?article12": "/contact/", "/IMG/a.pdf": "/contact/"}
    assert found.gone == ("?Agenda",)


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
    assert found.moved == {"?article12": "/contact/"}
    assert len(problems) == 1
    assert str(problems[0]) == (
        "content/pages/z.md:5: l’ancienne adresse /article12.html est déjà prise : content/pages/contact.md:4"
        " → gardez-la dans un seul des deux fichiers"
    )


def test_the_old_feed_leads_to_the_new_one_as_soon_as_there_is_one() -> None:
    without, _ = gather_redirects((), LIVE)
    assert without.moved == {}
    having, _ = gather_redirects((), LIVE | {FEED.lstrip("/")})
    assert having.moved == {"?page=backend": FEED}


def test_every_redirect_leads_to_a_page_that_claimed_it_and_never_to_an_old_address() -> None:
    found, _ = gather_redirects((claim("/?A"), claim("/?B", "/")), LIVE)
    text = "".join(rules(found, LOST).values())
    assert text.count("R=301") == 3, "the two, and the bare spip.php"
    assert not [target for target in found.moved.values() if target in found.moved]


def test_a_name_with_a_number_is_looked_for_before_the_name_alone() -> None:
    found, _ = gather_redirects((claim("/?Colloque"), claim("/?Colloque,45", "/")), LIVE)
    text = rules(found, LOST)[folder_of("Colloque")]
    assert text.index("Colloque,45") < text.index('Colloque(?:,|$)"')


def test_the_report_lists_every_old_address_and_what_becomes_of_it() -> None:
    found, _ = gather_redirects((claim("/?Manifeste"), claim("/IMG/a.pdf"), claim("/?Agenda", "")), LIVE)
    assert redirects_report(found).split("\n") == [
        "/?Agenda → retirée exprès (410)",
        "/?Manifeste → /contact/",
        "/IMG/a.pdf → /contact/",
    ]


def test_only_published_pages_claim_addresses(site: Site) -> None:
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
    assert "/contact/ [R=301" in site.read(folder_of("Contact"))
    assert not (site.output / folder_of("Essai")).exists()
    assert "[G,L]" in site.read(folder_of("Agenda-2012"))


def test_a_site_without_old_addresses_builds(site: Site) -> None:
    assert site.build().ok
    assert "/404.html" in site.read(SPIP), "the tiny site has no page for lost visitors"


def test_claims_do_not_leak_from_one_build_into_the_next(site: Site) -> None:
    contact = page("Contact", "[ici](/actualites/colloque/)", anciennes_adresses='["/?Contact"]')
    site.add({"pages/contact.md": contact})
    assert site.build().ok
    assert site.build().ok
    site.add({"pages/contact.md": page("Contact", "[ici](/actualites/colloque/)")})
    assert site.build().ok
    assert not (site.output / folder_of("Contact")).exists()
