"""Joins the style sheets and gives every file of the theme a name that changes with its bytes."""

from __future__ import annotations

import base64
import hashlib
import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SPACE = re.compile(r"\s*\n\s*")
IMPORT = re.compile(r"""(?P<before>\b(?:from|import)[ (]*")(?P<name>\.\.?/[^"]+\.js)(?=")""")
URL = re.compile(r"url\(\s*[\"']?(?P<name>[^\"')]+?)[\"']?\s*\)")
HASH_LENGTH = 10
NOT_ASSETS = {"css", "root"}
"""Folders of theme/static/ not published file by file: sheets are joined, `root` goes to the site's root."""


@dataclass(frozen=True)
class Asset:
    """A file of the theme: the name templates use, the name it is published under, its bytes."""

    name: str
    published: str
    data: bytes

    @property
    def integrity(self) -> str:
        """Return the hash for a tag's `integrity` (Subresource Integrity, W3C)."""
        return f"sha384-{base64.b64encode(hashlib.sha384(self.data).digest()).decode()}"


def read_assets(static: Path, bundles: Mapping[str, Iterable[str]]) -> dict[str, Asset]:
    """Read every file of the theme's static folder, style sheets joined.

    Args:
        static: the folder; its sub-folder `css` holds the sheets.
        bundles: for each joined sheet, the sheets it is made of, in order.

    Returns:
        The assets by name: the path below `static`, or the bundle's name.

    Raises:
        FileNotFoundError: a sheet, or a file that a sheet names, is missing.
    """
    files = {}
    for path in sorted(static.rglob("*")):
        relative = path.relative_to(static)
        if path.is_file() and relative.parts[0] not in NOT_ASSETS and path.suffix != ".txt":
            files[relative.as_posix()] = path.read_bytes()
    assets: dict[str, Asset] = {}
    for name in files:
        _add(name, files, assets)
    for bundle, sheets in bundles.items():
        text = "\n".join((static / "css" / sheet).read_text(encoding="utf-8") for sheet in sheets)
        assets[bundle] = _fingerprinted(bundle, _published_css(text, assets).encode())
    return assets


def _add(name: str, files: Mapping[str, bytes], assets: dict[str, Asset]) -> Asset:
    """Name a file; a script after those that it imports, by the names under which they are published."""

    def published(match: re.Match[str]) -> str:
        imported = posixpath.normpath(posixpath.join(posixpath.dirname(name), match["name"]))
        if imported not in files:
            raise FileNotFoundError(imported)
        return f"{match['before']}/theme/{_add(imported, files, assets).published}"

    if name not in assets:
        data = files[name]
        if name.endswith(".js"):
            data = IMPORT.sub(published, data.decode()).encode()
        assets[name] = _fingerprinted(name, data)
    return assets[name]


def _published_css(text: str, assets: Mapping[str, Asset]) -> str:
    """Drop comments and indentation, and point `url(../fonts/x)` to published names."""

    def published(match: re.Match[str]) -> str:
        name = match["name"]
        if name.startswith(("data:", "#")):
            return match[0]
        try:
            return f'url("/theme/{assets[name.removeprefix("../")].published}")'
        except KeyError:
            raise FileNotFoundError(name) from None

    return SPACE.sub("\n", COMMENT.sub("", URL.sub(published, text))).strip() + "\n"


def _fingerprinted(name: str, data: bytes) -> Asset:
    digest = hashlib.sha256(data).hexdigest()[:HASH_LENGTH]
    stem, dot, suffix = name.rpartition(".")
    return Asset(name, f"{stem}.{digest}{dot}{suffix}", data)
