// Which pages answer a question, best first: BM25+ (Lv and Zhai, 2011), a word at a time.
const FIELDS = [5, 2, 2, 1]; // weights of title, headings, keywords, text
const SATURATION = 1.2; // k1, b and delta of the formula
const LENGTH = 0.7;
const FLOOR = 0.5;
const SECTIONS = { situations: 1.5, ressources: 1.1, actualites: 0.8, rapports: 0.7 }; // what answers goes before what tells

// { found: [number…], hasAll(number): whether a page has all words }. `postings`: term → its lists.
export function ranked(units, postings, manifest) {
  const { count, kind, kinds } = manifest;
  const total = new Float64Array(count);
  const covered = new Float64Array(count);
  const words = new Uint16Array(count);
  let known = 0;
  for (const unit of units) {
    const score = unitScores(unit, postings, manifest);
    const pages = score.reduce((number, value) => number + (value > 0), 0);
    const rarity = Math.log(1 + (count - pages + 0.5) / (pages + 0.5));
    known += pages ? rarity : 0;
    for (let number = 0; number < count; number += 1) {
      if (score[number] > 0) {
        total[number] += score[number];
        covered[number] += rarity;
        words[number] += 1;
      }
    }
  }
  const weights = kinds.map(([name, , within]) => SECTIONS[within || name] ?? 1);
  const found = [];
  for (let number = 0; number < count; number += 1) {
    if (total[number] > 0) {
      total[number] *= (covered[number] / known) * weights[kind[number]];
      found.push(number);
    }
  }
  found.sort((one, other) => total[other] - total[one] || one - other);
  return { found, hasAll: (number) => words[number] === units.length };
}

// Of each page, what its best alternative is worth.
function unitScores({ alternatives, begun }, postings, manifest) {
  const best = new Float64Array(manifest.count);
  for (const { terms, weight } of [...alternatives, ...begun]) {
    if (terms.every((term) => postings.has(term))) {
      const scores = terms.map((term) => termScores(postings.get(term), manifest));
      for (let number = 0; number < best.length; number += 1) {
        let sum = 0;
        for (const score of scores) {
          if (!score[number]) {
            sum = 0;
            break;
          }
          sum += score[number];
        }
        best[number] = Math.max(best[number], (weight * sum) / scores.length);
      }
    }
  }
  return best;
}

function termScores(lists, { count, averages, lengths }) {
  const scores = new Float64Array(count);
  let pages = 0;
  FIELDS.forEach((weight, field) => {
    const list = lists[field];
    let number = 0;
    for (let place = 0; place < list.length; place += 2) {
      number += list[place];
      const frequency = list[place + 1];
      const length = 1 - LENGTH + (LENGTH * lengths[field][number]) / averages[field];
      pages += scores[number] ? 0 : 1;
      scores[number] += weight * (FLOOR + (frequency * (SATURATION + 1)) / (frequency + SATURATION * length));
    }
  });
  const rarity = Math.log(1 + (count - pages + 0.5) / (pages + 0.5));
  return scores.map((score) => score * rarity);
}
