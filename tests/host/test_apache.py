"""A real Apache with our `.htaccess`: what a browser, a feed reader and a search engine get."""

from __future__ import annotations

import contextlib
import gzip
import re
from email.utils import formatdate
from typing import TYPE_CHECKING

import brotli
import pytest

from plugins.core.facts import HTTPS
from plugins.host import htaccess
from tests.equipment.apache import MODULE_FOLDER, Apache, public_folder, serving
from tests.host.hosted import FILES, write_site
from tools.publish.host import RELEASES
from tools.publish.pointers import CLOSED, root_rules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.browser

MOVED = {
    "/?Manifeste-du-travail-social": "/contact/",
    "/?-Ressources-": "/contact/",
    "/?+-Secret-professionnel-+": "/contact/",
    "/?_Comite-de-vigilance_": "/contact/",
    "/?Colloque": "/contact/",
    "/?Colloque,45": "/court/",
    "/?L-apres-Covid-19-Le-travail-social": "/contact/",
    "/?Été-à-Liège-(suite)": "/contact/",
    "/spip.php?article12": "/contact/",
    "/spip.php?rubrique3": "/contact/",
    "/spip.php?mot7": "/contact/",
    "/spip.php?auteur2": "/contact/",
    "/?page=plan": "/court/",
    "/IMG/pdf/manifeste.pdf": "/document.pdf",
    "/actualites/ancien-nom/": "/contact/",
    "/?-Vie-": "/contact/",
    "/?Vie": "/court/",
    "/?@Un-site@": "/contact/",
    "/?+Une-breve+": "/contact/",
    "/?-Partage-": "/contact/",
    "/?+Partage+": "/court/",
    "/?D%E9ontologie": "/contact/",
    "/?contact": "/court/",
    "/?site4": "/contact/",
    "/Rubrique/Sous-rubrique/Un-article": "/contact/",
    "/12": "/contact/",
    "/?Un-titre-45": "/court/",
    "/IMG/pdf/mon rapport d'été.pdf": "/document.pdf",
    "/IMG/pdf/A.pdf": "/contact/",
    "/IMG/pdf/a.pdf": "/court/",
}
GONE = ("/?Agenda-2012", "/IMG/pdf/agenda-2012.pdf", "/?-Archives-")
LISTED = {
    "/?Article-virtuel": "https://exemple.be/une%20page/?a=1&b=$2#suite",
    "/?Article-virtuel-2": "http://exemple.be",
    "/IMG/pdf/charte.pdf": "/document.pdf",
}
"""What the list of the content folder leads elsewhere."""
ELSEWHERE = {
    "/?Article-virtuel": "https://exemple.be/une%20page/?a=1&b=%242#suite",
    "/?Article-virtuel-2": "http://exemple.be",
}
"""Where the answer leads to another site."""
WAITING = {"/?Un-brouillon": "/contact/", "/spip.php?article77": "/contact/"}
"""What a page claims that is not published yet: its section answers."""
FOLLOWED = {
    # old address as it arrives → where it leads
    **MOVED,
    "/?Manifeste-du-travail-social&lang=fr": "/contact/",
    "/?Manifeste-du-travail-social=&fbclid=IwAR0": "/contact/",
    "/?Manifeste-du-travail-social&utm_source=lettre": "/contact/",
    "/?Manifeste-du-travail-social,ancre": "/contact/",
    "/?Manifeste%2Ddu%2Dtravail%2Dsocial": "/contact/",
    "/spip.php?Manifeste-du-travail-social": "/contact/",
    "/index.php?Manifeste-du-travail-social": "/contact/",
    "/?%2D%52essources-": "/contact/",
    "/?%2B-Secret-professionnel-%2B": "/contact/",
    "/?%5FComite-de-vigilance%5F": "/contact/",
    "/?Colloque,46": "/contact/",
    "/?Colloque%2C45&x=1": "/court/",
    "/?%C3%89t%C3%A9-%C3%A0-Li%C3%A8ge-(suite)": "/contact/",
    "/?article12": "/contact/",
    "/spip.php?article12&lang=fr": "/contact/",
    "/?page=article&id_article=12": "/contact/",
    "/spip.php?page=article&id_article=12&var_mode=calcul": "/contact/",
    "/?id_article=12&page=article": "/contact/",
    "/spip.php?page=imprimer&id_article=12": "/contact/",
    "/article12.html": "/contact/",
    "/article12.html?lang=fr": "/contact/",
    "/rubrique3.html": "/contact/",
    "/?page=rubrique&id_rubrique=3": "/contact/",
    "/mot7.html": "/contact/",
    "/?page=mot&id_mot=7": "/contact/",
    "/auteur2.html": "/contact/",
    "/spip.php?page=backend": "/feeds/actualites.rss",
    "/?page=backend": "/feeds/actualites.rss",
    "/spip.php?page=backend&id_rubrique=3": "/feeds/actualites.rss",
    "/spip.php": "/",
    "/index.php": "/",
    "/actualites/ancien-nom": "/contact/",
    # the marks that SPIP sets, the form without them, and others
    "/?Ressources": "/contact/",
    "/?+Ressources+": "/contact/",
    "/?-Ressources": "/contact/",
    "/Ressources": "/contact/",
    "/-Ressources-": "/contact/",
    "/-Ressources-.html": "/contact/",
    "/?Un-site": "/contact/",
    "/@Un-site@": "/contact/",
    "/?%40Un-site%40": "/contact/",
    "/+Une-breve+": "/contact/",
    "/?%2bUne-breve%2b": "/contact/",
    "/?Secret-professionnel": "/contact/",
    "/+-Secret-professionnel-+": "/contact/",
    "/?Comite-de-vigilance": "/contact/",
    "/Vie": "/court/",
    "/-Vie-": "/contact/",
    "/?_Vie_": "/court/",
    # the other forms of one address
    "/Manifeste-du-travail-social": "/contact/",
    "/Manifeste-du-travail-social/": "/contact/",
    "/Manifeste-du-travail-social.html": "/contact/",
    "/Manifeste-du-travail-social.html?lang=fr": "/contact/",
    "/?Manifeste-du-travail-social.html": "/contact/",
    "/?Manifeste-du-travail-social/": "/contact/",
    "/?Manifeste-du-travail-social&debut_articles=10": "/contact/",
    "/?Manifeste-du-travail-social&var_mode=recalcul": "/contact/",
    "/?Manifeste-du-travail-social&fbclid=IwAR0&utm_source=x": "/contact/",
    "/Colloque,45.html": "/court/",
    "/article12": "/contact/",
    "/article12/": "/contact/",
    "/article12?lang=fr": "/contact/",
    "/article.php3?id_article=12": "/contact/",
    "/article.php?id_article=12&var_recherche=x": "/contact/",
    "/rubrique.php3?id_rubrique=3": "/contact/",
    "/article.php3?id_rubrique=99&id_article=12": "/contact/",
    "/spip.php?page=article&id_rubrique=99&lang=fr&id_article=12": "/contact/",
    "/Manifeste-du-travail-social.htm": "/contact/",
    "/mot.php3?id_mot=7": "/contact/",
    "/spip.php?page=site&id_syndic=4": "/contact/",
    "/site.php3?id_syndic=4": "/contact/",
    "/?12": "/contact/",
    "/?page=plan&lang=fr": "/court/",
    "/plan.php3": "/court/",
    "/plan.php?lang=fr": "/court/",
    "/backend.php3": "/feeds/actualites.rss",
    "/backend.php3?id_rubrique=3": "/feeds/actualites.rss",
    "/spip.php3": "/",
    "/Rubrique/Sous-rubrique/Un-article.html": "/contact/",
    "/?Rubrique/Sous-rubrique/Un-article&lang=fr": "/contact/",
    # letters: UTF-8 with accents as one character or two, Latin-1; the digits of either case
    "/?D%C3%A9ontologie": "/contact/",
    "/?D%c3%a9ontologie": "/contact/",
    "/?De%CC%81ontologie": "/contact/",
    "/?D%e9ontologie&lang=fr": "/contact/",
    "/D%E9ontologie": "/contact/",
    "/D%C3%A9ontologie.html": "/contact/",
    "/?%C9t%E9-%E0-Li%E8ge-(suite)": "/contact/",
    "/IMG/pdf/mon%20rapport%20d%27%C3%A9t%C3%A9.pdf": "/document.pdf",
    "/IMG/pdf/mon%20rapport%20d'%E9t%E9.pdf": "/document.pdf",
    "/IMG/pdf/manifeste.pdf?1234": "/document.pdf",
}  # fmt: skip
UNKNOWN = (
    "/?Inconnue",
    "/?manifeste-du-travail-social",
    "/?Manifeste-du-travail-socia",
    "/?Manifeste-du-travail-social-bis",
    "/spip.php?article1",
    "/spip.php?article123",
    "/?page=article&id_article=99",
    "/article99.html",
    "/?page=recherche&recherche=secret",
    "/?%00",
    "/?%FF%FE",
    "/?../../etc/passwd",
    "/?" + "x" * 2000,
    "/?Partage",
    "/?Rubrique%2FSous-rubrique%2FUn-article",
    "/?_Partage_",
    "/?Un-titre",
    "/?Un-titre-46",
    "/?13",
    "/article.php3?id_article=13",
    "/auteur.php3",
    "/recherche.php3?recherche=x",
    "/article13",
    "/?http://evil.example/",
    "/?https://evil.example/Manifeste-du-travail-social",
    "/?//evil.example",
    "/?Manifeste-du-travail-social%0d%0aLocation:%20https://evil.example",
    "/?Manifeste-du-travail-social%0A",
    "/spip.php?page=https://evil.example",
    "/?" + "-" * 4000,
    "/?" + "a-" * 3000,
    "/?" + "%C3%A9," * 600,
)
"""SPIP's addresses that nobody claims."""


