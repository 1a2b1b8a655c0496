// Makes the dates of a page right on the day it is read; without it they all stand there.
// [data-dates] holds <time>s (its value: the hour, in Brussels, at which such a day is over),
// [data-until] is a day after which the element says nothing any more.
const now = new Date().toLocaleString("sv", { timeZone: "Europe/Brussels" });
const isPast = (day, hour) => `${day.slice(0, 10)} ${hour || "24:00"}` <= now;

for (const box of document.querySelectorAll("[data-dates]")) {
  const isOver = (time) => isPast(time.dateTime, box.dataset.dates);
  const times = [...box.querySelectorAll("time")];
  const next = times.find((time) => !isOver(time) && !time.closest("s"));
  const summary = box.querySelector("[data-next]");
  if (next && summary) {
    const [month] = next.closest("li").lastElementChild.textContent.split(" ");
    summary.textContent = [summary.dataset.next, next.textContent, month].join(" "); // one line, as before
  }
  const attic = document.querySelector("[data-past]");
  for (const item of box.querySelectorAll("li")) {
    if ([...item.querySelectorAll("time")].every(isOver)) {
      if (attic) {
        attic.hidden = false;
        attic.querySelector("ul").prepend(item);
      } else {
        item.remove();
      }
    }
  }
  box.hidden = times.every(isOver);
}
for (const item of document.querySelectorAll("[data-until]")) {
  item.hidden = isPast(item.dataset.until);
}
