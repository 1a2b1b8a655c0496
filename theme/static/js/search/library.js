// The index of plugins/search/files.py, of which a search loads what it needs.
import { nearest } from "./correct.js";
import { answered, parse } from "./query.js";
import { ranked } from "./rank.js";

const FEW = 5; // pages with all the words, below which pages with some of them follow
const MOST_OTHERS = 20;
const MOST_PREFIX_FILES = 3; // "a" begins too many words to load them all
const MOST_CORRECTION_FILES = 12;
const SHORTEST_BEGINNING = 4; // letters of a word, not the last one, that may be cut short
const KIN = 0.6; // what a word of the same family weighs beside the word itself
const BEGUN = 0.4;
const CORRECTED = 0.7;
const FAMILY = 4; // place of the family behind the lists of the fields
const ELIDED = /^(?:[cdjlmnst]|qu)(?=[aeiouyh]\w{3})/; // "davis" is "d'avis"

export class Library {
  // `load(path)` gives the JSON of a file of the index's folder; `stem` is Snowball's.
  constructor(manifest, { stem, load }) {
    Object.assign(this, { manifest, stem, load });
    this.stop = new Set(manifest.stop.split(" "));
    this.files = new Map();
    const asked = manifest.answers.flatMap(([, terms]) => terms.flatMap((family) => family.split("|")));
    this.editors = new Set([...Object.keys(manifest.synonyms).filter((key) => !key.includes(" ")), ...asked]); // terms that they know
    let first = 0;
    this.firsts = manifest.texts.map((step) => (first += step));
  }

  // What was found, best first: { documents, whole, terms, prefix, corrected }. `whole` of the documents
  // have all the words, and others follow where these are few; where no page has, and words are several, the one for all questions is among
  // the first. `corrected`: unknown word → term taken instead.
  async search(text) {
    const units = parse(text, { stop: this.stop, synonyms: this.manifest.synonyms, stem: this.stem });
    const postings = new Map();
    const corrected = new Map();
    await this.add(units, postings);
    await Promise.all(units.map((unit) => this.widen(unit, postings, corrected)));
    await this.add(units, postings);
    const sought = units.flatMap(({ alternatives, begun }) => [...alternatives, ...begun]);
    const { found, hasAll } = ranked(units, postings, this.manifest);
    const whole = found.filter(hasAll);
    const others = whole.length < FEW ? found.filter((number) => !hasAll(number)).slice(0, MOST_OTHERS) : [];
    const answers = answered(units, this.manifest.answers);
    const otherwise = whole.length || answers.length || units.length < 2 ? [] : this.manifest.otherwise;
    const kept = new Set([...whole, ...others]);
    const best = found.filter((number) => kept.has(number));
    return {
      documents: [...new Set([...answers, ...best.slice(0, 1), ...otherwise, ...best])],
      whole: whole.length,
      terms: new Set(sought.flatMap(({ terms }) => terms)),
      corrected,
    };
  }

  // Add to `postings` those of all terms of a query, by term.
  async add(units, postings) {
    const wanted = new Set(units.flatMap(({ alternatives, begun }) => [...alternatives, ...begun].flatMap(({ terms }) => terms)));
    const missing = [...wanted].filter((term) => !postings.has(term));
    const files = await Promise.all(missing.map((term) => this.file("termes", this.manifest.termFolders, this.place(term))));
    missing.forEach((term, place) => Object.hasOwn(files[place], term) && postings.set(term, files[place][term]));
  }

