// Shows the button that prints the page: without this script it could do nothing.
for (const line of document.querySelectorAll("[data-print]")) {
  line.hidden = false;
  line.firstElementChild.addEventListener("click", () => print());
}
