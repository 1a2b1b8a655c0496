// Follows the links of [data-filter] without leaving the page: the list it leads to is fetched, and takes
// the place of the one shown. Each list is a page of its own, so the address always says what is shown.
const status = document.createElement("p");
status.setAttribute("role", "status");
status.className = "hidden";
document.body.append(status);

const region = () => document.querySelector("main");
let shown = location.pathname;
let wanted = 0; // the number of the last demand: an answer that comes late is not for us any more

const show = async (address, focus, scroll) => {
  const demand = ++wanted;
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const result = page.querySelector("[data-result]");
    if (!result) throw new Error("no list");
    if (demand !== wanted) return;
    if (focus !== undefined) {
      history.replaceState({ scroll: scrollY }, "");
      history.pushState(null, "", address);
    }
    shown = location.pathname;
    document.title = page.title;
    document.querySelector(".print-only")?.replaceWith(page.querySelector(".print-only") ?? "");
    region().replaceChildren(...page.querySelector("main").childNodes);
    const link = focus ? document.getElementById(focus) : null;
    link?.closest("details")?.setAttribute("open", ""); // an old year, which stands folded
    (link || result).focus({ preventScroll: Boolean(link) || scroll !== undefined });
    if (scroll !== undefined) scrollTo(0, scroll);
    status.textContent = result.textContent;
  } catch {
    if (demand === wanted) location.assign(address); // as without this script
  }
};

region().addEventListener("click", (event) => {
  const link = event.target.closest("[data-filter] a");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  show(link.href, link.id);
});
addEventListener("popstate", (event) => {
  if (location.pathname !== shown) show(location.href, undefined, event.state?.scroll ?? 0);
});
