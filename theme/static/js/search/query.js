// From what a visitor types to what is looked for.
import { words } from "./words.js";

const LONGEST_KEY = 3; // words of a synonym's left side
const SHORTEST_PREFIX = 3; // letters from which the last word may be unfinished

// One unit a word, or a sequence that has synonyms: any of its `alternatives` will do, and of each
// alternative every term. Stop words are left out, unless there is nothing else. `prefix` is what the
// last word begins with, if it may go on.
export function parse(text, { stop, synonyms, stem }) {
  const typed = words(text);
  const all = [];
  for (let start = 0; start < typed.length; ) {
    const [length, meant] = known(typed, start, synonyms);
    const own = typed.slice(start, start + length);
    const kept = own.filter((word) => !stop.has(word));
    all.push({
      typed: own,
      idle: !kept.length && !meant.length,
      alternatives: [...(kept.length ? [kept.map(stem)] : []), ...meant],
    });
    start += length;
  }
  const busy = all.filter((unit) => !unit.idle);
  const units = busy.length ? busy : all.map((unit) => ({ ...unit, alternatives: [unit.typed.map(stem)] }));
  const last = typed.at(-1) ?? "";
  const open = last.length >= SHORTEST_PREFIX && !stop.has(last) && /[\w\u00c0-\u024f\u0300-\u036f]$/.test(text);
  if (open) {
    const begun = stem(last);
    units.at(-1).prefix = last.startsWith(begun) ? begun : last;
  }
  return units;
}

function known(typed, start, synonyms) {
  for (let length = LONGEST_KEY; length > 0; length -= 1) {
    const key = typed.slice(start, start + length).join(" ");
    if (start + length <= typed.length && Object.hasOwn(synonyms, key)) {
      return [length, synonyms[key]];
    }
  }
  return [1, []];
}

// The same in MiniSearch's words.
export function combined(units, combineWith) {
  return {
    combineWith,
    queries: units.map(({ alternatives, prefix }) => ({
      combineWith: "OR",
      queries: [
        ...alternatives.map((terms) => ({ combineWith: "AND", queries: terms })),
        ...(prefix ? [{ queries: [prefix], prefix: true }] : []),
      ],
    })),
  };
}

// How many letters to add, drop, change or swap between two words; more than `most` is Infinity.
export function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) {
    return Infinity;
  }
  let before = [];
  let row = [...Array(other.length + 1).keys()];
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const change = row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1);
      next[j] = Math.min(change, row[j] + 1, next[j - 1] + 1);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        next[j] = Math.min(next[j], before[j - 2] + 1);
      }
    }
    if (Math.min(...next) > most) {
      return Infinity;
    }
    [before, row] = [row, next];
  }
  return row.at(-1) <= most ? row.at(-1) : Infinity;
}