  // Give a unit the other words that will do: those that it begins, those of its family, or the one that was meant.
  async widen(unit, postings, corrected) {
    const [[word], [term]] = [unit.typed, unit.alternatives[0].terms];
    const isIndexed = postings.get(term)?.some((list, field) => field < FAMILY && list.length);
    const family = unit.alternatives.flatMap(({ terms }) => (terms.length === 1 ? (postings.get(terms[0])?.[FAMILY] ?? []) : []));
    unit.alternatives.push(...weighed(family, KIN));
    const begun = unit.prefix ? (await this.beginning(unit.prefix)).filter((one) => one !== term) : [];
    unit.begun = weighed(begun, BEGUN);
    if (unit.known || isIndexed || family.length || this.editors.has(term) || this.stop.has(word)) {
      return;
    }
    const meant = (await this.unelided(word)) ?? (begun.length ? undefined : nearest(term, await this.neighbours(term)));
    if (meant) {
      corrected.set(word, meant);
      unit.alternatives = [...weighed([meant], CORRECTED), ...(this.manifest.synonyms[meant] ?? []).map((terms) => ({ terms, weight: CORRECTED }))];
    } else if (!begun.length && word.length >= SHORTEST_BEGINNING) {
      unit.begun = weighed(await this.beginning(word), BEGUN);
    }
  }

  // The terms that begin with some letters.
  async beginning(letters) {
    const files = range(this.place(letters), this.place(`${letters}~`)).slice(0, MOST_PREFIX_FILES);
    return (await this.shards(new Set(files))).map(([term]) => term).filter((term) => term.startsWith(letters));
  }

  // The term of a word whose apostrophe was left out, if there is one.
  async unelided(word) {
    const term = this.stem(word.replace(ELIDED, ""));
    const isTerm = (await this.shards(new Set([this.place(term)]))).some(([one]) => one === term);
    return word.match(ELIDED) && (isTerm || this.editors.has(term)) ? term : undefined;
  }

  // What a mistyped word may mean: the terms with its first letter and the words that editors know, each with its number of pages.
  async neighbours(word) {
    const here = this.place(word);
    const near = range(this.place(word[0]), this.place(`${word[0]}~`)).sort((one, other) => Math.abs(one - here) - Math.abs(other - here));
    const indexed = await this.shards(new Set(near.slice(0, MOST_CORRECTION_FILES)));
    return [...indexed.map(([term, lists]) => [term, Math.max(...lists.slice(0, FAMILY).map((list) => list.length))]), ...[...this.editors].map((term) => [term, 0])];
  }

  async shards(numbers) {
    const { termFolders } = this.manifest;
    const files = await Promise.all([...numbers].sort((a, b) => a - b).map((number) => this.file("termes", termFolders, number)));
    return files.flatMap((file) => Object.entries(file));
  }

  // The number of the file that holds a term, if any does.
  place(term) {
    return Math.max(0, after(this.manifest.terms, term) - 1);
  }

  // What the result of a document shows: { address, title, label, summary, sections }, of a long text only the pieces
  // up to the first in which `speaks(section)`.
  async shown(number, speaks, mostPieces = 4) {
    const { textFolders } = this.manifest;
    const until = after(this.firsts, number);
    let place = this.firsts.indexOf(number);
    if (place < 0) {
      place = until - 1;
    }
    const block = await this.file("textes", textFolders, place);
    const [address, title, label, summary, sections] = block[number - this.firsts[place]];
    let piece = sections;
    for (let next = place + 1; next < until && next < place + mostPieces && !piece.some(speaks); next += 1) {
      [[piece]] = await this.file("textes", textFolders, next);
    }
    return { address, title, label, summary, sections: piece };
  }

  file(kind, folders, number) {
    const path = `${kind}/${folders[Math.floor(number / this.manifest.group)]}/${number}.json`;
    if (!this.files.has(path)) {
      const loading = this.load(path);
      loading.catch(() => this.files.delete(path));
      this.files.set(path, loading);
    }
    return this.files.get(path);
  }
}

const weighed = (terms, weight) => terms.map((term) => ({ terms: [term], weight }));

// How many of the sorted values are at most `value`.
function after(values, value) {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] <= value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

const range = (from, to) => Array.from({ length: to - from + 1 }, (_, step) => from + step);
