"""The libraries that we publish are those that they say they are."""

from __future__ import annotations

import hashlib
import re

from tools.build import ROOT

VENDOR = ROOT / "theme" / "static" / "js" / "vendor"


def test_the_stemmer_is_made_of_the_two_files_whose_hashes_are_noted() -> None:
    lines = (VENDOR / "french-stemmer.js").read_text(encoding="utf-8").split("\n")
    _, declared, base, french, exported, end = lines
    assert (declared, exported, end) == ("let BaseStemmer;", "export { FrenchStemmer };", "")
    noted = re.findall(r"sha256 ([0-9a-f]{64})", (VENDOR / "french-stemmer.txt").read_text(encoding="utf-8"))
    assert [hashlib.sha256(text.encode()).hexdigest() for text in (base, french)] == noted


def test_every_library_has_its_licence_beside_it_and_publishes_no_text_file() -> None:
    for script in VENDOR.glob("*.js"):
        assert re.search(r"licen[cs]e", script.with_suffix(".txt").read_text(encoding="utf-8"), re.IGNORECASE)
