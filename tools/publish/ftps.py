"""A host that only stores files over FTP, encrypted (FTPS): the standard library's client, mended twice.

Many servers require that the data connection resumes the TLS session of the
control connection (else `522`), and `ftplib` opens a new one; and listings
come as MLSD or, on older servers, as `ls -l`. FTP has no links: a release is
a copy, so only two are kept, and the older one becomes the next.
"""

from __future__ import annotations

import calendar
import contextlib
import ftplib
import io
import re
import ssl
import time
from typing import TYPE_CHECKING

from tools.publish.errors import GuardError, HostError, PublishError, cut_link, full_disk
from tools.publish.filling import FileHost, Upload
from tools.publish.host import EntryKind
from tools.publish.lease import LeaseHolder

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tools.publish.settings import Settings

SILENCE = 30
"""Seconds after which a server that does not answer counts as cut."""
FULL = re.compile(r"^(452|552)|writing to local file|[Nn]o space|[Qq]uota")
LISTED = re.compile(r"([-dlbcps])\S{9}\S?\s+\d+\s+\S+\s+\S+\s+\d+\s+\S+\s+\S+\s+\S+ (.+)")


class _Ftp(ftplib.FTP_TLS):
    """Resumes the control connection's TLS session on each data connection."""

    def ntransfercmd(self, cmd: str, rest: int | str | None = None) -> tuple[socket.socket, int | None]:
        """Open a data connection."""
        connection, size = ftplib.FTP.ntransfercmd(self, cmd, rest)  # noqa: S321
        control = self.sock
        if isinstance(control, ssl.SSLSocket):
            try:
                connection = self.context.wrap_socket(
                    connection, server_hostname=self.host, session=control.session
                )
            except BaseException:
                connection.close()
                raise
        return connection, size


