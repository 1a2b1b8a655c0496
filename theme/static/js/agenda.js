// Makes the dates of a page right at the moment when it is read; without it they all stand there.
// [data-over] is the moment from which an element is past, on the clocks of Brussels; [data-dates] and
// [data-month] are boxes that go with the last of theirs; [data-permanence] says whether the line is open.
const now = new Date().toLocaleString("sv", { timeZone: "Europe/Brussels" }); // 2026-12-18 19:00:00
const attic = document.querySelector("[data-past]");

for (const item of document.querySelectorAll("[data-over]")) {
  if (item.dataset.over > now) continue;
  if (attic && item.matches("[data-dates] li")) {
    attic.hidden = false;
    attic.querySelector("ul").prepend(item);
    item.removeAttribute("data-over");
  } else {
    item.remove();
  }
}
for (const box of document.querySelectorAll("[data-month], [data-dates]")) {
  box.hidden = !box.querySelector("[data-over]");
}
for (const month of [...document.querySelectorAll(".month:not([hidden])")].slice(0, 2)) month.open = true;
const empty = document.querySelector("[data-empty]");
if (empty) empty.hidden = Boolean(document.querySelector("[data-over]"));

const hour = (text) => text.replace(/^0/, "").replace(":00", "\u00a0h").replace(":", "\u00a0h\u00a0");
for (const box of document.querySelectorAll("[data-permanence]")) {
  const { permanence: weekday, moment, opens, closes } = box.dataset;
  const hours = opens ? `de ${hour(opens)} à ${hour(closes)}` : moment;
  const next = [...box.querySelectorAll("time")].find((time) => !time.closest("s"));
  const day = next && `${weekday} ${next.textContent}\u00a0${next.closest("li").lastElementChild.textContent.split(" ")[0]}`;
  let say = "Les prochaines dates ne sont pas encore connues\u00a0: vérifiez avant d’appeler.";
  const days = next && (Date.parse(next.dateTime) - Date.parse(now.slice(0, 10))) / 864e5;
  if (days === 0) {
    const open = opens && opens <= now.slice(11, 16);
    say = open ? `La ligne est ouverte maintenant, jusqu’à ${hour(closes)}.` : `Aujourd’hui, ${hours}.`;
    box.classList.toggle("open", Boolean(open));
  } else if (days >= 7 && next.dataset.reason) {
    say = `Pas de permanence avant le ${day}\u00a0: ${next.dataset.reason}.`;
  } else if (next) {
    say = `Prochaine permanence\u00a0: ${day}${hours && `, ${hours}`}.`;
  }
  box.querySelector("[data-status]").textContent = say;
  if (!next) box.querySelector("details")?.remove();
}
