"""The text of the `.htaccess` files: what depends on the site, and what never changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.host.htaccess import Hosted as Written
from plugins.host.htaccess import htaccess_files, policy
from tools.build import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.equipment.inline import Site

NOTHING = (
    "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


def test_the_policy_of_a_site_without_files_allows_nothing() -> None:
    assert policy(Written(frozenset({"index.html"}))) == NOTHING


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("a.css", {"style-src 'self'"}),
        ("a.woff2", {"font-src 'self'"}),
        ("a.avif", {"img-src 'self'"}),
        ("a.svg", {"img-src 'self'"}),
        ("a.webmanifest", {"manifest-src 'self'"}),
        ("a.js", {"script-src 'self'", "connect-src 'self'"}),
        ("a.pdf", set()),
    ],
)
def test_the_policy_allows_what_a_file_needs_and_nothing_else(name: str, allowed: set[str]) -> None:
    assert set(policy(Written(frozenset({name}))).split("; ")) == allowed | set(NOTHING.split("; "))


def test_a_form_may_be_sent_to_the_site_itself() -> None:
    assert "form-action 'self'" in policy(Written(frozenset(), forms=True))


def test_the_host_compresses_by_itself_what_we_did_not() -> None:
    assert "no-gzip" not in htaccess_files(Written(frozenset({"index.html"})))[".htaccess"]
    assert "no-gzip" in htaccess_files(Written(frozenset({"index.html", "index.html.br"})))[".htaccess"]


def test_https_is_asked_for_by_the_site_s_name_once_it_is_known() -> None:
    assert "HTTPS" not in htaccess_files(Written(frozenset()))[".htaccess"]
    assert "essai.example" in htaccess_files(Written(frozenset(), host="essai.example"))[".htaccess"]


def test_a_build_writes_the_rules_for_its_own_files(site: Site, tmp_path: Path) -> None:
    assert site.build().ok
    text = site.read(".htaccess")
    assert "style-src 'self'" in text
    assert "script-src" not in text
    assert "form-action 'none'" in text
    assert '"https://essai.example/%1"' in text
    assert "immutable" in site.read("theme/.htaccess")
    base = (ROOT / "tests/equipment/tiny_theme/templates/base.html").read_text(encoding="utf-8")
    (tmp_path / "base.html").write_text(
        base.replace("</body>", '<form action="/"></form></body>'), encoding="utf-8"
    )
    assert site.build(THEME_TEMPLATES_OVERRIDES=[str(tmp_path)]).ok
    assert "form-action 'self'" in site.read(".htaccess")


def test_browsers_keep_the_index_of_the_search_and_ask_again_for_its_page() -> None:
    made = htaccess_files(Written(frozenset({"recherche/index.html", "recherche/donnees/index.0a.json"})))
    assert "immutable" in made["recherche/donnees/.htaccess"]
    assert "immutable" not in made[".htaccess"]
    assert "recherche/donnees/.htaccess" not in htaccess_files(Written(frozenset({"recherche/index.html"})))
