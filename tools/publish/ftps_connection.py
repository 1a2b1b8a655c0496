"""The connection of an `ftps:` target: the standard library's client, mended, with our errors.

Many servers require that the data connection resumes the TLS session of the
control connection (else `522`), and `ftplib` opens a new one. Some accept one
connection an account, so that two threads must be able to share this one.
"""

from __future__ import annotations

import contextlib
import ftplib
import re
import ssl
import threading
from typing import TYPE_CHECKING

from tools.publish.errors import CutError, GuardError, HostError, PublishError, cut_link, full_disk

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

    from tools.publish.settings import Settings

SILENCE = 30
"""Seconds after which a server that does not answer counts as cut."""
FULL = re.compile(r"^(452|552)|writing to local file|[Nn]o space|[Qq]uota")
CROWDED = re.compile(r"[Tt]oo many (users|connections|clients)|[Mm]aximum number|more than \d+ connection")
REFUSALS = (ftplib.error_perm, ftplib.error_temp)


class _DataChannelError(OSError):
    """The control connection answers, and the data connection cannot be opened."""


class _Ftp(ftplib.FTP_TLS):
    """Resumes the control connection's TLS session on each data connection."""

    def ntransfercmd(self, cmd: str, rest: int | str | None = None) -> tuple[socket.socket, int | None]:
        """Open a data connection."""
        try:
            connection, size = ftplib.FTP.ntransfercmd(self, cmd, rest)  # noqa: S321
        except (TimeoutError, ConnectionRefusedError) as error:
            raise _DataChannelError(f"canal des données, mode passif : {error}") from error
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


class FtpsConnection:
    """One connection; `talking` gives its client to one thread at a time."""

    def __init__(self, settings: Settings) -> None:
        self._ftp = _Ftp(context=ssl.create_default_context(), timeout=SILENCE, encoding="utf-8")
        self._mutex = threading.RLock()
        self.features = ""
        """What the server says that it can do, in capitals."""
        try:
            with self.talking():
                self._open(settings)
        except BaseException:
            self._ftp.close()
            raise

    def _open(self, settings: Settings) -> None:
        """Connect, encrypt, log in, ask for the features and for names in UTF-8."""
        target, ftp = settings.target, self._ftp
        ftp.connect(target.host, target.port or 21)
        try:
            ftp.auth()
        except REFUSALS as error:
            message = f"l’hôte refuse une connexion chiffrée ({error}) → demandez-lui FTPS, ou employez sftp:"
            raise HostError(message) from error
        ftp.login(target.user or "anonymous", settings.password or "-")
        ftp.prot_p()
        ftp.voidcmd("TYPE I")
        # a server that refuses one of these questions may well understand the others
        with contextlib.suppress(ftplib.Error):
            self.features = ftp.sendcmd("FEAT").upper()
        if "UTF8" in self.features:
            with contextlib.suppress(ftplib.Error):
                ftp.sendcmd("OPTS UTF8 ON")
        with contextlib.suppress(ftplib.Error):
            self.features += ftp.sendcmd("SITE HELP").upper()

    def close(self) -> None:
        """End the connection."""
        self._ftp.close()

    @contextlib.contextmanager
    def talking(self) -> Iterator[ftplib.FTP_TLS]:
        """Give the client; its errors become ours."""
        with self._mutex:
            try:
                yield self._ftp
            except PublishError:
                raise
            except ssl.SSLCertVerificationError as error:
                problem = f"le certificat de l’hôte n’est pas valable ({error.verify_message})"
                raise GuardError(f"{problem} → demandez à l’hébergeur") from error
            except REFUSALS as error:
                raise _refusal(str(error)) from error
            except UnicodeDecodeError as error:
                message = "un fichier a, chez l’hôte, un nom qui n’est pas en UTF-8 → renommez-le là-bas"
                raise HostError(message) from error
            except (OSError, EOFError, UnicodeError, ftplib.Error) as error:
                raise cut_link(str(error) or type(error).__name__) from error


def _refusal(text: str) -> PublishError:
    if FULL.search(text):
        return full_disk()
    if CROWDED.search(text):
        return CutError(
            f"l’hôte n’ouvre pas d’autre connexion à ce compte ({text}) → fermez les autres programmes "
            "FTP, ou attendez la fin de l’autre publication, puis relancez"
        )
    if text.startswith(("421", "425", "426")):
        return cut_link(text)
    if text.startswith("530"):
        return HostError("l’hôte refuse le nom ou le mot de passe → vérifiez CVTS_CIBLE et CVTS_MOT_DE_PASSE")
    return HostError(f"l’hôte refuse l’opération ({text}) → vérifiez la place et les droits")
