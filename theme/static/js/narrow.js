// Makes of the page of one facet the page of several: facets.js loads this when they are first chosen together.
// `asked` are the ids of their links; what the page does not offer is left out.
export const narrow = async (page, asked, get) => {
  const list = page.querySelector(".resources");
  for (let next; (next = page.querySelector("[rel=next]")); ) {
    const more = await get(next.href);
    list.append(...more.querySelector(".resources").children);
    page.querySelector(".pages").replaceWith(more.querySelector(".pages"));
  }
  const links = [...page.querySelectorAll(".facets a")];
  const chosen = links.filter((link) => asked.includes(link.id));
  if (chosen.length < 2) return;
  const has = (item, { id }) => item.dataset.facets.split(" ").includes(id);
  const items = [...list.children].filter((item) => chosen.every((link) => has(item, link)));
  list.replaceChildren(...items);

  for (const old of page.querySelectorAll(".facets details details")) {
    old.previousElementSibling.append(...old.querySelectorAll("li"));
    old.remove();
  }
  for (const link of links) {
    const item = link.parentElement;
    const count = item.querySelector(".count"); // none where the page says already that it is chosen
    link.dataset.within = items.filter((resource) => has(resource, link)).length;
    if (chosen.includes(link)) {
      if (!count) continue;
      const name = document.createElement("span");
      name.setAttribute("aria-current", "true");
      name.textContent = link.textContent;
      count.className = "hidden";
      count.textContent = ` « ${link.textContent} »`;
      link.replaceChildren("retirer", count);
      item.replaceChildren(name, " ", link);
    } else if (link.dataset.within === "0" || chosen.some((other) => item.parentElement.contains(other))) {
      item.remove();
    }
  }
  for (const empty of page.querySelectorAll(".facets ul:not(:has(li))")) {
    empty.previousElementSibling.remove();
    empty.remove();
  }

  const title = page.querySelector("h1");
  const old = title.textContent;
  title.textContent = `Ressources${chosen.map((link) => link.dataset.phrase).join("")}`;
  page.title = page.title.replace(old, title.textContent);
  page.querySelector("[data-result]").textContent = `${items.length} ressource${items.length > 1 ? "s" : ""}`;
  for (const gone of page.querySelectorAll(".lead, .pages, [data-alone]")) gone.remove();
};
