// The page of the search. Nothing of the index is loaded before a visitor goes to the field, or comes with a question.
import { nearest } from "./correct.js";
import { hits, marked, matcher, passage } from "./excerpt.js";
import { NAMES, facts, keeps, numbers } from "./filters.js";
import { Library } from "./library.js";
import { parse } from "./query.js";
import { ranked } from "./rank.js";
import { combobox, proposals } from "./suggest.js";
import { remembering } from "./words.js";

const AT_ONCE = 10; // results shown together
const PAUSE = 200; // milliseconds of calm before what is typed is searched
const SILENCE = 700; // and before the count is announced

const form = document.querySelector("[data-search]");
const field = form.elements.q;
const filters = document.querySelector("[data-filters]");
const status = document.querySelector("[data-status]");
const results = document.querySelector("[data-results]");
const heading = results.querySelector("h2");
const note = results.querySelector("[data-note]");
const list = results.querySelector("ol");
const more = results.querySelector("button");
const help = document.querySelector("[data-help]");
const siteTitle = document.title;

let opening;
let latest = 0; // number of the search that may still show something
let announcing;

function open() {
  opening ??= load().catch((error) => {
    opening = undefined; // the next try may be luckier
    throw error;
  });
  return opening;
}

async function load() {
  const address = new URL(form.dataset.manifest, location);
  const json = async (path) => {
    const answer = await fetch(new URL(path, address));
    if (!answer.ok) {
      throw new Error(`${path}: ${answer.status}`);
    }
    return answer.json();
  };
  const [{ FrenchStemmer }, manifest] = await Promise.all([
    import("../vendor/french-stemmer.js"),
    json(address),
  ]);
  const french = new FrenchStemmer();
  const stem = remembering((word) => french.stemWord(word));
  const library = new Library(manifest, { stem, load: json });
  warm(library, stem);
  return { manifest, stem, library };
}

// What a browser does for the first time takes a phone three times as long: it is spent here, while the visitor types.
function warm(library, stem) {
  const [word] = Object.keys(library.manifest.synonyms);
  const units = parse(`${word} mot`, { ...library, synonyms: library.manifest.synonyms });
  ranked(units, new Map([["mot", [[0, 1], [0, 1], [0, 1], [0, 1]]]]), library.manifest);
  nearest("mot", [["mots", 1]]);
  const match = matcher({ terms: new Set(["mot"]) }, stem);
  item({ address: "", title: "Mot", label: "", summary: "", sections: [["", "Mot", help.textContent]] }, match);
}

const asked = () => ({ q: field.value.trim(), ...Object.fromEntries(NAMES.map((name) => [name, form.elements[name].value])) });

function address(question) {
  const said = Object.entries(question).filter(([, value]) => value);
  return location.pathname + (said.length ? `?${new URLSearchParams(said)}` : "");
}

function read() {
  const said = new URLSearchParams(location.search);
  field.value = said.get("q") ?? "";
  for (const name of NAMES) {
    form.elements[name].value = said.get(name) ?? "";
    form.elements[name].selectedIndex = Math.max(0, form.elements[name].selectedIndex); // a value that is no more
  }
}

function entitle() {
  const text = field.value.trim();
  document.title = text ? `${text} — ${siteTitle}` : siteTitle;
}

async function search() {
  const mine = (latest += 1);
  const question = asked();
  if (!Object.values(question).some(Boolean)) {
    results.hidden = true;
    help.hidden = false;
    announce("");
    return;
  }
  try {
    const engine = await open();
    const found = question.q ? await engine.library.search(question.q) : everything(engine.manifest);
    if (mine === latest) {
      await show(question, found, engine, () => mine === latest);
    }
  } catch {
    if (mine === latest) {
      heading.textContent = "La recherche n’a pas pu se charger";
      tell("Vérifiez la connexion, puis rechargez la page.");
      list.replaceChildren();
      more.hidden = true;
      results.hidden = help.hidden = false;
      announce(`${heading.textContent}. ${note.textContent}`);
    }
  }
}

// No word: the filters alone choose, the latest first.
function everything({ count, year }) {
  const documents = Array.from({ length: count }, (_, number) => number).sort((one, other) => year[other] - year[one]);
  return { documents, whole: count, terms: new Set(), corrected: new Map() };
}

async function show(question, found, { library, manifest, stem }, isLatest) {
  const isFiltered = NAMES.some((name) => question[name]);
  const kept = isFiltered ? found.documents.filter((number) => keeps(facts(manifest, number), question)) : found.documents;
  const match = matcher(found, stem);
  const speaks = ([, title, text]) => hits(`${title} ${text}`, match).length > 0;
  const items = async (from) => {
    const slice = kept.slice(from, from + AT_ONCE);
    return (await Promise.all(slice.map((number) => library.shown(number, speaks)))).map((result) => item(result, match));
  };
  const first = await items(0);
  if (!isLatest()) {
    return;
  }
  const instead = [...found.corrected].map(([wrong, term]) => [wrong, written(first, term, stem)]).filter(([, right]) => right);
  heading.textContent = title(kept.length, question.q);
  list.replaceChildren(...first);
  sort(question, instead, found.whole, kept.length);
  results.hidden = false;
  help.hidden = kept.length > 0;
  more.hidden = kept.length <= AT_ONCE;
  setTimeout(() => {
    if (isLatest()) {
      count(numbers(found.documents.map((number) => facts(manifest, number)), question)); // once the results are there
    }
  });
  more.onclick = async () => {
    const next = await items(list.children.length);
    list.append(...next);
    more.hidden = list.children.length >= kept.length;
    next[0].querySelector("a").focus();
  };
  announce([heading.textContent, note.textContent].filter(Boolean).join(". "));
}

