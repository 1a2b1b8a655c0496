// The word that was meant by one that stands nowhere.
const SHORTEST = 4; // letters of a word that may be meant
const ONE_MISTAKE = 5; // letters from which a word may have one mistake: a shorter one must sound the same
const TWO_MISTAKES = 9;
const MOST_RAW = 4; // letters that two terms that sound alike may differ in

// What French writes in several ways and says in one.
const SOUNDS = [
  [/ph/g, "f"],
  [/qu|q|c(?=[^eiyh]|$)/g, "k"],
  [/c(?=[eiy])|z/g, "s"],
  [/g(?=[eiy])/g, "j"],
  [/y/g, "i"],
  [/e?au/g, "o"],
  [/[ae]i/g, "e"],
  [/[ae][mn](?![aeiou])/g, "an"],
  [/(?<!c)h/g, ""],
  [/(.)\1+/g, "$1"],
  [/(?<=..)[detpsx]$/, ""],
];
const sound = (word) => SOUNDS.reduce((made, [written, said]) => made.replace(written, said), word);

const letters = (word) => [...word].sort().join(""); // the same in "rgdp" and "rgpd"

// The nearest of the terms { term → number of pages } with the same first letter: whoever errs seldom errs there.
export function nearest(wrong, terms) {
  const heard = sound(wrong);
  const most = wrong.length >= TWO_MISTAKES ? 2 : wrong.length >= ONE_MISTAKE ? 1 : 0;
  let best;
  for (const [term, pages] of terms) {
    if (term.length < SHORTEST || term[0] !== wrong[0] || Math.abs(term.length - wrong.length) > MOST_RAW) {
      continue;
    }
    const far = letters(term) === letters(wrong) ? 0 : distance(heard, sound(term), most);
    if (far < Infinity && (!best || far < best.far || (far === best.far && pages > best.pages))) {
      best = { term, far, pages };
    }
  }
  return best?.term;
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
