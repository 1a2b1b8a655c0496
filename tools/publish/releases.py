"""The releases on a host: read what is there, switch, keep assets on both sides, prune."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from plugins.statistics.freezing.snapshots import RELEASE_FILE, parse_fingerprints
from tools.publish import manifest as manifests
from tools.publish.errors import GuardError, HostError, NotPreparedError
from tools.publish.health import TRIAL
from tools.publish.host import JOURNAL, RELEASES, EntryKind, Host, make_folders
from tools.publish.manifest import EMPTY, Manifest
from tools.publish.plan import KEPT, assets_to_share, is_named_after, sorted_ids, surplus
from tools.publish.pointers import POINTERS, Pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MARKER = ".cvts-publication"
"""Says that a folder is ours; without it nothing is written or removed."""
WELL_KNOWN = ".well-known"
KEPT_COPIES = 2
"""Releases kept where each is a full copy: the live one and the one before."""

ASIDE = ".a-supprimer-"
"""Begins the name of a release that is being removed."""
FIRST = "0000-00000000"
"""What stands there before the first publication, so that the host's document root exists."""


@dataclass(frozen=True)
class HostState:
    """What a host holds."""

    pointer: Pointer
    ids: tuple[str, ...]
    """Oldest first."""
    live: str | None
    manifest: Manifest
    """Of the live release."""


def require_marker(host: Host) -> Mapping[str, EntryKind]:
    """Return what the target's folder holds, once sure that it is ours.

    Raises:
        NotPreparedError: it has no marker.
    """
    top = host.entries("")
    if top.get(MARKER) is not EntryKind.FILE:
        raise NotPreparedError(
            "la cible n’est pas préparée pour nos publications → "
            "vérifiez CVTS_CIBLE, puis lancez invoke publish --init"
        )
    return top


def read_state(host: Host) -> HostState:
    """Read what is live, from the host itself: never from memory.

    Raises:
        NotPreparedError: the folder is not ours.
        HostError: someone changed what only a publication may change.
    """
    top = require_marker(host)
    try:
        pointer = POINTERS[json.loads(host.read(MARKER) or b"")["pointer"]]
    except (ValueError, KeyError, TypeError):
        message = (
            f"le fichier {MARKER} de la cible est illisible → remettez celui que invoke publish --init écrit"
        )
        raise GuardError(message) from None
    for name, kind in ((RELEASES, EntryKind.FOLDER), (JOURNAL, EntryKind.FILE)):
        if top.get(name, kind) is not kind:
            raise HostError(
                f"chez l’hébergeur, « {name} » n’est pas à nous → supprimez-le là-bas, puis relancez"
            )
    ids = sorted_ids(name for name, kind in host.entries(RELEASES).items() if kind is EntryKind.FOLDER)
    live = pointer.live(host, ids)
    return HostState(pointer, ids, live, read_manifest(host, live) if live else EMPTY)


def read_manifest(host: Host, release: str) -> Manifest:
    """Return the manifest of a release; an unreadable one counts as empty: everything is sent again."""
    try:
        return manifests.parse_manifest(host.read(f"{RELEASES}/{release}/{manifests.NAME}") or b"")
    except ValueError:
        return EMPTY


def published_periods(host: Host, release: str) -> dict[str, str]:
    """Return the fingerprint of each period whose statistics a release holds closed.

    Raises:
        HostError: the release is not what was published: it may have held others.
    """
    if release == FIRST:
        return {}
    listed = read_manifest(host, release)
    if RELEASE_FILE not in listed.files and is_named_after(release, listed.digest):
        return {}
    data = host.read(f"{RELEASES}/{release}/{RELEASE_FILE}") or b""
    file = listed.files.get(RELEASE_FILE)
    if not file or file.sha256 == hashlib.sha256(data).hexdigest():
        with contextlib.suppress(ValueError):
            return parse_fingerprints(data)
    raise HostError(
        f"chez l’hébergeur, la publication {release} n’est plus telle qu’elle a été envoyée : on ne sait "
        f"pas quelles statistiques elle montrait → remettez-y {RELEASE_FILE}, ou supprimez ce dossier de "
        "publication s’il n’est pas en ligne"
    )


