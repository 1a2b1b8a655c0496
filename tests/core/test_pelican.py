"""What `plugins/core/pelican.py` assumes of Pelican beyond its documentation: each test names one assumption."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest
from pelican import signals
from pelican.contents import Content
from pelican.log import LimitFilter
from pelican.readers import MarkdownReader

from plugins.core import pelican as parts
from plugins.core.pelican_log import collected_problems
from tests.equipment.inline import Site, page

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


@pytest.fixture
def generators(site: Site) -> list[Any]:
    """Return what one real build of Pelican has used."""
    with parts.kept_generators() as kept:
        assert site.build().ok
    return kept


def content(generators: list[Any], slug: str) -> Any:
    return next(item for item in parts.contents_of(generators) if item.slug == slug)


def test_settings_of_a_generator_of_a_content_and_of_pelican_hold_the_same_site(
    generators: list[Any],
) -> None:
    site = parts.site_of(generators[0])
    assert all(parts.site_of(item) is site for item in parts.contents_of(generators))
    assert site.facts.address == "https://essai.example"


def test_the_context_that_generators_share_lists_articles_then_pages(generators: list[Any]) -> None:
    names = [item.slug for item in parts.contents_of(generators)]
    assert names[0] == "colloque"
    assert set(names) == {"colloque", "404", "accueil", "contact", "code", "mons"}
    assert len({id(generator.context) for generator in generators}) == 1


def test_pelicans_own_links_become_addresses_of_the_site_that_is_named(generators: list[Any]) -> None:
    item = content(generators, "contact")
    html = parts.with_pelican_links(item, '<a href="{filename}accueil.md">a</a>', "https://ailleurs.example")
    assert html == '<a href="https://ailleurs.example/">a</a>'


def test_a_text_that_is_replaced_while_a_content_is_made_is_the_text_of_its_page(site: Site) -> None:
    def shout(item: Any) -> None:
        parts.replace_html(item, parts.html_of(item).replace("Un texte", "UN AUTRE"))

    with signals.content_object_init.connected_to(shout):
        assert site.build().ok
    assert "UN AUTRE" in site.read("contact/index.html")


@pytest.mark.parametrize("name", ["title", "summary"])
def test_a_field_that_is_replaced_is_replaced_for_templates(site: Site, name: str) -> None:
    def shout(item: Any) -> None:
        parts.replace_field(item, name, "Un autre, écrit après coup.")

    with parts.kept_generators() as kept, signals.content_object_init.connected_to(shout):
        site.build()
    assert getattr(content(kept, "contact"), name) == "Un autre, écrit après coup."


def test_a_fixed_address_is_what_pelican_would_have_computed(generators: list[Any]) -> None:
    item = content(generators, "contact")
    fixed = item.url, item.save_as
    item.__dict__.pop("override_url")
    item.__dict__.pop("override_save_as")
    assert (item.url, item.save_as) == fixed == ("contact/", "contact/index.html")


def test_pelican_remembers_finished_texts_until_it_is_made_to_forget(generators: list[Any]) -> None:
    item = content(generators, "contact")
    first = item.content
    parts.replace_html(item, "<p>Autre</p>")
    assert item.content == first
    parts.forget_texts()
    assert item.content == "<p>Autre</p>"
    assert all(hasattr(Content.__dict__[name], "cache") for name in ("get_content", "get_summary"))


def test_a_source_is_read_anew_as_a_build_reads_it(site: Site, generators: list[Any]) -> None:
    generator = next(
        generator
        for generator, items in parts.content_generators(generators)
        if any(item.slug == "contact" for item in items)
    )
    fresh = parts.read_content(generator, "pages/contact.md")
    assert fresh is not None
    assert (fresh.url, fresh.title) == ("contact/", "Contact")
    site.add({"pages/nouvelle.md": page("Nouvelle")})  # not among what the build has read
    assert parts.read_content(generator, "pages/nouvelle.md") is None


def test_one_content_is_written_alone_with_the_bytes_of_the_build(
    site: Site, generators: list[Any], tmp_path: Path
) -> None:
    for slug, name in (("contact", "contact/index.html"), ("colloque", "actualites/colloque/index.html")):
        item = content(generators, slug)
        generator = next(
            generator for generator, items in parts.content_generators(generators) if item in items
        )
        parts.write_one(generator, item, str(tmp_path / slug))
        assert [path.name for path in (tmp_path / slug).rglob("*") if path.is_file()] == ["index.html"]
        assert (tmp_path / slug / name).read_text(encoding="utf-8") == site.read(name)


def test_a_kept_page_is_rendered_with_the_context_that_the_writer_would_give(
    site: Site, generators: list[Any], tmp_path: Path
) -> None:
    item = content(generators, "colloque")  # rendered through `page_context`, then by Pelican's own writer
    generator = parts.content_generators(generators)[0][0]
    parts.write_one(generator, item, str(tmp_path / "own"))
    assert (tmp_path / "own" / item.save_as).read_bytes() == (site.output / item.save_as).read_bytes()


def test_templates_are_read_anew_once_they_are_forgotten(generators: list[Any]) -> None:
    generator = parts.content_generators(generators)[0][0]
    before = generator.get_template("article")
    assert generator.get_template("article") is before
    parts.forget_templates(generator)
    assert generator.get_template("article") is not before


def test_no_warning_of_pelican_is_hidden_however_often_it_comes() -> None:
    before = LimitFilter._raised_messages, LimitFilter._threshold
    logger = logging.getLogger("pelican.contents")
    with collected_problems() as problems:
        for number in range(20):
            logger.warning("Unable to do %s", number, extra={"limit_msg": "Other such things"})
    assert len(problems) == 20
    assert (LimitFilter._raised_messages, LimitFilter._threshold) == before


def test_texts_are_read_without_the_library_of_pelican_s_own_reader(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MarkdownReader, "enabled", False)
    report = site.build()
    assert report.ok, report.problems