SAMPLE = (
    "/", "/contact/", "/contact", "/court/", "/theme/site.0123456789.css", "/theme/", "/nulle-part/", "/.env",
    "/?Manifeste-du-travail-social", "/article12.html", "/?Inconnue", "/?Agenda-2012", "/actualites/ancien-nom/",
    "/IMG/pdf/agenda-2012.pdf", "/spip.php?page=backend", "/spip.php",
)  # fmt: skip
"""An address of every kind."""


@pytest.fixture(scope="module")
def apache() -> Iterator[Apache]:
    with public_folder() as root:
        write_site(root, MOVED, GONE, listed=LISTED, waiting=WAITING)
        with serving(root) as server:
            yield server


def path_of(location: str, apache: Apache) -> str:
    """Return a redirect's target, which must be on our own host."""
    assert location.startswith(f"{apache.address}/"), location
    return location.removeprefix(apache.address)


# --- headers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_every_file_has_its_media_type_and_every_security_header(name: str, apache: Apache) -> None:
    answer = apache.get("/" + name)
    assert answer.status == 200
    suffix = "." + name.rpartition(".")[2]
    expected = {
        **htaccess.TYPES,
        ".jpg": "image/jpeg",
        ".pdf": "application/pdf",
        ".json": "application/feed+json" if name.startswith("feeds/") else "application/json",
    }[suffix]
    assert answer.headers["content-type"].replace(" ", "").lower() == expected.replace(" ", "").lower()
    for header in htaccess.headers(htaccess.Hosted(frozenset(FILES))):
        value = answer.headers[header.lower()]
        assert value
        if name.startswith("media/") and header == "Cross-Origin-Resource-Policy":
            assert value == "cross-origin"
        else:
            assert value == htaccess.headers(htaccess.Hosted(frozenset(FILES)))[header], "said once"


