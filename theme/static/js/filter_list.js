// Filters a list of names as one types, accents aside. A list cut into pages brings the others at the first
// letter, from the site itself. Nothing of what is typed leaves the page, not even for its address.
const list = document.querySelector("[data-names]");
const box = list.querySelector("[data-filter]");
const field = box.querySelector("input");
const status = box.querySelector("[role=status]");
const letters = list.querySelector("[data-letters]");
let others = box.dataset.others.split(" ").filter(Boolean);
let pause;

const words = (text) =>
  text.toLowerCase().normalize("NFD").replace(/œ/g, "oe").replace(/ł/g, "l").replace(/\p{M}/gu, "").match(/[\p{L}\p{N}]+/gu) || [];

// The page as a document, which the browser parses: no script of ours turns text into HTML (trusted types).
const fetchPage = (address) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.onload = () => (request.status === 200 ? resolve(request.responseXML) : reject(new Error(request.status)));
    request.onerror = reject;
    request.open("GET", address);
    request.responseType = "document";
    request.send();
  });

const bring = async (address) => {
  const page = await fetchPage(address);
  for (const group of page.querySelectorAll("[data-group]")) {
    group.dataset.group = "other"; // seen while one searches
    list.append(group);
  }
};

const show = () => {
  const wanted = words(field.value);
  const searching = wanted.length > 0;
  let count = 0;
  for (const group of list.querySelectorAll("[data-group]")) {
    let seen = 0;
    for (const item of group.querySelectorAll("li")) {
      const own = words(item.textContent);
      item.hidden = !wanted.every((start) => own.some((word) => word.startsWith(start)));
      seen += !item.hidden;
    }
    group.hidden = searching ? !seen : group.dataset.group === "other";
    count += seen;
  }
  letters.hidden = searching;
  const { none, one, many } = status.dataset;
  clearTimeout(pause); // a screen reader hears the count when the hand rests
  pause = setTimeout(() => {
    status.textContent = searching ? (count > 1 ? `${count} ${many}` : count ? one : none) : "";
  }, 400);
};

field.addEventListener("input", async () => {
  show();
  const missing = others;
  others = [];
  await Promise.all(missing.map((address) => bring(address).catch(() => others.push(address))));
  if (missing.length) show();
});
field.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    field.value = "";
    show();
  }
});
box.hidden = false;
