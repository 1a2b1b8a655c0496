// The file has changed meanwhile: both versions on the screen, and nothing is written before somebody has chosen.
const dialog = document.getElementById("conflict");
const mine = document.getElementById("mine");
const theirs = document.getElementById("theirs");
const said = document.getElementById("conflict-said");

// Marks the lines that the other text has not.
const marked = (place, text, other) => {
  const known = new Set(other.split("\n"));
  place.replaceChildren(
    ...text.split("\n").map((line) => {
      const made = document.createElement(known.has(line) || !line.trim() ? "span" : "mark");
      made.textContent = `${line}\n`;
      return made;
    }),
  );
};

const copy = async () => {
  try {
    await navigator.clipboard.writeText(mine.textContent);
    said.textContent = "Copié.";
  } catch {
    getSelection().selectAllChildren(mine);
    said.textContent = "Le texte est sélectionné : copiez-le avec Ctrl+C.";
  }
};

// Returns "mine", "theirs" or "later".
export const choose = (myText, theirText) =>
  new Promise((resolve) => {
    marked(mine, myText, theirText);
    marked(theirs, theirText, myText);
    said.textContent = "";
    dialog.returnValue = "later";
    dialog.onclick = ({ target }) => {
      if (target.value === "copy") copy();
      else if (target.value) dialog.close(target.value);
    };
    dialog.onclose = () => resolve(dialog.returnValue);
    dialog.showModal();
  });