@pytest.mark.parametrize("name", FILES)
def test_fingerprinted_files_are_kept_for_ever_and_all_others_asked_for_again(
    name: str, apache: Apache
) -> None:
    answer = apache.get("/" + name)
    kept = name.startswith(("theme/", "media/"))
    expected = htaccess.A_WEEK if name in ("favicon.ico", "favicon.svg") else "no-cache"
    assert answer.headers["cache-control"] == (htaccess.FOR_EVER if kept else expected)
    assert "expires" not in answer.headers
    assert answer.headers["etag"]


def test_an_error_carries_the_security_headers_too(apache: Apache) -> None:
    for target in ("/nulle-part/", "/?Inconnue", "/?Agenda-2012", "/contact"):
        answer = apache.get(target)
        assert answer.status in (301, 404, 410)
        for header, value in htaccess.headers(htaccess.Hosted(frozenset(FILES))).items():
            assert answer.headers[header.lower()] == value


# --- a second visit --------------------------------------------------------------------------------


@pytest.mark.parametrize("coding", ["br", "gzip", "identity"])
@pytest.mark.parametrize("target", ["/", "/contact/", "/court/", "/feeds/actualites.rss", "/robots.txt"])
def test_a_file_that_has_not_changed_is_not_sent_again(target: str, coding: str, apache: Apache) -> None:
    first = apache.get(target, accept_encoding=coding)
    again = apache.get(target, accept_encoding=coding, if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    dated = apache.get(target, accept_encoding=coding, if_modified_since=first.headers["last-modified"])
    assert dated.status == 304
    assert apache.get(target, if_modified_since=formatdate(0, usegmt=True)).status == 200


def test_each_coding_has_an_etag_of_its_own(apache: Apache) -> None:
    etags = {apache.get("/", accept_encoding=coding).headers["etag"] for coding in ("br", "gzip", "identity")}
    assert len(etags) == 3


# --- compression -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("br", "br"),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.0,gzip;q=0.5", "gzip"),
        ("br;q=0.1, gzip;q=1.0", "br"),
        ("gzip;q=0", ""),
        ("identity", ""),
        ("brotli, x-gzip-like", ""),
    ],
)
@pytest.mark.parametrize(
    "target",
    ["/", "/contact/", "/theme/site.0123456789.css", "/feeds/actualites.rss", "/feeds/actualites.json", "/sitemap.xml", "/favicon.svg"],
)  # fmt: skip
def test_text_goes_compressed_as_the_browser_accepts(
    target: str, accepted: str, coding: str, apache: Apache
) -> None:
    answer = apache.get(target, accept_encoding=accepted)
    plain = apache.get(target)
    assert answer.headers.get("content-encoding", "") == coding
    decode = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[coding]
    assert decode(answer.body) == plain.body
    assert answer.headers["vary"].lower() == "accept-encoding"
    for header in ("content-type", "cache-control", "content-security-policy"):
        assert answer.headers[header] == plain.headers[header]
    assert "content-language" not in answer.headers
    assert answer.headers["content-length"] == str(len(answer.body))


