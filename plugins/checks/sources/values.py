"""Checks one value of a front matter, by the kind of its field; yields what is wrong with it, in French."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from plugins.addresses.keys import address_key
from plugins.belgium import gazetteer
from plugins.core.fields import Field, FieldKind
from plugins.core.invisible import unseen_characters
from plugins.core.link_addresses import address_problem
from plugins.texts.coordinates import read_coordinates
from plugins.texts.dates import read_day, read_partial_date
from plugins.texts.mentions import read_mention
from plugins.texts.misread import misread_letters
from plugins.texts.recurrence import RuleError, read_dates
from plugins.texts.when import read_when

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from plugins.core.problems import Mistake
    from plugins.core.vocabularies import Vocabulary
    from plugins.texts.front_matter import Value

SUMMARY_LENGTH = range(50, 201)
MOST_THEMES = 3
NUMBER = re.compile(r"\d{1,4}", re.ASCII)
YEAR = re.compile(r"(?:19|20)\d{2}")
PERIOD = re.compile(r"(?:19|20)\d{2}-(?:19|20)\d{2}")
LINK = re.compile(r"https://[^\s/@]+\.[^\s/@]+(?:/\S*)?")
EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
STATUSES = ("brouillon", "publie")
FLAGS = ("oui", "non")
FREE_TEXTS = (FieldKind.TEXT, FieldKind.SUMMARY, FieldKind.SENTENCES, FieldKind.NOTES, FieldKind.FILE)
"""Kinds whose texts may contain « # »."""


def check(field: Field, value: Value, vocabularies: Mapping[str, Vocabulary] | None) -> Iterator[Mistake]:
    """Yield what is wrong with a value that the editor has filled in."""
    if value.cut or (value.lost and field.kind in FREE_TEXTS):
        yield (
            f"« {value.lost} » ne serait pas lu : « # » commence un commentaire",
            "mettez tout le texte entre guillemets droits",
        )
    elif field.kind in (FieldKind.TERM, FieldKind.TERMS):
        if vocabularies is None:
            return
        yield from _terms(field, value, vocabularies.get(field.vocabulary, {}))
    else:
        yield from _CHECKS[field.kind](value)


def _text(value: Value) -> Iterator[Mistake]:
    if isinstance(value.value, (dict, list)):
        yield (
            "une liste là où il faut un texte",
            "écrivez le texte sur la même ligne, entre guillemets droits s’il contient « : »",
        )
    elif "\n" in value.value.strip():
        yield "un texte sur plusieurs lignes", "écrivez-le sur une seule ligne"
    else:
        for unseen in unseen_characters(value.value.strip(), one_line=True):
            yield unseen.text, unseen.remedy
        misread = misread_letters(value.value)
        if misread:
            yield misread[1:]


def _summary(value: Value) -> Iterator[Mistake]:
    findings = tuple(_text(value))
    yield from findings
    length = len(str(value.value).strip())
    if not findings and length not in SUMMARY_LENGTH:
        yield (
            f"un résumé de {length} caractères",
            f"écrivez une ou deux phrases, de {SUMMARY_LENGTH[0]} à {SUMMARY_LENGTH[-1]} caractères",
        )


def _read_by(read: Callable[[str], object], text: str, remedy: str) -> Callable[[Value], Iterator[Mistake]]:
    """Return the check of a value that must be a text which some function can read."""

    def check_text(value: Value) -> Iterator[Mistake]:
        if not read(str(value.value)):
            yield text, remedy

    return check_text


def _pattern(pattern: re.Pattern[str], text: str, remedy: str) -> Callable[[Value], Iterator[Mistake]]:
    return _read_by(lambda written: pattern.fullmatch(written.strip()), text, remedy)


def _days(value: Value) -> Iterator[Mistake]:
    items = value.value
    if not isinstance(items, list):
        yield "il faut une liste de dates", "écrivez [2024-03-01, 2024-04-05]"
        return
    if any(read_day(str(item)) is None for item in items):
        yield "une des dates n’est pas de la forme AAAA-MM-JJ", "écrivez [2024-03-01, 2024-04-05]"


def _rhythm(value: Value) -> Iterator[Mistake]:
    if isinstance(value.value, dict):
        yield "un « : » de trop", "mettez la règle entre guillemets droits, ou retirez le « : »"
        return
    try:
        read_dates(value.value)
    except RuleError as error:
        yield error.text, error.remedy


def _commune(value: Value) -> Iterator[Mistake]:
    name = str(value.value)
    places = gazetteer.belgian_places()
    if isinstance(value.value, (list, dict)) or "\n" in name:
        yield "il faut une seule commune", "écrivez par exemple Charleroi"
    elif places.find(name) is None:
        meant = places.suggestions(name)
        remedy = (
            f"écrivez {' ou '.join(f'« {near} »' for near in meant)}"
            if meant
            else "écrivez la commune où le village se trouve, par son nom français"
        )
        if places.with_postcode(name):
            yield f"« {name} » est un code postal : il faut le nom de la commune ou de la localité", remedy
            return
        yield f"« {name} » n’est pas le nom français d’une seule commune ou localité de Belgique", remedy


def _coordinates(value: Value) -> Iterator[Mistake]:
    form = "écrivez la latitude puis la longitude, avec des points : [50.4114, 4.4445]"
    numbers = read_coordinates(value.value)
    if numbers is None:
        yield "il faut une latitude et une longitude", form
    elif not gazetteer.belgian_places().covers(*numbers):
        yield "ce point n’est pas en Belgique", form


def _link(value: Value) -> Iterator[Mistake]:
    address = str(value.value).strip()
    mistake = address_problem(address)
    if mistake:
        yield mistake
    elif not LINK.fullmatch(address):
        yield "ce n’est pas une adresse https", "copiez l’adresse entière, qui commence par https://"


