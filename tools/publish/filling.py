"""Fills a release file by file, where no rsync does: local folders, SFTP, FTPS.

The staging folder is an older release that is no longer kept (renamed, then
only what differs is touched) or a new folder. A killed publication leaves it
half done; its journal, written before anything is touched, lists the files
that may have changed, so that the next run trusts the others and only those.

    what the folder surely holds = its old manifest, overlaid by the journal
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from tools.publish import manifest as manifests
from tools.publish.host import (
    JOURNAL,
    RELEASES,
    STAGING,
    EntryKind,
    FillJob,
    Host,
    make_folders,
    parents,
)
from tools.publish.manifest import Manifest, PublishedFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

CHECKPOINTS = 10
"""The journal is renewed that many times during a large upload, which a killed run then resumes."""
SMALLEST_CHUNK = 50
UNSURE = "0" * 64
"""Stands in the journal for a hash that matches nothing."""


class FileHost(Host, Protocol):
    """A host that works file by file; a subclass says how a file is stored and removed."""

    def fill(self, job: FillJob) -> None:
        """Fill the staging folder file by file."""
        fill(self, job)

    def wrong_files(self, folder: str, manifest: Manifest) -> Sequence[str]:
        """Read the files back: without a shell, nobody else can hash them."""
        return sorted(
            path
            for path, sha256 in manifest.hashes.items()
            if hashlib.sha256(self.read(f"{folder}/{path}") or b"").hexdigest() != sha256
        )

    def put(self, files: Sequence[Upload]) -> None:
        """Send files; each replaces what stands there without touching shared bytes."""

    def remove_files(self, paths: Iterable[str], folders: Iterable[str] = ()) -> None:
        """Remove files that may exist, then these folders, in this order, where nothing is left in them."""


@dataclass(frozen=True)
class Upload:
    """One file to send."""

    source: Path
    path: str
    like: str = ""
    """A file on the host with the same bytes, whose time of change this one takes (stable ETags)."""


def _recycle(host: FileHost, release: str | None) -> None:
    """Turn a release that is no longer kept into the staging folder, unless there is one already."""
    if release and STAGING.rpartition("/")[2] not in host.entries(RELEASES):
        host.write(JOURNAL, b"")
        host.rename(f"{RELEASES}/{release}", STAGING)


def fill(host: FileHost, job: FillJob) -> None:
    """Make the staging folder hold exactly the job's files."""
    _recycle(host, job.recyclable)
    known = _known(host)
    wanted = job.manifest.files
    right = {path for path in known if path in wanted and known[path] == wanted[path].sha256}
    stray = sorted(known.keys() - wanted.keys())
    todo = sorted(wanted.keys() - right)
    make_folders(host, STAGING, (*todo, *stray))

    touched = {path: PublishedFile(UNSURE, 0) for path in (*todo, *stray)}
    host.write(JOURNAL, Manifest(touched).dump())
    emptied = sorted(set(parents(stray)) - set(parents(wanted)), reverse=True)
    host.remove_files([f"{STAGING}/{path}" for path in stray], [f"{STAGING}/{path}" for path in emptied])

    linked, sent = _linked_and_sent(host, job, todo)
    host.remove_files(f"{STAGING}/{path}" for path in linked if path in known)
    host.copy([(f"{RELEASES}/{job.live}/{path}", f"{STAGING}/{path}") for path in linked])
    chunk = max(SMALLEST_CHUNK, -(-len(sent) // CHECKPOINTS))
    for start in range(0, len(sent), chunk):
        uploads = sent[start : start + chunk]
        host.put(uploads)
        for upload in uploads:
            path = upload.path.removeprefix(f"{STAGING}/")
            touched[path] = wanted[path]
            job.progress(wanted[path].size)
        if start + chunk < len(sent):
            host.write(JOURNAL, Manifest(touched).dump())
    host.write(f"{STAGING}/{manifests.NAME}", job.manifest.dump())


def _known(host: FileHost) -> dict[str, str]:
    """Return the hash of each file that the staging folder holds; `UNSURE` where nobody can tell."""
    if host.entries(RELEASES).get(STAGING.rpartition("/")[2]) is not EntryKind.FOLDER:
        host.remove_tree(STAGING)
        host.write(JOURNAL, b"")
        return {}
    try:
        held = manifests.parse_manifest(host.read(f"{STAGING}/{manifests.NAME}") or b"").files
        journal = manifests.parse_manifest(host.read(JOURNAL) or b"").files
    except ValueError:
        host.remove_tree(STAGING)
        return {}
    return {path: file.sha256 for path, file in {**held, **journal}.items()}


def _linked_and_sent(host: FileHost, job: FillJob, todo: Sequence[str]) -> tuple[list[str], list[Upload]]:
    """Separate what the live release can give from what has to travel."""
    linked, sent = [], []
    live: Mapping[str, PublishedFile] = job.live_manifest.files
    for path in todo:
        same = path in live and live[path].sha256 == job.manifest.files[path].sha256
        carried = job.manifest.files[path].age > 0
        if same and (host.shares or carried):
            linked.append(path)
        else:
            like = f"{RELEASES}/{job.live}/{path}" if same else ""
            sent.append(Upload(job.site / path, f"{STAGING}/{path}", like))
    return linked, sent
