"""The list of old addresses that `invoke check` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.addresses.redirects import redirects_report
from tests.equipment.inline import TODAY, page
from tools.old_addresses import redirects_of

if TYPE_CHECKING:
    from tests.equipment.inline import Site


def test_every_old_address_is_listed_with_what_becomes_of_it(site: Site) -> None:
    site.add(
        {
            "pages/contact.md": page(
                "Contact", "[ici](/actualites/colloque/)", anciennes_adresses='["/?Contact", "/IMG/a.pdf"]'
            ),
            "pages/essai.md": page("Essai", statut="brouillon", anciennes_adresses='["/?Essai"]'),
            "anciennes-adresses.toml": 'parties = ["/spip.php?article3"]',
        }
    )
    assert site.build().ok
    assert redirects_report(redirects_of(site.root / "content", site.output, TODAY)).split("\n") == [
        "/?Contact → /contact/",
        "/?Essai → / (en attendant que sa page paraisse)",
        "/?article3 → retirée exprès (410)",
        "/?page=backend → /feeds/actualites.rss",
        "/IMG/a.pdf → /contact/",
    ]