def every_closed_period(host: Host, ids: Iterable[str]) -> dict[str, set[str]]:
    """Return every fingerprint that the releases on the host give to each period."""
    found: dict[str, set[str]] = {}
    for release in ids:
        for period, mark in published_periods(host, release).items():
            found.setdefault(period, set()).add(mark)
    return found


def share_assets(host: Host, source: str, target: str) -> None:
    """Give a release the assets that pages of another one ask for."""
    origin, other = read_manifest(host, source), read_manifest(host, target)
    paths = assets_to_share(origin, other)
    if not paths:
        return
    make_folders(host, f"{RELEASES}/{target}", paths)
    host.copy([(f"{RELEASES}/{source}/{path}", f"{RELEASES}/{target}/{path}") for path in paths])
    shared = {path: replace(origin.files[path], age=1) for path in paths}
    host.write(f"{RELEASES}/{target}/{manifests.NAME}", Manifest({**other.files, **shared}).dump())


def keep_foreign_files(host: Host, state: HostState, release: str) -> None:
    """Give a release what the host put into the live one: a certificate's challenge, a proof of ownership.

    Only needed where the release is the document root itself. Such files stand at the top, in folders
    of their own, or below `.well-known/`: our folders are not searched. One that we may not read, or that
    is gone meanwhile, stops no publication.
    """
    if not state.live or (state.live != FIRST and not state.manifest.files):
        return
    files = state.manifest.files.keys() or {"index.html"}
    ours = {*files, manifests.NAME, TRIAL, *(path.partition("/")[0] for path in files)} - {WELL_KNOWN}
    folders = [""]
    while folders:
        folder = folders.pop()
        for name, kind in host.entries(f"{RELEASES}/{state.live}/{folder}".rstrip("/")).items():
            path = f"{folder}/{name}".lstrip("/")
            if path in ours:
                continue
            if kind is EntryKind.FOLDER:
                folders.append(path)
            elif kind is EntryKind.FILE:
                make_folders(host, f"{RELEASES}/{release}", [path])
                with contextlib.suppress(HostError):
                    host.copy([(f"{RELEASES}/{state.live}/{path}", f"{RELEASES}/{release}/{path}")])


def switch(host: Host, state: HostState, release: str) -> None:
    """Make a release live, if what is live is still what `state` says.

    Raises:
        HostError: another publication happened meanwhile.
    """
    if state.live:
        share_assets(host, release, state.live)
        share_assets(host, state.live, release)
    if state.pointer.name == "symlink":
        keep_foreign_files(host, state, release)
    ids = sorted_ids(host.entries(RELEASES))
    if release not in ids or state.pointer.live(host, ids) != state.live:
        raise HostError("le site en ligne a changé pendant la publication → relancez")
    state.pointer.switch(host, release)


def kept_releases(host: Host) -> int:
    """Return how many releases a host keeps."""
    return KEPT if host.shares else KEPT_COPIES


def prune(host: Host, live: str) -> tuple[str, ...]:
    """Remove the releases that are no longer kept, and nothing else; return what stays, and why.

    A release leaves under another name first: half removed, it is no release.
    """
    refused: dict[str, HostError] = {}
    for release in surplus(sorted_ids(host.entries(RELEASES)), live, kept_releases(host)):
        try:
            set_aside(host, f"{RELEASES}/{release}")
        except HostError as error:
            refused[release] = error
    for name in host.entries(RELEASES):
        try:
            if name.startswith(ASIDE):
                host.remove_tree(f"{RELEASES}/{name}")
        except HostError as error:
            refused[name] = error
    return tuple(
        f"{RELEASES}/{name} ne peut pas être supprimé : {error.reason} "
        "→ supprimez-le chez l’hébergeur, par son panneau"
        for name, error in sorted(refused.items())
    )


def set_aside(host: Host, folder: str) -> None:
    """Give a folder a name that `prune` removes it by."""
    taken = host.entries(RELEASES)
    number = next(number for number in itertools.count(1) if f"{ASIDE}{number}" not in taken)
    host.rename(folder, f"{RELEASES}/{ASIDE}{number}")
