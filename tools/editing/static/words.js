// Words compared as a reader does: without accents, capitals and ligatures.
export const plain = (text) =>
  text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("œ", "oe").replaceAll("’", "'");

// Shows of some elements those whose words hold all that is asked; returns how many.
export const narrow = (elements, asked) => {
  const words = plain(asked).split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const element of elements) {
    const text = plain(element.textContent);
    element.hidden = !words.every((word) => text.includes(word));
    shown += !element.hidden;
  }
  return shown;
};

export const counted = (number, word) => `${number}\u00a0${word}${number > 1 ? "s" : ""}`;
