// Sorts the resources without leaving the page: the list to which a link of [data-filter] leads is fetched, and
// takes the place of the one shown. One type, theme or year has a page of its own. Several have none: narrow.js
// makes their list from the page of the last of them, and the address says all of them, so that it can be sent.
const status = document.createElement("p");
status.setAttribute("role", "status");
status.className = "hidden";
document.body.append(status);

const region = () => document.querySelector("main");
const here = () => location.pathname + location.search;
let shown = here();
let wanted = 0; // the number of the last demand: an answer that comes late is not for us any more

// A facet is known by the id of its link: its axis, a hyphen, its value (theme-deontologie).
const asked = ({ searchParams }) =>
  ["type", "theme", "annee"].filter((axis) => searchParams.get(axis)).map((axis) => `${axis}-${searchParams.get(axis)}`);
const addressOf = (ids) => {
  const pairs = ids.map((id) => id.split(/-(.*)/, 2));
  return ids.length > 1 ? `/ressources/?${new URLSearchParams(pairs)}` : ["/ressources", ...pairs.flat(), ""].join("/");
};

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

const get = async (address) => {
  const page = await fetchPage(address);
  if (!page.querySelector("[data-result]")) throw new Error("no list");
  return page;
};

// Makes each link of a list that is sorted already add to what is chosen, or take from it; returns what is chosen.
const offer = (page) => {
  const links = [...page.querySelectorAll(".facets a")];
  const ids = links.map((link) => link.id);
  const chosen = ids.filter((id) => page.getElementById(id).matches("[aria-current] + a"));
  if (!chosen.length) return chosen;
  for (const title of page.querySelectorAll("#affiner, #affiner + * > summary")) title.textContent = "Affiner la liste";
  for (const link of links) {
    link.href = addressOf(ids.filter((id) => chosen.includes(id) !== (id === link.id)));
    if (!chosen.includes(link.id)) link.nextElementSibling.textContent = link.dataset.within;
  }
  return chosen;
};

// `focus` is the link that was followed, `scroll` where a list was left; neither is there when one is opened.
const show = async (url, focus, scroll) => {
  const demand = ++wanted;
  const opened = focus === undefined && scroll === undefined;
  try {
    const ids = asked(url);
    const page = await get(ids.length ? addressOf(ids.slice(-1)) : url);
    if (ids.length > 1) await (await import("./narrow.js")).narrow(page, ids, get);
    const chosen = offer(page);
    if (demand !== wanted) return;
    const address = ids.length ? addressOf(chosen) : url.pathname;
    if (focus !== undefined) {
      history.replaceState({ scroll: scrollY }, "");
      history.pushState(null, "", address);
    } else if (address !== here()) {
      history.replaceState(history.state, "", address); // an old one may name what is no more
    }
    shown = here();
    document.title = page.title;
    const paper = document.querySelector(".print-only");
    if (paper) paper.textContent = paper.textContent.replace(/\/ressources\/.*/, address);
    region().replaceChildren(...page.querySelector("main").childNodes);
    const result = document.querySelector("[data-result]");
    status.textContent = result.textContent;
    if (opened) return;
    let link = focus ? document.getElementById(focus) : null;
    link?.closest("details details")?.setAttribute("open", ""); // an old year, which stands folded
    if (!link?.checkVisibility()) link = null; // folded again, on a phone
    (link || result).focus({ preventScroll: Boolean(link) || scroll !== undefined });
    if (scroll !== undefined) scrollTo(0, scroll);
  } catch {
    if (demand !== wanted) return;
    if (!opened) {
      location.assign(url); // as without this script
      return;
    }
    status.textContent = "La liste choisie n’a pas pu être chargée : voici toutes les ressources.";
    document.querySelector("[data-result]").textContent = status.textContent;
  }
};

region().addEventListener("click", (event) => {
  const link = event.target.closest("[data-filter] a");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  show(new URL(link.href), link.id);
});
addEventListener("popstate", (event) => {
  if (here() !== shown) show(new URL(location), undefined, event.state?.scroll ?? 0);
});

offer(document);
const known = asked(new URL(location)).filter((id) => document.getElementById(id));
if (known.length) {
  region().style.visibility = "hidden"; // not all the resources first
  show(new URL(addressOf(known), location)).finally(() => region().style.removeProperty("visibility"));
}
