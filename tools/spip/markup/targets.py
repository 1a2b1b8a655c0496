"""Finds where links lead: objects of the old site, documents, addresses, places of the same text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from plugins.core.link_addresses import address_problem
from tools.spip.markup.text_conversion import as_typed
from tools.spip.markup.values import Target
from tools.spip.records import WITH_ARTICLE, Key, Kind

if TYPE_CHECKING:
    from tools.spip.markup.text_conversion import TextConversion
    from tools.spip.markup.values import Media

ALIASES: Final = {
    **dict.fromkeys(("", "art", "article"), Kind.ARTICLE),
    **dict.fromkeys(("rub", "rubrique"), Kind.RUBRIQUE),
    **dict.fromkeys(("br", "breve", "brève"), Kind.BREVE),
    **dict.fromkeys(("aut", "auteur"), Kind.AUTHOR),
    "mot": Kind.KEYWORD,
    **dict.fromkeys(("site", "syndic"), Kind.SITE),
    **dict.fromkeys(("doc", "document", "im", "img", "image", "emb", "fichier"), Kind.DOCUMENT),
}
"""The aliases of links, with what they name."""
_OBJECT: Final = re.compile(
    rf"(?P<kind>{'|'.join(ALIASES)})\s*(?P<id>\d{{1,9}})(?:\?[^#]*)?(?:#(?P<anchor>.*))?"
)
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?:\?.*)?")
_UNFIT: Final = re.compile(r"[\s<>\"`{}|\\^]")
_RIGHT: Final = re.compile(
    r"(?:https?://(?!…)|mailto:(?!nom@domaine\.be)|tel:(?!\+3265123456))\S+$"  # the examples are none
)
_PLACE: Final = re.compile(r"[^\w:-]+")


def place_name(name: str) -> str:
    """Return the name of a place as identifiers may be; empty if nothing of it may stay."""
    return _PLACE.sub("-", as_typed(name).strip()).strip("-")


def link_target(raw: str, conversion: TextConversion) -> Target | None:
    """Return where a link leads; None, and a doubt, if it leads nowhere."""
    address = as_typed(raw).replace("\u00a0", " ").strip()
    found = _OBJECT.fullmatch(address)
    if found:
        return object_target(ALIASES[found["kind"]], int(found["id"]), found["anchor"] or "", conversion)
    if address.startswith("#"):
        return _place(address, conversion)
    address = _corrected(_completed(address), conversion)
    target = conversion.resolver.address(address) if address else None
    mistake = address_problem(target.address) if target else None
    if target and not mistake:
        return target
    problem = (
        f"un lien que le site refuse : {mistake[0]}" if mistake else "un lien qui ne mène plus nulle part"
    )
    conversion.doubt(problem, address)
    return None


def _place(address: str, conversion: TextConversion) -> Target | None:
    """Return a place of the same text."""
    place = place_name(address[1:])
    if place in conversion.anchors:
        conversion.led_to.add(place)
        return Target(f"#{place}")
    conversion.doubt("un lien vers un endroit du texte qui n’existe pas", address)
    return None


def _completed(address: str) -> str:
    """Return an address as SPIP completes it, fit for the web."""
    if _EMAIL.fullmatch(address):
        address = f"mailto:{address}"
    elif address.lower().startswith("www."):
        address = f"http://{address}"
    if address.lower().startswith(("http:", "https:", "mailto:")):
        address = _UNFIT.sub(lambda sign: quote(sign[0]), address)
    return address


def _corrected(address: str, conversion: TextConversion) -> str:
    """Return an address as the build says that it is right, where it says so."""
    mistake = address_problem(address) if address else None
    right = _RIGHT.search(mistake[1]) if mistake else None
    if not right or address_problem(right[0]):
        return address
    conversion.doubt(f"une adresse mal écrite, devenue {right[0]}", address, blocking=False)
    return right[0]


def media_target(media: Media) -> Target:
    """Return where a document is."""
    return Target(media.address, media.title or media.alt, media if media.is_image else None)


def object_target(kind: Kind, number: int, anchor: str, conversion: TextConversion) -> Target | None:
    """Return where an object is; None, and a doubt, if it is nowhere."""
    if kind is Kind.DOCUMENT:
        media = conversion.resolver.media(number)
        target = media_target(media) if media else None
        if media:
            conversion.documents[number] = None
    else:
        target = conversion.resolver.object(Key(kind, number), anchor)
    if not target:
        document = number if kind is Kind.DOCUMENT else 0
        missing = "n’est plus là" if kind is Kind.DOCUMENT else "n’existe pas ou n’a pas de page"
        problem = f"le lien vers {WITH_ARTICLE[kind]} {number}, qui {missing}"
        conversion.doubt(problem, f"{kind} {number}", document=document)
    return target
