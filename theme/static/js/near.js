// « Près de chez moi »: the bistrots nearest to a commune or a postcode, worked out here. This script and the list of
// communes come from this site when the field is first used; what is typed goes nowhere.
const form = document.querySelector("[data-near]");
const field = form.querySelector("input");
const answer = form.querySelector("[data-answer]");
const plain = (text) =>
  text.toLowerCase().replace(/œ/g, "oe").normalize("NFD").replace(/\p{M}/gu, "").match(/[a-z0-9]+/g)?.join(" ") ?? "";
let loading;

const load = () => {
  loading ??= fetch(form.dataset.near)
    .then((response) => response.json())
    .then(({ noms, x, y, codes }) => {
      const lists = codes.split("|").map((list) => list.split(" "));
      const places = noms.split("|").map((name, index) => ({
        name,
        key: plain(name),
        x: x[index],
        y: y[index],
        codes: lists[index],
      }));
      form.querySelector("datalist").append(...places.map(({ name }) => new Option(name)));
      return places;
    })
    .catch(() => {
      loading = undefined; // the next attempt may do better
    });
  return loading;
};

// how many letters must change to make one word of the other
const distance = (one, other) => {
  let row = [...Array(other.length + 1).keys()];
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] !== other[j - 1]));
    }
    row = next;
  }
  return row[other.length];
};
const guesses = (key, places) => {
  const longer = places.filter((place) => ` ${place.key} `.includes(` ${key} `));
  if (longer.length) return longer.slice(0, 5);
  return places
    .map((place) => [distance(key, place.key), place])
    .filter(([far]) => far <= Math.max(2, key.length / 3))
    .sort(([one], [other]) => one - other)
    .slice(0, 3)
    .map(([, place]) => place);
};

// « 7000 », « 5000 Namur », « B-1050 »: the communes of a postcode, or the place that is named after it
const withCode = (key, places) => {
  const [, code, name] = key.match(/^(?:be? )?(?:be?)?([1-9]\d{3})(?: (.*))?$/) ?? [];
  if (!code) return undefined;
  const served = places.filter((place) => place.codes.includes(code));
  const named = places.find((place) => place.key === name);
  // « 1030 Bruxelles » is Schaerbeek, « 7012 Jemappes » a village of Mons
  const elsewhere = named?.codes[0] && served.length && !served.includes(named);
  return { code, found: named && !elsewhere ? [named] : served };
};

const element = (name, text, more) => Object.assign(document.createElement(name), { textContent: text }, more);
const nearest = ({ name, x, y }) => {
  const list = document.createElement("ol");
  const found = [...document.querySelectorAll("li[data-bistrot]")]
    .map((item) => {
      const [east, north] = item.dataset.at.split(" ");
      return [Math.hypot(east - x, north - y) / 10, item];
    })
    .sort(([one], [other]) => one - other);
  for (const [far, item] of found.slice(0, 3)) {
    const link = item.querySelector("a").cloneNode(true);
    const line = list.appendChild(document.createElement("li"));
    const state = item.querySelector(".state").textContent.trim();
    line.append(link, ` : ${far < 1 ? "moins d’1 km" : `${Math.round(far)} km`} (${state[0].toLowerCase()}${state.slice(1)})`);
  }
  answer.replaceChildren(element("p", `Depuis ${name}, à vol d’oiseau :`), list);
};

const ask = async () => {
  const key = plain(field.value);
  if (!key) {
    answer.replaceChildren();
    return;
  }
  const places = await load();
  if (!places) {
    answer.replaceChildren(element("p", "La liste des communes n’a pas pu être chargée. Réessayez dans un instant."));
    return;
  }
  const coded = withCode(key, places);
  const found = coded?.found ?? places.filter((place) => place.key === key);
  if (found.length === 1) {
    nearest(found[0]);
    return;
  }
  const near = coded ? found : guesses(key, places);
  const buttons = near.map((place) =>
    element("button", place.name, {
      type: "button",
      className: "guess",
      onclick: () => {
        field.value = place.name;
        field.focus();
        nearest(place);
      },
    }),
  );
  let said = `« ${field.value.trim()} » n’est pas dans notre liste. `;
  if (coded && near.length) said = `Le code postal ${coded.code} est celui de plusieurs communes. La vôtre :`;
  else if (coded) said = `Aucune commune n’a le code postal ${coded.code}. Vérifiez-le, ou écrivez le nom de la commune.`;
  else said += near.length ? "Vouliez-vous dire :" : "Vérifiez son nom français, ou essayez une commune voisine.";
  answer.replaceChildren(element("p", said), ...buttons);
};

load();
form.addEventListener("submit", ask);
if (form.dataset.asked) ask(); // before this script was there
