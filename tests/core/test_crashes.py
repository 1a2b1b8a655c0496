"""A crash of the generator is one French line that names the code and what was in hand; a variable shows the rest."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from pelican import signals

import plugins.host
from plugins.checks.sources import check as sources
from plugins.checks.written import facts
from plugins.core import crashes
from plugins.texts.reader import SiteReader
from tools.build import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from plugins.core.problems import Problem
    from tests.equipment.inline import Site

NAMES_SOMEBODY = "Jeanne Dupont"
HERE = "tests/core/test_crashes.py"


def crash(found: object) -> None:
    if "contact" in str(found):
        raise RuntimeError(NAMES_SOMEBODY)


def in_a_loop(generators: list[Any]) -> None:
    for generator in generators:
        for item in getattr(generator, "pages", ()):
            if item.slug == "contact":
                raise RuntimeError(NAMES_SOMEBODY)
    for item in generators[-1].context["pages"]:
        str(item)


def in_a_function(generators: list[Any]) -> None:
    for item in [item for generator in generators for item in getattr(generator, "pages", ())]:
        crash_on(item)


def crash_on(item: Any) -> None:
    slugs = (item.slug for _ in range(1))
    if "contact" in slugs:
        raise RuntimeError(NAMES_SOMEBODY)


@pytest.fixture
def receive() -> Iterator[Callable[[Any, Any], None]]:
    connected = []

    def connect(signal: Any, receiver: Any) -> None:
        signal.connect(receiver)
        connected.append((signal, receiver))

    yield connect
    for signal, receiver in connected:
        signal.disconnect(receiver)


def only_problem(site: Site, **settings: Any) -> Problem:
    (problem,) = site.build(**settings).problems
    assert NAMES_SOMEBODY not in str(problem)
    assert "\n" not in str(problem)
    return problem


@pytest.mark.parametrize("receiver", [in_a_loop, in_a_function])
def test_a_plugin_that_raises_is_told_with_the_source_in_hand(
    receiver: Any, site: Site, receive: Callable[[Any, Any], None]
) -> None:
    receive(signals.all_generators_finalized, receiver)
    problem = only_problem(site)
    assert problem.path == HERE
    assert problem.text == "la construction s’est arrêtée à content/pages/contact.md (RuntimeError)"
    assert "CVTS_DEBUG=1" in problem.remedy


def on_each(content: Any) -> None:
    raise RuntimeError(NAMES_SOMEBODY + content.slug)


def on_one(content: Any) -> None:
    if content.slug == "contact":
        raise RuntimeError(NAMES_SOMEBODY)


@pytest.mark.parametrize(
    ("receiver", "source"), [(on_one, "pages/contact.md"), (on_each, "actualites/2023-11-23-colloque.md")]
)
def test_a_crash_that_pelican_hides_is_told_once(
    receiver: Any, source: str, site: Site, receive: Callable[[Any, Any], None]
) -> None:
    receive(signals.content_object_init, receiver)
    problem = only_problem(site)
    assert (problem.path, problem.text) == (
        HERE,
        f"la construction s’est arrêtée à content/{source} (RuntimeError)",
    )


@pytest.mark.parametrize(
    ("holder", "name", "place"),
    [
        (sources, "check_source", "à content/pages/contact.md"),
        (SiteReader, "read", "à content/pages/contact.md"),
        (facts, "address_of", "à la page /contact/index.html"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_crash_of_our_own_steps_names_the_source_or_the_page(
    holder: Any, name: str, place: str, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = getattr(holder, name)

    def step(*arguments: Any, **named: Any) -> Any:
        crash(arguments[1] if holder is SiteReader else arguments[0])
        return whole(*arguments, **named)

    monkeypatch.setattr(holder, name, step)
    assert place in only_problem(site).text


def themed(site: Site, template: str, body: str) -> str:
    theme = site.root / "theme"
    shutil.copytree(ROOT / "tests" / "equipment" / "tiny_theme", theme)
    (theme / "templates" / template).write_text(body, encoding="utf-8")
    return str(theme)


def test_a_template_that_raises_is_told_with_its_line_and_the_page(site: Site) -> None:
    body = '{% extends "base.html" %}\n{% block content %}{% if page.slug == "contact" %}{{ absent }}{% endif %}{% endblock %}'
    problem = only_problem(site, THEME=themed(site, "page.html", body))
    assert (problem.path.rpartition("/")[2], problem.line) == ("page.html", 2)
    assert problem.text.startswith("erreur dans le modèle à content/pages/contact.md : ")


def test_a_template_without_a_source_is_told_with_the_page(site: Site) -> None:
    problem = only_problem(site, THEME=themed(site, "robots.html", "{{ 1 // 0 }}"))
    assert problem.text == "la construction s’est arrêtée à la page /robots.txt (ZeroDivisionError)"


def test_after_a_loop_its_last_source_is_not_blamed(site: Site, receive: Callable[[Any, Any], None]) -> None:
    def after(generators: list[Any]) -> None:
        for item in generators[0].context["pages"]:
            str(item)
        raise RuntimeError(NAMES_SOMEBODY)

    receive(signals.all_generators_finalized, after)
    assert only_problem(site).text == "la construction s’est arrêtée (RuntimeError)"


def test_the_traceback_shows_where_it_is_asked_for_and_never_by_itself(
    site: Site, receive: Callable[[Any, Any], None], monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    receive(signals.content_object_init, on_one)
    only_problem(site)
    assert capfd.readouterr() == ("", "")
    monkeypatch.setenv("CVTS_DEBUG", "1")
    only_problem(site)
    shown = capfd.readouterr().err
    assert "in on_one" in shown
    assert f"RuntimeError: {NAMES_SOMEBODY}" in shown


def test_a_traceback_through_the_register_s_code_quotes_no_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    """Not even where other code has taken the message over."""
    inside: dict[str, Any] = {}
    code = f"def read():\n    raise ValueError({NAMES_SOMEBODY!r})\n"
    exec(compile(code, "/project/plugins/statistics/register/rows.py", "exec"), inside)  # noqa: S102
    monkeypatch.setenv("CVTS_DEBUG", "1")
    try:
        try:
            inside["read"]()
        except ValueError as error:
            raise KeyError(str(error)) from error
    except KeyError as error:
        crashes.crash_problem(error, ROOT, tmp_path, tmp_path)
    shown = capfd.readouterr().err
    assert NAMES_SOMEBODY not in shown
    assert "in read" in shown


def test_a_machine_without_pango_is_told_what_to_install(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(*_: object) -> None:
        raise OSError("cannot load library 'libpango-1.0-0': not found")

    monkeypatch.setattr(plugins.host, "read_assets", explode)
    assert str(only_problem(site)).startswith("README.md: la bibliothèque Pango")
