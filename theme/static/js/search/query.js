// From what a visitor types to what is looked for.
import { words } from "./words.js";

const LONGEST_KEY = 3; // terms of a synonym's left side
const SHORTEST_PREFIX = 3; // letters from which the last word may be unfinished
const SYNONYM = 0.8; // what a synonym weighs beside the word itself

// One unit a word, or a sequence that has synonyms: any of its `alternatives` { terms, weight } will do, and of each
// alternative every term. Stop words are left out, unless there is nothing else. `prefix` is what the
// last word begins with, if it may go on; `begun` will hold the alternatives that it begins.
export function parse(text, { stop, synonyms, stem }) {
  const typed = words(text);
  const known = (word) => Object.hasOwn(synonyms, stem(word));
  const busy = typed.filter((word) => !stop.has(word) || known(word));
  const kept = busy.length ? busy : typed;
  const units = [];
  for (let start = 0; start < kept.length; ) {
    const [length, meant] = sought(kept.slice(start, start + LONGEST_KEY).map(stem), synonyms);
    const own = kept.slice(start, start + length);
    units.push({
      typed: own,
      known: meant.length > 0,
      begun: [],
      alternatives: [{ terms: own.map(stem), weight: 1 }, ...meant.map((terms) => ({ terms, weight: SYNONYM }))],
    });
    start += length;
  }
  const last = typed.at(-1) ?? "";
  const unit = units.at(-1);
  if (last.length >= SHORTEST_PREFIX && unit?.typed.at(-1) === last && !unit.known && !stop.has(last) && /[\w\u00c0-\u024f\u0300-\u036f]$/.test(text)) {
    const begun = stem(last);
    unit.prefix = last.startsWith(begun) ? begun : last;
  }
  return units;
}

// How many of the terms have synonyms together, and which.
function sought(terms, synonyms) {
  for (let length = terms.length; length > 0; length -= 1) {
    const key = terms.slice(0, length).join(" ");
    if (Object.hasOwn(synonyms, key)) {
      return [length, synonyms[key]];
    }
  }
  return [1, []];
}

// The pages that editors give to the questions that hold all terms of one of theirs; a question inside another
// one that is held too ("458" in "458 ter") has no say.
export function answered(units, answers) {
  const held = new Set(units.flatMap(({ alternatives }) => alternatives.flatMap(({ terms }) => terms)));
  const found = answers
    .map(([, terms, pages]) => ({ terms, pages }))
    .filter(({ terms }) => terms.every((family) => family.split("|").some((term) => held.has(term))))
    .sort((one, other) => other.terms.length - one.terms.length);
  const widest = found.filter(({ terms }) => !found.some((other) => other.terms.length > terms.length && terms.every((term) => other.terms.includes(term))));
  return [...new Set(widest.flatMap(({ pages }) => pages))];
}
