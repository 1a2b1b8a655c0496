// The filters of the search: what a document is, whether they keep it, how many each choice would keep.
export const NAMES = ["type", "theme", "annee"];

export function facts(manifest, number) {
  const [kind, , within] = manifest.kinds[manifest.kind[number]];
  return {
    number,
    type: [kind, within],
    theme: manifest.theme[number].map((place) => manifest.themes[place][0]),
    annee: [String(manifest.year[number])],
  };
}

// `except` names a filter that is not asked.
export const keeps = (document, chosen, except) =>
  NAMES.every((name) => name === except || !chosen[name] || document[name].includes(chosen[name]));

// For each filter, value → how many of the documents it would keep, the other filters being what they are.
export function numbers(documents, chosen) {
  return Object.fromEntries(
    NAMES.map((name) => {
      const counted = new Map([["", 0]]);
      for (const document of documents.filter((one) => keeps(one, chosen, name))) {
        for (const value of ["", ...document[name].filter(Boolean)]) {
          counted.set(value, (counted.get(value) ?? 0) + 1);
        }
      }
      return [name, counted];
    }),
  );
}
