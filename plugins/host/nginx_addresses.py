"""The maps by which nginx answers for old addresses, as Apache does by folders (`addresses.apache_rules`).

nginx tries patterns in turn, so they are spread over maps by the last two letters of the name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from plugins.addresses.keys import FRONT, OBJECTS, OLD_FEED, SCRIPTS, SUFFIX, spellings
from plugins.addresses.redirects import rules_in_order
from plugins.addresses.targets import location

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plugins.addresses.redirects import Redirects

END: Final = (
    r"(?<!%)(?<!%.)(?P<cvts_letters>[A-Za-z0-9]{1,2})(?>(?:%[0-9A-Fa-f]{2}|[^A-Za-z0-9%])*)"
    r"(?:(?:(?<=\.)|(?<=%2[Ee]))[A-Za-z0-9]{1,4})?$"
)
"""The last letters of a name, before the ending of a file."""


def map_block(source: str, name: str, entries: Mapping[str, str], default: str = "") -> Iterator[str]:
    """Yield a map: nginx tries its patterns in turn, but looks other values up."""
    yield f'map "{source}" {name} {{'
    yield f'  default "{default}";'
    yield from (f'  "{pattern}" "{value}";' for pattern, value in entries.items())
    yield "}"


def address_maps(redirects: Redirects) -> Iterator[str]:
    """Yield the maps that turn an address into `$cvts_answer`: a status and a target, or nothing."""
    whole: dict[str, str] = {}
    numbered: dict[str, str] = {}
    groups: dict[str, dict[str, str]] = {}
    for rule in rules_in_order(redirects):
        pattern, answer = f"~^{_encoded(rule.name)}$", f"{rule.status}{location(rule.target)}"
        if not rule.any_marks:
            whole[pattern] = answer
        elif "," in rule.name:
            numbered[pattern] = answer
        else:
            for end in _ends(rule.name):
                groups.setdefault(end, {})[pattern] = answer
    yield from map_block("$uri?$args", "$cvts_name", dict(_names()))
    yield from map_block("$cvts_name", "$cvts_bare", dict(_bare_names()), "$cvts_name")
    before_comma = {f"~^(?<cvts_before_comma>.*?){_either(',')}": "$cvts_before_comma"}
    yield from map_block("$cvts_bare", "$cvts_without_number", before_comma, "$cvts_bare")
    yield from map_block("$cvts_without_number", "$cvts_end", {f"~{END}": "$cvts_letters"})
    yield from map_block("$cvts_name", "$cvts_answer", whole, "$cvts_numbered")
    yield from map_block("$cvts_bare", "$cvts_numbered", numbered, "$cvts_unnumbered")
    yield from map_block("$cvts_end", "$cvts_unnumbered", {end: f"$cvts_of_{end}" for end in sorted(groups)})
    for end, answers in sorted(groups.items()):
        yield from map_block("$cvts_without_number", f"$cvts_of_{end}", answers)


def _bare_names() -> Iterator[tuple[str, str]]:
    plus, minus = _either("+"), _either("-")
    yield f"~^{plus}{minus}(?<cvts_word>.+){minus}{plus}$", "$cvts_word"
    for number, mark in enumerate("-+_@"):
        yield f"~^{_either(mark)}(?<cvts_bare_{number}>.+?){_either(mark)}?$", f"$cvts_bare_{number}"


def _either(sign: str) -> str:
    return rf"(?:\x{ord(sign):02x}|{_hexadecimal(ord(sign))})"


def _ends(name: str) -> set[str]:
    """Return what `$cvts_end` is for a name, its signs in hexadecimal or not; nginx ignores case."""
    written = [form for data in spellings(name) for form in (data, quote(data, safe="").encode())]
    found = (re.search(END.encode(), form) for form in written)
    return {match["cvts_letters"].decode().lower() if match else "" for match in found}


def _names() -> Iterator[tuple[str, str]]:
    """Yield patterns of a path and its query, each with the name that it asks for, in the order of `keys`."""
    front, any_script = rf"~^/(?:{FRONT})?\?", rf"~^/(?:{SCRIPTS})?\?(?:.*?&)?"
    yield r"~^/backend\.php3?\?", OLD_FEED
    yield rf"{any_script}page=backend(?![^&])", OLD_FEED
    yield (
        rf"{any_script}page=(?<cvts_wanted>{OBJECTS})&(?:.*&)?id_\k<cvts_wanted>=(?<cvts_its>[0-9]+)(?![^&])",
        "$cvts_wanted$cvts_its",
    )
    yield (
        rf"~^/(?<cvts_kind>{OBJECTS})\.php3?\?(?:.*&)?id_\k<cvts_kind>=(?<cvts_id>[0-9]+)(?![^&])",
        "$cvts_kind$cvts_id",
    )
    yield (
        rf"{any_script}id_(?<cvts_object>{OBJECTS})=(?<cvts_number>[0-9]+)(?![^&])",
        "$cvts_object$cvts_number",
    )
    yield rf"{any_script}id_syndic=(?<cvts_site>[0-9]+)(?![^&])", "site$cvts_site"
    yield rf"{front}(?<cvts_title>[^&=]+?){SUFFIX}=?(?![^&])", "$cvts_title"
    yield rf"{front}(?:.*?&)?page=(?<cvts_page>[^&]+)", "page=$cvts_page"
    yield rf"~^/(?!{FRONT}\?)(?<cvts_script>[a-z_-]+)\.php3?\?", "page=$cvts_script"
    yield rf"~^/(?!{SCRIPTS}\?)(?<cvts_path>[^?]+?){SUFFIX}\?", "$cvts_path"


def _encoded(text: str) -> str:
    """Return a pattern for a name, decoded or not: nginx decodes paths, but no query.

    Each character may stand as itself or as its bytes in hexadecimal, in UTF-8 or in
    Latin-1; no client percent-encodes unaccented letters and digits.
    """
    return "".join(_encoded_character(character) for character in text)


def _encoded_character(character: str) -> str:
    if character == "/" or (character.isascii() and character.isalnum()):
        return character
    forms = (
        "".join(each(byte) if not chr(byte).isalnum() or byte > 127 else chr(byte) for byte in data)
        for data in spellings(character)
        for each in (_itself, _hexadecimal)
    )
    return f"(?:{'|'.join(forms)})"


def _itself(byte: int) -> str:
    return f"\\x{byte:02x}"


def _hexadecimal(byte: int) -> str:
    return "%" + "".join(f"[{digit}{digit.lower()}]" if digit.isalpha() else digit for digit in f"{byte:02X}")
