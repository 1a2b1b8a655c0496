"""What the search costs and what it finds: bytes, requests and time of a first search, indexing, precision.

Searches run in Chromium slowed down six times, on the site's own page. Larger sites are
synthetic: articles of 1,000 words drawn by Zipf's law from 20,000, as the size of an index
depends on how many words there are and how often each stands; the texts of the other
campaigns have few.
"""

from __future__ import annotations

import gzip
import itertools
import json
import random
import re
import shutil
import tempfile
import time
import tomllib
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import brotli

from plugins.core.cache import Cache
from plugins.search.documents import Document, Words
from plugins.search.files import FOLDER, Choice, Written, write
from plugins.search.index import merge
from plugins.search.words import Stemmer, words
from tests.equipment.chromium import chromium
from tests.equipment.loopback import served
from tools.bench import built, table
from tools.build import ROOT, Request, today

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
QUERIES: Final = ROOT / "tests" / "search" / "requetes.toml"
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
RANKED: Final = """
async ([library, words, stemmer, minisearch, manifest, queries]) => {
  const [{ Library }, { remembering }, { FrenchStemmer }, { default: MiniSearch }] =
    await Promise.all([library, words, stemmer, minisearch].map((name) => import(name)));
  const french = new FrenchStemmer();
  const load = async (path) => (await fetch(new URL(path, new URL(manifest, location)))).json();
  const stem = remembering((word) => french.stemWord(word));
  const found = new Library(await load(manifest), { MiniSearch, stem, load });
  return Promise.all(queries.map(async (query) => {
    const { documents } = await found.search(query);
    const shown = documents.slice(0, 10).map((number) => found.shown(number, () => true));
    return (await Promise.all(shown)).map(({ address }) => address);
  }));
}
"""


@dataclass(frozen=True)
class First:
    """What a first search of ten results costs."""

    pages: str
    gzipped: int
    brotli: int
    requests: int
    milliseconds: float
    """Calculation and drawing, once everything is loaded, on the slow phone."""


def run() -> str:
    """Measure everything and return the section's text."""
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        site = Path(name) / "site"
        built(Request(output=site, today=today()))
        precision = _precision(browser, site)
        documents = len(json.loads(_manifest(site).read_bytes())["kind"])
        firsts = [_first(browser, site, f"this site, {documents}", "code de déontologie")]
        indexed = []
        for size in SIZES:
            articles, query = synthetic(size)
            row, written = _indexing(size, articles, Path(name) / f"cache-{size}")
            indexed.append(row)
            _install(site, written)
            firsts.append(_first(browser, site, f"{size:,} synthetic", query))
    return "\n\n".join((precision, _first_table(firsts), _index_table(indexed)))


def synthetic(size: int) -> tuple[list[Document], str]:
    """Return that many articles, the same at each call, and a question about them."""
    drawn = random.Random(size)  # noqa: S311  nothing secret
    consonants = ("b", "c", "d", "f", "l", "m", "n", "p", "r", "s", "t", "v")
    syllables = ["".join(pair) for pair in itertools.product(consonants, "aeiou")]
    lengths = (drawn.randint(2, 4) for _ in range(2 * VOCABULARY))
    vocabulary = list(dict.fromkeys("".join(drawn.choices(syllables, k=length)) for length in lengths))
    vocabulary = vocabulary[:VOCABULARY]
    weights = list(itertools.accumulate(1 / rank for rank in range(1, len(vocabulary) + 1)))

    def article(number: int) -> Document:
        text = drawn.choices(vocabulary, cum_weights=weights, k=WORDS_EACH)
        body = "".join(
            f'<h2 id="s{start}">{" ".join(text[start : start + 3])}</h2>'
            f"<p>{' '.join(text[start : start + 100])}.</p>"
            for start in range(0, WORDS_EACH, 100)
        )
        return Document(
            f"/actualites/{number:05}/", " ".join(text[:6]), "Actualité", " ".join(text[10:30]), "",
            "actualites", (), 2000 + number % 25, body,
        )  # fmt: skip

    return [article(number) for number in range(size)], " ".join(vocabulary[rank] for rank in RANKS)


def _indexing(size: int, articles: Sequence[Document], cache: Path) -> tuple[tuple[object, ...], Written]:
    """Index twice: as the first build does, and as each one after it, in which one page has changed."""
    seconds = []
    for _ in range(2):
        start = time.process_time()
        counting = Words(Cache(cache), Stemmer())
        counted = counting.count(articles)
        read = time.process_time()
        written = write(merge(articles, counted), KINDS, (), {})
        seconds += [read - start, time.process_time() - read]
    total = sum(map(len, written.files.values()))
    cold, _, warm, inverted = seconds
    return (
        f"{size:,}",
        f"{cold:.1f}",
        f"{warm:.2f}",
        f"{inverted:.2f}",
        f"{1000 * (warm + inverted) / size:.2f}",
        len(written.files),
        f"{total / 1e6:.1f}",
    ), written


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


