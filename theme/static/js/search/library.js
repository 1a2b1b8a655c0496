// The index of plugins/search/files.py, of which a search loads what it needs, and MiniSearch to rank what it finds.
import { combined, distance, parse } from "./query.js";

const FIELDS = ["title", "headings", "keywords", "text"];
const BOOST = { title: 5, headings: 2, keywords: 2, text: 1 };
const FEW = 5; // pages with all the words, below which pages with some of them follow
const MOST_OTHERS = 20;
const MOST_PREFIX_FILES = 3; // "a" begins too many words to load them all
const MOST_CORRECTION_FILES = 12;
const SHORTEST_CORRECTED = 5; // letters
const TWO_MISTAKES = 8; // letters from which a word may have two

export class Library {
  // `load(path)` gives the JSON of a file of the index's folder; `stem` is Snowball's.
  constructor(manifest, { MiniSearch, stem, load }) {
    Object.assign(this, { manifest, MiniSearch, stem, load });
    this.stop = new Set(manifest.stop.split(" "));
    this.files = new Map();
    let first = 0;
    this.firsts = manifest.texts.map((step) => (first += step));
  }

  // What was found, best first: { documents, whole, terms, prefix, corrected }. Only the first `whole` of the documents
  // have all the words, and others follow where these are few. `corrected`: unknown word → term taken instead.
  async search(text) {
    let units = parse(text, { stop: this.stop, synonyms: this.manifest.synonyms, stem: this.stem });
    if (!units.length) {
      return { documents: [], whole: 0, terms: new Set(), prefix: "", corrected: new Map() };
    }
    let terms = await this.postings(units);
    let documents = this.ranked(terms, units, "AND");
    const corrected = new Map();
    if (!documents.length) {
      units = await Promise.all(units.map((unit) => this.mended(unit, terms, corrected)));
      terms = await this.postings(units);
      documents = this.ranked(terms, units, "AND");
    }
    const whole = documents.length;
    if (whole < FEW && units.length > 1) {
      const others = this.ranked(terms, units, "OR").filter((number) => !documents.includes(number));
      documents.push(...others.slice(0, MOST_OTHERS));
    }
    return {
      documents,
      whole,
      terms: new Set(units.flatMap((unit) => unit.alternatives.flat())),
      prefix: units.at(-1).prefix ?? "",
      corrected,
    };
  }

  // A unit whose word stands nowhere, with the nearest word that does.
  async mended(unit, terms, corrected) {
    const [own] = unit.alternatives;
    const known = unit.alternatives.some((needed) => needed.every((term) => terms.has(term)));
    const begun = unit.prefix && [...terms.keys()].some((term) => term.startsWith(unit.prefix));
    if (unit.typed.length > 1 || known || begun || own[0].length < SHORTEST_CORRECTED - 1 || unit.typed[0].length < SHORTEST_CORRECTED) {
      return unit;
    }
    const [wrong] = own;
    const most = wrong.length >= TWO_MISTAKES - 1 ? 2 : 1;
    let best;
    for (const [term, fields] of await this.neighbours(wrong)) {
      const far = distance(wrong, term, most);
      const weight = Math.max(...fields.map((list) => list.length));
      if (far < Infinity && (!best || far < best.far || (far === best.far && weight > best.weight))) {
        best = { term, far, weight };
      }
    }
    if (!best) {
      return unit;
    }
    corrected.set(unit.typed[0], best.term);
    return { typed: unit.typed, alternatives: [[best.term]] };
  }

  // MiniSearch's ranking of what those terms find: [document number…].
  ranked(terms, units, combineWith) {
    const { count, averages, lengths } = this.manifest;
    const [index, documentIds, fieldLength] = [[], {}, {}];
    for (const [term, fields] of terms) {
      index.push([term, decoded(fields)]);
      for (const list of fields) {
        let number = 0;
        for (let place = 0; place < list.length; place += 2) {
          number += list[place];
          documentIds[number] = number;
          fieldLength[number] ??= lengths.map((column) => column[number]);
        }
      }
    }
    const mini = this.MiniSearch.loadJS(
      {
        documentCount: count,
        nextId: count,
        documentIds,
        fieldIds: Object.fromEntries(FIELDS.map((field, number) => [field, number])),
        fieldLength,
        averageFieldLength: averages,
        storedFields: {},
        dirtCount: 0,
        index,
        serializationVersion: 2,
      },
      { fields: FIELDS },
    );
    return mini
      .search(combined(units, combineWith), {
        boost: BOOST,
        tokenize: (term) => [term],
        processTerm: (term) => term,
      })
      .map((result) => result.id);
  }

  // The postings of all terms of a query, by term.
  async postings(units) {
    const wanted = units.flatMap((unit) => unit.alternatives.flat());
    const begun = units.flatMap((unit) => unit.prefix ?? []);
    const numbers = new Set([
      ...wanted.map((term) => this.place(term)),
      ...begun.flatMap((prefix) => range(this.place(prefix), this.place(`${prefix}~`)).slice(0, MOST_PREFIX_FILES)),
    ]);
    const loaded = await this.shards(numbers);
    return new Map(loaded.filter(([term]) => wanted.includes(term) || begun.some((prefix) => term.startsWith(prefix))));
  }

  // The terms that begin as a word does, or all of them while they are few.
  async neighbours(word) {
    const last = this.manifest.terms.length - 1;
    const [from, to] = last < MOST_CORRECTION_FILES ? [0, last] : [this.place(word[0]), this.place(`${word[0]}~`)];
    const here = this.place(word);
    const nearest = range(from, to).sort((one, other) => Math.abs(one - here) - Math.abs(other - here) || one - other);
    return this.shards(new Set(nearest.slice(0, MOST_CORRECTION_FILES)));
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

// [gap, frequency…] of each field → what MiniSearch serialises: { field: { document: frequency } }.
export function decoded(fields) {
  const made = {};
  fields.forEach((list, field) => {
    if (list.length) {
      let number = 0;
      made[field] = {};
      for (let place = 0; place < list.length; place += 2) {
        number += list[place];
        made[field][number] = list[place + 1];
      }
    }
  });
  return made;
}

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
