// Filters a list of names as one types, accents aside. A list cut into pages brings the others at the first
// letter, from the site itself. Nothing of what is typed leaves the page, not even for its address.
for (const list of document.querySelectorAll("[data-names]")) {
  const box = list.querySelector("[data-filter]");
  if (!box) continue;
  const field = box.querySelector("input");
  const status = box.querySelector("[role=status]");
  const letters = list.querySelector("[data-letters]");
  const plain = (text) =>
    ` ${text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/œ/g, "oe").replace(/[^\p{L}\p{N}]+/gu, " ")}`;
  let others = box.dataset.others.split(" ").filter(Boolean);
  let said;

  const bring = async (address) => {
    const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
    for (const group of page.querySelectorAll("[data-group]")) {
      group.dataset.group = "other"; // seen only while one searches
      group.hidden = true;
      list.append(group);
    }
  };

  const show = () => {
    const words = plain(field.value).split(" ").filter(Boolean);
    let count = 0;
    for (const group of list.querySelectorAll("[data-group]")) {
      let seen = 0;
      for (const item of group.querySelectorAll("li")) {
        const text = plain(item.textContent);
        item.hidden = !words.every((word) => text.includes(` ${word}`));
        seen += !item.hidden;
      }
      group.hidden = words.length ? !seen : group.dataset.group === "other";
      count += seen;
    }
    letters.hidden = words.length > 0;
    clearTimeout(said); // a screen reader hears the count when the hand rests
    const { none, one, many } = status.dataset;
    said = setTimeout(() => {
      status.textContent = words.length ? (count > 1 ? `${count} ${many}` : count ? one : none) : "";
    }, 400);
  };

  field.addEventListener("input", async () => {
    show();
    const wanted = others;
    others = [];
    await Promise.allSettled(wanted.map(bring));
    if (wanted.length) show();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      field.value = "";
      show();
    }
  });
  box.hidden = false;
}
