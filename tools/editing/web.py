"""Answers what browsers ask below `/__modifier__/`, once it is sure who asks.

A page elsewhere can make a browser send requests here. It can neither read the token of a session nor lie
about itself: `Host`, `Origin` and `Sec-Fetch-Site` say who asks, and nothing is changed by a GET.
"""

from __future__ import annotations

import contextlib
import functools
import hmac
import json
import re
import time
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.checks.sources.check import check_source
from plugins.core.vocabularies import read_vocabularies
from tools import build, scaffold
from tools.editing import files, saving, uploads
from tools.editing.desk import START
from tools.editing.form import form_page
from tools.editing.home import form_address, home
from tools.editing.refusals import RefusedError, disk_refused, refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from http.server import BaseHTTPRequestHandler

    from tools.editing.desk import Desk
    from tools.editing.form import FormPage

POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        *(f"{kind}-src 'self'" for kind in ("connect", "font", "frame", "img", "script", "style")),
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
TOKEN_HEADER: Final = "X-CVTS-Jeton"  # noqa: S105  the name of a header
OWN_FILES: Final = f"{START}fichiers/"
THEME_FILES: Final = f"{START}theme/"
NAME: Final = re.compile(r"(?:[a-z0-9-]+/)*[a-z0-9-]+\.[a-z0-9]+")
"""Of a file of ours: it cannot lead out of its folder."""
MEDIA_TYPES: Final = {".css": "text/css", ".js": "text/javascript", ".woff2": "font/woff2"}
MOST_JSON: Final = 2_000_000
"""Bytes of what a form sends: the longest of our texts has 30,000."""
PATIENCE: Final = 60.0
"""Seconds for the whole of a request: it comes from this machine."""
PIECE: Final = 1 << 16
HERE: Final = Path(__file__).parent
UNKNOWN: Final = "cette adresse n’existe pas → revenez à la liste des pages"


@dataclass(frozen=True)
class Reply:
    """What is sent back."""

    status: HTTPStatus
    media_type: str
    data: bytes


def answer(handler: BaseHTTPRequestHandler, desk: Desk) -> Reply:
    """Return the answer to one request, whose `Host` is known to be this machine."""
    try:
        return _reply(handler, desk)
    except RefusedError as error:
        if handler.command != "POST" and urlsplit(handler.path).path in (START, f"{START}page"):
            message = f"{error.text[:1].upper()}{error.text[1:]}."
            return _page(error.status, "missing.html", message=message)
        return _json(error.status, {"message": error.text, **error.more})


def _reply(handler: BaseHTTPRequestHandler, desk: Desk) -> Reply:
    try:
        if handler.command == "POST":
            return _json(HTTPStatus.OK, _post(handler, desk))
        return _get(handler, desk)
    except (ConnectionError, TimeoutError):  # nobody is there any more
        raise
    except OSError as error:
        raise disk_refused(error) from None


def hear_out(handler: BaseHTTPRequestHandler) -> None:
    """Read a while what was not wanted: a browser that cannot send does not read the answer."""
    end = time.monotonic() + 5
    with contextlib.suppress(OSError):
        handler.wfile.flush()
        handler.connection.settimeout(1)
        while time.monotonic() < end and handler.connection.recv(PIECE):
            pass


def _get(handler: BaseHTTPRequestHandler, desk: Desk) -> Reply:
    address = urlsplit(handler.path)
    query = {name: values[0] for name, values in parse_qs(address.query).items()}
    if address.path.startswith(OWN_FILES):
        return _file(HERE / "static", address.path.removeprefix(OWN_FILES))
    if address.path.startswith(THEME_FILES):
        return _file(desk.root / "theme" / "static", address.path.removeprefix(THEME_FILES))
    _require_own_page(handler, may_be_typed=True)
    if address.path == START:
        return _page(HTTPStatus.OK, "home.html", home=home(desk, query.get("titre", ""), build.today()))
    if address.path == f"{START}page":
        path = query.get("fichier") or files.path_of_address(desk.content, query.get("adresse", ""))
        return _page(HTTPStatus.OK, "form.html", page=_form(desk, path, whole="entier" in query))
    raise RefusedError(HTTPStatus.NOT_FOUND, UNKNOWN)


def _form(desk: Desk, path: str, *, whole: bool) -> FormPage:
    data = files.read(files.located(desk.content, path))
    vocabularies = read_vocabularies(desk.content)
    source = check_source(path, data, desk.content.name, vocabularies or None)
    try:
        return form_page(source, data, desk.content, vocabularies, desk.token, whole=whole)
    except UnicodeDecodeError:
        raise RefusedError(HTTPStatus.UNPROCESSABLE_ENTITY, saving.NOT_UTF8) from None


