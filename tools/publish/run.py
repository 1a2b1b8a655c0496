"""One publication from a finished build to a checked live site, and one rollback.

    connect, lock → read what is live → guards → fill and verify beside → switch → check over the web → prune

Everything before the switch happens beside the live release; the switch is one
rename. So a run may stop anywhere: the next one reads what is live and goes on.
A cut link is such a stop, and the same run starts again by itself.
"""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.statistics.freezing.snapshots import RELEASE_FILE, parse_fingerprints
from tools.publish import guards, health, plan, preparation, releases
from tools.publish.errors import (
    AlreadyPublishingError,
    CutError,
    GuardError,
    HostError,
    PublishError,
    SettingsError,
    StuckError,
    SwappedBackError,
)
from tools.publish.pointers import HTACCESS
from tools.publish.settings import NO_ADDRESS
from tools.publish.uploading import upload

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tools.publish.host import Host
    from tools.publish.settings import Settings
    from tools.publish.terminal import Terminal
    from tools.publish.uploading import Build

PAUSES: tuple[float, ...] = (1.0, 3.0, 9.0, 27.0)
"""Seconds before each new attempt after a cut; together, longer than a lock outlives its holder."""


@dataclass(frozen=True)
class RunResult:
    """What a run did."""

    live: str | None
    """The release that is live now."""
    previous: str | None
    """The release that was live when the run began."""
    changes: plan.Changes
    health: health.Health | None = None
    """What the check over the web found; None when no address is known."""
    left: tuple[str, ...] = ()
    """What could not be removed of earlier releases, and why, in French."""


def connect(settings: Settings, root: Path) -> Host:
    """Open the transport that the target names; `root` is what a relative local folder starts from."""
    # each transport is imported when it is needed: asyncssh alone takes half a second
    match settings.target.kind:
        case "local":
            from tools.publish.local import LocalHost  # noqa: PLC0415

            try:
                folder = Path(settings.target.path).expanduser()
            except RuntimeError:  # ~somebody, whom this machine does not know
                message = f"le dossier {settings.target} n’existe pas → corrigez CVTS_CIBLE"
                raise SettingsError(message) from None
            return LocalHost(root / folder)
        case "ssh":
            from tools.publish.ssh import SshHost  # noqa: PLC0415

            return SshHost(settings)
        case "sftp":
            from tools.publish.sftp import SftpHost  # noqa: PLC0415

            return SftpHost(settings)
        case _:
            from tools.publish.ftps import FtpsHost  # noqa: PLC0415

            return FtpsHost(settings)


@contextlib.contextmanager
def connected(settings: Settings, root: Path) -> Iterator[Host]:
    """Give an open host, closed afterwards."""
    host = connect(settings, root)
    try:
        yield host
    finally:
        host.close()


