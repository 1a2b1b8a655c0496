"""The guides tell the truth: every field, column and command is documented, and nothing that does not exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from invoke.collection import Collection

import tasks
from plugins.checks.sources.check import check_source
from plugins.core.fields import COMMON
from plugins.core.sections import SECTIONS, Section
from plugins.manifesto.signatories import COLUMNS, FILE_NAME
from plugins.statistics.records.register import COLUMNS as REGISTER_COLUMNS
from plugins.visits.months import PAGE_GROUPS
from tests.equipment.guide_pictures import HEAVIEST, PICTURES
from tools.build import ROOT

GUIDE = (ROOT / "content" / "LISEZMOI.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMON_NAMES = {field.name for field in COMMON}


def documented_fields(heading: str) -> dict[str, bool]:
    """Return the fields of the guide's table under a heading, and whether each is said to be required."""
    text = GUIDE.split(f"\n### {heading}", 1)[1].split("\n#", 1)[0]
    return {
        name: required == "oui"
        for name, required in re.findall(r"^\| `(\w+)` \| (oui|non) \|", text, re.MULTILINE)
    }


def test_the_common_fields_are_documented() -> None:
    assert documented_fields("Dans toutes les pages") == {field.name: field.required for field in COMMON}


@pytest.mark.parametrize(
    "section",
    [section for section in SECTIONS if len(section.fields) > len(COMMON)],
    ids=lambda section: section.name,
)
def test_every_field_of_a_section_is_documented_and_no_other(section: Section) -> None:
    own = {field.name: field.required for field in section.fields if field.name not in COMMON_NAMES}
    headings = [line for line in GUIDE.split("\n") if line.startswith("### ")]
    (heading,) = [line for line in headings if f"(`{section.folder}/`)" in line]
    assert documented_fields(heading.removeprefix("### ")) == own


def test_every_column_of_the_signatories_is_documented_and_no_other() -> None:
    """Under the guide's heading, in the file's own order."""
    table = GUIDE.split("\n| Colonne de `signataires.csv` |", 1)[1].split("\n\n", 1)[0]
    assert tuple(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == COLUMNS
    header = (ROOT / "content" / FILE_NAME).read_text(encoding="utf-8").split("\n", 1)[0]
    assert header == ",".join(COLUMNS)


def test_every_column_of_the_register_is_documented_and_no_other() -> None:
    table = GUIDE.split("\n| Colonne du registre |", 1)[1].split("\n\n", 1)[0]
    assert tuple(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == REGISTER_COLUMNS


def test_every_folder_is_documented() -> None:
    for section in SECTIONS:
        assert f"`{section.folder}/`" in GUIDE


def test_every_section_that_invoke_new_makes_is_documented() -> None:
    for section in SECTIONS:
        assert not section.command or f"`{section.command}`" in GUIDE


def test_every_group_of_the_counts_of_visits_is_documented_and_no_other() -> None:
    (row,) = re.findall(r"^\| `pages` \| (.+?) \|", GUIDE, re.MULTILINE)
    assert re.findall(r"`([\w-]+)`", row) == list(PAGE_GROUPS)


def test_every_command_is_documented_and_no_other() -> None:
    commands = {name for name, _ in _tasks()}
    assert set(re.findall(r"^\| `invoke ([\w-]+)", README, re.MULTILINE)) == commands


def test_every_command_says_what_it_does_in_one_french_line() -> None:
    for name, command in _tasks():
        line = (command.__doc__ or "").strip().split("\n")[0]
        assert 10 < len(line) <= 68, name  # one line of the list, in a terminal of 80 columns
        assert line.endswith("."), name


def _tasks() -> list[tuple[str, object]]:
    collection = Collection.from_module(tasks)
    return [(name, collection[name]) for name in collection.task_names]


def test_the_readme_starts_with_what_it_is_and_the_two_commands() -> None:
    start = README[:1500]
    assert start.index("make serve") < start.index("make test") < start.index("Vous éditez le site")
    for image in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README):
        assert (ROOT / Path(image)).is_file(), image


def test_the_pictures_of_the_guide_are_there_light_and_no_other() -> None:
    """Made by `tests.equipment.guide_pictures`, outside of what the site publishes."""
    shown = {
        (ROOT / "content" / name).resolve() for name in re.findall(r"!\[[^\]]+\]\((\.\./[^)]+)\)", GUIDE)
    }
    assert shown == set(PICTURES.iterdir())
    assert max(file.stat().st_size for file in shown) <= HEAVIEST


def test_the_guide_quotes_the_check_as_it_speaks() -> None:
    (line,) = re.findall(r"^ *(content/\S+\.md:\d+: resume : .+)$", GUIDE, re.MULTILINE)
    path = line.split(":")[0].removeprefix("content/")
    text = re.sub(
        "^resume: .*", "resume: Le CVTS.", (ROOT / "content" / path).read_text(), flags=re.MULTILINE
    )
    assert line in map(str, check_source(path, text.encode(), "content", None).problems)


def test_links_between_files_of_the_repository_are_alive() -> None:
    for name in ("README.md", "BENCHMARKS.md"):
        for target in re.findall(r"\]\((?!https?://)([^)#]+)", (ROOT / name).read_text(encoding="utf-8")):
            assert (ROOT / target).exists(), (name, target)
