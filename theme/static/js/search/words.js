// What plugins/search/words.py does to the pages, done to what a visitor types: a test compares the two.
const LIGATURES = { "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "\u00ad": "" };

export const words = (text) =>
  text
    .replace(/[œŒæÆß\u00ad]/g, (letter) => LIGATURES[letter])
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/(?<![a-z0-9])(?:[a-z]\.){2,}/g, (letters) => letters.replaceAll(".", ""))
    .match(/[0-9]+|[a-z][a-z0-9]*/g) ?? [];

// A stemmer that remembers, and knows a feminine participle without its accent.
export function remembering(stemWord) {
  const known = new Map();
  return (word) => {
    if (!known.has(word)) {
      known.set(word, stemWord(word.replace(/ees?$/, "e")));
    }
    return known.get(word);
  };
}
