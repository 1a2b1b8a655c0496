// Problems, in the build's own words: beside their field, or above the text with the way to their line.
import { goToLine } from "./text.js";

const text = document.getElementById("text");

const listed = (list, items) => {
  const shown = items.map((item) => item.textContent).join("\n");
  if (shown === list.textContent) return; // or a screen reader would say it again
  list.replaceChildren(...items);
};

const item = (message) => {
  const made = document.createElement("li");
  made.textContent = message;
  return made;
};

const inText = (message, line) => {
  const made = item(`${message} `);
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = `Aller à la ligne ${line} du texte`;
  button.addEventListener("click", () => goToLine(text, line));
  made.append(button);
  return made;
};

// What is wrong with the file as it was opened.
export const firstProblems = () =>
  [...document.getElementById("first-problems").content.children].map(({ dataset, textContent }) => ({
    champ: dataset.field,
    ligne: Number(dataset.line),
    message: textContent,
  }));

// `bodyLine`: the line of the file where the text begins.
export const showProblems = (form, problems, bodyLine) => {
  const places = new Map();
  for (const list of form.querySelectorAll("ul.problems")) places.set(list.id, []);
  for (const { champ, ligne, message } of problems) {
    const place = `p-${champ}`;
    if (champ && places.has(place)) places.get(place).push(item(message));
    else if (ligne >= bodyLine) places.get("problems-text").push(inText(message, ligne - bodyLine + 1));
    else places.get("problems-page").push(item(message));
  }
  for (const [id, items] of places) {
    const list = document.getElementById(id);
    listed(list, items);
    const box = list.closest(".field");
    if (!box) continue;
    for (const control of box.querySelectorAll("input:not(.filter, .picker), textarea, select")) {
      if (items.length) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
    if (items.length) box.closest("details")?.setAttribute("open", "");
  }
};