class FtpsHost(FileHost, LeaseHolder):
    """See `tools.publish.host.Host`."""

    shares = False

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._base = settings.target.path
        self._ftp = _Ftp(context=ssl.create_default_context(), timeout=SILENCE, encoding="utf-8")
        try:
            with _translated():
                self._features = self._open()
        except BaseException:
            self._ftp.close()
            raise

    def _open(self) -> str:
        """Connect, encrypt and log in; return what the server says that it can do, in capitals."""
        target = self._settings.target
        self._ftp.connect(target.host, target.port or 21)
        self._ftp.login(target.user or "anonymous", self._settings.password or "-")
        self._ftp.prot_p()
        self._ftp.voidcmd("TYPE I")
        try:
            features = self._ftp.sendcmd("FEAT").upper()
            if "UTF8" in features:
                self._ftp.sendcmd("OPTS UTF8 ON")
        except ftplib.Error:
            return ""
        return features

    def close(self) -> None:
        self._ftp.close()

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Hold a lease, over a connection of its own: this one may be busy with a long file."""
        other = FtpsHost(self._settings)
        try:
            with self._hold_lease(other):
                yield
        finally:
            other.close()

    def _at(self, path: str) -> str:
        return f"{self._base}/{path}" if path else self._base

    def make_new_folder(self, path: str) -> bool:
        try:
            with _translated():
                self._ftp.mkd(self._at(path))
        except HostError:
            parent, _, name = path.rpartition("/")
            if name in self.entries(parent):
                return False
            raise
        return True

    def entries(self, folder: str) -> Mapping[str, EntryKind]:
        with _translated():
            try:
                self._ftp.cwd(self._at(folder))
            except ftplib.error_perm:
                return {}
            if "MLSD" in self._features:
                kinds = {"file": EntryKind.FILE, "dir": EntryKind.FOLDER}
                facts = {name: fact.get("type", "").lower() for name, fact in self._ftp.mlsd(facts=["type"])}
                return {
                    name: EntryKind.LINK if "slink" in fact else kinds.get(fact, EntryKind.OTHER)
                    for name, fact in facts.items()
                    if fact not in {"cdir", "pdir"}
                }
            lines: list[str] = []
            self._ftp.retrlines("LIST -a", lines.append)
        found = {}
        for line in lines:
            match = LISTED.match(line)
            if match and match[2] not in {".", ".."}:
                kind = {"-": EntryKind.FILE, "d": EntryKind.FOLDER, "l": EntryKind.LINK}.get(
                    match[1], EntryKind.OTHER
                )
                found[match[2].partition(" -> ")[0] if kind is EntryKind.LINK else match[2]] = kind
        return found

    def read(self, path: str) -> bytes | None:
        data = io.BytesIO()
        with _translated():
            try:
                self._ftp.retrbinary(f"RETR {self._at(path)}", data.write)
            except ftplib.error_perm:
                return None
        return data.getvalue()

    def write(self, path: str, data: bytes) -> None:
        folder, _, name = path.rpartition("/")
        beside = f"{folder}/.cvts-{name}".removeprefix("/")
        with _translated():
            self._store(beside, data)
            self._ftp.rename(self._at(beside), self._at(path))

    def _store(self, path: str, data: bytes) -> None:
        try:
            self._ftp.storbinary(f"STOR {self._at(path)}", io.BytesIO(data))
        except OSError as error:
            # a full disk makes some servers hang up first and explain afterwards
            with contextlib.suppress(OSError, EOFError, ftplib.error_temp, ftplib.error_proto):
                self._ftp.voidresp()
            raise error from None

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
        with _translated():
            self._ftp.rename(self._at(old), self._at(new))

    def make_folder(self, path: str) -> None:
        parts = path.split("/")
        for end in range(len(parts), 0, -1):
            with _translated():
                try:
                    self._ftp.cwd(self._at("/".join(parts[:end])))
                    missing = parts[end:]
                    break
                except ftplib.error_perm:
                    continue
        else:
            missing = parts
        made = parts[: len(parts) - len(missing)]
        for name in missing:
            made.append(name)
            with _translated():
                self._ftp.mkd(self._at("/".join(made)))

    def remove_tree(self, path: str) -> None:
        parent, _, name = path.rpartition("/")
        kind = self.entries(parent).get(name)
        if kind is EntryKind.FOLDER:
            for child in self.entries(path):
                self.remove_tree(f"{path}/{child}")
            with _translated():
                self._ftp.cwd(self._base)
                self._ftp.rmd(self._at(path))
        elif kind:
            with _translated():
                self._ftp.delete(self._at(path))

    def free(self) -> int | None:
        """FTP does not say; a full disk shows when a file is refused, before the switch."""
        return None

    def modified(self, path: str) -> float | None:
        """Ask with MDTM, which answers in UTC."""
        with _translated():
            try:
                answer = self._ftp.sendcmd(f"MDTM {self._at(path)}").split()[1]
            except ftplib.error_perm:
                return None
        return float(calendar.timegm(time.strptime(answer[:14], "%Y%m%d%H%M%S")))

    def copy(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Read each file and send it back; few files ever need it."""
        for source, target in pairs:
            folder, _, name = target.rpartition("/")
            if name in self.entries(folder):
                continue
            data = self.read(source)
            if data is None:
                raise HostError(
                    f"{source} manque chez l’hébergeur → relancez avec --force après vérification"
                )
            self.make_folder(folder)
            self.write(target, data)
            self._date(target, source)

    def _date(self, path: str, like: str) -> None:
        """Give a file the time of change of another, where the server lets us: its ETag stays."""
        since = self.modified(like)
        if since is None:
            return
        stamp = time.strftime("%Y%m%d%H%M%S", time.gmtime(since))
        command = "MFMT" if "MFMT" in self._features else "MDTM"
        with _translated(), contextlib.suppress(ftplib.error_perm):
            self._ftp.sendcmd(f"{command} {stamp} {self._at(path)}")

    def put(self, files: Sequence[Upload]) -> None:
        """Store each file straight into its place: nobody visits the staging folder."""
        self._require_lease()
        for file in files:
            with _translated():
                self._store(file.path, file.source.read_bytes())
            # also when new: the protocol's times are whole seconds, so the first copy's must be
            self._date(file.path, file.like or file.path)

    def remove_files(self, paths: Iterable[str]) -> None:
        folders = set()
        for path in paths:
            with _translated(), contextlib.suppress(ftplib.error_perm):
                self._ftp.delete(self._at(path))
            folders.add(path.rpartition("/")[0])
        with _translated():
            self._ftp.cwd(self._base)
            for folder in sorted(folders, reverse=True):
                place = folder
                with contextlib.suppress(ftplib.error_perm):
                    while place.count("/") > 1:  # releases/<one>/…
                        self._ftp.rmd(self._at(place))
                        place = place.rpartition("/")[0]


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    """Turn the standard library's errors into ours."""
    try:
        yield
    except PublishError:
        raise
    except ssl.SSLCertVerificationError as error:
        message = (
            f"le certificat de l’hôte n’est pas valable ({error.verify_message}) → demandez à l’hébergeur"
        )
        raise GuardError(message) from error
    except (ftplib.error_perm, ftplib.error_temp) as error:
        text = str(error)
        if FULL.search(text):
            raise full_disk() from error
        if text.startswith(("421", "425", "426")):
            raise cut_link(str(error) or type(error).__name__) from error
        if text.startswith("530"):
            message = "l’hôte refuse le nom ou le mot de passe → vérifiez CVTS_CIBLE et CVTS_MOT_DE_PASSE"
            raise HostError(message) from error
        raise HostError(f"l’hôte refuse l’opération ({text}) → vérifiez la place et les droits") from error
    except (OSError, EOFError, ftplib.Error) as error:
        raise cut_link(str(error) or type(error).__name__) from error
