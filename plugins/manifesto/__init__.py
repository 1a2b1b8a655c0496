"""Shows who signed the Manifeste and agreed to be named: `content/manifeste/signataires.csv`.

Templates have `signataires()`, the whole `Roll` (`grouping`), and
`formulaire_de_signature()` (`sign_form`); each page of names is written with
`signatories.html`. The file is read by `signatories`, which refuses a line
without a consent. Names reach pages through templates alone, never through a
text: so no feed, card or summary has them, and the element that holds them
bears the marks that keep it out of caches (`plugins/core/cache.py`) and of
the site's search.
"""

from __future__ import annotations

from typing import Any

from pelican import signals

from plugins.core.disk import file_trouble
from plugins.core.pelican import offer, site_of
from plugins.core.problems import Problem
from plugins.manifesto.grouping import Roll, group_names
from plugins.manifesto.sign_form import FORM
from plugins.manifesto.signatories import FILE_NAME, read_signatories


def _load(pelican: Any) -> None:
    """Read the file, and offer the roll to the templates."""
    site = site_of(pelican)
    path = site.content / FILE_NAME
    roll = Roll()
    shown = f"{site.content.name}/{FILE_NAME}"
    try:
        found, problems = read_signatories(path.read_bytes(), shown, site.today)
        site.report(problems)
        roll = group_names(found)
    except FileNotFoundError:
        pass
    except OSError as error:
        site.report([Problem(shown, 0, *file_trouble(error))])
    site.add(roll)
    offer(pelican, signataires=lambda: roll, formulaire_de_signature=lambda: FORM)


def _write(generator: Any, writer: Any) -> None:
    """Write each page of the roll."""
    for page in site_of(generator).part(Roll).pages:
        writer.write_file(
            f"{page.address}index.html",
            generator.get_template("signatories"),
            generator.context,
            override_output=True,
            url=page.address,
            names_page=page,
        )


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(_load)
    signals.page_writer_finalized.connect(_write)
