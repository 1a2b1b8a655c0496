"""A host that only stores files over FTP, encrypted (FTPS).

FTP has no links: a release is a copy, so only two are kept, and the older one
becomes the next. Some servers delay each refusal and hang up after some: what
may be missing is looked for in its folder's listing, never by asking for it.
"""

from __future__ import annotations

import calendar
import contextlib
import ftplib
import io
import time
from typing import TYPE_CHECKING

from tools.publish.errors import HostError, PublishError
from tools.publish.filling import FileHost, Upload
from tools.publish.ftps_connection import FtpsConnection
from tools.publish.ftps_listing import parsed_facts, parsed_lines
from tools.publish.host import (
    FILE_MODE,
    FOLDER_MODE,
    Capabilities,
    Entry,
    EntryKind,
    is_closed,
    require_our_size,
)
from tools.publish.lease import LeaseHolder

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from tools.publish.settings import Settings

UNKNOWN_COMMAND = ("500", "501", "502", "504")


class FtpsHost(FileHost, LeaseHolder):
    """See `tools.publish.host.Host`."""

    shares = False

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._base = settings.target.path
        self._connection = FtpsConnection(settings)
        self._talking = self._connection.talking
        self._features = self._connection.features
        self._sets_modes = "CHMOD" in self._features
        self._dates = next((name for name in ("MFMT", "MDTM") if name in self._features), "")
        """The command that sets a time of change; MDTM does on some servers."""
        self._umask_closes: bool | None = None
        """Whether what is stored has to be opened to the web server, once seen."""

    def close(self) -> None:
        self._connection.close()

    def capabilities(self) -> Capabilities:
        return Capabilities(
            "FTPS",
            symlinks=False,
            replaces=None,
            hard_links=False,
            modes=self._sets_modes,
            dates={"MFMT": True, "MDTM": None}.get(self._dates, False),
        )

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Hold a lease, over a connection of its own: this one may be busy with a long file.

        A server that takes one connection an account refuses the second: then they share one, and
        nobody else can come in meanwhile.
        """
        other = self
        with contextlib.suppress(PublishError):
            other = FtpsHost(self._settings)
        try:
            with self._hold_lease(other):
                yield
        finally:
            if other is not self:
                other.close()

    def _at(self, path: str) -> str:
        return f"{self._base.rstrip('/')}/{path}" if path else self._base

    def make_base(self) -> None:
        with self._talking() as ftp:
            missing: list[str] = []
            place = self._base
            while place.strip("/"):
                try:
                    ftp.cwd(place)
                    break
                except ftplib.error_perm:
                    missing.append(place)
                    place = place.rpartition("/")[0]
            for folder in reversed(missing):
                ftp.mkd(folder)
                with contextlib.suppress(ftplib.error_perm):
                    ftp.sendcmd(f"SITE CHMOD {FOLDER_MODE:o} {folder}")

    def make_folder(self, path: str) -> None:
        with self._talking() as ftp:
            ftp.mkd(self._at(path))
        if self._umask_closes:
            self.set_modes({path: FOLDER_MODE})

    def entries(self, folder: str) -> Mapping[str, EntryKind]:
        return {name: entry.kind for name, entry in self._listing(folder).items()}

    def _listing(self, folder: str) -> dict[str, Entry]:
        with self._talking() as ftp:
            try:
                ftp.cwd(self._at(folder))
            except ftplib.error_perm:
                return {}
            if "MLST" in self._features:
                return dict(parsed_facts(ftp.mlsd()))
            lines: list[str] = []
            ftp.retrlines("LIST -a", lines.append)
        return dict(parsed_lines(lines))

    def closed(self, paths: Collection[str]) -> Sequence[str]:
        found = []
        listed: dict[str, Mapping[str, Entry]] = {}
        for path in paths:
            parent, _, name = path.rpartition("/")
            if parent not in listed:
                listed[parent] = self._listing(parent)
            entry = listed[parent].get(name)
            if entry and is_closed(entry.kind, entry.mode):
                found.append(path)
        return found

    def set_modes(self, modes: Mapping[str, int]) -> None:
        for path, mode in modes.items():
            if not self._sets_modes:
                return
            with self._talking() as ftp:
                try:
                    ftp.sendcmd(f"SITE CHMOD {mode:o} {self._at(path)}")
                except ftplib.error_perm as error:
                    self._sets_modes = not str(error).startswith(UNKNOWN_COMMAND)

    def read(self, path: str) -> bytes | None:
        data = io.BytesIO()

        def keep(block: bytes) -> None:
            data.write(block)
            require_our_size(path, data.tell())

        with self._talking() as ftp:
            try:
                ftp.retrbinary(f"RETR {self._at(path)}", keep)
            except ftplib.error_perm:
                return None
        return data.getvalue()

    def write(self, path: str, data: bytes) -> None:
        folder, _, name = path.rpartition("/")
        beside = f"{folder}/.cvts-{name}".removeprefix("/")
        with self._talking() as ftp:
            self._store(beside, data)
            ftp.rename(self._at(beside), self._at(path))

    def _store(self, path: str, data: bytes) -> None:
        """Store a file that the web server may read."""
        with self._talking() as ftp:
            try:
                ftp.storbinary(f"STOR {self._at(path)}", io.BytesIO(data))
            except OSError as error:
                # a full disk makes some servers hang up first and explain afterwards
                with contextlib.suppress(OSError, EOFError, ftplib.error_temp, ftplib.error_proto):
                    ftp.voidresp()
                raise error from None
        if self._umask_closes is None:
            self._umask_closes = bool(self.closed([path]))
        if self._umask_closes:
            self.set_modes({path: FILE_MODE})

    def read_link(self, path: str) -> str | None:
        """FTP has no links to read."""
        del path
        return None

    def replace_link(self, path: str, target: str) -> None:
        """FTP has no links to make."""
        raise HostError(
            f"FTPS ne connaît pas les liens ({path} → {target}) → préparez la cible avec --pointer htaccess"
        )

    def rename(self, old: str, new: str) -> None:
        with self._talking() as ftp:
            ftp.rename(self._at(old), self._at(new))

    def remove_tree(self, path: str) -> None:
        parent, _, name = path.rpartition("/")
        kind = self.entries(parent).get(name)
        if kind:
            self._remove(path, kind)

    def _remove(self, path: str, kind: EntryKind) -> None:
        if kind is EntryKind.FOLDER:
            for name, child in self.entries(path).items():
                self._remove(f"{path}/{name}", child)
        with self._talking() as ftp:
            if kind is EntryKind.FOLDER:
                ftp.cwd(self._base)
                ftp.rmd(self._at(path))
            else:
                ftp.delete(self._at(path))

    def free(self) -> int | None:
        """FTP does not say; a full disk shows when a file is refused, before the switch."""
        return None

    def modified(self, path: str) -> float | None:
        """Ask with MDTM, which answers in UTC."""
        with self._talking() as ftp:
            try:
                answer = ftp.sendcmd(f"MDTM {self._at(path)}").split()[1]
                return float(calendar.timegm(time.strptime(answer[:14], "%Y%m%d%H%M%S")))
            except (ftplib.error_perm, ValueError, IndexError):
                return None

    def copy(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Read each file and send it back; few files ever need it."""
        listed: dict[str, Mapping[str, EntryKind]] = {}
        for source, target in pairs:
            folder, _, name = target.rpartition("/")
            if folder not in listed:
                listed[folder] = self.entries(folder)
            if name in listed[folder]:
                continue
            data = self.read(source)
            if data is None:
                raise HostError(
                    f"{source} manque chez l’hébergeur → relancez avec --force après vérification"
                )
            self.write(target, data)
            self._date(target, source)

    def _date(self, path: str, like: str) -> None:
        """Give a file the time of change of another, where the server lets us: its ETag stays."""
        since = self.modified(like) if self._dates else None
        if since is None:
            return
        stamp = time.strftime("%Y%m%d%H%M%S", time.gmtime(since))
        with self._talking() as ftp:
            try:
                ftp.sendcmd(f"{self._dates} {stamp} {self._at(path)}")
            except ftplib.error_perm:
                self._dates = ""  # not asked for again

    def put(self, files: Sequence[Upload]) -> None:
        """Store each file straight into its place: nobody visits the staging folder."""
        self._require_lease()
        for file in files:
            self._store(file.path, file.source.read_bytes())
            # also when new: the protocol's times are whole seconds, so the first copy's must be
            self._date(file.path, file.like or file.path)

    def remove_files(self, paths: Iterable[str], folders: Iterable[str] = ()) -> None:
        with self._talking() as ftp:
            for path in paths:
                with contextlib.suppress(ftplib.error_perm):
                    ftp.delete(self._at(path))
            ftp.cwd(self._base)
            for folder in folders:
                with contextlib.suppress(ftplib.error_perm):
                    ftp.rmd(self._at(folder))
