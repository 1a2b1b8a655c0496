// A photo or a document, dropped or chosen: asked for its description, sent, then named where the caret is.
import { GONE, deposit } from "./server.js";
import { insert } from "./text.js";

const dialog = document.getElementById("deposit");
const chosen = document.getElementById("deposit-file");
const words = document.getElementById("deposit-words");
const progress = document.getElementById("deposit-progress");
const problem = document.getElementById("deposit-problem");
const text = document.getElementById("text");

// A picture stands in a paragraph of its own.
const placed = (markdown) => {
  if (!markdown.startsWith("!")) return markdown;
  const before = text.value.slice(0, text.selectionStart);
  const after = text.value.slice(text.selectionEnd);
  const gap = (near) => "\n".repeat(near.trim() ? Math.max(0, 2 - /^\n*/.exec(near)[0].length) : 0);
  return gap([...before].reverse().join("")) + markdown + gap(after);
};

const send = async (path, target) => {
  if (!progress.hidden) return; // it is on its way: once is enough
  problem.textContent = "";
  progress.hidden = false;
  const show = (part) => {
    progress.value = part;
  };
  const { status, data } = await deposit(path, chosen.files[0], words.value.trim(), show);
  progress.hidden = true;
  if (status !== 200) {
    problem.textContent = data.message || GONE;
    return;
  }
  dialog.close();
  if (target === text) insert(text, placed(data.markdown));
  else {
    target.value = data.nom;
    target.dispatchEvent(new Event("input", { bubbles: true }));
    target.focus();
  }
};

export const wireDeposits = (form) => {
  const { path } = form.dataset;
  let target = text;
  const open = (place, files) => {
    target = place;
    problem.textContent = words.value = chosen.value = "";
    if (files) chosen.files = files;
    dialog.showModal();
    (files ? words : chosen).focus();
  };
  for (const button of form.querySelectorAll("button.deposit"))
    button.addEventListener("click", () => open(document.getElementById(button.dataset.target)));
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    send(path, target);
  });
  dialog.querySelector(".close").addEventListener("click", () => dialog.close());

  // Dropped anywhere beside the text, a file would else take the page's place.
  const carries = (event) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragover", (event) => carries(event) && event.preventDefault());
  addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (!file || dialog.open) return;
    const one = new DataTransfer();
    one.items.add(file);
    open(text, one.files);
    if (event.dataTransfer.files.length > 1)
      problem.textContent = `Un fichier à la fois : voici « ${file.name} », déposez les autres ensuite.`;
  });
};
