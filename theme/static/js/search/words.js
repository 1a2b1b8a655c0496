// What plugins/search/words.py does to the pages, done to what a visitor types: a test compares the two.
const LIGATURES = { "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "\u00ad": "" };

export const words = (text) =>
  text
    .replace(/[œŒæÆß\u00ad]/g, (letter) => LIGATURES[letter])
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .match(/[0-9]+|[a-z][a-z0-9]*/g) ?? [];

// A stemmer that remembers.
export function remembering(stemWord) {
  const known = new Map();
  return (word) => {
    if (!known.has(word)) {
      known.set(word, stemWord(word));
    }
    return known.get(word);
  };
}
