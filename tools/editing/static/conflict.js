// The file has changed meanwhile: both versions on the screen, and nothing is written before somebody has chosen.
const dialog = document.getElementById("conflict");
const mine = document.getElementById("mine");
const theirs = document.getElementById("theirs");
const said = document.getElementById("conflict-said");

// What stands above a file's text: the other version shows of it only what was changed.
const headerOf = (text) => /^\uFEFF?---\n[^]*?\n---\n/.exec(text)?.[0] ?? "";

// Marks the lines below the header that the other text has not.
const marked = (place, text, other, header) => {
  const known = new Set(other.split("\n"));
  const lines = text.slice(header.length).split("\n");
  place.replaceChildren(
    header,
    ...lines.map((line) => {
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

// Returns "mine", "theirs" or "later"; `whole`: my text is the whole file.
export const choose = (myText, theirText, whole) =>
  new Promise((resolve) => {
    const file = theirText.replaceAll("\r\n", "\n");
    marked(mine, myText, file, "");
    marked(theirs, file, myText, whole ? "" : headerOf(file));
    said.textContent = dialog.returnValue = "";
    dialog.onclick = ({ target }) => {
      if (target.value === "copy") copy();
      else if (target.value) dialog.close(target.value);
    };
    // Escape closes it without a value, in some browsers
    dialog.onclose = () => resolve(dialog.returnValue || "later");
    dialog.showModal();
  });
