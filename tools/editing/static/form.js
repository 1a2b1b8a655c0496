// One file as a form: what changes is saved at each pause, and nothing else of the file is ever sent.
import { choose } from "./conflict.js";
import { wireDeposits } from "./deposit.js";
import { fieldsOf } from "./fields.js";
import * as kept from "./kept.js";
import { firstProblems, showProblems } from "./problems.js";
import { fetched, post } from "./server.js";
import { goToLine, grow, replaceAll } from "./text.js";
import { counted } from "./words.js";

const PAUSE = 800;
const AGAIN = 3000; // while nobody answers

const form = document.getElementById("form");
const text = document.getElementById("text");
const frame = document.querySelector("iframe");
const status = document.getElementById("status");
const fields = fieldsOf(form);
const { path } = form.dataset;
const whole = "whole" in form.dataset; // the header cannot be read, or it was asked for: the text is the whole file
const chosen = "chosen" in form.dataset;
const place = chosen ? `${path}?entier` : path; // where words are kept: a text must not become a whole file

const values = () => new Map([...fields].map(([name, field]) => [name, JSON.stringify(field.read())]));
const now = () => ({ fields: values(), text: text.value });

let digest = form.dataset.digest;
let bodyLine = Number(form.dataset.bodyLine);
// Somebody may have typed before this runs: what was opened is what the server sent.
const early = now();
form.reset();
const opened = now();
let saved = opened;
let timer = 0;
let busy = false;
let undecided = null; // the other version, while nobody has chosen

const file = (empreinte) => ({ fichier: path, empreinte, entier: whole });

// What is not saved, as the server takes it; null when there is nothing.
const unsaved = (state) => {
  const changed = [...state.fields].filter(([name, value]) => value !== saved.fields.get(name));
  const champs = Object.fromEntries(changed.map(([name, value]) => [name, JSON.parse(value)]));
  if (state.text !== saved.text) return { champs, texte: state.text };
  return changed.length ? { champs } : null;
};

const say = (words) => {
  if (status.textContent !== words) status.textContent = words;
};

// What the file shows by itself, and what only the built pages show, as the preview tells.
let own = firstProblems();
let built = [];
let saves = 0;

const halfDates = () =>
  [...form.querySelectorAll("input[type=date]")]
    .filter(({ validity }) => validity.badInput)
    .map((input) => ({
      champ: input.closest("[data-field]").dataset.field,
      ligne: 0,
      message: "la date est incomplète et n’est pas enregistrée → terminez-la, ou effacez-la",
    }));

const show = () => {
  const messages = new Set(own.map(({ message }) => message));
  const problems = [...own, ...built.filter(({ message }) => !messages.has(message))];
  showProblems(form, [...problems, ...halfDates()], bodyLine);
  if (busy || undecided || unsaved(now())) return; // the line says this, then
  if (problems.length) {
    const start = saves ? "Enregistré, mais ne" : "Aucune modification, mais ne";
    say(`${start} serait pas publié : ${counted(problems.length, "problème")}`);
  } else say(saves ? "Enregistré sur cet ordinateur ; pas encore en ligne" : "Aucune modification.");
};

const read = (problem) => {
  const [, file, ligne, message] = /^content\/(.+?):(?:(\d+):)? (.*)$/s.exec(problem) ?? [];
  return file === path ? { champ: "", ligne: Number(ligne ?? 0), message } : { champ: "", ligne: 0, message: problem };
};

addEventListener("message", ({ origin, source, data }) => {
  if (origin !== location.origin || source !== frame.contentWindow) return;
  built = data.problems.map(read);
  show();
});

// --- saving

const save = async () => {
  clearTimeout(timer);
  if (busy || undecided) return;
  const state = now();
  const words = unsaved(state);
  if (!words) return;
  busy = true;
  const { status: code, data } = await post("enregistrer", { ...file(digest), ...words });
  busy = false;
  if (code === 200) {
    saved = state;
    digest = data.empreinte;
    bodyLine = data.ligne_texte ?? bodyLine;
    if (data.entier !== whole && !chosen) return leave();
    own = data.problemes;
    saves += 1;
    show();
    changed();
  } else if (code === 409) {
    undecided = data;
    await decide(words);
  } else if (code === 0) {
    say("Non enregistré : l’aperçu ne répond plus. Vos mots sont gardés ici");
    timer = setTimeout(save, AGAIN);
  } else {
    say(`Non enregistré : ${data.message}`);
    if (JSON.stringify(unsaved(now())) !== JSON.stringify(words)) changed(); // what was typed meanwhile may mend it
  }
};

const changed = () => {
  const words = unsaved(now());
  clearTimeout(timer);
  for (const button of form.querySelectorAll("button.reset")) button.hidden = !differs(button);
  if (!words) {
    kept.forgetOwn(place);
    show();
    return;
  }
  const safe = kept.keep(place, { empreinte: digest, ...words });
  if (undecided) return;
  say(safe ? "Modification en cours…" : "Modification en cours… (ce navigateur ne garde rien : enregistrez souvent)");
  timer = setTimeout(save, PAUSE);
};