def test_pictures_and_small_pages_go_as_they_are(apache: Apache) -> None:
    picture = apache.get("/media/photo-01234567-720.avif", accept_encoding="br, gzip")
    assert "content-encoding" not in picture.headers
    assert "vary" not in picture.headers
    small = apache.get("/court/", accept_encoding="br, gzip")
    assert "content-encoding" not in small.headers
    assert small.headers["vary"].lower() == "accept-encoding"


# --- what is not there -----------------------------------------------------------------------------


@pytest.mark.parametrize("coding", ["br", "gzip", "identity"])
@pytest.mark.parametrize(
    "target",
    ["/nulle-part/", "/nulle-part", "/contact/rien", "/theme/absent.css", "/robots.txt/", "/contact/%3Fa", "/a%20b"],
)  # fmt: skip
def test_what_does_not_exist_is_the_404_page_with_its_status(
    target: str, coding: str, apache: Apache
) -> None:
    answer = apache.get(target, accept_encoding=coding)
    body = {"br": brotli.decompress, "gzip": gzip.decompress, "identity": bytes}[coding](answer.body)
    if "%3F" in target:  # Apache refuses by itself what could be taken for a query
        assert answer.status in (403, 404)
    else:
        assert answer.status == 404
    assert "Introuvable" in body.decode()
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "target",
    ["/.htaccess", "/theme/.htaccess", "/.git/config", "/.env", "/contact/.cache", "/ancien-site/.htaccess", "/ancien-site/spip/.htaccess"],
)  # fmt: skip
def test_hidden_files_are_not_there(target: str, apache: Apache) -> None:
    for name in (".git/config", ".env", "contact/.cache"):
        path = apache.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("mot de passe")
    answer = apache.get(target)
    assert answer.status == 404
    assert b"mot de passe" not in answer.body
    assert b"Rewrite" not in answer.body


@pytest.mark.parametrize(
    "target", ["/theme/", "/theme/fonts/", "/media/", "/feeds/", "/donnees/", "/ancien-site/"]
)
def test_no_folder_is_listed(target: str, apache: Apache) -> None:
    answer = apache.get(target)
    assert answer.status == 404
    assert b"Index of" not in answer.body


def test_a_missing_final_slash_is_added_on_our_own_host(apache: Apache) -> None:
    for asked in ("/contact", "//contact", "///contact", "/contact?a=1&b=2"):
        answer = apache.get(asked)
        assert answer.status == 301
        query = asked.partition("?")[2]
        assert path_of(answer.headers["location"], apache) == "/contact/" + (f"?{query}" if query else "")
    assert apache.get("/contact/").status == 200


def test_the_home_page_may_be_shared_with_tracking_parameters(apache: Apache) -> None:
    for query in ("fbclid=IwAR0", "utm_source=lettre&utm_medium=mail", "q=secret", ""):
        answer = apache.get(f"/?{query}")
        assert answer.status == 200
        assert b"Accueil" in answer.body


# --- old addresses ---------------------------------------------------------------------------------