def _file(value: Value) -> Iterator[Mistake]:
    name = str(value.value)
    if "/" in name or "\\" in name or name.startswith("."):
        yield (
            "le document doit être à côté de la page",
            "écrivez le nom du fichier seul, par exemple charte.pdf",
        )


def _old_addresses(value: Value) -> Iterator[Mistake]:
    items = value.value
    if not isinstance(items, list):
        yield "il faut une liste d’adresses", 'écrivez ["/?Ancien-titre"]'
        return
    for item in items:
        if not isinstance(item, str) or address_key(item) is None:
            yield (
                f"« {item} » ne peut pas être une ancienne adresse",
                'copiez-la du navigateur sans le nom de domaine, entre guillemets : ["/?Ancien-titre"]',
            )


def _texts(wanted: str, example: str) -> Callable[[Value], Iterator[Mistake]]:
    def check_texts(value: Value) -> Iterator[Mistake]:
        if not isinstance(value.value, list) or not all(isinstance(item, str) for item in value.value):
            yield f"il faut {wanted}", f'écrivez ["{example}"]'

    return check_texts


def _mentions(*, dated: bool) -> Callable[[Value], Iterator[Mistake]]:
    remedy = (
        "écrivez par exemple « - 2024-03-07 bistrots/mons »"
        if dated
        else "écrivez par exemple « - actualites/colloque »"
    )

    def check_mentions(value: Value) -> Iterator[Mistake]:
        if not isinstance(value.value, list):
            yield "il faut une liste, une page par ligne", remedy
            return
        seen = set()
        for entry in value.value:
            mention = read_mention(entry)
            if mention is None:
                yield f"« {entry} » n’est pas l’adresse d’une page", remedy
            elif dated != (mention.day is not None):
                yield f"« {mention.key} » {'n’a pas de date' if dated else 'porte une date'}", remedy
            elif (mention.address, mention.day) in seen:
                yield f"« {mention.key} » est écrit deux fois", "gardez une seule des deux lignes"
            else:
                seen.add((mention.address, mention.day))

    return check_mentions


def _terms(field: Field, value: Value, vocabulary: Vocabulary) -> Iterator[Mistake]:
    many = field.kind is FieldKind.TERMS
    if many != isinstance(value.value, list):
        form = "[premier, deuxieme]" if many else "un seul mot"
        yield ("il faut une liste" if many else "il faut un seul mot"), f"écrivez {form}"
        return
    terms = value.value if isinstance(value.value, list) else [value.value]
    if len(terms) > MOST_THEMES:
        yield f"{len(terms)} mots", f"gardez les {MOST_THEMES} plus justes"
    if len(set(map(str, terms))) < len(terms):
        yield "un mot est écrit deux fois", "gardez-le une seule fois"
    for term in map(str, terms):
        if term not in vocabulary:
            near = difflib.get_close_matches(term, vocabulary, n=1)
            choice = f"« {near[0]} » ?" if near else "un de : " + ", ".join(vocabulary)
            yield f"« {term} » n’est pas dans vocabulaire.toml", f"écrivez {choice}"


_CHECKS: dict[FieldKind, Callable[[Value], Iterator[Mistake]]] = {
    FieldKind.TEXT: _text,
    FieldKind.SUMMARY: _summary,
    FieldKind.DATE: _read_by(
        read_day,
        "ce n’est pas une date AAAA-MM-JJ",
        "écrivez par exemple 2024-03-01 pour le 1er mars 2024",
    ),
    FieldKind.PARTIAL_DATE: _read_by(
        read_partial_date,
        "ce n’est pas une date AAAA-MM-JJ",
        "écrivez par exemple 2024-03-01, ou 2024-03 si le jour n’est pas connu",
    ),
    FieldKind.MOMENT: _read_by(
        read_when,
        "ce n’est ni une date ni une date avec l’heure",
        'écrivez 2024-03-01, ou "2024-03-01 14:30"',
    ),
    FieldKind.END: lambda _: iter(()),  # together with the start: see `relations`
    FieldKind.DATES: _days,
    FieldKind.RHYTHM: _rhythm,
    FieldKind.COMMUNE: _commune,
    FieldKind.COORDINATES: _coordinates,
    FieldKind.FLAG: _read_by(
        FLAGS.__contains__, "ce n’est ni oui ni non", "écrivez oui, ou retirez la ligne"
    ),
    FieldKind.NUMBER: _pattern(NUMBER, "ce n’est pas un nombre entier", "écrivez par exemple 10"),
    FieldKind.YEAR: _pattern(YEAR, "ce n’est pas une année", "écrivez quatre chiffres, par exemple 2024"),
    FieldKind.PERIOD: _pattern(PERIOD, "ce n’est pas une période", "écrivez par exemple 2021-2023"),
    FieldKind.STATUS: _read_by(
        STATUSES.__contains__,
        "un statut inconnu",
        "écrivez « brouillon », ou « publie », ou retirez la ligne",
    ),
    FieldKind.LINK: _link,
    FieldKind.EMAIL: _pattern(EMAIL, "ce n’est pas une adresse e-mail", "écrivez nom@domaine.be"),
    FieldKind.FILE: _file,
    FieldKind.MENTIONS: _mentions(dated=False),
    FieldKind.AGENDA: _mentions(dated=True),
    FieldKind.OLD_ADDRESSES: _old_addresses,
    FieldKind.SENTENCES: _texts("une liste de débuts de phrases", "Deux situations racontées par un CPAS"),
    FieldKind.NOTES: _texts("une liste de textes", "Rapport d’activités 2021-2023, Assemblée plénière"),
}
