"""Which requests are pages, which agents are readers, and what is kept of a referrer."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.sections import SECTIONS
from plugins.visits.months import DIRECT, DOMAIN, HOME, OTHER_ORIGINS, OTHER_PAGES, PAGE_GROUPS
from tests.visits.synthetic import BROWSER, NOISE, PAGES, REFERRERS
from tools.visits.requests import (
    LONGEST_AGENT,
    LONGEST_PATH,
    origin_of,
    page_group,
    robot_detector,
    seen_page,
)

OWN = "comite.example"


@pytest.mark.parametrize(("target", "group"), PAGES.items())
def test_a_page_belongs_to_the_group_of_its_address(target: str, group: str) -> None:
    page = seen_page(f"GET {target} HTTP/1.1".encode(), b"200")
    assert page is not None
    assert page_group(page) == group


def test_every_section_of_the_site_is_counted_apart() -> None:
    assert {section.prefix.rstrip("/") for section in SECTIONS if section.prefix} <= set(PAGE_GROUPS)


@pytest.mark.parametrize(
    "target",
    [
        "/ressources",
        "/ressources/",
        "//ressources//",
        "/ressources/index.html",
        "/ressources/?a=/b.css",
        "/ressources/#x",
    ],
)
def test_the_forms_of_one_address_are_one_page(target: str) -> None:
    assert seen_page(f"GET {target} HTTP/2.0".encode(), b"304") == "/ressources"


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        *(
            (f"{noise.get('method', 'GET')} {noise['target']} HTTP/1.1", str(noise.get("status", 200)))
            for noise in NOISE
            if "agent" not in noise
        ),
        *(
            (f"GET {target} HTTP/1.1", "200")
            for target in (
                "/a.css",
                "/a.js",
                "/a.woff2",
                "/a.JPG",
                "/a.avif",
                "/a.svg",
                "/a.pdf",
                "/a.odt",
                "/a.ics",
                "/a.json",
                "/a.xml",
                "/rss",
                "/feeds/",
                "/robots.txt",
                "/site.webmanifest",
                "/search/fr.pf_meta",
                "/theme/a.css.br",
                "/.well-known/security",
                "/.git/config",
                "/.html",
                "/wp-login.php",
            )
        ),
        *(
            ("GET / HTTP/1.1", status)
            for status in ("100", "301", "302", "303", "307", "400", "401", "403", "404", "410", "500", "503")
        ),
        *(
            (bad, "200")
            for bad in (
                "",
                "-",
                "GET /",
                "GET  / HTTP/1.1",
                "get / HTTP/1.1",
                "OPTIONS * HTTP/1.0",
                "GET http://comite.example/ HTTP/1.1",
                "GET /a b/ HTTP/1.1",
                "GET relative/ HTTP/1.1",
                "PRI * HTTP/2.0",
                "\\x16\\x03",
                f"GET /{'a' * LONGEST_PATH} HTTP/1.1",
            )
        ),
    ],
)
def test_what_nobody_read_is_no_page(request_line: str, status: str) -> None:
    assert seen_page(request_line.encode(), status.encode()) is None


@pytest.mark.parametrize("status", [b"200", b"206", b"304"])
def test_an_answer_with_a_page_in_it_or_still_in_the_browser_counts(status: bytes) -> None:
    assert seen_page(b"GET / HTTP/1.1", status) == "/"


@given(st.text(max_size=60))
def test_every_page_has_a_group_of_the_closed_list(text: str) -> None:
    page = seen_page(b"GET /" + text.encode() + b" HTTP/1.1", b"200")
    if page is not None:
        assert page_group(page) in PAGE_GROUPS
        assert "?" not in page
    assert page_group("/accueil/x") == OTHER_PAGES
    assert page_group("/") == HOME


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "-",
        "Mozilla/5.0",
        "Mozilla/5.0 (compatible)",
        "node",
        "curl/8.4.0",
        "python-requests/2.31.0",
        "Go-http-client/1.1",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Perplexity-User/1.0; +https://perplexity.ai/perplexity-user)",
        "MistralAI-User/1.0",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "WhatsApp/2.23.20.0",
        "http.rb/5.1.1 (Mastodon/4.2.0; +https://mastodon.example/)",
        "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/119.0.0.0 Safari/537.36",
        "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 12 subscribers)",
        "FreshRSS/1.24.1 (Linux; https://freshrss.org)",
        "Tiny Tiny RSS/21.05 (http://tt-rss.org/)",
        "Newsboat/2.10.2 (Linux 5.4.0-48-generic; x86_64)",
        "NetNewsWire (RSS Reader; https://netnewswire.com/)",
        "Akregator/5.24.1; syndication",
        "Nextcloud-News/20.0.0",
        "Selfoss/2.19 (+https://selfoss.aditu.de)",
        "ReadYou / 0.9.12 (43)",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) RSS Guard/4.5.0 Safari/537.36",
        "Dalvik/2.1.0 (Linux; U; Android 12; SM-G991B Build/SP1A.210812.016)",
        "CFNetwork/1410.0.3 Darwin/22.6.0",
        "Zotero",
        "x" * (LONGEST_AGENT + 1),
        "a-_1" * 250_000,
    ],
    ids=lambda agent: agent[:40],
)
def test_robots_feed_readers_and_fetchers_are_no_readers(agent: str) -> None:
    assert robot_detector()(agent)


@pytest.mark.parametrize(
    "agent",
    [
        BROWSER,
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Safari/537.36 Edg/119.0.2151.72",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/21B91 [FBAN/FBIOS;FBAV/441.0.0.30.106;FBBV/535;FBDV/iPhone14,5;FBLC/fr_FR]",
        "Mozilla/5.0 (Linux; Android 13; SM-A536B Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/119.0.6045.66 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/440.0.0.32.118;]",
        "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/119.0 Mobile DuckDuckGo/5 Safari/537.36",
        "Mozilla/5.0 (Linux; Android 9; CUBOT_X18_Plus) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko",
        "Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Thunderbird/115.3.1",
        "Lynx/2.9.0dev.10 libwww-FM/2.14 SSL-MM/1.4.1 OpenSSL/1.1.1",
        "w3m/0.5.3+git20230121",
    ],
    ids=lambda agent: agent[-40:],
)
def test_browsers_are_readers_old_small_and_textual_ones_too(agent: str) -> None:
    assert not robot_detector()(agent)


@pytest.mark.parametrize(
    ("referrer", "origin"),
    [
        *REFERRERS.items(),
        ("https://comite.example", DIRECT),
        ("http://archives.comite.example/spip.php?article1", DIRECT),
        ("https://autrecomite.example/", "autrecomite.example"),
        ("HTTPS://WWW.Google.COM/search?q=secret+professionnel", "google.com"),
        ("https://www.google.com.:443/", "google.com"),
        ("https://comite.example@evil.example/", "evil.example"),
        ("https://jeanne:mot@blog.example/", "blog.example"),
        ("https://social.gouv.fr/", "social.gouv.fr"),
        ("https://www.gov.uk/x", "gov.uk"),
        ("https://xn--caf-dma.example/", "xn--caf-dma.example"),
        ("https://81-243-1-2.adsl.skynet.be/", "skynet.be"),
        ("https://81-243-1-2.be/", OTHER_ORIGINS),
        ("http://[2001:db8::1]/", OTHER_ORIGINS),
        ("http://2130706433/", OTHER_ORIGINS),
        ("http://localhost:8000/", OTHER_ORIGINS),
        ("http://intranet/", OTHER_ORIGINS),
        ("http://intranet.cpas.local/", OTHER_ORIGINS),
        ("http://", OTHER_ORIGINS),
        ("javascript:alert(1)", OTHER_ORIGINS),
        ("file:///home/jeanne/", OTHER_ORIGINS),
        ("=cmd|' /C calc'!A0", OTHER_ORIGINS),
        ("https://a_b.c_d.example/", OTHER_ORIGINS),
        ("https://caf\u00e9.example/", OTHER_ORIGINS),
        ("https://" + "a" * 64 + ".example/", OTHER_ORIGINS),
        ("https://" + "a." * 400 + "example/", OTHER_ORIGINS),
    ],
)
def test_of_a_referrer_only_the_domain_is_kept(referrer: str, origin: str) -> None:
    assert origin_of(referrer.encode(), OWN) == origin


def test_without_the_sites_own_host_every_domain_is_another() -> None:
    assert origin_of(b"https://comite.example/", "") == OWN


@given(st.binary(max_size=80) | st.from_regex(rb"https?://[a-z0-9.@:-]{1,40}/.{0,20}", fullmatch=True))
def test_an_origin_is_a_plain_name_whatever_was_sent(referrer: bytes) -> None:
    origin = origin_of(referrer, OWN)
    assert origin in {DIRECT, OTHER_ORIGINS} or DOMAIN.fullmatch(origin)
    assert not re.search(r"\d{1,3}(\.\d{1,3}){3}", origin)