@pytest.mark.parametrize("address", FOLLOWED)
def test_an_old_address_leads_in_one_step_to_its_page(address: str, apache: Apache) -> None:
    answer = apache.get(
        re.sub(r"[^!-\x7f]", lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), address)
    )
    assert answer.status == 301
    target = path_of(answer.headers["location"], apache)
    assert target == FOLLOWED[address]
    assert apache.get(target).status == 200
    assert answer.headers["cache-control"] == "no-cache", (
        "a redirect that we correct is not stuck in browsers"
    )


def test_an_old_address_may_lead_to_another_site(apache: Apache) -> None:
    for address, target in ELSEWHERE.items():
        answer = apache.get(f"{address}&lang=fr")
        assert (answer.status, answer.headers["location"]) == (301, target)


def test_what_waits_for_its_page_leads_to_the_section_for_now(apache: Apache) -> None:
    for address, target in WAITING.items():
        answer = apache.get(address)
        assert (answer.status, path_of(answer.headers["location"], apache)) == (302, target)
        assert answer.headers["cache-control"] == "no-cache"


NOT_OURS = (
    "//evil.example", "//evil.example/x", "/%0d%0aLocation:%20https://evil.example", "/Manifeste%00",
    "/https://evil.example", "/IMG/pdf/../../etc/passwd", "/IMG/%2e%2e/%2e%2e/etc/passwd", "/" + "x" * 4000,
    "/ressources", "/Colloque46", "/13", "/IMG/pdf/B.pdf", "/img/pdf/A.pdf",
)  # fmt: skip
"""Paths that nobody claims."""


@pytest.mark.parametrize("address", NOT_OURS)
def test_a_path_that_nobody_claims_leads_nowhere(address: str, apache: Apache) -> None:
    answer = apache.get(address)
    assert answer.status in (400, 403, 404)
    assert "location" not in answer.headers


@pytest.mark.parametrize("address", UNKNOWN)
@pytest.mark.parametrize("coding", ["br", "identity"])
def test_an_unknown_old_address_is_a_helpful_page_and_a_404(
    address: str, coding: str, apache: Apache
) -> None:
    answer = apache.get(address, accept_encoding=coding)
    body = brotli.decompress(answer.body) if answer.headers.get("content-encoding") == "br" else answer.body
    assert answer.status == 404
    assert b"Ancienne adresse" in body


@pytest.mark.parametrize("address", GONE)
def test_what_was_retired_is_gone(address: str, apache: Apache) -> None:
    answer = apache.get(address)
    assert answer.status == 410
    assert b"Ancienne adresse" in answer.body


# --- beside the site -------------------------------------------------------------------------------


def point_to(root: Path, release: str) -> None:
    """Make a release live by the root's rules, as a publication does."""
    (root / ".htaccess").write_text(root_rules(release))
    (root / RELEASES / ".htaccess").write_bytes(CLOSED)


@pytest.fixture(scope="module")
def shared() -> Iterator[Apache]:
    """Give a document root that the host uses too, with three releases, one of them unfinished."""
    with public_folder() as root:
        for release in ("1", "2", ".en-cours"):
            write_site(root / RELEASES / release, MOVED, GONE)
            (root / RELEASES / release / "retire").mkdir()
            (root / RELEASES / release / "retire" / "index.html").write_text(f"nom retiré, {release}")
        (root / RELEASES / "2" / "retire" / "index.html").unlink()
        for name in BESIDE:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text("à l’hébergeur")
        point_to(root, "2")
        with serving(root) as server:
            yield server


BESIDE = (
    ".well-known/acme-challenge/jeton",
    ".ftpquota",
    ".cvts-publication",
    "google0123456789.html",
    "stats/index.html",
    "stats/2026/mois.html",
    "cgi-bin/essai.txt",
    "index.html",
    "contact/index.html",
)


@pytest.mark.parametrize(
    "target",
    ["/.well-known/acme-challenge/jeton", "/google0123456789.html", "/stats/", "/stats/2026/mois.html", "/cgi-bin/essai.txt"],
)  # fmt: skip
def test_what_the_host_put_beside_the_site_is_served(target: str, shared: Apache) -> None:
    answer = shared.get(target)
    assert (answer.status, answer.body.decode()) == (200, "à l’hébergeur")


def test_the_site_comes_before_what_the_host_put_at_the_same_address(shared: Apache) -> None:
    for target, words in (("/", b"Accueil"), ("/index.html", b"Accueil"), ("/contact/", b"Contact")):
        assert words in shared.get(target).body
    assert shared.get("/.well-known/security.txt").body == b"Contact: essai\n"