@dataclass
class PublicationRun:
    """One command and its attempts; `first_state` is what was live when it began.

    `switching` names the releases of which one is live once a switch has begun.
    """

    settings: Settings
    root: Path
    terminal: Terminal
    force: bool = False
    first_state: releases.HostState | None = field(default=None, init=False)
    switching: set[str] = field(default_factory=set, init=False)

    def publish(self, build: Build) -> RunResult:
        """Publish a build.

        Raises:
            PublishError: the reason why it is not live, in French.
        """
        return self._attempts(lambda host: self._publish(host, build))

    def rollback(self, to: str, address: str) -> RunResult:
        """Make an earlier release live; the one before the live one when `to` is empty."""
        return self._attempts(lambda host: self._rollback(host, to, address))

    def _attempts(self, work: _Work) -> RunResult:
        reached = False
        pauses = iter(PAUSES)
        while True:
            try:
                with connected(self.settings, self.root) as host:
                    reached = True
                    self._require_ours(host)
                    with host.lock():
                        return work(host)
            except AlreadyPublishingError:
                pause = next(pauses, None) if reached else None
                if pause is None:
                    message = "une autre publication est en cours → attendez qu’elle finisse, puis relancez"
                    raise AlreadyPublishingError(message) from None
            except CutError as error:
                pause = next(pauses, None)
                if pause is None or (not reached and pause > PAUSES[1]):
                    raise
                self.terminal.say(f"{error.reason} ; nouvel essai dans {pause:.0f} s")
            time.sleep(pause)

    def _require_ours(self, host: Host) -> None:
        """Write nothing, not even a lock, where our marker is missing; a local target prepares itself."""
        if self.settings.target.kind == "local" and not host.entries(""):
            preparation.initialise(host, self.settings.target)
        releases.require_marker(host)

    def _publish(self, host: Host, build: Build) -> RunResult:
        state = releases.read_state(host)
        self.first_state = self.first_state or state
        self._refuse(
            guards.check_closed_periods(self._closed_periods(host, state, build), build.closed_periods)
        )
        changes = plan.compare(self.first_state.manifest, build.manifest)
        if plan.compare(state.manifest, build.manifest) or not state.live:
            self._refuse(guards.check_loss(state.manifest, build.manifest))
            release = upload(host, state, build, self.terminal, self._refuse)
            self._try_rules(host, state, build)
            self._switch(host, state, release)
            live = replace(state, live=release, manifest=releases.read_manifest(host, release))
        else:
            live = state
        checked = self._check_over_web(host, live, build.address, [*changes.added, *changes.changed])
        left = releases.prune(host, live.live) if live.live and live is not state else ()
        return RunResult(live.live, self.first_state.live, changes, checked, left)

    def _switch(self, host: Host, state: releases.HostState, release: str) -> None:
        self.switching |= {state.live or "", release} - {""}
        releases.switch(host, state, release)

    def _closed_periods(self, host: Host, state: releases.HostState, build: Build) -> dict[str, set[str]]:
        """Return every fingerprint that a period is known to have had: here or, on a new host, on the web."""
        known = releases.every_closed_period(host, state.ids)
        site = self.settings.address or build.address
        if known or site in {"", NO_ADDRESS}:
            return known
        with contextlib.suppress(ValueError):  # another site is there, or none
            published = parse_fingerprints(health.fetch(f"{site}/{RELEASE_FILE}"))
            return {period: {mark} for period, mark in published.items()}
        return {}

    def _rollback(self, host: Host, to: str, address: str) -> RunResult:
        state = releases.read_state(host)
        self.first_state = self.first_state or state
        wanted = to or _previous(self.first_state)
        found = [name for name in state.ids if name == wanted or name.partition("-")[0] == wanted.zfill(4)]
        if not found:
            known = ", ".join(state.ids) or "aucune"
            raise GuardError(f"la publication {wanted} n’existe pas → choisissez parmi : {known}")
        self._refuse(
            guards.check_withdrawn_periods(
                releases.every_closed_period(host, state.ids), releases.published_periods(host, found[0])
            )
        )
        changes = plan.compare(self.first_state.manifest, releases.read_manifest(host, found[0]))
        if found[0] != state.live:
            self._switch(host, state, found[0])
        live = replace(state, live=found[0], manifest=releases.read_manifest(host, found[0]))
        checked = self._check_over_web(host, live, address, [*changes.added, *changes.changed])
        return RunResult(live.live, self.first_state.live, changes, checked)

    def _web_address(self, address: str) -> str:
        """Return where the target is on the web, given the site's official address; empty if unknown."""
        site = self.settings.address or ("" if self.settings.target.kind == "local" else address)
        return "" if site == NO_ADDRESS else site

    def _try_rules(self, host: Host, state: releases.HostState, build: Build) -> None:
        """Refuse rules that the host does not allow, before visitors meet them.

        Raises:
            HostError: it answers with an error in a folder that holds nothing but the rules and a page.
        """
        site = self._web_address(build.address)
        rules, live = (manifest.files.get(HTACCESS) for manifest in (build.manifest, state.manifest))
        if not site or not rules or (live and live.sha256 == rules.sha256) or not state.live:
            return
        folder = f"{state.pointer.document_root(state.live)}/{health.TRIAL}".lstrip("/")
        host.remove_tree(folder)  # a killed run may have left one
        try:
            host.make_folder(folder)
            host.write(f"{folder}/index.html", health.TRIAL_PAGE)
            if not health.trial_page(site):
                return  # the address leads elsewhere, or not here yet
            host.write(f"{folder}/{HTACCESS}", (build.folder / HTACCESS).read_bytes())
            trouble = health.rules_trouble(site)
        finally:
            host.remove_tree(folder)
        if trouble:
            raise HostError(trouble)

    def _check_over_web(
        self, host: Host, live: releases.HostState, address: str, changed: Iterable[str]
    ) -> health.Health | None:
        """Check the live site over the web and put the previous release back if it is wrong."""
        site = self._web_address(address)
        if not site:
            return None
        found = health.check_over_web(site, live.manifest, changed)
        if not found.problems:
            return found
        problems = "\n".join(f"  {text}" for text in found.problems)
        previous = self.first_state.live if self.first_state else None
        if not previous or previous == live.live:
            raise StuckError(
                f"le site en ligne n’est pas celui qui est publié :\n{problems}\n"
                "→ vérifiez CVTS_ADRESSE et le serveur, ou revenez en arrière : invoke rollback"
            )
        self.terminal.warn(f"Le site publié n’est pas le bon sur le web :\n{problems}")
        try:
            self._switch(host, live, previous)
        except CutError:
            raise
        except PublishError as error:
            raise StuckError(f"le retour à la publication {previous} échoue aussi : {error}") from error
        raise SwappedBackError(
            "la nouvelle publication a été retirée → corrigez ce qui précède, puis relancez"
        )

    def _refuse(self, refusals: Iterable[guards.Refusal]) -> None:
        guards.refuse(refusals, force=self.force)


def _previous(state: releases.HostState) -> str:
    live = plan.release_number(state.live) if state.live else 0
    older = [name for name in state.ids if 0 < plan.release_number(name) < live]
    if not older:
        raise GuardError("il n’y a pas de publication plus ancienne → voyez invoke releases")
    return older[-1]


if TYPE_CHECKING:
    from collections.abc import Callable

    _Work = Callable[[Host], RunResult]
