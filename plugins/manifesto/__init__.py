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

from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator

from plugins.core.problems import report
from plugins.manifesto.grouping import Roll, arrange
from plugins.manifesto.sign_form import FORM
from plugins.manifesto.signatories import FILE_NAME, read_signatories

SETTING = "SIGNATORIES"
"""Where the settings hold the roll of one build."""


def _load(pelican: Any) -> None:
    """Read the file, and offer the roll to the templates."""
    settings = pelican.settings
    content = Path(settings["PATH"])
    path = content / FILE_NAME
    roll = Roll()
    if path.exists():
        found, problems = read_signatories(
            path.read_bytes(), f"{content.name}/{FILE_NAME}", settings["TODAY"]
        )
        for problem in problems:
            report(problem)
        roll = arrange(found)
    settings[SETTING] = roll
    offered = {"signataires": lambda: roll, "formulaire_de_signature": lambda: FORM}
    settings["JINJA_GLOBALS"] = {**settings["JINJA_GLOBALS"], **offered}


class NamesGenerator(Generator):
    """Writes the pages of names."""

    def generate_output(self, writer: Any) -> None:
        """Write each page of the roll."""
        roll: Roll = self.settings[SETTING]
        for page in roll.pages:
            writer.write_file(
                f"{page.address}index.html",
                self.get_template("signatories"),  # type: ignore[no-untyped-call]
                self.context,
                override_output=True,
                url=page.address,
                names_page=page,
            )


def _add_generator(_: Any) -> type[NamesGenerator]:
    return NamesGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(_load)
    signals.get_generators.connect(_add_generator)
