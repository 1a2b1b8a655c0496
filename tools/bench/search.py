"""What a first search costs: bytes, requests and time.

Searches run in Chromium slowed down six times, on the site's own page. Larger sites are
synthetic: articles of 1,000 words drawn by Zipf's law from 20,000, as the size of an index
depends on how many words there are and how often each stands; the texts of the other
campaigns have few. That the wanted page is found is a test: `tests/search/test_queries.py`.
"""

from __future__ import annotations

import gzip
import itertools
import json
import random
import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import brotli

from plugins.core.cache import Cache
from plugins.search.documents import SearchDocument, Words
from plugins.search.files import FOLDER, Choice, Written, write_files
from plugins.search.index import merge
from plugins.search.synonyms import Editors
from plugins.search.words import Stemmer
from plugins.texts.text import Passage
from tests.equipment.chromium import chromium
from tests.equipment.loopback import served
from tools.bench import build_to_measure, table
from tools.build import Request, today

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Browser

SIZES: Final = (200, 2_000, 10_000)
WORDS_EACH: Final = 1_000
VOCABULARY: Final = 20_000
RANKS: Final = (100, 400)
"""The two words searched on synthetic sites: on 10,000 pages they stand in about 6,100 and 2,100."""
SLOWER: Final = 6
RUNS: Final = 7
"""The fastest counts: what else the machine does only adds."""
KINDS: Final = (Choice("actualites", "Actualités", 0),)

# Counts the time during which no data is awaited, from the question to the results.
SEARCH: Final = """
async (query) => {
  const field = document.querySelector("#q");
  const list = document.querySelector("[data-results] ol");
  field.value = query;
  const done = new Promise((resolve) => new MutationObserver(resolve).observe(list, { childList: true }));
  window.awaited = 0;
  const start = performance.now();
  field.form.requestSubmit();
  await done;
  document.body.getBoundingClientRect(); // laid out
  return [performance.now() - start - window.awaited, list.children.length];
}
"""
WATCH: Final = """
{
  const own = window.fetch;
  let pending = 0, since = 0;
  window.awaited = 0;
  window.pending = () => pending;
  const begin = () => { if (!pending++) since = performance.now(); };
  const end = () => { if (!--pending) window.awaited += performance.now() - since; };
  window.fetch = async (...args) => {
    begin();
    try {
      const answer = await own(...args);
      const json = answer.json.bind(answer);
      answer.json = async () => { begin(); try { return await json(); } finally { end(); } };
      return answer;
    } finally { end(); }
  };
}
"""


def run(sizes: Sequence[int] = SIZES) -> str:
    """Measure this site and synthetic ones of each size (numbers of pages); return the table."""
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        site = Path(name) / "site"
        build_to_measure(Request(output=site, today=today()))
        (manifest,) = (site / FOLDER).glob("index.*.json")
        documents = len(json.loads(manifest.read_bytes())["kind"])
        searches = [(f"this site, {documents}", *_first_search(browser, site, "code de déontologie"))]
        for size in sizes:
            articles, query = synthetic_articles(size)
            counted = Words(Cache(Path(name) / "cache"), Stemmer()).count(articles)
            _install(site, write_files(merge(articles, counted), KINDS, (), Editors({}), {}))
            searches.append((f"{size:,} synthetic", *_first_search(browser, site, query)))
    return (
        "A first search, scripts included (budget: 120 kB; 100 ms once loaded), in Chromium slowed "
        f"{SLOWER} times, the fastest of {RUNS} runs:\n\n"
        + table(("Pages", "kB gz", "kB br", "requests", "ms once loaded"), searches)
    )


def synthetic_articles(size: int) -> tuple[list[SearchDocument], str]:
    """Return that many articles, the same at each call, and a question about them."""
    drawn = random.Random(size)  # noqa: S311  nothing secret
    consonants = ("b", "c", "d", "f", "l", "m", "n", "p", "r", "s", "t", "v")
    syllables = ["".join(pair) for pair in itertools.product(consonants, "aeiou")]
    lengths = (drawn.randint(2, 4) for _ in range(2 * VOCABULARY))
    vocabulary = list(dict.fromkeys("".join(drawn.choices(syllables, k=length)) for length in lengths))
    vocabulary = vocabulary[:VOCABULARY]
    weights = list(itertools.accumulate(1 / rank for rank in range(1, len(vocabulary) + 1)))

    def article(number: int) -> SearchDocument:
        text = drawn.choices(vocabulary, cum_weights=weights, k=WORDS_EACH)
        passages = tuple(
            Passage(f"s{start}", " ".join(text[start : start + 3]), f"{' '.join(text[start : start + 100])}.")
            for start in range(0, WORDS_EACH, 100)
        )
        return SearchDocument(
            f"/actualites/{number:05}/", " ".join(text[:6]), "Actualité", " ".join(text[10:30]), "",
            "actualites", (), 2000 + number % 25, "", lambda: passages,
        )  # fmt: skip

    return [article(number) for number in range(size)], " ".join(vocabulary[rank] for rank in RANKS)


def _install(site: Path, written: Written) -> None:
    """Put another index in the place of the site's."""
    page = site / "recherche" / "index.html"
    text = page.read_text(encoding="utf-8")
    page.write_text(
        re.sub(r'data-manifest="[^"]+"', f'data-manifest="/{written.manifest}"', text), encoding="utf-8"
    )
    shutil.rmtree(site / FOLDER)
    for name, data in written.files.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _first_search(browser: Browser, site: Path, query: str) -> tuple[str, ...]:
    """Search from a page that has loaded nothing yet; return kilobytes, requests and milliseconds.

    The time is that of calculation and drawing once everything is loaded, on the slow phone.
    """
    times: list[float] = []
    asked: set[str] = set()
    with served(site) as address:
        for _ in range(RUNS):
            page = browser.new_page()
            page.on("request", lambda request: asked.add(request.url.removeprefix(address)))
            page.add_init_script(WATCH)
            page.goto(f"{address}/recherche/")
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            page.locator("#q").focus()
            page.wait_for_load_state("networkidle")
            page.wait_for_function("window.pending() === 0")
            page.wait_for_timeout(500)  # what was loaded is compiled
            milliseconds, results = page.evaluate(SEARCH, query)
            if results != 10:
                raise RuntimeError(f"{results} results for {query}")
            times.append(milliseconds)
            page.close()
    files = [(site / name.strip("/")).read_bytes() for name in asked if name.endswith((".js", ".json"))]
    gzipped = sum(len(gzip.compress(data, 9)) for data in files) / 1000
    brotlied = sum(len(_brotli(data)) for data in files) / 1000
    return f"{gzipped:.1f}", f"{brotlied:.1f}", str(len(files)), f"{min(times):.0f}"


def _brotli(data: bytes) -> Any:
    return brotli.compress(data, quality=11)  # type: ignore[no-untyped-call]
