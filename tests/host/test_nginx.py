"""The block that `invoke publish --nginx` writes, in a real nginx: the answers that Apache gives."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from plugins.addresses.redirects import Redirects
from plugins.host import htaccess
from plugins.host.nginx import TO_COMPLETE, server_block
from tests.equipment.apache import Apache, public_folder, serving
from tests.equipment.nginx import nginx
from tests.host.hosted import FILES, redirects_of, write_site
from tests.host.test_apache import ELSEWHERE, FOLLOWED, GONE, LISTED, MOVED, NOT_OURS, UNKNOWN, WAITING

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.browser


def block(root: str, port: int, host: str = "", https: str = "non") -> str:
    """Return the block as a host would complete it, listening on a test's port."""
    found = redirects_of(frozenset(FILES), MOVED, GONE, LISTED, WAITING)
    text = server_block(htaccess.Hosted(frozenset(FILES), host=host, https=https), found, root)
    text = text.replace("  listen [::]:80;\n", "").replace("listen 80;", f"listen 127.0.0.1:{port};")
    return text.replace(f"server_name {TO_COMPLETE};", "server_name _;").replace(TO_COMPLETE, root)


@pytest.fixture(scope="module")
def both() -> Iterator[tuple[Apache, Apache]]:
    """Give nginx and Apache over the same files, asked in the same way."""
    with public_folder() as root:
        write_site(root, MOVED, GONE, https="non", listed=LISTED, waiting=WAITING)
        for name in (".git/config", ".env", "contact/.cache"):
            (root / name).parent.mkdir(exist_ok=True)
            (root / name).write_text("mot de passe")
        with serving(root) as apache, nginx(lambda port: block(str(root), port)) as port:
            yield Apache(root, port, apache.log), apache


def short(location: str, server: Apache) -> str:
    return location.removeprefix(server.address)


@pytest.mark.parametrize(
    "name", [*FILES, "", "contact/", "nulle-part/", "contact", "theme/", "media/", "robots.txt/"]
)
def test_every_address_answers_as_apache_does(name: str, both: tuple[Apache, Apache]) -> None:
    mine, theirs = (server.get(f"/{name}") for server in both)
    assert mine.status == theirs.status
    if mine.status != 301:
        assert mine.body == theirs.body
    for header in (*htaccess.headers(htaccess.Hosted(frozenset(FILES), https="non")), "Cache-Control"):
        assert mine.headers.get(header.lower()) == theirs.headers.get(header.lower()), header
    if mine.status == 200:
        kind, wanted = (answer.headers["content-type"].replace(" ", "").lower() for answer in (mine, theirs))
        assert kind == wanted
        assert mine.headers["etag"]
    else:
        assert short(mine.headers.get("location", ""), both[0]) == short(
            theirs.headers.get("location", ""), both[1]
        )


@pytest.mark.parametrize("target", ["/", "/contact/", "/feeds/actualites.rss", "/feeds/actualites.json"])
def test_text_goes_compressed_as_the_browser_accepts(target: str, both: tuple[Apache, Apache]) -> None:
    answer = both[0].get(target, accept_encoding="gzip, br")
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(answer.body) == both[0].get(target).body
    assert "accept-encoding" in answer.headers["vary"].lower()


@pytest.mark.parametrize(
    "target", ["/.htaccess", "/theme/.htaccess", "/.git/config", "/.env", "/contact/.cache"]
)
def test_hidden_files_are_not_there(target: str, both: tuple[Apache, Apache]) -> None:
    answer = both[0].get(target)
    assert answer.status == 404
    assert b"mot de passe" not in answer.body
    assert b"Rewrite" not in answer.body


def encoded(address: str) -> str:
    return "".join(
        letter if "!" <= letter <= "~" else "".join(f"%{b:02X}" for b in letter.encode())
        for letter in address
    )


@pytest.mark.parametrize("address", [address for address in FOLLOWED if "%52" not in address])
def test_an_old_address_leads_in_one_step_to_its_page(address: str, both: tuple[Apache, Apache]) -> None:
    answer = both[0].get(encoded(address))
    assert answer.status == 301
    assert short(answer.headers["location"], both[0]).partition("?")[0] == FOLLOWED[address]


@pytest.mark.parametrize("address", [address for address in UNKNOWN if "%00" not in address])
def test_an_unknown_old_address_is_a_helpful_page_and_a_404(
    address: str, both: tuple[Apache, Apache]
) -> None:
    answer = both[0].get(address)
    assert answer.status == 404
    assert b"Ancienne adresse" in answer.body


@pytest.mark.parametrize("address", NOT_OURS)
def test_a_path_that_nobody_claims_leads_nowhere(address: str, both: tuple[Apache, Apache]) -> None:
    answer = both[0].get(address)
    assert answer.status in (400, 404)
    assert "location" not in answer.headers


def test_another_site_and_the_section_of_what_waits_are_led_to_as_apache_does(
    both: tuple[Apache, Apache],
) -> None:
    for address in (*ELSEWHERE, *WAITING, "/?Article-virtuel&lang=fr"):
        mine, theirs = (server.get(address) for server in both)
        assert mine.status == theirs.status
        assert short(mine.headers["location"], both[0]) == short(theirs.headers["location"], both[1])


@pytest.mark.parametrize("address", GONE)
def test_what_was_retired_is_gone(address: str, both: tuple[Apache, Apache]) -> None:
    answer = both[0].get(address)
    assert (answer.status, b"Ancienne adresse" in answer.body) == (410, True)


def test_the_home_page_may_be_shared_with_tracking_parameters(both: tuple[Apache, Apache]) -> None:
    for query in ("fbclid=IwAR0", "utm_source=lettre&utm_medium=mail", ""):
        assert b"Accueil" in both[0].get(f"/?{query}").body


def test_other_names_and_http_lead_to_the_one_address() -> None:
    with public_folder() as root:
        write_site(root)

        def completed(port: int) -> str:
            text = block(str(root), port, "essai.example", "apache")
            # this test's server has no certificate: its https servers answer in plain on another name's port
            return (
                text.replace("  listen [::]:443 ssl;\n", "")
                .replace("listen 443 ssl;", f"listen 127.0.0.2:{port};")
                .replace(f"  ssl_certificate {root};\n", "")
                .replace(f"  ssl_certificate_key {root};\n", "")
            )

        with nginx(completed) as port:
            server = Apache(root, port, root)
            for name in ("essai.example", "www.essai.example"):
                answer = server.get("/contact/?a=1", host=name)
                assert answer.status == 301
                assert answer.headers["location"] == "https://essai.example/contact/?a=1"


def test_a_block_for_a_site_without_old_addresses_is_one_that_nginx_reads() -> None:
    with public_folder() as root:
        write_site(root)
        text = server_block(htaccess.Hosted(frozenset(FILES), https="non"), Redirects({}, ()), str(root))
        with nginx(
            lambda port: (
                text.replace("  listen [::]:80;\n", "")
                .replace("listen 80;", f"listen 127.0.0.1:{port};")
                .replace(TO_COMPLETE, "_")
            )
        ) as port:
            assert Apache(root, port, root).get("/contact/").status == 200
