"""Finds models: `<doc7|left>`, `<img8>`: documents are shown or offered, others are named in a doubt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tools.spip.markup.nodes import Break, Hyperlink, Inline, InlineImage, Paragraph, PlainWords
from tools.spip.markup.targets import ALIASES, object_target
from tools.spip.markup.text_conversion import as_typed
from tools.spip.records import Kind

if TYPE_CHECKING:
    from tools.spip.markup.text_conversion import TextConversion
    from tools.spip.markup.values import Media

_MODEL: Final = re.compile(r"<(?P<name>[a-zA-Z_]{3,30})(?P<id>\d{1,9})(?P<settings>\s*\|[^<>]*)?\s*/?>")
_WITHOUT_NUMBER: Final = re.compile(r"<([a-zA-Z_]{3,30}\s*\|[^<>]*)>")
"""`<onglet|debut>`: a plugin's."""
_DOCUMENTS: Final = frozenset(
    "audio doc document emb embed file fichier image img lecteur player son video".split()  # noqa: SIM905
)
_PLACES: Final = frozenset({"left", "right", "center", "centre"})
_SILENT: Final = re.compile(r"left|right|center|centre|[\w-]*|[\w-]+=[\d%pxtrueflason]*")
"""Settings that say nothing to a reader."""
_SPOKEN: Final = ("titre", "title", "legende", "descriptif", "alt", "texte")


def without_models(text: str, conversion: TextConversion) -> str:
    """Return a text with a sign for each document that it shows."""
    if "<" not in text:
        return text
    text = _MODEL.sub(lambda found: _model(found, conversion), text)
    return _WITHOUT_NUMBER.sub(lambda found: _unknown(found[0], as_typed(found[1]), conversion), text)


def _model(found: re.Match[str], conversion: TextConversion) -> str:
    name, number = found["name"].lower(), int(found["id"])
    settings = [each.strip() for each in as_typed(found["settings"] or "").split("|") if each.strip()]
    if name not in _DOCUMENTS:
        return _other(found[0], name, number, settings, conversion)
    media = conversion.resolver.media(number)
    spoken = [each for each in settings if not _SILENT.fullmatch(each)]
    if not media:
        problem = f"le document {number}, qui n’existe pas ou dont le fichier manque"
        conversion.doubt(problem, " ".join([found[0], *spoken]), document=number)
        return " "
    conversion.documents[number] = None
    titles = [each.partition("=")[2] for each in spoken if each.partition("=")[0] in _SPOKEN]
    others = [each for each in spoken if each.partition("=")[0] not in _SPOKEN]
    if others:
        conversion.doubt(f"les réglages du document {number}", " ".join(others), blocking=False)
    shown = _shown(name, media, " – ".join(titles), number, conversion)
    if name in ("img", "image") and not _PLACES & set(settings):
        return "".join(map(conversion.keep, shown))
    return conversion.keep_block(Paragraph(tuple(shown)))


def _shown(name: str, media: Media, title: str, number: int, conversion: TextConversion) -> list[Inline]:
    """Return an image, or a link to a file with what is said of it."""
    if not media.is_image:
        words = title or media.title or media.address.rpartition("/")[2]
        link = Hyperlink(media.address, (PlainWords(words),))
        return [link, Break(), PlainWords(media.caption)] if media.caption else [link]
    alt = media.alt or media.title
    if not alt.strip():
        conversion.doubt(f"l’image {number} n’est pas décrite", media.address)
        alt = "à décrire"
    captions = [title or media.title, media.caption] if name != "img" else [title]
    return [InlineImage(media.address, alt, " – ".join(each for each in captions if each.strip()))]


def _other(written: str, name: str, number: int, settings: list[str], conversion: TextConversion) -> str:
    """Return a link for a model of an object; of any other, nothing."""
    kind = ALIASES.get(name, Kind.DOCUMENT)
    if kind is Kind.DOCUMENT:
        return _unknown(written, f"{name}{number}", conversion)
    target = object_target(kind, number, "", conversion)
    if settings:
        conversion.doubt(f"les réglages de <{name}{number}>", " ".join(settings), blocking=False)
    if not target:
        return " "
    return conversion.keep(Hyperlink(target.address, (PlainWords(target.title or f"{name} {number}"),)))


def _unknown(written: str, name: str, conversion: TextConversion) -> str:
    conversion.doubt(f"<{name}>, que seul l’ancien site savait montrer", written)
    return " "
