"""A section is declared once: one more of them is a line, a template and its place in the guide."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from plugins.core.sections import SECTIONS
from tools.build import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDERS = ("plugins", "tools", "content", "theme", "tests")
FILES = ("pelicanconf.py", "tasks.py", "pyproject.toml", "README.md")
DECLARATION = """\
    Section(
        name="outils", folder="outils", prefix="outils/", template="outil",
        label="un outil", singular="Outil", plural="Outils", command="outil",
        feed="Les outils que nous prêtons.",
        fields=(*COMMON, DATE, Field("question", FieldKind.TEXT, "la question posée", required=True)),
    ),
"""
TEMPLATE = """\
{% extends "page.html" %}
{% block content %}<p>{{ page.question }}</p>{{ page.content|safe }}{% endblock %}
"""
GUIDE = """
### Outils (`outils/`)

Commande : `outil`.

| Champ | Obligatoire | Ce qu’on y écrit |
|---|---|---|
| `date` | oui | la date de parution |
| `question` | oui | la question posée |
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the project that has the section `outils` besides the real ones."""
    root = tmp_path_factory.mktemp("project")
    for name in FOLDERS:
        shutil.copytree(
            ROOT / name, root / name, ignore=shutil.ignore_patterns("node_modules", "unpacked", "*.pyc.*")
        )
    for name in FILES:
        shutil.copy(ROOT / name, root / name)
    _insert(root / "plugins" / "core" / "sections.py", "SECTIONS = (\n", DECLARATION)
    for theme in (root / "theme", root / "tests" / "equipment" / "tiny_theme"):
        (theme / "templates" / "outil.html").write_text(TEMPLATE, encoding="utf-8")
    return root


def _insert(file: Path, mark: str, text: str) -> None:
    before, found, after = file.read_text(encoding="utf-8").partition(mark)
    assert found
    file.write_text(before + found + text + after, encoding="utf-8")


def _tested(project: Path, *tests: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)


def test_a_section_that_is_declared_is_checked_shown_found_fed_and_counted(project: Path) -> None:
    run = _tested(project, "tests/core/added_section.py")
    assert run.returncode == 0, run.stdout


def test_the_guide_must_say_what_a_new_section_asks_for(project: Path) -> None:
    guide = project / "content" / "LISEZMOI.md"
    run = _tested(project, "tests/docs/test_guides.py", "-k", "documented")
    assert "test_every_field_of_a_section_is_documented_and_no_other[outils]" in run.stdout
    guide.write_text(guide.read_text(encoding="utf-8") + GUIDE, encoding="utf-8")
    _insert(guide, "`accueil`, ", "`outils`, ")
    run = _tested(project, "tests/docs/test_guides.py", "-k", "documented")
    assert run.returncode == 0, run.stdout


NAMES = {name for section in SECTIONS for name in (section.name, section.folder, section.prefix)} - {""}


def _modules() -> Iterator[Path]:
    yield ROOT / "pelicanconf.py"
    yield ROOT / "tasks.py"
    for folder in ("plugins", "tools"):
        yield from sorted((ROOT / folder).rglob("*.py"))


def test_no_other_module_lists_the_sections() -> None:
    """One may know something of a section; two in one list are a list that a third would have to join."""
    lists = {
        f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"
        for path in _modules()
        if path != ROOT / "plugins" / "core" / "sections.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if len(_named(node) & NAMES) > 1
    }
    assert lists == set()


def _named(node: ast.AST) -> set[str]:
    """Return the texts of a list, a tuple, a set, or the keys of a dictionary."""
    items: list[ast.expr | None] = []
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        items = list(node.elts)
    elif isinstance(node, ast.Dict):
        items = node.keys
    return {item.value for item in items if isinstance(item, ast.Constant) and isinstance(item.value, str)}
