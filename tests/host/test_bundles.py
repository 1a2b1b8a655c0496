"""Scripts import each other by the names under which they are published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.host.bundles import read_assets

if TYPE_CHECKING:
    from pathlib import Path


def scripts(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        path = folder / "js" / f"{name.replace('__', '/')}.js"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_imports_lead_to_published_names(tmp_path: Path) -> None:
    page = 'import { a } from "./a.js";\nexport { b } from "../b.js";\nconst c = import("./deep/c.js");\nimport "./a.js";\n'
    static = scripts(
        tmp_path, x__page=page, x__a="export const a = 1;\n", b="export const b = 2;\n", x__deep__c="3;\n"
    )
    assets = read_assets(static, {})
    text = assets["js/x/page.js"].data.decode()
    for name in ("js/x/a.js", "js/b.js", "js/x/deep/c.js"):
        assert f'"/theme/{assets[name].published}"' in text
    assert '"./' not in text


def test_the_name_of_a_script_changes_with_what_it_imports(tmp_path: Path) -> None:
    static = scripts(
        tmp_path, page='import { a } from "./a.js";\n', a='import { b } from "./b.js";\n', b="1;\n"
    )
    before = read_assets(static, {})
    after = read_assets(scripts(tmp_path, b="2;\n"), {})
    for name in ("js/page.js", "js/a.js", "js/b.js"):
        assert before[name].published != after[name].published


def test_what_only_looks_like_an_import_stays(tmp_path: Path) -> None:
    text = 'import x from "library";\nconst here = "./a.js"; // from afar\n'
    assert read_assets(scripts(tmp_path, page=text), {})["js/page.js"].data.decode() == text


def test_an_import_of_what_is_not_there_fails(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"js/missing\.js"):
        read_assets(scripts(tmp_path, page='import { a } from "./missing.js";\n'), {})
