// Questions proposed while a visitor types: the list of an editable combobox, as WAI-ARIA's authoring practices have it.
import { words } from "./words.js";

const SHORTEST = 2; // letters
const MOST = 6;

// Those of the questions in which every word typed begins a word, the ones that begin alike first.
export function proposals(text, questions, stop) {
  const typed = words(text).filter((word, place, all) => place === all.length - 1 || !stop.has(word));
  if (typed.join("").length < SHORTEST) {
    return [];
  }
  const fits = questions.filter((question) => {
    const own = words(question);
    return typed.every((beginning) => own.some((word) => word.startsWith(beginning)));
  });
  const begins = (question) => words(question).join(" ").startsWith(typed.join(" "));
  return [...fits.filter(begins), ...fits.filter((question) => !begins(question))].slice(0, MOST);
}

// Gives a field and its list their roles and keys; `choose` is called once a proposal is in the field.
export function combobox(field, list, choose) {
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  Object.entries(attributes).forEach(([name, value]) => field.setAttribute(name, value));
  let active = -1;

  const mark = (place) => {
    active = place;
    [...list.children].forEach((option, number) => option.setAttribute("aria-selected", String(number === place)));
    if (place < 0) {
      field.removeAttribute("aria-activedescendant");
    } else {
      field.setAttribute("aria-activedescendant", list.children[place].id);
    }
  };
  const show = (questions) => {
    list.replaceChildren(
      ...questions.map((question, number) => {
        const option = document.createElement("li");
        Object.assign(option, { id: `${list.id}-${number}`, role: "option", textContent: question });
        return option;
      }),
    );
    mark(-1);
    list.hidden = !questions.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
  };
  const take = (option) => {
    field.value = option.textContent;
    show([]);
    choose();
  };

  field.addEventListener("keydown", (event) => {
    const { key } = event;
    const number = list.children.length;
    if (!number || event.isComposing) {
      return;
    }
    if (key === "ArrowDown" || key === "ArrowUp") {
      // from the field to the first or the last, and from the ends back to the field
      mark(((active + 1 + (key === "ArrowDown" ? 1 : number)) % (number + 1)) - 1);
    } else if (key === "Enter" && active >= 0) {
      take(list.children[active]);
    } else if (key === "Escape") {
      show([]);
    } else {
      return;
    }
    event.preventDefault();
  });
  field.addEventListener("blur", () => show([]));
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => event.target.closest("li") && take(event.target.closest("li")));
  return show;
}
