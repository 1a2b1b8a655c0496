"""Where to publish: six names, read from the environment, else from the untracked file `.env`.

    CVTS_CIBLE         local:FOLDER (default local:publication) · ssh:user@host:/path
                       sftp:user@host:/path · ftps:user@host:/path (host may end in :port before the path)
    CVTS_ADRESSE       the site's address on that host, for the check over the web
                       (by default the `adresse` of association.toml; a local target has none);
                       `aucune` while the address does not lead to that host yet: no check
    CVTS_MOT_DE_PASSE  for ftps:, and for sftp: where the host takes no key
    CVTS_SSH_CONFIG    an OpenSSH configuration to use in the place of ~/.ssh/config
    CVTS_CLE_SSH       the text of a private key, and CVTS_HOTES_CONNUS lines of known_hosts: for a forge,
                       which has secrets but no ~/.ssh

One mechanism for both: a forge's secrets are environment variables, and a
volunteer's machine keeps the same lines in `.env`, which git ignores.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.core.disk import file_trouble
from plugins.core.encoding import undecodable_line
from plugins.core.facts import ADDRESS
from tools.publish.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_ADDRESS = "aucune"
DEFAULT_TARGET = "local:publication"
NAMES = (
    *("CVTS_CIBLE", "CVTS_ADRESSE", "CVTS_MOT_DE_PASSE"),
    *("CVTS_SSH_CONFIG", "CVTS_CLE_SSH", "CVTS_HOTES_CONNUS"),
)
SECRET = frozenset({"CVTS_MOT_DE_PASSE", "CVTS_CLE_SSH"})
LAST_PORT = 65_535
REMOTE = re.compile(
    r"(?P<kind>ssh|sftp|ftps):(?!-)(?:(?P<user>[\w.@+-]+)@)?(?P<host>(?!-)[\w-]{1,63}(?:\.[\w-]{1,63})*|\[[0-9a-fA-F:]+\])(?::(?P<port>\d+))?:(?P<path>/.*)"
)


@dataclass(frozen=True)
class PublishTarget:
    """One place to publish to."""

    kind: str
    """local, ssh, sftp or ftps."""
    path: str
    """The folder that holds our marker and releases; absolute on a remote host."""
    host: str = ""
    user: str = ""
    port: int = 0
    """0: the protocol's own, or what the SSH configuration says."""

    def __str__(self) -> str:
        """Return the target as one writes it in the setting."""
        if self.kind == "local":
            return f"local:{self.path}"
        user = f"{self.user}@" if self.user else ""
        port = f":{self.port}" if self.port else ""
        return f"{self.kind}:{user}{self.host}{port}:{self.path}"


@dataclass(frozen=True)
class Settings:
    """The values of the names above."""

    target: PublishTarget
    address: str = ""
    """Without its last slash; empty when unknown, `NO_ADDRESS` when there is none yet."""
    password: str = field(default="", repr=False)
    ssh_config: str = ""
    ssh_key: str = field(default="", repr=False)
    """The key itself, not its file."""
    known_hosts: str = ""
    """Lines of such a file."""


def read_settings(root: Path, environment: Mapping[str, str]) -> Settings:
    """Read the environment, then `.env` of the project's folder for what it lacks.

    Raises:
        SettingsError: a line or a value cannot be understood.
    """
    values = {
        **_read_file(root / ".env"),
        **{name: environment[name] for name in NAMES if environment.get(name)},
    }
    target = parse_target(values.get("CVTS_CIBLE", DEFAULT_TARGET))
    if target.kind in {"local", "ssh"} and not hasattr(os, "O_NOFOLLOW"):
        raise SettingsError(
            f"sur ce système, {target.kind}: ne fonctionne pas → publiez depuis Linux, macOS ou WSL, "
            "laissez la forge publier, ou choisissez une cible sftp: ou ftps:"
        )
    ssh_config = values.get("CVTS_SSH_CONFIG", "")
    if ssh_config and not Path(ssh_config).is_file():
        raise SettingsError(f"CVTS_SSH_CONFIG: il n’y a pas de fichier {ssh_config} → corrigez son chemin")
    return Settings(
        target=target,
        address=_address(values.get("CVTS_ADRESSE", "")),
        password=values.get("CVTS_MOT_DE_PASSE", ""),
        ssh_config=ssh_config,
        ssh_key=values.get("CVTS_CLE_SSH", ""),
        known_hosts=values.get("CVTS_HOTES_CONNUS", ""),
    )


def _without_quotes(value: str) -> str:
    """Take off quotes around a value; a password may hold some inside, or at one end."""
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


def parse_target(text: str) -> PublishTarget:
    """Return the target that a setting names.

    Raises:
        SettingsError: it has none of the four forms.
    """
    if text.startswith("local:") and text.removeprefix("local:"):
        return PublishTarget("local", text.removeprefix("local:"))
    match = REMOTE.fullmatch(text)
    if (
        not match
        or ".." in match["path"].split("/")
        or (match["kind"] == "ssh" and match["path"].strip("/") == "")
        or int(match["port"] or 0) > LAST_PORT
        or not text.isprintable()
    ):
        msg = (
            f"CVTS_CIBLE: « {text} » n’est pas une cible → écrivez local:DOSSIER, ssh:nom@hôte:/chemin, "
            "sftp:nom@hôte:/chemin ou ftps:nom@hôte:/chemin"
        )
        raise SettingsError(msg)
    return PublishTarget(
        match["kind"],
        match["path"].rstrip("/") or "/",
        match["host"].strip("[]"),
        match["user"] or "",
        int(match["port"] or 0),
    )


def _address(text: str) -> str:
    if text not in {"", NO_ADDRESS} and not ADDRESS.fullmatch(text):
        remedy = "écrivez https:// et son nom, sans dossier"
        msg = f"CVTS_ADRESSE: « {text} » n’est pas l’adresse d’un site → {remedy}"
        raise SettingsError(msg)
    return text.rstrip("/")


def _read_file(path: Path) -> dict[str, str]:
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as error:
        place = undecodable_line(error)
        msg = f".env:{place}: le fichier n’est pas en UTF-8 → enregistrez-le avec l’encodage UTF-8"
        raise SettingsError(msg) from None
    except OSError as error:
        trouble, remedy = file_trouble(error)
        msg = f".env: {trouble} → {remedy}"
        raise SettingsError(msg) from None
    values = {}
    for number, line in enumerate(text.splitlines(), 1):
        setting = line.strip()
        if not setting or setting.startswith("#"):
            continue
        name, equals, value = setting.partition("=")
        if not equals or name.strip() not in NAMES:
            names = ", ".join(NAMES)
            raise SettingsError(
                f".env:{number}: ligne inconnue → écrivez NOM=valeur, avec un de ces noms : {names}"
            )
        values[name.strip()] = _without_quotes(value.strip())
    if SECRET & values.keys() and os.name == "posix" and path.stat().st_mode & 0o077:
        raise SettingsError(
            ".env: d’autres comptes de cette machine peuvent lire le mot de passe ou la clé → "
            "réservez-vous le fichier : chmod 600 .env"
        )
    return values
