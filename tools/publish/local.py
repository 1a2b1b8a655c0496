"""A folder of this machine: to try out a publication, or for a site served from here."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import stat
from typing import TYPE_CHECKING

from plugins.core import locks
from tools.publish.errors import AlreadyPublishingError, FullError, HostError
from tools.publish.filling import FileHost, Upload
from tools.publish.host import (
    FILE_MODE,
    FOLDER_MODE,
    LOCK,
    MOST_READ,
    Capabilities,
    EntryKind,
    is_closed,
    require_our_size,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path


FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class LocalHost(FileHost):
    """See `tools.publish.host.Host`; the lock is the kernel's, and dies with the process."""

    shares = True

    def __init__(self, base: Path) -> None:
        self.base = base

    def close(self) -> None:
        pass

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        with _translated():
            descriptor = os.open(
                self.base / LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644
            )
        try:
            with _translated():
                alone = locks.take(descriptor)
            if not alone:
                raise AlreadyPublishingError
            yield
        finally:
            os.close(descriptor)

    def entries(self, folder: str) -> Mapping[str, EntryKind]:
        try:
            with os.scandir(self.base / folder) as found:
                return {entry.name: _kind(entry) for entry in found}
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except OSError as error:
            raise _host_error(error) from None

    def read(self, path: str) -> bytes | None:
        with _translated():
            try:
                with (self.base / path).open("rb") as file:
                    data = file.read(MOST_READ + 1)
            except (FileNotFoundError, NotADirectoryError):
                return None
        require_our_size(path, len(data))
        return data

    def write(self, path: str, data: bytes) -> None:
        with _translated():
            _replace(self.base / path, data)

    def read_link(self, path: str) -> str | None:
        try:
            return str((self.base / path).readlink())
        except OSError:
            return None

    def replace_link(self, path: str, target: str) -> None:
        beside = self.base / f"{path}.nouveau"
        with _translated():
            beside.unlink(missing_ok=True)
            beside.symlink_to(target)
            beside.replace(self.base / path)

    def rename(self, old: str, new: str) -> None:
        with _translated():
            (self.base / old).rename(self.base / new)

    def capabilities(self) -> Capabilities:
        return Capabilities("dossier de cette machine", free=self.free())

    def make_base(self) -> None:
        with _translated():
            self.base.mkdir(parents=True, exist_ok=True)

    def make_folder(self, path: str) -> None:
        with _translated():
            (self.base / path).mkdir()
            (self.base / path).chmod(FOLDER_MODE)

    def closed(self, paths: Collection[str]) -> Sequence[str]:
        with _translated():
            modes = {path: (self.base / path).stat().st_mode for path in paths}
        kinds = {
            path: EntryKind.FOLDER if stat.S_ISDIR(mode) else EntryKind.FILE for path, mode in modes.items()
        }
        return sorted(path for path, mode in modes.items() if is_closed(kinds[path], mode))

    def set_modes(self, modes: Mapping[str, int]) -> None:
        with contextlib.suppress(OSError):
            for path, mode in modes.items():
                (self.base / path).chmod(mode)

    def remove_tree(self, path: str) -> None:
        """Remove it; `shutil.rmtree` follows no link."""
        with _translated():
            place = self.base / path
            if place.is_symlink() or place.is_file():
                place.unlink()
            elif place.exists():
                shutil.rmtree(place)

    def free(self) -> int | None:
        try:
            return shutil.disk_usage(self.base).free
        except OSError:  # the folder is still to be made
            return None

    def modified(self, path: str) -> float | None:
        try:
            return (self.base / path).stat().st_mtime
        except OSError:
            return None

    def copy(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Link each file, or copy it where the file system has no hard links."""
        with _translated():
            for source, target in pairs:
                place = self.base / target
                if os.path.lexists(place):
                    continue
                try:
                    os.link(self.base / source, place, follow_symlinks=False)
                except PermissionError:
                    shutil.copy2(self.base / source, place, follow_symlinks=False)

    def put(self, files: Sequence[Upload]) -> None:
        with _translated():
            for file in files:
                _replace(self.base / file.path, file.source.read_bytes())

    def remove_files(self, paths: Iterable[str], folders: Iterable[str] = ()) -> None:
        with _translated():
            for path in paths:
                with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                    (self.base / path).unlink()
        for folder in folders:
            with contextlib.suppress(OSError):
                (self.base / folder).rmdir()


def _replace(place: Path, data: bytes) -> None:
    beside = place.with_name(f".cvts-{hashlib.sha256(place.name.encode()).hexdigest()[:16]}")
    beside.unlink(missing_ok=True)
    try:
        with beside.open("xb") as file:
            file.write(data)
        beside.chmod(FILE_MODE)
        beside.replace(place)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def _kind(entry: os.DirEntry[str]) -> EntryKind:
    if entry.is_symlink():
        return EntryKind.LINK
    if entry.is_dir(follow_symlinks=False):
        return EntryKind.FOLDER
    return EntryKind.FILE if entry.is_file(follow_symlinks=False) else EntryKind.OTHER


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _host_error(error) from error


def _host_error(error: OSError) -> HostError | FullError:
    if error.errno in FULL:
        return FullError("le disque est plein → libérez de la place, puis relancez")
    return HostError(
        f"le dossier refuse l’opération ({error.strerror}: {error.filename}) → vérifiez ses droits d’écriture"
    )
