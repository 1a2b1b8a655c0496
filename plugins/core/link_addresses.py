"""Judges the address of a link as an editor writes it: what cannot be meant, and what to write instead.

Whether a page or a file of the site exists is not its business: an address without a scheme that may be one
of the site's is right.
"""

from __future__ import annotations

import difflib
import ipaddress
import re
from html import unescape
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, quote, unquote, urlsplit

from plugins.core.printable import printable

if TYPE_CHECKING:
    from plugins.core.problems import Mistake

_OF_THE_SITE: Final = re.compile(r"/(?:[a-z0-9-]+/)*(?:#[\w-]+)?")
"""What most links look like: judged at once."""
_SCHEME: Final = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*):(?P<rest>.*)", re.IGNORECASE)
_FORBIDDEN: Final = re.compile(
    "(?:about|blob|data|feed|jar|javascript|livescript|mhtml|mocha|view-source|vbscript):", re.IGNORECASE
)
_PELICAN: Final = re.compile(r"[{|](?:static|attach|filename|author|category|tag|index)[}|]", re.IGNORECASE)
_COMPUTER: Final = re.compile(r"[a-z]:[\\/]|\\\\|file:", re.IGNORECASE)
_EMAIL: Final = re.compile(r"[^\s@/:?#,;<>()\"]+@(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)
_TELEPHONE: Final = re.compile(r"\+?[0-9](?:[ .()/-]*[0-9]){7,14}")
_TELEPHONE_WRITTEN: Final = re.compile(r"\+?[0-9][0-9.()-]*")
_DOMAIN: Final = re.compile(
    r"(?:www\.[^/\s]+\.[a-z]{2,}|(?:[\w-]+\.)+(?:be|brussels|vlaanderen|eu|com|org|net|info|int|fr|nl|lu|ch|ca|uk|de))"
    r"(?:[/?#:].*)?",
    re.IGNORECASE,
)
_WITH_PORT: Final = re.compile(
    r"(?:localhost|(?:[\w-]+\.)+[\w-]+|\[[0-9a-f:]+\]):[0-9]+(?:[/?#].*)?", re.IGNORECASE
)
_WEB: Final = re.compile(r"(?P<scheme>h{0,2}t{1,3}p{1,2}s{0,2})[:;.,]*/+(?P<rest>.*)", re.IGNORECASE)
"""What was meant as `https://…`, with letters, its colon or one of its bars missing."""
_TWICE: Final = re.compile(r"https?:/*(?P<inner>https?:?/+.*)", re.IGNORECASE)
_UNFIT: Final = re.compile(r"[\s<>\"`{}|\\^]")
_HOST: Final = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_](?:[\w-]*[^\W_])?\.?")
_LOCAL: Final = (".localhost", ".local", ".lan", ".internal", ".home.arpa")
_WRAPPERS: Final = {
    ".facebook.com": ("/l.php", ("u",)),
    ".google.": ("/url", ("q", "url")),
    ".instagram.com": ("/", ("u",)),
    ".linkedin.com": ("/redir/redirect", ("url",)),
    ".safelinks.protection.outlook.com": ("/", ("url",)),
    ".youtube.com": ("/redirect", ("q",)),
}
"""Addresses that only count who follows them: host, path, and the parameters that hold the address meant."""


def address_problem(address: str, site: str = "") -> Mistake | None:
    """Return what is wrong with the address of a link, and what to write; None if it can be meant.

    Args:
        address: decoded, as browsers would read it.
        site: the site's own address, without a final slash; empty while it is not known.
    """
    if _OF_THE_SITE.fullmatch(address):
        return None
    bare = address.strip(" ")
    judges = (_empty, _dangerous, _pelican, _on_a_computer, _not_whole, _misspelt, _not_on_the_web)
    found = (judge(bare) for judge in judges)
    return next(filter(None, found), None) or (_web(bare, site) if bare.lower().startswith("http") else None)


def _shown(address: str) -> str:
    """Return an address as messages show it."""
    line = printable(address)
    return f"« {line} »" if len(line) <= 60 else f"« {line[:59]}… »"


