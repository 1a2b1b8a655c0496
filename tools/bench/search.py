"""What the search costs and what it finds: bytes, requests and time of a first search, indexing, precision.

Searches run in Chromium slowed down six times, on the site's own page. Larger sites are
synthetic: articles of 1,000 words drawn by Zipf's law from 20,000. Where a command
`pagefind` is found (`pip install 'pagefind[extended]'`, in a folder of its own, then `PATH=…`),
the same pages are indexed and searched with it, beside ours.
"""

from __future__ import annotations

import contextlib
import gzip
import http.server
import itertools
import json
import random
import re
import resource
import shutil
import subprocess
import tempfile
import threading
import time
import tomllib
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import brotli
from playwright.sync_api import sync_playwright

from plugins.build_cache import Cache
from plugins.search.documents import Document, Words
from plugins.search.files import FOLDER, Choice, Written, write
from plugins.search.index import merge
from plugins.search.words import Stemmer, words
from tools.bench import table
from tools.build import ROOT, Request, build, today

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
PAGEFIND: Final = """
async (query) => {
  const pagefind = await import("/pagefind/pagefind.js");
  await pagefind.init();
  const { results } = await pagefind.search(query);
  await Promise.all(results.slice(0, 10).map((result) => result.data()));
  return results.length;
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
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        site = Path(name) / "site"
        made = build(Request(output=site, today=today()))
        if not made.ok:
            raise RuntimeError("\n".join(map(str, made.problems)))
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        precision = _precision(chromium, site)
        documents = len(json.loads(_manifest(site).read_bytes())["kind"])
        firsts = [_first(chromium, site, f"this site, {documents}", "code de déontologie")]
        indexed, compared = [], []
        for size in SIZES:
            articles, query = synthetic(size)
            row, written = _indexing(size, articles, Path(name) / f"cache-{size}")
            indexed.append(row)
            _install(site, written)
            firsts.append(_first(chromium, site, f"{size:,} synthetic", query))
            if shutil.which("pagefind"):
                compared.append(_pagefind(chromium, Path(name) / f"pagefind-{size}", articles, query))
        chromium.close()
    return "\n\n".join((precision, _first_table(firsts), _index_table(indexed), *_pagefind_table(compared)))


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


@contextlib.contextmanager
def _served(folder: Path) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Keep the terminal."""


def _first(chromium: Browser, site: Path, pages: str, query: str) -> First:
    """Search once, from a page that has loaded nothing yet; several times for the time."""
    times: list[float] = []
    with _served(site) as address:
        for _ in range(RUNS):
            asked: set[str] = set()
            page = chromium.new_page()
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


def _precision(chromium: Browser, site: Path) -> str:
    """Ask the questions of the test set, to the search and to the titles alone."""
    questions = tomllib.loads(QUERIES.read_text(encoding="utf-8"))["requete"]
    scripts = site / "theme" / "js"
    modules = [
        f"/{next(scripts.glob(f'{name}.*.js')).relative_to(site).as_posix()}"
        for name in ("search/library", "search/words", "vendor/french-stemmer", "vendor/minisearch")
    ]
    with _served(site) as address:
        page = chromium.new_page()
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


def _pagefind(
    chromium: Browser, folder: Path, articles: Sequence[Document], query: str
) -> tuple[object, ...]:
    """Let Pagefind index and search the same pages."""
    for article in articles:
        path = folder / article.address.strip("/") / "index.html"
        path.parent.mkdir(parents=True)
        path.write_text(
            f'<!doctype html><html lang="fr"><title>{article.title}</title>'
            f"<h1>{article.title}</h1>{article.html}</html>",
            encoding="utf-8",
        )
    start = _children_seconds()
    subprocess.run(["pagefind", "--site", folder, "--quiet"], check=True, capture_output=True)
    seconds = _children_seconds() - start
    (folder / "index.html").write_text("<!doctype html><title>Pagefind</title>", encoding="utf-8")
    asked: set[str] = set()
    with _served(folder) as address:
        page = chromium.new_page()
        page.on("request", lambda request: asked.add(request.url.split("?")[0].removeprefix(address)))
        page.goto(address)
        page.evaluate(PAGEFIND, query)
        page.close()
    files = {name: (folder / name.strip("/")).read_bytes() for name in asked if name.startswith("/pagefind/")}
    weight = sum(min(len(data), len(gzip.compress(data, 9))) for data in files.values())
    total = sum(path.stat().st_size for path in (folder / "pagefind").rglob("*") if path.is_file())
    return f"{len(articles):,}", f"{seconds:.1f}", f"{weight / 1000:.1f}", len(files), f"{total / 1e6:.1f}"


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


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


def _pagefind_table(rows: list[tuple[object, ...]]) -> Iterator[str]:
    if rows:
        yield "Pagefind on the same pages, in seconds of processor:\n\n" + table(
            ("Pages", "indexing (s)", "first search (kB)", "requests", "MB"), rows
        )
