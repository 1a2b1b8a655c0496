// The fields of the header: what each holds (a text, a list, null for none), and what it is given.
import { narrow } from "./words.js";

const control = (box) => box.querySelector("input:not(.filter, .picker), textarea, select");
const one = (box) => control(box).value.trim() || null;
const options = (box) => [...box.querySelectorAll(".options input")];
const orders = new WeakMap(); // themes are kept in the order in which they were chosen

const lines = (box) => {
  const found = control(box).value.split("\n").map((line) => line.trim()).filter(Boolean);
  return found.length ? found : null;
};

// A date that is half typed has no value in the browser: until it is whole or empty, the last one counts.
const day = (box) => {
  const input = control(box);
  if (!input.validity.badInput) input.dataset.whole = input.value.trim();
  return input.dataset.whole || null;
};

const setOne = (box, value) => {
  control(box).value = value ?? "";
};

const setChosen = (box, values) => {
  orders.set(box, values ?? []);
  for (const option of options(box)) option.checked = orders.get(box).includes(option.value);
  showOrder(box);
};

const showOrder = (box) => {
  const labels = new Map(options(box).map((option) => [option.value, option.parentElement.textContent.trim()]));
  const chosen = orders.get(box).map((value) => labels.get(value) ?? value);
  box.querySelector(".order").textContent = chosen.length
    ? `Dans cet ordre : ${chosen.join(", ")}.`
    : "Rien n’est choisi.";
};

const WIDGETS = {
  flag: {
    read: (box) => (control(box).checked ? "oui" : null),
    write: (box, value) => {
      control(box).checked = value === "oui";
    },
  },
  list: { read: lines, write: (box, values) => setOne(box, values?.join("\n")) },
  long: { read: (box) => one(box)?.replace(/\s*\n\s*/g, " ") ?? null, write: setOne },
  choices: { read: (box) => (orders.get(box).length ? [...orders.get(box)] : null), write: setChosen },
  date: { read: day, write: setOne },
  other: { read: one, write: setOne },
};

const wireChoices = (box) => {
  setChosen(box, JSON.parse(box.querySelector(".order").dataset.order));
  box.addEventListener("change", ({ target }) => {
    if (target.type !== "checkbox") return;
    const others = orders.get(box).filter((value) => value !== target.value);
    orders.set(box, target.checked ? [...others, target.value] : others);
    showOrder(box);
  });
  const filter = box.querySelector(".filter");
  const labels = options(box).map((option) => option.parentElement);
  filter?.addEventListener("input", (event) => {
    event.stopPropagation(); // nothing of the page has changed
    narrow(labels, filter.value);
  });
};

// A day chosen in the browser's calendar takes the place of the one that is typed, and leaves its hour.
const wirePicker = (picker, input) => {
  picker.addEventListener("input", (event) => {
    event.stopPropagation();
    if (!picker.value) return;
    input.value = picker.value + input.value.trim().replace(/^\d{4}(-\d\d){0,2}/, "");
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
};

// Returns the fields that can be changed, by name: { box, read, write, focus }.
export const fieldsOf = (form) => {
  const fields = new Map();
  for (const box of form.querySelectorAll("[data-field]")) {
    const { field, widget } = box.dataset;
    if (widget === "raw") continue;
    if (widget === "choices") wireChoices(box);
    const input = control(box);
    // a value that the browser's calendar cannot hold would be lost in it
    if (input.type === "date" && input.value !== input.getAttribute("value")) {
      input.type = "text";
      input.value = input.getAttribute("value");
    }
    const picker = box.querySelector(".picker");
    if (picker) wirePicker(picker, input);
    const { read, write } = WIDGETS[widget] ?? WIDGETS.other;
    fields.set(field, { box, read: () => read(box), write: (value) => write(box, value) });
  }
  return fields;
};