def test_a_certificate_challenge_that_is_missing_is_the_hosts_to_refuse(shared: Apache) -> None:
    assert shared.get("/.well-known/acme-challenge/autre").status == 404


@pytest.mark.parametrize("target", ["/.ftpquota", "/.cvts-publication", "/releases/.htaccess", "/releases"])
def test_hidden_files_beside_the_site_are_not_there(target: str, shared: Apache) -> None:
    answer = shared.get(target)
    assert answer.status in {403, 404}
    assert "hébergeur" not in answer.body.decode()


@pytest.mark.parametrize("release", ["1", ".en-cours", "2"])
@pytest.mark.parametrize(
    "spelling",
    [
        "/releases/{}/{}", "//releases/{}/{}", "/./releases/{}/{}", "/x/../releases/{}/{}", "/%72eleases/{}/{}", "/releases//{}//{}",
        "/releases/./{}/{}", "/contact/../releases/{}/{}", "/releases/{}/./{}", "/%2e/releases/{}/{}", "/releases/x/../{}/{}",
        "/releases/{}/theme/../{}", "/releases/2/../{}/{}", "/?x=/../releases/{}/{}", "/stats/../releases/{}/{}",
    ],
)  # fmt: skip
def test_no_release_is_read_at_its_own_address(release: str, spelling: str, shared: Apache) -> None:
    for page in (
        "retire/",
        "retire",
        "retire/index.html",
        "contact/",
        ".htaccess",
        "theme/site.0123456789.css",
    ):
        answer = shared.get(spelling.format(release, page), accept_encoding="br")
        if spelling.startswith("/?"):
            assert b"retir" not in answer.body
            continue
        assert answer.status in {403, 404}, (spelling, page)
        assert "location" not in answer.headers
    assert shared.get("/contact/").status == 200
    assert shared.get("/retire/").status == 404


# --- other hosts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "module", ["alias", "autoindex", "brotli", "deflate", "dir", "env", "expires", "filter", "headers", "mime", "negotiation", "rewrite", "setenvif"]
)  # fmt: skip
def test_a_host_that_lacks_a_module_serves_the_pages_all_the_same(module: str) -> None:
    with public_folder() as root:
        write_site(root, MOVED, GONE)
        with serving(root, without={module}) as apache:
            for target in ("/index.html", "/contact/index.html", "/theme/site.0123456789.css"):
                assert apache.get(target).status == 200
            if module != "dir":
                assert b"Contact" in apache.get("/contact/").body
            assert apache.get("/nulle-part/").status == 404


def test_the_bare_minimum_of_modules_serves_the_pages_all_the_same() -> None:
    with public_folder() as root:
        write_site(root, MOVED, GONE)
        without = {"alias", "autoindex", "brotli", "deflate", "env", "expires", "filter", "headers", "negotiation", "rewrite", "setenvif"}  # fmt: skip
        with serving(root, without=without) as apache:
            assert b"Contact" in apache.get("/contact/", accept_encoding="br").body


def test_a_site_without_compressed_copies_is_compressed_by_the_host() -> None:
    with public_folder() as root:
        write_site(root, compressed=False)
        with serving(root) as apache:
            answer = apache.get("/contact/", accept_encoding="gzip")
            assert answer.headers["content-encoding"] == "gzip"
            assert b"Contact" in gzip.decompress(answer.body)
            assert answer.headers["vary"].lower() == "accept-encoding"


def test_the_site_answers_the_same_from_a_slot_as_from_the_root(apache: Apache) -> None:
    """A host where the root's `.htaccess` says in which folder the site lies: its name is never seen."""
    with public_folder() as root:
        write_site(root / RELEASES / "1", MOVED, GONE)
        point_to(root, "1")
        with serving(root) as slotted:
            for target in SAMPLE:
                for coding in ("br", "gzip", "identity"):
                    mine, theirs = (
                        server.get(target, accept_encoding=coding) for server in (slotted, apache)
                    )
                    assert (mine.status, mine.headers.get("content-encoding")) == (
                        theirs.status,
                        theirs.headers.get("content-encoding"),
                    ), target
                    assert RELEASES not in str(mine.headers)
                    if mine.status == 301:
                        assert path_of(mine.headers["location"], slotted) == path_of(
                            theirs.headers["location"], apache
                        )
                        continue
                    assert mine.body == theirs.body, target
                    for header in ("cache-control", "content-type", "vary", "content-security-policy"):
                        assert mine.headers.get(header) == theirs.headers.get(header), (target, header)


