// Added to pages by the preview only: shows an edit at the place where one reads, and mistakes over the page.
(() => {
  const self = document.currentScript;
  const place = "apercu:place";
  let shown = self.dataset.etag;
  let source = null;
  let panel = null;
  let complained = "[[],[]]";
  let busy = false;
  let wanted = shown;

  // A page with scripts of its own is loaded anew, so that they start as for a visitor.
  const scripted = (page) =>
    [...page.scripts].some(
      (script) => script.type !== "application/ld+json" && script.getAttribute("src") !== self.getAttribute("src"),
    );

  // Everything but what <main> holds: while that is the same, only <main> is exchanged.
  const frameOf = (page) => {
    const frame = page.documentElement.cloneNode(true);
    frame.querySelector("main")?.replaceChildren();
    for (const script of frame.querySelectorAll("script[data-etag]")) script.remove();
    return frame.outerHTML.replace(/\s+/g, " ").replace(/> /g, ">");
  };
  // The document is still being parsed when this runs: what follows the script is only whitespace.
  const frame = document.querySelector("main") && !scripted(document) ? frameOf(document) : null;

  // The way to the page's form: first on the page, or after its skip link; beside what one reads where there is room.
  const LOOK = `
    nav { position: sticky; top: 0; z-index: 2147483646; display: flex; flex-wrap: wrap; gap: 0 1rem; justify-content: center;
      box-sizing: border-box; padding: 0 .5rem; background: #1a1613; font: bold 15px/1.5 system-ui, sans-serif; }
    a { padding: .4rem 0; color: #f8f3e9; text-underline-offset: .2em; }
    a:hover { color: #ff7a5a; }
    a:focus-visible { outline: 3px solid #ff7a5a; }
    @media (min-width: 62rem) { nav { width: fit-content; margin-left: auto; } }
    @media (max-width: 61.99rem) { nav { position: static; } }
    @media print { nav { display: none; } }`;
  const linked = (address, words) => {
    const link = document.createElement("a");
    link.href = address;
    link.textContent = words;
    return link;
  };
  const offerForm = () => {
    const host = document.createElement("div");
    host.style.cssText = "all:initial!important;display:contents!important";
    const inside = host.attachShadow({ mode: "open" }); // the theme's sheets stay out
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(LOOK);
    inside.adoptedStyleSheets = [sheet];
    const bar = document.createElement("nav");
    bar.setAttribute("aria-label", "Modifier le site");
    bar.append(
      linked(`/__modifier__/page?adresse=${encodeURIComponent(location.pathname)}`, "Modifier cette page"),
      linked("/__modifier__/", "Toutes les pages"),
    );
    inside.append(bar);
    const first = document.body.firstElementChild;
    if (first.matches('a[href^="#"]')) first.after(host);
    else first.before(host);
  };
  const inForm = window.parent !== window; // which shows the page beside it, and what is wrong
  if (!inForm) offerForm();

  const reload = () => {
    const focus = document.activeElement?.id ?? "";
    sessionStorage.setItem(place, JSON.stringify({ page: location.href, x: scrollX, y: scrollY, focus }));
    location.reload();
  };

  const restore = () => {
    const kept = JSON.parse(sessionStorage.getItem(place) ?? "null");
    if (kept?.page !== location.href) return;
    scrollTo(kept.x, kept.y);
    if (kept.focus) document.getElementById(kept.focus)?.focus({ preventScroll: true });
  };
  if (sessionStorage.getItem(place)) {
    restore();
    addEventListener("load", () => {
      restore(); // images have their height now
      sessionStorage.removeItem(place);
    });
  }

  // The page as a document, null when there is none: the site's policy lets no script turn text into HTML.
  const fetched = (address) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.onload = () => resolve(request.status === 200 ? request.responseXML : null);
      request.onerror = reject;
      request.open("GET", address);
      request.responseType = "document";
      request.send();
    });

  const update = async () => {
    if (busy) return;
    busy = true;
    try {
      while (wanted !== shown) {
        const page = await fetched(location.href);
        const fresh = page?.querySelector("main");
        if (!frame || !fresh || scripted(page) || frameOf(page) !== frame) return reload();
        const { scrollX: x, scrollY: y } = window;
        const focus = document.activeElement?.id;
        document.querySelector("main").replaceChildren(...fresh.childNodes);
        scrollTo({ left: x, top: y, behavior: "instant" });
        if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
        const before = shown;
        shown = page.querySelector("script[data-etag]").dataset.etag;
        if (shown === before) break; // the next event says what stands there now
      }
    } catch {
      // the server has gone: the stream comes back with it, and says where we are
    } finally {
      busy = false;
    }
  };

  const listOf = (lines) => {
    const list = document.createElement("ul");
    list.style.cssText = "margin:0;padding-left:1.25rem";
    for (const line of lines) {
      const item = document.createElement("li");
      item.textContent = line;
      list.append(item);
    }
    return list;
  };

  // Mistakes are said aloud and shown open; what is to be read again waits behind one line.
  const complain = (problems, reminders) => {
    const text = JSON.stringify([problems, reminders]);
    if (text === complained) return; // or a screen reader would say it again
    complained = text;
    panel?.remove();
    panel = null;
    if (!problems.length && !reminders.length) return;
    panel = document.createElement("div");
    panel.setAttribute("role", problems.length ? "alert" : "status");
    panel.style.cssText =
      "all:initial!important;position:fixed!important;inset:auto 0 0 0!important;z-index:2147483647!important";
    const inside = panel.attachShadow({ mode: "open" }); // the theme's sheets stay out
    const box = document.createElement("div");
    box.style.cssText =
      "max-height:50vh;overflow:auto;padding:1rem 1.5rem;background:#1c1a17;color:#fff;" +
      "font:16px/1.5 system-ui,sans-serif;border-top:6px solid #e8442a";
    if (problems.length) {
      const title = document.createElement("p");
      title.style.cssText = "margin:0 0 .5rem;font-weight:bold";
      title.textContent = "La dernière modification n’est pas encore montrée : il y a quelque chose à corriger.";
      box.append(title, listOf(problems));
    }
    if (reminders.length) {
      const later = document.createElement("details");
      const summary = document.createElement("summary");
      summary.textContent = `À relire : ${reminders.length}`;
      later.append(summary, listOf(reminders));
      box.append(later);
    }
    inside.append(box);
    document.body.append(panel);
  };

  const listen = () => {
    source = new EventSource(`/__apercu__?page=${encodeURIComponent(location.pathname)}`);
    source.addEventListener("message", (event) => {
      const { etag, problems, reminders } = JSON.parse(event.data);
      if (inForm) window.parent.postMessage({ problems }, location.origin);
      complain(inForm ? [] : problems, reminders);
      wanted = etag;
      if (wanted !== shown) update();
    });
  };
  // A browser keeps six connections a host: tabs that nobody sees give theirs back.
  const follow = () => {
    source?.close();
    source = null;
    if (!document.hidden) listen();
  };
  document.addEventListener("visibilitychange", follow);
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => event.persisted && follow());
  follow();
})();