def _empty(address: str) -> Mistake | None:
    if address in ("", "#", "/#", "?"):
        return "un lien sans adresse", "écrivez où il mène, ou retirez le lien"
    return None


def _dangerous(address: str) -> Mistake | None:
    """Judge what some program might run: however it is coded, and whatever is hidden in it."""
    plain = address
    for _ in range(3):
        plain = unescape(unquote(plain))
    plain = "".join(letter for letter in plain if letter.isprintable() and not letter.isspace())
    if _FORBIDDEN.match(plain):
        return (
            f"{_shown(address)} n’est pas l’adresse d’une page",
            "écrivez une adresse qui commence par https://",
        )
    if any(letter < " " or not (letter.isprintable() or letter.isspace()) for letter in address):
        return f"{_shown(address)} contient un caractère invisible", "retapez l’adresse"
    return None


def _pelican(address: str) -> Mistake | None:
    prefix = _PELICAN.match(unquote(address))
    if not prefix:
        return None
    path = unquote(address)[prefix.end() :]
    remedy = f"écrivez l’adresse sans lui : {path}"
    if not path or path.partition("#")[0].endswith(".md"):
        remedy = "copiez l’adresse de la page du navigateur, sans le nom de domaine : /actualites/colloque/"
    return f"{_shown(address)} : {prefix[0]} n’est pas compris ici", remedy


def _on_a_computer(address: str) -> Mistake | None:
    decoded = unquote(address)
    if _COMPUTER.match(decoded):
        name = re.split(r"[\\/:]", decoded.rstrip("\\/"))[-1]
        remedy = f"posez le fichier à côté du texte et écrivez son nom : {name}"
        return f"{_shown(address)} n’existe que sur votre ordinateur", remedy
    if "\\" in decoded and not _SCHEME.match(decoded):
        return f"{_shown(address)} contient des barres à l’envers", f"écrivez {decoded.replace(chr(92), '/')}"
    return None


def _not_whole(address: str) -> Mistake | None:
    """Judge an address whose beginning is missing."""
    whole = ""
    if address.startswith("//"):
        whole = f"https:{address}"
    elif _EMAIL.fullmatch(address):
        whole = f"mailto:{address}"
    elif _TELEPHONE.fullmatch(address):
        whole = f"tel:{re.sub(r'[^+0-9]', '', address.replace('(0)', ''))}"
    elif _WITH_PORT.fullmatch(address) or _DOMAIN.fullmatch(address):
        whole = f"https://{address}"
    if not whole:
        return None
    again = address_problem(whole)
    return f"{_shown(address)} n’est pas une adresse entière", again[1] if again else f"écrivez {whole}"


def _misspelt(address: str) -> Mistake | None:
    """Judge what was meant to begin with `https://`."""
    if re.match(r"https?://[^/]", address, re.IGNORECASE):
        return None
    found = _WEB.fullmatch(address)
    scheme = _SCHEME.fullmatch(address)
    if found:
        right = f"{'http' if found['scheme'].lower() == 'http' else 'https'}://{found['rest']}"
    elif scheme and scheme["scheme"].lower() in ("http", "https"):
        right = f"{scheme['scheme'].lower()}://{scheme['rest']}"
    elif scheme and scheme["rest"].startswith("/") and difflib.get_close_matches(scheme["scheme"], ["https"]):
        right = f"https://{scheme['rest'].lstrip('/')}"
    else:
        return None
    return f"{_shown(address)} est mal écrit", f"écrivez {right}"


def _not_on_the_web(address: str) -> Mistake | None:
    """Judge what begins with another word and a colon."""
    found = _SCHEME.fullmatch(address)
    scheme = found["scheme"].lower() if found else "http"
    if not found or scheme in ("http", "https"):
        return None
    if scheme == "mailto":
        return _mailto(address, found["rest"])
    if scheme == "tel":
        return _tel(address, found["rest"])
    near = difflib.get_close_matches(scheme, ("mailto", "tel"), n=1, cutoff=0.7)
    remedy = "un lien commence par https://, mailto: ou tel: ; celui d’une page du site par /"
    if near:
        remedy = f"écrivez {near[0]}:{found['rest'].strip()}"
    return f"{_shown(address)} n’est pas une adresse que les navigateurs ouvrent", remedy