def test_the_site_answers_from_a_folder_that_a_link_points_to() -> None:
    with public_folder() as root:
        write_site(root.parent / "releases" / "1", MOVED, GONE)
        root.rmdir()
        root.symlink_to("releases/1")
        with serving(root) as apache:
            assert b"Contact" in apache.get("/contact/").body
            assert apache.get("/contact/", accept_encoding="br").headers["content-encoding"] == "br"
            assert path_of(apache.get("/contact").headers["location"], apache) == "/contact/"
            assert path_of(apache.get("/?-Ressources-").headers["location"], apache) == "/contact/"
            assert apache.get("/?Inconnue").status == 404


def test_http_leads_to_https_on_the_site_s_own_name_only() -> None:
    with public_folder() as root:
        write_site(root, MOVED, GONE, host="essai.example")
        with serving(root) as apache:
            assert apache.get("/contact/").status == 200, "another name: a test, a preview"
            for target in (
                "/contact/",
                "/contact/?a=1",
                "/?-Ressources-",
                "/nulle-part%20/",
                "/theme/site.0123456789.css",
            ):
                answer = apache.get(target, host="essai.example", accept_encoding="br")
                assert answer.status == 301, target
                assert answer.headers["location"] == f"https://essai.example{target}"
            challenge = root / ".well-known" / "acme-challenge" / "x"
            challenge.parent.mkdir()
            challenge.write_text("x")
            assert apache.get("/.well-known/acme-challenge/x", host="essai.example").status == 200


@pytest.fixture(scope="module")
def named() -> Iterator[dict[str, Apache]]:
    """Give the site of essai.example, once for each answer to who does https."""
    with contextlib.ExitStack() as stack:
        made = {}
        for https in HTTPS:
            root = stack.enter_context(public_folder())
            write_site(root, MOVED, GONE, host="essai.example", https=https)
            made[https] = stack.enter_context(serving(root))
        yield made


BEHIND = (
    {"x_forwarded_proto": "https"},
    {"x_forwarded_proto": "HTTPS"},
    {"x_forwarded_proto": "https, http"},
    {"x_forwarded_ssl": "on"},
    {"forwarded": "for=192.0.2.1;proto=https;by=192.0.2.2"},
    {"forwarded": 'for=192.0.2.1; proto="https"'},
)
"""How proxies say that they answered in https."""
NOT_BEHIND: tuple[dict[str, str], ...] = (
    {},
    {"x_forwarded_proto": "http"},
    {"x_forwarded_proto": "http, https"},
    {"x_forwarded_ssl": "off"},
    {"forwarded": "for=192.0.2.1;proto=http"},
    {"x_forwarded_for": "https"},
)


@pytest.mark.parametrize("said", BEHIND)
def test_behind_a_proxy_that_ends_https_nothing_goes_round_in_circles(
    said: dict[str, str], named: dict[str, Apache]
) -> None:
    for apache in named.values():
        answer = apache.get("/contact/", host="essai.example", **said)
        assert answer.status == 200
        assert answer.headers["vary"].lower() == "accept-encoding"
        assert apache.get("/contact/", host="autre.example", **said).status == 200


@pytest.mark.parametrize("said", BEHIND)
@pytest.mark.parametrize("target", ["/contact", "/?-Ressources-", "/actualites/ancien-nom/", "/spip.php"])
def test_behind_a_proxy_every_redirect_stays_in_https(
    target: str, said: dict[str, str], named: dict[str, Apache]
) -> None:
    for name in ("essai.example", "autre.example:8443"):
        for https, apache in named.items():
            answer = apache.get(target, host=name, **said)
            assert answer.status == 301
            assert answer.headers["location"].startswith(f"https://{name}/"), (https, answer.headers)


@pytest.mark.parametrize("said", NOT_BEHIND)
def test_plain_http_leads_to_https_unless_somebody_else_sees_to_it(
    said: dict[str, str], named: dict[str, Apache]
) -> None:
    statuses = {
        https: apache.get("/contact/", host="essai.example", **said).status for https, apache in named.items()
    }
    assert statuses == {"apache": 301, "mandataire": 200, "non": 200}


def test_a_proxy_that_says_nothing_still_gets_redirects_in_https(named: dict[str, Apache]) -> None:
    for https, scheme in (("mandataire", "https"), ("non", "http")):
        answer = named[https].get("/contact", host="essai.example")
        assert answer.headers["location"].startswith(f"{scheme}://essai.example"), https
        assert answer.headers["location"].endswith("/contact/")


