"""Leads the addresses that pages had before to those that they have now.

In: the field `anciennes_adresses` of the pages, the list of what was retired. Out: Apache's rules, in
folders of their own (`redirects`); `keys` reduces all the ways to write one old address to one key.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pelican import signals

from plugins.addresses import redirects
from plugins.addresses.apache_rules import rules
from plugins.core.folders import files_below
from plugins.core.pelican import contents_of, site_of
from plugins.core.toml_files import line_with


def _collect_claims(generators: list[Any]) -> None:
    """Note the old addresses that published pages claim."""
    site = site_of(generators[0])
    claims = []
    for page in contents_of(generators):
        source = Path(page.source_path)
        addresses = getattr(page, "anciennes_adresses", None) or ()
        text = source.read_text(encoding="utf-8-sig") if addresses else ""
        shown = source.relative_to(site.content.parent).as_posix()
        claims += [
            redirects.Claim(address, f"/{page.url}", shown, line_with(text, address)) for address in addresses
        ]
    site.add(redirects.Claims(tuple(claims)))


def _write_rules(pelican: Any) -> None:
    """Write the rules, and report the old addresses that are at fault."""
    site = site_of(pelican)
    files = frozenset(files_below(site.output.folder))
    gone, problems = redirects.read_gone(site.content)
    found, faults = redirects.gather_redirects((*site.part(redirects.Claims).pages, *gone), files)
    site.report((*problems, *faults))
    lost = redirects.LOST if f"{redirects.LOST.strip('/')}/index.html" in files else "/404.html"
    for name, text in rules(found, lost).items():
        site.output.write(name, text.encode())


def register() -> None:
    """Connect to Pelican."""
    signals.all_generators_finalized.connect(_collect_claims)
    signals.finalized.connect(_write_rules)
