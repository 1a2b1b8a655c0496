"""Which parts of an office document are published: what its readers see, and what shapes it.

An allow-list. What is on neither list is left out, with what refers to it: earlier
versions, previews, toolbars, printers' settings, data of document servers. What is
worth a word to the editor is refused, since the page would lose something without it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from typing import Final

from plugins.media.office_dangers import MACROS, OBJECTS
from plugins.media.unusable import UnusableFileError, signed

SIGNATURES: Final = ("META-INF/documentsignatures.xml", "META-INF/macrosignatures.xml", "_xmlsignatures/")
PICTURES: Final = r"(?:bmp|emf|gif|jpe?g|png|svg|svm|webp|wmf)"

_OPEN_DOCUMENT: Final = re.compile(
    r"mimetype|META-INF/manifest\.xml|(?:[^/]+/){0,3}(?:content|styles|meta|settings)\.xml"
    rf"|(?:[^/]+/){{0,2}}(?:Pictures|media)/[^/]+\.{PICTURES}"
    r"|(?:[^/]+/){0,2}ObjectReplacements/[^/]+|Fonts/[^/]+"
)
_OPEN_XML: Final = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:app|core|custom)\.xml"
    rf"|(?:word|xl|ppt)/media/[^/]+\.{PICTURES}"
    r"|(?:word|xl|ppt)/(?:charts|diagrams|drawings|theme)/(?:_rels/)?[^/]+\.(?:xml|vml|rels)"
    r"|word/(?:_rels/)?(?:comments|document|endnotes|fontTable|footer|footnotes|header|numbering|people|settings"
    r"|styles|stylesWithEffects|webSettings)\w*\.xml(?:\.rels)?"
    r"|xl/(?:(?:worksheets|chartsheets|tables|threadedComments|persons)/(?:_rels/)?)?(?:_rels/)?(?:calcChain"
    r"|chartsheet|comments|metadata|person|sharedStrings|sheet|styles|table|threadedComment|workbook)\w*\.xml(?:\.rels)?"
    r"|ppt/(?:(?:slides|slideLayouts|slideMasters|notesSlides|notesMasters|handoutMasters|comments|tags)/(?:_rels/)?)?"
    r"(?:_rels/)?(?:authors|comment|commentAuthors|handoutMaster|modernComment|notesMaster|notesSlide|presentation"
    r"|presProps|slide|slideLayout|slideMaster|tableStyles|viewProps)\w*\.xml(?:\.rels)?"
    r"|word/fonts/[^/]+\.odttf|ppt/fonts/[^/]+\.fntdata"
)
_REFUSED: Final = (
    (
        re.compile(r"basic/|scripts/|dialogs/|.*(?:vbaproject|vbadata|macrosheets/|dialogsheets/|customui)"),
        *MACROS,
    ),
    (
        re.compile(r".*(?:activex|ctrlprops/|webextensions/|embeddings/|afchunk|/altchunk)"),
        *OBJECTS,
    ),
    (
        re.compile(r"xl/(?:externallinks/|connections\.xml|querytables/|pivotcache/|model/|xmlmaps)"),
        "le classeur garde les données d’un autre fichier ou d’un tableau croisé dynamique",
        "recopiez-le par « Collage spécial → Valeurs » dans un classeur neuf",
    ),
    (
        re.compile(r".*\.(?:avif|tiff?|heic|jxl|pct|pict|eps)"),
        "le document contient une image d’un format qui garde des noms",
        "remplacez-la par une image PNG ou JPEG, ou exportez le document en PDF",
    ),
    (
        re.compile(r".*\.(?:aac|aiff?|au|avi|flac|m4[av]|mid|mkv|mov|mp[34]|mpe?g|og[gv]|wav|webm|wm[av])"),
        "le document contient un son ou une vidéo",
        "retirez-le : un son ou une vidéo se publie à part",
    ),
)


def published_parts(names: Iterable[str]) -> list[str]:
    """Return the names of the entries that may be published, in their order.

    Raises:
        UnusableFileError: an entry can act, or holds what cannot be checked.
    """
    kept = []
    for name in names:
        if name.startswith(SIGNATURES):
            raise signed()
        if _of_a_chart(name):
            continue
        for pattern, text, remedy in _REFUSED:
            if pattern.match(name.lower()):
                raise UnusableFileError(text, remedy)
        if _OPEN_DOCUMENT.fullmatch(name) or _OPEN_XML.fullmatch(name):
            kept.append(name)
    return kept


def _of_a_chart(name: str) -> bool:
    """Tell the workbook that a chart was drawn from: the chart is shown without it."""
    return bool(re.fullmatch(r"(?:word|ppt)/embeddings/Microsoft_\w+\.xlsx", name))


def target_of(relations: str, target: str) -> str:
    """Return the entry that a relation leads to, from the name of the part that lists the relations."""
    folder = posixpath.dirname(posixpath.dirname(relations))
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def relations_of(part: str) -> str:
    """Return the name of the part that lists the relations of another one."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
