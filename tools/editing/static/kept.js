// Words that are not saved yet, kept in this browser: one entry a tab and file, so that no tab forgets another's.
const start = (path) => `modifier ${path} `;
const tab = Date.now();

// A browser may refuse to keep anything: then only this is lost.
const quietly = (action, otherwise) => {
  try {
    return action();
  } catch {
    return otherwise;
  }
};

// Returns whether they are kept.
export const keep = (path, words) =>
  quietly(() => {
    localStorage.setItem(start(path) + tab, JSON.stringify({ ...words, quand: Date.now() }));
    return true;
  }, false);

export const forget = (key) => quietly(() => localStorage.removeItem(key));

export const forgetOwn = (path) => forget(start(path) + tab);

// Returns what earlier visits have left, the newest first: [key, words].
export const left = (path) =>
  quietly(
    () =>
      Object.keys(localStorage)
        .filter((key) => key.startsWith(start(path)) && key !== start(path) + tab)
        .map((key) => [key, quietly(() => JSON.parse(localStorage.getItem(key)))])
        .filter(([, words]) => words)
        .sort(([, one], [, other]) => other.quand - one.quand),
    [],
  );
