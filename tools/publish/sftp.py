"""A host that only stores files over SSH (SFTP)."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import stat
from typing import TYPE_CHECKING, Any, TypeVar, cast

import asyncssh

from tools.publish.errors import HostError, PublishError, full_disk
from tools.publish.filling import FileHost, Upload
from tools.publish.host import EntryKind
from tools.publish.lease import LeaseHolder
from tools.publish.sftp_connection import SILENCE, SftpConnection

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable, Iterator, Mapping, Sequence

    from tools.publish.manifest import Manifest
    from tools.publish.settings import Settings

    Result = TypeVar("Result")


class SftpHost(FileHost, LeaseHolder):
    """See `tools.publish.host.Host`."""

    shares = True

    def __init__(self, settings: Settings) -> None:
        self._base = settings.target.path
        self._connection = SftpConnection(settings)
        self._sftp = self._connection.client
        try:
            self.shares = self._do(self._can_link())
        except PublishError:
            self.close()
            raise

    def _do(self, work: Coroutine[Any, Any, Result]) -> Result:
        return self._connection.do(work)

    async def _can_link(self) -> bool:
        """Try to link a file that does not exist: the error says whether the host knows how."""
        try:
            await self._sftp.link(f"{self._base}/.cvts-absent", f"{self._base}/.cvts-absent-2")
        except asyncssh.SFTPOpUnsupported:
            return False
        except asyncssh.SFTPError:
            return True
        return True

    def _at(self, path: str) -> str:
        return f"{self._base}/{path}" if path else self._base

    def close(self) -> None:
        self._connection.close()

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        with self._hold_lease(self):
            yield

    def make_new_folder(self, path: str) -> bool:
        try:
            self._do(self._sftp.mkdir(self._at(path)))
        except HostError:
            if self._do(self._sftp.lexists(self._at(path))):
                return False
            raise
        return True

    def entries(self, folder: str) -> Mapping[str, EntryKind]:
        """List it; a link to a folder is not a folder."""

        async def listing() -> dict[str, EntryKind]:
            try:
                if (
                    folder
                    and _kind((await self._sftp.lstat(self._at(folder))).permissions) is not EntryKind.FOLDER
                ):
                    return {}
                names = await self._sftp.readdir(self._at(folder))
            except asyncssh.SFTPNoSuchFile:
                return {}
            return {
                str(name.filename): _kind(name.attrs.permissions)
                for name in names
                if name.filename not in {".", ".."}
            }

        return self._do(listing())

    def read(self, path: str) -> bytes | None:
        async def reading() -> bytes | None:
            try:
                async with self._sftp.open(self._at(path), "rb") as file:
                    return cast("bytes", await file.read())
            except asyncssh.SFTPNoSuchFile:
                return None

        return self._do(asyncio.wait_for(reading(), SILENCE))

    def write(self, path: str, data: bytes) -> None:
        self._do(self._replace(path, data))

    async def _replace(self, path: str, data: bytes, like: str = "") -> None:
        place = self._at(path)
        folder, _, name = place.rpartition("/")
        beside = f"{folder}/.cvts-{hashlib.sha256(name.encode()).hexdigest()[:16]}"
        with contextlib.suppress(asyncssh.SFTPNoSuchFile):
            await self._sftp.remove(beside)
        async with self._sftp.open(beside, "xb", asyncssh.SFTPAttrs(permissions=0o644)) as file:
            try:
                await file.write(data)
            except (
                asyncssh.SFTPFailure
            ) as error:  # the protocol of most hosts has no better word for a full disk
                raise full_disk() from error
        if not self.shares:
            # also when new: the protocol's times are whole seconds, so the first copy's must be
            attributes = await self._sftp.stat(self._at(like) if like else beside)
            if attributes.mtime is not None:
                await self._sftp.utime(beside, (attributes.mtime, attributes.mtime))
        await self._sftp.posix_rename(beside, place)

    def read_link(self, path: str) -> str | None:
        async def reading() -> str | None:
            try:
                return str(await self._sftp.readlink(self._at(path)))
            except asyncssh.SFTPError:
                return None

        return self._do(reading())

    def replace_link(self, path: str, target: str) -> None:
        self._require_lease()

        async def replacing() -> None:
            beside = self._at(f"{path}.nouveau")
            with contextlib.suppress(asyncssh.SFTPNoSuchFile):
                await self._sftp.remove(beside)
            await self._sftp.symlink(target, beside)
            await self._sftp.posix_rename(beside, self._at(path))

        self._do(replacing())

    def rename(self, old: str, new: str) -> None:
        self._do(self._sftp.rename(self._at(old), self._at(new)))

    def make_folder(self, path: str) -> None:
        self._do(self._make_folder(path))

    async def _make_folder(self, path: str) -> None:
        if not await self._sftp.isdir(self._at(path)):
            if "/" in path:
                await self._make_folder(path.rpartition("/")[0])
            try:
                await self._sftp.mkdir(self._at(path), asyncssh.SFTPAttrs(permissions=0o755))
            except asyncssh.SFTPFailure:
                if not await self._sftp.isdir(self._at(path)):  # a parallel copy made it first
                    raise

    def remove_tree(self, path: str) -> None:
        async def removing(place: str) -> None:
            try:
                kind = _kind((await self._sftp.lstat(place)).permissions)
            except asyncssh.SFTPNoSuchFile:
                return
            if kind is not EntryKind.FOLDER:
                await self._sftp.remove(place)
                return
            names = [name.filename for name in await self._sftp.readdir(place)]
            await asyncio.gather(
                *(removing(f"{place}/{name!s}") for name in names if name not in {".", ".."})
            )
            await self._sftp.rmdir(place)

        self._do(removing(self._at(path)))

    def free(self) -> int | None:
        """Ask with OpenSSH's extension."""

        async def asking() -> int | None:
            try:
                room = await self._sftp.statvfs(self._base)
            except asyncssh.SFTPError:
                return None
            return room.bavail * room.frsize

        return self._do(asking())

    def modified(self, path: str) -> float | None:
        async def asking() -> float | None:
            try:
                return (await self._sftp.stat(self._at(path))).mtime
            except asyncssh.SFTPError:
                return None

        return self._do(asking())

    def copy(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Link each file; read it and send it back where the host has no hard links."""

        async def one(pair: tuple[str, str]) -> None:
            source, target = pair
            if self.shares:
                try:  # ask no questions first: a thousand links are a thousand requests
                    await self._sftp.link(self._at(source), self._at(target))
                except asyncssh.SFTPError:
                    if not await self._sftp.lexists(self._at(target)):
                        await self._make_folder(target.rpartition("/")[0])
                        await self._sftp.link(self._at(source), self._at(target))
            elif not await self._sftp.lexists(self._at(target)):
                await self._make_folder(target.rpartition("/")[0])
                async with self._sftp.open(self._at(source), "rb") as file:
                    await self._replace(target, cast("bytes", await file.read()), source)

        self._connection.each(one, pairs)

    def put(self, files: Sequence[Upload]) -> None:
        self._require_lease()
        self._connection.each(
            lambda file: self._replace(file.path, file.source.read_bytes(), file.like), files
        )

    def remove_files(self, paths: Iterable[str]) -> None:
        folders = set()

        async def one(path: str) -> None:
            with contextlib.suppress(asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath):
                await self._sftp.remove(self._at(path))
            folders.add(path.rpartition("/")[0])

        self._connection.each(one, paths)

        async def prune() -> None:
            for folder in folders:
                place = folder
                while place.count("/") > 1:  # releases/<one>/…
                    try:
                        await self._sftp.rmdir(self._at(place))
                    except asyncssh.SFTPError:
                        break
                    place = place.rpartition("/")[0]

        self._do(prune())

    def wrong_files(self, folder: str, manifest: Manifest) -> Sequence[str]:
        """Read the files back: without a shell, nobody else can hash them."""
        wrong, hashes = [], manifest.hashes

        async def one(path: str) -> None:
            try:
                async with self._sftp.open(self._at(f"{folder}/{path}"), "rb") as file:
                    data = cast("bytes", await file.read())
            except asyncssh.SFTPNoSuchFile:
                data = b""
            if hashlib.sha256(data).hexdigest() != hashes[path]:
                wrong.append(path)

        self._connection.each(one, hashes)
        return sorted(wrong)


def _kind(permissions: int | None) -> EntryKind:
    mode = permissions or 0
    kinds = {stat.S_IFDIR: EntryKind.FOLDER, stat.S_IFREG: EntryKind.FILE, stat.S_IFLNK: EntryKind.LINK}
    return kinds.get(stat.S_IFMT(mode), EntryKind.OTHER)
