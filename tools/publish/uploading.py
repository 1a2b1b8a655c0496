"""Puts a verified release beside the live one: filled, read back, readable by everybody."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.statistics.freezing.snapshots import RELEASE_FILE, parse_fingerprints
from tools.publish import guards, plan, releases
from tools.publish.errors import FullError, HostError, PublishError
from tools.publish.host import RELEASES, STAGING, FillJob, Host, open_to_visitors
from tools.publish.manifest import Manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from tools.publish.terminal import Terminal

ATTEMPTS = 3
"""One may find that the folder to fill is not ours to change, one that the live release is damaged."""


@dataclass(frozen=True)
class Build:
    """A finished site, ready to be published."""

    folder: Path
    manifest: Manifest
    address: str = ""
    """The site's official address, if association.toml has it."""

    @property
    def closed_periods(self) -> dict[str, str]:
        """The fingerprint of each period whose statistics the site holds closed."""
        file = self.folder / RELEASE_FILE
        return parse_fingerprints(file.read_bytes()) if file.exists() else {}


def upload(
    host: Host,
    state: releases.HostState,
    build: Build,
    terminal: Terminal,
    refuse: Callable[[Iterable[guards.Refusal]], None],
) -> str:
    """Put a verified release beside the live one and return its id.

    Raises:
        HostError: the host refuses files, or damages them.
    """
    changes = plan.compare(state.manifest, build.manifest)
    surplus = plan.surplus(state.ids, state.live, releases.kept_releases(host) - 1)
    whole_copy = not host.shares and not surplus
    refuse(guards.check_room(host.free(), build.manifest.size if whole_copy else changes.size))
    trusted = state.manifest
    wrong: list[str] = []
    for attempt in range(ATTEMPTS):
        wanted = plan.with_carried(trusted, build.manifest)
        recyclable = surplus[0] if surplus else None
        with terminal.progress("Envoi", changes.size) as progress:
            job = FillJob(build.folder, wanted, state.live, trusted, recyclable, progress)
            try:
                host.fill(job)
            except FullError:
                with contextlib.suppress(PublishError):
                    host.remove_tree(STAGING)
                raise
            except HostError:
                if attempt:
                    raise
                # something in the folder that was to be used again is perhaps not ours to change
                with contextlib.suppress(HostError):
                    releases.set_aside(host, STAGING)
                surplus = ()
                continue
        wrong = [*host.wrong_files(STAGING, wanted)]
        if not wrong:
            refuse(guards.check_readable(open_to_visitors(host, STAGING, wanted.hashes)))
            release = plan.next_id(host.entries(RELEASES), build.manifest.digest)
            host.rename(STAGING, f"{RELEASES}/{release}")
            return release
        # what the live release was trusted to hold has changed there: send it anew, from scratch
        host.remove_tree(STAGING)
        trusted = Manifest({path: file for path, file in trusted.files.items() if path not in wrong})
        surplus = ()
    names = ", ".join(wrong[:3])
    raise HostError(f"des fichiers arrivent abîmés chez l’hébergeur ({names}) → relancez, puis appelez-le")
