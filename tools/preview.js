// Added to pages by the preview only: reloads after a build, shows its mistakes over the page.
(() => {
  const own = Number(document.currentScript.dataset.version);
  let panel = null;

  const show = (problems) => {
    panel?.remove();
    panel = null;
    if (!problems.length) return;
    panel = document.createElement("div");
    panel.setAttribute("role", "alert");
    panel.style.cssText =
      "position:fixed;inset:auto 0 0 0;max-height:60vh;overflow:auto;z-index:2147483647;" +
      "padding:1rem 1.5rem;background:#1c1a17;color:#fff;font:16px/1.5 system-ui;border-top:6px solid #e8442a";
    const title = document.createElement("p");
    title.style.fontWeight = "bold";
    title.textContent = "La dernière modification n’est pas encore montrée : il y a quelque chose à corriger.";
    const list = document.createElement("ul");
    for (const problem of problems) {
      const item = document.createElement("li");
      item.textContent = problem;
      list.append(item);
    }
    panel.append(title, list);
    document.body.append(panel);
  };

  new EventSource("/__apercu__").addEventListener("message", (event) => {
    const { version, problems } = JSON.parse(event.data);
    if (problems.length) show(problems);
    else if (version !== own) location.reload();
    else show([]);
  });
})();