def _file(folder: Path, name: str) -> Reply:
    """Return a style sheet, a script or a font of ours."""
    media_type = MEDIA_TYPES.get(PurePosixPath(name).suffix)
    if media_type is None or not NAME.fullmatch(name) or not (folder / name).is_file():
        raise RefusedError(HTTPStatus.NOT_FOUND, UNKNOWN)
    return Reply(HTTPStatus.OK, media_type, (folder / name).read_bytes())


def _post(handler: BaseHTTPRequestHandler, desk: Desk) -> dict[str, object]:
    """Do what a form of this session asks for; until it is sure that one does, nothing of it is read."""
    handler.close_connection, kept = True, handler.close_connection  # what is not read must not be a request
    _require_own_page(handler, may_be_typed=False)
    token = handler.headers.get(TOKEN_HEADER, "")
    if not hmac.compare_digest(token.encode(), desk.token.encode()):
        text = "l’aperçu a été relancé depuis → rechargez la page, vos mots y seront encore"
        raise RefusedError(HTTPStatus.FORBIDDEN, text)
    address = urlsplit(handler.path)
    action = address.path.removeprefix(START)
    if action not in ("enregistrer", "nouveau", "deposer"):
        raise RefusedError(HTTPStatus.NOT_FOUND, UNKNOWN)
    deposits = action == "deposer"
    data = _body(
        handler,
        "application/octet-stream" if deposits else "application/json",
        uploads.HEAVIEST if deposits else MOST_JSON,
    )
    handler.close_connection = kept
    if deposits:
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        name, description = query.get("nom", ""), query.get("description", "")
        return uploads.deposit(desk, query.get("fichier", ""), name, description, data)
    asked = _read_json(data)
    return saving.save(desk, asked) if action == "enregistrer" else _begin(desk, asked)


def _begin(desk: Desk, asked: Mapping[str, Any]) -> dict[str, object]:
    """Begin a page as `invoke new` does."""
    command, title = asked.get("section"), asked.get("titre")
    if not isinstance(command, str) or not isinstance(title, str):
        raise refused(saving.UNREADABLE)
    section = scaffold.COMMANDS.get(command)
    if section:
        files.refuse_links(desk.content, section.folder)
    try:
        with desk.writing:
            made = scaffold.create(desk.content, command, title, build.today())
    except scaffold.ScaffoldError as error:
        raise refused(str(error)) from None
    path = made.relative_to(desk.content).as_posix()
    return {"fichier": path, "formulaire": form_address(path)}


def _require_own_page(handler: BaseHTTPRequestHandler, *, may_be_typed: bool) -> None:
    """Refuse what a page elsewhere makes a browser send; an address that is typed comes from no page."""
    own = f"http://{handler.headers.get('Host', '')}"
    origin, site = handler.headers.get("Origin"), handler.headers.get("Sec-Fetch-Site")
    known = (None, "same-origin", "none") if may_be_typed else (None, "same-origin")
    if (origin != own and not (may_be_typed and origin is None)) or site not in known:
        text = "la demande vient d’une autre page que celles de l’aperçu → ouvrez l’aperçu lui-même"
        raise RefusedError(HTTPStatus.FORBIDDEN, text)


def _body(handler: BaseHTTPRequestHandler, media_type: str, most: int) -> bytes:
    """Read what a request brings, once its kind and its length are known to be right."""
    if handler.headers.get_content_type() != media_type:
        raise RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, saving.UNREADABLE)
    written = handler.headers.get("Content-Length", "")
    if not written.isascii() or not written.isdecimal() or "Transfer-Encoding" in handler.headers:
        raise RefusedError(HTTPStatus.LENGTH_REQUIRED, saving.UNREADABLE)
    length = int(written[:20])
    if length > most:
        text = f"le fichier pèse plus de {most // 1_000_000}\u00a0Mo → réduisez-le"
        raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, text)
    end, pieces, missing = time.monotonic() + PATIENCE, [], length
    while missing:
        piece = handler.rfile.read1(min(missing, PIECE))
        if not piece or time.monotonic() > end:
            text = "l’envoi s’est interrompu → recommencez"
            raise RefusedError(HTTPStatus.REQUEST_TIMEOUT, text)
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)


def _read_json(data: bytes) -> Mapping[str, Any]:
    try:
        asked = json.loads(data)
    except (ValueError, RecursionError):
        raise refused(saving.UNREADABLE) from None
    if not isinstance(asked, dict):
        raise refused(saving.UNREADABLE)
    return asked


def _json(status: HTTPStatus, content: Mapping[str, object]) -> Reply:
    return Reply(status, "application/json", json.dumps(content, ensure_ascii=False).encode())


def _page(status: HTTPStatus, template: str, **names: object) -> Reply:
    return Reply(status, "text/html", _templates().get_template(template).render(names).encode())


@functools.cache
def _templates() -> Environment:
    loader = FileSystemLoader(HERE / "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
