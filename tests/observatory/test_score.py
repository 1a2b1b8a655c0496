"""Mozilla Observatory's rules, on what a real Apache answers for the real site."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.equipment.apache import Apache, public_folder, serving
from tools.build import Request, build

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.equipment.real_site import RealSite

pytestmark = pytest.mark.browser

FOLDER = Path(__file__).parent
HOST = "essai.example"
BEST = {
    "content-security-policy": "csp-implemented-with-no-unsafe-default-src-none",
    "cookies": "cookies-not-found",
    "cross-origin-resource-policy": "corp-implemented-with-same-origin",
    "cross-origin-resource-sharing": "cross-origin-resource-sharing-not-implemented",
    "redirection": "redirection-to-https",
    "referrer-policy": "referrer-policy-private",
    "strict-transport-security": "hsts-implemented-max-age-at-least-six-months",
    "x-content-type-options": "x-content-type-options-nosniff",
    "x-frame-options": "x-frame-options-implemented-via-csp",
}
"""The best result of each rule that headers and scripts decide: 135 points."""


@dataclass(frozen=True)
class Visit:
    """What a scanner sees of one page."""

    html: str
    headers: dict[str, str]
    redirects: list[dict[str, object]]


@pytest.fixture(scope="module")
def apache(real_site: RealSite) -> Iterator[Apache]:
    with public_folder() as root:
        output = root / "site"
        cache = real_site.copied_cache(root.parent)
        settings = {"SITE_ADDRESS": f"https://{HOST}", "CACHE_FOLDER": cache}
        report = build(Request(output, dt.date(2026, 1, 1), settings=settings))
        assert report.ok, "\n".join(map(str, report.problems))
        with serving(output) as server:
            yield server


@pytest.fixture(scope="module")
def visit(apache: Apache) -> Visit:
    """Arrive over http, be led to https, get the page (behind a proxy that ends https)."""
    plain = apache.get("/", host=HOST)
    page = apache.get("/", host=HOST, x_forwarded_proto="https")
    assert page.status == 200
    route = [
        {"url": f"http://{HOST}/", "status": plain.status},
        {"url": plain.headers["location"], "status": page.status},
    ]
    return Visit(page.body.decode(), dict(page.headers), route)


@pytest.fixture(scope="module")
def judged(visit: Visit) -> dict[str, dict[str, Any]]:
    """Run the rules on what a scanner sees, and on what it would see if."""
    bare = {name: value for name, value in visit.headers.items() if name != "content-security-policy"}
    lax = {**visit.headers, "content-security-policy": "default-src 'self' 'unsafe-inline'"}
    cases = {
        "as it is": _case(visit),
        "with a preloaded domain": _case(visit, preloaded=True),
        "without a policy": _case(visit, headers=bare),
        "with a lax policy": _case(visit, headers=lax),
    }
    made = subprocess.run(
        ["node", "rules.mjs"],
        cwd=FOLDER,
        input=json.dumps(list(cases.values())),
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    return dict(zip(cases, json.loads(made.stdout), strict=True))


def _case(visit: Visit, **changed: object) -> dict[str, object]:
    case = {"host": HOST, "html": visit.html, "headers": visit.headers, "redirects": visit.redirects}
    return {**case, "preloaded": False, **changed}


def test_every_rule_that_headers_decide_has_its_best_result(judged: dict[str, dict[str, Any]]) -> None:
    found = judged["as it is"]
    assert {name: found["results"][name][0] for name in BEST} == BEST
    assert all(passed for _, passed in found["results"].values())
    assert (found["grade"], found["score"]) == ("A+", 135)


def test_the_last_five_points_are_a_promise_for_the_whole_domain(judged: dict[str, dict[str, Any]]) -> None:
    """A domain on browsers' own list of HTTPS-only hosts makes 140, the most there is: the association's choice."""
    assert judged["with a preloaded domain"]["score"] == 140


def test_the_rules_can_fail(judged: dict[str, dict[str, Any]]) -> None:
    assert judged["without a policy"]["score"] < 100
    assert judged["with a lax policy"]["score"] <= 80