def _mailto(address: str, rest: str) -> Mistake | None:
    recipients, mark, fields = rest.partition("?")
    emails = [each.strip() for each in unquote(recipients).strip(" /").split(",")]
    if not all(map(_EMAIL.fullmatch, emails)):
        return f"{_shown(address)} n’est pas une adresse e-mail", "écrivez mailto:nom@domaine.be"
    right = f"{','.join(emails)}{mark}{_UNFIT.sub(_coded, fields)}"
    if right not in (rest, unquote(rest)):
        return f"{_shown(address)} est mal écrit", f"écrivez mailto:{right}"
    return None


def _tel(address: str, rest: str) -> Mistake | None:
    if _TELEPHONE_WRITTEN.fullmatch(rest):
        return None
    digits = re.sub(r"[^+0-9]", "", unquote(rest).replace("(0)", ""))
    if re.fullmatch(r"\+?[0-9]{3,15}", digits):
        return f"{_shown(address)} est mal écrit", f"écrivez tel:{digits}"
    return f"{_shown(address)} n’est pas un numéro de téléphone", "écrivez par exemple tel:+3265123456"


def _coded(sign: re.Match[str]) -> str:
    return quote(sign[0])


def _web(address: str, site: str) -> Mistake | None:
    """Judge an address that begins with `http://` or `https://`."""
    twice = _TWICE.match(address)
    if twice:
        right = re.sub(r"^https?:?/+", "", twice["inner"], flags=re.IGNORECASE)
        return f"{_shown(address)} commence deux fois", f"écrivez https://{right}"
    if _UNFIT.search(address):
        right = _UNFIT.sub(_coded, address)
        return f"{_shown(address)} contient une espace ou un signe interdit", f"écrivez {right}"
    try:
        parts = urlsplit(address)
        host, user = (parts.hostname or "").lower(), parts.username
        parts.port  # noqa: B018  raises where it is no number
    except ValueError:
        return f"{_shown(address)} n’est pas une adresse", "copiez-la du navigateur"
    path = parts._replace(scheme="", netloc="").geturl() or "/"
    mistake = None
    if user is not None:
        email = path == "/" and parts.password is None
        remedy = f"écrivez mailto:{parts.netloc}" if email else "retirez ce qui précède « @ »"
        mistake = f"{_shown(address)} contient un nom devant « @ »", remedy
    elif _is_public(host) is False:
        mistake = f"{_shown(address)} n’existe que sur un ordinateur", f"écrivez {path}"
    elif _is_public(host) is None:
        mistake = f"{_shown(address)} n’est pas une adresse entière", "copiez-la du navigateur"
    elif site and host.removeprefix("www.") == (urlsplit(site).hostname or "").removeprefix("www."):
        mistake = f"{_shown(address)} est une page du site", f"écrivez-la sans le nom de domaine : {path}"
    else:
        target = _target(host, parts.path or "/", parts.query)
        if target:
            mistake = f"{_shown(address)} compte qui suit le lien", f"écrivez l’adresse même : {target}"
    return mistake


def _is_public(host: str) -> bool | None:
    """Tell whether everybody reaches a host; None if its name is none."""
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_global
    except ValueError:
        if host == "localhost" or host.rstrip(".").endswith(_LOCAL):
            return False
        return True if _HOST.fullmatch(host) else None


def _target(host: str, path: str, query: str) -> str:
    """Return where an address leads that only counts who follows it; empty if it is none."""
    for known, (its_path, names) in _WRAPPERS.items():
        if known in f".{host}" and path == its_path:
            given = parse_qs(query)
            target = next((given[name][0] for name in names if name in given), "")
            if target.startswith(("https://", "http://")) and not address_problem(target):
                return target
    return ""
