"""`invoke registre --modele`: a spreadsheet to fill in, with lists to choose from and nothing else to write.

A sheet for each open year, whose name is the period; four columns whose cells offer the vocabulary's
labels and take no other text; everything else is protected, without password. The lists stand in a
hidden last sheet, since Excel limits those written in the cells to 255 characters.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from odfdo import Document, Element

from plugins.core.disk import write_whole
from plugins.statistics.programme import DIMENSIONS
from plugins.statistics.records.rows import LISTS
from tools.activity_register.sources import open_years, vocabularies_of
from tools.report import fail

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from plugins.statistics.records.classification import Classifications, Period

ROWS = 500
"""To fill in, of each sheet."""

HEADERS = {"type": "Type", "theme": "Thème", "secteur": "Secteur", "region": "Région"}

STYLES = """\
<style:style style:name="saisie" style:family="table-cell" style:parent-style-name="Default">
  <style:table-cell-properties style:cell-protect="none" style:print-content="true"/></style:style>
<style:style style:name="entete" style:family="table-cell" style:parent-style-name="Default">
  <style:table-cell-properties style:cell-protect="protected" fo:background-color="#e4ded2"/>
  <style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="large" style:family="table-column">
  <style:table-column-properties style:column-width="8cm"/></style:style>
<style:style style:name="visible" style:family="table" style:master-page-name="Default">
  <style:table-properties table:display="true"/></style:style>
<style:style style:name="cachee" style:family="table" style:master-page-name="Default">
  <style:table-properties table:display="false"/></style:style>
"""


def run(root: Path, name: str, today: dt.date) -> None:
    """Write the model; exit 1 if the file is there already, 2 if it is no spreadsheet."""
    file = Path(name)
    if file.suffix.lower() != ".ods":
        fail(f"{name}: le modèle est un tableau ODS → écrivez par exemple registre.ods", code=2)
    if file.exists():
        fail(f"{name}: ce fichier existe déjà, et peut contenir des lignes → choisissez un autre nom")
    _, classifications = vocabularies_of(root / "content")
    years = open_years(root / "content", today)
    write_whole(file, model(years, classifications), new=True)
    print(
        f"{name} est prêt : une feuille par année ({', '.join(map(str, years))}).\n"
        "Remplissez-le en choisissant dans les listes, puis lancez "
        f"invoke registre --ajouter {name}, et supprimez-le."
    )


def model(years: Sequence[Period], classifications: Classifications) -> bytes:
    """Return the spreadsheet (ODS) for these periods."""
    book = Document("spreadsheet")
    body: Any = book.body
    body.clear()
    body.set_attribute("table:structure-protected", "true")
    automatic: Any = book.get_part("content.xml").get_element("//office:automatic-styles")  # type: ignore[union-attr]
    for style in _elements(STYLES):
        automatic.append(style)
    lists = {year: _choices(classifications, year) for year in years}
    columns = list(dict.fromkeys(labels for choices in lists.values() for labels in choices.values()))
    body.append(_validations(columns))
    for year, choices in lists.items():
        body.append(_sheet(str(year), [columns.index(choices[column]) for column in HEADERS]))
    body.append(_lists(columns))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _choices(classifications: Classifications, year: Period) -> Mapping[str, tuple[str, ...]]:
    """Return the labels that each column offers in a year."""
    return {"type": tuple(classifications.kinds.values())} | {
        column: tuple(category.label for category in classifications.valid(column, year))
        for column in DIMENSIONS
    }


def _validations(columns: Sequence[tuple[str, ...]]) -> Element:
    """Return what makes cells offer the lists, and refuse any other text."""
    found = Element.from_tag("table:content-validations")
    for index, labels in enumerate(columns):
        letter = chr(ord("A") + index)
        validation = Element.from_tag("table:content-validation")
        cells = f"[${LISTS}.${letter}$1:.${letter}${len(labels)}]"
        for name, value in (
            ("table:name", f"liste{index}"),
            ("table:condition", f"of:cell-content-is-in-list({cells})"),
            ("table:allow-empty-cell", "true"),
            ("table:display-list", "unsorted"),
            ("table:base-cell-address", f"${LISTS}.$A$1"),
        ):
            validation.set_attribute(name, value)
        (error,) = _elements(
            '<table:error-message table:title="Registre" table:message-type="stop" table:display="true">'
            "<text:p>Choisissez dans la liste.</text:p></table:error-message>"
        )
        validation.append(error)
        found.append(validation)
    return found


def _sheet(title: str, lists: Iterable[int]) -> Element:
    """Return the sheet of one period, each of its columns with its list."""
    table = _table(title, "visible")
    table.append(_column(len(HEADERS)))
    header = Element.from_tag("table:table-row")
    for label in HEADERS.values():
        header.append(_cell(label, "entete"))
    table.append(header)
    row = Element.from_tag("table:table-row")
    row.set_attribute("table:number-rows-repeated", str(ROWS))
    for index in lists:
        cell = _cell("", "saisie")
        cell.set_attribute("table:content-validation-name", f"liste{index}")
        row.append(cell)
    table.append(row)
    return table


def _lists(columns: Sequence[tuple[str, ...]]) -> Element:
    table = _table(LISTS, "cachee")
    table.append(_column(len(columns)))
    for number in range(max(map(len, columns))):
        row = Element.from_tag("table:table-row")
        for labels in columns:
            row.append(_cell(labels[number] if number < len(labels) else "", ""))
        table.append(row)
    return table


def _table(title: str, style: str) -> Element:
    table = Element.from_tag("table:table")
    for name, value in (("name", title), ("style-name", style), ("protected", "true")):
        table.set_attribute(f"table:{name}", value)
    return table


def _column(number: int) -> Element:
    column = Element.from_tag("table:table-column")
    column.set_attribute("table:style-name", "large")
    column.set_attribute("table:number-columns-repeated", str(number))
    return column


def _cell(text: str, style: str) -> Element:
    cell = Element.from_tag("table:table-cell")
    if style:
        cell.set_attribute("table:style-name", style)
    if text:
        cell.set_attribute("office:value-type", "string")
        paragraph = Element.from_tag("text:p")
        paragraph.text = text
        cell.append(paragraph)
    return cell


def _elements(xml: str) -> Iterable[Element]:
    """Return the elements that a text of ours is made of."""
    return Element.from_tag(f"<office:text>{xml}</office:text>").children