// --- the file has changed meanwhile

const versionOf = ({ champs, texte }) => {
  const header = Object.entries(champs).map(([name, value]) => `${name}: ${[value ?? "(retiré)"].flat().join(", ")}`);
  return [...header, ...(header.length ? ["---"] : []), texte ?? text.value].join("\n");
};

const decide = async (words, key = "") => {
  const answer = await choose(versionOf(words), undecided.contenu, whole);
  if (answer === "later") {
    say("Non enregistré : le fichier a changé. Vos mots sont gardés ici ; « Enregistrer » montre les deux versions");
    return;
  }
  if (answer === "mine") {
    const order = { ...file(undecided.empreinte), champs: words.champs, texte: words.texte };
    const { status: code, data } = await post("enregistrer", order);
    if (code === 409) {
      undecided = data;
      return decide(words, key);
    }
    if (code !== 200) return say(`Non enregistré : ${data.message}`);
    if (key) kept.forget(key);
    else kept.forgetOwn(place);
  }
  leave();
};

// What is on the disk is shown anew; words that are kept are offered there again.
const leave = () => {
  saved = now();
  location.reload();
};

// --- words of an earlier visit

const take = (words) => {
  for (const [name, value] of Object.entries(words.champs)) fields.get(name)?.write(value);
  if (words.texte !== undefined) replaceAll(text, words.texte);
  changed();
};

// A window that is closed while it saves does not hear that it did.
const isSaved = ({ champs, texte = opened.text }) =>
  texte === opened.text &&
  Object.entries(champs).every(([name, value]) => JSON.stringify(value) === opened.fields.get(name));

const offer = ([key, words]) => {
  const box = document.createElement("section");
  box.className = "kept";
  box.setAttribute("aria-label", "Mots gardés");
  const when = new Date(words.quand).toLocaleString("fr-BE", { dateStyle: "long", timeStyle: "short" });
  const title = document.createElement("p");
  title.textContent = `Des mots du ${when} n’ont pas été enregistrés. Ce navigateur les a gardés.`;
  const more = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = "Les lire";
  const content = document.createElement("pre");
  content.tabIndex = 0;
  content.textContent = versionOf(words);
  more.append(summary, content);
  const button = (label, action) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", action);
    return made;
  };
  const actions = document.createElement("p");
  actions.className = "tools";
  const end = () => {
    kept.forget(key);
    box.remove();
  };
  actions.append(
    button("Les reprendre", async () => {
      if (words.empreinte === digest) {
        take(words);
        end();
        return;
      }
      const theirs = await fetched(location.href);
      undecided = {
        empreinte: theirs?.getElementById("form").dataset.digest ?? digest,
        contenu: theirs?.getElementById("text").value ?? text.value,
      };
      await decide(words, key);
      undecided = null;
    }),
    button("Les oublier", () => {
      end();
      text.focus({ preventScroll: true });
    }),
  );
  box.append(title, more, actions);
  document.getElementById("kept").append(box);
};

// --- what one does

const differs = (button) => {
  const box = button.closest("[data-field], [data-text]");
  if (!box.dataset.field) return text.value !== opened.text;
  return JSON.stringify(fields.get(box.dataset.field).read()) !== opened.fields.get(box.dataset.field);
};

for (const button of form.querySelectorAll("button.reset"))
  button.addEventListener("click", () => {
    const box = button.closest("[data-field], [data-text]");
    const { field } = box.dataset;
    if (field) {
      fields.get(field).write(JSON.parse(opened.fields.get(field)));
      box.querySelector("input, textarea, select").focus();
    } else replaceAll(text, opened.text);
    changed();
  });

form.addEventListener("input", ({ target }) => {
  if (target.matches("textarea")) grow(target);
  changed();
});
form.addEventListener("change", changed);
const saveNow = () => {
  if (!undecided) return save();
  const words = unsaved(now());
  return words ? decide(words) : leave();
};
form.addEventListener("submit", (event) => {
  event.preventDefault();
  saveNow();
});
addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  saveNow();
});
addEventListener("beforeunload", (event) => {
  if (unsaved(now())) event.preventDefault();
});

const wide = matchMedia("(min-width: 62rem)");
const preview = document.getElementById("preview");
const unfold = () => {
  if (wide.matches) preview.open = true;
};
wide.addEventListener("change", unfold);
unfold();

for (const area of form.querySelectorAll("textarea")) grow(area);
wireDeposits(form);
show();
if (unsaved(early)) take(unsaved(early));
for (const [key, words] of kept.left(place)) {
  if (isSaved(words)) kept.forget(key);
  else offer([key, words]);
}
const line = Number(new URLSearchParams(location.search).get("ligne"));
if (line >= bodyLine) goToLine(text, line - bodyLine + 1);
