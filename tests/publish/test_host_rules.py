"""What a host makes of our rules: tried before visitors meet them, said where something is lost."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.equipment.apache import Apache, public_folder, serving
from tests.equipment.hosts import certificate
from tests.equipment.nginx import nginx
from tests.host.hosted import write_site
from tools.build import ROOT
from tools.publish import health, preparation, run
from tools.publish.errors import HostError, SwappedBackError
from tools.publish.local import LocalHost
from tools.publish.manifest import read_folder
from tools.publish.run import PublicationRun, RunResult
from tools.publish.settings import PublishTarget, Settings
from tools.publish.terminal import Terminal
from tools.publish.uploading import Build

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path


pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Hosting:
    """A prepared target behind a server with rules of its own."""

    folder: Path
    apache: Apache
    address: str = ""
    """Where visitors come, if not straight to Apache."""

    def publish(self, *, host: str = "", https: str = "apache", changed: str = "") -> RunResult:
        """Publish the small site."""
        site = self.folder.parent / "construit"
        write_site(site, host=host, https=https)
        if changed:
            (site / "contact/index.html").write_text(changed)
        settings = Settings(
            PublishTarget("local", str(self.folder)), address=self.address or self.apache.address
        )
        return PublicationRun(settings, ROOT, Terminal(quiet=True)).publish(Build(site, read_folder(site)))

    @property
    def waits(self) -> bool:
        """Whether visitors still get the page that says that the site is coming."""
        return "bientôt" in self.apache.get("/").body.decode()


@contextlib.contextmanager
def hosting(pointer: str, rules: str, *, without: Collection[str] = ()) -> Iterator[Hosting]:
    with public_folder() as root:
        target = PublishTarget("local", str(root))
        preparation.initialise(LocalHost(root), target, pointer)
        document_root = root / "courant" if pointer == "symlink" else root
        more = f'<Directory "{document_root}">\n{rules}\n</Directory>'
        with serving(document_root, without=without, more=more) as apache:
            yield Hosting(root, apache)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "PAUSES", (0.01,))
    monkeypatch.setattr(run, "PAUSES", ())


@pytest.mark.parametrize("pointer", ["symlink", "htaccess"])
@pytest.mark.parametrize("rules", ["AllowOverride All", "AllowOverride FileInfo"])
def test_a_host_that_allows_enough_loses_nothing(pointer: str, rules: str) -> None:
    with hosting(pointer, rules) as host:
        found = host.publish().health
        assert found
        assert found.losses == ()
        assert not host.waits


@pytest.mark.parametrize("rules", ["AllowOverride AuthConfig", "AllowOverride Options Indexes Limit"])
def test_a_host_that_refuses_our_directives_is_found_before_the_switch(rules: str) -> None:
    with hosting("symlink", rules) as host:
        with pytest.raises(HostError, match="AllowOverride FileInfo"):
            host.publish()
        assert host.waits
        assert host.apache.get(f"/{health.TRIAL}/").status == 404


def test_a_host_that_follows_no_links_is_found_before_the_switch() -> None:
    with hosting("symlink", "AllowOverride All\nOptions None") as host:
        with pytest.raises(HostError, match="FollowSymLinks"):
            host.publish()
        assert host.waits


def test_one_sentence_says_why_every_page_is_an_error() -> None:
    """With the pointer in the document root, the host refused even that: nothing could be tried."""
    with hosting("htaccess", "AllowOverride AuthConfig") as host:
        with pytest.raises(SwappedBackError) as caught:
            host.publish()
        assert "retirée" in str(caught.value)


@pytest.mark.parametrize("rules", ["AllowOverride None", "AllowOverride AuthConfig Nonfatal=Override"])
def test_a_host_that_reads_no_rules_shows_the_pages_and_the_loss_is_said(rules: str) -> None:
    with hosting("symlink", rules) as host:
        found = host.publish().health
        assert found
        assert found.losses == (health.NOT_READ,)
        assert not host.waits


def test_a_host_without_headers_shows_the_pages_and_the_loss_is_said() -> None:
    for pointer in ("symlink", "htaccess"):
        with hosting(pointer, "AllowOverride All", without={"headers"}) as host:
            found = host.publish().health
            assert found
            assert found.losses == (health.NO_HEADERS,)


def test_rules_that_have_not_changed_are_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with hosting("symlink", "AllowOverride All") as host:
        host.publish()
        monkeypatch.setattr(health, "trial_page", lambda _address: pytest.fail("tried again"))
        assert host.publish(changed="<p>autre</p>").changes


def test_a_trial_that_was_cut_short_is_not_carried_along() -> None:
    with hosting("symlink", "AllowOverride All") as host:
        host.publish()
        left = host.folder / "courant" / health.TRIAL
        left.mkdir()
        (left / ".htaccess").write_text("DirectiveInconnue On\n")
        host.publish(changed="<p>autre</p>")
        assert not (host.folder / "courant" / health.TRIAL).exists()


@contextlib.contextmanager
def tls_proxy(folder: Path, upstream: Apache, *, says: bool) -> Iterator[str]:
    """Give the https address of a proxy in front of Apache, which says so to it or does not."""
    signed, key = certificate(folder)
    header = "proxy_set_header X-Forwarded-Proto https;" if says else ""

    def servers(port: int) -> str:
        return (
            f"server {{ listen 127.0.0.1:{port} ssl; ssl_certificate {signed}; ssl_certificate_key {key};"
            f" location / {{ proxy_pass {upstream.address}; proxy_set_header Host localhost; {header}"
            f" proxy_redirect https://localhost/ https://localhost:{port}/; }} }}"
        )

    with nginx(servers) as port:
        yield f"https://localhost:{port}"


@pytest.mark.parametrize("says", [True, False], ids=["says so", "says nothing"])
def test_a_proxy_that_ends_https_without_saying_so_is_found_before_the_switch(
    says: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        hosting("symlink", "AllowOverride All") as host,
        public_folder() as keys,
        tls_proxy(keys, host.apache, says=says) as address,
    ):
        monkeypatch.setenv("SSL_CERT_FILE", str(keys / "certificat.pem"))
        behind = Hosting(host.folder, host.apache, address)
        if says:
            assert behind.publish(host="localhost").health
        else:
            with pytest.raises(HostError, match='écrivez https = "mandataire"'):
                behind.publish(host="localhost")
            assert host.waits
            assert behind.publish(host="localhost", https="mandataire").health


def test_a_bad_certificate_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        hosting("symlink", "AllowOverride All") as host,
        public_folder() as keys,
        tls_proxy(keys, host.apache, says=True) as address,
    ):
        with pytest.raises(SwappedBackError):
            Hosting(host.folder, host.apache, address).publish(host="localhost")
        found = health.check_over_web(address, read_folder(host.folder.parent / "construit"), ())
        assert "n’a pas de certificat valable" in found.problems[0]
        assert len(found.problems) == 1


def test_a_host_with_nginx_and_no_block_is_told_which_block_to_give_it() -> None:
    with public_folder() as root:
        preparation.initialise(LocalHost(root), PublishTarget("local", str(root)), "symlink")
        with nginx(
            lambda port: (
                "types { text/html html; text/css css; } "
                f"server {{ listen 127.0.0.1:{port}; root {root}/courant; index index.html; }}"
            )
        ) as port:
            found = Hosting(root, Apache(root, port, root), f"http://127.0.0.1:{port}").publish().health
            assert found
            assert found.losses == (health.NGINX,)
