"""A host that only stores files over SSH (SFTP)."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import stat
from typing import TYPE_CHECKING, Any, TypeVar, cast

import asyncssh

from tools.publish.errors import PublishError, full_disk
from tools.publish.filling import FileHost, Upload
from tools.publish.host import FILE_MODE, FOLDER_MODE, Capabilities, EntryKind, is_closed
from tools.publish.lease import LeaseHolder
from tools.publish.sftp_connection import SILENCE, SftpConnection, read_ours

if TYPE_CHECKING:
    from collections.abc import Collection, Coroutine, Iterable, Iterator, Mapping, Sequence

    from tools.publish.manifest import Manifest
    from tools.publish.settings import Settings

    Result = TypeVar("Result")


ABSENT = ".cvts-essai"  # a name that stands nowhere, for questions to the host


class SftpHost(FileHost, LeaseHolder):
    """See `tools.publish.host.Host`."""

    shares = True

    def __init__(self, settings: Settings) -> None:
        self._base = settings.target.path
        self._connection = SftpConnection(settings)
        self._sftp = self._connection.client
        self._link_comes_first: bool | None = None
        """In which order the server takes the arguments of a symbolic link, once tried."""
        try:
            self.shares = self._do(
                self._knows(self._sftp.link(f"{self._base}/{ABSENT}", f"{self._base}/{ABSENT}-2"))
            )
        except PublishError:
            self.close()
            raise

    def _do(self, work: Coroutine[Any, Any, Result]) -> Result:
        return self._connection.do(work)

    async def _knows(self, operation: Coroutine[Any, Any, object]) -> bool:
        """Try an operation with a file that does not exist: the error says whether the host knows how."""
        try:
            await operation
        except asyncssh.SFTPError as error:
            return not isinstance(error, asyncssh.SFTPOpUnsupported)
        return True

    def capabilities(self) -> Capabilities:
        absent = f"{self._base}/{ABSENT}"
        return Capabilities(
            "SFTP",
            symlinks=self._do(self._knows(self._sftp.readlink(absent))),
            replaces=self._do(self._knows(self._sftp.posix_rename(absent, absent))),
            hard_links=self.shares,
            free=self.free(),
        )

    def _at(self, path: str) -> str:
        return f"{self._base.rstrip('/')}/{path}" if path else self._base

    def close(self) -> None:
        self._connection.close()

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        with self._hold_lease(self):
            yield

    def make_base(self) -> None:
        async def making(place: str) -> None:
            if not await self._sftp.isdir(place):
                if above := place.rpartition("/")[0]:
                    await making(above)
                await self._make_folder(place)

        self._do(making(self._base))

    def entries(self, folder: str) -> Mapping[str, EntryKind]:
        return self._do(self._listing(self._at(folder)))

    async def _listing(self, place: str) -> dict[str, EntryKind]:
        """List it; some servers answer `lstat` with what a link leads to, but none its folder's listing."""
        try:
            names = await self._sftp.readdir(place)
        except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath, asyncssh.SFTPNotADirectory):
            return {}
        return {
            str(name.filename): _kind(name.attrs.permissions)
            for name in names
            if name.filename not in {".", ".."}
        }

    def read(self, path: str) -> bytes | None:
        return self._do(asyncio.wait_for(read_ours(self._sftp, self._at(path)), SILENCE))

    def write(self, path: str, data: bytes) -> None:
        self._do(self._replace(path, data))

    async def _replace(self, path: str, data: bytes, like: str = "") -> None:
        place = self._at(path)
        folder, _, name = place.rpartition("/")
        beside = f"{folder}/.cvts-{hashlib.sha256(name.encode()).hexdigest()[:16]}"
        with contextlib.suppress(asyncssh.SFTPNoSuchFile):
            await self._sftp.remove(beside)
        async with self._sftp.open(beside, "xb", asyncssh.SFTPAttrs(permissions=FILE_MODE)) as file:
            await self._set_mode(beside, FILE_MODE)  # the umask of the account may have taken some away
            try:
                await file.write(data)
            except asyncssh.SFTPFailure as error:  # most hosts have no better word for a full disk
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
            await self._symlink(target, beside)
            await self._sftp.posix_rename(beside, self._at(path))

        self._do(replacing())

    async def _symlink(self, target: str, place: str) -> None:
        """Make a link; servers disagree on which argument comes first, so two names of ours try it."""
        if self._link_comes_first is None:
            names = (f"{ABSENT}-cible", f"{ABSENT}-lien")
            await self._remove_all(names)
            await self._sftp.symlink(*map(self._at, names))
            present = await self._listing(self._base)
            await self._remove_all(names)
            self._link_comes_first = names[0] in present
        await self._sftp.symlink(*((place, target) if self._link_comes_first else (target, place)))

    async def _remove_all(self, paths: Iterable[str]) -> None:
        for path in paths:
            with contextlib.suppress(asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath):
                await self._sftp.remove(self._at(path))

    def rename(self, old: str, new: str) -> None:
        self._do(self._sftp.rename(self._at(old), self._at(new)))

    def make_folder(self, path: str) -> None:
        self._do(self._make_folder(self._at(path)))

    async def _make_folder(self, place: str) -> None:
        await self._sftp.mkdir(place, asyncssh.SFTPAttrs(permissions=FOLDER_MODE))
        await self._set_mode(place, FOLDER_MODE)

    async def _set_mode(self, place: str, mode: int) -> None:
        with contextlib.suppress(asyncssh.SFTPError):
            await self._sftp.chmod(place, mode)

    def set_modes(self, modes: Mapping[str, int]) -> None:
        self._connection.each(lambda path: self._set_mode(self._at(path), modes[path]), modes)

    def closed(self, paths: Collection[str]) -> Sequence[str]:
        found = []

        async def one(path: str) -> None:
            mode = (await self._sftp.stat(self._at(path))).permissions
            if is_closed(_kind(mode), mode):
                found.append(path)

        self._connection.each(one, paths)
        return sorted(found)

    def remove_tree(self, path: str) -> None:
        async def removing(place: str, kind: EntryKind | None) -> None:
            if kind is EntryKind.FOLDER:
                children = await self._listing(place)
                await asyncio.gather(*(removing(f"{place}/{name}", each) for name, each in children.items()))
                await self._sftp.rmdir(place)
            elif kind:
                await self._sftp.remove(place)

        parent, _, name = path.rpartition("/")
        self._do(removing(self._at(path), self.entries(parent).get(name)))

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
        """Link each file; read it and send it back where that cannot be done."""

        async def one(pair: tuple[str, str]) -> None:
            source, target = pair
            if self.shares:
                # ask no questions first: a thousand links are a thousand requests
                with contextlib.suppress(asyncssh.SFTPError):
                    await self._sftp.link(self._at(source), self._at(target))
                    return
            if not await self._sftp.lexists(self._at(target)):
                async with self._sftp.open(self._at(source), "rb") as file:
                    await self._replace(target, cast("bytes", await file.read()), source)

        self._connection.each(one, pairs)

    def put(self, files: Sequence[Upload]) -> None:
        self._require_lease()
        self._connection.each(
            lambda file: self._replace(file.path, file.source.read_bytes(), file.like), files
        )

    def remove_files(self, paths: Iterable[str], folders: Iterable[str] = ()) -> None:
        self._connection.each(lambda path: self._remove_all([path]), paths)

        async def removing() -> None:
            for folder in folders:
                with contextlib.suppress(asyncssh.SFTPError):
                    await self._sftp.rmdir(self._at(folder))

        self._do(removing())

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