const quoted = (text) => `«\u00a0${text}\u00a0»`;

function title(number, text) {
  const about = text ? ` pour ${quoted(text)}` : "";
  return number ? `${number}\u00a0résultat${number > 1 ? "s" : ""}${about}` : `Aucun résultat${about}`;
}

// What must be said of the results beside their number: other words than those typed, pages with only some of them.
function sort(question, instead, whole, number) {
  let text = question.q;
  for (const [wrong, right] of instead) {
    text = text.replace(/[\w\u00c0-\u024f\u0300-\u036f]+/g, (word) => (plain(word) === wrong ? right : word));
  }
  if (instead.length && number) {
    const link = element("a", text);
    link.href = address({ ...question, q: text });
    tell("Vouliez-vous dire ", link, "\u00a0? C’est ce que nous avons cherché.");
  } else if (number && !whole) {
    tell("Aucune page ne réunit tous ces mots\u00a0: celles-ci en ont une partie.");
  } else {
    tell();
  }
}

const plain = (word) => word.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

// How the results write a term: what they mark of it, if they do.
function written(items, term, stem) {
  for (const mark of items.flatMap((one) => [...one.querySelectorAll("mark")])) {
    if (stem(plain(mark.textContent)) === term) {
      return mark.textContent.toLowerCase();
    }
  }
  return "";
}

function item({ address: target, title: name, label, summary, sections }, match) {
  const best = passage(sections, match);
  const link = element("a", ...marks(name, match));
  link.href = target;
  const made = element("li", element("p", label), element("h3", link), element("p", ...(best ? best.pieces.map(piece) : marks(summary, match))));
  made.firstChild.className = "label";
  if (best?.anchor) {
    const place = element("a", best.heading);
    place.href = `${target}#${best.anchor}`;
    made.append(element("p", "Dans la page\u00a0: ", place));
    made.lastChild.className = "label";
  }
  return made;
}

const piece = ({ text, marked: isMarked }) => (isMarked ? element("mark", text) : text);
const marks = (text, match) => marked(text, match).map(piece);

function element(name, ...children) {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}

function tell(...parts) {
  note.replaceChildren(...parts);
  note.hidden = !parts.length;
}

// The number of results that each choice of a filter would leave.
function count(counted) {
  for (const name of NAMES) {
    for (const option of form.elements[name].options) {
      const number = counted[name].get(option.value) ?? 0;
      option.textContent = `${option.dataset.label} (${number})`;
      option.disabled = !number && !option.selected;
    }
  }
}

// Once calm is back: a screen reader must not speak at every letter.
function announce(text) {
  clearTimeout(announcing);
  announcing = setTimeout(() => {
    status.textContent = text;
  }, SILENCE);
}

let typing;
field.addEventListener("focus", () => open().catch(() => {}), { once: true });
const propose = combobox(field, document.querySelector("[data-proposals]"), go);
field.addEventListener("input", async () => {
  clearTimeout(typing);
  typing = setTimeout(() => {
    search(); // first: while its files come, there is time for the rest
    history.replaceState(null, "", address(asked()));
    entitle();
  }, PAUSE);
  const engine = await open().catch(() => undefined);
  if (engine && document.activeElement === field) {
    const questions = engine.manifest.answers.map(([question]) => question);
    propose(proposals(field.value, questions, engine.library.stop));
  }
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  propose([]);
  go();
});
filters.addEventListener("change", go);
addEventListener("popstate", () => {
  read();
  entitle();
  search();
});

async function go() {
  clearTimeout(typing);
  search();
  await opening?.catch(() => {}); // the search has then asked for its files: while they come, there is time for the rest
  const target = address(asked());
  if (target !== location.pathname + location.search) {
    history.pushState(null, "", target);
  }
  entitle();
}

// "/" is one key: whoever dictates, or types by chance, must be able to do without it (WCAG 2.1.4).
const slash = document.querySelector("[data-slash]");
try {
  const box = slash.querySelector("input");
  box.checked = !localStorage.slash;
  box.onchange = () => (box.checked ? localStorage.removeItem("slash") : localStorage.setItem("slash", "non"));
  slash.hidden = false;
} catch {
  // a browser that keeps nothing lets no choice be kept; the key does nothing there
}

list.role = "list"; // Safari takes a list without numbers for no list
filters.querySelector("fieldset").disabled = filters.hidden = false;
read();
filters.open = matchMedia("(min-width: 40rem)").matches || NAMES.some((name) => form.elements[name].value);
if (Object.values(asked()).some(Boolean)) {
  entitle();
  search();
}
