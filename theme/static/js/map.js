// The map and the list point at each other; a marker shows a card with what the list says of its bistrot,
// which is made right here on the day it is read: its next date, and no rhythm that has ended.
// The card stays while the pointer or the focus is on the map, and Escape puts it away.
const map = document.querySelector("[data-map]");
const marks = [...map.querySelectorAll("a[data-bistrot]")];
const items = [...document.querySelectorAll("li[data-bistrot]")];
const named = (list, key) => list.find((element) => element.dataset.bistrot === key);
const card = map.appendChild(document.createElement("div"));
card.className = "map-card";
card.hidden = true;
let shown;
const at = (event) => `${event.clientX} ${event.clientY}`;
let pointer;
let rested; // where the pointer was at Escape: what lies under the card that goes is not asked for

const hide = () => {
  card.hidden = true;
};
const show = (mark) => {
  shown = mark;
  card.replaceChildren(...[...named(items, mark.dataset.bistrot).children].map((child) => child.cloneNode(true)));
  const title = card.querySelector("h3");
  title.textContent = title.querySelector("a").textContent; // the marker is the link
  card.hidden = false;
  const frame = map.getBoundingClientRect();
  const box = mark.getBoundingClientRect();
  const left = Math.min(box.left - frame.left, frame.width - card.offsetWidth);
  card.style.left = `${Math.max(0, left)}px`;
  card.style.top = `${box.bottom - frame.top + 4}px`;
};

for (const element of [...marks, ...items]) {
  const light = (on) => {
    for (const list of [marks, items]) named(list, element.dataset.bistrot).classList.toggle("lit", on);
  };
  for (const event of ["pointerenter", "focusin"]) element.addEventListener(event, () => light(true));
  for (const event of ["pointerleave", "focusout"]) element.addEventListener(event, () => light(false));
}
const today = new Date().toLocaleDateString("sv", { timeZone: "Europe/Brussels" });
const french = new Intl.DateTimeFormat("fr", { dateStyle: "full", timeZone: "UTC" });
const written = (day) => french.format(new Date(day)).replace(/(\d+) /, (_, date) => `${date === "1" ? "1er" : date}\u00a0`);

for (const mark of marks) {
  mark.addEventListener("pointerenter", (event) => at(event) === rested || show(mark));
  mark.addEventListener("focus", () => show(mark));
  const line = named(items, mark.dataset.bistrot).querySelector("[data-days]");
  const said = [];
  for (const [, off, day, hours] of line?.dataset.days.matchAll(/(-?)([\d-]{10}) ([^;]*)/g) ?? []) {
    if (day < today) continue;
    const next = written(day) + (hours && `, ${hours}`);
    said.push(off ? `Annulé : ${written(day)}` : `Prochaine date : ${next}`);
    if (off) continue;
    mark.setAttribute("aria-label", `${mark.getAttribute("aria-label")}, prochaine date ${next}`);
    break;
  }
  if (line) {
    line.textContent = said.join(". ");
    line.hidden = !said.length;
  }
}
for (const rhythm of document.querySelectorAll("[data-over]")) rhythm.hidden = rhythm.dataset.over.slice(0, 10) < today;
map.addEventListener("pointermove", (event) => {
  pointer = at(event);
});
map.addEventListener("pointerleave", () => map.contains(document.activeElement) || hide());
map.addEventListener("focusout", (event) => map.contains(event.relatedTarget) || hide());

const near = document.querySelector("[data-near]");
near.hidden = false;
near.addEventListener("submit", (event) => {
  event.preventDefault();
  near.dataset.asked = "yes";
});
near.addEventListener(
  "focusin",
  () => {
    import(near.dataset.script);
  },
  { once: true },
);

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !card.hidden) {
    if (card.contains(document.activeElement)) shown.focus();
    rested = pointer;
    hide();
  } else if (event.key === "Tab" && !card.hidden && map.contains(document.activeElement)) {
    // the card's links come right after their marker
    const links = [...card.querySelectorAll("a")];
    const order = marks.flatMap((mark) => (mark === shown ? [mark, ...links] : [mark]));
    const to = order[order.indexOf(document.activeElement) + (event.shiftKey ? -1 : 1)];
    if (to) {
      event.preventDefault();
      to.focus();
    } else if (!event.shiftKey) {
      hide();
    }
  }
});
