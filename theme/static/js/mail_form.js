// Turns the answers of a form into an e-mail, one line « Libellé : réponse » each: the names of the fields
// are the labels. Nothing is sent: the visitor's own program opens, and the text stands there to be copied.
for (const form of document.querySelectorAll("form[data-mail]")) {
  const { mail, subject } = form.dataset;
  const ready = form.querySelector("[data-ready]");
  const text = ready.querySelector("textarea");
  const status = form.querySelector("[data-status]");
  form.hidden = false;
  form.nextElementSibling.hidden = true;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const lines = [...new FormData(form)]
      .map(([label, value]) => [label, value.trim()])
      .filter(([, value]) => value)
      .map(([label, value]) => `${label} : ${value}`);
    text.value = lines.join("\n");
    ready.hidden = false;
    status.textContent = "";
    if (mail) {
      const body = text.value.replace(/\r?\n/g, "\r\n");
      location.href = `mailto:${mail}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
      status.textContent = "Le message est prêt : relisez-le dans votre messagerie, puis envoyez-le.";
    } else {
      text.focus();
      text.select();
    }
  });

  ready.querySelector("[data-copy]").addEventListener("click", async () => {
    text.select();
    try {
      await navigator.clipboard.writeText(text.value);
      status.textContent = "Le message est copié.";
    } catch {
      text.focus();
      status.textContent = "Le message est sélectionné : copiez-le au clavier ou d’un appui long.";
    }
  });
}
