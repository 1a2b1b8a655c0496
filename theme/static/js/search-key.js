// "/" leads to the search, unless the visitor has said no on its page.
addEventListener("keydown", (event) => {
  const { altKey, ctrlKey, key, metaKey, target } = event;
  if (key === "/" && !altKey && !ctrlKey && !metaKey && !target.closest("input,select,textarea") && !localStorage.slash) {
    event.preventDefault();
    const field = document.querySelector("[name=q]");
    field.closest("details")?.setAttribute("open", ""); // folded on a narrow screen
    field.focus();
  }
});
