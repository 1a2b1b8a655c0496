// The passage of a page that says why it was found, cut into { text, marked } pieces.
import { words } from "./words.js";

const LENGTH = 240; // characters of an excerpt
const LEAD = 70; // of which before its first marked word, at most

const LETTER = "[\\w\u00ad\u00c0-\u024f\u0300-\u036f]"; // plain ranges: \\p{L} takes a phone long to compile
const SILENT = "[\u00ad\u0300-\u036f]"; // soft hyphens, accents on their own
const BEGINNING = 3; // letters that a word and its stem have in common: only those that begin so are stemmed
// The letters, besides itself, that become a given letter once accents and ligatures are gone.
const ACCENTED = { a: "àâäáãåæ", c: "ç", e: "éèêë", i: "îïíì", n: "ñ", o: "ôöœóòõ", u: "ùûüú", y: "ÿ" };

// What tells the marked words of a text: { candidates, term }, the words worth looking at, and what one of them stands for.
export function matcher({ terms }, stem) {
  const beginnings = [...new Set([...terms].map((term) => term.slice(0, /[ao]e|ss/.test(term.slice(0, BEGINNING + 1)) ? 1 : BEGINNING)))];
  const written = beginnings.map((letters) => letters.replace(/[a-z]/g, (letter) => `[${letter}${ACCENTED[letter] ?? ""}]${SILENT}*`));
  const known = new Map();
  const meant = (word) => {
    const term = stem(word);
    return terms.has(term) ? term : "";
  };
  return {
    candidates: new RegExp(`(?<!${LETTER})(?:${written.join("|") || "(?!)"})${LETTER}*`, "gi"),
    term(written) {
      if (!known.has(written)) {
        known.set(written, words(written).map(meant).find(Boolean) ?? "");
      }
      return known.get(written);
    },
  };
}

// The marked words of a text: [{ start, end, term }].
export function hits(text, { candidates, term }) {
  const found = [];
  for (const { 0: written, index } of text.matchAll(candidates)) {
    const meant = term(written);
    if (meant) {
      found.push({ start: index, end: index + written.length, term: meant });
    }
  }
  return found;
}

// The best passage of the sections ([anchor, heading, text]): the one with most different words.
// Gives { anchor, heading, pieces }, or nothing.
export function passage(sections, match) {
  let best;
  for (const [anchor, heading, text] of sections) {
    const found = hits(text, match);
    const titled = new Set(hits(heading, match).map(({ term }) => term)).size;
    found.forEach(({ start }, first) => {
      const within = found.slice(first).filter(({ end }) => end <= start + LENGTH - LEAD);
      const weight = new Set(within.map(({ term }) => term)).size + titled / 2;
      if (!best || weight > best.weight) {
        best = { weight, anchor, heading, text, start };
      }
    });
    if (titled && (!best || titled / 2 > best.weight)) {
      best = { weight: titled / 2, anchor, heading, text, start: 0 };
    }
  }
  if (!best) {
    return undefined;
  }
  const from = best.start <= LEAD ? 0 : best.text.indexOf(" ", best.start - LEAD) + 1 || best.start;
  const ahead = best.text.length - from <= LENGTH ? best.text.length : best.text.lastIndexOf(" ", from + LENGTH);
  const to = ahead > from ? ahead : Math.min(best.text.length, from + LENGTH);
  const cut = (from ? "… " : "") + best.text.slice(from, to) + (to < best.text.length ? " …" : "");
  return { anchor: best.anchor, heading: best.heading, pieces: marked(cut, match) };
}

// A text as { text, marked } pieces.
export function marked(text, match) {
  const pieces = [];
  let place = 0;
  for (const { start, end } of hits(text, match)) {
    pieces.push({ text: text.slice(place, start), marked: false }, { text: text.slice(start, end), marked: true });
    place = end;
  }
  pieces.push({ text: text.slice(place), marked: false });
  return pieces.filter((piece) => piece.text);
}