def test_only_a_site_in_https_promises_https(named: dict[str, Apache]) -> None:
    promised = {
        https
        for https, apache in named.items()
        if "strict-transport-security" in apache.get("/contact/", host="autre.example").headers
    }
    assert promised == {"apache", "mandataire"}


@pytest.mark.parametrize(
    "name",
    ["www.essai.example", "WWW.Essai.Example", "essai.example:80", "essai.example.", "essai.example:8080", "www.essai.example:443"],
)  # fmt: skip
def test_other_spellings_of_the_name_lead_to_the_one_address(name: str, named: dict[str, Apache]) -> None:
    for said in ({}, *BEHIND):
        answer = named["apache"].get("/contact/?a=1", host=name, **said)
        assert answer.status == 301
        assert answer.headers["location"] == "https://essai.example/contact/?a=1"


def test_a_name_that_only_looks_like_ours_is_not_ours(named: dict[str, Apache]) -> None:
    for name in (
        "essai.example.org",
        "xessai.example",
        "www.www.essai.example",
        "essaiXexample",
        "127.0.0.1",
    ):
        assert named["apache"].get("/contact/", host=name).status == 200, name


def test_a_site_whose_address_has_www_has_the_bare_name_lead_there() -> None:
    with public_folder() as root:
        write_site(root, host="www.essai.example")
        with serving(root) as apache:
            answer = apache.get("/contact/", host="essai.example", x_forwarded_proto="https")
            assert answer.headers["location"] == "https://www.essai.example/contact/"
            assert apache.get("/contact/", host="www.essai.example", x_forwarded_proto="https").status == 200


HOSTS_RULES = {
    "FileInfo alone": "AllowOverride FileInfo",
    "FileInfo and some options": "AllowOverride FileInfo Options=Indexes,FollowSymLinks",
    "no auth": "AllowOverride FileInfo Indexes Limit",
    "another index": "AllowOverride FileInfo\nDirectoryIndex default.htm",
    "no slash": "AllowOverride FileInfo\nDirectorySlash Off",
    "MultiViews": "AllowOverride All\nOptions Indexes FollowSymLinks MultiViews",
    "links of the same owner": "AllowOverride All\nOptions Indexes SymLinksIfOwnerMatch",
    "expiry": 'AllowOverride FileInfo\nExpiresActive On\nExpiresDefault "access plus 1 year"',
}
"""What shared hosts write for a customer's folder."""


@pytest.mark.parametrize("pointed", [False, True], ids=["root", "pointer"])
@pytest.mark.parametrize("rules", HOSTS_RULES.values(), ids=HOSTS_RULES)
def test_a_host_that_allows_little_answers_the_same(rules: str, pointed: bool, apache: Apache) -> None:
    with public_folder() as root:
        write_site(root / RELEASES / "1" if pointed else root, MOVED, GONE)
        if pointed:
            point_to(root, "1")
        with serving(root, more=f'<Directory "{root}">\n{rules}\n</Directory>') as other:
            for target in SAMPLE:
                for coding in ("br", "identity"):
                    mine, theirs = (
                        server.get(target, accept_encoding=coding, host="autre.example")
                        for server in (other, apache)
                    )
                    assert (mine.status, mine.body) == (theirs.status, theirs.body), target
                    for header in ("location", "content-type", "content-encoding"):
                        assert mine.headers.get(header) == theirs.headers.get(header), (target, header)
                    # where the host lets redirects expire later, ours goes before: browsers ask again
                    assert mine.headers["cache-control"].startswith(theirs.headers["cache-control"]), target
                    assert "expires" not in mine.headers or mine.status != 200


def test_a_host_that_names_its_document_roots_by_a_pattern_answers_the_same(apache: Apache) -> None:
    with public_folder() as root:
        write_site(root / "autre.example" / RELEASES / "1", MOVED, GONE)
        point_to(root / "autre.example", "1")
        (root / "autre.example" / "preuve.html").write_text("à l’hébergeur")
        more = f'LoadModule vhost_alias_module {MODULE_FOLDER}/mod_vhost_alias.so\nVirtualDocumentRoot "{root}/%0"'
        with serving(root, more=more) as other:
            for target in SAMPLE:
                mine, theirs = (server.get(target, host="autre.example") for server in (other, apache))
                assert (mine.status, mine.body) == (theirs.status, theirs.body), target
            assert other.get("/preuve.html", host="autre.example").status == 200
