// Puts a button after each [data-copy] element: it copies the element's text, and says so.
for (const source of document.querySelectorAll("[data-copy]")) {
  const line = document.createElement("p");
  const button = document.createElement("button");
  const answer = document.createElement("span");
  line.className = "copy";
  button.type = "button";
  button.textContent = source.dataset.copy;
  answer.setAttribute("role", "status");
  line.append(button, " ", answer);
  source.after(line);
  button.addEventListener("click", async () => {
    answer.textContent = "";
    try {
      await navigator.clipboard.writeText(source.textContent.trim());
      answer.textContent = "C’est copié.";
    } catch {
      // no permission, or a page that is not served securely: the reader copies the selected text
      getSelection().selectAllChildren(source);
      answer.textContent = "Le texte est sélectionné : copiez-le.";
    }
  });
}
