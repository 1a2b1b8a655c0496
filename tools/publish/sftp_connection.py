"""The connection of an `sftp:` target: asyncssh in a thread, and its errors turned into ours.

asyncssh rather than the `sftp` command: errors have types instead of English
sentences, a thousand small operations travel at once instead of one round
trip each, and hard links, atomic renames and free space are plain calls.
It reads the same ~/.ssh configuration, keys, agent and known hosts, and a
password where the host takes no key.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from typing import TYPE_CHECKING, Any, TypeVar, cast

import asyncssh

from tools.publish.errors import GuardError, HostError, PublishError, SettingsError, cut_link, full_disk
from tools.publish.host import MOST_READ, require_our_size
from tools.publish.ssh_shell import bad_configuration, unknown_host_key

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Iterable

    from tools.publish.settings import Settings

    Item = TypeVar("Item")
    Result = TypeVar("Result")

AT_ONCE = 32
"""Operations in flight."""
SILENCE = 60
"""Seconds after which an operation that has not answered counts as cut."""


async def read_ours(client: asyncssh.SFTPClient, path: str) -> bytes | None:
    """Return a file that we wrote, or None when there is none.

    Raises:
        HostError: it is longer than anything that we write.
    """
    try:
        async with client.open(path, "rb") as file:
            data = cast("bytes", await file.read(MOST_READ + 1))
    except asyncssh.SFTPNoSuchFile:
        return None
    require_our_size(path, len(data))
    return data


class SftpConnection:
    """One connection; `client` has the operations, `do` and `each` run them."""

    def __init__(self, settings: Settings) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._connection: asyncssh.SSHClientConnection | None = None
        try:
            self.client: asyncssh.SFTPClient = self.do(self._connect(settings))
        except PublishError:
            self.close()
            raise

    async def _connect(self, settings: Settings) -> asyncssh.SFTPClient:
        target = settings.target
        options: dict[str, Any] = {
            "config": [settings.ssh_config] if settings.ssh_config else (),
            # nothing of this machine is lent to the host, whatever the user's configuration says
            "agent_forwarding": False,
            "x11_forwarding": False,
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
            elif _trusts_any_host(target.host, options["config"]):
                options["known_hosts"] = []  # those of ~/.ssh/known_hosts
            self._connection = await asyncssh.connect(
                target.host, **options, connect_timeout=15, keepalive_interval=5, keepalive_count_max=3
            )
            return await self._connection.start_sftp_client()
        except asyncssh.HostKeyNotVerifiable:
            raise GuardError(unknown_host_key(name, target.port)) from None
        except asyncssh.ConfigParseError as error:
            raise bad_configuration(error) from error
        except asyncssh.KeyImportError as error:
            raise SettingsError("CVTS_CLE_SSH n’est pas une clé lisible → recopiez-la en entier") from error
        except asyncssh.PermissionDenied:
            message = f"l’hôte ne reconnaît pas {name} → vérifiez le nom, et la clé ou le mot de passe"
            raise HostError(message) from None

    def do(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Run in the loop's thread; every failure becomes one of ours."""
        future = asyncio.run_coroutine_threadsafe(asyncio.wait_for(work, None), self._loop)
        try:
            return future.result()
        except PublishError:
            raise
        except (asyncssh.SFTPConnectionLost, asyncssh.SFTPNoConnection) as error:
            raise cut_link(str(error) or type(error).__name__) from error
        except asyncssh.SFTPError as error:
            raise _host_error(error) from error
        except (asyncssh.Error, OSError, UnicodeError, asyncio.IncompleteReadError) as error:
            raise cut_link(str(error) or type(error).__name__) from error

    def each(self, work: Callable[[Item], Awaitable[None]], items: Iterable[Item]) -> None:
        """Run an operation for each item, many at a time."""

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

        self.do(first_error())

    def close(self) -> None:
        """End the connection and the loop."""
        if self._connection:
            self._loop.call_soon_threadsafe(self._connection.abort)
        with contextlib.suppress(TimeoutError):
            asyncio.run_coroutine_threadsafe(asyncio.sleep(0.01), self._loop).result(timeout=2)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)
        self._loop.close()


def _trusts_any_host(host: str, config: Any) -> bool:
    """Tell whether the user's configuration has no file of known hosts: then asyncssh checks no key."""
    return asyncssh.SSHClientConnectionOptions(host=host, config=config).known_hosts is None


def _host_error(error: asyncssh.SFTPError) -> PublishError:
    if isinstance(error, (asyncssh.SFTPNoSpaceOnFilesystem, asyncssh.SFTPQuotaExceeded)):
        return full_disk()
    if isinstance(error, asyncssh.SFTPOpUnsupported):
        problem = f"l’hôte ne connaît pas une opération qu’il nous faut ({error.reason})"
        return HostError(f"{problem} → demandez-lui OpenSSH, ou employez ftps:")
    return HostError(
        f"l’hôte refuse l’opération ({error.reason}) → vérifiez la place et les droits du dossier"
    )