def _first(browser: Browser, site: Path, pages: str, query: str) -> First:
    """Search once, from a page that has loaded nothing yet; several times for the time."""
    times: list[float] = []
    with served(site) as address:
        for _ in range(RUNS):
            asked: set[str] = set()
            page = browser.new_page()
            page.on("request", partial(_note, asked))
            page.add_init_script(WATCH)
            page.goto(f"{address}/recherche/")
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            page.locator("#q").focus()
            page.wait_for_load_state("networkidle")
            page.wait_for_function("window.pending() === 0")
            page.wait_for_timeout(500)  # what was loaded is compiled
            milliseconds, shown = page.evaluate(SEARCH, query)
            if shown != 10:
                raise RuntimeError(f"{shown} results for {query}")
            times.append(milliseconds)
            page.close()
        names = [url.removeprefix(address) for url in asked if url.endswith((".js", ".json"))]
    files = [(site / name.strip("/")).read_bytes() for name in names]
    return First(
        pages,
        sum(len(gzip.compress(data, 9)) for data in files),
        sum(_brotli(data) for data in files),
        len(files),
        min(times),
    )


def _brotli(data: bytes) -> int:
    return len(brotli.compress(data, quality=11))  # type: ignore[no-untyped-call]


def _note(asked: set[str], request: Any) -> None:
    asked.add(request.url)


def _precision(browser: Browser, site: Path) -> str:
    """Ask the questions of the test set, to the search and to the titles alone."""
    questions = tomllib.loads(QUERIES.read_text(encoding="utf-8"))["requete"]
    scripts = site / "theme" / "js"
    modules = [
        f"/{next(scripts.glob(f'{name}.*.js')).relative_to(site).as_posix()}"
        for name in ("search/library", "search/words", "vendor/french-stemmer", "vendor/minisearch")
    ]
    with served(site) as address:
        page = browser.new_page()
        page.goto(f"{address}/recherche/")
        manifest = f"/{_manifest(site).relative_to(site).as_posix()}"
        found = page.evaluate(RANKED, [*modules, manifest, [question["q"] for question in questions]])
        page.close()
    by_title = _titles(site)
    titles = [
        [address for address, title in by_title if all(word in title for word in words(question["q"]))]
        for question in questions
    ]
    wanted = [question["page"] for question in questions]
    rows: list[tuple[object, ...]] = [
        (name, *_scores(lists, wanted))
        for name, lists in (("this search", found), ("all words in the title, accents apart", titles))
    ]
    return f"The {len(questions)} questions of `tests/search/requetes.toml`:\n\n" + table(
        ("Search", "wanted page among the first 3", "mean reciprocal rank", "finds nothing"), rows
    )


def _titles(site: Path) -> list[tuple[str, str]]:
    """Return every indexed page's address, and its title's words in one text."""
    entries = [
        entry
        for path in sorted((site / FOLDER).glob("textes/*/*.json"))
        for entry in json.loads(path.read_bytes())
    ]
    return [(entry[0], " ".join(words(entry[1]))) for entry in entries if len(entry) > 1]


def _scores(lists: Sequence[Sequence[str]], wanted: Sequence[str]) -> tuple[str, str, int]:
    ranks = [
        list(found).index(page) + 1 if page in found else 0 for found, page in zip(lists, wanted, strict=True)
    ]
    return (
        f"{len([rank for rank in ranks if 0 < rank <= 3])} of {len(ranks)}",
        f"{sum(1 / rank for rank in ranks if rank) / len(ranks):.2f}",
        len([found for found in lists if not found]),
    )


def _manifest(site: Path) -> Path:
    return next((site / FOLDER).glob("index.*.json"))


def _first_table(firsts: Sequence[First]) -> str:
    rows: list[tuple[object, ...]] = [
        (
            first.pages,
            f"{first.gzipped / 1000:.1f}",
            f"{first.brotli / 1000:.1f}",
            first.requests,
            f"{first.milliseconds:.0f}",
        )
        for first in firsts
    ]
    return (
        "A first search, scripts included (budget: 120 kB; 100 ms once loaded),"
        f" in Chromium slowed {SLOWER} times,"
        f" the fastest of {RUNS} runs:\n\n"
        + table(("Pages", "kB gz", "kB br", "requests", "ms once loaded"), rows)
    )


def _index_table(rows: list[tuple[object, ...]]) -> str:
    header = ("Pages", "counting words, first build (s)", "counted before (s)", "inverting and writing (s)")
    return "Indexing pages of 1,000 words, in seconds of processor:\n\n" + table(
        (*header, "ms a page, counted before", "files", "MB"), rows
    )
