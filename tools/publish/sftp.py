"""A host that only stores files over SSH (SFTP).

asyncssh rather than the `sftp` command: errors have types instead of English
sentences, a thousand small operations travel at once instead of one round
trip each, and hard links, atomic renames and free space are plain calls.
It reads the same ~/.ssh configuration, keys, agent and known hosts, and a
password where the host takes no key.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import stat
import threading
from typing import TYPE_CHECKING, Any, TypeVar, cast

import asyncssh

from tools.publish import filling, lease
from tools.publish.errors import CutError, FullError, HostError, PublishError, RefusedError, SettingsError
from tools.publish.host import Job, Kind
from tools.publish.ssh import unknown_host_key

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator, Mapping, Sequence

    from tools.publish.manifest import Manifest
    from tools.publish.settings import Settings

    Item = TypeVar("Item")
    Result = TypeVar("Result")

AT_ONCE = 32
"""Operations in flight."""
SILENCE = 60
"""Seconds after which an operation that has not answered counts as cut."""


class SftpHost:
    """See `tools.publish.host.Host`."""

    shares = True

    def __init__(self, settings: Settings) -> None:
        self._base = settings.target.path
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._lease: lease.Lease | None = None
        self._connection: asyncssh.SSHClientConnection | None = None
        try:
            self._sftp: asyncssh.SFTPClient = self._do(self._connect(settings))
            self.shares = self._do(self._can_link())
        except PublishError:
            self.close()
            raise

    async def _connect(self, settings: Settings) -> asyncssh.SFTPClient:
        target = settings.target
        options: dict[str, Any] = {
            "config": [settings.ssh_config] if settings.ssh_config else (),
            "compression_algs": ["zlib@openssh.com", "none"],  # pages and requests are text, much alike
            **({"port": target.port} if target.port else {}),
            **({"username": target.user} if target.user else {}),
            **({"password": settings.password} if settings.password else {}),
        }
        name = f"{target.user}@{target.host}" if target.user else target.host
        try:
            if settings.ssh_key:
                options["client_keys"] = [asyncssh.import_private_key(settings.ssh_key.strip() + "\n")]
            if settings.known_hosts:
                options["known_hosts"] = asyncssh.import_known_hosts(settings.known_hosts.strip() + "\n")
            self._connection = await asyncssh.connect(
                target.host, **options, connect_timeout=15, keepalive_interval=5, keepalive_count_max=3
            )
            return await self._connection.start_sftp_client()
        except asyncssh.HostKeyNotVerifiable:
            raise RefusedError(unknown_host_key(name)) from None
        except asyncssh.KeyImportError as error:
            raise SettingsError("CVTS_CLE_SSH n’est pas une clé lisible → recopiez-la en entier") from error
        except asyncssh.PermissionDenied:
            message = f"l’hôte ne reconnaît pas {name} → vérifiez le nom, et la clé ou le mot de passe"
            raise HostError(message) from None

    async def _can_link(self) -> bool:
        """Try to link a file that does not exist: the error says whether the host knows how."""
        try:
            await self._sftp.link(f"{self._base}/.cvts-absent", f"{self._base}/.cvts-absent-2")
        except asyncssh.SFTPOpUnsupported:
            return False
        except asyncssh.SFTPError:
            return True
        return True

    def _do(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Run in the loop's thread; every failure becomes one of ours."""
        future = asyncio.run_coroutine_threadsafe(asyncio.wait_for(work, None), self._loop)
        try:
            return future.result()
        except PublishError:
            raise
        except (asyncssh.SFTPConnectionLost, asyncssh.SFTPNoConnection) as error:
            raise _cut(error) from error
        except asyncssh.SFTPError as error:
            raise _host_error(error) from error
        except (asyncssh.Error, OSError, asyncio.IncompleteReadError, TimeoutError) as error:
            raise _cut(error) from error

    def _each(self, work: Callable[[Item], Awaitable[None]], items: Iterable[Item]) -> None:
        async def limited(item: Item, room: asyncio.Semaphore) -> None:
            async with room:
                await asyncio.wait_for(work(item), SILENCE)

        async def together() -> None:
            room = asyncio.Semaphore(AT_ONCE)
            async with asyncio.TaskGroup() as group:
                for item in items:
                    group.create_task(limited(item, room))

        async def first_error() -> None:
            try:
                await together()
            except ExceptionGroup as errors:
                raise errors.exceptions[0] from None

        self._do(first_error())

    def _at(self, path: str) -> str:
        return f"{self._base}/{path}" if path else self._base

    def close(self) -> None:
        """End the connection and the loop."""
        if self._connection:
            self._loop.call_soon_threadsafe(self._connection.abort)
        with contextlib.suppress(TimeoutError):
            asyncio.run_coroutine_threadsafe(asyncio.sleep(0.01), self._loop).result(timeout=2)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)
        self._loop.close()

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Hold a lease."""
        self._lease = lease.Lease(self)
        try:
            with self._lease.held():
                yield
        finally:
            self._lease = None

    def _still_ours(self) -> None:
        if self._lease:
            self._lease.require()

    def make_new_folder(self, path: str) -> bool:
        """Make it, unless something stands there."""
        try:
            self._do(self._sftp.mkdir(self._at(path)))
        except HostError:
            if self._do(self._sftp.lexists(self._at(path))):
                return False
            raise
        return True

    def entries(self, folder: str) -> Mapping[str, Kind]:
        """List it; a link to a folder is not a folder."""

        async def listing() -> dict[str, Kind]:
            try:
                if (
                    folder
                    and _kind((await self._sftp.lstat(self._at(folder))).permissions) is not Kind.FOLDER
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
        """Read it."""

        async def reading() -> bytes | None:
            try:
                async with self._sftp.open(self._at(path), "rb") as file:
                    return cast("bytes", await file.read())
            except asyncssh.SFTPNoSuchFile:
                return None

        return self._do(asyncio.wait_for(reading(), SILENCE))

    def write(self, path: str, data: bytes) -> None:
        """Write beside, then rename over."""
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
                raise _full() from error
        if not self.shares:
            # also when new: the protocol's times are whole seconds, so the first copy's must be
            attributes = await self._sftp.stat(self._at(like) if like else beside)
            if attributes.mtime is not None:
                await self._sftp.utime(beside, (attributes.mtime, attributes.mtime))
        await self._sftp.posix_rename(beside, place)

    def read_link(self, path: str) -> str | None:
        """Read it."""

        async def reading() -> str | None:
            try:
                return str(await self._sftp.readlink(self._at(path)))
            except asyncssh.SFTPError:
                return None

        return self._do(reading())

    def replace_link(self, path: str, target: str) -> None:
        """Make a second link, then rename over."""
        self._still_ours()

        async def replacing() -> None:
            beside = self._at(f"{path}.nouveau")
            with contextlib.suppress(asyncssh.SFTPNoSuchFile):
                await self._sftp.remove(beside)
            await self._sftp.symlink(target, beside)
            await self._sftp.posix_rename(beside, self._at(path))

        self._do(replacing())

    def rename(self, old: str, new: str) -> None:
        """Rename it."""
        self._do(self._sftp.rename(self._at(old), self._at(new)))

    def make_folder(self, path: str) -> None:
        """Make it and its parents."""
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
        """Remove it without following links."""

        async def removing(place: str) -> None:
            try:
                kind = _kind((await self._sftp.lstat(place)).permissions)
            except asyncssh.SFTPNoSuchFile:
                return
            if kind is not Kind.FOLDER:
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
        """Ask it."""

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

        self._each(one, pairs)

    def put(self, files: Sequence[filling.Upload]) -> None:
        """Send each file beside, then rename over."""
        self._still_ours()
        self._each(lambda file: self._replace(file.path, file.source.read_bytes(), file.like), files)

    def remove_files(self, paths: Iterable[str]) -> None:
        """Remove them, and the folders left empty."""
        folders = set()

        async def one(path: str) -> None:
            with contextlib.suppress(asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath):
                await self._sftp.remove(self._at(path))
            folders.add(path.rpartition("/")[0])

        self._each(one, paths)

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

    def fill(self, job: Job) -> None:
        """Fill file by file."""
        filling.fill(self, job)

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

        self._each(one, hashes)
        return sorted(wrong)


def _kind(permissions: int | None) -> Kind:
    mode = permissions or 0
    kinds = {stat.S_IFDIR: Kind.FOLDER, stat.S_IFREG: Kind.FILE, stat.S_IFLNK: Kind.LINK}
    return kinds.get(stat.S_IFMT(mode), Kind.OTHER)


def _cut(error: BaseException) -> CutError:
    reason = str(error) or type(error).__name__
    return CutError(
        f"la liaison avec l’hôte est coupée ({reason}) → vérifiez CVTS_CIBLE et la connexion, puis relancez"
    )


def _full() -> FullError:
    return FullError("le disque de l’hôte est plein → libérez de la place chez l’hébergeur, puis relancez")


def _host_error(error: asyncssh.SFTPError) -> PublishError:
    if isinstance(error, (asyncssh.SFTPNoSpaceOnFilesystem, asyncssh.SFTPQuotaExceeded)):
        return _full()
    return HostError(
        f"l’hôte refuse l’opération ({error.reason}) → vérifiez la place et les droits du dossier"
    )
