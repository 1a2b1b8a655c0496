// Searches a built site with the page's own modules, for the tests: reads { folder, manifest, queries }
// on its input, writes for each query { found: [address…], count, whole, corrected, milliseconds }.
// Given `stems` or `words`, it answers with what the modules make of them.
import { readFile } from "node:fs/promises";
import { performance } from "node:perf_hooks";
import { text as read } from "node:stream/consumers";

import { Library } from "./search/library.js";
import { remembering, words } from "./search/words.js";
import { FrenchStemmer } from "./vendor/french-stemmer.js";

const asked = JSON.parse(await read(process.stdin));
const french = new FrenchStemmer();
const stem = remembering((word) => french.stemWord(word));
const answers = { stems: asked.stems?.map(stem), words: asked.words?.map(words) };

if (asked.queries) {
  const base = `${asked.folder}${asked.manifest.slice(0, asked.manifest.lastIndexOf("/") + 1)}`;
  const load = async (path) => JSON.parse(await readFile(base + path, "utf8"));
  const manifest = await load(asked.manifest.slice(asked.manifest.lastIndexOf("/") + 1));
  const library = new Library(manifest, { stem, load });
  answers.queries = [];
  for (const query of asked.queries) {
    const start = performance.now();
    const { documents, corrected, whole } = await library.search(query);
    const milliseconds = performance.now() - start;
    const shown = await Promise.all(documents.slice(0, 10).map((number) => library.shown(number, () => true)));
    answers.queries.push({
      found: shown.map(({ address }) => address),
      count: documents.length,
      corrected: [...corrected],
      whole,
      milliseconds,
    });
  }
}

process.stdout.write(JSON.stringify(answers));
